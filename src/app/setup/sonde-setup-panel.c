/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/setup/sonde-domain-group.h"
#include "app/setup/sonde-execution-group.h"
#include "app/setup/sonde-function-group.h"
#include "app/setup/sonde-goal-group.h"
#include "app/setup/sonde-learner-group.h"
#include "app/setup/sonde-saving-group.h"
#include "app/setup/sonde-setup-panel.h"

struct _SondeSetupPanel
{
  AdwBin               parent_instance;
  SondeStudyEditor    *editor;
  GtkWidget           *close_button;
  GtkScrolledWindow           *scrolled;
  GtkBox              *groups;
  SondeFunctionGroup  *function_group;
  SondeDomainGroup    *domain_group;
  SondeGoalGroup      *goal_group;
  SondeLearnerGroup   *learner_group;
  SondeExecutionGroup *execution_group;
  SondeSavingGroup    *saving_group;
};

G_DEFINE_FINAL_TYPE (SondeSetupPanel, sonde_setup_panel, ADW_TYPE_BIN)

/* While editing the goal comes before the learner, as people change it most; what is settled stands together. */
static void
on_locked (SondeSetupPanel *self)
{
  if (sonde_study_editor_get_locked (self->editor))
    gtk_box_reorder_child_after (self->groups, GTK_WIDGET (self->learner_group), GTK_WIDGET (self->domain_group));
}

static void
sonde_setup_panel_dispose (GObject *object)
{
  SondeSetupPanel *self = SONDE_SETUP_PANEL (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_setup_panel_parent_class)->dispose (object);
}

static void
sonde_setup_panel_class_init (SondeSetupPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_setup_panel_dispose;
  g_type_ensure (SONDE_TYPE_FUNCTION_GROUP);
  g_type_ensure (SONDE_TYPE_DOMAIN_GROUP);
  g_type_ensure (SONDE_TYPE_GOAL_GROUP);
  g_type_ensure (SONDE_TYPE_LEARNER_GROUP);
  g_type_ensure (SONDE_TYPE_EXECUTION_GROUP);
  g_type_ensure (SONDE_TYPE_SAVING_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-setup-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, groups);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, close_button);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, function_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, domain_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, goal_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, learner_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, execution_group);
  gtk_widget_class_bind_template_child (widget_class, SondeSetupPanel, saving_group);
}

static void
sonde_setup_panel_init (SondeSetupPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Once, for the life of the panel. */
void
sonde_setup_panel_set_editor (SondeSetupPanel  *self,
                              SondeStudyEditor *editor)
{
  g_return_if_fail (SONDE_IS_SETUP_PANEL (self));
  g_return_if_fail (self->editor == NULL);

  self->editor = g_object_ref (editor);
  sonde_function_group_set_editor (self->function_group, editor);
  sonde_domain_group_set_editor (self->domain_group, editor);
  sonde_goal_group_set_editor (self->goal_group, editor);
  sonde_learner_group_set_editor (self->learner_group, editor);
  sonde_execution_group_set_editor (self->execution_group, editor);
  sonde_saving_group_set_editor (self->saving_group, editor);
  g_signal_connect_object (editor, "notify::locked", G_CALLBACK (on_locked), self, G_CONNECT_SWAPPED);
  on_locked (self);
}

void
sonde_setup_panel_set_file (SondeSetupPanel *self,
                            GFile           *file)
{
  g_return_if_fail (SONDE_IS_SETUP_PANEL (self));

  sonde_saving_group_set_file (self->saving_group, file);
}

void
sonde_setup_panel_set_closable (SondeSetupPanel *self,
                                gboolean         closable)
{
  g_return_if_fail (SONDE_IS_SETUP_PANEL (self));

  gtk_widget_set_visible (self->close_button, closable);
  /* beside the chart it gets the width it needs; over a narrow window large text may need more than there is */
  gtk_scrolled_window_set_policy (self->scrolled, closable ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
}
