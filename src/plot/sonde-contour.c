/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Marching triangles.
 *
 * 1. A corner lies below a level or, when it is equal to it, above. A triangle with corners on both sides has exactly two
 *    edges with one end on each, between which the level's line runs straight. No value gives an ambiguous case, and a flat
 *    triangle no line.
 * 2. Where the line crosses an edge is computed from the edge's lower-numbered end: the same place in both triangles.
 * 3. Pieces are joined where they meet at an edge, which at most two triangles share. The meetings are found by a table of
 *    edges.
 * 4. Each line is followed from an end, or from anywhere if it is closed, and loses the places that are too near to be seen. */

#include "config.h"

#include <math.h>

#include "plot/sonde-contour.h"

#define NONE G_MAXUINT

/* One end of a piece of a line. The other end of the same piece is its neighbour in the array: index ^ 1. */
typedef struct
{
  guint64    edge;
  SondePlace place;
  guint      joined;
} End;

typedef struct
{
  double  value;
  GArray *ends;
  GArray *places;
} Level;

struct _SondeContours
{
  guint  n;
  Level *levels;
};

/**
 * sonde_contours_new:
 * @levels: values, in rising order
 * @n_levels: how many
 *
 * Returns: (transfer full): no lines yet
 */
SondeContours *
sonde_contours_new (const double *levels,
                    guint         n_levels)
{
  SondeContours *self = g_new0 (SondeContours, 1);

  self->n = n_levels;
  self->levels = g_new0 (Level, n_levels);
  for (guint i = 0; i < n_levels; i++)
    {
      self->levels[i].value = levels[i];
      self->levels[i].ends = g_array_new (FALSE, FALSE, sizeof (End));
      self->levels[i].places = g_array_new (FALSE, FALSE, sizeof (SondePlace));
    }
  return self;
}

void
sonde_contours_free (SondeContours *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_array_unref (self->levels[i].ends);
      g_array_unref (self->levels[i].places);
    }
  g_free (self->levels);
  g_free (self);
}

static End
make_end (const SondeVertices *v,
          guint                a,
          guint                b,
          double               level)
{
  guint low = MIN (a, b), high = MAX (a, b);
  /* halves, as the difference may be too large a number */
  double part = (level / 2 - v->z[low] / 2) / (v->z[high] / 2 - v->z[low] / 2);

  return (End) {
    .edge = (guint64) high << 32 | low,
    .place = { v->x[low] * (1 - part) + v->x[high] * part, v->y[low] * (1 - part) + v->y[high] * part },
    .joined = NONE,
  };
}

static void
add_piece (Level               *level,
           const SondeVertices *v,
           const guint         *corners)
{
  for (guint i = 0; i < 3; i++)
    {
      guint a = corners[i], b = corners[(i + 1) % 3];
      End end;

      if ((v->z[a] >= level->value) == (v->z[b] >= level->value))
        continue;
      end = make_end (v, a, b, level->value);
      g_array_append_val (level->ends, end);
    }
}

/**
 * sonde_contours_add_triangle:
 * @vertices: the arrays with its corners; places are kept as they are
 * @corners: where its three corners are in these
 *
 * Adds what of each level's line runs through a triangle. One without all values has none.
 */
void
sonde_contours_add_triangle (SondeContours       *self,
                             const SondeVertices *vertices,
                             const guint         *corners)
{
  const double *z = vertices->z;
  double a = z[corners[0]], b = z[corners[1]], c = z[corners[2]];
  double min = MIN (a, MIN (b, c)), max = MAX (a, MAX (b, c));

  if (!isfinite (a) || !isfinite (b) || !isfinite (c))
    return;
  /* there are few levels; most triangles lie between two of them */
  for (guint i = 0; i < self->n; i++)
    if (min < self->levels[i].value && max >= self->levels[i].value)
      add_piece (&self->levels[i], vertices, corners);
}

static guint64
get_slot (guint64 edge,
          guint64 mask)
{
  edge *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (edge ^ edge >> 29) & mask;
}

