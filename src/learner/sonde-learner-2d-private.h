/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "learner/sonde-learner-2d.h"
#include "learner/sonde-learner-private.h"
#include "learner/sonde-surface-2d.h"

G_BEGIN_DECLS

/* A point that was chosen but not given out yet, with the loss of its triangle. */
typedef struct
{
  double   x[2];
  double   loss;
  gboolean is_corner;
} SondeChosen2D;

/* A point under way; @vertex is where it is among the known and pending ones, if it is there yet. */
typedef struct
{
  double   x[2];
  guint32  vertex;
  gboolean is_corner;
} SondePending2D;

struct _SondeLearner2D
{
  SondeLearner    parent_instance;

  SondeLoss2D     loss;
  gboolean        global;
  guint           stack_size;
  double          aspect_ratio;

  /* the learner's coordinates: (map (x) - mean) / scale */
  double          mean[2];
  double          scale[2];

  GArray         *corners;      /* double × 2: the first to be asked for */
  GArray         *stack;        /* SondeChosen2D */
  GArray         *pending;      /* SondePending2D */
  GArray         *gaps;         /* double × 2: places found to be excluded */
  GArray         *outside;      /* ids of points outside the domain */

  SondeSurface2D *known;        /* NULL before the first value */
  GArray         *ids;          /* by vertex of `known`: the point, or G_MAXUINT32 for an excluded place */
  guint           n_known;      /* points in it */

  SondeSurface2D *combined;     /* known and pending points; NULL while nobody asks for it */
  guint           n_combined;   /* so many vertices of `known` are in it */
  gboolean        has_zeros;    /* pending points have no better value in it while corners are to come */
};

void     _sonde_learner_2d_place           (SondeLearner2D *self,
                                            const double   *x,
                                            double         *place);
void     _sonde_learner_2d_unplace         (SondeLearner2D *self,
                                            const double   *place,
                                            double         *x);
gboolean _sonde_learner_2d_corners_are_out (SondeLearner2D *self);
int      _sonde_learner_2d_find_pending    (SondeLearner2D *self,
                                            const double   *x);
int      _sonde_learner_2d_find_chosen     (SondeLearner2D *self,
                                            const double   *x);
void     _sonde_learner_2d_remove_pending  (SondeLearner2D *self,
                                            guint           index);
void     _sonde_learner_2d_forget_combined (SondeLearner2D *self);
void     _sonde_learner_2d_add_gap         (SondeLearner2D *self,
                                            const double   *x);

/* sonde-learner-2d-combined.c */
gboolean        _sonde_learner_2d_work_combined (SondeLearner2D *self,
                                                 gint64          deadline);
SondeSurface2D *_sonde_learner_2d_get_combined  (SondeLearner2D *self);

/* sonde-learner-2d-ask.c */
guint    _sonde_learner_2d_ask             (SondeLearner   *learner,
                                            guint           n,
                                            gboolean        tell_pending,
                                            double         *points,
                                            double         *loss_improvements);

G_END_DECLS
