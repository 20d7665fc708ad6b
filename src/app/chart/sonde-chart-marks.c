/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn over the finished picture: the crosshair with the values of the nearest point,
 * the point that is selected, and the box being zoomed into. */

#include "config.h"

#include <math.h>

#include "app/chart/sonde-chart-canvas-private.h"

#define PICK_RADIUS 32.0
/* a surface has something to say everywhere */
#define FIELD_RADIUS 6.0

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

static gboolean
is_within (const SondeFrame *frame,
           double            x,
           double            y,
           double            margin)
{
  return x >= frame->x - margin && x <= frame->x + frame->width + margin && y >= frame->y - margin
         && y <= frame->y + frame->height + margin;
}

static void
snapshot_hairs (SondeChartCanvas *self,
                GtkSnapshot      *snapshot,
                const GdkRGBA    *colour,
                double            x,
                double            y)
{
  const SondeFrame *frame = &self->frame;

  if (isfinite (x))
    fill (snapshot, colour, x - 0.5, frame->y, 1, frame->height);
  if (isfinite (y))
    fill (snapshot, colour, frame->x, y - 0.5, frame->width, 1);
}

/* A ring around each value of the point that the pointer rests on, and lines to the axes. */
static gboolean
snapshot_point (SondeChartCanvas   *self,
                GtkSnapshot        *snapshot,
                const SondePalette *palette,
                const SondeSpot    *spot)
{
  guint n = _sonde_chart_canvas_has (self, SONDE_FIGURE_COMPONENT) ? 1 : sonde_figure_get_n_series (self->figure);
  g_autofree char *text = sonde_figure_tell (self->figure, spot, SONDE_TELL_VALUES);
  GdkRGBA hair = rgba (&palette->axis_title, 0.32f);
  GdkRGBA ring = rgba (&palette->axis_title, 1);
  double x = NAN, y;

  for (guint i = 0; i < n; i++)
    if (sonde_figure_locate (self->figure, &self->frame, &(SondeSpot) { spot->id, i }, &x, &y))
      {
        gboolean is_seen = is_within (&self->frame, x, y, 1);

        if (i == 0 || (is_seen && n == 1))
          snapshot_hairs (self, snapshot, &hair, x, is_seen && n == 1 ? y : NAN);
        if (is_seen)
          outline (snapshot, &ring, x - 5, y - 5, 10, 10, 5);
      }
  if (text == NULL || isnan (x))
    return FALSE;
  snapshot_label (self, snapshot, palette, text, x, self->pointer_y);
  return TRUE;
}

/* Returns: whether there was something to say of where the pointer is */
static gboolean
snapshot_crosshair (SondeChartCanvas   *self,
                    GtkSnapshot        *snapshot,
                    const SondePalette *palette)
{
  double radius = _sonde_chart_canvas_has (self, SONDE_FIGURE_FIELD) ? FIELD_RADIUS : PICK_RADIUS;
  GdkRGBA hair = rgba (&palette->axis_title, 0.32f);
  g_autofree char *text = NULL;
  SondeSpot spot = { 0 };

  if (!is_within (&self->frame, self->pointer_x, self->pointer_y, 0))
    return FALSE;
  if (sonde_figure_pick (self->figure, &self->frame, self->pointer_x, self->pointer_y, radius, &spot.id))
    return spot.id != self->selected.id && snapshot_point (self, snapshot, palette, &spot);
  text = _sonde_chart_canvas_read_out (self, self->pointer_x, self->pointer_y);
  if (text == NULL)
    return FALSE;
  snapshot_hairs (self, snapshot, &hair, self->pointer_x, self->pointer_y);
  snapshot_label (self, snapshot, palette, text, self->pointer_x, self->pointer_y);
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
  const SondeFrame *frame = &self->frame;
  GdkRGBA stem = rgba (&palette->axis_title, 0.5f);
  GdkRGBA ring = rgba (&palette->axis_title, 1);
  GdkRGBA ground = rgba (&palette->ground, 1);
  g_autofree char *text = NULL;
  double x, y;

  if (!sonde_figure_locate (self->figure, frame, &self->selected, &x, &y) || !is_within (frame, x, frame->y, 1))
    return;
  fill (snapshot, &stem, x - 0.5, frame->y, 1, frame->height);
  if (is_within (frame, x, y, 1))
    {
      outline (snapshot, &ring, x - 5, y - 5, 10, 10, 5);
      outline (snapshot, &ground, x - 6, y - 6, 12, 12, 6);
      outline (snapshot, &ring, x - 7.5, y - 7.5, 15, 15, 7.5);
    }
  else
    y = frame->y + frame->height / 2;
  text = with_label ? sonde_figure_tell (self->figure, &self->selected, SONDE_TELL_ALL) : NULL;
  if (text != NULL)
    snapshot_label (self, snapshot, palette, text, x, y);
}

void
_sonde_chart_canvas_snapshot_marks (SondeChartCanvas *self,
                                    GtkSnapshot      *snapshot)
{
  const SondePalette *palette = _sonde_chart_canvas_get_palette ();
  gboolean in_step = !self->view_dirty && self->texture_width == gtk_widget_get_width (GTK_WIDGET (self));
  gboolean told = FALSE;

  if (self->drag == SONDE_DRAG_BOX)
    snapshot_box (self, snapshot, palette);
  else if (self->hovered && self->drag == SONDE_DRAG_NONE && in_step)
    told = snapshot_crosshair (self, snapshot, palette);
  if (self->selected.id != SONDE_SPOT_NONE && self->drag != SONDE_DRAG_PAN && in_step)
    snapshot_selection (self, snapshot, palette, !told);
}
