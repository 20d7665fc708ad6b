/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <time.h>

#include "executor/sonde-executor-places-private.h"
#include "executor/sonde-executor-private.h"
#include "executor/sonde-worker.h"
#include "function/sonde-batch-private.h"

/* How large a batch should be.
 *
 * 1. Every batch that comes back tells the seconds its points took and how long it was away. The mean of the former is kept by
 *    exponential smoothing, a batch weighing as much as its points.
 * 2. What it was away longer than its points took is the cost of dispatching it. Waiting behind others, or for a main loop that
 *    draws, adds to it; so what is kept is near the lower end of what is seen: it falls quickly and rises slowly.
 * 3. A batch is as large as makes evaluation take as long as dispatch: half of the time is then well spent at the least.
 *    Points that take longer than dispatch go one by one, since a learner chooses the better the more it has been told.
 * 4. Another function starts from nothing. */

#define MAX_BATCH 1024
#define MAX_BATCH_SECONDS 1e-3
#define MEAN_POINTS 8.0
#define FALLING 0.25
#define RISING 0.02

typedef struct
{
  SondeFunction *function;      /* weak: the one that was measured */
  double         mean;          /* seconds a point; NaN while not known */
  double         dispatch;      /* seconds a batch; NaN while not known */
  guint          max_batch;
  double         timeout;       /* seconds an evaluation may take; 0 for no limit */
  SondeExecutorPlaces places;
} SondeExecutorPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SondeExecutor, sonde_executor, G_TYPE_OBJECT)
G_DEFINE_QUARK (sonde-executor-error-quark, sonde_executor_error)

enum
{
  PROP_0,
  PROP_MAX_BATCH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
sonde_executor_set_function (SondeExecutor *self,
                             SondeFunction *function)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  if (priv->function == function)
    return;
  g_set_weak_pointer (&priv->function, function);
  priv->mean = NAN;
  priv->dispatch = NAN;
  _sonde_executor_places_set_function (&priv->places, function, SONDE_EXECUTOR_GET_CLASS (self)->isolates);
}

static void
smooth (double *mean,
        double  value,
        double  weight)
{
  *mean = isnan (*mean) ? value : *mean + weight * (value - *mean);
}

/* Nanoseconds of the clock that cannot be set. */
gint64
_sonde_executor_get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

void
_sonde_executor_measured (SondeExecutor    *self,
                          SondeFunction    *function,
                          const SondeBatch *batch,
                          gint64            round_trip)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);
  double seconds = 0;
  guint n = 0;

  g_assert (SONDE_IS_EXECUTOR (self));

  for (guint i = 0; i < batch->n; i++)
    if (!isnan (batch->seconds[i]))
      {
        seconds += batch->seconds[i];
        n++;
      }
  if (n == 0 || function != priv->function)
    return;

  smooth (&priv->mean, seconds / n, n / (n + MEAN_POINTS - 1));
  if (round_trip >= 0)
    {
      double dispatch = MAX (round_trip * 1e-9 - seconds, 0);

      smooth (&priv->dispatch, dispatch, dispatch < priv->dispatch ? FALLING : RISING);
    }
}

double
_sonde_executor_get_mean (SondeExecutor *self,
                          SondeFunction *function)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_assert (SONDE_IS_EXECUTOR (self));

  return function == priv->function ? priv->mean : NAN;
}

