/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-formula-fix.h"
#include "app/setup/sonde-function-group.h"
#include "app/setup/sonde-property-row.h"
#include "app/setup/sonde-python-form.h"
#include "app/setup/sonde-trial-row.h"

G_BEGIN_DECLS

struct _SondeFunctionGroup
{
  AdwPreferencesGroup  parent_instance;
  SondeStudyEditor    *editor;
  gboolean             updating;
  GPtrArray           *parameter_rows;
  char                *parameter_names;
  SondeFormulaFix      fix;
  GtkWidget           *lock;
  AdwComboRow         *kind_row;
  GHashTable          *others;        /* (element-type utf8 JsonNode): functions of other kinds, as they were left */

  AdwEntryRow         *expression_row;
  SondeErrorRow       *expression_error;

  SondePythonForm     *python;
  AdwActionRow        *file_row;
  GtkWidget           *file_button;
  SondeErrorRow       *file_error;
  AdwComboRow         *name_row;
  GtkWidget           *name_entry;
  GtkWidget           *symbol_entry;
  SondeErrorRow       *name_error;
  AdwComboRow         *form_row;
  GtkWidget           *outputs_row;
  GtkSpinButton       *outputs;
  SondeErrorRow       *form_error;
  GtkWidget           *command_entry;
  SondeErrorRow       *command_error;
  GtkWidget           *persistent_row;
  GtkSwitch           *persistent;
  GtkWidget           *folder_entry;
  GtkWidget           *environment_entry;
  SondeErrorRow       *environment_error;
  GtkWidget           *interpreter_entry;
  SondeErrorRow       *check_error;

  SondePropertyRow    *expression_property;
  SondePropertyRow    *parameter_property;
  SondeTrialRow       *trial_row;
  SondeErrorRow       *trial_error;
  GtkWidget           *copy_row;
};

/* sonde-function-parameters.c: the rows of parameters, which come and go */
GList *_sonde_function_group_list_parameters (SondeFunctionGroup *self);
void   _sonde_function_group_show_parameters (SondeFunctionGroup *self);
char  *_sonde_function_group_describe_parameters (SondeFunctionGroup *self);

/* sonde-function-code.c: rows of functions that are no formulas */
void   _sonde_function_group_init_code       (SondeFunctionGroup *self);
void   _sonde_function_group_bind_code       (SondeFunctionGroup *self);
void   _sonde_function_group_update_code     (SondeFunctionGroup *self,
                                              const char         *kind,
                                              gboolean            locked);
char  *_sonde_function_group_describe_code   (SondeFunctionGroup *self,
                                              const char         *kind);
void   _sonde_function_group_choose_file     (SondeFunctionGroup *self);

G_END_DECLS
