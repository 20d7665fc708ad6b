/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the chart says in words: to screen readers, and beside a point. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/sonde-format.h"
#include "learner/sonde-learner-1d.h"

#define DIGITS 6
#define MOST_DIGITS 17
#define MOST_COMPONENTS 4

static char *
series_name (SondeChartCanvas *self,
             guint             component)
{
  if (component < sonde_figure_get_n_series (self->figure))
    return sonde_figure_get_series_name (self->figure, component);
  return g_strdup ("f");
}

/* "x = 0.125   f = 0.98", a line for each component of a vector */
char *
_sonde_chart_canvas_read_out (SondeChartCanvas *self,
                              guint             id)
{
  const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (self->run));
  SondeDomain *domain = sonde_learner_get_domain (sonde_run_get_learner (self->run));
  g_autofree char *x = sonde_format_number (points->x[(gsize) id * points->ndim], DIGITS);
  GString *text = g_string_new (NULL);
  guint n = SONDE_STRIDE (points->vdim);

  g_string_append_printf (text, "%s = %s", sonde_domain_get (domain, 0)->name, x);
  for (guint i = 0; i < MIN (n, MOST_COMPONENTS); i++)
    {
      g_autofree char *y = sonde_format_number (points->y[(gsize) id * n + i], DIGITS);
      g_autofree char *name = series_name (self, i);

      g_string_append_printf (text, "\n%s = %s", name, y);
    }
  if (n > MOST_COMPONENTS)
    g_string_append (text, "\n…");
  return g_string_free (text, FALSE);
}

/* enough digits to tell a point from its neighbours */
static int
digits_for (double x,
            double before,
            double after)
{
  double gap = fmin (x - before, after - x);   /* fmin passes over NaN */
  double digits = gap > 0 && x != 0 ? ceil (log10 (fabs (x) / gap)) + 2 : DIGITS;

  return (int) CLAMP (digits, DIGITS, MOST_DIGITS);
}

static char *
neighbours_text (const SondePoints    *points,
                 const SondeSelection *selection,
                 int                   digits)
{
  gboolean has_before = selection->before != SONDE_LEARNER_1D_NONE;
  gboolean has_after = selection->after != SONDE_LEARNER_1D_NONE;
  g_autofree char *before = has_before ? sonde_format_number (points->x[selection->before], digits) : NULL;
  g_autofree char *after = has_after ? sonde_format_number (points->x[selection->after], digits) : NULL;

  if (has_before && has_after)
    /* Translators: coordinates of the points on either side */
    return g_strdup_printf (_("between %s and %s"), before, after);
  if (has_after)
    return g_strdup_printf (_("the first, next at %s"), after);
  if (has_before)
    return g_strdup_printf (_("the last, before it %s"), before);
  return g_strdup (_("the only one"));
}

static char *
loss_text (const SondeSelection *selection)
{
  g_autofree char *before = sonde_format_number (selection->loss_before, 3);
  g_autofree char *after = sonde_format_number (selection->loss_after, 3);

  if (isnan (selection->loss_before) && isnan (selection->loss_after))
    return NULL;
  if (isnan (selection->loss_before))
    /* Translators: the loss of the interval after a point */
    return g_strdup_printf (_("loss %s on the right"), after);
  if (isnan (selection->loss_after))
    return g_strdup_printf (_("loss %s on the left"), before);
  return g_strdup_printf (_("loss %s on the left, %s on the right"), before, after);
}

/**
 * _sonde_chart_canvas_summarize:
 * @separator: what is put between its parts
 *
 * Returns: (transfer full) (nullable): the selected point with its value, its neighbours and the losses on either side;
 *   %NULL when none is selected
 */
char *
_sonde_chart_canvas_summarize (SondeChartCanvas *self,
                               const char       *separator)
{
  SondeLearner *learner = sonde_run_get_learner (self->run);
  const SondePoints *points = sonde_learner_get_points (learner);
  g_autofree char *x = NULL, *y = NULL, *name = NULL, *neighbours = NULL, *loss = NULL;
  SondeSelection s;
  double value;
  int digits;

  if (!_sonde_chart_canvas_get_selection (self, &s))
    return NULL;
  digits = digits_for (s.x, s.before != SONDE_LEARNER_1D_NONE ? points->x[s.before] : NAN,
                       s.after != SONDE_LEARNER_1D_NONE ? points->x[s.after] : NAN);
  value = points->y[(gsize) s.id * SONDE_STRIDE (points->vdim) + s.component];
  x = sonde_format_number (s.x, digits);
  y = sonde_format_number (value, DIGITS);
  name = series_name (self, s.component);
  neighbours = neighbours_text (points, &s, digits);
  loss = loss_text (&s);
  return g_strdup_printf ("%s = %s%s%s = %s%s%s%s%s", sonde_domain_get (sonde_learner_get_domain (learner), 0)->name, x, separator,
                          name, y, separator, neighbours, loss != NULL ? separator : "", loss != NULL ? loss : "");
}

/* Tells screen readers what the chart shows, with the selected point first. */
void
_sonde_chart_canvas_describe (SondeChartCanvas *self)
{
  g_autofree char *figure = sonde_figure_describe (self->figure);
  g_autofree char *selected = _sonde_chart_canvas_summarize (self, ", ");
  g_autofree char *x0 = sonde_format_number (self->frame.x_min, 4);
  g_autofree char *x1 = sonde_format_number (self->frame.x_max, 4);
  g_autofree char *y0 = sonde_format_number (self->frame.y_min, 4);
  g_autofree char *y1 = sonde_format_number (self->frame.y_max, 4);
  GString *text = g_string_new (NULL);

  if (selected != NULL)
    {
      /* Translators: %s is a point, such as "x = 0.12, f = 1.03, between 0.11 and 0.13, loss 0.004 on the left, 0.002 on the right" */
      g_string_append_printf (text, _("Selected: %s."), selected);
      g_string_append_c (text, ' ');
    }
  /* Translators: %1$s are sentences on what the figure shows, the others are numbers */
  g_string_append_printf (text, _("%1$s In view: across %2$s to %3$s, up %4$s to %5$s."), figure, x0, x1, y0, y1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  self->last_described = g_get_monotonic_time ();
  g_string_free (text, TRUE);
}
