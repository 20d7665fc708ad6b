/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <math.h>

G_BEGIN_DECLS

/**
 * SondeStencil1D:
 * @x: up to four neighbouring points, in units of the width of the domain; 1 and 2 are the ends of the interval
 * @y: their values, 4 × @vdim, in units of the range of the function
 * @vdim: the number of components, at least 1
 * @is_vector: whether values are lists, perhaps of one number
 * @first: 0 if the left neighbour is there, else 1
 * @last: 3 if the right neighbour is there, else 2
 *
 * What a loss looks at: an interval between two known points, and perhaps its neighbours.
 */
typedef struct
{
  double    x[4];
  double   *y;
  guint     vdim;
  gboolean  is_vector;
  guint     first;
  guint     last;
} SondeStencil1D;

#define SONDE_LOSS_1D_PARAMETERS 3

typedef struct _SondeLoss1D SondeLoss1D;

/**
 * SondeLoss1D:
 * @kind: its name in a study
 * @nth_neighbors: how many intervals on either side it looks at
 * @evaluate: the loss of an interval; NaN where there is none
 * @parameters: what @evaluate takes besides
 *
 * How badly one interval is known.
 */
struct _SondeLoss1D
{
  const char *kind;
  guint       nth_neighbors;
  double    (*evaluate) (const SondeLoss1D    *self,
                         const SondeStencil1D *stencil);
  double      parameters[SONDE_LOSS_1D_PARAMETERS];
};

gboolean sonde_loss_1d_init     (SondeLoss1D           *self,
                                 JsonObject            *spec,
                                 char                 **path_of_fault,
                                 GError               **error);
double   sonde_loss_1d_evaluate (const SondeLoss1D     *self,
                                 const SondeStencil1D  *stencil);

/**
 * sonde_loss_1d_rank:
 * @loss: the loss of an interval
 * @length: its length
 * @scale: what lengths are relative to: the relative length stands in for a loss that is not finite
 *
 * By which intervals are ordered: the loss, rounded, so that intervals that differ by rounding alone are chosen from left to
 * right.
 *
 * Returns: a number that is not NaN
 */
static inline double
sonde_loss_1d_rank (double loss,
                    double length,
                    double scale)
{
  double value = (isfinite (loss) ? loss : length / scale) * 1e12 + 0.5;

  /* toward zero; what is larger has no fraction */
  return (fabs (value) < 0x1p52 ? (double) (gint64) value : value) / 1e12;
}

G_END_DECLS
