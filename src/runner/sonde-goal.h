/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define SONDE_GOAL_ERROR (sonde_goal_error_quark ())

typedef enum
{
  SONDE_GOAL_ERROR_SPEC,
} SondeGoalError;

GQuark sonde_goal_error_quark (void);

/**
 * SondeGoalState:
 *
 * What a goal looks at. Times are in seconds, elapsed since the run was started or continued, now since 1970.
 */
typedef struct
{
  double npoints;
  double nsamples;
  double loss;
  double error;
  double elapsed;
  double nfailed;
  double now;
} SondeGoalState;

/**
 * SondeGoalNeeds:
 * @SONDE_GOAL_NEEDS_NOTHING: the counters alone decide
 * @SONDE_GOAL_NEEDS_LOSS: it looks at the loss
 * @SONDE_GOAL_NEEDS_ERROR: it looks at the estimated error
 * @SONDE_GOAL_NEEDS_TIME: it looks at the time, and can be reached while nothing happens
 *
 * Which members of a #SondeGoalState a goal looks at, beyond the counters that cost nothing.
 */
typedef enum
{
  SONDE_GOAL_NEEDS_NOTHING = 0,
  SONDE_GOAL_NEEDS_LOSS = 1 << 0,
  SONDE_GOAL_NEEDS_ERROR = 1 << 1,
  SONDE_GOAL_NEEDS_TIME = 1 << 2,
} SondeGoalNeeds;

#define SONDE_TYPE_GOAL (sonde_goal_get_type ())

/**
 * SondeGoal:
 *
 * When to stop. Immutable, shared by counting references; used by one thread.
 */
typedef struct _SondeGoal SondeGoal;

GType      sonde_goal_get_type     (void) G_GNUC_CONST;
/* @spec: (nullable): the member "goal" of a study; NULL or a JSON null never stops. */
SondeGoal *sonde_goal_new_from_spec (JsonNode             *spec,
                                     char                **path_of_fault,
                                     GError              **error);
JsonNode  *sonde_goal_to_spec       (SondeGoal            *self);
SondeGoal *sonde_goal_ref           (SondeGoal            *self);
void       sonde_goal_unref         (SondeGoal            *self);
gboolean   sonde_goal_is_reached    (SondeGoal            *self,
                                     const SondeGoalState *state,
                                     char                **reason);
double     sonde_goal_get_progress  (SondeGoal            *self,
                                     const SondeGoalState *first,
                                     const SondeGoalState *state);
gboolean   sonde_goal_is_none       (SondeGoal            *self);
char      *sonde_goal_to_sentence   (SondeGoal            *self);
double     sonde_goal_get_loss      (SondeGoal            *self);
double     sonde_goal_get_npoints   (SondeGoal            *self);
SondeGoalNeeds
           sonde_goal_get_needs     (SondeGoal            *self);
double     sonde_goal_get_next_event
                                    (SondeGoal            *self,
                                     const SondeGoalState *state);
const char * const *
           sonde_goal_get_unknown   (SondeGoal            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeGoal, sonde_goal_unref)

G_END_DECLS
