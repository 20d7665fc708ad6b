/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_CLOCK (sonde_clock_get_type ())

G_DECLARE_DERIVABLE_TYPE (SondeClock, sonde_clock, SONDE, CLOCK, GObject)

/**
 * SondeClockClass:
 * @get_monotonic: (required): nanoseconds since some moment, never going back
 * @get_real: (required): microseconds since 1970, UTC
 *
 * Where the runner takes the time from. The default is the machine's clock; tests put their own in its place.
 */
struct _SondeClockClass
{
  GObjectClass parent_class;

  /* required */
  gint64 (*get_monotonic) (SondeClock *self);
  /* required */
  gint64 (*get_real)      (SondeClock *self);
};

SondeClock *sonde_clock_get_default   (void);
gint64      sonde_clock_get_monotonic (SondeClock *self);
gint64      sonde_clock_get_real      (SondeClock *self);

G_END_DECLS
