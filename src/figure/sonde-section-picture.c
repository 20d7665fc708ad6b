/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A curve below a surface: the values along a line. A line along one variable has that variable for its axis, any other one
 * how far along it is, from 0 to 1. Points near the line are marked where the foot of their perpendicular is, the fainter the
 * farther away. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-section-picture.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-label.h"
#include "plot/sonde-layers.h"

/* how far away from the line a point may be, in pixels */
#define NEAR 8.
#define N_SHADES 4
#define ROOM .08

typedef struct
{
  const SondeSurfaceData *data;
  const SondeSection     *section;
  /* the variable that the axis has, or SONDE_SURFACE_NDIM */
  guint                   axis;
  double                  from, to;
} Line;

static Line
make_line (const SondeSurfaceData *data)
{
  const SondeSection *section = data->section;
  Line line = { data, section, SONDE_SURFACE_NDIM, 0, 1 };
  guint n = 0;

  for (guint i = 0; i < section->ndim; i++)
    if (section->from[i] != section->to[i])
      {
        line.axis = i;
        n++;
      }
  if (n != 1)
    line.axis = SONDE_SURFACE_NDIM;
  /* evenly spaced along the line are places only in the coordinates that the learner measures in */
  if (line.axis < SONDE_SURFACE_NDIM)
    {
      line.from = section->from[line.axis];
      line.to = section->to[line.axis];
    }
  return line;
}

static double
get_x (const Line *line,
       double      part)
{
  if (line->axis < SONDE_SURFACE_NDIM && line->data->scene->metric.is_log[line->axis])
    return line->from * pow (line->to / line->from, part);
  return line->from + part * (line->to - line->from);
}

static char *
write_place (const Line   *line,
             const double *place)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < line->section->ndim; i++)
    {
      g_autofree char *number = sonde_label_number (place[i], 4);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static char *
make_title (const Line *line)
{
  g_autofree char *from = write_place (line, line->section->from), *to = write_place (line, line->section->to);

  if (line->axis < SONDE_SURFACE_NDIM)
    return g_strdup (line->data->scene->variables[line->axis].title);
  /* translators: places on a surface, such as (0, 0.5); the axis of a plot along the line between them */
  return g_markup_printf_escaped (_("along the line from %s to %s"), from, to);
}

static void
choose_ranges (const Line      *line,
               const SondeView *view,
               SondeFrame      *frame)
{
  double min = INFINITY, max = -INFINITY;

  for (guint i = 0; i < line->section->curve->len; i++)
    {
      double z = g_array_index (line->section->curve, SondeSectionPoint, i).z;

      if (!isfinite (z) || (view->log_z && z <= 0))
        continue;
      min = MIN (min, z);
      max = MAX (max, z);
    }
  if (!view->auto_z)
    {
      min = view->z_min;
      max = view->z_max;
    }
  sonde_color_scale_choose (SONDE_COLORMAP_VIRIDIS, view->log_z, &min, &max);
  *frame = (SondeFrame) {
    .x_min = MIN (line->from, line->to),
    .x_max = MAX (line->from, line->to),
    .y_min = min,
    .y_max = max,
    .log_x = line->axis < SONDE_SURFACE_NDIM && line->data->scene->metric.is_log[line->axis],
    .log_y = view->log_z,
  };
  if (view->auto_z)
    sonde_scale_pad (&frame->y_min, &frame->y_max, view->log_z, ROOM, ROOM);
}

static void
draw_curve (const Line        *line,
            const SondeCanvas *canvas,
            const SondeFrame  *frame)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  SondeScale x, y;

  sonde_frame_get_scales (frame, &x, &y);
  for (guint i = 0; i < line->section->curve->len; i++)
    {
      const SondeSectionPoint *point = &g_array_index (line->section->curve, SondeSectionPoint, i);
      SondePlace place = { sonde_scale_to_pixel (&x, get_x (line, point->part)), sonde_scale_to_pixel (&y, point->z) };

      if (!isfinite (place.x) || !isfinite (place.y))
        place = (SondePlace) { NAN, NAN };
      g_array_append_val (places, place);
    }
  sonde_layer_line (canvas, frame, (const SondePlace *) (const void *) places->data, places->len, 0);
}

