/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a picture comes about:
 *
 * 1. Something changed: the data (the runner said so), or how they are seen (view, size, style). One tick callback waits
 *    for the next frame; for data, until 50 ms after the last picture.
 * 2. The figure takes over what is new, here, and is drawn in a thread. No other drawing begins meanwhile.
 * 3. The finished picture becomes a texture. While the widget has another size already, it is scaled.
 *
 * While the widget is not mapped nothing of this happens. */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/chart/sonde-chart-view.h"
#include "app/sonde-format.h"

#define BETWEEN_DRAWS (50 * G_TIME_SPAN_MILLISECOND)
#define BETWEEN_DESCRIPTIONS (2 * G_TIME_SPAN_SECOND)

G_DEFINE_FINAL_TYPE (SondeChartCanvas, sonde_chart_canvas, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_FROZEN, PROP_FOLLOWING, PROP_NARROW, N_PROPS };

enum { SIGNAL_DRAWN, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void queue_picture (SondeChartCanvas *self);

static const SondePalette *
palette (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return sonde_palette_get (adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager));
}

static void
describe (SondeChartCanvas *self)
{
  g_autofree char *figure = sonde_figure_describe (self->figure);
  g_autofree char *x0 = sonde_format_number (self->frame.x_min, 4);
  g_autofree char *x1 = sonde_format_number (self->frame.x_max, 4);
  g_autofree char *y0 = sonde_format_number (self->frame.y_min, 4);
  g_autofree char *y1 = sonde_format_number (self->frame.y_max, 4);
  g_autofree char *text = NULL;

  /* Translators: %1$s are sentences on what the figure shows, the others are numbers */
  text = g_strdup_printf (_("%1$s In view: across %2$s to %3$s, up %4$s to %5$s."), figure, x0, x1, y0, y1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  self->last_described = g_get_monotonic_time ();
}

static GdkTexture *
to_texture (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
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
  if (surface != NULL && SONDE_FIGURE (source) == self->figure)
    {
      g_clear_object (&self->texture);
      self->texture = to_texture (surface);
      self->frame = frame;
      if (!self->view_dirty)
        self->live = frame;
      self->texture_width = drawing->width;
      self->texture_height = drawing->height;
      gtk_widget_queue_draw (GTK_WIDGET (self));
      if (drawing->view_was_dirty || g_get_monotonic_time () - self->last_described > BETWEEN_DESCRIPTIONS ||
          sonde_runner_get_status (self->runner) != SONDE_STATUS_RUNNING)
        describe (self);
      g_signal_emit (self, signals[SIGNAL_DRAWN], 0);
    }
  else
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Cannot draw the figure: %s", error->message);
    }
  queue_picture (self);
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
    .palette = palette (),
    .narrow = self->narrow,
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
  self->data_dirty = FALSE;
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

  if (!self->view_dirty && g_get_monotonic_time () - self->last_draw < BETWEEN_DRAWS)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  draw_picture (self);
  return G_SOURCE_REMOVE;
}

static void
queue_picture (SondeChartCanvas *self)
{
  if (self->tick != 0 || self->in_flight || self->figure == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !(self->view_dirty || self->data_dirty))
    return;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
on_looks_changed (SondeChartCanvas *self)
{
  self->view_dirty = TRUE;
  queue_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_data_changed (SondeChartCanvas *self)
{
  if (self->frozen)
    return;
  self->data_dirty = TRUE;
  queue_picture (self);
}

/* The view was changed by hand: what it shows is drawn soon, and it is not fitted any more, or again. */
void
_sonde_chart_canvas_view_changed (SondeChartCanvas *self)
{
  on_looks_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWING]);
}

static void
watch (SondeChartCanvas *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (on_data_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "notify::status", G_CALLBACK (on_data_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "done", G_CALLBACK (on_data_changed), self, G_CONNECT_SWAPPED);
}

static void
on_restarted (SondeChartCanvas *self)
{
  g_clear_object (&self->figure);
  g_clear_object (&self->texture);
  self->figure = sonde_figure_new (self->run);
  watch (self);
  sonde_chart_view_fit (&self->view);
  self->data_dirty = TRUE;
  _sonde_chart_canvas_view_changed (self);
}

static void
sonde_chart_canvas_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (widget);
  const SondeColor *ground = &palette ()->ground;
  GdkRGBA colour = { ground->red, ground->green, ground->blue, ground->alpha };
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  gtk_snapshot_append_color (snapshot, &colour, &area);
  if (self->texture == NULL)
    return;
  gtk_snapshot_append_texture (snapshot, self->texture, &area);
  _sonde_chart_canvas_snapshot_marks (self, snapshot);
}

