/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Handing things from thread to thread, by locks and tasks of GLib. ThreadSanitizer does not see these, as GLib makes its locks of
 * futexes and is not built for it; in its builds each handover is told to it, so that what is handed over without is found. */

G_BEGIN_DECLS

#ifdef __SANITIZE_THREAD__
void __tsan_acquire (void *address);
void __tsan_release (void *address);
#endif

static inline void
sonde_handover_take (gpointer what)
{
#ifdef __SANITIZE_THREAD__
  __tsan_acquire (what);
#endif
}

static inline void
sonde_handover_give (gpointer what)
{
#ifdef __SANITIZE_THREAD__
  __tsan_release (what);
#endif
}

static inline void
sonde_handover_lock (GMutex *mutex)
{
  g_mutex_lock (mutex);
  sonde_handover_take (mutex);
}

static inline void
sonde_handover_unlock (GMutex *mutex)
{
  sonde_handover_give (mutex);
  g_mutex_unlock (mutex);
}

G_END_DECLS
