/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "runner/sonde-failure.h"

G_BEGIN_DECLS

/**
 * SondeFailureStage:
 * @SONDE_FAILURE_WAITING: to be retried
 * @SONDE_FAILURE_RUNNING: being evaluated again
 * @SONDE_FAILURE_GIVEN_UP: it failed once more than it may; the learner still holds the point as pending
 * @SONDE_FAILURE_FORGOTTEN: given up in an earlier run: the learner may ask for the point anew
 * @SONDE_FAILURE_EXCLUDED: given up by the user, for good: the learner always holds the point as pending
 */
typedef enum
{
  SONDE_FAILURE_WAITING,
  SONDE_FAILURE_RUNNING,
  SONDE_FAILURE_GIVEN_UP,
  SONDE_FAILURE_FORGOTTEN,
  SONDE_FAILURE_EXCLUDED,
} SondeFailureStage;

SondeFailureStage _sonde_failure_get_stage (SondeFailure      *self);
void              _sonde_failure_forgive   (SondeFailure      *self);
gboolean          _sonde_failure_exceeds   (SondeFailure      *self,
                                            guint              retries);
void              _sonde_failure_update    (SondeFailure      *self,
                                            guint              attempts,
                                            const char        *message);

#define SONDE_TYPE_FAILURE_LIST (sonde_failure_list_get_type ())

/* The points that failed, in the order in which they first did: a GListModel of SondeFailure that also finds the next one to
 * retry and the failure of a given point, in logarithmic and constant time. */
G_DECLARE_FINAL_TYPE (SondeFailureList, sonde_failure_list, SONDE, FAILURE_LIST, GObject)

SondeFailureList *_sonde_failure_list_new         (guint              ndim);
guint             _sonde_failure_list_get_length  (SondeFailureList  *self);
guint             _sonde_failure_list_count       (SondeFailureList  *self,
                                                   SondeFailureStage  stage);
SondeFailure     *_sonde_failure_list_get         (SondeFailureList  *self,
                                                   guint              index);
SondeFailure     *_sonde_failure_list_find        (SondeFailureList  *self,
                                                   const double      *x);
SondeFailure     *_sonde_failure_list_add         (SondeFailureList  *self,
                                                   const double      *x);
void              _sonde_failure_list_remove      (SondeFailureList  *self,
                                                   SondeFailure      *failure);
void              _sonde_failure_list_set_stage   (SondeFailureList  *self,
                                                   SondeFailure      *failure,
                                                   SondeFailureStage  stage);
SondeFailure     *_sonde_failure_list_next        (SondeFailureList  *self);

SondeFailure     *_sonde_failure_new              (guint              id,
                                                   const double      *x,
                                                   guint              ndim);
void              _sonde_failure_set_stage        (SondeFailure      *self,
                                                   SondeFailureStage  stage);

G_END_DECLS
