/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many learners: their curves one over the other, side by side, or as a map of the parameter against the variable; or one of them. A child
 * of a function of one variable is a curve of its values, an average that of its running mean, a noisy curve that of its means. Of children
 * of several variables it is shown how many points they have, and their losses. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/sonde-figure-panels.h"
#include "learner/sonde-learner-average.h"
#include "learner/sonde-learner-average1d.h"
#include "learner/sonde-learner-balancing.h"
#include "plot/sonde-label.h"
#include "plot/sonde-palette.h"

/* More names, or more frames, could not be read. */
#define MOST_NAMES 12
#define MOST_FRAMES 30
#define MOST_CELLS 40000

enum { OVERLAY, MULTIPLES, MAP, FIRST_CHILD };

/* A child's curve by rising x; n = 0 for one that is none. */
typedef struct
{
  const char *label;
  GArray     *spots;
} Curve;

typedef struct
{
  double x;
  double y;
  guint  id;
} Spot;

typedef struct
{
  SondeLearnerBalancing *learner;
  Curve                 *curves;
  guint                  n;
  gboolean               has_curves;
  char                  *x_title;
  char                  *y_title;
} Picture;

static int
compare_spots (const void *a,
               const void *b)
{
  const Spot *first = a, *second = b;

  return (first->x > second->x) - (first->x < second->x);
}

static guint
get_output (SondeLearner *child)
{
  guint output = 0;

  sonde_learner_get_learn_on (child, &output);
  return output;
}

/* Values are those of the points; averages become running means. */
static void
finish_curve (SondeLearner *child,
              GArray       *spots)
{
  double sum = 0;
  guint n = 0;

  if (SONDE_IS_LEARNER_AVERAGE (child))
    for (guint i = 0; i < spots->len; i++)
      {
        Spot *spot = &g_array_index (spots, Spot, i);

        sum += isfinite (spot->y) ? spot->y : 0;
        n += isfinite (spot->y);
        spot->x = i + 1;
        spot->y = sum / MAX (n, 1);
      }
  if (spots->len > 1)
    qsort (spots->data, spots->len, sizeof (Spot), compare_spots);
  if (!SONDE_IS_LEARNER_AVERAGE1D (child))
    return;
  /* the means of equal places */
  n = 0;
  for (guint i = 0, j; i < spots->len; i = j)
    {
      Spot spot = g_array_index (spots, Spot, i);

      sum = 0;
      for (j = i; j < spots->len && g_array_index (spots, Spot, j).x == spot.x; j++)
        sum += g_array_index (spots, Spot, j).y;
      spot.y = sum / (j - i);
      g_array_index (spots, Spot, n++) = spot;
    }
  g_array_set_size (spots, n);
}

/* Goes through the points of all children once, in the order in which they were told. */
static void
collect (Picture *picture,
         guint    upto)
{
  const SondePoints *points = sonde_learner_get_points (SONDE_LEARNER (picture->learner));
  guint n = upto > 0 ? MIN (upto, points->n) : points->n, stride = SONDE_STRIDE (points->vdim);

  for (guint i = 0; i < n; i++)
    {
      const double *x = points->x + (gsize) i * points->ndim;
      guint number = (guint) x[0];
      SondeLearner *child = sonde_learner_balancing_get_child (picture->learner, number);
      gboolean is_noisy = SONDE_IS_LEARNER_AVERAGE1D (child);
      Spot spot = { is_noisy ? x[2] : x[1], points->y[(gsize) i * stride + MIN (get_output (child), stride - 1)], i };

      if (sonde_learner_get_ndim (child) == 1 || is_noisy)
        g_array_append_val (picture->curves[number].spots, spot);
    }
  for (guint i = 0; i < picture->n; i++)
    finish_curve (sonde_learner_balancing_get_child (picture->learner, i), picture->curves[i].spots);
}

