/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most coordinates a point may have. */
#define SONDE_PREDICATES_MAX_NDIM 6

int sonde_predicates_orientation (guint                ndim,
                                  const double * const points[]);
int sonde_predicates_in_sphere   (guint                ndim,
                                  const double * const points[],
                                  const double        *point);
int sonde_predicates_exact_orientation
                                 (guint                ndim,
                                  const double * const points[]);
int sonde_predicates_exact_in_sphere
                                 (guint                ndim,
                                  const double * const points[],
                                  const double        *point);

G_END_DECLS
