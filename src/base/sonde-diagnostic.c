/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/sonde-diagnostic.h"

struct _SondeDiagnostic
{
  GObject        parent_instance;
  SondeSeverity  severity;
  char          *path;
  char          *message;
};

G_DEFINE_FINAL_TYPE (SondeDiagnostic, sonde_diagnostic, G_TYPE_OBJECT)

static void
sonde_diagnostic_finalize (GObject *object)
{
  SondeDiagnostic *self = SONDE_DIAGNOSTIC (object);

  g_free (self->path);
  g_free (self->message);
  G_OBJECT_CLASS (sonde_diagnostic_parent_class)->finalize (object);
}

static void
sonde_diagnostic_class_init (SondeDiagnosticClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_diagnostic_finalize;
}

static void
sonde_diagnostic_init (SondeDiagnostic *self)
{
}

/**
 * sonde_diagnostic_new:
 * @severity: how grave it is
 * @path: (nullable): where, as a JSON path in the study; %NULL when it concerns the whole
 * @message: what is wrong and how to mend it, translated, one sentence or two
 *
 * Returns: (transfer full): a new diagnostic
 */
SondeDiagnostic *
sonde_diagnostic_new (SondeSeverity  severity,
                      const char    *path,
                      const char    *message)
{
  SondeDiagnostic *self = g_object_new (SONDE_TYPE_DIAGNOSTIC, NULL);

  self->severity = severity;
  self->path = g_strdup (path);
  self->message = g_strdup (message);
  return self;
}

SondeSeverity
sonde_diagnostic_get_severity (SondeDiagnostic *self)
{
  g_return_val_if_fail (SONDE_IS_DIAGNOSTIC (self), SONDE_SEVERITY_ERROR);

  return self->severity;
}

/**
 * sonde_diagnostic_get_path:
 *
 * Returns: (nullable): the JSON path of what is meant
 */
const char *
sonde_diagnostic_get_path (SondeDiagnostic *self)
{
  g_return_val_if_fail (SONDE_IS_DIAGNOSTIC (self), NULL);

  return self->path;
}

const char *
sonde_diagnostic_get_message (SondeDiagnostic *self)
{
  g_return_val_if_fail (SONDE_IS_DIAGNOSTIC (self), NULL);

  return self->message;
}
