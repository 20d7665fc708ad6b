/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/chart/sonde-chart-view.h"

#define LEAST_BETWEEN_DRAWS (50 * G_TIME_SPAN_MILLISECOND)

G_DEFINE_FINAL_TYPE (SondeChartCanvas, sonde_chart_canvas, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_FROZEN, PROP_FOLLOWING, PROP_NARROW, PROP_HAS_SELECTION, PROP_INTERVAL, PROP_UPTO, N_PROPS };

enum { SIGNAL_DRAWN, SIGNAL_FIGURE_CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
on_looks_changed (SondeChartCanvas *self)
{
  self->view_dirty = TRUE;
  _sonde_chart_canvas_queue_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_data_changed (SondeChartCanvas *self)
{
  if (self->frozen)
    return;
  self->data_dirty = TRUE;
  _sonde_chart_canvas_queue_picture (self);
}

/* What the run comes to is shown at once, however rarely pictures are wanted meanwhile. */
static void
on_status_changed (SondeChartCanvas *self)
{
  self->last_draw = 0;
  g_clear_handle_id (&self->wait, g_source_remove);
  on_data_changed (self);
}

void
_sonde_chart_canvas_drawn (SondeChartCanvas *self)
{
  g_signal_emit (self, signals[SIGNAL_DRAWN], 0);
}

/* Whether the figure heeds these. */
gboolean
_sonde_chart_canvas_has (SondeChartCanvas   *self,
                         SondeFigureOptions  options)
{
  return self->figure != NULL && (sonde_figure_get_options (self->figure) & options) == options;
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
  g_signal_connect_object (self->runner, "notify::status", G_CALLBACK (on_status_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "done", G_CALLBACK (on_status_changed), self, G_CONNECT_SWAPPED);
}

static void
on_restarted (SondeChartCanvas *self)
{
  g_clear_object (&self->figure);
  g_clear_object (&self->texture);
  self->figure = self->maker (self->run);
  _sonde_chart_canvas_unselect (self);
  watch (self);
  sonde_chart_view_fit (&self->view);
  sonde_figure_choose_axes (self->figure, &self->view);
  self->view.upto = 0;
  self->data_dirty = TRUE;
  g_signal_emit (self, signals[SIGNAL_FIGURE_CHANGED], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPTO]);
  _sonde_chart_canvas_view_changed (self);
}

static void
sonde_chart_canvas_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SondeChartCanvas *self = SONDE_CHART_CANVAS (widget);
  const SondeColor *ground = &_sonde_chart_canvas_get_palette ()->ground;
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
      _sonde_chart_canvas_queue_picture (self);
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
  g_clear_handle_id (&self->wait, g_source_remove);
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
    case PROP_HAS_SELECTION:
      g_value_set_boolean (value, self->selected.id != SONDE_SPOT_NONE);
      break;
    case PROP_INTERVAL:
      g_value_set_double (value, (double) self->between_draws / G_TIME_SPAN_SECOND);
      break;
    case PROP_UPTO:
      g_value_set_uint (value, self->view.upto);
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
    case PROP_INTERVAL:
      sonde_chart_canvas_set_interval (self, g_value_get_double (value));
      break;
    case PROP_UPTO:
      sonde_chart_canvas_set_upto (self, g_value_get_uint (value));
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
  g_clear_handle_id (&self->speak, g_source_remove);
  g_clear_handle_id (&self->wait, g_source_remove);
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
  g_free (SONDE_CHART_CANVAS (object)->quantity);
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
  properties[PROP_HAS_SELECTION] = g_param_spec_boolean ("has-selection", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_INTERVAL] = g_param_spec_double ("interval", NULL, NULL, 0, G_MAXDOUBLE, 0.05, flags);
  properties[PROP_UPTO] = g_param_spec_uint ("upto", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FIGURE_CHANGED] = g_signal_new ("figure-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sonde_chart_canvas_init (SondeChartCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->view = (SondeView) SONDE_VIEW_INIT;
  self->maker = sonde_figure_new;
  self->selected.id = SONDE_SPOT_NONE;
  self->cancellable = g_cancellable_new ();
  self->between_draws = LEAST_BETWEEN_DRAWS;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Chart"), -1);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_looks_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_looks_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (on_looks_changed), NULL);
  _sonde_chart_canvas_add_controllers (self);
}

void
sonde_chart_canvas_set_maker (SondeChartCanvas *self,
                              SondeFigure    *(*maker) (SondeRun *run))
{
  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));
  g_return_if_fail (self->run == NULL);

  self->maker = maker;
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

SondeRun *
sonde_chart_canvas_get_run (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), NULL);

  return self->run;
}

/* Returns: where things are in the picture that is seen */
const SondeFrame *
sonde_chart_canvas_get_frame (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), NULL);

  return &self->frame;
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
  gboolean upto_changed;
  char *quantity;

  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));
  g_return_if_fail (view != NULL);

  upto_changed = view->upto != self->view.upto;
  quantity = g_strdup (view->quantity);
  self->view = *view;
  g_free (self->quantity);
  self->quantity = quantity;
  self->view.quantity = quantity;
  /* where one component is shown, that is the one spoken of */
  if (_sonde_chart_canvas_has (self, SONDE_FIGURE_COMPONENT))
    self->selected.series = view->component;
  if (upto_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPTO]);
  _sonde_chart_canvas_view_changed (self);
}

/**
 * sonde_chart_canvas_set_upto:
 * @upto: show what was known after so many points, 0 for all there are
 */
void
sonde_chart_canvas_set_upto (SondeChartCanvas *self,
                             guint             upto)
{
  SondeView view;

  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  view = self->view;
  view.upto = upto;
  if (upto != self->view.upto)
    sonde_chart_canvas_set_view (self, &view);
}

gboolean
sonde_chart_canvas_get_frozen (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), FALSE);

  return self->frozen;
}

void
sonde_chart_canvas_set_frozen (SondeChartCanvas *self,
                               gboolean          frozen)
{
  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));

  if (self->frozen == frozen)
    return;
  self->frozen = frozen;
  on_status_changed (self);
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

  if (self->texture != NULL && _sonde_chart_canvas_has (self, SONDE_FIGURE_AXES)
      && sonde_chart_view_zoom (&self->view, frame, factor, frame->x + frame->width / 2, frame->y + frame->height / 2, TRUE, TRUE))
    _sonde_chart_canvas_view_changed (self);
}

gboolean
sonde_chart_canvas_get_following (SondeChartCanvas *self)
{
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (self), FALSE);

  return sonde_chart_view_is_fit (&self->view);
}

/**
 * sonde_chart_canvas_set_interval:
 * @seconds: how long to wait between pictures while points come; less than 50 ms is not waited for
 *
 * What is done by hand shows at once all the same.
 */
void
sonde_chart_canvas_set_interval (SondeChartCanvas *self,
                                 double            seconds)
{
  gint64 between;

  g_return_if_fail (SONDE_IS_CHART_CANVAS (self));
  g_return_if_fail (seconds >= 0);

  between = MAX (LEAST_BETWEEN_DRAWS, (gint64) (fmin (seconds, 86400) * G_TIME_SPAN_SECOND));
  if (self->between_draws == between)
    return;
  self->between_draws = between;
  g_clear_handle_id (&self->wait, g_source_remove);
  _sonde_chart_canvas_queue_picture (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERVAL]);
}
