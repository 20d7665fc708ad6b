/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a surface: 1. ranges of variables and values, 2. room for numbers, the bar of colours and a section, 3.
 * triangles as pixels, of which only those are drawn that have changed since the last picture, as long as nothing else has, 4.
 * layers from behind to the front. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-exclude-mask.h"
#include "figure/sonde-quantity.h"
#include "figure/sonde-section-picture.h"
#include "figure/sonde-sheet-field.h"
#include "figure/sonde-surface-picture.h"
#include "plot/sonde-axes.h"
#include "plot/sonde-color-bar.h"
#include "plot/sonde-surface-layers.h"

/* Beyond so many in view, triangles and points are not shown of themselves. */
#define MOST_TRIANGLES 4000
#define MOST_POINTS 5000
/* In a file, the lines of more triangles than these are drawn as pixels. */
#define MOST_PATHS 10000
#define MESH_WIDTH .75
/* A square unit is not forced on an axis that would get shorter than one in this many. */
#define LONGEST 4.
/* of a section, its part of the height and its least and largest height */
#define SECTION_PART .30
#define SECTION_LEAST 90.
#define SECTION_MOST 220.

struct _SondeSurfacePicture
{
  SondeSheetField  *field;
  SondeExcludeMask *mask;
};

typedef struct
{
  SondeSurfacePicture    *self;
  const SondeSurfaceData *data;
  const SondeView        *view;
  const SondeStyle       *style;
  SondeCanvas             canvas;
  SondeFrame             *frame;
  SondeColorScale         scale;
  SondeGround             ground;
  SondeFieldPlace         place;
  guint                   n_in_view;
} Drawing;

SondeSurfacePicture *
sonde_surface_picture_new (void)
{
  SondeSurfacePicture *self = g_new0 (SondeSurfacePicture, 1);

  self->field = sonde_sheet_field_new ();
  self->mask = sonde_exclude_mask_new ();
  return self;
}

void
sonde_surface_picture_free (SondeSurfacePicture *self)
{
  sonde_sheet_field_free (self->field);
  sonde_exclude_mask_free (self->mask);
  g_free (self);
}

static void
choose_ranges (Drawing *drawing)
{
  const SondeSurfaceVariable *x = &drawing->data->scene->variables[drawing->data->x];
  const SondeSurfaceVariable *y = &drawing->data->scene->variables[drawing->data->y];
  const SondeView *view = drawing->view;
  SondeFrame *frame = drawing->frame;

  *frame = (SondeFrame) {
    .x_min = view->auto_x ? x->min : view->x_min,
    .x_max = view->auto_x ? x->max : view->x_max,
    .y_min = view->auto_y ? y->min : view->y_min,
    .y_max = view->auto_y ? y->max : view->y_max,
    .log_x = view->log_x,
    .log_y = view->log_y,
  };
  sonde_scale_mend (&frame->x_min, &frame->x_max, view->log_x);
  sonde_scale_mend (&frame->y_min, &frame->y_max, view->log_y);
}

static gboolean
is_square (const Drawing *drawing)
{
  const SondeSurfaceVariable *variables = drawing->data->scene->variables;
  const SondeFrame *frame = drawing->frame;
  double ratio = (frame->x_max - frame->x_min) / (frame->y_max - frame->y_min);

  if (drawing->view->aspect != SONDE_ASPECT_AUTO)
    return drawing->view->aspect == SONDE_ASPECT_SQUARE;
  return g_strcmp0 (variables[drawing->data->x].unit, variables[drawing->data->y].unit) == 0
         && ratio <= LONGEST && ratio >= 1 / LONGEST;
}

static gboolean
is_in_view (const SondeFrame *frame,
            double            x,
            double            y)
{
  return x >= frame->x_min && x <= frame->x_max && y >= frame->y_min && y <= frame->y_max;
}

