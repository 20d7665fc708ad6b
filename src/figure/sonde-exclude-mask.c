/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "figure/sonde-exclude-mask.h"
#include "function/sonde-expression.h"

/* The expression is asked in every so many pixels each way. */
#define CELL 2
#define HATCH 7.
#define COVER .82

struct _SondeExcludeMask
{
  cairo_surface_t *mask;
  gboolean         is_empty;
  SondeFrame       frame;
  guint            x, y;
  char            *text;
  double           at[SONDE_SURFACE_NDIM];
};

SondeExcludeMask *
sonde_exclude_mask_new (void)
{
  return g_new0 (SondeExcludeMask, 1);
}

void
sonde_exclude_mask_free (SondeExcludeMask *self)
{
  g_clear_pointer (&self->mask, cairo_surface_destroy);
  g_free (self->text);
  g_free (self);
}

static gboolean
frames_equal (const SondeFrame *a,
              const SondeFrame *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height
         && a->x_min == b->x_min && a->x_max == b->x_max && a->y_min == b->y_min && a->y_max == b->y_max
         && a->log_x == b->log_x && a->log_y == b->log_y;
}

static void
fill (SondeExcludeMask        *self,
      SondeExpression         *expression,
      const SondeSurfaceScene *scene)
{
  int width = (int) ceil (self->frame.width / CELL), height = (int) ceil (self->frame.height / CELL);
  double place[SONDE_SURFACE_NDIM];
  SondeScale x, y;
  guchar *data;

  self->mask = cairo_image_surface_create (CAIRO_FORMAT_A8, MAX (width, 1), MAX (height, 1));
  if (cairo_surface_status (self->mask) != CAIRO_STATUS_SUCCESS)
    return;
  memcpy (place, self->at, sizeof place);
  sonde_frame_get_scales (&self->frame, &x, &y);
  cairo_surface_flush (self->mask);
  data = cairo_image_surface_get_data (self->mask);
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        double value;

        place[self->x] = sonde_scale_to_value (&x, self->frame.x + (column + .5) * CELL);
        place[self->y] = sonde_scale_to_value (&y, self->frame.y + (row + .5) * CELL);
        value = *sonde_expression_evaluate (expression, place);
        if (value == 0 || isnan (value))
          continue;
        data[row * cairo_image_surface_get_stride (self->mask) + column] = 255;
        self->is_empty = FALSE;
      }
  cairo_surface_mark_dirty (self->mask);
}

static void
prepare (SondeExcludeMask        *self,
         const SondeSurfaceScene *scene,
         const double            *at,
         guint                    x,
         guint                    y,
         const SondeFrame        *frame)
{
  g_autoptr (SondeExpression) expression = NULL;
  double place[SONDE_SURFACE_NDIM] = { 0 };

  if (at != NULL)
    memcpy (place, at, scene->ndim * sizeof (double));
  if (g_strcmp0 (self->text, scene->exclude) == 0 && frames_equal (frame, &self->frame) && x == self->x && y == self->y
      && memcmp (place, self->at, sizeof place) == 0)
    return;
  g_clear_pointer (&self->mask, cairo_surface_destroy);
  g_free (self->text);
  self->text = g_strdup (scene->exclude);
  self->frame = *frame;
  self->x = x;
  self->y = y;
  memcpy (self->at, place, sizeof place);
  self->is_empty = TRUE;
  expression = sonde_expression_new (scene->exclude, (const char * const *) scene->names, NULL, NULL);
  if (expression != NULL)
    fill (self, expression, scene);
}

/* A pattern of lines, to be repeated. */
static cairo_pattern_t *
make_hatch (const SondeCanvas *canvas)
{
  cairo_surface_t *surface = cairo_surface_create_similar (cairo_get_target (canvas->cr), CAIRO_CONTENT_COLOR_ALPHA,
                                                           HATCH, HATCH);
  cairo_t *cr = cairo_create (surface);
  SondeColor color = canvas->palette->axis;
  cairo_pattern_t *pattern;

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha);
  cairo_set_line_width (cr, 1);
  for (int i = -1; i <= 1; i++)
    {
      cairo_move_to (cr, -1 + i * HATCH, HATCH + 1);
      cairo_line_to (cr, HATCH + 1 + i * HATCH, -1);
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
  pattern = cairo_pattern_create_for_surface (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_surface_destroy (surface);
  return pattern;
}

/**
 * sonde_exclude_mask_draw:
 * @scene: has the expression
 * @at: (nullable): where variables are that run along no axis
 * @x: the variable along the horizontal axis
 * @y: the one along the vertical axis
 *
 * Covers what is excluded by the ground and hatches it: what a surface has there is only drawn across.
 */
void
sonde_exclude_mask_draw (SondeExcludeMask        *self,
                         const SondeSurfaceScene *scene,
                         const double            *at,
                         guint                    x,
                         guint                    y,
                         const SondeCanvas       *canvas,
                         const SondeFrame        *frame)
{
  cairo_t *cr = canvas->cr;
  cairo_pattern_t *mask, *hatch;
  cairo_matrix_t matrix;

  g_return_if_fail (self != NULL && scene != NULL && scene->exclude != NULL);

  prepare (self, scene, at, x, y, frame);
  if (self->mask == NULL || self->is_empty)
    return;
  mask = cairo_pattern_create_for_surface (self->mask);
  cairo_matrix_init_scale (&matrix, 1. / CELL, 1. / CELL);
  cairo_matrix_translate (&matrix, -frame->x, -frame->y);
  cairo_pattern_set_matrix (mask, &matrix);
  hatch = make_hatch (canvas);
  cairo_save (cr);
  sonde_canvas_clip (canvas, frame, 0);
  sonde_canvas_set (canvas, canvas->palette->ground, COVER);
  cairo_mask (cr, mask);
  cairo_set_source (cr, hatch);
  cairo_mask (cr, mask);
  cairo_restore (cr);
  cairo_pattern_destroy (mask);
  cairo_pattern_destroy (hatch);
}