static void
sonde_executor_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (SONDE_EXECUTOR (object));

  switch (prop_id)
    {
    case PROP_MAX_BATCH:
      g_value_set_uint (value, priv->max_batch);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_executor_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (SONDE_EXECUTOR (object));

  switch (prop_id)
    {
    case PROP_MAX_BATCH:
      if (priv->max_batch == g_value_get_uint (value))
        break;
      priv->max_batch = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_executor_finalize (GObject *object)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (SONDE_EXECUTOR (object));

  g_clear_weak_pointer (&priv->function);
  _sonde_executor_places_clear (&priv->places);
  G_OBJECT_CLASS (sonde_executor_parent_class)->finalize (object);
}

static void
sonde_executor_class_init (SondeExecutorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sonde_executor_get_property;
  object_class->set_property = sonde_executor_set_property;
  object_class->finalize = sonde_executor_finalize;

  properties[PROP_MAX_BATCH] = g_param_spec_uint ("max-batch", NULL, NULL, 0, MAX_BATCH, 0,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_executor_init (SondeExecutor *self)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  priv->mean = NAN;
  priv->dispatch = NAN;
  _sonde_executor_places_init (&priv->places);
}

/**
 * sonde_executor_get_capacity:
 *
 * Returns: how many evaluations can go on at once; may change
 */
guint
sonde_executor_get_capacity (SondeExecutor *self)
{
  g_return_val_if_fail (SONDE_IS_EXECUTOR (self), 0);

  return SONDE_EXECUTOR_GET_CLASS (self)->get_capacity (self);
}

/**
 * sonde_executor_get_kind:
 *
 * Returns: its kind as in a study, such as "threads"
 */
const char *
sonde_executor_get_kind (SondeExecutor *self)
{
  g_return_val_if_fail (SONDE_IS_EXECUTOR (self), NULL);

  return SONDE_EXECUTOR_GET_CLASS (self)->kind;
}

/**
 * sonde_executor_get_batch_size:
 *
 * Returns: how many points to hand over at once, so that dispatching costs no more than evaluating; 1 while durations are not
 *   known, for points that take longer than dispatching, and where nothing is dispatched
 */
guint
sonde_executor_get_batch_size (SondeExecutor *self)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);
  double most, wanted;

  g_return_val_if_fail (SONDE_IS_EXECUTOR (self), 1);

  most = priv->max_batch != 0 ? priv->max_batch : MAX_BATCH;
  if (isnan (priv->mean) || isnan (priv->dispatch) || priv->mean >= priv->dispatch)
    return 1;
  if (priv->mean <= 0)
    return most;

  wanted = ceil (MIN (priv->dispatch, MAX_BATCH_SECONDS) / priv->mean);
  return CLAMP (wanted, 1, most);
}

/**
 * sonde_executor_evaluate_inline:
 * @batch: points without results; they have them when %TRUE is returned
 *
 * Evaluates here and now where this cannot hold the main loop.
 *
 * Returns: whether it did; otherwise use [method@Executor.evaluate_async]
 */
gboolean
sonde_executor_evaluate_inline (SondeExecutor *self,
                                SondeFunction *function,
                                SondeBatch    *batch)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);
  SondeExecutorClass *klass;

  g_return_val_if_fail (SONDE_IS_EXECUTOR (self), FALSE);
  g_return_val_if_fail (SONDE_IS_FUNCTION (function), FALSE);
  g_return_val_if_fail (batch != NULL, FALSE);

  klass = SONDE_EXECUTOR_GET_CLASS (self);
  if (klass->evaluate_inline == NULL)
    return FALSE;
  sonde_executor_set_function (self, function);
  if (priv->places.place != SONDE_FUNCTION_HERE)
    return FALSE;
  return klass->evaluate_inline (self, function, batch);
}

/**
 * sonde_executor_evaluate_async:
 * @batch: (transfer full): points without results
 * @cancellable: (nullable): gives up the points that wait; those being evaluated are finished
 *
 * Evaluates elsewhere. The batch always comes back through [method@Executor.evaluate_finish], in the thread-default main
 * context of this call, with a value or an error for every point: results are never thrown away.
 */
