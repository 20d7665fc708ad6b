/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "app/chart/sonde-legend.h"

typedef enum { MARK_SAMPLED, MARK_NEWEST, MARK_PENDING, MARK_FAILED, MARK_SERIES } Mark;

struct _SondeLegend
{
  GtkWidget  parent_instance;
  char      *shown;      /* what is listed now, so that it is rebuilt only when it changes */
};

G_DEFINE_FINAL_TYPE (SondeLegend, sonde_legend, GTK_TYPE_WIDGET)

static const SondePalette *
palette (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return sonde_palette_get (adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager));
}

static void
set_colour (cairo_t          *cr,
            const SondeColor *colour,
            double            alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

static void
disc (cairo_t *cr,
      double   x,
      double   y,
      double   radius)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
}

/* disc, square, triangle, diamond, hollow square, hollow triangle: section 4 of the look */
static void
draw_marker (cairo_t *cr,
             guint    series,
             double   x,
             double   y)
{
  cairo_new_path (cr);
  switch (series)
    {
    case 1: case 4:
      cairo_rectangle (cr, x - 2.4, y - 2.4, 4.8, 4.8);
      break;
    case 2: case 5:
      cairo_move_to (cr, x, y - 3);
      cairo_line_to (cr, x + 2.9, y + 2.2);
      cairo_line_to (cr, x - 2.9, y + 2.2);
      cairo_close_path (cr);
      break;
    case 3:
      cairo_move_to (cr, x, y - 3.2);
      cairo_line_to (cr, x + 3.2, y);
      cairo_line_to (cr, x, y + 3.2);
      cairo_line_to (cr, x - 3.2, y);
      cairo_close_path (cr);
      break;
    default:
      cairo_arc (cr, x, y, 2.4, 0, 2 * G_PI);
      break;
    }
  if (series >= 4)
    {
      set_colour (cr, &palette ()->ground, 1);
      cairo_fill_preserve (cr);
      set_colour (cr, &palette ()->series[series], 1);
      cairo_set_line_width (cr, 1.2);
      cairo_stroke (cr);
    }
  else
    cairo_fill (cr);
}

static void
draw_series (cairo_t *cr,
             guint    series,
             double   x,
             double   y)
{
  static const double dashes[SONDE_PALETTE_SERIES][4] = { { 0 }, { 7, 3 }, { 2, 3 }, { 9, 3, 2, 3 }, { 0 }, { 7, 3 } };
  static const int n_dashes[SONDE_PALETTE_SERIES] = { 0, 2, 2, 4, 0, 2 };

  set_colour (cr, &palette ()->series[series], 1);
  cairo_set_line_width (cr, 1.75);
  cairo_set_dash (cr, dashes[series], n_dashes[series], 0);
  cairo_move_to (cr, x - 10, y);
  cairo_line_to (cr, x + 10, y);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  draw_marker (cr, series, x, y);
}

static void
draw_mark (GtkDrawingArea *area,
           cairo_t        *cr,
           int             width,
           int             height,
           gpointer        data)
{
  Mark mark = GPOINTER_TO_INT (data) & 7;
  guint series = GPOINTER_TO_INT (data) >> 3;
  double x = width / 2.0;
  double y = height / 2.0;

  switch (mark)
    {
    case MARK_SAMPLED:
      set_colour (cr, &palette ()->series[0], 1);
      disc (cr, x, y, 2.4);
      cairo_fill (cr);
      break;
    case MARK_NEWEST:
      set_colour (cr, &palette ()->newest, 0.28);
      disc (cr, x, y, 7);
      cairo_fill (cr);
      set_colour (cr, &palette ()->newest, 1);
      disc (cr, x, y, 4);
      cairo_fill (cr);
      break;
    case MARK_PENDING:
      set_colour (cr, &palette ()->pending, 1);
      disc (cr, x, y, 3.7);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
      break;
    case MARK_FAILED:
      set_colour (cr, &palette ()->failed, 1);
      cairo_set_line_width (cr, 1.75);
      cairo_move_to (cr, x - 3.5, y - 3.5);
      cairo_line_to (cr, x + 3.5, y + 3.5);
      cairo_move_to (cr, x + 3.5, y - 3.5);
      cairo_line_to (cr, x - 3.5, y + 3.5);
      cairo_stroke (cr);
      break;
    case MARK_SERIES:
      draw_series (cr, series % SONDE_PALETTE_SERIES, x, y);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
add (SondeLegend *self,
     Mark         mark,
     guint        series,
     const char  *text)
{
  GtkWidget *item = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), mark == MARK_SERIES ? 22 : 16);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), 16);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_mark, GINT_TO_POINTER (mark | (series << 3)), NULL);
  gtk_box_append (GTK_BOX (item), area);
  gtk_box_append (GTK_BOX (item), g_object_new (GTK_TYPE_LABEL, "label", text, "ellipsize", PANGO_ELLIPSIZE_END, NULL));
  gtk_widget_set_parent (item, GTK_WIDGET (self));
}

static void
clear (SondeLegend *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
on_style_changed (SondeLegend *self)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self)); item != NULL; item = gtk_widget_get_next_sibling (item))
    gtk_widget_queue_draw (gtk_widget_get_first_child (item));
}

static void
sonde_legend_dispose (GObject *object)
{
  clear (SONDE_LEGEND (object));
  G_OBJECT_CLASS (sonde_legend_parent_class)->dispose (object);
}

static void
sonde_legend_finalize (GObject *object)
{
  g_free (SONDE_LEGEND (object)->shown);
  G_OBJECT_CLASS (sonde_legend_parent_class)->finalize (object);
}

static void
sonde_legend_class_init (SondeLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_legend_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_legend_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "legend");
}

static void
sonde_legend_init (SondeLegend *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 16);
  gtk_widget_add_css_class (GTK_WIDGET (self), "legend");
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
}

/**
 * sonde_legend_show:
 * @figure: whose series are listed when there are several
 * @view: what of it is shown
 * @is_running: whether points are on their way
 * @has_failed: whether points have failed
 */
void
sonde_legend_show (SondeLegend     *self,
                   SondeFigure     *figure,
                   const SondeView *view,
                   gboolean         is_running,
                   gboolean         has_failed)
{
  /* of what can only be shown one at a time, colours tell nothing */
  guint n = sonde_figure_get_options (figure) & SONDE_FIGURE_COMPONENT ? 1 : sonde_figure_get_n_series (figure);
  g_autoptr (GString) key = g_string_new (NULL);

  g_return_if_fail (SONDE_IS_LEGEND (self));

  g_string_printf (key, "%u %d %d %d %d", n, is_running, has_failed, view->hide_pending, view->hide_newest);
  for (guint i = 0; n > 1 && i < n; i++)
    {
      g_autofree char *name = sonde_figure_get_series_name (figure, i);

      g_string_append_printf (key, "\n%s", name);
    }
  if (g_strcmp0 (key->str, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (key->str);
  clear (self);
  for (guint i = 0; n > 1 && i < MIN (n, SONDE_PALETTE_SERIES); i++)
    {
      g_autofree char *name = sonde_figure_get_series_name (figure, i);

      add (self, MARK_SERIES, i, name);
    }
  if (n <= 1)
    add (self, MARK_SAMPLED, 0, _("Sampled"));
  if (is_running && !view->hide_newest)
    add (self, MARK_NEWEST, 0, _("Newest"));
  if (is_running && !view->hide_pending)
    add (self, MARK_PENDING, 0, _("Pending"));
  if (has_failed)
    add (self, MARK_FAILED, 0, _("Failed"));
}
