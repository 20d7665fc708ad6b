/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/setup/sonde-trial-row.h"
#include "app/setup/sonde-trial.h"
#include "app/sonde-format.h"
#include "study/sonde-trust.h"

#define SHOWN_LINES 12

/* Beyond it whole numbers are not exact: the range of seeds. */
#define ENDLESS 9007199254740992.0

struct _SondeTrialRow
{
  AdwPreferencesRow  parent_instance;
  SondeStudyEditor  *editor;
  SondeErrorRow     *error;          /* weak: the row below */
  SondeTrial        *trial;
  JsonNode          *function;       /* what was tried */
  JsonNode          *domain;
  guint              capacity;
  GtkEditable       *entry;
  GtkSpinner        *spinner;
  GtkButton         *button;
  GtkLabel          *answer;
  GtkLabel          *output;
};

G_DEFINE_FINAL_TYPE (SondeTrialRow, sonde_trial_row, ADW_TYPE_PREFERENCES_ROW)

/* The middle; of seeds, which have no end, the first. */
static double
get_default (const SondeVariable *variable)
{
  return variable->max >= ENDLESS ? variable->min : variable->min / 2 + variable->max / 2;
}

/* The point: what was typed, else the middle of the domain. */
static gboolean
read_point (SondeTrialRow  *self,
            SondeDomain    *domain,
            double         *x,
            char          **problem)
{
  const char *text = gtk_editable_get_text (self->entry);

  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, i);

      x[i] = get_default (variable);
    }
  if (*text == '\0')
    return TRUE;
  if (!sonde_parse_number (text, &x[0], problem))
    return FALSE;
  if (!sonde_domain_contains (domain, x))
    {
      g_autofree char *min = sonde_format_number (sonde_domain_get (domain, 0)->min, 8);
      g_autofree char *max = sonde_format_number (sonde_domain_get (domain, 0)->max, 8);

      *problem = g_strdup_printf (_("“%s” lies outside the domain. Type a number from %s to %s."), text, min, max);
      return FALSE;
    }
  return TRUE;
}

static const char *
why_not (SondeTrialRow *self)
{
  SondeStudy *study = sonde_study_editor_get_study (self->editor);

  if (study != NULL && !sonde_trust_is_granted (study))
    return _("Needs your trust first");
  if (sonde_study_editor_get_problem (self->editor, "function.parameters") != NULL)
    return _("Available once the parameters are valid");
  if (sonde_study_editor_get_problem (self->editor, "function") != NULL)
    {
      g_autofree char *kind = sonde_study_editor_get_text (self->editor, "function.kind");

      return g_str_equal (kind, "formula") ? _("Available once the formula is valid") : _("Available once the function is valid");
    }
  if (sonde_study_editor_get_problem (self->editor, "domain") != NULL)
    return _("Available once the domain is valid");
  return _("Available once the set-up is valid");
}

static char *
describe_answer (SondeTrialRow *self,
                 SondeStudy    *study)
{
  g_autofree char *value = sonde_trial_describe (self->trial);
  g_autofree char *estimate = NULL;

  if (value == NULL)
    return g_strdup (_("Its value, how long it takes, and what a run would take"));
  estimate = sonde_trial_estimate (study, sonde_trial_get_seconds (self->trial), self->capacity);
  return g_strdup_printf ("%s · %s", value, estimate);
}

static char *
describe (SondeTrialRow *self,
          SondeStudy    *study)
{
  SondeTrialState state = sonde_trial_get_state (self->trial);

  if (state == SONDE_TRIAL_BUSY)
    return g_strdup (sonde_trial_takes_long (self->trial) ? _("Still evaluating. Editing and other windows go on meanwhile.")
                                                          : _("Evaluating…"));
  if (study == NULL || !sonde_trust_is_granted (study))
    return g_strdup (why_not (self));
  if (state == SONDE_TRIAL_ERROR)
    return g_strdup (_("It failed"));
  return describe_answer (self, study);
}

static void
show_point (SondeTrialRow *self,
            SondeDomain   *domain)
{
  const SondeVariable *variable = sonde_domain_get (domain, 0);
  g_autofree char *middle = sonde_format_number (get_default (variable), 4);

  g_object_set (self->entry, "placeholder-text", middle, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), sonde_domain_get_ndim (domain) == 1);
}

/* What stands in the row below: a wrong point first, then why the evaluation failed. */
static void
show_problem (SondeTrialRow *self,
              const char    *problem)
{
  if (self->error == NULL)
    return;
  if (problem != NULL)
    sonde_error_row_show (self->error, problem, NULL);
  else
    sonde_error_row_show (self->error, sonde_trial_get_message (self->trial), sonde_trial_get_trace (self->trial));
}

