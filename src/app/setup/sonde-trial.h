/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-study.h"

G_BEGIN_DECLS

/**
 * SondeTrialState:
 * @SONDE_TRIAL_NONE: nothing was tried
 * @SONDE_TRIAL_BUSY: it is being evaluated
 * @SONDE_TRIAL_VALUE: there is a value
 * @SONDE_TRIAL_ERROR: it failed
 */
typedef enum
{
  SONDE_TRIAL_NONE,
  SONDE_TRIAL_BUSY,
  SONDE_TRIAL_VALUE,
  SONDE_TRIAL_ERROR,
} SondeTrialState;

#define SONDE_TYPE_TRIAL (sonde_trial_get_type ())

/**
 * SondeTrial:
 *
 * One point, evaluated before a run to see what comes of it and how long it takes. It touches no run.
 *
 * Signal "changed": its state, or whether it takes long.
 */
G_DECLARE_FINAL_TYPE (SondeTrial, sonde_trial, SONDE, TRIAL, GObject)

SondeTrial      *sonde_trial_new          (void);
void             sonde_trial_start        (SondeTrial    *self,
                                           SondeFunction *function,
                                           SondeExecutor *executor,
                                           const double  *x);
void             sonde_trial_stop         (SondeTrial    *self);
void             sonde_trial_set_patience (SondeTrial    *self,
                                           guint          milliseconds);
SondeTrialState  sonde_trial_get_state    (SondeTrial    *self);
gboolean         sonde_trial_takes_long   (SondeTrial    *self);
double           sonde_trial_get_seconds  (SondeTrial    *self);
const char      *sonde_trial_get_message  (SondeTrial    *self);
const char      *sonde_trial_get_trace    (SondeTrial    *self);
const char      *sonde_trial_get_output   (SondeTrial    *self);
char            *sonde_trial_describe     (SondeTrial    *self);
/* what a run of @study would take, when a point takes @seconds; @capacity: of its executor */
char            *sonde_trial_estimate     (SondeStudy    *study,
                                           double         seconds,
                                           guint          capacity);

G_END_DECLS
