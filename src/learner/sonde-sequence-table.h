/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/sonde-domain.h"

G_BEGIN_DECLS

/**
 * SondeSequenceTable:
 * @columns: what each number of a row is; bounds are the least and the largest value
 * @n_rows: at least 1
 * @n_columns: at least 1
 * @values: n_rows × n_columns
 *
 * What a sequence goes through. Immutable once read.
 */
typedef struct
{
  SondeDomain *columns;
  guint        n_rows;
  guint        n_columns;
  double      *values;
} SondeSequenceTable;

SondeSequenceTable *sonde_sequence_table_new_from_spec (JsonObject          *spec,
                                                        SondeDomain         *domain,
                                                        char               **path_of_fault,
                                                        GError             **error);
SondeSequenceTable *sonde_sequence_table_ref           (SondeSequenceTable  *self);
void                sonde_sequence_table_unref         (SondeSequenceTable  *self);

gboolean            sonde_sequence_load_csv            (const char          *path,
                                                        char              ***columns,
                                                        GArray             **values,
                                                        GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSequenceTable, sonde_sequence_table_unref)

G_END_DECLS
