/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "base/sonde-domain.h"
#include "base/sonde-points.h"

G_BEGIN_DECLS

#define SONDE_LEARNER_ERROR (sonde_learner_error_quark ())

/**
 * SondeLearnerError:
 * @SONDE_LEARNER_ERROR_SPEC: an option is unknown or has a wrong value
 * @SONDE_LEARNER_ERROR_SHAPE: a value has another shape than those told before
 * @SONDE_LEARNER_ERROR_POINT: a point cannot be told, such as one with a coordinate that is not finite
 */
typedef enum
{
  SONDE_LEARNER_ERROR_SPEC,
  SONDE_LEARNER_ERROR_SHAPE,
  SONDE_LEARNER_ERROR_POINT,
} SondeLearnerError;

GQuark sonde_learner_error_quark (void);

#define SONDE_TYPE_LEARNER (sonde_learner_get_type ())

/**
 * SondeLearner:
 *
 * Chooses points from what is already known. A learner lives in one thread and knows neither functions nor executors.
 */
G_DECLARE_DERIVABLE_TYPE (SondeLearner, sonde_learner, SONDE, LEARNER, GObject)

/**
 * SondeCellFunc:
 * @vertices: the corners of a cell, n_vertices × ndim
 * @loss: its loss; NaN where there is none
 */
typedef void (*SondeCellFunc) (const double *vertices,
                               guint         n_vertices,
                               double        loss,
                               gpointer      user_data);

/* sonde-learner-spec.c: @spec is the member "learner" of a study; path_of_fault as for functions, e.g. "loss.kind". */
SondeLearner      *sonde_learner_new_from_spec      (JsonObject     *spec,
                                                     SondeDomain    *domain,
                                                     char          **path_of_fault,
                                                     GError        **error);
SondeLearner      *sonde_learner_new_empty          (SondeLearner   *self);
gboolean           sonde_learner_copy_from          (SondeLearner   *self,
                                                     SondeLearner   *other,
                                                     GError        **error);

guint              sonde_learner_ask                (SondeLearner   *self,
                                                     guint           n,
                                                     gboolean        tell_pending,
                                                     double         *points,
                                                     double         *loss_improvements);
gboolean           sonde_learner_tell               (SondeLearner   *self,
                                                     const double   *x,
                                                     const double   *y,
                                                     guint           vdim,
                                                     double          seconds,
                                                     GError        **error);
gboolean           sonde_learner_tell_many          (SondeLearner   *self,
                                                     guint           n,
                                                     const double   *xs,
                                                     const double   *ys,
                                                     guint           vdim,
                                                     const float    *seconds,
                                                     gboolean        force,
                                                     GError        **error);
void               sonde_learner_tell_pending       (SondeLearner   *self,
                                                     const double   *x);
void               sonde_learner_remove_unfinished  (SondeLearner   *self);
gboolean           sonde_learner_work               (SondeLearner   *self,
                                                     gint64          deadline);
double             sonde_learner_get_loss           (SondeLearner   *self,
                                                     gboolean        real);
double             sonde_learner_get_latest_loss    (SondeLearner   *self);
double             sonde_learner_get_error_estimate (SondeLearner   *self);
gboolean           sonde_learner_is_done            (SondeLearner   *self);
char              *sonde_learner_get_fault          (SondeLearner   *self);
guint              sonde_learner_get_n_ready        (SondeLearner   *self);

SondeDomain       *sonde_learner_get_domain         (SondeLearner   *self);
const SondePoints *sonde_learner_get_points         (SondeLearner   *self);
guint              sonde_learner_get_ndim           (SondeLearner   *self);
gboolean           sonde_learner_get_learn_on       (SondeLearner   *self,
                                                     guint          *output);
guint              sonde_learner_get_npoints        (SondeLearner   *self);
guint              sonde_learner_get_nsamples       (SondeLearner   *self);
gboolean           sonde_learner_has_samples        (SondeLearner   *self);
guint              sonde_learner_get_n_pending      (SondeLearner   *self);
void               sonde_learner_get_pending        (SondeLearner   *self,
                                                     double         *points);
void               sonde_learner_foreach_loss       (SondeLearner   *self,
                                                     gboolean        real,
                                                     SondeCellFunc   func,
                                                     gpointer        user_data);
void               sonde_learner_foreach_worst      (SondeLearner   *self,
                                                     gboolean        real,
                                                     guint           most,
                                                     SondeCellFunc   func,
                                                     gpointer        user_data);
guint              sonde_learner_get_n_nested       (SondeLearner   *self,
                                                     const double   *x);
SondeDomain       *sonde_learner_get_argument_domain (SondeLearner  *self);
void               sonde_learner_get_arguments      (SondeLearner   *self,
                                                     const double   *x,
                                                     double         *arguments);
JsonObject        *sonde_learner_get_info           (SondeLearner   *self);

G_END_DECLS
