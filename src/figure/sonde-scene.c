/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "figure/sonde-handover.h"
#include "figure/sonde-scene.h"

static int
compare_doubles (const void *a,
                 const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static void
copy_newest (SondeScene        *self,
             const SondePoints *points)
{
  guint first = points->n - MIN (points->n, SONDE_NEWEST);

  self->vdim = points->vdim;
  self->n_newest = points->n - first;
  if (self->n_newest == 0)
    return;
  memcpy (self->newest_x, points->x + first, self->n_newest * sizeof (double));
  self->newest_y = g_memdup2 (points->y + (gsize) first * points->vdim,
                              (gsize) self->n_newest * points->vdim * sizeof (double));
}

static void
copy_pending (SondeScene   *self,
              SondeLearner *learner)
{
  g_array_set_size (self->pending, sonde_learner_get_n_pending (learner));
  if (self->pending->len > 0)
    sonde_learner_get_pending (learner, (double *) (void *) self->pending->data);
  g_array_sort (self->pending, compare_doubles);
}

static void
copy_failures (SondeScene  *self,
               SondeRunner *runner)
{
  GListModel *failures = sonde_runner_get_failures (runner);
  guint n = g_list_model_get_n_items (failures);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);
      double x = sonde_failure_get_x (failure)[0];

      g_array_append_val (sonde_failure_get_given_up (failure) ? self->given_up : self->failed, x);
    }
  g_array_sort (self->failed, compare_doubles);
  g_array_sort (self->given_up, compare_doubles);
}

static void
write_titles (SondeScene          *self,
              SondeStudy          *study,
              const SondeVariable *variable)
{
  JsonObject *function = sonde_study_get_function_spec (study);
  const char *name = json_object_get_string_member_with_default (function, "name", NULL);
  const char *title = sonde_study_get_title (study);
  g_autofree char *unit = variable->unit != NULL ? g_markup_printf_escaped (" (%s)", variable->unit) : g_strdup ("");
  g_autofree char *escaped = g_markup_escape_text (variable->name, -1);

  self->variable = g_strdup (variable->name);
  self->title = title != NULL && *title != '\0' ? g_strdup (title) : NULL;
  self->x_title = g_strdup_printf ("<i>%s</i>%s", escaped, unit);
  self->y_title = name != NULL ? g_markup_escape_text (name, -1) : g_markup_printf_escaped ("<i>f(%s)</i>", variable->name);
}

/**
 * sonde_scene_new:
 * @run: of a function of one variable
 *
 * Takes the picture of the moment, in the main thread.
 *
 * Returns: (transfer full): it
 */
SondeScene *
sonde_scene_new (SondeRun *run)
{
  SondeScene *self = g_atomic_rc_box_new0 (SondeScene);
  SondeLearner *learner = sonde_run_get_learner (run);
  const SondeVariable *variable = sonde_domain_get (sonde_learner_get_domain (learner), 0);

  self->min = variable->min;
  self->max = variable->max;
  self->pending = g_array_new (FALSE, FALSE, sizeof (double));
  self->failed = g_array_new (FALSE, FALSE, sizeof (double));
  self->given_up = g_array_new (FALSE, FALSE, sizeof (double));
  write_titles (self, sonde_run_get_study (run), variable);
  copy_newest (self, sonde_learner_get_points (learner));
  copy_pending (self, learner);
  copy_failures (self, sonde_run_get_runner (run));
  return self;
}

SondeScene *
sonde_scene_ref (SondeScene *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (SondeScene *self)
{
  sonde_handover_take (self);
  g_free (self->title);
  g_free (self->x_title);
  g_free (self->y_title);
  g_free (self->variable);
  g_free (self->newest_y);
  g_array_unref (self->pending);
  g_array_unref (self->failed);
  g_array_unref (self->given_up);
}

void
sonde_scene_unref (SondeScene *self)
{
  sonde_handover_give (self);
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

static gboolean
arrays_equal (const GArray *a,
              const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (double)) == 0);
}

/**
 * sonde_scene_equals:
 * @other: another snapshot of the same learner with the same points
 *
 * Returns: whether both look alike
 */
gboolean
sonde_scene_equals (const SondeScene *self,
                    const SondeScene *other)
{
  return self->min == other->min && self->max == other->max
         && self->vdim == other->vdim
         && g_strcmp0 (self->title, other->title) == 0
         && g_strcmp0 (self->x_title, other->x_title) == 0
         && g_strcmp0 (self->y_title, other->y_title) == 0
         && arrays_equal (self->pending, other->pending)
         && arrays_equal (self->failed, other->failed)
         && arrays_equal (self->given_up, other->given_up);
}

/**
 * sonde_scene_get_name:
 * @component: of a value
 *
 * Returns: (transfer full): what a legend calls it, plain text: "f(x)", or "y₁", "y₂" … of a vector
 */
char *
sonde_scene_get_name (const SondeScene *self,
                      guint             component)
{
  g_autoptr (GString) name = NULL;
  g_autofree char *digits = NULL;

  if (self->vdim <= 1)
    return g_strdup_printf ("f(%s)", self->variable);

  name = g_string_new ("y");
  digits = g_strdup_printf ("%u", component + 1);
  for (const char *c = digits; *c != '\0'; c++)
    g_string_append_unichar (name, 0x2080 + *c - '0');
  return g_string_free (g_steal_pointer (&name), FALSE);
}
