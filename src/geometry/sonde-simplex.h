/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Measures of one simplex, given by pointers to the ndim coordinates of its ndim + 1 vertices, for 1 to 6 dimensions. */

double   sonde_simplex_volume          (guint                ndim,
                                        const double * const points[]);
double   sonde_simplex_embedded_volume (guint                n_points,
                                        guint                ndim,
                                        const double        *points);
double   sonde_simplex_circumsphere    (guint                ndim,
                                        const double * const points[],
                                        double              *centre,
                                        double              *squared_radius);
gboolean sonde_simplex_coordinates     (guint                ndim,
                                        const double * const points[],
                                        const double        *point,
                                        double              *coordinates);
gboolean sonde_simplex_contains        (guint                ndim,
                                        const double * const points[],
                                        const double        *point,
                                        double               tolerance);
gboolean sonde_simplex_is_flat         (guint                ndim,
                                        const double * const points[],
                                        double               tolerance);

G_END_DECLS
