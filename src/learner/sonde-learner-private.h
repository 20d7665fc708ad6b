/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "learner/sonde-learner.h"

G_BEGIN_DECLS

/**
 * SondeLearnerClass:
 *
 * The base class keeps the domain, the points store (what has been told, in order), the latest loss and the window of
 * prediction residuals; a subclass keeps what it needs to choose. Told points reach the store by _sonde_learner_append().
 */
struct _SondeLearnerClass
{
  GObjectClass parent_class;

  /* required: up to n points and their improvements; returns how many there are. With tell_pending false no trace is left. */
  guint         (*ask)               (SondeLearner  *self,
                                      guint          n,
                                      gboolean       tell_pending,
                                      double        *points,
                                      double        *loss_improvements);
  /* required: the base class has checked the shape of the value and that x is finite */
  gboolean      (*tell)              (SondeLearner  *self,
                                      const double  *x,
                                      const double  *y,
                                      guint          vdim,
                                      double         seconds,
                                      GError       **error);
  /* optional: default tells one by one, in order */
  gboolean      (*tell_many)         (SondeLearner  *self,
                                      guint          n,
                                      const double  *xs,
                                      const double  *ys,
                                      guint          vdim,
                                      const float   *seconds,
                                      gboolean       force,
                                      GError       **error);
  /* required: known points are ignored; telling the same twice is the same as once */
  void          (*tell_pending)      (SondeLearner  *self,
                                      const double  *x);
  /* required: forgets all pending points */
  void          (*remove_unfinished) (SondeLearner  *self);
  /* required: the loss now, over known points only or with pending ones */
  double        (*loss)              (SondeLearner  *self,
                                      gboolean       real);
  /* required: same domain and options, no data */
  SondeLearner *(*new_empty)         (SondeLearner  *self);
  /* optional: does postponed recomputation until the monotonic time deadline (ns; G_MAXINT64: all of it); TRUE when none is
   * left. ask, tell and loss must finish it themselves if the caller did not. Default: TRUE */
  gboolean      (*work)              (SondeLearner  *self,
                                      gint64         deadline);
  /* optional: whether nothing is left to do whatever the goal. Default: FALSE */
  gboolean      (*is_done)           (SondeLearner  *self);
  /* optional: how many points can be asked for at once without choosing blindly. Default: any number */
  guint         (*n_ready)           (SondeLearner  *self);
  /* optional: why it is of no use to go on, as a sentence; NULL if it is. Default: NULL */
  char         *(*get_fault)         (SondeLearner  *self);
  /* optional: the number of points where a point stands for several evaluations. Default: how many were told */
  guint         (*npoints)           (SondeLearner  *self);
  /* optional: how far the result may be from the truth, in the function's units, NaN while unknown. Default: from the residuals */
  double        (*error_estimate)    (SondeLearner  *self);
  /* optional: the number of evaluations where it differs from the number of points. Default: npoints */
  guint         (*nsamples)          (SondeLearner  *self);
  /* required */
  guint         (*n_pending)         (SondeLearner  *self);
  /* required: writes n_pending × ndim numbers */
  void          (*get_pending)       (SondeLearner  *self,
                                      double        *points);
  /* optional: the first @most cells in the order in which they would be chosen. Default: none */
  void          (*foreach_loss)      (SondeLearner  *self,
                                      gboolean       real,
                                      guint          most,
                                      SondeCellFunc  func,
                                      gpointer       user_data);
  /* optional: what the function is called with, where that cannot be read off a point. Default: nothing else */
  SondeDomain  *(*argument_domain)   (SondeLearner  *self);
  /* required with argument_domain: writes as many numbers as that has variables */
  void          (*get_arguments)     (SondeLearner  *self,
                                      const double  *x,
                                      double        *arguments);
  /* optional: for points that are a number and a point of something else: how many coordinates that has. Default: points are plain */
  guint         (*n_nested)          (SondeLearner  *self,
                                      const double  *x);
  /* optional: numbers of this kind of learner, for "info". Default: none */
  void          (*get_info)          (SondeLearner  *self,
                                      JsonObject    *info);
};

void   _sonde_learner_construct       (SondeLearner *self,
                                       SondeDomain  *domain);
/* What the subclass itself was told: the same as sonde_learner_get_points(), but of its values only the one to learn on. */
const SondePoints *
       _sonde_learner_get_own_points  (SondeLearner *self);
void   _sonde_learner_learn_on        (SondeLearner *self,
                                       guint         output);
guint  _sonde_learner_append          (SondeLearner *self,
                                       const double *x,
                                       const double *y,
                                       guint         vdim,
                                       double        seconds);
void   _sonde_learner_report_residual (SondeLearner *self,
                                       double        residual);

G_END_DECLS
