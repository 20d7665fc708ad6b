/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_FAILURE (sonde_failure_get_type ())

/**
 * SondeFailure:
 *
 * A point that failed: shown, retried or given up. Properties: attempts, message, traceback, given-up, excluded.
 */
G_DECLARE_FINAL_TYPE (SondeFailure, sonde_failure, SONDE, FAILURE, GObject)

guint         sonde_failure_get_id        (SondeFailure *self);
const double *sonde_failure_get_x         (SondeFailure *self);
guint         sonde_failure_get_ndim      (SondeFailure *self);
guint         sonde_failure_get_attempts  (SondeFailure *self);
const char   *sonde_failure_get_message   (SondeFailure *self);
const char   *sonde_failure_get_traceback (SondeFailure *self);
gboolean      sonde_failure_get_given_up  (SondeFailure *self);
gboolean      sonde_failure_get_excluded  (SondeFailure *self);

G_END_DECLS