static void
count_points (Drawing *drawing)
{
  const SondeSurfaceData *data = drawing->data;
  guint ndim = data->scene->ndim;

  for (guint i = 0; i < data->n; i++)
    if ((data->is_near == NULL || data->is_near[i] > 0)
        && is_in_view (drawing->frame, data->points[(gsize) i * ndim + data->x], data->points[(gsize) i * ndim + data->y]))
      drawing->n_in_view++;
}

static void
choose_colors (Drawing *drawing)
{
  const SondeSurfaceData *data = drawing->data;
  const SondeView *view = drawing->view;
  double min = INFINITY, max = -INFINITY;

  if (!view->auto_z)
    {
      min = view->z_min;
      max = view->z_max;
    }
  else
    {
      if (!view->auto_x || !view->auto_y)
        sonde_sheet_measure (&data->sheet, drawing->frame, view->log_z, &min, &max);
      else
        {
          min = view->log_z ? data->z_min_positive : data->z_min;
          max = data->z_max;
        }
      sonde_color_scale_choose (view->colormap, view->log_z, &min, &max);
    }
  sonde_color_scale_init (&drawing->scale, view->colormap, min, max, view->log_z);
}

static gboolean
is_wanted (SondeDetail detail,
           guint       n,
           guint       most)
{
  return detail == SONDE_DETAIL_SHOW || (detail == SONDE_DETAIL_AUTO && n <= most);
}

static gboolean
has_mesh (const Drawing *drawing)
{
  guint n = drawing->data->scene->ndim == 2 ? 2 * drawing->n_in_view : drawing->data->sheet.n_slots;

  return is_wanted (drawing->view->mesh, n, MOST_TRIANGLES);
}

/* Lines of a mesh are paths in files, as long as there are not too many. */
static gboolean
has_mesh_paths (const Drawing *drawing)
{
  return has_mesh (drawing) && drawing->canvas.is_vector && drawing->data->sheet.n_slots <= MOST_PATHS;
}

static void
update_field (Drawing *drawing)
{
  double width = has_mesh (drawing) && !has_mesh_paths (drawing) ? MAX (MESH_WIDTH * drawing->place.scale, .75) : 0;

  sonde_sheet_field_update (drawing->self->field, &drawing->data->sheet, drawing->frame, &drawing->place, width);
}

static void
draw_field (Drawing *drawing)
{
  SondeColor missing = drawing->style->palette->axis;
  SondeFieldStyle style = {
    .scale = drawing->scale,
    .missing = missing,
    .mesh = sonde_surface_mesh_color (&drawing->canvas, drawing->ground),
  };

  style.missing.alpha /= 2;
  if (!drawing->view->hide_field)
    sonde_layer_field (&drawing->canvas, drawing->frame, &drawing->place,
                       sonde_field_color (sonde_sheet_field_get (drawing->self->field), &style));
}

/* Where there is no surface yet, the domain shows as an empty frame. */
static void
draw_outline (const Drawing *drawing)
{
  const SondeFrame *frame = drawing->frame;
  cairo_t *cr = drawing->canvas.cr;

  cairo_new_path (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  sonde_canvas_set (&drawing->canvas, drawing->style->palette->gap, 1);
  cairo_fill (cr);
}

static void
append_edge (GHashTable          *known,
             const SondeVertices *pixels,
             const Drawing       *drawing,
             guint32              a,
             guint32              b,
             GArray              *places)
{
  guint64 edge = (guint64) MAX (a, b) << 32 | MIN (a, b);
  const SondeFieldPlace *place = &drawing->place;
  SondePlace ends[] = {
    { pixels->x[a] / place->scale + place->x, pixels->y[a] / place->scale + place->y },
    { pixels->x[b] / place->scale + place->x, pixels->y[b] / place->scale + place->y },
    { NAN, NAN },
  };

  if (g_hash_table_add (known, g_memdup2 (&edge, sizeof edge)))
    g_array_append_vals (places, ends, 3);
}

static void
draw_mesh_paths (const Drawing *drawing)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  const SondeSheet *sheet = &drawing->data->sheet;
  SondeVertices pixels = sonde_sheet_field_get_vertices (drawing->self->field, sheet);

  for (guint slot = 0; slot < sheet->n_slots; slot++)
    {
      const guint32 *corners = sheet->corners + (gsize) slot * 3;
      guint edges = sheet->edges != NULL ? sheet->edges[slot] : SONDE_FIELD_ALL_EDGES;

      if (!sonde_sheet_field_has (drawing->self->field, sheet, slot))
        continue;
      for (guint i = 0; i < 3; i++)
        if (edges & 1u << i)
          append_edge (known, &pixels, drawing, corners[i], corners[(i + 1) % 3], places);
    }
  sonde_layer_mesh (&drawing->canvas, drawing->frame, (const SondePlace *) (const void *) places->data, places->len,
                    drawing->ground);
}

