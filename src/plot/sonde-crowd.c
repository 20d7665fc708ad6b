/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plot/sonde-crowd.h"

/* pixels */
#define CELL 3.
#define NOBODY 0
#define SEVERAL G_MAXUINT32

struct _SondeCrowd
{
  double   x, y;
  int      width, height;
  /* NOBODY, the line + 1, or SEVERAL */
  guint32 *cells;
};

SondeCrowd *
sonde_crowd_new (const SondeFrame *frame)
{
  SondeCrowd *self = g_new0 (SondeCrowd, 1);

  self->x = frame->x;
  self->y = frame->y;
  self->width = (int) ceil (frame->width / CELL);
  self->height = (int) ceil (frame->height / CELL);
  self->cells = g_new0 (guint32, (gsize) self->width * self->height + 1);
  return self;
}

void
sonde_crowd_free (SondeCrowd *self)
{
  g_free (self->cells);
  g_free (self);
}

static guint32 *
find_cell (SondeCrowd *self,
           SondePlace  place)
{
  double column = floor ((place.x - self->x) / CELL), row = floor ((place.y - self->y) / CELL);

  /* false for NaN */
  if (column >= 0 && column < self->width && row >= 0 && row < self->height)
    return &self->cells[(gsize) row * self->width + (gsize) column];
  return NULL;
}

/**
 * sonde_crowd_add_line:
 * @places: of a line, not far outside of the frame
 * @n: how many
 * @line: its number
 *
 * Notes where a line runs.
 */
void
sonde_crowd_add_line (SondeCrowd       *self,
                      const SondePlace *places,
                      guint             n,
                      guint             line)
{
  for (guint i = 1; i < n; i++)
    {
      double dx = places[i].x - places[i - 1].x, dy = places[i].y - places[i - 1].y;
      guint steps = (guint) (hypot (dx, dy) / CELL) + 1;

      for (guint k = 0; k <= steps; k++)
        {
          guint32 *cell = find_cell (self, (SondePlace) { places[i - 1].x + dx * k / steps, places[i - 1].y + dy * k / steps });

          if (cell != NULL)
            *cell = *cell == NOBODY || *cell == line + 1 ? line + 1 : SEVERAL;
        }
    }
}

/**
 * sonde_crowd_is_free:
 * @place: in the frame or outside
 * @line: a line that does not matter
 *
 * Returns: whether no other line runs there
 */
gboolean
sonde_crowd_is_free (SondeCrowd *self,
                     SondePlace  place,
                     guint       line)
{
  const guint32 *cell = find_cell (self, place);

  return cell == NULL || *cell == NOBODY || *cell == line + 1;
}