static void
name_axes (Picture *picture)
{
  SondeLearner *child = sonde_learner_balancing_get_child (picture->learner, 0);
  SondeDomain *domain = SONDE_IS_LEARNER_AVERAGE1D (child) ? sonde_learner_average1d_get_x_domain (SONDE_LEARNER_AVERAGE1D (child))
                                                           : sonde_learner_get_domain (child);

  if (SONDE_IS_LEARNER_AVERAGE (child))
    {
      picture->x_title = g_strdup (_("Samples"));
      picture->y_title = g_strdup (_("Running mean"));
      return;
    }
  picture->x_title = _sonde_figure_axis_title (sonde_domain_get (domain, 0));
  picture->y_title = g_strdup (_("Value"));
}

static void
begin (Picture               *picture,
       SondeLearnerBalancing *learner,
       guint                  upto)
{
  *picture = (Picture) { .learner = learner, .n = sonde_learner_balancing_get_n (learner) };
  picture->curves = g_new0 (Curve, picture->n);
  for (guint i = 0; i < picture->n; i++)
    {
      SondeLearner *child = sonde_learner_balancing_get_child (learner, i);

      picture->curves[i].label = sonde_learner_balancing_get_label (learner, i);
      picture->curves[i].spots = g_array_new (FALSE, FALSE, sizeof (Spot));
      picture->has_curves |= sonde_learner_get_ndim (child) == 1 || SONDE_IS_LEARNER_AVERAGE1D (child);
    }
  collect (picture, upto);
  name_axes (picture);
}

static void
end (Picture *picture)
{
  for (guint i = 0; i < picture->n; i++)
    g_array_unref (picture->curves[i].spots);
  g_free (picture->curves);
  g_free (picture->x_title);
  g_free (picture->y_title);
}

static void
add_curve (SondePanel  *panel,
           const Curve *curve,
           guint        series,
           gboolean     with_points)
{
  guint n = curve->spots->len;
  SondeMark *line = sonde_panel_add (panel, SONDE_MARK_LINE, series, n);
  SondeMark *points = with_points ? sonde_panel_add (panel, SONDE_MARK_POINTS, series, n) : NULL;

  for (guint i = 0; i < n; i++)
    {
      line->x[i] = g_array_index (curve->spots, Spot, i).x;
      line->y[i] = g_array_index (curve->spots, Spot, i).y;
    }
  if (points == NULL)
    return;
  memcpy (points->x, line->x, n * sizeof (double));
  memcpy (points->y, line->y, n * sizeof (double));
}

/* The points of children from @first to before @last can be picked. */
static void
set_picks (const Picture *picture,
           SondePanels   *panels,
           guint          first,
           guint          last)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Spot));
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  g_autofree guint *ids = NULL;

  for (guint i = first; i < last; i++)
    if (picture->curves[i].spots->len > 0)
      g_array_append_vals (all, picture->curves[i].spots->data, picture->curves[i].spots->len);
  if (all->len > 1)
    qsort (all->data, all->len, sizeof (Spot), compare_spots);
  x = g_new (double, all->len + 1);
  y = g_new (double, all->len + 1);
  ids = g_new (guint, all->len + 1);
  for (guint i = 0; i < all->len; i++)
    {
      x[i] = g_array_index (all, Spot, i).x;
      y[i] = g_array_index (all, Spot, i).y;
      ids[i] = g_array_index (all, Spot, i).id;
    }
  sonde_panels_set_picks (panels, all->len, x, y, ids);
}

static void
name_series (const Picture *picture,
             SondePanels   *panels)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < MIN (picture->n, MOST_NAMES); i++)
    g_strv_builder_add (builder, picture->curves[i].label);
  panels->names = g_strv_builder_end (builder);
}

static void
add_overlay (const Picture *picture,
             SondePanels   *panels)
{
  SondePanel *panel = sonde_panels_add (panels, 0, 0, 1, 1, picture->x_title, picture->y_title);

  for (guint i = 0; i < picture->n; i++)
    add_curve (panel, &picture->curves[i], i, picture->n <= SONDE_PALETTE_SERIES);
  if (picture->n <= MOST_NAMES)
    name_series (picture, panels);
  set_picks (picture, panels, 0, picture->n);
}

