/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "executor/sonde-worker-private.h"
#include "function/sonde-adapter-private.h"

/* Reads as many bytes of the program from standard input and runs them: for systems that do not have our file. The rest of standard
 * input is left to the program. */
#define BOOTSTRAP \
  "import os\n" \
  "b=b''\n" \
  "while len(b)<%" G_GSIZE_FORMAT ":\n" \
  "  c=os.read(0,%" G_GSIZE_FORMAT "-len(b))\n" \
  "  if not c: os._exit(1)\n" \
  "  b+=c\n" \
  "exec(compile(b,'sonde_worker.py','exec'))"

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PID,
  PROP_EVALUATIONS,
  PROP_RESTARTS,
  PROP_MEMORY,
  PROP_BUSY_SECONDS,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeWorker, sonde_worker, G_TYPE_OBJECT)

static void
sonde_worker_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SondeWorker *self = SONDE_WORKER (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, sonde_worker_get_state (self));
      break;
    case PROP_PID:
      g_value_set_int (value, sonde_worker_get_pid (self));
      break;
    case PROP_EVALUATIONS:
      g_value_set_uint64 (value, self->evaluations);
      break;
    case PROP_RESTARTS:
      g_value_set_uint (value, self->restarts);
      break;
    case PROP_MEMORY:
      g_value_set_uint64 (value, sonde_worker_get_memory (self));
      break;
    case PROP_BUSY_SECONDS:
      g_value_set_double (value, sonde_worker_get_busy_seconds (self));
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_worker_finalize (GObject *object)
{
  SondeWorker *self = SONDE_WORKER (object);

  g_assert (self->process == NULL && self->function == NULL);

  g_array_unref (self->sent);
  g_free (self->place);
  g_free (self->message);
  G_OBJECT_CLASS (sonde_worker_parent_class)->finalize (object);
}