void
sonde_executor_evaluate_async (SondeExecutor       *self,
                               SondeFunction       *function,
                               SondeBatch          *batch,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_return_if_fail (SONDE_IS_EXECUTOR (self));
  g_return_if_fail (SONDE_IS_FUNCTION (function));
  g_return_if_fail (batch != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  sonde_executor_set_function (self, function);
  if (priv->places.place == SONDE_FUNCTION_WORKER)
    _sonde_worker_pool_push (_sonde_executor_places_get_pool (&priv->places, self), self, function, batch, cancellable, callback,
                             user_data);
  else if (priv->places.place == SONDE_FUNCTION_ASYNC)
    _sonde_async_lane_push (_sonde_executor_places_get_lane (&priv->places, self), self, function, batch, cancellable, callback,
                            user_data);
  else
    SONDE_EXECUTOR_GET_CLASS (self)->evaluate_async (self, function, batch, cancellable, callback, user_data);
}

/**
 * sonde_executor_evaluate_finish:
 *
 * Returns: (transfer full) (nullable): the batch; %NULL with @error set only when the executor itself broke down
 */
SondeBatch *
sonde_executor_evaluate_finish (SondeExecutor  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (SONDE_IS_EXECUTOR (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  if (g_async_result_is_tagged (result, _sonde_worker_pool_push) || g_async_result_is_tagged (result, _sonde_async_lane_push))
    return g_task_propagate_pointer (G_TASK (result), error);
  return SONDE_EXECUTOR_GET_CLASS (self)->evaluate_finish (self, result, error);
}

/**
 * sonde_executor_begin_run:
 *
 * Another run begins: what is kept of functions between runs may be out of date, since files may have been edited.
 */
void
sonde_executor_begin_run (SondeExecutor *self)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_return_if_fail (SONDE_IS_EXECUTOR (self));

  if (priv->places.pool != NULL)
    _sonde_worker_pool_begin_run (priv->places.pool);
}

/**
 * sonde_executor_shutdown:
 *
 * Ends threads and processes. Points that wait come back as cancelled, those being evaluated with their results, and
 * [method@Executor.evaluate_async] starts anew.
 */
void
sonde_executor_shutdown (SondeExecutor *self)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_return_if_fail (SONDE_IS_EXECUTOR (self));

  if (SONDE_EXECUTOR_GET_CLASS (self)->shutdown != NULL)
    SONDE_EXECUTOR_GET_CLASS (self)->shutdown (self);
  if (priv->places.pool != NULL)
    _sonde_worker_pool_shutdown (priv->places.pool);
  if (priv->places.lane != NULL)
    _sonde_async_lane_shutdown (priv->places.lane);
}

/**
 * sonde_executor_get_timeout:
 *
 * Returns: how many seconds an evaluation may take; 0 where there is no limit
 */
double
sonde_executor_get_timeout (SondeExecutor *self)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_return_val_if_fail (SONDE_IS_EXECUTOR (self), 0);

  return priv->timeout;
}

/**
 * sonde_executor_set_timeout:
 * @seconds: how long an evaluation may take; 0 for no limit
 *
 * An evaluation that takes longer is stopped, and has failed. This holds for what is evaluated by a process of its own; a thread of this
 * process cannot be stopped.
 */
void
sonde_executor_set_timeout (SondeExecutor *self,
                            double         seconds)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_return_if_fail (SONDE_IS_EXECUTOR (self));
  g_return_if_fail (seconds >= 0);

  priv->timeout = seconds;
  if (priv->places.pool != NULL)
    _sonde_worker_pool_set_timeout (priv->places.pool, seconds);
  if (priv->places.lane != NULL)
    _sonde_async_lane_set_timeout (priv->places.lane, seconds);
}

/**
 * sonde_executor_get_workers:
 *
 * Returns: (transfer none): the worker processes, a list of [class@Worker]; empty as long as no function needed one
 */
GListModel *
sonde_executor_get_workers (SondeExecutor *self)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_return_val_if_fail (SONDE_IS_EXECUTOR (self), NULL);

  return G_LIST_MODEL (priv->places.workers);
}

/* For an executor that isolates. */
void
_sonde_executor_add_workers (SondeExecutor     *self,
                             const SondeLaunch *launch,
                             guint              n)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_assert (SONDE_IS_EXECUTOR (self));

  _sonde_executor_places_add (&priv->places, launch, n);
}

/* After how long a worker without work is let go, for an executor that has workers. */
void
_sonde_executor_set_max_idle (SondeExecutor *self,
                              double         seconds)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_assert (SONDE_IS_EXECUTOR (self));

  _sonde_worker_pool_set_max_idle (priv->places.pool, seconds);
}

guint
_sonde_executor_get_worker_capacity (SondeExecutor *self)
{
  SondeExecutorPrivate *priv = sonde_executor_get_instance_private (self);

  g_assert (SONDE_IS_EXECUTOR (self));

  return _sonde_worker_pool_get_capacity (priv->places.pool);
}
