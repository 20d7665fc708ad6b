/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table with open addresses, at most half full. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "figure/sonde-face-table.h"

#define FIRST_SIZE 1024
#define NONE SONDE_TRIANGULATION_NONE

typedef struct
{
  guint32 vertices[SONDE_SURFACE_NDIM - 1];
  guint32 found;
} Face;

struct _SondeFaceTable
{
  guint  n_vertices;
  Face  *faces;
  guint  size;
  guint  n;
};

static guint64
get_slot (const SondeFaceTable *self,
          const guint32        *vertices)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->n_vertices; i++)
    sum = (sum ^ vertices[i]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (sum ^ sum >> 31) & (self->size - 1);
}

/* Its face, or the empty place for it. */
static Face *
find_face (SondeFaceTable *self,
           const guint32  *vertices)
{
  guint64 slot = get_slot (self, vertices);
  gsize size = self->n_vertices * sizeof (guint32);

  while (self->faces[slot].vertices[0] != NONE && memcmp (self->faces[slot].vertices, vertices, size) != 0)
    slot = (slot + 1) & (self->size - 1);
  return &self->faces[slot];
}

static void
resize (SondeFaceTable *self,
        guint           size)
{
  Face *old = self->faces;
  guint old_size = self->size;

  self->faces = g_new (Face, size);
  self->size = size;
  for (guint i = 0; i < size; i++)
    self->faces[i].vertices[0] = NONE;
  for (guint i = 0; i < old_size; i++)
    if (old[i].vertices[0] != NONE)
      *find_face (self, old[i].vertices) = old[i];
  g_free (old);
}

/**
 * sonde_face_table_new:
 * @n_vertices: how many vertices a face has
 *
 * Returns: (transfer full): an empty table
 */
SondeFaceTable *
sonde_face_table_new (guint n_vertices)
{
  SondeFaceTable *self = g_new0 (SondeFaceTable, 1);

  self->n_vertices = n_vertices;
  resize (self, FIRST_SIZE);
  return self;
}

void
sonde_face_table_free (SondeFaceTable *self)
{
  g_free (self->faces);
  g_free (self);
}

/**
 * sonde_face_table_find:
 * @vertices: of a face, in ascending order
 * @found: (out): what was added for it
 *
 * Returns: whether anything was
 */
gboolean
sonde_face_table_find (SondeFaceTable *self,
                       const guint32  *vertices,
                       guint32        *found)
{
  const Face *face = find_face (self, vertices);

  if (face->vertices[0] == NONE)
    return FALSE;
  *found = face->found;
  return TRUE;
}

/**
 * sonde_face_table_add:
 * @vertices: of a face that is not there, in ascending order
 * @found: what to keep for it
 */
void
sonde_face_table_add (SondeFaceTable *self,
                      const guint32  *vertices,
                      guint32         found)
{
  Face *face;

  if (self->n * 2 >= self->size)
    resize (self, self->size * 2);
  face = find_face (self, vertices);
  memcpy (face->vertices, vertices, self->n_vertices * sizeof (guint32));
  face->found = found;
  self->n++;
}

/**
 * sonde_face_solve:
 * @n: the number of unknowns
 * @a: n rows of n + 1 numbers, the last of each the right side; it is worked on
 * @solution: (out caller-allocates): n numbers
 *
 * Solves a small linear system by elimination with pivots.
 *
 * Returns: %FALSE if it has no single solution
 */
gboolean
sonde_face_solve (guint   n,
                  double  a[][SONDE_FACE_ROW],
                  double *solution)
{
  for (guint i = 0; i < n; i++)
    {
      guint pivot = i;

      for (guint row = i + 1; row < n; row++)
        if (fabs (a[row][i]) > fabs (a[pivot][i]))
          pivot = row;
      if (a[pivot][i] == 0)
        return FALSE;
      for (guint k = i; k <= n && pivot != i; k++)
        {
          double kept = a[i][k];

          a[i][k] = a[pivot][k];
          a[pivot][k] = kept;
        }
      for (guint row = i + 1; row < n; row++)
        {
          double part = a[row][i] / a[i][i];

          for (guint k = i; k <= n; k++)
            a[row][k] -= part * a[i][k];
        }
    }
  for (guint i = n; i-- > 0;)
    {
      solution[i] = a[i][n];
      for (guint k = i + 1; k < n; k++)
        solution[i] -= a[i][k] * solution[k];
      solution[i] /= a[i][i];
    }
  return TRUE;
}