static void
sonde_chart_canvas_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 500;
}

static void
sonde_chart_canvas_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (widget);

  if (self->texture_width != width || self->texture_height != height)
    {
      self->view_dirty = TRUE;
      queue_picture (self);
    }
}

static void
sonde_chart_canvas_map (GtkWidget *widget)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (widget);

  GTK_WIDGET_CLASS (sonde_chart_canvas_parent_class)->map (widget);
  self->data_dirty = TRUE;
  on_looks_changed (self);
}

static void
sonde_chart_canvas_unmap (GtkWidget *widget)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (widget);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
  self->hovered = FALSE;
  GTK_WIDGET_CLASS (sonde_chart_canvas_parent_class)->unmap (widget);
}

static void
sonde_chart_canvas_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (object);

  switch (id)
    {
    case PROP_FROZEN:
      g_value_set_boolean (value, self->frozen);
      break;
    case PROP_FOLLOWING:
      g_value_set_boolean (value, sonde_chart_canvas_get_following (self));
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sonde_chart_canvas_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (object);

  switch (id)
    {
    case PROP_FROZEN:
      sonde_chart_canvas_set_frozen (self, g_value_get_boolean (value));
      break;
    case PROP_NARROW:
      sonde_chart_canvas_set_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sonde_chart_canvas_dispose (GObject *object)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->texture);
  g_clear_object (&self->figure);
  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_chart_canvas_parent_class)->dispose (object);
}

static void
sonde_chart_canvas_finalize (GObject *object)
{
  g_object_unref (SONDE_CHART_CANVAS (object)->cancellable);
  G_OBJECT_CLASS (sonde_chart_canvas_parent_class)->finalize (object);
}

static void
sonde_chart_canvas_class_init (SondeChartCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sonde_chart_canvas_dispose;
  object_class->finalize = sonde_chart_canvas_finalize;
  object_class->get_property = sonde_chart_canvas_get_property;
  object_class->set_property = sonde_chart_canvas_set_property;
  widget_class->snapshot = sonde_chart_canvas_snapshot;
  widget_class->measure = sonde_chart_canvas_measure;
  widget_class->size_allocate = sonde_chart_canvas_size_allocate;
  widget_class->map = sonde_chart_canvas_map;
  widget_class->unmap = sonde_chart_canvas_unmap;
  properties[PROP_FROZEN] = g_param_spec_boolean ("frozen", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, TRUE,
                                                     G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sonde_chart_canvas_init (SondeChartCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->view = (SondeView) SONDE_VIEW_INIT;
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Chart"), -1);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_looks_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_looks_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (on_looks_changed), NULL);
  _sonde_chart_canvas_add_controllers (self);
}

void
sonde_chart_canvas_set_run (SondeChartCanvas *self,
                            SondeRun         *run)
{
  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));
  g_return_if_fail (SONDE_IS_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  g_signal_connect_object (run, "restarted", G_CALLBACK (on_restarted), self, G_CONNECT_SWAPPED);
  on_restarted (self);
}

SondeFigure *
sonde_chart_canvas_get_figure (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), NULL);

  return self->figure;
}

const SondeView *
sonde_chart_canvas_get_view (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), NULL);

  return &self->view;
}

void
sonde_chart_canvas_set_view (SondeChartCanvas *self,
                             const SondeView  *view)
{
  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  self->view = *view;
  _sonde_chart_canvas_view_changed (self);
}

void
sonde_chart_canvas_set_frozen (SondeChartCanvas *self,
                               gboolean          frozen)
{
  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  if (self->frozen == frozen)
    return;
  self->frozen = frozen;
  on_data_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FROZEN]);
}

void
sonde_chart_canvas_set_narrow (SondeChartCanvas *self,
                               gboolean          narrow)
{
  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  on_looks_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

/**
 * sonde_chart_canvas_fit:
 *
 * Shows the whole again, and follows it as it grows.
 */
void
sonde_chart_canvas_fit (SondeChartCanvas *self)
{
  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  sonde_chart_view_fit (&self->view);
  _sonde_chart_canvas_view_changed (self);
}

void
sonde_chart_canvas_zoom (SondeChartCanvas *self,
                         double            factor)
{
  SondeFrame *frame = &self->live;

  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  if (self->texture != NULL && sonde_chart_view_zoom (&self->view, frame, factor, frame->x + frame->width / 2,
                                                      frame->y + frame->height / 2, TRUE, TRUE))
    _sonde_chart_canvas_view_changed (self);
}

gboolean
sonde_chart_canvas_get_following (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), FALSE);

  return sonde_chart_view_is_fit (&self->view);
}
