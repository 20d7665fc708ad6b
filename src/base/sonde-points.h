/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The number of components of a value that is a plain number, not a list of one. */
#define SONDE_SCALAR 0

/* How many doubles a value of @vdim components takes in an array. */
#define SONDE_STRIDE(vdim) MAX ((vdim), 1u)

typedef struct _SondePoints SondePoints;

/**
 * SondePoints:
 * @ndim: the number of coordinates of a point
 * @vdim: the number of components of a value; 0 until the first point is there, 1 for plain numbers
 * @is_vector: whether values are lists, perhaps of one number
 * @n: the number of points
 * @x: the points, n × ndim
 * @y: their values, n × vdim
 * @seconds: how long each evaluation took, in seconds; NaN where it is not known
 *
 * The points whose values are known, in the order in which they were told: the spine of a run. A point's place is
 * its id, for ever: points are appended, never moved, changed or removed. Learner, journal and figures refer to ids.
 * The arrays move when they grow: take the pointers anew after appending.
 */
struct _SondePoints
{
  guint     ndim;
  guint     vdim;
  gboolean  is_vector;
  guint     n;
  double   *x;
  double   *y;
  float    *seconds;

  /*< private >*/
  guint     capacity;
};

SondePoints *sonde_points_new          (guint              ndim);
void         sonde_points_free         (SondePoints       *self);
gboolean     sonde_points_accepts      (const SondePoints *self,
                                        guint              vdim);
guint        sonde_points_append       (SondePoints       *self,
                                        const double      *x,
                                        const double      *y,
                                        guint              vdim);
void         sonde_points_set_seconds  (SondePoints       *self,
                                        guint              id,
                                        double             seconds);
void         sonde_points_reserve      (SondePoints       *self,
                                        guint              n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePoints, sonde_points_free)

G_END_DECLS
