/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeDecimal:
 * @digits: a whole number
 * @exponent: of ten
 *
 * The number @digits × 10^@exponent, as ticks are: exactly what a label has to say.
 */
typedef struct
{
  double digits;
  int    exponent;
} SondeDecimal;

/**
 * SondeLabelForm:
 * @decimals: digits behind the point
 * @exponent: of ten, written out if @has_exponent
 *
 * How all labels of an axis are written, so that they can be compared at a glance.
 */
typedef struct
{
  int      decimals;
  int      exponent;
  gboolean has_exponent;
} SondeLabelForm;

double         sonde_decimal_to_double (SondeDecimal          decimal);
SondeLabelForm sonde_label_choose_form (double                largest_digits,
                                        int                   exponent);
char          *sonde_label_write       (SondeDecimal          decimal,
                                        const SondeLabelForm *form);
char          *sonde_label_number      (double                value,
                                        guint                 digits);

G_END_DECLS
