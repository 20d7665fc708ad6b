/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of equal value and their numbers.
 *
 * A number stands in a gap of its line, where the line is straight for as long as the number needs: of all such places that
 * which is straightest, on lines that are long enough to follow. Numbers keep away from each other, from other lines and from
 * the edge. */

#include "config.h"

#include <math.h>

#include "plot/sonde-contour-pieces.h"
#include "plot/sonde-crowd.h"
#include "plot/sonde-path.h"
#include "plot/sonde-surface-layers.h"

#define WIDTH 1.
#define LABEL_SIZE 10.5
#define LABEL_ROOM 4.
/* a line with a number is longer than this many times the number */
#define LONG_ENOUGH 4.
/* the straight way by the way along the line */
#define STRAIGHT .985
/* numbers are tried every so many pixels */
#define STEP 8.
#define MOST_LABELS 40
/* above this lightness of the ground, lines are dark */
#define LIGHT .45

typedef struct
{
  const SondeCanvas *canvas;
  const SondeFrame  *frame;
  SondeColor         color;
  const char        *label;
  double             label_width;
  double             label_height;
  /* of SondePlace: the middles of the numbers that there are */
  GArray            *taken;
  SondeCrowd        *crowd;
} Drawing;

/* along a line: how far each of its places is */
typedef struct
{
  guint             number;
  const SondePlace *places;
  guint             n;
  double           *lengths;
} Line;

static double
get_luminance (SondeColor color)
{
  return .299 * color.red + .587 * color.green + .114 * color.blue;
}

static SondeColor
choose_color (const SondeCanvas     *canvas,
              const SondeColorScale *scale,
              double                 level)
{
  if (scale == NULL)
    return canvas->palette->axis_title;
  if (get_luminance (sonde_colormap_get_color (scale->colormap, sonde_color_scale_get_part (scale, level))) > LIGHT)
    return (SondeColor) { 0, 0, 0, .7 };
  return (SondeColor) { 1, 1, 1, .85 };
}

static SondePlace
get_place (const Line *line,
           double      length)
{
  guint i = 1;
  double part;

  while (i + 1 < line->n && line->lengths[i] < length)
    i++;
  part = (length - line->lengths[i - 1]) / (line->lengths[i] - line->lengths[i - 1]);
  part = part >= 0 ? MIN (part, 1) : 0;
  return (SondePlace) {
    line->places[i - 1].x + part * (line->places[i].x - line->places[i - 1].x),
    line->places[i - 1].y + part * (line->places[i].y - line->places[i - 1].y),
  };
}

static gboolean
is_free (const Drawing *drawing,
         SondePlace     middle)
{
  const SondeFrame *frame = drawing->frame;
  double reach = drawing->label_width / 2 + LABEL_ROOM;

  if (middle.x < frame->x + reach || middle.x > frame->x + frame->width - reach
      || middle.y < frame->y + reach || middle.y > frame->y + frame->height - reach)
    return FALSE;
  for (guint i = 0; i < drawing->taken->len; i++)
    {
      const SondePlace *other = &g_array_index (drawing->taken, SondePlace, i);

      if (hypot (other->x - middle.x, other->y - middle.y) < 2 * reach)
        return FALSE;
    }
  return TRUE;
}

/* Whether no other line runs through a number between two places. */
static gboolean
has_room (const Drawing *drawing,
          const Line    *line,
          SondePlace     a,
          SondePlace     b)
{
  double dx = b.x - a.x, dy = b.y - a.y, length = hypot (dx, dy), half = drawing->label_height / 2;

  for (double along = 0; along <= 1; along += 1. / 8)
    for (int across = -1; across <= 1; across++)
      {
        SondePlace place = {
          a.x + along * dx - across * half * dy / length, a.y + along * dy + across * half * dx / length,
        };

        if (!sonde_crowd_is_free (drawing->crowd, place, line->number))
          return FALSE;
      }
  return TRUE;
}

/* Returns where the gap begins along the line, negative if there is no good place. */
static double
find_gap (const Drawing *drawing,
          const Line    *line)
{
  double need = drawing->label_width + 2 * LABEL_ROOM, total = line->lengths[line->n - 1];
  double best = STRAIGHT, found = -1;

  if (total < LONG_ENOUGH * need || drawing->taken->len >= MOST_LABELS)
    return -1;
  for (double from = 0; from + need <= total; from += STEP)
    {
      SondePlace a = get_place (line, from), b = get_place (line, from + need);
      SondePlace middle = { (a.x + b.x) / 2, (a.y + b.y) / 2 };
      double straight = hypot (b.x - a.x, b.y - a.y) / need;

      if (straight <= best || !is_free (drawing, middle) || !has_room (drawing, line, a, b))
        continue;
      best = straight;
      found = from;
    }
  return found;
}

