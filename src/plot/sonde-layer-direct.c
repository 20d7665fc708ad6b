/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words at the curves themselves, so that nobody has to look a colour up.
 *
 * A word may stand above or below its curve at some places along the axis. Of these that one is taken where it covers least of what is
 * there already: the other curves, words set before, and the outside of the frame. */

#include "config.h"

#include <math.h>

#include "plot/sonde-layers-private.h"

#define GAP 4.0
#define DISC_RADIUS 4.0
#define DISC_RING 1.2

static const double candidates[] = { .62, .5, .74, .38, .84, .26, .14, .92 };

/**
 * sonde_words_init:
 * @canvas: to measure and write on
 * @frame: that they belong to
 *
 * Begins setting words; end it with sonde_words_clear().
 */
void
sonde_words_init (SondeWords        *self,
                  const SondeCanvas *canvas,
                  const SondeFrame  *frame)
{
  self->canvas = canvas;
  self->frame = frame;
  self->taken = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
}

void
sonde_words_clear (SondeWords *self)
{
  g_clear_pointer (&self->taken, g_array_unref);
}

/**
 * sonde_words_avoid:
 * @x: left edge of what is there already
 * @y: its upper edge
 * @width: how wide it is
 * @height: how high it is
 *
 * Keeps later words away from a rectangle.
 */
void
sonde_words_avoid (SondeWords *self,
                   double      x,
                   double      y,
                   double      width,
                   double      height)
{
  cairo_rectangle_t rectangle = { x, y, width, height };

  g_array_append_val (self->taken, rectangle);
}

static double
get_overlap (const cairo_rectangle_t *a,
             const cairo_rectangle_t *b)
{
  double width = MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x);
  double height = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);

  return MAX (width, 0) * MAX (height, 0);
}

/* How far up and down a line gets between two places; FALSE if it is not there. */
static gboolean
get_extent (const SondeLine *line,
            double           from,
            double           to,
            double          *top,
            double          *bottom)
{
  *top = INFINITY;
  *bottom = -INFINITY;
  for (guint i = 0; i < line->n; i++)
    {
      SondePlace a = line->places[i > 0 && !isnan (line->places[i - 1].x) ? i - 1 : i], b = line->places[i];
      double slope;

      /* false for a break */
      if (!(b.x >= from && a.x <= to))
        continue;
      slope = b.x > a.x ? (b.y - a.y) / (b.x - a.x) : 0;
      for (guint end = 0; end < 2; end++)
        {
          double y = end == 0 ? a.y + slope * (MAX (from, a.x) - a.x) : b.y + slope * (MIN (to, b.x) - b.x);

          *top = MIN (*top, y);
          *bottom = MAX (*bottom, y);
        }
    }
  return *top <= *bottom;
}

/* What a word would cover, in square pixels. */
static double
get_cost (SondeWords              *self,
          const cairo_rectangle_t *word,
          const SondeLine         *lines,
          guint                    n_lines,
          guint                    own)
{
  cairo_rectangle_t frame = { self->frame->x, self->frame->y, self->frame->width, self->frame->height };
  /* outside of the frame it might be cut off, or lie on the numbers of an axis */
  double cost = 10 * (word->width * word->height - get_overlap (word, &frame));

  for (guint i = 0; i < self->taken->len; i++)
    cost += 4 * get_overlap (word, &g_array_index (self->taken, cairo_rectangle_t, i));
  for (guint i = 0; i < n_lines; i++)
    {
      cairo_rectangle_t extent = { .x = word->x, .width = word->width };
      double top, bottom;

      if (i == own || !get_extent (&lines[i], word->x, word->x + word->width, &top, &bottom))
        continue;
      extent.y = top - 1;
      extent.height = bottom - top + 2;
      cost += get_overlap (word, &extent);
    }
  return cost;
}

/**
 * sonde_words_name:
 * @lines: all the curves, pixels of the figure
 * @n_lines: how many there are
 * @own: which of them is named
 * @markup: its name
 * @below: whether it stands below rather than above
 * @color: of the name
 *
 * Writes the name of a curve beside it, in bold.
 */
void
sonde_words_name (SondeWords      *self,
                  const SondeLine *lines,
                  guint            n_lines,
                  guint            own,
                  const char      *markup,
                  gboolean         below,
                  SondeColor       color)
{
  g_autofree char *bold = g_strdup_printf ("<b>%s</b>", markup);
  cairo_rectangle_t word, best = { 0 };
  double least = INFINITY;

  sonde_canvas_measure (self->canvas, bold, SONDE_TEXT_SMALL, &word.width, &word.height);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (candidates); i++)
    {
      gboolean is_below = (i >= G_N_ELEMENTS (candidates)) != below;
      double top, bottom, cost;

      word.x = self->frame->x + candidates[i % G_N_ELEMENTS (candidates)] * self->frame->width - word.width / 2;
      if (!get_extent (&lines[own], word.x - GAP, word.x + word.width + GAP, &top, &bottom))
        continue;
      word.y = is_below ? bottom + GAP : top - GAP - word.height;
      cost = get_cost (self, &word, lines, n_lines, own);
      if (cost < least)
        {
          least = cost;
          best = word;
        }
    }
  if (!isfinite (least))
    return;
  g_array_append_val (self->taken, best);
  sonde_canvas_write (self->canvas, bold, SONDE_TEXT_SMALL, color, best.x, best.y, 0, 0, 0);
}

