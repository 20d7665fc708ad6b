/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "figure/sonde-handover.h"
#include "figure/sonde-surface-scene.h"
#include "learner/sonde-learner-2d.h"

static void
copy_pending (SondeSurfaceScene *self,
              SondeLearner      *learner)
{
  g_array_set_size (self->pending, sonde_learner_get_n_pending (learner) * self->ndim);
  if (self->pending->len > 0)
    sonde_learner_get_pending (learner, (double *) (void *) self->pending->data);
}

static void
copy_failures (SondeSurfaceScene *self,
               SondeRunner       *runner)
{
  GListModel *failures = sonde_runner_get_failures (runner);
  guint n = g_list_model_get_n_items (failures);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);

      g_array_append_vals (sonde_failure_get_given_up (failure) ? self->given_up : self->failed, sonde_failure_get_x (failure),
                           self->ndim);
    }
}

static void
copy_variables (SondeSurfaceScene *self,
                SondeDomain       *domain)
{
  self->variables = g_new0 (SondeSurfaceVariable, self->ndim);
  self->names = g_new0 (char *, self->ndim + 1);
  for (guint i = 0; i < self->ndim; i++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, i);
      g_autofree char *unit = variable->unit != NULL ? g_markup_printf_escaped (" (%s)", variable->unit) : g_strdup ("");
      g_autofree char *escaped = g_markup_escape_text (variable->name, -1);

      self->names[i] = g_strdup (variable->name);
      self->variables[i] = (SondeSurfaceVariable) {
        .name = self->names[i],
        .title = g_strdup_printf ("<i>%s</i>%s", escaped, unit),
        .unit = g_strdup (variable->unit),
        .min = variable->min,
        .max = variable->max,
      };
    }
}

/* Learners make a square, or cube, of the domain; that of surfaces can be told to make the second variable longer. */
static void
find_metric (SondeSurfaceScene *self,
             SondeLearner      *learner)
{
  SondeDomain *domain = sonde_learner_get_domain (learner);
  SondeMetric *metric = &self->metric;

  metric->ndim = self->ndim;
  for (guint i = 0; i < self->ndim; i++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, i);
      double min = sonde_variable_map (variable, variable->min), max = sonde_variable_map (variable, variable->max);

      metric->is_log[i] = variable->is_log;
      metric->middle[i] = min / 2 + max / 2;
      metric->factor[i] = 1 / (max - min);
    }
  if (SONDE_IS_LEARNER_2D (learner))
    metric->factor[1] *= sonde_learner_2d_get_aspect_ratio (SONDE_LEARNER_2D (learner));
}

static void
write_titles (SondeSurfaceScene *self,
              SondeStudy        *study)
{
  JsonObject *function = sonde_study_get_function_spec (study);
  const char *name = json_object_get_string_member_with_default (function, "name", NULL);
  const char *title = sonde_study_get_title (study);
  g_autofree char *variables = g_strjoinv (", ", self->names);

  self->title = title != NULL && *title != '\0' ? g_strdup (title) : NULL;
  self->value = name != NULL ? g_strdup (name) : g_strdup_printf ("f(%s)", variables);
  self->value_title = g_markup_printf_escaped ("<i>%s</i>", self->value);
}

/**
 * sonde_surface_scene_new:
 * @run: of a function of several variables
 *
 * Takes the picture of the moment, in the main thread.
 *
 * Returns: (transfer full): it
 */
SondeSurfaceScene *
sonde_surface_scene_new (SondeRun *run)
{
  SondeSurfaceScene *self = g_atomic_rc_box_new0 (SondeSurfaceScene);
  SondeLearner *learner = sonde_run_get_learner (run);
  SondeDomain *domain = sonde_learner_get_domain (learner);

  self->ndim = sonde_domain_get_ndim (domain);
  self->vdim = sonde_learner_get_points (learner)->vdim;
  self->pending = g_array_new (FALSE, FALSE, sizeof (double));
  self->failed = g_array_new (FALSE, FALSE, sizeof (double));
  self->given_up = g_array_new (FALSE, FALSE, sizeof (double));
  self->exclude = g_strdup (sonde_domain_get_exclude (domain));
  copy_variables (self, domain);
  find_metric (self, learner);
  write_titles (self, sonde_run_get_study (run));
  copy_pending (self, learner);
  copy_failures (self, sonde_run_get_runner (run));
  return self;
}

SondeSurfaceScene *
sonde_surface_scene_ref (SondeSurfaceScene *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (SondeSurfaceScene *self)
{
  sonde_handover_take (self);
  for (guint i = 0; i < self->ndim; i++)
    {
      g_free (self->variables[i].title);
      g_free (self->variables[i].unit);
    }
  g_free (self->variables);
  g_strfreev (self->names);
  g_free (self->title);
  g_free (self->value);
  g_free (self->value_title);
  g_free (self->exclude);
  g_array_unref (self->pending);
  g_array_unref (self->failed);
  g_array_unref (self->given_up);
}

void
sonde_surface_scene_unref (SondeSurfaceScene *self)
{
  sonde_handover_give (self);
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

gboolean
sonde_metric_equals (const SondeMetric *self,
                     const SondeMetric *other)
{
  if (self->ndim != other->ndim)
    return FALSE;
  for (guint i = 0; i < self->ndim; i++)
    if (self->is_log[i] != other->is_log[i] || self->middle[i] != other->middle[i] || self->factor[i] != other->factor[i])
      return FALSE;
  return TRUE;
}

static gboolean
arrays_equal (const GArray *a,
              const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (double)) == 0);
}

static gboolean
variables_equal (const SondeSurfaceScene *self,
                 const SondeSurfaceScene *other)
{
  for (guint i = 0; i < self->ndim; i++)
    if (self->variables[i].min != other->variables[i].min || self->variables[i].max != other->variables[i].max
        || !g_str_equal (self->variables[i].title, other->variables[i].title))
      return FALSE;
  return TRUE;
}

/**
 * sonde_surface_scene_equals:
 * @other: another snapshot of the same learner with the same points
 *
 * Returns: whether both look alike
 */
gboolean
sonde_surface_scene_equals (const SondeSurfaceScene *self,
                            const SondeSurfaceScene *other)
{
  return self->ndim == other->ndim && self->vdim == other->vdim
         && g_strcmp0 (self->title, other->title) == 0
         && g_str_equal (self->value, other->value)
         && g_strcmp0 (self->exclude, other->exclude) == 0
         && sonde_metric_equals (&self->metric, &other->metric)
         && variables_equal (self, other)
         && arrays_equal (self->pending, other->pending)
         && arrays_equal (self->failed, other->failed)
         && arrays_equal (self->given_up, other->given_up);
}

/**
 * sonde_surface_scene_get_name:
 * @component: of a value
 *
 * Returns: (transfer full): what it is called, plain text: "f(x, y)", or "f₁", "f₂" … of a vector
 */
char *
sonde_surface_scene_get_name (const SondeSurfaceScene *self,
                              guint                    component)
{
  g_autofree char *digits = NULL;
  GString *name;

  if (self->vdim <= 1)
    return g_strdup (self->value);
  name = g_string_new ("f");
  digits = g_strdup_printf ("%u", component + 1);
  for (const char *c = digits; *c != '\0'; c++)
    g_string_append_unichar (name, 0x2080 + *c - '0');
  return g_string_free (name, FALSE);
}
