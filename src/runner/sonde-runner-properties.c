/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The properties of a runner: settings, and readings that are notified at most once a slice. */

#include "config.h"

#include <math.h>

#include "runner/sonde-runner-private.h"

static GParamSpec *properties[N_PROPS];

static void
sonde_runner_set_clock (SondeRunner *self,
                        SondeClock  *clock)
{
  g_return_if_fail (SONDE_IS_CLOCK (clock));

  if (g_set_object (&self->clock, clock))
    _sonde_runner_notify (self, PROP_CLOCK);
}

static void
sonde_runner_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SondeRunner *self = SONDE_RUNNER (object);

  switch (prop_id)
    {
    case PROP_LEARNER:
      self->learner = g_value_dup_object (value);
      break;
    case PROP_MAIN_CONTEXT:
      self->context = g_value_dup_boxed (value);
      break;
    case PROP_FUNCTION:
      sonde_runner_set_function (self, g_value_get_object (value));
      break;
    case PROP_EXECUTOR:
      sonde_runner_set_executor (self, g_value_get_object (value));
      break;
    case PROP_GOAL:
      sonde_runner_set_goal (self, g_value_get_boxed (value));
      break;
    case PROP_MAX_RATE:
      sonde_runner_set_max_rate (self, g_value_get_double (value));
      break;
    case PROP_CLOCK:
      sonde_runner_set_clock (self, g_value_get_object (value));
      break;
    case PROP_NTASKS:
      sonde_runner_set_ntasks (self, g_value_get_uint (value));
      break;
    case PROP_RETRIES:
      sonde_runner_set_retries (self, g_value_get_uint (value));
      break;
    case PROP_RAISE_IF_RETRIES_EXCEEDED:
      sonde_runner_set_raise_if_retries_exceeded (self, g_value_get_boolean (value));
      break;
    case PROP_LOG:
      sonde_runner_set_log (self, g_value_get_boolean (value));
      break;
    case PROP_SHUTDOWN_EXECUTOR:
      sonde_runner_set_shutdown_executor (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_runner_get_setting (SondeRunner *self,
                          guint        prop_id,
                          GValue      *value)
{
  switch (prop_id)
    {
    case PROP_LEARNER:
      g_value_set_object (value, self->learner);
      break;
    case PROP_MAIN_CONTEXT:
      g_value_set_boxed (value, self->context);
      break;
    case PROP_FUNCTION:
      g_value_set_object (value, self->function);
      break;
    case PROP_EXECUTOR:
      g_value_set_object (value, self->executor);
      break;
    case PROP_GOAL:
      g_value_set_boxed (value, self->goal);
      break;
    case PROP_CLOCK:
      g_value_set_object (value, self->clock);
      break;
    case PROP_NTASKS:
      g_value_set_uint (value, self->ntasks);
      break;
    case PROP_MAX_RATE:
      g_value_set_double (value, self->max_rate);
      break;
    case PROP_RETRIES:
      g_value_set_uint (value, self->retries);
      break;
    case PROP_RAISE_IF_RETRIES_EXCEEDED:
      g_value_set_boolean (value, self->raise_if_retries_exceeded);
      break;
    case PROP_LOG:
      g_value_set_boolean (value, self->log);
      break;
    case PROP_SHUTDOWN_EXECUTOR:
    default:
      g_value_set_boolean (value, self->shutdown_executor);
      break;
    }
}

static void
sonde_runner_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SondeRunner *self = SONDE_RUNNER (object);

  switch (prop_id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_DRAINING:
      g_value_set_boolean (value, sonde_runner_get_draining (self));
      break;
    case PROP_ELAPSED_TIME:
      g_value_set_double (value, sonde_runner_get_elapsed_time (self));
      break;
    case PROP_OVERHEAD:
      g_value_set_double (value, sonde_runner_get_overhead (self));
      break;
    case PROP_NPOINTS:
      g_value_set_uint (value, self->shown.npoints);
      break;
    case PROP_NSAMPLES:
      g_value_set_uint (value, self->shown.nsamples);
      break;
    case PROP_LATEST_LOSS:
      g_value_set_double (value, self->shown.latest_loss);
      break;
    case PROP_ERROR_ESTIMATE:
      g_value_set_double (value, self->shown.error_estimate);
      break;
    case PROP_NFAILED:
      g_value_set_uint (value, sonde_runner_get_nfailed (self));
      break;
    case PROP_N_TO_RETRY:
      g_value_set_uint (value, sonde_runner_get_n_to_retry (self));
      break;
    case PROP_N_RUNNING:
      g_value_set_uint (value, sonde_runner_get_n_running (self));
      break;
    case PROP_N_TASKS_NOW:
      g_value_set_uint (value, sonde_runner_get_n_tasks_now (self));
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->shown.progress);
      break;
    case PROP_FAILURES:
      g_value_set_object (value, self->failures);
      break;
    default:
      if (prop_id < PROP_STATUS)
        sonde_runner_get_setting (self, prop_id, value);
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_settings (void)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  properties[PROP_LEARNER] = g_param_spec_object ("learner", NULL, NULL, SONDE_TYPE_LEARNER, once);
  properties[PROP_MAIN_CONTEXT] = g_param_spec_boxed ("main-context", NULL, NULL, G_TYPE_MAIN_CONTEXT, once);
  properties[PROP_FUNCTION] = g_param_spec_object ("function", NULL, NULL, SONDE_TYPE_FUNCTION, flags);
  properties[PROP_EXECUTOR] = g_param_spec_object ("executor", NULL, NULL, SONDE_TYPE_EXECUTOR, flags);
  properties[PROP_GOAL] = g_param_spec_boxed ("goal", NULL, NULL, SONDE_TYPE_GOAL, flags);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, SONDE_TYPE_CLOCK, flags);
  properties[PROP_NTASKS] = g_param_spec_uint ("ntasks", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_RETRIES] = g_param_spec_uint ("retries", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_RAISE_IF_RETRIES_EXCEEDED] =
    g_param_spec_boolean ("raise-if-retries-exceeded", NULL, NULL, TRUE, flags);
  properties[PROP_MAX_RATE] = g_param_spec_double ("max-rate", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_LOG] = g_param_spec_boolean ("log", NULL, NULL, FALSE, flags);
  properties[PROP_SHUTDOWN_EXECUTOR] = g_param_spec_boolean ("shutdown-executor", NULL, NULL, FALSE, flags);
}

