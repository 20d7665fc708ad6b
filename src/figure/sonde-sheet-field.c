/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "figure/sonde-handover.h"
#include "figure/sonde-sheet-field.h"

/* The range of values in a part of the surface is measured on so many places each way. */
#define LOOKS 64

/* All that a field of pixels depends on, but its colours. */
typedef struct
{
  SondeFrame      frame;
  SondeFieldPlace place;
  guint           version;
  double          mesh_width;
} Key;

/* Pixels of each corner of the sheet. */
typedef struct
{
  guint   n;
  guint   capacity;
  double *x;
  double *y;
} Pixels;

struct _SondeSheetField
{
  SondeField *field;
  Key         key;
  Pixels      pixels;

  /* what the last picture shows, for the main thread */
  GMutex      lock;
  Key         shown;
  double     *values;
};

/* From a value to a pixel, however far away. */
typedef struct
{
  gboolean log;
  double   from;
  double   factor;
  double   offset;
} Map;

SondeSheetField *
sonde_sheet_field_new (void)
{
  SondeSheetField *self = g_new0 (SondeSheetField, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
sonde_sheet_field_free (SondeSheetField *self)
{
  g_clear_pointer (&self->field, sonde_field_free);
  g_mutex_clear (&self->lock);
  g_free (self->pixels.x);
  g_free (self->pixels.y);
  g_free (self->values);
  g_free (self);
}

static Map
make_map (double   min,
          double   max,
          gboolean log,
          double   start,
          double   end)
{
  double from = log ? log10 (min) : min;

  return (Map) { log, from, (end - start) / ((log ? log10 (max) : max) - from), start };
}

static inline double
map (const Map *self,
     double     value)
{
  if (self->log)
    value = value > 0 ? log10 (value) : NAN;
  return (value - self->from) * self->factor + self->offset;
}

/* Pixels of corners, from @first on. */
static void
place_corners (Pixels            *pixels,
               const SondeSheet  *sheet,
               const SondeFrame  *frame,
               double             x0,
               double             y0,
               double             scale,
               guint              first)
{
  Map x = make_map (frame->x_min, frame->x_max, frame->log_x, (frame->x - x0) * scale, (frame->x + frame->width - x0) * scale);
  Map y = make_map (frame->y_min, frame->y_max, frame->log_y, (frame->y + frame->height - y0) * scale, (frame->y - y0) * scale);

  if (sheet->n > pixels->capacity)
    {
      pixels->capacity = MAX (sheet->n, pixels->capacity + pixels->capacity / 2);
      pixels->x = g_renew (double, pixels->x, pixels->capacity);
      pixels->y = g_renew (double, pixels->y, pixels->capacity);
    }
  for (guint i = first; i < sheet->n; i++)
    {
      pixels->x[i] = map (&x, sonde_sheet_get_x (sheet, i));
      pixels->y[i] = map (&y, sonde_sheet_get_y (sheet, i));
    }
  pixels->n = sheet->n;
}

static gboolean
is_on_field (const Pixels  *pixels,
             const guint32 *corners,
             double         width,
             double         height)
{
  double a = pixels->x[corners[0]], b = pixels->x[corners[1]], c = pixels->x[corners[2]];

  if (MIN (a, MIN (b, c)) > width || MAX (a, MAX (b, c)) < 0)
    return FALSE;
  a = pixels->y[corners[0]];
  b = pixels->y[corners[1]];
  c = pixels->y[corners[2]];
  return MIN (a, MIN (b, c)) <= height && MAX (a, MAX (b, c)) >= 0;
}

static void
add_triangle (SondeField          *field,
              const SondeSheet    *sheet,
              const SondeVertices *vertices,
              const Pixels        *pixels,
              guint                slot)
{
  const guint32 *corners = sheet->corners + (gsize) slot * 3;

  if (sonde_sheet_is_triangle (sheet, slot)
      && is_on_field (pixels, corners, sonde_field_get_width (field), sonde_field_get_height (field)))
    sonde_field_add_triangle (field, vertices, corners, sheet->edges != NULL ? sheet->edges[slot] : SONDE_FIELD_ALL_EDGES);
}

static void
draw_all_triangles (SondeField       *field,
                    const SondeSheet *sheet,
                    const Pixels     *pixels)
{
  SondeVertices vertices = { pixels->x, pixels->y, sheet->z };

  for (guint slot = 0; slot < sheet->n_slots; slot++)
    add_triangle (field, sheet, &vertices, pixels, slot);
}

static gboolean
is_in_view (const SondeFrame *frame,
            double            x,
            double            y)
{
  return x >= frame->x_min && x <= frame->x_max && y >= frame->y_min && y <= frame->y_max;
}

static void
widen (double    value,
       gboolean  positive,
       double   *min,
       double   *max)
{
  if (!isfinite (value) || (positive && value <= 0))
    return;
  *min = MIN (*min, value);
  *max = MAX (*max, value);
}

/**
 * sonde_sheet_measure:
 * @sheet: a surface
 * @view: the ranges of variables to look at
 * @positive: leave out what is not positive
 * @min: (inout): lowered to the least value
 * @max: (inout): raised to the largest
 *
 * Finds the range of values in a part of a surface: of its points, and between them on a coarse field.
 */
void
sonde_sheet_measure (const SondeSheet *sheet,
                     const SondeFrame *view,
                     gboolean          positive,
                     double           *min,
                     double           *max)
{
  g_autoptr (SondeField) field = sonde_field_new (LOOKS, LOOKS, 0);
  SondeFrame frame = *view;
  Pixels pixels = { 0 };

  frame.x = frame.y = 0;
  frame.width = frame.height = LOOKS;
  place_corners (&pixels, sheet, &frame, 0, 0, 1, 0);
  draw_all_triangles (field, sheet, &pixels);
  sonde_field_get_range (field, positive, min, max);
  for (guint i = 0; i < sheet->n; i++)
    if (is_in_view (&frame, sonde_sheet_get_x (sheet, i), sonde_sheet_get_y (sheet, i)))
      widen (sheet->z[i], positive, min, max);
  g_free (pixels.x);
  g_free (pixels.y);
}

static gboolean
keys_equal (const Key *a,
            const Key *b)
{
  return a->version == b->version && a->mesh_width == b->mesh_width
         && a->place.x == b->place.x && a->place.y == b->place.y && a->place.scale == b->place.scale
         && a->place.width == b->place.width && a->place.height == b->place.height
         && a->frame.x == b->frame.x && a->frame.y == b->frame.y
         && a->frame.width == b->frame.width && a->frame.height == b->frame.height
         && a->frame.x_min == b->frame.x_min && a->frame.x_max == b->frame.x_max
         && a->frame.y_min == b->frame.y_min && a->frame.y_max == b->frame.y_max
         && a->frame.log_x == b->frame.log_x && a->frame.log_y == b->frame.log_y;
}

/**
 * sonde_sheet_field_update:
 * @sheet: a surface
 * @frame: where it is shown
 * @place: where the pixels of the field lie
 * @mesh_width: of lines between triangles, pixels of the field; 0 for none
 *
 * Draws the triangles that have changed; all of them, if anything else has.
 */
void
sonde_sheet_field_update (SondeSheetField       *self,
                          const SondeSheet      *sheet,
                          const SondeFrame      *frame,
                          const SondeFieldPlace *place,
                          double                 mesh_width)
{
  Key key = { *frame, *place, sheet->version, mesh_width };
  gboolean is_same = self->field != NULL && keys_equal (&key, &self->key);
  SondeVertices vertices;

  if (!is_same && self->field != NULL && place->width == self->key.place.width && place->height == self->key.place.height
      && mesh_width == self->key.mesh_width)
    sonde_field_clear (self->field);
  else if (!is_same)
    {
      g_clear_pointer (&self->field, sonde_field_free);
      self->field = sonde_field_new (place->width, place->height, mesh_width);
    }
  self->key = key;
  place_corners (&self->pixels, sheet, frame, place->x, place->y, place->scale, is_same ? MIN (self->pixels.n, sheet->n) : 0);
  vertices = (SondeVertices) { self->pixels.x, self->pixels.y, sheet->z };
  if (!is_same)
    draw_all_triangles (self->field, sheet, &self->pixels);
  for (guint i = 0; is_same && i < sheet->n_changed; i++)
    add_triangle (self->field, sheet, &vertices, &self->pixels, sheet->changed[i]);
}

/**
 * sonde_sheet_field_get:
 *
 * Returns: (transfer none): the field, until the next update
 */
SondeField *
sonde_sheet_field_get (SondeSheetField *self)
{
  return self->field;
}

/**
 * sonde_sheet_field_get_vertices:
 * @sheet: what was drawn last
 *
 * Returns: where its corners are in the field, until the next update
 */
SondeVertices
sonde_sheet_field_get_vertices (SondeSheetField  *self,
                                const SondeSheet *sheet)
{
  return (SondeVertices) { self->pixels.x, self->pixels.y, sheet->z };
}

/**
 * sonde_sheet_field_has:
 * @sheet: what was drawn last
 * @slot: one of its triangles
 *
 * Returns: whether it is there and in view
 */
gboolean
sonde_sheet_field_has (SondeSheetField  *self,
                       const SondeSheet *sheet,
                       guint             slot)
{
  return sonde_sheet_is_triangle (sheet, slot)
         && is_on_field (&self->pixels, sheet->corners + (gsize) slot * 3, self->key.place.width, self->key.place.height);
}

/**
 * sonde_sheet_field_keep:
 *
 * Keeps the values as they are seen, for sonde_sheet_field_read_out().
 */
void
sonde_sheet_field_keep (SondeSheetField *self)
{
  gsize width = self->key.place.width, height = self->key.place.height;
  double *values = g_new (double, width * height), *old;

  for (gsize row = 0; row < height; row++)
    memcpy (values + row * width, sonde_field_peek_row (self->field, (int) row), width * sizeof (double));
  sonde_handover_lock (&self->lock);
  old = self->values;
  self->values = values;
  self->shown = self->key;
  sonde_handover_unlock (&self->lock);
  g_free (old);
}

/**
 * sonde_sheet_field_read_out:
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
sonde_sheet_field_read_out (SondeSheetField  *self,
                            const SondeFrame *frame,
                            double            pixel_x,
                            double            pixel_y,
                            double           *z)
{
  gboolean found = FALSE;
  Key key;

  sonde_handover_lock (&self->lock);
  key = self->shown;
  key.frame = *frame;
  if (self->values != NULL && keys_equal (&key, &self->shown))
    {
      double column = floor ((pixel_x - key.place.x) * key.place.scale), row = floor ((pixel_y - key.place.y) * key.place.scale);

      if (column >= 0 && column < key.place.width && row >= 0 && row < key.place.height)
        {
          *z = self->values[(gsize) row * key.place.width + (gsize) column];
          found = !isinf (*z);
        }
    }
  sonde_handover_unlock (&self->lock);
  return found;
}