/* Where a point is along the line, of 1, and how far from it in pixels of the surface above. */
static double
find_foot (const SondePlace *ends,
           SondePlace        place,
           double           *distance)
{
  double dx = ends[1].x - ends[0].x, dy = ends[1].y - ends[0].y, length = dx * dx + dy * dy;
  double part = ((place.x - ends[0].x) * dx + (place.y - ends[0].y) * dy) / length;

  *distance = fabs ((place.x - ends[0].x) * dy - (place.y - ends[0].y) * dx) / sqrt (length);
  return part;
}

static SondePlace
get_place (const SondeSurfaceData *data,
           const SondeFrame       *frame,
           const double           *point)
{
  return (SondePlace) { sonde_frame_from_x (frame, point[data->x]), sonde_frame_from_y (frame, point[data->y]) };
}

static void
draw_points (const Line        *line,
             const SondeCanvas *canvas,
             const SondeFrame  *frame,
             const SondeFrame  *above)
{
  const SondeSurfaceData *data = line->data;
  SondePlace ends[] = { get_place (data, above, line->section->from), get_place (data, above, line->section->to) };
  g_autoptr (GPtrArray) shades = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  SondeScale x, y, above_x, above_y;

  sonde_frame_get_scales (frame, &x, &y);
  sonde_frame_get_scales (above, &above_x, &above_y);
  for (guint i = 0; i < N_SHADES; i++)
    g_ptr_array_add (shades, g_array_new (FALSE, FALSE, sizeof (SondePlace)));
  for (guint i = 0; i < data->n; i++)
    {
      const double *point = data->points + (gsize) i * data->scene->ndim;
      SondePlace there = { sonde_scale_to_pixel (&above_x, point[data->x]), sonde_scale_to_pixel (&above_y, point[data->y]) };
      SondePlace place;
      double distance, part;

      if (data->is_near != NULL && data->is_near[i] < 128)
        continue;
      part = find_foot (ends, there, &distance);
      if (!(part >= 0 && part <= 1 && distance < NEAR) || !isfinite (data->z[i]))
        continue;
      place = (SondePlace) { sonde_scale_to_pixel (&x, get_x (line, part)), sonde_scale_to_pixel (&y, data->z[i]) };
      g_array_append_val ((GArray *) shades->pdata[(guint) (distance / NEAR * N_SHADES)], place);
    }
  for (guint i = 0; i < N_SHADES; i++)
    {
      const GArray *places = shades->pdata[i];

      sonde_layer_markers (canvas, frame, (const SondePlace *) (const void *) places->data, places->len, 0, 1 - .22 * i);
    }
}

/**
 * sonde_section_picture_draw:
 * @data: with a section
 * @z_title: Pango markup
 * @top: where the room for it begins
 * @above: where the surface is
 *
 * Draws the section below its surface.
 */
void
sonde_section_picture_draw (const SondeSurfaceData *data,
                            const char             *z_title,
                            const SondeView        *view,
                            const SondeStyle       *style,
                            const SondeCanvas      *canvas,
                            double                  top,
                            const SondeFrame       *above)
{
  Line line = make_line (data);
  g_autofree char *x_title = make_title (&line);
  SondeAxes axes = { .x_title = x_title, .y_title = z_title, .narrow = style->narrow, .head = top };
  double right = style->width - above->x - above->width;
  SondeFrame frame;

  /* it begins and ends where the surface does */
  axes.left = above->x;
  axes.side = MAX (right - 24, 0);
  choose_ranges (&line, view, &frame);
  sonde_axes_arrange (&axes, canvas, style->width, style->height, &frame);
  sonde_axes_draw_grid (&axes, canvas, &frame);
  draw_curve (&line, canvas, &frame);
  if (!view->hide_points)
    draw_points (&line, canvas, &frame, above);
  sonde_axes_draw_labels (&axes, canvas, &frame);
  sonde_axes_clear (&axes);
}
