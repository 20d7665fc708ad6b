/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
/*
 * Tells ThreadSanitizer what GLib hands from thread to thread. GLib is not built for it and makes its locks of futexes, which
 * it does not see; each result of a task would be reported as a race. The functions below stand before GLib's own in
 * programs of a thread build (they are linked into the program, so its calls come here first), say what they hand over, and
 * call GLib's. What is handed over without any of these is still found.
 */
#include <dlfcn.h>
#include <gio/gio.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* two threads may look GLib's function up at once */
#define REAL(name) \
  static __typeof__ (&name) found; \
  __typeof__ (&name) real = __atomic_load_n (&found, __ATOMIC_RELAXED); \
  if (real == NULL) \
    { \
      real = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name); \
      __atomic_store_n (&found, real, __ATOMIC_RELAXED); \
    }

/* Locks */

void
(g_mutex_lock) (GMutex *mutex)
{
  REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

gboolean
(g_mutex_trylock) (GMutex *mutex)
{
  REAL (g_mutex_trylock);
  gboolean taken = real (mutex);
  if (taken)
    __tsan_acquire (mutex);
  return taken;
}

void
(g_mutex_unlock) (GMutex *mutex)
{
  REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  REAL (g_cond_wait);
  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  REAL (g_cond_wait_until);
  __tsan_release (mutex);
  gboolean woken = real (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return woken;
}

/* Threads and sources */

typedef struct
{
  GThreadFunc func;
  gpointer    data;
} Start;

static gpointer
start_thread (gpointer data)
{
  Start *start = data;
  __tsan_acquire (start);
  gpointer result = start->func (start->data);
  __tsan_release (g_thread_self ());
  g_free (start);
  return result;
}

GThread *
g_thread_try_new (const char  *name,
                  GThreadFunc  func,
                  gpointer     data,
                  GError     **error)
{
  REAL (g_thread_try_new);
  Start *start = g_new (Start, 1);
  *start = (Start) { func, data };
  __tsan_release (start);
  GThread *thread = real (name, start_thread, start, error);
  if (thread == NULL)
    g_free (start);
  return thread;
}

GThread *
g_thread_new (const char  *name,
              GThreadFunc  func,
              gpointer     data)
{
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_try_new (name, func, data, &error);
  if (thread == NULL)
    g_error ("%s", error->message);
  return thread;
}

gpointer
g_thread_join (GThread *thread)
{
  REAL (g_thread_join);
  g_thread_ref (thread);
  gpointer result = real (thread);
  __tsan_acquire (thread);
  g_thread_unref (thread);
  return result;
}

typedef struct
{
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify notify;
} Callback;

static gboolean
call_back (gpointer data)
{
  Callback *callback = data;
  __tsan_acquire (callback);
  return callback->func (callback->data);
}

static void
free_callback (gpointer data)
{
  Callback *callback = data;
  __tsan_acquire (callback);
  if (callback->notify != NULL)
    callback->notify (callback->data);
  g_free (callback);
}

static Callback *
new_callback (GSourceFunc    func,
              gpointer       data,
              GDestroyNotify notify)
{
  Callback *callback = g_new (Callback, 1);
  *callback = (Callback) { func, data, notify };
  __tsan_release (callback);
  return callback;
}

guint
g_idle_add_full (int            priority,
                 GSourceFunc    func,
                 gpointer       data,
                 GDestroyNotify notify)
{
  REAL (g_idle_add_full);
  return real (priority, call_back, new_callback (func, data, notify), free_callback);
}

guint
(g_idle_add) (GSourceFunc func,
              gpointer    data)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, func, data, NULL);
}

void
g_main_context_invoke_full (GMainContext  *context,
                            int            priority,
                            GSourceFunc    func,
                            gpointer       data,
                            GDestroyNotify notify)
{
  REAL (g_main_context_invoke_full);
  real (context, priority, call_back, new_callback (func, data, notify), free_callback);
}

void
g_main_context_invoke (GMainContext *context,
                       GSourceFunc   func,
                       gpointer      data)
{
  g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, func, data, NULL);
}

/* Tasks: to the thread and back */

static void
run_task (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  GTaskThreadFunc func = g_object_get_data (G_OBJECT (task), "sonde-tests-func");
  __tsan_acquire (task);
  func (task, source, data, cancellable);
}

void
g_task_run_in_thread (GTask           *task,
                      GTaskThreadFunc  func)
{
  REAL (g_task_run_in_thread);
  g_object_set_data (G_OBJECT (task), "sonde-tests-func", func);
  __tsan_release (task);
  real (task, run_task);
}

void
g_task_run_in_thread_sync (GTask           *task,
                           GTaskThreadFunc  func)
{
  REAL (g_task_run_in_thread_sync);
  g_object_set_data (G_OBJECT (task), "sonde-tests-func", func);
  __tsan_release (task);
  real (task, run_task);
  __tsan_acquire (task);
}

void
g_task_return_pointer (GTask          *task,
                       gpointer        result,
                       GDestroyNotify  notify)
{
  REAL (g_task_return_pointer);
  __tsan_release (task);
  real (task, result, notify);
}

void
g_task_return_boolean (GTask    *task,
                       gboolean  result)
{
  REAL (g_task_return_boolean);
  __tsan_release (task);
  real (task, result);
}

void
g_task_return_int (GTask  *task,
                   gssize  result)
{
  REAL (g_task_return_int);
  __tsan_release (task);
  real (task, result);
}

void
g_task_return_error (GTask  *task,
                     GError *error)
{
  REAL (g_task_return_error);
  __tsan_release (task);
  real (task, error);
}

gboolean
g_task_return_error_if_cancelled (GTask *task)
{
  REAL (g_task_return_error_if_cancelled);
  __tsan_release (task);
  return real (task);
}

void
g_task_return_new_error (GTask      *task,
                         GQuark      domain,
                         int         code,
                         const char *format,
                         ...)
{
  va_list arguments;
  va_start (arguments, format);
  GError *error = g_error_new_valist (domain, code, format, arguments);
  va_end (arguments);
  g_task_return_error (task, error);
}

gpointer
g_task_propagate_pointer (GTask   *task,
                          GError **error)
{
  REAL (g_task_propagate_pointer);
  __tsan_acquire (task);
  return real (task, error);
}

gboolean
g_task_propagate_boolean (GTask   *task,
                          GError **error)
{
  REAL (g_task_propagate_boolean);
  __tsan_acquire (task);
  return real (task, error);
}

gssize
g_task_propagate_int (GTask   *task,
                      GError **error)
{
  REAL (g_task_propagate_int);
  __tsan_acquire (task);
  return real (task, error);
}