static void
sonde_worker_class_init (SondeWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sonde_worker_get_property;
  object_class->finalize = sonde_worker_finalize;

  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PID] = g_param_spec_int ("pid", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_EVALUATIONS] = g_param_spec_uint64 ("evaluations", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_RESTARTS] = g_param_spec_uint ("restarts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_MEMORY] = g_param_spec_uint64 ("memory", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_BUSY_SECONDS] = g_param_spec_double ("busy-seconds", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_worker_init (SondeWorker *self)
{
  self->sent = g_array_new (FALSE, FALSE, sizeof (SondeWorkerRange));
}

/* @launch: of the pool */
SondeWorker *
_sonde_worker_new (SondeWorkerPool   *pool,
                   const SondeLaunch *launch)
{
  SondeWorker *self = g_object_new (SONDE_TYPE_WORKER, NULL);

  self->pool = pool;
  self->launch = launch;
  self->place = launch->prefix != NULL ? g_strjoinv (" ", launch->prefix) : NULL;
  return self;
}

/* The process */

static void
on_line (const char *line,
         gsize       length,
         gpointer    user_data)
{
  g_autoptr (SondeWorker) self = g_object_ref (user_data);
  g_autoptr (SondeWorkerPool) pool = _sonde_worker_pool_ref (self->pool);

  _sonde_worker_pool_take_line (pool, self, line, length);
}

static void
on_ended (int      status,
          gpointer user_data)
{
  g_autoptr (SondeWorker) self = g_object_ref (user_data);
  g_autoptr (SondeWorkerPool) pool = _sonde_worker_pool_ref (self->pool);

  _sonde_worker_pool_ended (pool, self, status);
}

static const SondeProcessEvents events = { on_line, on_ended };

/* Where a prefix leads elsewhere, the script goes through standard input. */
static char **
make_bootstrap (const SondeWorkerCommand  *command,
                char                     **script,
                gsize                     *length,
                GError                   **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program = NULL;

  if (!g_file_get_contents (command->script, script, length, error))
    return NULL;
  program = g_strdup_printf (BOOTSTRAP, *length, *length);
  for (guint i = 0; !g_str_equal (command->argv[i], command->script); i++)
    g_strv_builder_add (builder, command->argv[i]);
  g_strv_builder_add_many (builder, "-c", program, NULL);
  return g_strv_builder_end (builder);
}

static gboolean
sonde_worker_spawn (SondeWorker         *self,
                    SondeWorkerCommand  *command,
                    GError             **error)
{
  gboolean is_elsewhere = self->launch->prefix != NULL && command->script != NULL;
  g_autofree char *script = NULL;
  g_auto (GStrv) argv = NULL;
  g_auto (GStrv) wrapped = NULL;
  gsize length = 0;

  argv = is_elsewhere ? make_bootstrap (command, &script, &length, error) : g_strdupv (command->argv);
  if (argv == NULL)
    return FALSE;
  wrapped = sonde_launch_wrap (self->launch, (const char * const *) argv);
  self->process = _sonde_process_new (wrapped, command->environment, command->folder, &events, self, error);
  if (self->process == NULL)
    return FALSE;
  if (script != NULL)
    _sonde_process_write (self->process, script, length);
  return TRUE;
}

/* Starts the process that @function wants. Nothing is sent before it has said hello. */
gboolean
_sonde_worker_start (SondeWorker          *self,
                     SondeWorkerFunction  *function,
                     GError              **error)
{
  g_assert (self->process == NULL && self->sent->len == 0);

  self->is_greeted = FALSE;
  self->batches = FALSE;
  self->reload = FALSE;
  self->has_answered = FALSE;
  self->next_id = 0;
  self->capacity = 1;
  self->started = g_get_monotonic_time ();
  if (!sonde_worker_spawn (self, function->command, error))
    return FALSE;
  self->function = _sonde_worker_function_ref (function);
  return TRUE;
}

/* Lets the process go: it ends when it finds its input closed, or is made to. What it was evaluating has been seen to. */
void
_sonde_worker_stop (SondeWorker *self)
{
  g_assert (self->sent->len == 0);

  g_clear_pointer (&self->process, _sonde_process_free);
  g_clear_pointer (&self->function, _sonde_worker_function_unref);
  self->is_greeted = FALSE;
  self->is_told = FALSE;
}

/* Whether @function can be given to the process that is there, by telling it another function if need be. */
gboolean
_sonde_worker_is_usable (SondeWorker         *self,
                         SondeWorkerFunction *function)
{
  if (self->process == NULL || !self->is_greeted || self->must_end || _sonde_process_is_closed (self->process))
    return FALSE;
  if (self->is_told && self->function == function)
    return self->sent->len < self->capacity;
  return self->sent->len == 0 && sonde_worker_command_equal (self->function->command, function->command)
         && (self->reload || !self->is_told);
}

static void
sonde_worker_append_spec (SondeWorker         *self,
                          SondeWorkerFunction *function,
                          GString             *text)
{
  if (self->is_told && self->function == function)
    return;
  _sonde_worker_function_ref (function);
  _sonde_worker_function_unref (self->function);
  self->function = function;
  self->is_told = TRUE;
  g_string_append (text, function->spec);
}

/* Sends points to a worker that is usable for them; @range is copied. */
void
_sonde_worker_send (SondeWorker            *self,
                    const SondeWorkerRange *range)
{
  g_autoptr (GString) text = g_string_sized_new (64 + 24 * range->n);
  const SondeWorkerJob *job = range->job;
  const double *x = job->rows != NULL ? job->rows : job->batch->x;
  guint ndim = job->function->table != NULL ? job->function->table->n_columns : job->batch->ndim;
  SondeWorkerRange sent = *range;

  sonde_worker_append_spec (self, job->function, text);
  sent.id = self->next_id++;
  sent.sent = g_get_monotonic_time ();
  _sonde_worker_append_request (text, sent.id, x + (gsize) range->first * ndim, range->n, ndim, range->n > 1,
                                job->function->is_integer);
  if (self->sent->len == 0)
    self->busy_since = sent.sent;
  g_array_append_val (self->sent, sent);
  _sonde_process_write (self->process, text->str, text->len);
}

/* The range at @index is answered, or given up. */
void
_sonde_worker_forget_sent (SondeWorker *self,
                           guint        index)
{
  g_array_remove_index (self->sent, index);
  if (self->sent->len == 0)
    self->idle_since = g_get_monotonic_time ();
}

void
_sonde_worker_set_message (SondeWorker *self,
                           const char  *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/* Tells watchers what may have changed. */
void
_sonde_worker_show (SondeWorker *self)
{
  SondeWorkerState state = sonde_worker_get_state (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (state != self->shown || state != SONDE_WORKER_STATE_ENDED)
    for (guint i = PROP_STATE; i < PROP_MESSAGE; i++)
      g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  self->shown = state;
  g_object_thaw_notify (G_OBJECT (self));
}

SondeWorkerState
sonde_worker_get_state (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), SONDE_WORKER_STATE_ENDED);

  if (self->process == NULL)
    return self->next_start != 0 ? SONDE_WORKER_STATE_WAITING : SONDE_WORKER_STATE_ENDED;
  if (!self->is_greeted)
    return SONDE_WORKER_STATE_STARTING;
  return self->sent->len > 0 ? SONDE_WORKER_STATE_BUSY : SONDE_WORKER_STATE_IDLE;
}

/**
 * sonde_worker_state_to_text:
 *
 * Returns: the state as people read it, translated
 */
const char *
sonde_worker_state_to_text (SondeWorkerState state)
{
  switch (state)
    {
    case SONDE_WORKER_STATE_STARTING:
      return _("Starting");
    case SONDE_WORKER_STATE_IDLE:
      return _("Idle");
    case SONDE_WORKER_STATE_BUSY:
      return _("Busy");
    case SONDE_WORKER_STATE_WAITING:
      return _("Could not be started");
    case SONDE_WORKER_STATE_ENDED:
    default:
      return _("Not running");
    }
}

/**
 * sonde_worker_get_pid:
 *
 * Returns: the number of its process, on this machine; 0 while there is none
 */
int
sonde_worker_get_pid (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), 0);

  return self->process != NULL ? _sonde_process_get_pid (self->process) : 0;
}

