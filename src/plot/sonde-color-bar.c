/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plot/sonde-color-bar.h"
#include "plot/sonde-ticks.h"

#define APART 24.
#define APART_NARROW 10.
#define WIDTH 12.
#define WIDTH_NARROW 8.
#define RADIUS 3.
#define MARK_LENGTH 4.
#define LABEL_GAP 9.
#define TITLE_GAP 10.
#define LABEL_DISTANCE 50.
/* of the gradient, which runs straight between its stops */
#define N_STOPS 64

static SondeTicks *
make_ticks (const SondeColorBar *self,
            const SondeCanvas   *canvas,
            double               height)
{
  return sonde_ticks_new (self->scale->min, self->scale->max, self->scale->log, MAX (height, 1),
                          LABEL_DISTANCE * MAX (canvas->font_scale, 1));
}

static double
measure_labels (const SondeCanvas *canvas,
                const SondeTicks  *ticks)
{
  double widest = 0;

  for (guint i = 0; i < ticks->n; i++)
    {
      double width;

      sonde_canvas_measure (canvas, ticks->ticks[i].label, SONDE_TEXT_SMALL, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/* from the bar's left edge to where the title's middle is, or the labels end */
static double
get_extent (const SondeColorBar *self,
            const SondeCanvas   *canvas,
            const SondeTicks    *ticks)
{
  return (self->narrow ? WIDTH_NARROW : WIDTH) + LABEL_GAP + ceil (measure_labels (canvas, ticks));
}

static double
measure_title (const SondeColorBar *self,
               const SondeCanvas   *canvas)
{
  double height;

  if (self->narrow || self->title == NULL)
    return 0;
  sonde_canvas_measure (canvas, self->title, SONDE_TEXT_SMALL, NULL, &height);
  return TITLE_GAP + ceil (height);
}

/**
 * sonde_color_bar_measure:
 * @height: about how high the frame will be
 *
 * Returns: how much room it takes at the right of the frame
 */
double
sonde_color_bar_measure (const SondeColorBar *self,
                         const SondeCanvas   *canvas,
                         double               height)
{
  g_autoptr (SondeTicks) ticks = make_ticks (self, canvas, height);

  return (self->narrow ? APART_NARROW : APART) + get_extent (self, canvas, ticks) + measure_title (self, canvas);
}

static void
add_rounded (cairo_t *cr,
             double   x,
             double   y,
             double   width,
             double   height)
{
  double radius = MIN (RADIUS, MIN (width, height) / 2);

  cairo_new_path (cr);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_arc (cr, x + width - radius, y + radius, radius, -.5 * G_PI, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, .5 * G_PI);
  cairo_arc (cr, x + radius, y + height - radius, radius, .5 * G_PI, G_PI);
  cairo_close_path (cr);
}

static void
draw_colors (const SondeColorBar *self,
             const SondeCanvas   *canvas,
             const SondeFrame    *frame,
             double               x,
             double               width)
{
  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, frame->y + frame->height, 0, frame->y);

  for (guint i = 0; i <= N_STOPS; i++)
    {
      SondeColor color = sonde_colormap_get_color (self->scale->colormap, (double) i / N_STOPS);

      cairo_pattern_add_color_stop_rgb (pattern, (double) i / N_STOPS, color.red, color.green, color.blue);
    }
  add_rounded (canvas->cr, x, frame->y, width, frame->height);
  cairo_set_source (canvas->cr, pattern);
  cairo_fill (canvas->cr);
  cairo_pattern_destroy (pattern);
}

static void
draw_ticks (const SondeCanvas *canvas,
            const SondeScale  *scale,
            const SondeTicks  *ticks,
            double             x)
{
  cairo_t *cr = canvas->cr;

  cairo_new_path (cr);
  for (guint i = 0; i < ticks->n; i++)
    {
      double place = sonde_canvas_snap (canvas, sonde_scale_to_pixel (scale, ticks->ticks[i].value));

      cairo_move_to (cr, x, place);
      cairo_line_to (cr, x + MARK_LENGTH, place);
    }
  cairo_set_line_width (cr, 1);
  sonde_canvas_set (canvas, canvas->palette->axis, 1);
  cairo_stroke (cr);
  for (guint i = 0; i < ticks->n; i++)
    sonde_canvas_write (canvas, ticks->ticks[i].label, SONDE_TEXT_SMALL, canvas->palette->tick_text, x + LABEL_GAP,
                        sonde_scale_to_pixel (scale, ticks->ticks[i].value), 0, .5, 0);
}

/**
 * sonde_color_bar_draw:
 * @frame: at whose right it stands
 */
void
sonde_color_bar_draw (const SondeColorBar *self,
                      const SondeCanvas   *canvas,
                      const SondeFrame    *frame)
{
  g_autoptr (SondeTicks) ticks = make_ticks (self, canvas, frame->height);
  double x = frame->x + frame->width + (self->narrow ? APART_NARROW : APART);
  double width = self->narrow ? WIDTH_NARROW : WIDTH;
  SondeScale scale;

  sonde_scale_init (&scale, self->scale->min, self->scale->max, self->scale->log, frame->y + frame->height, frame->y);
  draw_colors (self, canvas, frame, x, width);
  draw_ticks (canvas, &scale, ticks, x + width);
  if (!self->narrow && self->title != NULL)
    sonde_canvas_write (canvas, self->title, SONDE_TEXT_SMALL, canvas->palette->axis_title,
                        x + get_extent (self, canvas, ticks) + TITLE_GAP + .5 * (measure_title (self, canvas) - TITLE_GAP),
                        frame->y + frame->height / 2, .5, .5, -G_PI_2);
}