static void
draw_contours (const Drawing *drawing)
{
  const SondeSheet *sheet = &drawing->data->sheet;
  const SondeFieldPlace *place = &drawing->place;
  SondeVertices vertices = sonde_sheet_field_get_vertices (drawing->self->field, sheet);
  g_autoptr (SondeTicks) levels = sonde_ticks_new (drawing->scale.min, drawing->scale.max, drawing->scale.log,
                                                   drawing->view->n_contours, 1);
  g_autofree double *values = g_new (double, levels->n + 1);
  g_autoptr (SondeContours) contours = NULL;

  for (guint k = 0; k < levels->n; k++)
    values[k] = levels->ticks[k].value;
  contours = sonde_contours_new (values, levels->n);
  for (guint slot = 0; slot < sheet->n_slots; slot++)
    if (sonde_sheet_field_has (drawing->self->field, sheet, slot))
      sonde_contours_add_triangle (contours, &vertices, sheet->corners + (gsize) slot * 3);
  sonde_contours_join (contours, place->x, place->y, place->scale, .5);
  sonde_layer_contours (&drawing->canvas, drawing->frame, contours, levels, drawing->view->hide_field ? NULL : &drawing->scale);
}

static SondePlace
get_place (const Drawing    *drawing,
           const SondeScale *x,
           const SondeScale *y,
           const double     *point)
{
  return (SondePlace) { sonde_scale_to_pixel (x, point[drawing->data->x]), sonde_scale_to_pixel (y, point[drawing->data->y]) };
}

/* (element-type SondePlace): of @n points; those not near to what is shown are left out */
static GArray *
place_points (const Drawing *drawing,
              const double  *points,
              const guint8  *is_near,
              guint          n)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  SondeScale x, y;

  sonde_frame_get_scales (drawing->frame, &x, &y);
  for (guint i = 0; i < n; i++)
    if (is_near == NULL || is_near[i] > 0)
      {
        SondePlace place = get_place (drawing, &x, &y, points + (gsize) i * drawing->data->scene->ndim);

        g_array_append_val (places, place);
      }
  return places;
}

static void
draw_dots (const Drawing *drawing)
{
  const SondeSurfaceData *data = drawing->data;
  g_autoptr (GArray) places = place_points (drawing, data->points, data->is_near, data->n);

  sonde_layer_dots (&drawing->canvas, drawing->frame, (const SondePlace *) (const void *) places->data, places->len,
                    drawing->ground);
}

static void
draw_newest (const Drawing *drawing)
{
  const SondeSurfaceData *data = drawing->data;
  guint n = MIN (data->n, SONDE_NEWEST), first = data->n - n;
  g_autoptr (GArray) places = place_points (drawing, data->points + (gsize) first * data->scene->ndim, NULL, n);

  sonde_layer_dots_newest (&drawing->canvas, drawing->frame, (const SondePlace *) (const void *) places->data, places->len);
}

