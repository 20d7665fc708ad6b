/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs that never run: their learners are told by the tests. */

#include "figure/sonde-figure.h"
#include "plot/picture.h"

#define FIGURE_WIDTH 640
#define FIGURE_HEIGHT 400

static inline SondeStudy *
make_study (const char *expression,
            double      min,
            double      max)
{
  g_autofree char *text = g_strdup_printf (
    "{\"sonde\": 1, \"title\": \"A <test> & more\", \"function\": {\"kind\": \"formula\", \"expression\": \"%s\"},"
    " \"domain\": [{\"name\": \"x\", \"min\": %g, \"max\": %g, \"unit\": \"kHz\"}], \"learner\": {\"kind\": \"1d\"}}",
    expression, min, max);
  g_autoptr (GError) error = NULL;
  SondeStudy *study = sonde_study_parse (text, &error);

  g_assert_no_error (error);
  return study;
}

static inline SondeRun *
make_run (const char *expression,
          double      min,
          double      max)
{
  g_autoptr (SondeStudy) study = make_study (expression, min, max);

  return sonde_run_new (study);
}

static inline void
tell (SondeRun *run,
      double    x,
      double    y)
{
  g_autoptr (GError) error = NULL;

  sonde_learner_tell (sonde_run_get_learner (run), &x, &y, SONDE_SCALAR, 0, &error);
  g_assert_no_error (error);
}

static inline SondeStyle
make_style (double   scale,
            gboolean dark)
{
  return (SondeStyle) { .width = FIGURE_WIDTH, .height = FIGURE_HEIGHT, .scale = scale, .palette = sonde_palette_get (dark, FALSE) };
}

static inline cairo_surface_t *
draw_styled (SondeFigure      *figure,
             const SondeView  *view,
             const SondeStyle *style,
             SondeFrame       *frame)
{
  cairo_surface_t *surface = picture_new (style->width, style->height, style->scale);
  cairo_t *cr = cairo_create (surface);

  sonde_figure_draw (figure, view, style, cr, frame);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static inline cairo_surface_t *
draw (SondeFigure     *figure,
      const SondeView *view,
      SondeFrame      *frame)
{
  SondeStyle style = make_style (1, FALSE);

  return draw_styled (figure, view, &style, frame);
}
