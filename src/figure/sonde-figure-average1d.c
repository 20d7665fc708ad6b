/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A noisy curve: the means with their confidence intervals, and below them how many samples each place has. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-figure-panels.h"
#include "learner/sonde-learner-average1d.h"
#include "plot/sonde-label.h"
#include "plot/sonde-scale.h"

/* So much of the height is for the curve. */
#define CURVE .7

/* What is known now, by rising x. */
static SondeMean *
get_means (SondeLearnerAverage1D *learner,
           guint                 *n)
{
  g_autofree guint *order = sonde_learner_average1d_sort (learner, n);
  SondeMean *means = g_new (SondeMean, *n + 1);

  for (guint i = 0; i < *n; i++)
    sonde_learner_average1d_get (learner, order[i], &means[i]);
  return means;
}

/* What was known after the first @upto samples. */
static SondeMean *
get_past_means (SondeLearnerAverage1D *learner,
                guint                  upto,
                guint                 *n)
{
  g_autoptr (SondeLearner) past = sonde_learner_new_empty (SONDE_LEARNER (learner));
  const SondePoints *points = sonde_learner_get_points (SONDE_LEARNER (learner));

  sonde_learner_tell_many (past, MIN (upto, points->n), points->x, points->y, points->is_vector ? points->vdim : SONDE_SCALAR, NULL,
                           FALSE, NULL);
  return get_means (SONDE_LEARNER_AVERAGE1D (past), n);
}

static void
add_curve (SondePanels     *panels,
           SondeDomain     *domain,
           const SondeMean *means,
           guint            n)
{
  const SondeVariable *variable = sonde_domain_get (domain, 0);
  g_autofree char *title = g_markup_printf_escaped (_("Mean of <i>f</i>(<i>%s</i>)"), variable->name);
  SondePanel *panel = sonde_panels_add (panels, 0, 0, 1, CURVE, NULL, title);
  SondeMark *errors = sonde_panel_add (panel, SONDE_MARK_ERRORS, 0, n);
  SondeMark *line = sonde_panel_add (panel, SONDE_MARK_LINE, 0, n);
  SondeMark *points = sonde_panel_add (panel, SONDE_MARK_POINTS, 0, n);
  g_autofree guint *ids = g_new (guint, n + 1);

  panel->log_x = variable->is_log;
  panel->x_min = variable->min;
  panel->x_max = variable->max;
  sonde_scale_pad (&panel->x_min, &panel->x_max, variable->is_log, .015, .015);
  for (guint i = 0; i < n; i++)
    {
      line->x[i] = points->x[i] = errors->x[i] = means[i].x;
      line->y[i] = points->y[i] = means[i].mean;
      errors->low[i] = isfinite (means[i].error) ? means[i].mean - means[i].error : NAN;
      errors->high[i] = isfinite (means[i].error) ? means[i].mean + means[i].error : NAN;
      ids[i] = means[i].id;
    }
  panels->pick_name = g_strdup (_("mean"));
  sonde_panels_set_picks (panels, n, line->x, line->y, ids);
}

/* A bar from the middle to each neighbour to the next, as high as there are samples. */
static void
add_counts (SondePanels     *panels,
            SondeDomain     *domain,
            const SondeMean *means,
            guint            n)
{
  const SondeVariable *variable = sonde_domain_get (domain, 0);
  g_autofree char *title = _sonde_figure_axis_title (variable);
  SondePanel *panel = sonde_panels_add (panels, 0, CURVE, 1, 1, title, _("Samples"));
  const SondePanel *curve = g_ptr_array_index (panels->panels, 0);
  SondeMark *bars = sonde_panel_add (panel, SONDE_MARK_BARS, 1, n);

  panel->from_zero = TRUE;
  panel->log_x = variable->is_log;
  panel->x_min = curve->x_min;
  panel->x_max = curve->x_max;
  for (guint i = 0; i < n; i++)
    {
      bars->x[i] = i > 0 ? (means[i - 1].x + means[i].x) / 2 : means[i].x;
      bars->x2[i] = i + 1 < n ? (means[i].x + means[i + 1].x) / 2 : means[i].x;
      bars->y[i] = means[i].n;
    }
}

static char *
describe (const SondeMean *means,
          guint            n)
{
  guint64 samples = 0;
  double largest = 0;
  g_autofree char *error = NULL;
  g_autofree char *number = NULL;

  for (guint i = 0; i < n; i++)
    {
      samples += means[i].n;
      if (isfinite (means[i].error))
        largest = MAX (largest, means[i].error);
    }
  error = sonde_label_number (largest, 3);
  number = g_strdup_printf ("%" G_GUINT64_FORMAT, samples);
  /* translators: number of places; number of samples; half width of a confidence interval */
  return g_strdup_printf (ngettext ("Means at %1$u place from %2$s samples, known to within %3$s.",
                                    "Means at %1$u places from %2$s samples, known to within %3$s.", n),
                          n, number, error);
}

/* What is seen of a noisy curve after @upto samples. */
SondePanels *
_sonde_figure_average1d_build (SondeRun *run,
                               guint     upto,
                               guint     choice)
{
  SondeLearnerAverage1D *learner = SONDE_LEARNER_AVERAGE1D (sonde_run_get_learner (run));
  SondePanels *panels = sonde_panels_new (sonde_study_get_title (sonde_run_get_study (run)));
  SondeDomain *domain = sonde_learner_average1d_get_x_domain (learner);
  g_autofree SondeMean *means = NULL;
  guint n;

  means = upto > 0 ? get_past_means (learner, upto, &n) : get_means (learner, &n);
  add_curve (panels, domain, means, n);
  add_counts (panels, domain, means, n);
  panels->words = describe (means, n);
  return panels;
}