/* What is not known yet; of earlier times it is not known what was. */
static void
draw_open (const Drawing *drawing)
{
  const SondeSurfaceScene *scene = drawing->data->scene;
  const GArray *lists[] = { scene->pending, scene->failed, scene->given_up };

  for (guint i = drawing->view->hide_pending ? 1 : 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GArray) places = place_points (drawing, (const double *) (const void *) lists[i]->data, NULL,
                                                lists[i]->len / scene->ndim);
      const SondePlace *first = (const SondePlace *) (const void *) places->data;

      if (i == 0)
        sonde_layer_dots_pending (&drawing->canvas, drawing->frame, first, places->len, drawing->ground);
      else
        sonde_layer_dots_failed (&drawing->canvas, drawing->frame, first, places->len, i == 1);
    }
}

static void
draw_section_line (const Drawing *drawing)
{
  SondeScale x, y;
  SondePlace ends[2];

  sonde_frame_get_scales (drawing->frame, &x, &y);
  ends[0] = get_place (drawing, &x, &y, drawing->data->section->from);
  ends[1] = get_place (drawing, &x, &y, drawing->data->section->to);
  sonde_layer_line_across (&drawing->canvas, drawing->frame, ends);
}

static void
draw_layers (Drawing *drawing)
{
  const SondeSurfaceData *data = drawing->data;
  const SondeView *view = drawing->view;

  draw_outline (drawing);
  draw_field (drawing);
  if (has_mesh_paths (drawing))
    draw_mesh_paths (drawing);
  if (view->n_contours > 0)
    draw_contours (drawing);
  if (data->scene->exclude != NULL)
    sonde_exclude_mask_draw (drawing->self->mask, data->scene, data->at, data->x, data->y, &drawing->canvas, drawing->frame);
  if (!view->hide_points && is_wanted (view->points, drawing->n_in_view, MOST_POINTS))
    draw_dots (drawing);
  if (!data->is_past)
    draw_open (drawing);
  if (!view->hide_newest)
    draw_newest (drawing);
  if (data->section != NULL)
    draw_section_line (drawing);
}

/**
 * sonde_surface_data_get_x_title:
 *
 * Returns: (transfer full): what stands below the horizontal axis, Pango markup
 */
char *
sonde_surface_data_get_x_title (const SondeSurfaceData *data)
{
  const char *title = data->scene->variables[data->x].title;
  g_autofree char *note = NULL;

  if (data->note == NULL)
    return g_strdup (title);
  note = g_markup_escape_text (data->note, -1);
  /* translators: a variable, and where the others are cut: "x, at z = 0.5, w = 2" */
  return g_strdup_printf (_("%s, at %s"), title, note);
}

/**
 * sonde_surface_data_get_z_title:
 *
 * Returns: (transfer full): what the values are called, Pango markup
 */
char *
sonde_surface_data_get_z_title (const SondeSurfaceData *data,
                                const SondeView        *view)
{
  g_autofree char *name = NULL;

  if (view->quantity != NULL)
    {
      g_auto (GStrv) parts = sonde_quantity_split (view->quantity);

      return g_markup_escape_text (parts[MIN (view->component, g_strv_length (parts) - 1)], -1);
    }
  if (data->scene->vdim <= 1)
    return g_strdup (data->scene->value_title);
  name = sonde_surface_scene_get_name (data->scene, view->component);
  return g_markup_printf_escaped ("<i>%s</i>", name);
}

static double
get_section_height (const Drawing *drawing)
{
  if (drawing->data->section == NULL)
    return 0;
  return round (CLAMP (SECTION_PART * drawing->style->height, SECTION_LEAST, SECTION_MOST));
}

static void
draw_title (const Drawing *drawing)
{
  const SondeStyle *style = drawing->style;

  if (style->title && drawing->data->scene->title != NULL)
    sonde_layer_title (&drawing->canvas, drawing->data->scene->title, drawing->frame->x, SONDE_TITLE_TOP,
                       style->width - drawing->frame->x - 12);
}

