/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_TRIANGULATION_MIN_NDIM 2
#define SONDE_TRIANGULATION_MAX_NDIM 6

/* No vertex, no simplex; as a neighbour: nothing, the hull is there. */
#define SONDE_TRIANGULATION_NONE G_MAXUINT32

/**
 * SondeTriangulation:
 *
 * The Delaunay triangulation of points in 2 to 6 dimensions that come one by one. Vertices are numbered 0, 1, 2 … as they are inserted;
 * simplices have numbers that are used again after they are gone.
 */
typedef struct _SondeTriangulation SondeTriangulation;

/**
 * SondeInsertion:
 * @SONDE_INSERTION_ADDED: the point is a new vertex
 * @SONDE_INSERTION_DUPLICATE: a vertex lies exactly there; nothing changed
 */
typedef enum
{
  SONDE_INSERTION_ADDED,
  SONDE_INSERTION_DUPLICATE,
} SondeInsertion;

SondeTriangulation *sonde_triangulation_new                (guint               ndim);
SondeTriangulation *sonde_triangulation_new_tolerant       (guint               ndim,
                                                            double              tolerance);
void                sonde_triangulation_free               (SondeTriangulation *self);
void                sonde_triangulation_clear              (SondeTriangulation *self);

SondeInsertion      sonde_triangulation_insert             (SondeTriangulation *self,
                                                            const double       *point,
                                                            guint32             hint,
                                                            guint32            *vertex);
const guint32      *sonde_triangulation_get_deleted        (SondeTriangulation *self,
                                                            guint              *n);
const guint32      *sonde_triangulation_get_added          (SondeTriangulation *self,
                                                            guint              *n);

guint32             sonde_triangulation_locate             (SondeTriangulation *self,
                                                            const double       *point,
                                                            guint32             hint);
void                sonde_triangulation_around_vertex      (SondeTriangulation *self,
                                                            guint32             vertex,
                                                            GArray             *simplices);
void                sonde_triangulation_fan                (SondeTriangulation *self,
                                                            guint32             vertex,
                                                            GArray             *simplices,
                                                            GArray             *neighbours);
guint32             sonde_triangulation_get_any_around     (SondeTriangulation *self,
                                                            guint32             vertex);

guint               sonde_triangulation_get_ndim           (SondeTriangulation *self);
guint               sonde_triangulation_get_n_vertices     (SondeTriangulation *self);
guint               sonde_triangulation_get_n_simplices    (SondeTriangulation *self);
guint               sonde_triangulation_get_n_slots        (SondeTriangulation *self);
gboolean            sonde_triangulation_is_simplex         (SondeTriangulation *self,
                                                            guint32             simplex);
const double       *sonde_triangulation_get_point          (SondeTriangulation *self,
                                                            guint32             vertex);
const guint32      *sonde_triangulation_get_vertices       (SondeTriangulation *self,
                                                            guint32             simplex);
guint32             sonde_triangulation_get_neighbour      (SondeTriangulation *self,
                                                            guint32             simplex,
                                                            guint               index);
guint32             sonde_triangulation_get_opposite       (SondeTriangulation *self,
                                                            guint32             simplex,
                                                            guint               index);
gsize               sonde_triangulation_get_memory         (SondeTriangulation *self);

gboolean            sonde_triangulation_is_valid           (SondeTriangulation *self,
                                                            const char        **why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTriangulation, sonde_triangulation_free)

G_END_DECLS
