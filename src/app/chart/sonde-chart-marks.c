/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn over the finished picture: the crosshair with the values of the nearest point,
 * the point that is selected, and the box being zoomed into. */

#include "config.h"

#include <adwaita.h>

#include "app/chart/sonde-chart-canvas-private.h"

#define PICK_RADIUS 32.0

static GdkRGBA
rgba (const SondeColor *colour,
      float             alpha)
{
  return (GdkRGBA) { colour->red, colour->green, colour->blue, colour->alpha * alpha };
}

static void
fill (GtkSnapshot   *snapshot,
      const GdkRGBA *colour,
      double         x,
      double         y,
      double         width,
      double         height)
{
  gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
outline (GtkSnapshot   *snapshot,
         const GdkRGBA *colour,
         double         x,
         double         y,
         double         width,
         double         height,
         double         radius)
{
  GskRoundedRect shape;
  float widths[4] = { 1, 1, 1, 1 };
  GdkRGBA colours[4] = { *colour, *colour, *colour, *colour };

  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (x, y, width, height), radius);
  gtk_snapshot_append_border (snapshot, &shape, widths, colours);
}

static void
snapshot_box (SondeChartCanvas   *self,
              GtkSnapshot        *snapshot,
              const SondePalette *palette)
{
  double x = MIN (self->drag_x, self->drag_x + self->drag_dx);
  double y = MIN (self->drag_y, self->drag_y + self->drag_dy);
  double width = ABS (self->drag_dx);
  double height = ABS (self->drag_dy);
  GdkRGBA inside = rgba (&palette->series[0], 0.14f);
  GdkRGBA edge = rgba (&palette->series[0], 0.9f);

  if (width < 1 || height < 1)
    return;
  fill (snapshot, &inside, x, y, width, height);
  outline (snapshot, &edge, x, y, width, height, 0);
}

static void
snapshot_label (SondeChartCanvas   *self,
                GtkSnapshot        *snapshot,
                const SondePalette *palette,
                const char         *text,
                double              x,
                double              y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GdkRGBA ink = rgba (&palette->axis_title, 1);
  GdkRGBA ground = rgba (&palette->ground, 0.94f);
  GdkRGBA edge = rgba (&palette->axis, 1);
  GskRoundedRect shape;
  int width, height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.86));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  width += 16;
  height += 10;
  x = x + 12 + width > self->frame.x + self->frame.width ? x - 12 - width : x + 12;
  y = y - 12 - height < 0 ? y + 12 : y - 12 - height;
  x = MAX (x, 2);
  gsk_rounded_rect_init_from_rect (&shape, &GRAPHENE_RECT_INIT (x, y, width, height), 6);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  fill (snapshot, &ground, x, y, width, height);
  gtk_snapshot_pop (snapshot);
  outline (snapshot, &edge, x, y, width, height, 6);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + 8, y + 5));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

/* Returns: whether the pointer rests on a point */
static gboolean
snapshot_crosshair (SondeChartCanvas   *self,
                    GtkSnapshot        *snapshot,
                    const SondePalette *palette)
{
  const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (self->run));
  const SondeFrame *frame = &self->frame;
  GdkRGBA hair = rgba (&palette->axis_title, 0.32f);
  GdkRGBA ring = rgba (&palette->axis_title, 1);
  g_autofree char *text = NULL;
  guint id;
  double x, y;

  if (self->pointer_x < frame->x || self->pointer_x > frame->x + frame->width || self->pointer_y < frame->y ||
      self->pointer_y > frame->y + frame->height ||
      !sonde_figure_pick (self->figure, frame, self->pointer_x, self->pointer_y, PICK_RADIUS, &id) || id >= points->n)
    return FALSE;
  if (self->has_selection && id == self->selected)
    return FALSE;
  x = sonde_frame_from_x (frame, points->x[(gsize) id * points->ndim]);
  fill (snapshot, &hair, x - 0.5, frame->y, 1, frame->height);
  for (guint i = 0; i < SONDE_STRIDE (points->vdim); i++)
    {
      y = sonde_frame_from_y (frame, points->y[(gsize) id * SONDE_STRIDE (points->vdim) + i]);
      if (!(y >= frame->y && y <= frame->y + frame->height))
        continue;
      if (points->vdim <= 1)
        fill (snapshot, &hair, frame->x, y - 0.5, frame->width, 1);
      outline (snapshot, &ring, x - 5, y - 5, 10, 10, 5);
    }
  text = _sonde_chart_canvas_read_out (self, id);
  snapshot_label (self, snapshot, palette, text, x, self->pointer_y);
  return TRUE;
}

/* The selected point: two rings around it, so that it is told from what the pointer rests on without colour, and a stem to the axis
 * that is there even where it has no value. */
static void
snapshot_selection (SondeChartCanvas   *self,
                    GtkSnapshot        *snapshot,
                    const SondePalette *palette,
                    gboolean            with_label)
{
  const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (self->run));
  const SondeFrame *frame = &self->frame;
  GdkRGBA stem = rgba (&palette->axis_title, 0.5f);
  GdkRGBA ring = rgba (&palette->axis_title, 1);
  GdkRGBA ground = rgba (&palette->ground, 1);
  SondeSelection selection;
  double x, y;

  if (!_sonde_chart_canvas_get_selection (self, &selection))
    return;
  x = sonde_frame_from_x (frame, selection.x);
  y = sonde_frame_from_y (frame, points->y[(gsize) selection.id * SONDE_STRIDE (points->vdim) + selection.component]);
  if (!(x >= frame->x - 1 && x <= frame->x + frame->width + 1))
    return;
  fill (snapshot, &stem, x - 0.5, frame->y, 1, frame->height);
  if (y >= frame->y - 1 && y <= frame->y + frame->height + 1)
    {
      outline (snapshot, &ring, x - 5, y - 5, 10, 10, 5);
      outline (snapshot, &ground, x - 6, y - 6, 12, 12, 6);
      outline (snapshot, &ring, x - 7.5, y - 7.5, 15, 15, 7.5);
    }
  else
    y = frame->y + frame->height / 2;
  if (with_label)
    {
      g_autofree char *text = _sonde_chart_canvas_summarize (self, "\n");

      snapshot_label (self, snapshot, palette, text, x, y);
    }
}

void
_sonde_chart_canvas_snapshot_marks (SondeChartCanvas *self,
                                    GtkSnapshot      *snapshot)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const SondePalette *palette = sonde_palette_get (adw_style_manager_get_dark (manager),
                                                   adw_style_manager_get_high_contrast (manager));
  gboolean in_step = !self->view_dirty && self->texture_width == gtk_widget_get_width (GTK_WIDGET (self));
  gboolean told = FALSE;

  if (self->drag == SONDE_DRAG_BOX)
    snapshot_box (self, snapshot, palette);
  else if (self->maker != sonde_figure_new)
    return;
  else if (self->hovered && self->drag == SONDE_DRAG_NONE && in_step)
    told = snapshot_crosshair (self, snapshot, palette);
  if (self->has_selection && self->drag != SONDE_DRAG_PAN && in_step)
    snapshot_selection (self, snapshot, palette, !told);
}