/* Nothing around the surface. */
static void
draw_bare (Drawing *drawing)
{
  drawing->frame->width = drawing->style->width;
  drawing->frame->height = drawing->style->height;
  sonde_field_place_init (&drawing->place, &drawing->canvas, drawing->frame);
  update_field (drawing);
  draw_layers (drawing);
}

static void
draw (Drawing *drawing)
{
  const SondeSurfaceData *data = drawing->data;
  const SondeStyle *style = drawing->style;
  g_autofree char *x_title = sonde_surface_data_get_x_title (data);
  g_autofree char *z_title = sonde_surface_data_get_z_title (data, drawing->view);
  SondeColorBar bar = { .scale = &drawing->scale, .title = z_title, .narrow = style->narrow };
  double section = get_section_height (drawing);
  SondeAxes axes = {
    .x_title = x_title,
    .y_title = data->scene->variables[data->y].title,
    .narrow = style->narrow,
    .head = style->title && data->scene->title != NULL ? sonde_title_measure (&drawing->canvas) : 0,
    .foot = section,
    .marks = TRUE,
    .square = is_square (drawing),
  };

  axes.side = sonde_color_bar_measure (&bar, &drawing->canvas, MAX (style->height - section - 60, 1));
  sonde_axes_arrange (&axes, &drawing->canvas, style->width, style->height, drawing->frame);
  sonde_field_place_init (&drawing->place, &drawing->canvas, drawing->frame);
  update_field (drawing);

  sonde_layer_ground (&drawing->canvas, style->width, style->height);
  draw_layers (drawing);
  sonde_axes_draw_labels (&axes, &drawing->canvas, drawing->frame);
  sonde_color_bar_draw (&bar, &drawing->canvas, drawing->frame);
  draw_title (drawing);
  if (data->section != NULL)
    sonde_section_picture_draw (data, z_title, drawing->view, style, &drawing->canvas, style->height - section, drawing->frame);
  sonde_axes_clear (&axes);
}

/**
 * sonde_surface_picture_draw:
 * @data: the surface
 * @view: what to show
 * @style: how
 * @cr: where to draw
 * @frame: (out): where things are
 *
 * Draws all of it.
 */
void
sonde_surface_picture_draw (SondeSurfacePicture    *self,
                            const SondeSurfaceData *data,
                            const SondeView        *view,
                            const SondeStyle       *style,
                            cairo_t                *cr,
                            SondeFrame             *frame)
{
  Drawing drawing = {
    .self = self,
    .data = data,
    .view = view,
    .style = style,
    .frame = frame,
    .ground = view->hide_field ? SONDE_GROUND_PLAIN
              : view->colormap == SONDE_COLORMAP_DIVERGING ? SONDE_GROUND_LIGHT_FIELD : SONDE_GROUND_FIELD,
  };

  sonde_canvas_init (&drawing.canvas, cr, style->palette, style->scale, style->font_scale);
  choose_ranges (&drawing);
  count_points (&drawing);
  choose_colors (&drawing);
  if (style->bare)
    draw_bare (&drawing);
  else
    draw (&drawing);
  sonde_sheet_field_keep (self->field);
  sonde_canvas_clear (&drawing.canvas);
}

/**
 * sonde_surface_picture_read_out:
 * @frame: of the last picture
 * @pixel_x: a place in it, logical pixels
 * @pixel_y: likewise
 * @z: (out): the value there
 *
 * For any thread.
 *
 * Returns: whether there is a surface
 */
gboolean
sonde_surface_picture_read_out (SondeSurfacePicture *self,
                                const SondeFrame    *frame,
                                double               pixel_x,
                                double               pixel_y,
                                double              *z)
{
  return sonde_sheet_field_read_out (self->field, frame, pixel_x, pixel_y, z);
}
