/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows are lines of the journal, read when they are looked at. Searching reads them all, a few at a time. While the page is not seen there
 * are no rows. */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/monitor/sonde-event-text.h"
#include "app/monitor/sonde-log-page.h"
#include "app/monitor/sonde-reverse-list.h"
#include "study/sonde-event-list.h"

struct _SondeLogPage
{
  AdwBin               parent_instance;
  SondeRun            *run;
  SondeEventList      *events;
  /* what is searched for, without case; NULL for nothing */
  char                *wanted;
  GtkDropDown         *kinds;
  GtkSearchEntry      *search;
  GtkColumnView       *view;
  GtkColumnViewColumn *time_column;
  SondeReplayBar      *replay_bar;
};

G_DEFINE_FINAL_TYPE (SondeLogPage, sonde_log_page, ADW_TYPE_BIN)

static SondeDomain *
get_domain (SondeLogPage *self)
{
  return sonde_learner_get_domain (sonde_run_get_learner (self->run));
}

static gboolean
matches (gpointer item,
         gpointer data)
{
  SondeLogPage *self = data;
  g_autofree char *kind = sonde_event_describe_kind (item);
  g_autofree char *details = sonde_event_describe (item, get_domain (self));
  g_autofree char *text = g_strdup_printf ("%s %s", kind, details);
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, self->wanted) != NULL;
}

static guint
get_kinds (SondeLogPage *self)
{
  static const guint kinds[] = {
    SONDE_EVENTS_ALL, 1u << SONDE_EVENT_TELL, 1u << SONDE_EVENT_FAIL, 1u << SONDE_EVENT_ASK, 1u << SONDE_EVENT_STATE,
    1u << SONDE_EVENT_STUDY,
  };

  return kinds[MIN (gtk_drop_down_get_selected (self->kinds), G_N_ELEMENTS (kinds) - 1)];
}

static void
show_rows (SondeLogPage *self)
{
  GListModel *rows;

  if (self->run == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->events == NULL)
    self->events = sonde_event_list_new (self->run);
  sonde_event_list_set_kinds (self->events, get_kinds (self));
  rows = G_LIST_MODEL (sonde_reverse_list_new (G_LIST_MODEL (self->events)));
  if (self->wanted != NULL)
    {
      GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
      GtkFilterListModel *filtered = gtk_filter_list_model_new (rows, filter);

      gtk_filter_list_model_set_incremental (filtered, TRUE);
      rows = G_LIST_MODEL (filtered);
    }
  {
    g_autoptr (GtkSelectionModel) selection = GTK_SELECTION_MODEL (gtk_single_selection_new (rows));

    gtk_column_view_set_model (self->view, selection);
  }
}

static void
hide_rows (SondeLogPage *self)
{
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->events);
}

static void
on_kinds (SondeLogPage *self)
{
  if (self->events != NULL)
    sonde_event_list_set_kinds (self->events, get_kinds (self));
}

static void
on_search (SondeLogPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  gtk_column_view_set_model (self->view, NULL);
  g_clear_pointer (&self->wanted, g_free);
  if (*text != '\0')
    self->wanted = g_utf8_casefold (text, -1);
  show_rows (self);
}

static void
on_restarted (SondeLogPage *self)
{
  hide_rows (self);
  show_rows (self);
}

static void
on_setup (SondeLogPage *self,
          GtkListItem  *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (item, label);
}

static void
put (GtkListItem *item,
     char        *text)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), text);
  g_free (text);
}

static void
on_bind_time (SondeLogPage *self,
              GtkListItem  *item)
{
  put (item, sonde_event_describe_time (gtk_list_item_get_item (item)));
}

static void
on_bind_kind (SondeLogPage *self,
              GtkListItem  *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  SondeEvent *event = gtk_list_item_get_item (item);

  put (item, sonde_event_describe_kind (event));
  if (sonde_event_get_kind (event) == SONDE_EVENT_FAIL)
    gtk_widget_add_css_class (label, "error");
  else
    gtk_widget_remove_css_class (label, "error");
}

static void
on_bind_details (SondeLogPage *self,
                 GtkListItem  *item)
{
  SondeEvent *event = gtk_list_item_get_item (item);

  put (item, sonde_event_describe (event, get_domain (self)));
}

static void
sonde_log_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_log_page_parent_class)->map (widget);
  show_rows (SONDE_LOG_PAGE (widget));
}

static void
sonde_log_page_unmap (GtkWidget *widget)
{
  hide_rows (SONDE_LOG_PAGE (widget));
  GTK_WIDGET_CLASS (sonde_log_page_parent_class)->unmap (widget);
}

static void
sonde_log_page_dispose (GObject *object)
{
  SondeLogPage *self = SONDE_LOG_PAGE (object);

  g_clear_object (&self->events);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_log_page_parent_class)->dispose (object);
}

static void
sonde_log_page_class_init (SondeLogPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_log_page_dispose;
  widget_class->map = sonde_log_page_map;
  widget_class->unmap = sonde_log_page_unmap;
  g_type_ensure (SONDE_TYPE_REPLAY_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-log-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeLogPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, SondeLogPage, search);
  gtk_widget_class_bind_template_child (widget_class, SondeLogPage, view);
  gtk_widget_class_bind_template_child (widget_class, SondeLogPage, time_column);
  gtk_widget_class_bind_template_child (widget_class, SondeLogPage, replay_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_kinds);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_time);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_kind);
  gtk_widget_class_bind_template_callback (widget_class, on_bind_details);
}

static void
sonde_log_page_init (SondeLogPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_log_page_set_run (SondeLogPage *self,
                        SondeRun     *run)
{
  g_return_if_fail (SONDE_IS_LOG_PAGE (self));
  g_return_if_fail (SONDE_IS_RUN (run));

  if (!g_set_object (&self->run, run))
    return;
  g_signal_connect_object (run, "restarted", G_CALLBACK (on_restarted), self, G_CONNECT_SWAPPED);
  sonde_replay_bar_set_run (self->replay_bar, run);
  show_rows (self);
}

void
sonde_log_page_set_narrow (SondeLogPage *self,
                           gboolean      narrow)
{
  g_return_if_fail (SONDE_IS_LOG_PAGE (self));

  gtk_column_view_column_set_visible (self->time_column, !narrow);
  /* a width that is set counts even of a column that is not shown */
  gtk_column_view_column_set_fixed_width (self->time_column, narrow ? -1 : 92);
}

SondeReplayBar *
sonde_log_page_get_replay_bar (SondeLogPage *self)
{
  g_return_val_if_fail (SONDE_IS_LOG_PAGE (self), NULL);

  return self->replay_bar;
}
