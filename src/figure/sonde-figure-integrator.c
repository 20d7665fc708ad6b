/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An integral: the integrand where it was evaluated, with the area below it, and under it the intervals, one row a halving: the deeper the
 * colour the finer the rule; those from which the estimate is made stand out. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/sonde-figure-panels.h"
#include "learner/sonde-learner-integrator.h"
#include "plot/sonde-label.h"

#define CURVE .68
/* No more intervals are drawn; deeper ones could not be seen. */
#define MOST_INTERVALS 20000
/* With more points the markers would cover the line; the intervals tell where they are. */
#define MOST_MARKERS 400

typedef struct
{
  double x;
  double y;
  guint  id;
} Value;

static int
compare_values (const void *a,
                const void *b)
{
  const Value *first = a, *second = b;

  return (first->x > second->x) - (first->x < second->x);
}

static Value *
sort_values (SondeLearner *learner)
{
  const SondePoints *points = sonde_learner_get_points (learner);
  guint output = 0, stride = SONDE_STRIDE (points->vdim);
  Value *values = g_new (Value, points->n + 1);

  sonde_learner_get_learn_on (learner, &output);
  for (guint i = 0; i < points->n; i++)
    values[i] = (Value) { points->x[i], points->y[(gsize) i * stride + output], i };
  qsort (values, points->n, sizeof *values, compare_values);
  return values;
}

/* Singular values would leave nothing to see of the others: the axis spans all but the outermost hundredth. */
static void
choose_range (SondePanel  *panel,
              const Value *values,
              guint        n)
{
  g_autofree Value *sorted = g_new (Value, n + 1);
  double low, high, room;
  guint m = 0;

  for (guint i = 0; i < n; i++)
    if (isfinite (values[i].y))
      sorted[m++].x = values[i].y;
  if (m < 50)
    return;
  qsort (sorted, m, sizeof *sorted, compare_values);
  low = sorted[m / 100].x;
  high = sorted[m - 1 - m / 100].x;
  /* all of it, unless that is much more */
  if (sorted[m - 1].x - sorted[0].x < 4 * (high - low))
    return;
  room = .1 * (high - low);
  panel->y_min = MIN (low, 0) - room;
  panel->y_max = MAX (high, 0) + room;
}

static void
add_curve (SondePanels         *panels,
           const SondeVariable *variable,
           const Value         *values,
           guint                n)
{
  g_autofree char *title = g_markup_printf_escaped ("<i>f</i>(<i>%s</i>)", variable->name);
  SondePanel *panel = sonde_panels_add (panels, 0, 0, 1, CURVE, NULL, title);
  SondeMark *area = sonde_panel_add (panel, SONDE_MARK_BAND, 0, n);
  SondeMark *line = sonde_panel_add (panel, SONDE_MARK_LINE, 0, n);
  SondeMark *points = sonde_panel_add (panel, SONDE_MARK_POINTS, 0, n <= MOST_MARKERS ? n : 0);
  g_autofree guint *ids = g_new (guint, n + 1);

  panel->x_min = variable->min;
  panel->x_max = variable->max;
  choose_range (panel, values, n);
  for (guint i = 0; i < n; i++)
    {
      area->x[i] = line->x[i] = values[i].x;
      line->y[i] = values[i].y;
      if (i < points->n)
        {
          points->x[i] = values[i].x;
          points->y[i] = values[i].y;
        }
      area->high[i] = isfinite (values[i].y) ? MAX (values[i].y, 0) : 0;
      area->low[i] = isfinite (values[i].y) ? MIN (values[i].y, 0) : 0;
      ids[i] = values[i].id;
    }
  sonde_panels_set_picks (panels, n, line->x, line->y, ids);
}

static void
add_intervals (SondePanels            *panels,
               const SondeVariable    *variable,
               SondeLearnerIntegrator *learner)
{
  g_autofree char *title = _sonde_figure_axis_title (variable);
  SondePanel *panel = sonde_panels_add (panels, 0, CURVE, 1, 1, title, _("Halvings"));
  guint n = MIN (sonde_learner_integrator_get_n (learner), MOST_INTERVALS), deepest = 1;
  SondeMark *split = sonde_panel_add (panel, SONDE_MARK_CELLS, 5, n);
  SondeMark *used = sonde_panel_add (panel, SONDE_MARK_CELLS, 0, n);

  split->n = used->n = 0;
  for (guint i = 0; i < n; i++)
    {
      SondeIntegral interval;
      SondeMark *mark;
      guint at;

      sonde_learner_integrator_get (learner, i, &interval);
      mark = interval.is_used ? used : split;
      at = mark->n++;
      mark->x[at] = interval.a;
      mark->x2[at] = interval.b;
      mark->low[at] = interval.rdepth - 1 + .06;
      mark->high[at] = interval.rdepth - .06;
      mark->y[at] = interval.is_used ? .25 + .25 * interval.depth : .12;
      deepest = MAX (deepest, interval.rdepth);
    }
  panel->x_min = variable->min;
  panel->x_max = variable->max;
  panel->y_min = 0;
  panel->y_max = deepest;
}

static SondeLearner *
recall (SondeLearner *learner,
        guint         upto)
{
  const SondePoints *points = sonde_learner_get_points (learner);
  SondeLearner *past;

  if (upto == 0 || upto >= points->n)
    return g_object_ref (learner);
  past = sonde_learner_new_empty (learner);
  sonde_learner_tell_many (past, upto, points->x, points->y, points->is_vector ? points->vdim : SONDE_SCALAR, NULL, FALSE, NULL);
  return past;
}

/* What is seen of an integral after @upto points. */
SondePanels *
_sonde_figure_integrator_build (SondeRun *run,
                                guint     upto,
                                guint     choice)
{
  g_autoptr (SondeLearner) learner = recall (sonde_run_get_learner (run), upto);
  SondeLearnerIntegrator *self = SONDE_LEARNER_INTEGRATOR (learner);
  const SondeVariable *variable = sonde_domain_get (sonde_learner_get_domain (learner), 0);
  SondePanels *panels = sonde_panels_new (sonde_study_get_title (sonde_run_get_study (run)));
  g_autofree Value *values = sort_values (learner);
  g_autofree char *igral = sonde_label_number (sonde_learner_integrator_get_igral (self), 12);
  g_autofree char *err = sonde_label_number (sonde_learner_integrator_get_err (self), 2);
  SondePanel *panel;

  add_curve (panels, variable, values, sonde_learner_get_npoints (learner));
  add_intervals (panels, variable, self);
  panel = g_ptr_array_index (panels->panels, 0);
  if (sonde_learner_integrator_is_divergent (self))
    panel->title = g_strdup (_("The integral seems to diverge"));
  else if (isfinite (sonde_learner_integrator_get_err (self)))
    /* translators: the value of an integral and its error */
    panel->title = g_strdup_printf (_("∫ = %s ± %s"), igral, err);
  panels->words = isfinite (sonde_learner_integrator_get_err (self))
                  ? g_strdup_printf (_("An integral: %s, error %s."), igral, err) : g_strdup (_("An integral: not known yet."));
  return panels;
}