static void
write_label (Drawing    *drawing,
             const Line *line,
             double      from)
{
  double need = drawing->label_width + 2 * LABEL_ROOM;
  SondePlace a = get_place (line, from), b = get_place (line, from + need);
  SondePlace middle = { (a.x + b.x) / 2, (a.y + b.y) / 2 };
  double angle = atan2 (b.y - a.y, b.x - a.x);

  /* not upside down */
  if (angle > G_PI_2)
    angle -= G_PI;
  else if (angle <= -G_PI_2)
    angle += G_PI;
  sonde_canvas_write (drawing->canvas, drawing->label, LABEL_SIZE, drawing->color, middle.x, middle.y, .5, .5, angle);
  g_array_append_val (drawing->taken, middle);
}

/* The part of a line from one length to another. */
static void
add_part (const Drawing *drawing,
          const Line    *line,
          double         from,
          double         to)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
  SondePlace place = get_place (line, from);

  g_array_append_val (places, place);
  for (guint i = 0; i < line->n; i++)
    if (line->lengths[i] > from && line->lengths[i] < to)
      g_array_append_val (places, line->places[i]);
  place = get_place (line, to);
  g_array_append_val (places, place);
  sonde_path_add (drawing->canvas->cr, (const SondePlace *) (const void *) places->data, places->len, drawing->frame, 2);
}

static void
draw_line (Drawing     *drawing,
           const SondeContourPiece *piece)
{
  const SondePlace *places = (const SondePlace *) (const void *) piece->places->data;
  guint n = piece->places->len;
  g_autofree double *lengths = g_new0 (double, n);
  Line line = { piece->number, places, n, lengths };
  cairo_t *cr = drawing->canvas->cr;
  double gap;

  for (guint i = 1; i < n; i++)
    lengths[i] = lengths[i - 1] + hypot (places[i].x - places[i - 1].x, places[i].y - places[i - 1].y);
  if (n < 2 || !(lengths[n - 1] > 1))
    return;
  gap = find_gap (drawing, &line);
  cairo_new_path (cr);
  if (gap < 0)
    sonde_path_add (cr, places, n, drawing->frame, 2);
  else
    {
      add_part (drawing, &line, 0, gap);
      add_part (drawing, &line, gap + drawing->label_width + 2 * LABEL_ROOM, lengths[n - 1]);
    }
  cairo_set_line_width (cr, drawing->canvas->palette->high_contrast ? 1.6 * WIDTH : WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  sonde_canvas_set (drawing->canvas, drawing->color, 1);
  cairo_stroke (cr);
  if (gap >= 0)
    write_label (drawing, &line, gap);
}

/**
 * sonde_layer_contours:
 * @contours: lines, joined, in pixels of the figure
 * @levels: the value and the name of each of its levels
 * @scale: (nullable): the colours under them; %NULL on the plain ground
 *
 * Draws lines of equal value with their numbers.
 */
void
sonde_layer_contours (const SondeCanvas     *canvas,
                      const SondeFrame      *frame,
                      SondeContours         *contours,
                      const SondeTicks      *levels,
                      const SondeColorScale *scale)
{
  g_autoptr (GArray) pieces = sonde_contour_pieces_new (frame, contours, levels->n);
  Drawing drawing = { .canvas = canvas, .frame = frame, .taken = g_array_new (FALSE, FALSE, sizeof (SondePlace)) };

  drawing.crowd = sonde_crowd_new (frame);
  for (guint i = 0; i < pieces->len; i++)
    {
      const SondeContourPiece *piece = &g_array_index (pieces, SondeContourPiece, i);

      sonde_crowd_add_line (drawing.crowd, (const SondePlace *) (const void *) piece->places->data, piece->places->len, i);
    }
  cairo_save (canvas->cr);
  sonde_canvas_clip (canvas, frame, 0);
  for (guint i = 0; i < pieces->len; i++)
    {
      const SondeContourPiece *piece = &g_array_index (pieces, SondeContourPiece, i);
      const SondeTick *level = &levels->ticks[piece->level];

      drawing.color = choose_color (canvas, scale, level->value);
      drawing.label = level->label;
      if (i == 0 || piece->level != piece[-1].level)
        sonde_canvas_measure (canvas, level->label, LABEL_SIZE, &drawing.label_width, &drawing.label_height);
      draw_line (&drawing, piece);
    }
  cairo_restore (canvas->cr);
  sonde_crowd_free (drawing.crowd);
  g_array_unref (drawing.taken);
}
