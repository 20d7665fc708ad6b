/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plot/sonde-layers-private.h"

#define SAMPLE_WIDTH 24.0
#define SAMPLE_GAP 6.0
#define ENTRY_GAP 18.0
#define ROW_HEIGHT 20.0
#define TITLE_HEIGHT 28.0

static double
get_row_height (const SondeCanvas *canvas)
{
  return ROW_HEIGHT * MAX (canvas->font_scale, .75);
}

/**
 * sonde_title_measure:
 *
 * Returns: the height that sonde_layer_title() takes
 */
double
sonde_title_measure (const SondeCanvas *canvas)
{
  return TITLE_HEIGHT * MAX (canvas->font_scale, .75);
}

/**
 * sonde_layer_title:
 * @title: plain text
 * @x: left edge
 * @y: upper edge
 * @width: what room there is; the text is made smaller to fit, down to the size of labels
 */
void
sonde_layer_title (const SondeCanvas *canvas,
                   const char        *title,
                   double             x,
                   double             y,
                   double             width)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *markup = g_strdup_printf ("<b>%s</b>", escaped);
  double natural, size = SONDE_TEXT_TITLE;

  sonde_canvas_measure (canvas, markup, size, &natural, NULL);
  if (natural > width)
    size = MAX (SONDE_TEXT_SMALL, size * width / natural);
  sonde_canvas_write (canvas, markup, size, canvas->palette->axis_title, x, y, 0, 0, 0);
}

static void
draw_sample (const SondeCanvas *canvas,
             guint              series,
             double             x,
             double             y,
             const SondeLegend *legend)
{
  SondeFrame frame = { .x = x, .y = y - 8, .width = SAMPLE_WIDTH, .height = 16 };
  SondePlace line[] = { { x, y }, { x + SAMPLE_WIDTH, y } };
  SondePlace middle = { x + SAMPLE_WIDTH / 2, y };

  if (legend->has_line)
    sonde_layer_line (canvas, &frame, line, 2, series);
  if (legend->has_markers)
    sonde_layer_markers (canvas, &frame, &middle, 1, series, 1);
}

/* Puts the entries in rows, and draws them or not; returns the height. */
static double
go_through_entries (const SondeCanvas  *canvas,
                    const char * const *names,
                    double              x,
                    double              y,
                    double              width,
                    const SondeLegend  *legend)
{
  double row = get_row_height (canvas), left = x, middle = y + row / 2;

  for (guint i = 0; names[i] != NULL; i++)
    {
      double text;

      sonde_canvas_measure (canvas, names[i], SONDE_TEXT_SMALL, &text, NULL);
      if (left > x && left + SAMPLE_WIDTH + SAMPLE_GAP + text > x + width)
        {
          left = x;
          middle += row;
        }
      if (legend != NULL)
        {
          draw_sample (canvas, i, left, middle, legend);
          sonde_canvas_write (canvas, names[i], SONDE_TEXT_SMALL, canvas->palette->axis_title,
                              left + SAMPLE_WIDTH + SAMPLE_GAP, middle, 0, .5, 0);
        }
      left += SAMPLE_WIDTH + SAMPLE_GAP + text + ENTRY_GAP;
    }
  return middle + row / 2 - y + 4;
}

/**
 * sonde_legend_measure:
 * @names: one for each series, Pango markup, %NULL at the end
 * @width: what room there is; entries go on in another row
 *
 * Returns: the height that sonde_layer_legend() takes
 */
double
sonde_legend_measure (const SondeCanvas  *canvas,
                      const char * const *names,
                      double              width)
{
  return go_through_entries (canvas, names, 0, 0, width, NULL);
}

/**
 * sonde_layer_legend:
 * @legend: what curves look like
 * @names: as for sonde_legend_measure()
 * @x: left edge
 * @y: upper edge
 * @width: what room there is
 *
 * Names what there is to see, in its own strokes. For pictures in files; the window has a legend of its own.
 */
void
sonde_layer_legend (const SondeCanvas  *canvas,
                    const SondeLegend  *legend,
                    const char * const *names,
                    double              x,
                    double              y,
                    double              width)
{
  go_through_entries (canvas, names, x, y, width, legend);
}
