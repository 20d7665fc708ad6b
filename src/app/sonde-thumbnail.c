/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "app/sonde-thumbnail.h"
#include "figure/sonde-figure.h"
#include "function/sonde-function.h"

#define HEIGHT 118
#define MARGIN 10.0
#define N_POINTS 700          /* at most; a study's own goal may come first */
#define SLICE 4000            /* µs of sampling at a time */
#define FEW_POINTS 120        /* from then on the curve alone says more */

struct _SondeThumbnail
{
  GtkWidget      parent_instance;
  SondeRun      *run;
  SondeFunction *function;
  SondeFigure   *figure;
  guint          idle;
  gboolean       in_flight;
  gboolean       dirty;
  GdkTexture    *texture;
  SondeFrame     frame;
  int            drawn_width;
};

G_DEFINE_FINAL_TYPE (SondeThumbnail, sonde_thumbnail, GTK_TYPE_WIDGET)

static void draw (SondeThumbnail *self);

/* The curve alone, on whatever the card's ground is. */
static const SondePalette *
bare_palette (void)
{
  static SondePalette palettes[4];
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);
  gboolean high_contrast = adw_style_manager_get_high_contrast (manager);
  SondePalette *palette = &palettes[(dark ? 1 : 0) + (high_contrast ? 2 : 0)];
  const SondeColor nothing = { 0, 0, 0, 0 };

  if (palette->line_width == 0)
    {
      *palette = *sonde_palette_get (dark, high_contrast);
      palette->ground = palette->grid = palette->axis = palette->tick_text = palette->axis_title = nothing;
    }
  return palette;
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (SondeThumbnail) self = data;
  cairo_surface_t *surface = sonde_figure_draw_finish (SONDE_FIGURE (source), result, &self->frame, NULL);
  g_autoptr (GBytes) bytes = NULL;

  self->in_flight = FALSE;
  if (surface == NULL || self->figure == NULL)
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      return;
    }
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface), cairo_image_surface_get_height (surface),
                                          GDK_MEMORY_DEFAULT, bytes, cairo_image_surface_get_stride (surface));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->dirty)
    draw (self);
}

/* The figure is drawn larger by its margins, which stay outside of the widget. */
static void
draw (SondeThumbnail *self)
{
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = {
    .width = gtk_widget_get_width (GTK_WIDGET (self)) + 54 - 2 * MARGIN,
    .height = gtk_widget_get_height (GTK_WIDGET (self)) + 44 - 2 * MARGIN,
    .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .palette = bare_palette (),
    .narrow = TRUE,
  };

  if (self->in_flight || self->figure == NULL || gtk_widget_get_width (GTK_WIDGET (self)) < 40)
    return;
  view.hide_rug = view.hide_newest = view.hide_pending = view.hide_legend = TRUE;
  view.hide_points = sonde_learner_get_npoints (sonde_run_get_learner (self->run)) > FEW_POINTS;
  self->dirty = FALSE;
  self->in_flight = TRUE;
  self->drawn_width = gtk_widget_get_width (GTK_WIDGET (self));
  sonde_figure_draw_async (self->figure, &view, &style, NULL, on_drawn, g_object_ref (self));
}

static void
redraw (SondeThumbnail *self)
{
  self->dirty = TRUE;
  draw (self);
}

static gboolean
sample_one (SondeThumbnail *self,
            SondeLearner   *learner)
{
  g_autoptr (SondeBatch) batch = NULL;
  double x, improvement;

  if (sonde_learner_ask (learner, 1, TRUE, &x, &improvement) != 1)
    return FALSE;
  batch = sonde_batch_new (1, 1, &x);
  sonde_function_evaluate (self->function, batch, NULL);
  if (sonde_batch_get_error (batch, 0) != NULL)
    return FALSE;
  return sonde_learner_tell (learner, &x, batch->y, batch->vdim, batch->seconds[0], NULL);
}

static gboolean
on_idle (gpointer data)
{
  SondeThumbnail *self = data;
  SondeLearner *learner = sonde_run_get_learner (self->run);
  gint64 end = g_get_monotonic_time () + SLICE;
  double goal = sonde_goal_get_loss (sonde_study_get_goal (sonde_run_get_study (self->run)));

  while (g_get_monotonic_time () < end)
    {
      guint n = sonde_learner_get_npoints (learner);

      if (n < N_POINTS && !(n > 2 && sonde_learner_get_loss (learner, TRUE) <= goal) && sample_one (self, learner))
        continue;
      self->idle = 0;
      self->figure = sonde_figure_new (self->run);
      redraw (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
sonde_thumbnail_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  SondeThumbnail *self = SONDE_THUMBNAIL (widget);
  double scale = gtk_widget_get_scale_factor (widget);

  if (self->texture == NULL)
    return;
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (MARGIN - self->frame.x, MARGIN - self->frame.y,
                                                    gdk_texture_get_width (self->texture) / scale,
                                                    gdk_texture_get_height (self->texture) / scale));
}

static void
sonde_thumbnail_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 190 : HEIGHT;
}

static void
sonde_thumbnail_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  SondeThumbnail *self = SONDE_THUMBNAIL (widget);

  if (width != self->drawn_width)
    redraw (self);
}

static void
sonde_thumbnail_dispose (GObject *object)
{
  SondeThumbnail *self = SONDE_THUMBNAIL (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->texture);
  g_clear_object (&self->figure);
  g_clear_object (&self->function);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_thumbnail_parent_class)->dispose (object);
}

static void
sonde_thumbnail_class_init (SondeThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_thumbnail_dispose;
  widget_class->snapshot = sonde_thumbnail_snapshot;
  widget_class->measure = sonde_thumbnail_measure;
  widget_class->size_allocate = sonde_thumbnail_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sonde_thumbnail_init (SondeThumbnail *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
}

void
sonde_thumbnail_set_study (SondeThumbnail *self,
                           SondeStudy     *study)
{
  g_return_if_fail (SONDE_IS_THUMBNAIL (self));
  g_return_if_fail (self->run == NULL);

  self->run = sonde_run_new (study);
  self->function = sonde_study_create_function (study);
  /* a function that needs trust is not run for a picture */
  if (self->function != NULL && !sonde_function_needs_trust (self->function))
    self->idle = g_idle_add_full (G_PRIORITY_LOW, on_idle, self, NULL);
}
