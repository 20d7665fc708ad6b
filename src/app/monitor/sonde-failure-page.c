/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/monitor/sonde-failure-page.h"
#include "app/sonde-format.h"

#define MOST_GROUPS 50

struct _SondeFailurePage
{
  AdwBin       parent_instance;
  SondeRun    *run;
  SondeRunner *runner;
  GListModel  *failures;
  guint        count;
  guint        idle;
  GtkStack    *stack;
  GtkListBox  *list;
  GtkLabel    *sum;
  GtkWidget   *retry_button;
};

G_DEFINE_FINAL_TYPE (SondeFailurePage, sonde_failure_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_COUNT, N_PROPS };

static GParamSpec *properties[N_PROPS];

/* Failures with one message. */
typedef struct
{
  const char *message;
  const char *traceback;
  guint       n;
  guint       attempts;
  double      min, max;
} Group;

static GPtrArray *
group_failures (GListModel *failures)
{
  g_autoptr (GHashTable) by_message = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *groups = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (failures); i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);
      const char *message = sonde_failure_get_message (failure);
      double x = sonde_failure_get_x (failure)[0];
      Group *group = g_hash_table_lookup (by_message, message);

      if (group == NULL)
        {
          group = g_new0 (Group, 1);
          group->message = message;
          group->min = group->max = x;
          g_ptr_array_add (groups, group);
          g_hash_table_insert (by_message, (gpointer) message, group);
        }
      group->traceback = sonde_failure_get_traceback (failure);
      group->attempts = MAX (group->attempts, sonde_failure_get_attempts (failure));
      group->min = MIN (group->min, x);
      group->max = MAX (group->max, x);
      group->n++;
    }
  return groups;
}

static char *
where (SondeFailurePage *self,
       const Group      *group)
{
  SondeDomain *domain = sonde_learner_get_domain (sonde_run_get_learner (self->run));
  const char *name = sonde_domain_get (domain, 0)->name;
  g_autofree char *min = sonde_format_number (group->min, 5);
  g_autofree char *max = sonde_format_number (group->max, 5);
  g_autofree char *place = group->n == 1 ? g_strdup_printf (_("%s = %s"), name, min)
                                         : g_strdup_printf (_("%s from %s to %s"), name, min, max);

  /* Translators: the first is a place, such as "x from 0.1 to 0.3" */
  return g_strdup_printf (ngettext ("%s · %u attempt", "%s · up to %u attempts", group->attempts), place, group->attempts);
}

static GtkWidget *
new_row (SondeFailurePage *self,
         const Group      *group)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  g_autofree char *number = sonde_format_count (group->n);
  GtkWidget *count = gtk_label_new (number);
  g_autofree char *place = where (self, group);
  const char *trace = group->traceback != NULL && *group->traceback != '\0' ? group->traceback : group->message;
  GtkWidget *detail = gtk_label_new (trace);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), group->message);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), place);
  gtk_widget_add_css_class (icon, "error");
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  gtk_widget_add_css_class (count, "count");
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), count);
  gtk_label_set_wrap (GTK_LABEL (detail), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (detail), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (detail), TRUE);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_widget_add_css_class (detail, "trace");
  gtk_widget_set_margin_start (detail, 16);
  gtk_widget_set_margin_end (detail, 16);
  gtk_widget_set_margin_top (detail, 12);
  gtk_widget_set_margin_bottom (detail, 12);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), detail);
  return row;
}

static void
clear_rows (SondeFailurePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static gboolean
rebuild (gpointer data)
{
  SondeFailurePage *self = data;
  g_autoptr (GPtrArray) groups = group_failures (self->failures);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  self->idle = 0;
  self->count = g_list_model_get_n_items (self->failures);
  clear_rows (self);
  for (guint i = 0; i < MIN (groups->len, MOST_GROUPS); i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (groups, i)));
  number = sonde_format_count (self->count);
  text = g_strdup_printf (ngettext ("%s failed point", "%s failed points", self->count), number);
  gtk_label_set_label (self->sum, text);
  gtk_stack_set_visible_child_name (self->stack, self->count > 0 ? "some" : "none");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
  return G_SOURCE_REMOVE;
}

/* Many failures may come in one slice: one rebuilding serves them all. */
static void
queue_rebuild (SondeFailurePage *self)
{
  if (self->idle == 0)
    self->idle = g_timeout_add (100, rebuild, self);
}

static void
on_retry_all (SondeFailurePage *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (self->failures); i++)
    g_ptr_array_add (all, g_list_model_get_item (self->failures, i));
  for (guint i = 0; i < all->len; i++)
    sonde_runner_retry (self->runner, g_ptr_array_index (all, i));
  if (sonde_runner_get_status (self->runner) != SONDE_STATUS_RUNNING)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.run", NULL);
}

static void
watch (SondeFailurePage *self)
{
  if (self->failures != NULL)
    g_signal_handlers_disconnect_by_data (self->failures, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_set_object (&self->failures, sonde_runner_get_failures (self->runner));
  g_signal_connect_object (self->failures, "items-changed", G_CALLBACK (queue_rebuild), self, G_CONNECT_SWAPPED);
  g_clear_handle_id (&self->idle, g_source_remove);
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

  g_clear_handle_id (&self->idle, g_source_remove);
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
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-failure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, list);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, sum);
  gtk_widget_class_bind_template_child (widget_class, SondeFailurePage, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_all);
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
