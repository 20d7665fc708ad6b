/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/setup/sonde-python-form.h"
#include "app/setup/sonde-python-study.h"

struct _SondePythonForm
{
  GObject           parent_instance;
  SondeStudyEditor *editor;
  char             *file;          /* what is shown or being read */
  GCancellable     *reading;
  GFileMonitor     *monitor;
  GPtrArray        *functions;     /* nullable */
  char             *problem;
  gboolean          is_chosen;     /* the file was just chosen: its function is to be taken */
};

G_DEFINE_FINAL_TYPE (SondePythonForm, sonde_python_form, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
forget (SondePythonForm *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->functions, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->file, g_free);
}

static void
sonde_python_form_dispose (GObject *object)
{
  SondePythonForm *self = SONDE_PYTHON_FORM (object);

  forget (self);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_python_form_parent_class)->dispose (object);
}

static void
sonde_python_form_class_init (SondePythonFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_python_form_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sonde_python_form_init (SondePythonForm *self)
{
}

/* Function, variables and learner in one edit, undone in one step. */
static void
apply (SondePythonForm      *self,
       SondePythonSignature *signature)
{
  JsonNode *root = sonde_study_editor_get_root (self->editor);

  sonde_study_editor_set (self->editor, NULL, sonde_python_study_apply (root, self->file, signature));
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SondePythonForm) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *functions = sonde_python_read_signatures_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->editor == NULL)
    {
      g_clear_pointer (&functions, g_ptr_array_unref);
      return;
    }
  g_clear_object (&self->reading);
  g_clear_pointer (&self->problem, g_free);
  /* while a person types, the file is wrong at times: the form stays as it was */
  if (error != NULL)
    self->problem = g_strdup (error->message);
  else
    {
      g_clear_pointer (&self->functions, g_ptr_array_unref);
      self->functions = functions;
    }
  if (self->is_chosen && functions != NULL && sonde_python_study_suggest (functions) != NULL)
    {
      self->is_chosen = FALSE;
      apply (self, sonde_python_study_suggest (functions));
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  /* what is in the file decides about trust */
  sonde_study_editor_recheck (self->editor);
}

static void
read_file (SondePythonForm *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  sonde_python_read_signatures_async (self->file, self->reading, on_read, g_object_ref (self));
}

static void
on_file_changed (SondePythonForm   *self,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event)
{
  if (event != G_FILE_MONITOR_EVENT_CHANGED && event != G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    read_file (self);
}

/* The study names another file: by a choice, by undo, or by another kind of function. */
static void
on_edited (SondePythonForm *self)
{
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "function.kind");
  g_autofree char *file = sonde_study_editor_get_text (self->editor, "function.file");
  g_autoptr (GFile) watched = NULL;

  if (!g_str_equal (kind, "python") || *file == '\0')
    {
      if (self->file != NULL)
        forget (self);
      return;
    }
  if (g_strcmp0 (file, self->file) == 0)
    return;
  forget (self);
  self->file = g_steal_pointer (&file);
  watched = g_file_new_for_path (self->file);
  self->monitor = g_file_monitor_file (watched, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_file_changed), self, G_CONNECT_SWAPPED);
  read_file (self);
}

SondePythonForm *
sonde_python_form_new (SondeStudyEditor *editor)
{
  SondePythonForm *self;

  g_return_val_if_fail (SONDE_IS_STUDY_EDITOR (editor), NULL);

  self = g_object_new (SONDE_TYPE_PYTHON_FORM, NULL);
  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  on_edited (self);
  return self;
}

/**
 * sonde_python_form_get_functions:
 *
 * Returns: (transfer none) (nullable) (element-type SondePythonSignature): the functions, %NULL while they are not known
 */
GPtrArray *
sonde_python_form_get_functions (SondePythonForm *self)
{
  g_return_val_if_fail (SONDE_IS_PYTHON_FORM (self), NULL);

  return self->functions;
}

/**
 * sonde_python_form_get_function:
 *
 * Returns: (nullable): the one that the study names
 */
SondePythonSignature *
sonde_python_form_get_function (SondePythonForm *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (SONDE_IS_PYTHON_FORM (self), NULL);

  name = sonde_study_editor_get_text (self->editor, "function.name");
  for (guint i = 0; self->functions != NULL && i < self->functions->len; i++)
    {
      SondePythonSignature *signature = g_ptr_array_index (self->functions, i);

      if (g_str_equal (signature->name, name))
        return signature;
    }
  return NULL;
}

/**
 * sonde_python_form_get_problem:
 *
 * Returns: (nullable): why the file cannot be read
 */
const char *
sonde_python_form_get_problem (SondePythonForm *self)
{
  g_return_val_if_fail (SONDE_IS_PYTHON_FORM (self), NULL);

  return self->problem;
}

/* A person chose the file: the function that it suggests is taken when it is known. */
void
sonde_python_form_set_file (SondePythonForm *self,
                            const char      *file)
{
  g_return_if_fail (SONDE_IS_PYTHON_FORM (self));

  self->is_chosen = TRUE;
  if (g_strcmp0 (file, self->file) == 0)
    read_file (self);
  else
    sonde_study_editor_set_text (self->editor, "function.file", file);
}

void
sonde_python_form_choose (SondePythonForm *self,
                          guint            index)
{
  g_return_if_fail (SONDE_IS_PYTHON_FORM (self));
  g_return_if_fail (self->functions != NULL && index < self->functions->len);

  apply (self, g_ptr_array_index (self->functions, index));
}
