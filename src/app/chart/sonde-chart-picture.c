/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a picture comes about:
 *
 * 1. Something changed: the data (the runner said so), or how they are seen (view, size, style). One tick callback waits
 *    for the next frame; for data, until some time (50 ms, or what was asked for) after the last picture.
 * 2. The figure takes over what is new, here, and is drawn in a thread. No other drawing begins meanwhile.
 * 3. The finished picture becomes a texture. While the widget has another size already, it is scaled.
 *
 * While the widget is not mapped nothing of this happens. */

#include "config.h"

#include <adwaita.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/sonde-texture.h"

#define BETWEEN_DESCRIPTIONS (2 * G_TIME_SPAN_SECOND)

const SondePalette *
_sonde_chart_canvas_get_palette (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return sonde_palette_get (adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager));
}

typedef struct
{
  SondeChartCanvas *self;
  double            width, height;
  gboolean          view_was_dirty;
} Drawing;

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autofree Drawing *drawing = data;
  g_autoptr (SondeChartCanvas) self = drawing->self;
  g_autoptr (GError) error = NULL;
  SondeFrame frame;
  cairo_surface_t *surface = sonde_figure_draw_finish (SONDE_FIGURE (source), result, &frame, &error);

  self->in_flight = FALSE;
  /* what it had no time for */
  if (self->figure != NULL && !self->frozen && sonde_figure_is_behind (self->figure))
    self->data_dirty = TRUE;
  if (surface != NULL && SONDE_FIGURE (source) == self->figure)
    {
      g_clear_object (&self->texture);
      self->texture = sonde_texture_new (surface);
      self->frame = frame;
      if (!self->view_dirty)
        self->live = frame;
      self->texture_width = drawing->width;
      self->texture_height = drawing->height;
      gtk_widget_queue_draw (GTK_WIDGET (self));
      if (drawing->view_was_dirty || g_get_monotonic_time () - self->last_described > BETWEEN_DESCRIPTIONS ||
          sonde_runner_get_status (self->runner) != SONDE_STATUS_RUNNING)
        _sonde_chart_canvas_describe (self);
      _sonde_chart_canvas_drawn (self);
    }
  else
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Cannot draw the figure: %s", error->message);
    }
  _sonde_chart_canvas_queue_picture (self);
}

/* how much larger than usual the desktop wants text: its resolution is in 1/1024 dots an inch */
static double
text_scale (GtkWidget *widget)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP (dpi / 1024.0 / 96, 0.5, 4) : 1;
}

static void
draw_picture (SondeChartCanvas *self)
{
  Drawing *drawing;
  SondeView view = self->view;
  SondeStatus status = sonde_runner_get_status (self->runner);
  SondeStyle style = {
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .palette = _sonde_chart_canvas_get_palette (),
    .font_scale = text_scale (GTK_WIDGET (self)),
    .narrow = self->narrow,
    .hurry = TRUE,
  };

  if (style.width < 1 || style.height < 1)
    return;
  if (self->data_dirty && !self->frozen)
    sonde_figure_update (self->figure);
  /* a run that has ended has no newest points */
  view.hide_newest |= status != SONDE_STATUS_RUNNING && status != SONDE_STATUS_PAUSED;
  drawing = g_new0 (Drawing, 1);
  drawing->self = g_object_ref (self);
  drawing->width = style.width;
  drawing->height = style.height;
  drawing->view_was_dirty = self->view_dirty;
  /* a large file is handed over in pieces */
  self->data_dirty = !self->frozen && sonde_figure_is_behind (self->figure);
  self->view_dirty = FALSE;
  self->in_flight = TRUE;
  self->last_draw = g_get_monotonic_time ();
  sonde_figure_draw_async (self->figure, &view, &style, self->cancellable, on_drawn, drawing);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (widget);

  self->tick = 0;
  draw_picture (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_waited (gpointer data)
{
  SondeChartCanvas *self = data;

  self->wait = 0;
  self->last_draw = 0;
  _sonde_chart_canvas_queue_picture (self);
  return G_SOURCE_REMOVE;
}

/* Has the next picture drawn, as soon as there is reason to. */
void
_sonde_chart_canvas_queue_picture (SondeChartCanvas *self)
{
  gint64 left = self->last_draw + self->between_draws - g_get_monotonic_time ();

  if (self->tick != 0 || self->in_flight || self->figure == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !(self->view_dirty || self->data_dirty))
    return;
  /* while it waits, no frame is asked for */
  if (!self->view_dirty && left > 0)
    {
      if (self->wait == 0)
        self->wait = g_timeout_add ((guint) (left / G_TIME_SPAN_MILLISECOND + 1), on_waited, self);
      return;
    }
  g_clear_handle_id (&self->wait, g_source_remove);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
on_picture_to_copy (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (SondeChartCanvas) self = data;
  g_autoptr (GdkTexture) texture = NULL;
  cairo_surface_t *surface = sonde_figure_draw_finish (SONDE_FIGURE (source), result, NULL, NULL);

  if (surface == NULL)
    return;
  texture = sonde_texture_new (surface);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
}

/**
 * sonde_chart_canvas_copy_picture:
 *
 * Puts what is seen on the clipboard: in the colours of paper, with a legend, and twice as fine as on the screen.
 */
void
sonde_chart_canvas_copy_picture (SondeChartCanvas *self)
{
  SondeStyle style;

  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  if (self->texture == NULL)
    return;
  style = (SondeStyle) {
    .width = self->texture_width,
    .height = self->texture_height,
    .scale = 2,
    .palette = sonde_palette_get (FALSE, FALSE),
    .legend = TRUE,
  };
  sonde_figure_draw_async (self->figure, &self->view, &style, self->cancellable, on_picture_to_copy, g_object_ref (self));
}
