/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/monitor/sonde-failure-detail.h"
#include "app/monitor/sonde-failure-group.h"
#include "app/monitor/sonde-failure-page.h"
#include "app/sonde-format.h"

#define MOST_GROUPS 100
/* ms between two looks at failures that keep coming */
#define INTERVAL 100

struct _SondeFailurePage
{
  AdwBin              parent_instance;
  SondeRun           *run;
  SondeRunner        *runner;
  GListModel         *failures;
  GPtrArray          *groups;
  char               *chosen;
  guint               count;
  guint               source;
  gboolean            rebuilding;
  gboolean            narrow;
  GtkStack           *stack;
  AdwLeaflet         *leaflet;
  GtkWidget          *messages;
  GtkListBox         *list;
  GtkWidget          *detail_side;
  GtkWidget          *back_button;
  SondeFailureDetail *detail;
};

G_DEFINE_FINAL_TYPE (SondeFailurePage, sonde_failure_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_COUNT, N_PROPS };

static GParamSpec *properties[N_PROPS];

static GtkWidget *
new_row (SondeFailurePage        *self,
         const SondeFailureGroup *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  g_autofree char *number = sonde_format_count (group->failures->len);
  g_autofree char *place = sonde_failure_group_get_place (group, sonde_learner_get_domain (sonde_run_get_learner (self->run)));
  GtkWidget *count = gtk_label_new (number);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), group->message);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (icon, "error");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_add_css_class (count, "count");
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), count);
  return row;
}

static void
clear_rows (SondeFailurePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static guint
get_chosen (SondeFailurePage *self)
{
  for (guint i = 0; i < MIN (self->groups->len, MOST_GROUPS); i++)
    {
      const SondeFailureGroup *group = g_ptr_array_index (self->groups, i);

      if (g_strcmp0 (group->message, self->chosen) == 0)
        return i;
    }
  return 0;
}

static void
show_group (SondeFailurePage *self,
            guint             index)
{
  const SondeFailureGroup *group = g_ptr_array_index (self->groups, index);

  g_free (self->chosen);
  self->chosen = g_strdup (group->message);
  sonde_failure_detail_show (self->detail, self->run, group);
}

static gboolean
rebuild (gpointer data)
{
  SondeFailurePage *self = data;
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  guint chosen;

  self->source = 0;
  self->count = g_list_model_get_n_items (self->failures);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  self->groups = sonde_failure_group_all (self->failures);
  chosen = get_chosen (self);
  self->rebuilding = TRUE;
  clear_rows (self);
  for (guint i = 0; i < MIN (self->groups->len, MOST_GROUPS); i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (self->groups, i)));
  if (self->groups->len > 0)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, chosen);

      gtk_list_box_select_row (self->list, row);
      if (focus != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (row));
      show_group (self, chosen);
    }
  self->rebuilding = FALSE;
  gtk_stack_set_visible_child_name (self->stack, self->count > 0 ? "some" : "none");
  if (self->count == 0)
    adw_leaflet_set_visible_child (self->leaflet, self->messages);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
  return G_SOURCE_REMOVE;
}

/* Many failures may come in one slice: one rebuilding serves them all. */
static void
queue_rebuild (SondeFailurePage *self)
{
  if (self->source == 0)
    self->source = g_timeout_add (INTERVAL, rebuild, self);
}

static void
on_row_selected (SondeFailurePage *self,
                 GtkListBoxRow    *row)
{
  if (!self->rebuilding && row != NULL)
    show_group (self, gtk_list_box_row_get_index (row));
}

static void
on_row_activated (SondeFailurePage *self,
                  GtkListBoxRow    *row)
{
  on_row_selected (self, row);
  adw_leaflet_set_visible_child (self->leaflet, self->detail_side);
}

static void
on_back (SondeFailurePage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->messages);
}

static void
watch (SondeFailurePage *self)
{
  if (self->failures != NULL)
    g_signal_handlers_disconnect_by_data (self->failures, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_set_object (&self->failures, sonde_runner_get_failures (self->runner));
  g_signal_connect_object (self->failures, "items-changed", G_CALLBACK (queue_rebuild), self, G_CONNECT_SWAPPED);
  g_clear_handle_id (&self->source, g_source_remove);
  rebuild (self);
}

static void
sonde_failure_page_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  if (id == PROP_COUNT)
    g_value_set_uint (value, SONDE_FAILURE_PAGE (object)->count);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sonde_failure_page_dispose (GObject *object)
{
  SondeFailurePage *self = SONDE_FAILURE_PAGE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_object (&self->failures);
  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_failure_page_parent_class)->dispose (object);
}

static void
sonde_failure_page_class_init (SondeFailurePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_failure_page_dispose;
  object_class->get_property = sonde_failure_page_get_property;
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (SONDE_TYPE_FAILURE_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-failure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, messages);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, list);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, detail_side);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, back_button);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
sonde_failure_page_init (SondeFailurePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_failure_page_set_run (SondeFailurePage *self,
                            SondeRun         *run)
{
  g_return_if_fail (SONDE_IS_FAILURE_PAGE (self));
  g_return_if_fail (SONDE_IS_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  g_signal_connect_object (run, "restarted", G_CALLBACK (watch), self, G_CONNECT_SWAPPED);
  watch (self);
}

/**
 * sonde_failure_page_set_narrow:
 * @narrow: messages and details are shown one after the other
 */
void
sonde_failure_page_set_narrow (SondeFailurePage *self,
                               gboolean          narrow)
{
  g_return_if_fail (SONDE_IS_FAILURE_PAGE (self));

  self->narrow = narrow;
  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
  gtk_widget_set_visible (self->back_button, narrow);
  gtk_widget_set_size_request (self->messages, narrow ? -1 : 298, -1);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), narrow ? 18 : 0);
  gtk_widget_set_hexpand (self->messages, narrow);
  sonde_failure_detail_set_narrow (self->detail, narrow);
}
