/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <time.h>

#include "base/sonde-clock.h"

G_DEFINE_TYPE (SondeClock, sonde_clock, G_TYPE_OBJECT)

static gint64
sonde_clock_machine_monotonic (SondeClock *self)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static gint64
sonde_clock_machine_real (SondeClock *self)
{
  return g_get_real_time ();
}

static void
sonde_clock_class_init (SondeClockClass *klass)
{
  klass->get_monotonic = sonde_clock_machine_monotonic;
  klass->get_real = sonde_clock_machine_real;
}

static void
sonde_clock_init (SondeClock *self)
{
}

/**
 * sonde_clock_get_default:
 *
 * Returns: (transfer none): the machine's clock
 */
SondeClock *
sonde_clock_get_default (void)
{
  static gsize instance;

  if (g_once_init_enter (&instance))
    g_once_init_leave (&instance, (gsize) g_object_new (SONDE_TYPE_CLOCK, NULL));
  return SONDE_CLOCK ((gpointer) instance);
}

/**
 * sonde_clock_get_monotonic:
 *
 * Returns: nanoseconds since some moment, never going back
 */
gint64
sonde_clock_get_monotonic (SondeClock *self)
{
  return SONDE_CLOCK_GET_CLASS (self)->get_monotonic (self);
}

/**
 * sonde_clock_get_real:
 *
 * Returns: microseconds since the beginning of 1970, UTC
 */
gint64
sonde_clock_get_real (SondeClock *self)
{
  return SONDE_CLOCK_GET_CLASS (self)->get_real (self);
}
