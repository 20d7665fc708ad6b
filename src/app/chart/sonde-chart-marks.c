/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn over the finished picture: the crosshair with the values of the nearest point, and the box being zoomed into. */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/chart/sonde-chart-canvas-private.h"
#include "app/sonde-format.h"

#define PICK_RADIUS 32.0
#define MOST_COMPONENTS 4

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

/* "x = 0.125   f = 0.98", a line for each component of a vector */
static char *
read_out (SondeChartCanvas  *self,
          const SondePoints *points,
          guint              id)
{
  SondeDomain *domain = sonde_learner_get_domain (sonde_run_get_learner (self->run));
  g_autofree char *x = sonde_format_number (points->x[(gsize) id * points->ndim], 6);
  GString *text = g_string_new (NULL);
  guint n = SONDE_STRIDE (points->vdim);

  g_string_append_printf (text, "%s = %s", sonde_domain_get (domain, 0)->name, x);
  for (guint i = 0; i < MIN (n, MOST_COMPONENTS); i++)
    {
      g_autofree char *y = sonde_format_number (points->y[(gsize) id * n + i], 6);
      g_autofree char *name = i < sonde_figure_get_n_series (self->figure) ? sonde_figure_get_series_name (self->figure, i) : NULL;

      g_string_append_printf (text, "\n%s = %s", name != NULL ? name : "f", y);
    }
  if (n > MOST_COMPONENTS)
    g_string_append (text, "\n…");
  return g_string_free (text, FALSE);
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

static void
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
    return;
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
  text = read_out (self, points, id);
  snapshot_label (self, snapshot, palette, text, x, self->pointer_y);
}

void
_sonde_chart_canvas_snapshot_marks (SondeChartCanvas *self,
                                    GtkSnapshot      *snapshot)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const SondePalette *palette = sonde_palette_get (adw_style_manager_get_dark (manager),
                                                   adw_style_manager_get_high_contrast (manager));

  if (self->drag == SONDE_DRAG_BOX)
    snapshot_box (self, snapshot, palette);
  else if (self->hovered && self->drag == SONDE_DRAG_NONE && !self->view_dirty &&
           self->texture_width == gtk_widget_get_width (GTK_WIDGET (self)))
    snapshot_crosshair (self, snapshot, palette);
}