/**
 * sonde_worker_get_place:
 *
 * Returns: (nullable): the command that takes it elsewhere, such as "ssh host"; %NULL on this machine
 */
const char *
sonde_worker_get_place (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), NULL);

  return self->place;
}

/**
 * sonde_worker_get_evaluations:
 *
 * Returns: how many points it has evaluated, in all its processes
 */
guint64
sonde_worker_get_evaluations (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), 0);

  return self->evaluations;
}

/**
 * sonde_worker_get_restarts:
 *
 * Returns: how often its process was replaced since it ended before its time
 */
guint
sonde_worker_get_restarts (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), 0);

  return self->restarts;
}

/**
 * sonde_worker_get_memory:
 *
 * Returns: bytes of main memory that its process uses now; 0 where that is not known
 */
guint64
sonde_worker_get_memory (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), 0);

  return self->process != NULL ? _sonde_process_get_memory (self->process) : 0;
}

/**
 * sonde_worker_get_busy_seconds:
 *
 * Returns: how long it has been evaluating its oldest point; 0 while it is not busy
 */
double
sonde_worker_get_busy_seconds (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), 0);

  if (self->sent->len == 0)
    return 0;
  return (g_get_monotonic_time () - g_array_index (self->sent, SondeWorkerRange, 0).sent) * 1e-6;
}

/**
 * sonde_worker_get_message:
 *
 * Returns: (nullable): why its last process ended or could not be started, a translated sentence
 */
const char *
sonde_worker_get_message (SondeWorker *self)
{
  g_return_val_if_fail (SONDE_IS_WORKER (self), NULL);

  return self->message;
}

/**
 * sonde_worker_restart:
 *
 * Ends the process, at once. The points that it evaluates fail; another process is started when there is more to do.
 */
void
sonde_worker_restart (SondeWorker *self)
{
  g_autoptr (SondeWorkerPool) pool = NULL;

  g_return_if_fail (SONDE_IS_WORKER (self));

  if (self->pool == NULL || self->process == NULL)
    return;
  g_object_ref (self);
  pool = _sonde_worker_pool_ref (self->pool);
  _sonde_worker_pool_end_worker (pool, self, SONDE_WORKER_END_RESTART, _("The worker was restarted by hand."));
  g_object_unref (self);
}