/**
 * sonde_words_write:
 * @lines: all the curves, pixels of the figure
 * @n_lines: how many there are
 * @markup: the words
 * @bottom: their lower edge
 * @color: theirs
 *
 * Writes at the left, at the right or in the middle, where least is covered.
 */
void
sonde_words_write (SondeWords      *self,
                   const SondeLine *lines,
                   guint            n_lines,
                   const char      *markup,
                   double           bottom,
                   SondeColor       color)
{
  static const double parts[] = { 0, 1, .5 };
  cairo_rectangle_t word, best = { 0 };
  double least = INFINITY;

  sonde_canvas_measure (self->canvas, markup, SONDE_TEXT_SMALL, &word.width, &word.height);
  word.y = bottom - word.height;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double cost;

      word.x = self->frame->x + 2 * GAP + parts[i] * (self->frame->width - word.width - 4 * GAP);
      cost = get_cost (self, &word, lines, n_lines, n_lines);
      if (cost < least)
        {
          least = cost;
          best = word;
        }
    }
  g_array_append_val (self->taken, best);
  sonde_canvas_write (self->canvas, markup, SONDE_TEXT_SMALL, color, best.x, best.y, 0, 0, 0);
}

/* Above the disc, to its left and higher, below, to its left and lower: the first that covers least. */
static cairo_rectangle_t
find_room (SondeWords      *self,
           const SondeLine *lines,
           guint            n_lines,
           SondePlace       place,
           double           width,
           double           height)
{
  const SondeFrame *frame = self->frame;
  double reach = DISC_RADIUS + DISC_RING + 1, right = MAX (frame->x, frame->x + frame->width - width);
  const double tops[] = { place.y - reach - height, place.y - reach - 2 * height, place.y - reach - 3 * height,
                          place.y + reach, place.y + reach + height };
  cairo_rectangle_t best = { 0 };
  double least = INFINITY;

  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      cairo_rectangle_t word = { CLAMP (place.x - width / 2, frame->x, right), tops[i], width, height };
      /* farther away it is not so clear what it belongs to */
      double cost = get_cost (self, &word, lines, n_lines, n_lines) + (i == 0 ? 0 : i == 3 ? 10 : 25);

      if (cost < least)
        {
          least = cost;
          best = word;
        }
    }
  return best;
}

/**
 * sonde_words_mark:
 * @lines: all the curves, pixels of the figure
 * @n_lines: how many there are
 * @place: of a point of a curve
 * @markup: what is said there
 * @color: of the point
 *
 * Marks a point by a disc, with a word above, or where there is more room.
 */
void
sonde_words_mark (SondeWords      *self,
                  const SondeLine *lines,
                  guint            n_lines,
                  SondePlace       place,
                  const char      *markup,
                  SondeColor       color)
{
  const SondeCanvas *canvas = self->canvas;
  const SondeFrame *frame = self->frame;
  g_autofree char *bold = g_strdup_printf ("<b>%s</b>", markup);
  double width, height, reach = DISC_RADIUS + DISC_RING;
  cairo_rectangle_t word;

  /* false for NaN */
  if (!(place.x >= frame->x - 1 && place.x <= frame->x + frame->width + 1 && place.y >= frame->y - 1
        && place.y <= frame->y + frame->height + 1))
    return;
  for (guint i = 0; i < 2; i++)
    {
      cairo_new_path (canvas->cr);
      cairo_arc (canvas->cr, place.x, place.y, i == 0 ? reach : DISC_RADIUS, 0, 2 * G_PI);
      sonde_canvas_set (canvas, i == 0 ? canvas->palette->ground : color, 1);
      cairo_fill (canvas->cr);
    }
  sonde_canvas_measure (canvas, bold, SONDE_TEXT_SMALL, &width, &height);
  word = find_room (self, lines, n_lines, place, width, height);
  sonde_words_avoid (self, place.x - reach, place.y - reach, 2 * reach, 2 * reach);
  g_array_append_val (self->taken, word);
  sonde_canvas_write (canvas, bold, SONDE_TEXT_SMALL, canvas->palette->axis_title, word.x, word.y, 0, 0, 0);
}
