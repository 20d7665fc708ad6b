/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The flat arrays of vertices and simplices. */

#include "config.h"

#include <string.h>

#include "geometry/sonde-triangulation-private.h"

static guint
grown (guint capacity)
{
  /* small steps once it is large: memory a point is what limits long runs, and realloc moves pages, not bytes */
  return capacity < 4096 ? MAX (64, 2 * capacity) : capacity + capacity / 4;
}

/* Appends a vertex that belongs to no simplex yet. */
guint32
_sonde_triangulation_add_vertex (SondeTriangulation *self,
                                 const double       *point)
{
  guint32 vertex = self->n_vertices;

  if (self->n_vertices == self->vertex_capacity)
    {
      gsize capacity = grown (self->vertex_capacity);

      self->points = g_renew (double, self->points, capacity * self->ndim);
      self->around = g_renew (guint32, self->around, capacity);
      self->children = g_renew (guint32, self->children, 2 * capacity);
      self->vertex_marks = g_renew (guint32, self->vertex_marks, capacity);
      self->vertex_capacity = capacity;
    }
  memcpy (self->points + (gsize) vertex * self->ndim, point, self->ndim * sizeof *point);
  self->around[vertex] = SONDE_TRIANGULATION_NONE;
  self->children[2 * (gsize) vertex] = self->children[2 * (gsize) vertex + 1] = 0;
  self->vertex_marks[vertex] = 0;
  self->n_vertices++;
  return vertex;
}

static guint32
take_slot (SondeTriangulation *self)
{
  if (self->vacant->len > 0)
    {
      guint32 slot = g_array_index (self->vacant, guint32, self->vacant->len - 1);

      g_array_set_size (self->vacant, self->vacant->len - 1);
      return slot;
    }
  if (self->n_slots == self->slot_capacity)
    {
      gsize capacity = grown (self->slot_capacity);

      self->vertices = g_renew (guint32, self->vertices, capacity * self->n_corners);
      self->neighbours = g_renew (guint32, self->neighbours, capacity * self->n_corners);
      self->signs = g_renew (gint8, self->signs, capacity);
      self->marks = g_renew (guint32, self->marks, capacity);
      if (self->tolerance > 0)
        self->spheres = g_renew (double, self->spheres, capacity * self->n_corners);
      self->slot_capacity = capacity;
    }
  self->marks[self->n_slots] = 0;
  return self->n_slots++;
}

/* A simplex whose vertices and neighbours are to be set. Arrays may move. */
guint32
_sonde_triangulation_add_simplex (SondeTriangulation *self,
                                  gint8               sign)
{
  guint32 simplex = take_slot (self);

  self->signs[simplex] = sign;
  self->n_simplices += sign != SONDE_SIGN_INFINITE;
  return simplex;
}

/* Its vertices can be read until the next insertion. */
void
_sonde_triangulation_vacate (SondeTriangulation *self,
                             guint32             simplex)
{
  self->n_simplices -= self->signs[simplex] != SONDE_SIGN_INFINITE;
  self->signs[simplex] = SONDE_SIGN_VACANT;
  g_array_append_val (self->vacated, simplex);
}

/* Where the vertices of a finite simplex lie. */
void
_sonde_triangulation_get_points (SondeTriangulation  *self,
                                 guint32              simplex,
                                 const double       **points)
{
  const guint32 *corners = _sonde_corners (self, simplex);

  for (guint i = 0; i < self->n_corners; i++)
    points[i] = _sonde_point (self, corners[i]);
}
