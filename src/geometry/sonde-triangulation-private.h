/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geometry/sonde-predicates.h"
#include "geometry/sonde-triangulation.h"

G_BEGIN_DECLS

/* The vertex at infinity. Every facet of the hull is joined with it to an infinite simplex, so that every facet has two sides; as the largest
 * number it comes last among the vertices of a simplex. */
#define SONDE_INFINITE G_MAXUINT32

/* What stands in the place of an orientation for slots that have none. */
enum
{
  SONDE_SIGN_VACANT = 0,
  SONDE_SIGN_INFINITE = 2,
};

#define SONDE_MAX_VERTICES (SONDE_TRIANGULATION_MAX_NDIM + 1)

/* A facet on the boundary of the cavity: the one opposite to a vertex of a simplex that goes. */
typedef struct
{
  guint32 simplex;
  guint32 index;
} SondeFacet;

struct _SondeTriangulation
{
  guint    ndim;
  guint    n_corners;       /* of a simplex: ndim + 1 */
  double   tolerance;       /* 0: exact */

  /* by vertex */
  double  *points;          /* n_vertices × ndim */
  guint32 *around;          /* a finite simplex at it */
  guint32 *children;        /* the two children in the tree of places, 0: none */
  guint32 *vertex_marks;
  guint    n_vertices;
  guint    vertex_capacity;

  /* by slot of a simplex */
  guint32 *vertices;        /* n_corners each, ascending */
  guint32 *neighbours;      /* n_corners each: the one across the facet opposite to the vertex */
  gint8   *signs;           /* the orientation of the vertices in that order: 1 or -1; else as above */
  double  *spheres;         /* tolerant: centre and squared radius; else NULL */
  guint32 *marks;
  guint    n_slots;
  guint    slot_capacity;
  guint    n_simplices;     /* finite ones */
  GArray  *vacant;          /* slots to be used again */
  GArray  *vacated;         /* slots that become vacant with the next insertion, so that their simplices can still be read */

  /* before there are simplices: affinely independent vertices */
  guint32  basis[SONDE_MAX_VERTICES];
  guint    n_basis;

  /* the box of the tree of places */
  double   low[SONDE_TRIANGULATION_MAX_NDIM];
  double   high[SONDE_TRIANGULATION_MAX_NDIM];

  guint32  stamp;           /* marks above it are of the insertion or walk under way */
  guint32  latest;          /* a finite simplex: where a walk without a hint begins */
  guint32  random;
  GArray  *boundary;        /* SondeFacet */
  GArray  *gone;            /* all that go, infinite ones too */
  GArray  *deleted;
  GArray  *added;
};

/* What a mark says during an insertion, above the stamp. */
enum
{
  SONDE_MARK_KEPT = 1,
  SONDE_MARK_GONE,
  SONDE_MARKS,
};

static inline guint32 *
_sonde_corners (SondeTriangulation *self,
                guint32             simplex)
{
  return self->vertices + (gsize) simplex * self->n_corners;
}

static inline guint32 *
_sonde_neighbours (SondeTriangulation *self,
                   guint32             simplex)
{
  return self->neighbours + (gsize) simplex * self->n_corners;
}

static inline const double *
_sonde_point (SondeTriangulation *self,
              guint32             vertex)
{
  return self->points + (gsize) vertex * self->ndim;
}

static inline gboolean
_sonde_is_infinite (SondeTriangulation *self,
                    guint32             simplex)
{
  return self->signs[simplex] == SONDE_SIGN_INFINITE;
}

static inline gboolean
_sonde_is_finite (SondeTriangulation *self,
                  guint32             simplex)
{
  return self->signs[simplex] == 1 || self->signs[simplex] == -1;
}

static inline guint
_sonde_index_of (const guint32 *numbers,
                 guint32        number)
{
  guint index = 0;

  while (numbers[index] != number)
    index++;
  return index;
}

/* sonde-triangulation-store.c */
guint32  _sonde_triangulation_add_vertex     (SondeTriangulation *self,
                                              const double       *point);
guint32  _sonde_triangulation_add_simplex    (SondeTriangulation *self,
                                              gint8               sign);
void     _sonde_triangulation_vacate         (SondeTriangulation *self,
                                              guint32             simplex);
void     _sonde_triangulation_get_points     (SondeTriangulation *self,
                                              guint32             simplex,
                                              const double      **points);

/* sonde-triangulation-locate.c */
guint32  _sonde_triangulation_find_place     (SondeTriangulation *self,
                                              const double       *point,
                                              guint32             hint);
guint32  _sonde_triangulation_file_vertex    (SondeTriangulation *self,
                                              guint32             vertex);

/* sonde-triangulation-hull.c */
gboolean _sonde_triangulation_widen_basis    (SondeTriangulation *self,
                                              guint32             vertex);
void     _sonde_triangulation_begin          (SondeTriangulation *self);
int      _sonde_triangulation_side_of_facet  (SondeTriangulation *self,
                                              guint32             infinite,
                                              const double       *point);
gboolean _sonde_triangulation_is_near_facet  (SondeTriangulation *self,
                                              guint32             infinite,
                                              const double       *point);

/* sonde-triangulation-cavity.c */
gboolean _sonde_triangulation_find_cavity    (SondeTriangulation *self,
                                              const double       *point,
                                              guint32             start,
                                              gboolean            exact);
void     _sonde_triangulation_begin_marks    (SondeTriangulation *self);
void     _sonde_triangulation_fill_cavity    (SondeTriangulation *self,
                                              guint32             vertex);

/* sonde-triangulation-sphere.c */
void     _sonde_triangulation_set_sphere     (SondeTriangulation *self,
                                              guint32             simplex);
gboolean _sonde_triangulation_in_sphere      (SondeTriangulation *self,
                                              guint32             simplex,
                                              const double       *point,
                                              gboolean            exact);

G_END_DECLS