static void
install_readings (void)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  double most = INFINITY;

  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, SONDE_TYPE_STATUS, SONDE_STATUS_IDLE, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_DRAINING] = g_param_spec_boolean ("draining", NULL, NULL, FALSE, flags);
  properties[PROP_ELAPSED_TIME] = g_param_spec_double ("elapsed-time", NULL, NULL, 0, most, 0, flags);
  properties[PROP_OVERHEAD] = g_param_spec_double ("overhead", NULL, NULL, 0, 100, 0, flags);
  properties[PROP_NPOINTS] = g_param_spec_uint ("npoints", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NSAMPLES] = g_param_spec_uint ("nsamples", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LATEST_LOSS] = g_param_spec_double ("latest-loss", NULL, NULL, -most, most, 0, flags);
  properties[PROP_ERROR_ESTIMATE] = g_param_spec_double ("error-estimate", NULL, NULL, -most, most, 0, flags);
  properties[PROP_NFAILED] = g_param_spec_uint ("nfailed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_TO_RETRY] = g_param_spec_uint ("n-to-retry", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_RUNNING] = g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_TASKS_NOW] = g_param_spec_uint ("n-tasks-now", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_FAILURES] = g_param_spec_object ("failures", NULL, NULL, G_TYPE_LIST_MODEL, flags);
}

void
_sonde_runner_install_properties (GObjectClass *klass)
{
  klass->set_property = sonde_runner_set_property;
  klass->get_property = sonde_runner_get_property;
  install_settings ();
  install_readings ();
  g_object_class_install_properties (klass, N_PROPS, properties);
}

void
_sonde_runner_notify (SondeRunner *self,
                      guint        prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}
