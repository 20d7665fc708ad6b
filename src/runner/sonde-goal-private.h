/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "function/sonde-expression.h"
#include "runner/sonde-goal.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_GOAL_NONE,
  SONDE_GOAL_LOSS,
  SONDE_GOAL_NPOINTS,
  SONDE_GOAL_DURATION,
  SONDE_GOAL_END_TIME,
  SONDE_GOAL_ERROR_ESTIMATE,
  SONDE_GOAL_EXPRESSION,
  SONDE_GOAL_ANY,
  SONDE_GOAL_ALL,
} SondeGoalKind;

/* What an expression sees, in the order in which it is handed to it. */
enum
{
  SONDE_GOAL_VARIABLE_NPOINTS,
  SONDE_GOAL_VARIABLE_NSAMPLES,
  SONDE_GOAL_VARIABLE_LOSS,
  SONDE_GOAL_VARIABLE_ELAPSED,
  SONDE_GOAL_VARIABLE_NFAILED,
  SONDE_GOAL_VARIABLE_ERROR,
  SONDE_GOAL_N_VARIABLES,
};

/* value: the number given; for end_time the seconds since 1970. text: the expression, or the time as it was written. */
struct _SondeGoal
{
  SondeGoalKind     kind;
  SondeGoalNeeds    needs;
  double            value;
  char             *text;
  SondeExpression  *expression;
  GPtrArray        *children;
  GPtrArray        *unknown;
  JsonNode         *spec;
};

static inline SondeGoal *
_sonde_goal_get_child (SondeGoal *self,
                       guint      index)
{
  return g_ptr_array_index (self->children, index);
}

char     *_sonde_goal_describe_reached (SondeGoal            *self,
                                        const SondeGoalState *state);
gboolean  _sonde_goal_parse_time       (const char           *text,
                                        double               *seconds);

G_END_DECLS