/* All frames have the same axes, so that they can be compared at a glance. */
static void
measure (const Picture *picture,
         SondePanel    *panel)
{
  panel->x_min = panel->y_min = INFINITY;
  panel->x_max = panel->y_max = -INFINITY;
  for (guint i = 0; i < picture->n; i++)
    for (guint j = 0; j < picture->curves[i].spots->len; j++)
      {
        const Spot *spot = &g_array_index (picture->curves[i].spots, Spot, j);

        if (!isfinite (spot->y))
          continue;
        panel->x_min = MIN (panel->x_min, spot->x);
        panel->x_max = MAX (panel->x_max, spot->x);
        panel->y_min = MIN (panel->y_min, spot->y);
        panel->y_max = MAX (panel->y_max, spot->y);
      }
  if (panel->x_min < panel->x_max && panel->y_min < panel->y_max)
    {
      panel->y_max += .05 * (panel->y_max - panel->y_min);
      return;
    }
  panel->x_min = panel->x_max = panel->y_min = panel->y_max = NAN;
}

static void
add_multiples (const Picture *picture,
               SondePanels   *panels)
{
  guint n = MIN (picture->n, MOST_FRAMES);
  guint columns = (guint) ceil (sqrt (n * 1.2)), rows = (n + columns - 1) / columns;

  for (guint i = 0; i < n; i++)
    {
      double left = (double) (i % columns) / columns, top = (double) (i / columns) / rows;
      SondePanel *panel = sonde_panels_add (panels, left, top, left + 1. / columns, top + 1. / rows, NULL, NULL);

      panel->title = g_markup_escape_text (picture->curves[i].label, -1);
      measure (picture, panel);
      add_curve (panel, &picture->curves[i], i, FALSE);
    }
  set_picks (picture, panels, 0, 1);
}

/* Where the rows of a map lie: by the value of the parameter if there is one only, else by their number. */
static double *
place_rows (const Picture *picture,
            const char   **name)
{
  const SondeSequenceTable *product = sonde_learner_balancing_get_product (picture->learner);
  double *rows = g_new (double, picture->n);
  gboolean is_rising = product != NULL && product->n_columns == 1;

  for (guint i = 0; i < picture->n; i++)
    {
      rows[i] = is_rising ? product->values[i] : i;
      is_rising = is_rising && (i == 0 || rows[i] > rows[i - 1]);
    }
  *name = is_rising ? sonde_domain_get (product->columns, 0)->name : NULL;
  for (guint i = 0; i < picture->n && !is_rising; i++)
    rows[i] = i;
  return rows;
}

static void
add_row (const Picture *picture,
         SondeMark     *cells,
         guint          row,
         double         low,
         double         high,
         const double   range[2])
{
  const GArray *spots = picture->curves[row].spots;

  for (guint j = 0; j < spots->len; j++)
    {
      const Spot *spot = &g_array_index (spots, Spot, j);
      guint at = cells->n;

      if (at >= MOST_CELLS)
        return;
      cells->x[at] = j > 0 ? (spot[-1].x + spot->x) / 2 : spot->x;
      cells->x2[at] = j + 1 < spots->len ? (spot->x + spot[1].x) / 2 : spot->x;
      cells->low[at] = low;
      cells->high[at] = high;
      cells->y[at] = isfinite (spot->y) && range[1] > range[0] ? (spot->y - range[0]) / (range[1] - range[0]) : NAN;
      cells->n++;
    }
}