/* A table with open addresses, at most half full, of which each entry is an end not met by another so far. */
static void
find_joints (GArray *ends)
{
  guint64 size = 16, mask;
  g_autofree guint *table = NULL;

  while (size < (guint64) ends->len * 2)
    size *= 2;
  mask = size - 1;
  table = g_malloc_n (size, sizeof (guint));
  for (guint64 i = 0; i < size; i++)
    table[i] = NONE;
  for (guint i = 0; i < ends->len; i++)
    {
      End *end = &g_array_index (ends, End, i);
      guint64 slot = get_slot (end->edge, mask);

      while (table[slot] != NONE && g_array_index (ends, End, table[slot]).edge != end->edge)
        slot = (slot + 1) & mask;
      if (table[slot] == NONE)
        table[slot] = i;
      else if (g_array_index (ends, End, table[slot]).joined == NONE)
        {
          end->joined = table[slot];
          g_array_index (ends, End, table[slot]).joined = i;
        }
    }
}

static void
append_place (GArray     *places,
              SondePlace  place)
{
  g_array_append_val (places, place);
}

static double
get_distance (SondePlace a,
              SondePlace b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

/* Follows a line that begins with the end @first; taken ends are marked by their edge. */
static void
follow (Level    *level,
        guint     first,
        double    apart,
        gboolean *taken)
{
  SondePlace last = g_array_index (level->ends, End, first).place;

  append_place (level->places, last);
  for (guint i = first; i != NONE && !taken[i / 2];)
    {
      const End *other = &g_array_index (level->ends, End, i ^ 1);
      gboolean is_last = other->joined == NONE || other->joined == first || taken[other->joined / 2];

      taken[i / 2] = TRUE;
      if (is_last || get_distance (other->place, last) >= apart)
        {
          last = other->place;
          append_place (level->places, last);
        }
      i = other->joined;
    }
  append_place (level->places, (SondePlace) { NAN, NAN });
}

static void
move (GArray *places,
      double  x,
      double  y,
      double  scale)
{
  for (guint i = 0; i < places->len; i++)
    {
      SondePlace *place = &g_array_index (places, SondePlace, i);

      *place = (SondePlace) { place->x / scale + x, place->y / scale + y };
    }
}

/**
 * sonde_contours_join:
 * @x: where the places' origin lies in a picture
 * @y: likewise
 * @scale: how many units of the places a pixel of the picture has
 * @apart: places nearer than this to the one before are left out, pixels of the picture
 *
 * Makes lines, when all triangles are there, and takes them to a picture.
 */
void
sonde_contours_join (SondeContours *self,
                     double         x,
                     double         y,
                     double         scale,
                     double         apart)
{
  for (guint k = 0; k < self->n; k++)
    {
      Level *level = &self->levels[k];
      g_autofree gboolean *taken = g_new0 (gboolean, level->ends->len / 2 + 1);

      find_joints (level->ends);
      g_array_set_size (level->places, 0);
      for (guint i = 0; i < level->ends->len; i++)
        if (g_array_index (level->ends, End, i).joined == NONE && !taken[i / 2])
          follow (level, i, apart * scale, taken);
      for (guint i = 0; i < level->ends->len; i += 2)
        if (!taken[i / 2])
          follow (level, i, apart * scale, taken);
      move (level->places, x, y, scale);
    }
}

/**
 * sonde_contours_get_lines:
 * @level: the index of one
 * @n_places: (out): how many places there are
 *
 * Returns: (transfer none) (array length=n_places): its lines, with NaN behind each; the last place of a closed one is its first
 */
const SondePlace *
sonde_contours_get_lines (SondeContours *self,
                          guint          level,
                          guint         *n_places)
{
  g_return_val_if_fail (self != NULL && level < self->n && n_places != NULL, NULL);

  *n_places = self->levels[level].places->len;
  return (const SondePlace *) (const void *) self->levels[level].places->data;
}
