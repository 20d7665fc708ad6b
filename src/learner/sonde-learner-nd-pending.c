/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points under way divide the simplices they lie in into parts, each with a share of the loss by its volume; so further points are chosen
 * elsewhere. That is put off until somebody asks: a point that is told first never needs it. */

#include "config.h"

#include <string.h>

#include "learner/sonde-learner-nd-private.h"

void
_sonde_parts_nd_free (SondePartsND *parts)
{
  sonde_triangulation_free (parts->tri);
  g_array_unref (parts->used);
  g_free (parts);
}

int
_sonde_learner_nd_find_pending (SondeLearnerND *self,
                                const double   *x)
{
  for (guint i = 0; i < self->pending->len; i++)
    if (memcmp (g_array_index (self->pending, SondePendingND, i).x, x, self->ndim * sizeof *x) == 0)
      return (int) i;
  return -1;
}

static gboolean
is_used (SondePartsND *parts,
         guint32       part)
{
  for (guint i = 0; i < parts->used->len; i++)
    if (g_array_index (parts->used, guint32, i) == part)
      return TRUE;
  return FALSE;
}

static double
volume (SondeTriangulation *tri,
        guint32             simplex)
{
  guint ndim = sonde_triangulation_get_ndim (tri);
  const double *points[SONDE_ND_MAX + 1];

  for (guint i = 0; i <= ndim; i++)
    points[i] = sonde_triangulation_get_point (tri, sonde_triangulation_get_vertices (tri, simplex)[i]);
  return sonde_simplex_volume (ndim, points);
}

static gboolean
precedes (SondeTriangulation *tri,
          guint32             part,
          guint32             other)
{
  const guint32 *a = sonde_triangulation_get_vertices (tri, part);
  const guint32 *b = sonde_triangulation_get_vertices (tri, other);

  for (guint i = 0; i <= sonde_triangulation_get_ndim (tri); i++)
    if (a[i] != b[i])
      return a[i] < b[i];
  return FALSE;
}

/* The part with the largest share; among equal ones that with the older vertices. */
void
_sonde_learner_nd_find_best_part (SondeLearnerND *self,
                                  guint32         simplex,
                                  SondePartsND   *parts)
{
  double whole = volume (self->tri, simplex);
  double loss = _sonde_learner_nd_get_simplex_loss (self, simplex);
  double density = loss == loss ? loss / whole : 1;

  parts->best = SONDE_TRIANGULATION_NONE;
  parts->share = 0;
  for (guint32 part = 0; part < sonde_triangulation_get_n_slots (parts->tri); part++)
    {
      double share;

      if (!sonde_triangulation_is_simplex (parts->tri, part) || is_used (parts, part))
        continue;
      share = volume (parts->tri, part) * density;
      if (parts->best == SONDE_TRIANGULATION_NONE || share > parts->share + 5e-9 ||
          (share >= parts->share - 5e-9 && precedes (parts->tri, part, parts->best)))
        {
          parts->best = part;
          parts->share = share;
        }
    }
}

static SondePartsND *
get_parts (SondeLearnerND *self,
           guint32         simplex)
{
  SondePartsND *parts = g_hash_table_lookup (self->parts, GUINT_TO_POINTER (simplex));

  if (parts != NULL)
    return parts;
  parts = g_new0 (SondePartsND, 1);
  parts->tri = sonde_triangulation_new_tolerant (self->ndim, SONDE_ND_TOLERANCE);
  parts->used = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i <= self->ndim; i++)
    {
      guint32 corner = sonde_triangulation_get_vertices (self->tri, simplex)[i];

      sonde_triangulation_insert (parts->tri, sonde_triangulation_get_point (self->tri, corner), SONDE_TRIANGULATION_NONE, NULL);
    }
  g_hash_table_insert (self->parts, GUINT_TO_POINTER (simplex), parts);
  return parts;
}

static void
divide (SondeLearnerND *self,
        guint32         simplex,
        const double   *place)
{
  const guint32 *corners = sonde_triangulation_get_vertices (self->tri, simplex);
  const double *points[SONDE_ND_MAX + 1];
  SondePartsND *parts;

  for (guint i = 0; i <= self->ndim; i++)
    points[i] = sonde_triangulation_get_point (self->tri, corners[i]);
  if (!sonde_simplex_contains (self->ndim, points, place, SONDE_ND_TOLERANCE))
    return;
  parts = get_parts (self, simplex);
  sonde_triangulation_insert (parts->tri, place, SONDE_TRIANGULATION_NONE, NULL);
  g_array_set_size (parts->used, 0);
  _sonde_learner_nd_queue (self, simplex);
}

/* In every simplex that it lies in, borders included. */
static void
place_point (SondeLearnerND *self,
             SondePendingND *pending)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) around = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 simplex = sonde_triangulation_locate (self->tri, pending->place, SONDE_TRIANGULATION_NONE);

  pending->is_placed = TRUE;
  if (simplex == SONDE_TRIANGULATION_NONE)
    return;
  for (guint i = 0; i <= self->ndim; i++)
    {
      sonde_triangulation_around_vertex (self->tri, sonde_triangulation_get_vertices (self->tri, simplex)[i], around);
      for (guint j = 0; j < around->len; j++)
        {
          guint32 other = g_array_index (around, guint32, j);

          if (g_hash_table_add (seen, GUINT_TO_POINTER (other)))
            divide (self, other, pending->place);
        }
    }
}

/* Before choosing: all points under way divide their simplices. */
void
_sonde_learner_nd_place_pending (SondeLearnerND *self)
{
  if (sonde_triangulation_get_n_simplices (self->tri) == 0)
    return;
  for (guint i = 0; i < self->pending->len; i++)
    {
      SondePendingND *pending = &g_array_index (self->pending, SondePendingND, i);

      if (!pending->is_placed)
        place_point (self, pending);
    }
}

/* A simplex is gone: points under way in it are to be placed anew. */
void
_sonde_learner_nd_release (SondeLearnerND *self,
                           guint32         simplex)
{
  SondePartsND *parts = g_hash_table_lookup (self->parts, GUINT_TO_POINTER (simplex));

  if (parts == NULL)
    return;
  for (guint i = 0; i < self->pending->len; i++)
    {
      SondePendingND *pending = &g_array_index (self->pending, SondePendingND, i);

      for (guint32 v = self->ndim + 1; v < sonde_triangulation_get_n_vertices (parts->tri); v++)
        if (memcmp (sonde_triangulation_get_point (parts->tri, v), pending->place, self->ndim * sizeof (double)) == 0)
          pending->is_placed = FALSE;
    }
  g_hash_table_remove (self->parts, GUINT_TO_POINTER (simplex));
}

/* All simplices are whole again, and each can be chosen. */
void
_sonde_learner_nd_drop_parts (SondeLearnerND *self)
{
  g_autofree gpointer *simplices = NULL;
  guint n;

  simplices = g_hash_table_get_keys_as_array (self->parts, &n);
  g_hash_table_remove_all (self->parts);
  for (guint i = 0; i < n; i++)
    _sonde_learner_nd_queue (self, GPOINTER_TO_UINT (simplices[i]));
  for (guint i = 0; i < self->pending->len; i++)
    g_array_index (self->pending, SondePendingND, i).is_placed = FALSE;
}
