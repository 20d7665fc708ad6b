/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geometry/sonde-heap.h"
#include "geometry/sonde-simplex.h"
#include "learner/sonde-learner-nd.h"
#include "learner/sonde-learner-private.h"
#include "learner/sonde-loss-nd.h"

G_BEGIN_DECLS

#define SONDE_ND_MAX SONDE_TRIANGULATION_MAX_NDIM

/* Points that should be cospherical or in the plane of the hull are so to this part of the size of simplices. */
#define SONDE_ND_TOLERANCE 1e-8

/* The rank of a simplex from which nothing new can be chosen. */
#define SONDE_ND_EXHAUSTED (-1.0)

/* A vertex at an excluded place. */
#define SONDE_ND_GAP G_MAXUINT32

/* A point under way; once placed, it is a vertex of the pending triangulations of the simplices it lies in. */
typedef struct
{
  double   x[SONDE_ND_MAX];
  double   place[SONDE_ND_MAX];
  guint32  simplex;     /* where it was chosen, if that is still there */
  gboolean is_placed;
} SondePendingND;

/* The triangulation of one simplex with the pending points in it. */
typedef struct
{
  SondeTriangulation *tri;
  guint32             best;    /* the part with the largest share of the loss that can be divided, or NONE */
  double              share;
  GArray             *used;    /* parts that have nothing new to choose */
} SondePartsND;

typedef struct
{
  SondeLossND loss;
  gboolean    anisotropic;
  double      recompute_factor;
  double      first_scale;
} SondeOptionsND;

struct _SondeLearnerND
{
  SondeLearner        parent_instance;

  SondeOptionsND      options;
  guint               ndim;
  double              low[SONDE_ND_MAX];      /* in the learner's coordinates */
  double              width[SONDE_ND_MAX];
  GArray             *bounds;                 /* double × ndim: corners, ascending */
  guint               next_bound;             /* those before it are known or pending */

  SondeTriangulation *tri;                    /* in units of the domain's sides */
  GArray             *ids;                    /* by vertex: the point's id, or SONDE_ND_GAP */
  GArray             *outside;                /* ids of points outside the domain */
  GArray             *losses;                 /* double, by simplex */
  SondeHeap          *worst;                  /* simplices that have a loss, by loss */
  SondeHeap          *queue;                  /* all simplices, by what dividing them promises */
  GHashTable         *parts;                  /* simplex -> SondePartsND */
  GArray             *pending;                /* SondePendingND */
  GRand              *random;

  double              y_min;
  double              y_max;
  double              multiplier;
  double              old_scale;
  guint               recomputed;             /* simplices below it have the newest loss; G_MAXUINT: all */
  gboolean            is_stuck;
  double             *stencil;
  guint               stencil_vdim;
};

/* sonde-learner-nd-losses.c */
double   _sonde_learner_nd_get_simplex_loss (SondeLearnerND *self,
                                             guint32         simplex);
void     _sonde_learner_nd_update           (SondeLearnerND *self);
void     _sonde_learner_nd_queue            (SondeLearnerND *self,
                                             guint32         simplex);
void     _sonde_learner_nd_widen            (SondeLearnerND *self,
                                             const double   *y,
                                             guint           vdim);
gboolean _sonde_learner_nd_work             (SondeLearner   *learner,
                                             gint64          deadline);

/* sonde-learner-nd-pending.c */
void     _sonde_learner_nd_place_pending    (SondeLearnerND *self);
void     _sonde_learner_nd_drop_parts       (SondeLearnerND *self);
void     _sonde_learner_nd_release          (SondeLearnerND *self,
                                             guint32         simplex);
void     _sonde_learner_nd_find_best_part   (SondeLearnerND *self,
                                             guint32         simplex,
                                             SondePartsND   *parts);
int      _sonde_learner_nd_find_pending     (SondeLearnerND *self,
                                             const double   *x);
void     _sonde_parts_nd_free               (SondePartsND   *parts);

/* sonde-learner-nd-ask.c */
guint    _sonde_learner_nd_ask              (SondeLearner   *learner,
                                             guint           n,
                                             gboolean        tell_pending,
                                             double         *points,
                                             double         *loss_improvements);

/* sonde-learner-nd.c */
gboolean _sonde_learner_nd_is_known         (SondeLearnerND *self,
                                             const double   *x,
                                             guint32         hint);
void     _sonde_learner_nd_add_pending      (SondeLearnerND *self,
                                             const double   *x,
                                             guint32         simplex);
void     _sonde_learner_nd_insert           (SondeLearnerND *self,
                                             const double   *place,
                                             guint32         id,
                                             guint32         hint);

G_END_DECLS