/* What the function printed: the end of it, if that is much. */
static void
show_output (SondeTrialRow *self)
{
  const char *output = sonde_trial_get_output (self->trial);
  g_autofree char *text = output != NULL ? g_strchomp (g_strdup (output)) : NULL;
  const char *end = text != NULL ? text + strlen (text) : NULL;
  const char *shown = end;

  for (guint n = 0; shown != NULL && shown > text && n < SHOWN_LINES; shown--)
    if (shown[-1] == '\n' && ++n == SHOWN_LINES)
      break;
  gtk_label_set_label (self->output, shown != NULL ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (self->output), text != NULL && *text != '\0');
}

static void
update (SondeTrialRow *self)
{
  SondeStudy *study = sonde_study_editor_get_study (self->editor);
  gboolean busy = sonde_trial_get_state (self->trial) == SONDE_TRIAL_BUSY;
  gboolean may = study != NULL && sonde_trust_is_granted (study);
  g_autofree char *text = describe (self, study);
  g_autofree char *problem = NULL;
  g_autofree double *x = NULL;

  if (study != NULL)
    {
      SondeDomain *domain = sonde_study_get_function_domain (study);

      x = g_new (double, sonde_domain_get_ndim (domain));
      show_point (self, domain);
      read_point (self, domain, x, &problem);
    }
  gtk_label_set_label (self->answer, text);
  gtk_button_set_label (self->button, busy ? _("_Stop") : _("Tr_y"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), busy ? _("Wait for It No Longer")
                                                               : !may ? why_not (self) : problem);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), busy || (may && problem == NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), sonde_trial_takes_long (self->trial));
  gtk_spinner_set_spinning (self->spinner, sonde_trial_takes_long (self->trial));
  show_problem (self, problem);
  show_output (self);
}

static gboolean
is_same (JsonNode *tried,
         JsonNode *present)
{
  return tried == NULL || (present != NULL && json_node_equal (tried, present));
}

/* An answer holds as long as function and domain are those that were tried, and no run has better ones. */
static void
on_edited (SondeTrialRow *self)
{
  if (sonde_study_editor_get_locked (self->editor) ||
      !is_same (self->function, sonde_study_editor_get (self->editor, "function")) ||
      !is_same (self->domain, sonde_study_editor_get (self->editor, "domain")))
    sonde_trial_stop (self->trial);
  update (self);
}

static void
on_typed (SondeTrialRow *self)
{
  if (self->editor == NULL)
    return;
  sonde_trial_stop (self->trial);
  update (self);
}

static void
remember (SondeTrialRow *self)
{
  g_clear_pointer (&self->function, json_node_unref);
  g_clear_pointer (&self->domain, json_node_unref);
  self->function = json_node_copy (sonde_study_editor_get (self->editor, "function"));
  self->domain = json_node_copy (sonde_study_editor_get (self->editor, "domain"));
}

static void
on_clicked (SondeTrialRow *self)
{
  SondeStudy *study = sonde_study_editor_get_study (self->editor);
  g_autoptr (SondeFunction) function = NULL;
  g_autoptr (SondeExecutor) executor = NULL;
  g_autofree double *x = NULL;
  g_autofree char *problem = NULL;

  if (sonde_trial_get_state (self->trial) == SONDE_TRIAL_BUSY)
    {
      sonde_trial_stop (self->trial);
      return;
    }
  if (study == NULL || !sonde_trust_is_granted (study))
    return;
  x = g_new (double, sonde_domain_get_ndim (sonde_study_get_function_domain (study)));
  if (!read_point (self, sonde_study_get_function_domain (study), x, &problem))
    return;
  function = sonde_study_create_plain_function (study);
  executor = sonde_study_create_executor (study);
  sonde_executor_set_timeout (executor, sonde_study_get_timeout (study));
  self->capacity = sonde_executor_get_capacity (executor);
  remember (self);
  sonde_trial_start (self->trial, function, executor, x);
}

static void
sonde_trial_row_dispose (GObject *object)
{
  SondeTrialRow *self = SONDE_TRIAL_ROW (object);

  if (self->trial != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->trial, self);
      sonde_trial_stop (self->trial);
    }
  g_clear_object (&self->trial);
  g_clear_object (&self->editor);
  g_clear_weak_pointer (&self->error);
  g_clear_pointer (&self->function, json_node_unref);
  g_clear_pointer (&self->domain, json_node_unref);
  G_OBJECT_CLASS (sonde_trial_row_parent_class)->dispose (object);
}

static void
sonde_trial_row_class_init (SondeTrialRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_trial_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-trial-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTrialRow, entry);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialRow, button);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialRow, answer);
  gtk_widget_class_bind_template_child (widget_class, SondeTrialRow, output);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
}

static void
sonde_trial_row_init (SondeTrialRow *self)
{
  self->trial = sonde_trial_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_trial_row_set_editor (SondeTrialRow    *self,
                            SondeStudyEditor *editor,
                            SondeErrorRow    *error)
{
  g_return_if_fail (SONDE_IS_TRIAL_ROW (self));
  g_return_if_fail (self->editor == NULL);

  self->editor = g_object_ref (editor);
  g_set_weak_pointer (&self->error, error);
  g_signal_connect_object (self->trial, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  update (self);
}
