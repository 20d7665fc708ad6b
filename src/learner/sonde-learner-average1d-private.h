/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geometry/sonde-heap.h"
#include "learner/sonde-learner-1d-private.h"
#include "learner/sonde-learner-average1d.h"
#include "learner/sonde-seeds.h"
#include "learner/sonde-student.h"

G_BEGIN_DECLS

#define SONDE_PLACE_NONE G_MAXUINT32

/* A place with samples, known or under way. */
typedef struct
{
  double      x;
  guint32     id;             /* in the curve; SONDE_PLACE_NONE while nothing is known there */
  gboolean    is_inside;
  SondeSeeds  seeds;
  guint       first;          /* the id of the first sample in the store */
  guint       n;
  double      mean;
  double      squares;        /* the sum of squared deviations from the mean, by Welford's recurrence */
  double      error;
  double      distance;       /* to the right neighbour */
  double      since;          /* when its place in the heap was last set: ties go to the earliest */
  GList      *undersampled;   /* its link, or NULL */
} SondePlace1D;

/* The curve is a learner of one variable that is told means: it knows the losses and chooses new places. */
struct _SondeLearnerAverage1D
{
  SondeLearner      parent_instance;

  double            delta;
  double            alpha;
  double            neighbor_sampling;
  guint             min_samples;
  guint             max_samples;
  double            min_error;
  SondeStudent      student;

  SondeLearner1D   *curve;
  GPtrArray        *places;         /* SondePlace1D, by their id in the curve */
  GHashTable       *announced;      /* places where nothing is known yet, by x */
  GHashTable       *busy;           /* places with samples under way */
  guint             n_pending;
  GQueue            undersampled;   /* in the order of becoming known */
  SondeHeap        *rescaled;       /* by id in the curve */
  double            now;            /* counts changes of the heap */
};

static inline SondePlace1D *
_sonde_place_get (SondeLearnerAverage1D *self,
                  guint32                id)
{
  return g_ptr_array_index (self->places, id);
}

/* sonde-learner-average1d.c */
SondePlace1D *_sonde_learner_average1d_find      (SondeLearnerAverage1D *self,
                                                  double                 x);
SondePlace1D *_sonde_learner_average1d_ensure    (SondeLearnerAverage1D *self,
                                                  double                 x);
gboolean      _sonde_learner_average1d_check     (const double          *x,
                                                  GError               **error);
/* sonde-learner-average1d-ask.c */
guint         _sonde_learner_average1d_ask       (SondeLearner          *learner,
                                                  guint                  n,
                                                  gboolean               tell_pending,
                                                  double                *points,
                                                  double                *loss_improvements);
/* sonde-learner-average1d-tell.c */
gboolean      _sonde_learner_average1d_tell      (SondeLearner          *learner,
                                                  const double          *x,
                                                  const double          *y,
                                                  guint                  vdim,
                                                  double                 seconds,
                                                  GError               **error);

G_END_DECLS
