/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_QUADRATURE_DEPTHS 4
/* of the finest rule */
#define SONDE_QUADRATURE_NODES 33

guint         sonde_quadrature_get_n         (guint         depth);
double        sonde_quadrature_get_node      (guint         index);
double        sonde_quadrature_get_condition (guint         depth);
void          sonde_quadrature_fit           (guint         depth,
                                              const double *values,
                                              double       *coefficients);
void          sonde_quadrature_shift         (gboolean      right,
                                              guint         n,
                                              const double *coefficients,
                                              double       *result);

/*< private >*/
const double *_sonde_quadrature_get_inverse  (guint         depth);
const double *_sonde_quadrature_get_shift    (gboolean      right);

G_END_DECLS