static void
add_map (const Picture *picture,
         SondePanels   *panels)
{
  const char *name;
  g_autofree double *rows = place_rows (picture, &name);
  g_autofree char *title = name != NULL ? g_markup_printf_escaped ("<i>%s</i>", name) : g_strdup (_("Child"));
  SondePanel *panel = sonde_panels_add (panels, 0, 0, 1, 1, picture->x_title, title), all = { 0 };
  SondeMark *cells = sonde_panel_add (panel, SONDE_MARK_CELLS, 0, MOST_CELLS);
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  measure (picture, &all);
  cells->is_mapped = TRUE;
  cells->n = 0;
  for (guint i = 0; i < picture->n; i++)
    {
      double before = i > 0 ? (rows[i] - rows[i - 1]) / 2 : picture->n > 1 ? (rows[1] - rows[0]) / 2 : .5;
      double after = i + 1 < picture->n ? (rows[i + 1] - rows[i]) / 2 : before;

      add_row (picture, cells, i, rows[i] - before, rows[i] + after, (double[]) { all.y_min, all.y_max });
    }
  if (isnan (all.y_min))
    return;
  low = sonde_label_number (all.y_min, 4);
  high = sonde_label_number (all.y_max, 4);
  panel->title = g_strdup_printf (_("Colours from %s to %s"), low, high);
}

static void
add_one (const Picture *picture,
         SondePanels   *panels,
         guint          index)
{
  SondePanel *panel = sonde_panels_add (panels, 0, 0, 1, 1, picture->x_title, picture->y_title);

  panel->title = g_markup_escape_text (picture->curves[index].label, -1);
  add_curve (panel, &picture->curves[index], index, TRUE);
  set_picks (picture, panels, index, index + 1);
}

static void
add_bars (const Picture *picture,
          SondePanel    *panel,
          gboolean       losses)
{
  SondeMark *bars = sonde_panel_add (panel, SONDE_MARK_BARS, losses, picture->n);

  panel->from_zero = TRUE;
  for (guint i = 0; i < picture->n; i++)
    {
      SondeLearner *child = sonde_learner_balancing_get_child (picture->learner, i);
      double loss = sonde_learner_get_loss (child, TRUE);

      bars->x[i] = i - .4;
      bars->x2[i] = i + .4;
      bars->y[i] = !losses ? sonde_learner_get_npoints (child) : isfinite (loss) ? loss : NAN;
    }
}

/* For children of several variables. */
static void
add_counts (const Picture *picture,
            SondePanels   *panels)
{
  add_bars (picture, sonde_panels_add (panels, 0, 0, 1, .5, NULL, _("Points")), FALSE);
  add_bars (picture, sonde_panels_add (panels, 0, .5, 1, 1, _("Child"), _("Loss")), TRUE);
}

static GStrv
list_choices (const Picture *picture)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!picture->has_curves)
    return NULL;
  g_strv_builder_add (builder, _("One over the other"));
  g_strv_builder_add (builder, _("Side by side"));
  g_strv_builder_add (builder, _("Map"));
  for (guint i = 0; i < picture->n; i++)
    g_strv_builder_add (builder, picture->curves[i].label);
  return g_strv_builder_end (builder);
}

/* What is seen of many learners after @upto points. */
SondePanels *
_sonde_figure_balancing_build (SondeRun *run,
                               guint     upto,
                               guint     choice)
{
  SondePanels *panels = sonde_panels_new (sonde_study_get_title (sonde_run_get_study (run)));
  SondeLearner *learner = sonde_run_get_learner (run);
  g_autofree char *loss = sonde_label_number (sonde_learner_get_loss (learner, TRUE), 3);
  Picture picture;

  begin (&picture, SONDE_LEARNER_BALANCING (learner), upto);
  if (!picture.has_curves)
    add_counts (&picture, panels);
  else if (choice == MULTIPLES)
    add_multiples (&picture, panels);
  else if (choice == MAP)
    add_map (&picture, panels);
  else if (choice >= FIRST_CHILD && choice - FIRST_CHILD < picture.n)
    add_one (&picture, panels, choice - FIRST_CHILD);
  else
    add_overlay (&picture, panels);
  panels->choices = list_choices (&picture);
  /* translators: number of children; number of points; largest loss */
  panels->words = g_strdup_printf (ngettext ("%1$u learner with %2$u points, largest loss %3$s.",
                                             "%1$u learners with %2$u points, largest loss %3$s.", picture.n),
                                   picture.n, sonde_learner_get_npoints (learner), loss);
  end (&picture);
  return panels;
}
