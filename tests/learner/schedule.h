/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helpers/golden.h"
#include "learner/sonde-learner.h"

G_BEGIN_DECLS

/* How a recorded case asks and tells. */
typedef struct _Schedule Schedule;

struct _Schedule
{
  SondeLearner *learner;
  guint         ndim;
  guint         told;
  guint         n;
  GArray       *asked;            /* of double, ndim each */
  GArray       *improvements;
  gpointer      data;
  /* computes the value of a point and tells it */
  void        (*tell)    (Schedule *self, const double *x);
  /* whether to end before n are told; may be NULL */
  gboolean    (*is_over) (Schedule *self);
};

void          schedule_init   (Schedule     *self,
                               SondeLearner *learner,
                               guint         n);
void          schedule_clear  (Schedule     *self);
void          schedule_drive  (Schedule     *self,
                               JsonObject   *schedule);
/* A learner from the text of its spec; domain: "x" from min to max, or none if both are 0. */
SondeLearner *learner_of_spec (const char   *spec,
                               double        min,
                               double        max);
void          add_family      (const char   *file,
                               const char   *path,
                               GTestDataFunc test);

G_END_DECLS
