/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GoldenFormula:
 *
 * A formula of the reference vectors: + - * /, ^ = C pow (binds tighter than unary minus), comparisons, && ||, c ? a : b (lazy), pi,
 * sin cos tan exp sqrt abs log cosh sinh tanh floor atan, over x y z w v. Evaluated operation by operation in the written order, in
 * double precision, with the functions of the C library.
 */
typedef struct _GoldenFormula GoldenFormula;

GoldenFormula *golden_formula_new       (const char          *text);
void           golden_formula_free      (GoldenFormula       *self);
double         golden_formula_evaluate  (const GoldenFormula *self,
                                         const double        *x);

/**
 * GoldenFunction:
 * @vdim: 0 for a plain number, else the number of components
 *
 * The member "f" of a case: one formula, or a list of them.
 */
typedef struct
{
  guint      vdim;
  GPtrArray *formulas;
} GoldenFunction;

GoldenFunction *golden_function_new      (JsonNode             *node);
void            golden_function_free     (GoldenFunction       *self);
void            golden_function_evaluate (const GoldenFunction *self,
                                          const double         *x,
                                          double               *y);

/* The hash by which the reference vectors make noise and choose in pools. */
guint64        golden_mix               (guint64              z);
double         golden_u_seed            (guint64              seed);
double         golden_u_seed_x          (guint64              seed,
                                         double               x);

/* tests/data/reference/@name, parsed; aborts if it is not there. */
JsonNode      *golden_load              (const char          *name);
/* A number, or "inf", "-inf", "nan". */
double         golden_number            (JsonNode            *node);
double         golden_element           (JsonArray           *array,
                                         guint                index);
double         golden_member            (JsonObject          *object,
                                         const char          *member);
/* Whether two numbers agree to a relative tolerance; any NaN agrees with any other. */
gboolean       golden_close             (double               value,
                                         double               expected,
                                         double               tolerance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GoldenFormula, golden_formula_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GoldenFunction, golden_function_free)

G_END_DECLS
