/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "runner/sonde-failure-private.h"

struct _SondeFailure
{
  GObject            parent_instance;
  guint              id;
  guint              ndim;
  double            *x;
  guint              attempts;
  guint              forgiven;
  char              *message;
  char              *traceback;
  SondeFailureStage  stage;
};

G_DEFINE_FINAL_TYPE (SondeFailure, sonde_failure, G_TYPE_OBJECT)

enum { PROP_0, PROP_ATTEMPTS, PROP_MESSAGE, PROP_TRACEBACK, PROP_GIVEN_UP, PROP_EXCLUDED, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
sonde_failure_finalize (GObject *object)
{
  SondeFailure *self = SONDE_FAILURE (object);

  g_free (self->x);
  g_free (self->message);
  g_free (self->traceback);
  G_OBJECT_CLASS (sonde_failure_parent_class)->finalize (object);
}

static void
sonde_failure_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SondeFailure *self = SONDE_FAILURE (object);

  switch (prop_id)
    {
    case PROP_ATTEMPTS:
      g_value_set_uint (value, self->attempts);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_TRACEBACK:
      g_value_set_string (value, self->traceback);
      break;
    case PROP_GIVEN_UP:
      g_value_set_boolean (value, sonde_failure_get_given_up (self));
      break;
    case PROP_EXCLUDED:
      g_value_set_boolean (value, sonde_failure_get_excluded (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_failure_class_init (SondeFailureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = sonde_failure_finalize;
  object_class->get_property = sonde_failure_get_property;

  properties[PROP_ATTEMPTS] = g_param_spec_uint ("attempts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_TRACEBACK] = g_param_spec_string ("traceback", NULL, NULL, NULL, flags);
  properties[PROP_GIVEN_UP] = g_param_spec_boolean ("given-up", NULL, NULL, FALSE, flags);
  properties[PROP_EXCLUDED] = g_param_spec_boolean ("excluded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_failure_init (SondeFailure *self)
{
}

SondeFailure *
_sonde_failure_new (guint         id,
                    const double *x,
                    guint         ndim)
{
  SondeFailure *self = g_object_new (SONDE_TYPE_FAILURE, NULL);

  self->id = id;
  self->ndim = ndim;
  self->x = g_memdup2 (x, ndim * sizeof (double));
  self->message = g_strdup ("");
  return self;
}

/* @message may go on after an empty line with a traceback. */
void
_sonde_failure_update (SondeFailure *self,
                       guint         attempts,
                       const char   *message)
{
  const char *gap = strstr (message, "\n\n");

  g_object_freeze_notify (G_OBJECT (self));
  self->attempts = attempts;
  g_free (self->message);
  g_free (self->traceback);
  self->message = gap != NULL ? g_strndup (message, gap - message) : g_strdup (message);
  self->traceback = gap != NULL && gap[2] != '\0' ? g_strdup (gap + 2) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTEMPTS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRACEBACK]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* What failed until now does not count against the retries any more. */
void
_sonde_failure_forgive (SondeFailure *self)
{
  self->forgiven = self->attempts;
}

gboolean
_sonde_failure_exceeds (SondeFailure *self,
                        guint         retries)
{
  return self->attempts - self->forgiven > retries;
}

SondeFailureStage
_sonde_failure_get_stage (SondeFailure *self)
{
  return self->stage;
}

void
_sonde_failure_set_stage (SondeFailure      *self,
                          SondeFailureStage  stage)
{
  gboolean given_up = sonde_failure_get_given_up (self);
  gboolean excluded = sonde_failure_get_excluded (self);

  self->stage = stage;
  if (sonde_failure_get_excluded (self) != excluded)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXCLUDED]);
  if (sonde_failure_get_given_up (self) != given_up)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GIVEN_UP]);
}

/**
 * sonde_failure_get_id:
 *
 * Returns: a number that grows in the order in which points first failed
 */
guint
sonde_failure_get_id (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), 0);

  return self->id;
}

/**
 * sonde_failure_get_x:
 *
 * Returns: the point, one number a coordinate
 */
const double *
sonde_failure_get_x (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), NULL);

  return self->x;
}

guint
sonde_failure_get_ndim (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), 0);

  return self->ndim;
}

/**
 * sonde_failure_get_attempts:
 *
 * Returns: how often the point has failed
 */
guint
sonde_failure_get_attempts (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), 0);

  return self->attempts;
}

/**
 * sonde_failure_get_message:
 *
 * Returns: what went wrong the last time, without the traceback
 */
const char *
sonde_failure_get_message (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), NULL);

  return self->message;
}

/**
 * sonde_failure_get_traceback:
 *
 * Returns: (nullable): where in the function it went wrong, as the function's language tells it
 */
const char *
sonde_failure_get_traceback (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), NULL);

  return self->traceback;
}

/**
 * sonde_failure_get_given_up:
 *
 * Returns: whether the point is not going to be retried
 */
gboolean
sonde_failure_get_given_up (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), FALSE);

  return self->stage == SONDE_FAILURE_GIVEN_UP || self->stage == SONDE_FAILURE_FORGOTTEN || self->stage == SONDE_FAILURE_EXCLUDED;
}

/**
 * sonde_failure_get_excluded:
 *
 * Returns: whether somebody has decided that the point is done without, see [method@Runner.exclude]
 */
gboolean
sonde_failure_get_excluded (SondeFailure *self)
{
  g_return_val_if_fail (SONDE_IS_FAILURE (self), FALSE);

  return self->stage == SONDE_FAILURE_EXCLUDED;
}
