/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The two sources of a runner on its main context: the slice, below input and drawing, and the tick while it runs. */

#include "config.h"

#include "runner/sonde-runner-private.h"

/* Nanoseconds that a slice may take. */
#define SLICE G_GINT64_CONSTANT (4000000)
/* Seconds between two reports of the elapsed time. */
#define TICK 0.1

static gboolean
on_slice (gpointer user_data)
{
  g_autoptr (SondeRunner) self = g_object_ref (user_data);

  _sonde_runner_sync_clocks (self);
  self->slice_deadline = self->now + SLICE;
  self->work_deadline = sonde_clock_get_monotonic (sonde_clock_get_default ()) + SLICE;
  if (_sonde_runner_run_slice (self))
    _sonde_runner_schedule (self);
  _sonde_runner_report (self, FALSE);
  _sonde_runner_settle (self);
  return G_SOURCE_CONTINUE;
}

/* While it runs: the time goes on though nothing happens, may reach the goal, and workers may come. */
static gboolean
on_tick (gpointer user_data)
{
  g_autoptr (SondeRunner) self = g_object_ref (user_data);

  _sonde_runner_sync_clocks (self);
  if ((sonde_goal_get_needs (self->goal) & SONDE_GOAL_NEEDS_TIME) != 0
      || self->running.length < sonde_runner_get_n_tasks_now (self))
    _sonde_runner_schedule (self);
  _sonde_runner_schedule_tick (self);
  _sonde_runner_report (self, TRUE);
  return G_SOURCE_CONTINUE;
}

/* A source that is ready when somebody wants a slice. A ready time would do, but setting one wakes the main loop by a system call,
 * for every result of a fast function, from the very thread that is awake already. */
typedef struct
{
  GSource   source;
  gboolean  wanted;
} SliceSource;

static gboolean
slice_prepare (GSource *source,
               int     *timeout)
{
  *timeout = -1;
  return ((SliceSource *) source)->wanted;
}

static gboolean
slice_check (GSource *source)
{
  return ((SliceSource *) source)->wanted;
}

static gboolean
slice_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  ((SliceSource *) source)->wanted = FALSE;
  return callback (user_data);
}

static gboolean
tick_dispatch (GSource     *source,
               GSourceFunc  callback,
               gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs slice_funcs = { slice_prepare, slice_check, slice_dispatch, NULL };
static GSourceFuncs tick_funcs = { NULL, NULL, tick_dispatch, NULL };

/* Both sources stay attached, asleep. */
static GSource *
attach_source (SondeRunner  *self,
               GSourceFuncs *funcs,
               const char   *name,
               GSourceFunc   callback)
{
  GSource *source = g_source_new (funcs, sizeof (SliceSource));

  g_source_set_name (source, name);
  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

void
_sonde_runner_attach_sources (SondeRunner *self)
{
  self->slice = attach_source (self, &slice_funcs, "sonde runner slice", on_slice);
  self->tick = attach_source (self, &tick_funcs, "sonde runner tick", on_tick);
}

static void
destroy_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
_sonde_runner_destroy_sources (SondeRunner *self)
{
  destroy_source (&self->slice);
  destroy_source (&self->tick);
}

/**
 * sonde_runner_move:
 * @context: (nullable): the main context whose thread the runner is to live in from now on; %NULL for the default one
 *
 * For a runner that was made in another thread: it is handed over, and works on another main loop from then on. Not while it runs.
 */
void
sonde_runner_move (SondeRunner  *self,
                   GMainContext *context)
{
  gboolean wanted;

  g_return_if_fail (SONDE_IS_RUNNER (self));
  g_return_if_fail (self->status != SONDE_STATUS_RUNNING);

  wanted = ((SliceSource *) self->slice)->wanted;
  _sonde_runner_destroy_sources (self);
  g_main_context_unref (self->context);
  self->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  _sonde_runner_attach_sources (self);
  ((SliceSource *) self->slice)->wanted = wanted;
}

/* Has a slice done as soon as the main loop has time. */
void
_sonde_runner_schedule (SondeRunner *self)
{
  ((SliceSource *) self->slice)->wanted = TRUE;
}

/* The next tick comes after a tenth of a second, or earlier if time reaches the goal before that, or the next evaluation may begin. */
void
_sonde_runner_schedule_tick (SondeRunner *self)
{
  SondeGoalState state;
  double wait = TICK;

  if (self->status != SONDE_STATUS_RUNNING)
    {
      g_source_set_ready_time (self->tick, -1);
      return;
    }
  if ((sonde_goal_get_needs (self->goal) & SONDE_GOAL_NEEDS_TIME) != 0)
    {
      _sonde_runner_fill_goal_state (self, SONDE_GOAL_NEEDS_TIME, &state);
      wait = MIN (wait, sonde_goal_get_next_event (self->goal, &state) + 1e-3);
    }
  if (self->max_rate > 0 && self->next_start > self->now)
    wait = MIN (wait, MAX ((self->next_start - self->now) * 1e-9, 1e-3));
  g_source_set_ready_time (self->tick, g_get_monotonic_time () + (gint64) (wait * G_USEC_PER_SEC));
}
