/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SONDE_DECLARE_MEMBER:
 *
 * Declares a final type whose parent keeps its class structure in a private header: G_DECLARE_FINAL_TYPE() without the
 * class. The .c file has, after including the private header of the family,
 *
 *     struct _SondeFormula { SondeFunction parent_instance; … };
 *     typedef struct { SondeFunctionClass parent_class; } SondeFormulaClass;
 *     G_DEFINE_FINAL_TYPE (SondeFormula, sonde_formula, SONDE_TYPE_FUNCTION)
 */
#define SONDE_DECLARE_MEMBER(Type, prefix, NAME, Parent) \
  GType prefix##_get_type (void); \
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS \
  typedef struct _##Type Type; \
  _GLIB_DEFINE_AUTOPTR_CHAINUP (Type, Parent) \
  G_GNUC_UNUSED static inline Type * \
  SONDE_##NAME (gpointer instance) \
  { \
    return G_TYPE_CHECK_INSTANCE_CAST (instance, prefix##_get_type (), Type); \
  } \
  G_GNUC_UNUSED static inline gboolean \
  SONDE_IS_##NAME (gpointer instance) \
  { \
    return G_TYPE_CHECK_INSTANCE_TYPE (instance, prefix##_get_type ()); \
  } \
  G_GNUC_END_IGNORE_DEPRECATIONS

G_END_DECLS
