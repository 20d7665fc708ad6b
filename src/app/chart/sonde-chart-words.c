/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the chart says in words: to screen readers, and beside the pointer. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/sonde-format.h"

#define DIGITS 6

/* What a surface shows at a place where no point is: "x = 0.125", "y = 0.5", "f(x, y) = 0.98", a line each; NULL if there is nothing */
char *
_sonde_chart_canvas_read_out (SondeChartCanvas *self,
                              double            x,
                              double            y)
{
  SondeDomain *domain = sonde_learner_get_domain (sonde_run_get_learner (self->run));
  guint n = sonde_domain_get_ndim (domain);
  g_autofree double *place = g_new (double, n);
  g_autofree char *number = NULL, *name = NULL;
  GString *text;
  double z;

  if (!sonde_figure_read_out (self->figure, &self->frame, x, y, place, &z))
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *coordinate = sonde_format_number (place[i], DIGITS);

      g_string_append_printf (text, "%s = %s\n", sonde_domain_get (domain, i)->name, coordinate);
    }
  number = sonde_format_number (z, DIGITS);
  name = sonde_figure_get_series_name (self->figure, MIN (self->view.component, sonde_figure_get_n_series (self->figure) - 1));
  g_string_append_printf (text, "%s = %s", name, number);
  return g_string_free (text, FALSE);
}

static char *
describe_selected (SondeChartCanvas *self)
{
  g_autofree char *lines = sonde_figure_tell (self->figure, &self->selected, SONDE_TELL_ALL);
  g_auto (GStrv) parts = lines != NULL ? g_strsplit (lines, "\n", -1) : NULL;

  return parts != NULL ? g_strjoinv (", ", parts) : NULL;
}

/* Tells screen readers what the chart shows, with the selected point first. */
void
_sonde_chart_canvas_describe (SondeChartCanvas *self)
{
  g_autofree char *figure = sonde_figure_describe (self->figure);
  g_autofree char *selected = describe_selected (self);
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
  if (_sonde_chart_canvas_has (self, SONDE_FIGURE_AXES))
    /* Translators: %1$s are sentences on what the figure shows, the others are numbers */
    g_string_append_printf (text, _("%1$s In view: across %2$s to %3$s, up %4$s to %5$s."), figure, x0, x1, y0, y1);
  else
    g_string_append (text, figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  self->last_described = g_get_monotonic_time ();
  g_string_free (text, TRUE);
}
