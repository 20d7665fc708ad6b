/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An average: the running mean against the number of samples, with the band of its standard error, and a histogram of the values.
 *
 * The running mean of many samples is drawn at moments in equal steps of the logarithm, after the first few: more cannot be seen. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "figure/sonde-figure-panels.h"
#include "learner/sonde-learner-average.h"
#include "plot/sonde-label.h"

/* All moments up to so many samples, then each a part later than the one before. */
#define FIRST_MOMENTS 400
#define LATER .004
#define MOST_BINS 60

typedef struct
{
  guint   n;
  double *samples;
  double *mean;
  double *error;
  guint  *id;
} Running;

static void
running_clear (Running *self)
{
  g_free (self->samples);
  g_free (self->mean);
  g_free (self->error);
  g_free (self->id);
}

static void
running_reserve (Running *self,
                 guint    n)
{
  self->samples = g_new (double, n);
  self->mean = g_new (double, n);
  self->error = g_new (double, n);
  self->id = g_new (guint, n);
}

/* Returns the finite values in order. */
static double *
run_along (SondeLearner *learner,
           guint         upto,
           Running      *running,
           guint        *n_values)
{
  const SondePoints *points = sonde_learner_get_points (learner);
  guint stride = SONDE_STRIDE (points->vdim), output = 0, next = 1;
  guint n = upto > 0 ? MIN (upto, points->n) : points->n;
  double *values = g_new (double, n + 1);
  double mean = 0, squares = 0;
  guint count = 0;

  sonde_learner_get_learn_on (learner, &output);
  running_reserve (running, FIRST_MOMENTS + (guint) (log (n + 2.) / LATER) + 2);
  for (guint i = 0; i < n; i++)
    {
      double y = points->y[(gsize) i * stride + output], distance = y - mean;

      if (!isfinite (y))
        continue;
      values[count++] = y;
      mean += distance / count;
      squares += distance * (y - mean);
      if (count < next && i + 1 < n)
        continue;
      running->samples[running->n] = count;
      running->mean[running->n] = mean;
      running->error[running->n] = count > 1 ? sqrt (squares / (count - 1) / count) : NAN;
      running->id[running->n++] = i;
      next = count < FIRST_MOMENTS ? count + 1 : MAX (count + 1, (guint) (count * (1 + LATER)));
    }
  *n_values = count;
  return values;
}

/* Where the mean is likely to be looked at: the later half decides, so that the first few samples do not. */
static void
choose_range (SondePanel    *panel,
              const Running *running)
{
  double min = INFINITY, max = -INFINITY;

  for (guint i = 0; i < running->n; i++)
    if (isfinite (running->error[i]) && running->samples[i] * 20 >= running->samples[running->n - 1])
      {
        min = MIN (min, running->mean[i] - 2 * running->error[i]);
        max = MAX (max, running->mean[i] + 2 * running->error[i]);
      }
  if (!(min < max))
    return;
  panel->y_min = min - .1 * (max - min);
  panel->y_max = max + .1 * (max - min);
}

static void
add_mean (SondePanels   *panels,
          const Running *running)
{
  SondePanel *panel = sonde_panels_add (panels, 0, 0, .66, 1, _("Samples"), _("Running mean"));
  SondeMark *band, *line;
  guint first = running->n > 1 ? 1 : 0;

  panel->log_x = TRUE;
  choose_range (panel, running);
  band = sonde_panel_add (panel, SONDE_MARK_BAND, 0, running->n - first);
  line = sonde_panel_add (panel, SONDE_MARK_LINE, 0, running->n);
  for (guint i = 0; i < running->n; i++)
    {
      line->x[i] = running->samples[i];
      line->y[i] = running->mean[i];
      if (i < first)
        continue;
      band->x[i - first] = running->samples[i];
      band->low[i - first] = running->mean[i] - running->error[i];
      band->high[i - first] = running->mean[i] + running->error[i];
    }
  panels->pick_name = g_strdup (_("running mean"));
  sonde_panels_set_picks (panels, running->n, running->samples, running->mean, running->id);
}

static int
compare (const void *a,
         const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The width of bins after Freedman and Diaconis (1981): twice the interquartile range by the cube root of the number. */
static guint
count_bins (const double *sorted,
            guint         n)
{
  double range = sorted[n - 1] - sorted[0];
  double width = 2 * (sorted[3 * n / 4] - sorted[n / 4]) / cbrt (n);

  if (!(range > 0))
    return 1;
  return width > 0 ? (guint) CLAMP (ceil (range / width), 1, MOST_BINS) : 10;
}

static void
add_histogram (SondePanels *panels,
               double      *values,
               guint        n)
{
  SondePanel *panel = sonde_panels_add (panels, .66, 0, 1, 1, _("Value"), _("Samples"));
  guint n_bins;
  double from, width;
  SondeMark *bars;

  panel->from_zero = TRUE;
  if (n == 0)
    return;
  qsort (values, n, sizeof *values, compare);
  n_bins = count_bins (values, n);
  from = values[0];
  width = (values[n - 1] - from) / n_bins;
  if (!(width > 0))
    {
      from -= .5;
      width = 1;
    }
  bars = sonde_panel_add (panel, SONDE_MARK_BARS, 0, n_bins);
  for (guint i = 0; i < n_bins; i++)
    {
      bars->x[i] = from + i * width;
      bars->x2[i] = from + (i + 1) * width;
    }
  for (guint i = 0; i < n; i++)
    bars->y[MIN ((guint) ((values[i] - from) / width), n_bins - 1)] += 1;
}

static char *
describe (const Running *running,
          guint          n)
{
  g_autofree char *mean = NULL;
  g_autofree char *error = NULL;

  if (running->n == 0)
    return g_strdup (_("An average: no values yet."));
  mean = sonde_label_number (running->mean[running->n - 1], 6);
  error = sonde_label_number (running->error[running->n - 1], 3);
  /* translators: mean, its standard error */
  return g_strdup_printf (ngettext ("An average of %3$u sample: %1$s, standard error %2$s.",
                                    "An average of %3$u samples: %1$s, standard error %2$s.", n), mean, error, n);
}

/* What is seen of an average after @upto samples. */
SondePanels *
_sonde_figure_average_build (SondeRun *run,
                             guint     upto,
                             guint     choice)
{
  SondePanels *panels = sonde_panels_new (sonde_study_get_title (sonde_run_get_study (run)));
  Running running = { 0 };
  guint n;
  g_autofree double *values = run_along (sonde_run_get_learner (run), upto, &running, &n);

  add_mean (panels, &running);
  add_histogram (panels, values, n);
  panels->words = describe (&running, n);
  running_clear (&running);
  return panels;
}
