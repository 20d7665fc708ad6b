/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/monitor/sonde-reverse-list.h"
#include "app/monitor/sonde-workers-page.h"
#include "app/sonde-dialogs.h"
#include "app/sonde-file-chooser.h"
#include "app/sonde-format.h"
#include "executor/sonde-worker.h"

/* Of the output of a point, so many letters are shown. */
#define MAX_SHOWN 2000
/* Milliseconds between looks at what is new. */
#define INTERVAL 200

struct _SondeWorkersPage
{
  AdwBin           parent_instance;
  SondeRun        *run;
  SondeRunner     *runner;         /* watched */
  GListModel      *model;          /* watched: its workers */
  gboolean         active;
  gboolean         scrolled_away;  /* by a person, from the newest output */
  guint            timer;
  GtkColumnViewColumn *place_column;
  GtkScrolledWindow *scroller;
  GtkBox          *box;
  GtkWidget       *worker_side;
  GtkColumnView   *workers;
  GtkLabel        *output_title;
  GtkWidget       *save_button;
  GtkStack        *output_stack;
  GtkListView     *outputs;
};

G_DEFINE_FINAL_TYPE (SondeWorkersPage, sonde_workers_page, ADW_TYPE_BIN)

enum { PROP_0, PROP_ACTIVE, N_PROPS };

static GParamSpec *properties[N_PROPS];

typedef enum { PID, PLACE, STATE, EVALUATIONS, MEMORY, RESTARTS, N_COLUMNS } Column;

static const char * const titles[] = { N_("Process"), N_("Place"), N_("State"), N_("Evaluations"), N_("Memory"), N_("Restarts") };

/* "Could not be started: No module named numpy", with the seconds of what takes long. */
static char *
describe_state (SondeWorker *worker)
{
  const char *state = sonde_worker_state_to_text (sonde_worker_get_state (worker));
  const char *message = sonde_worker_get_message (worker);
  double busy = sonde_worker_get_busy_seconds (worker);

  if (sonde_worker_get_state (worker) == SONDE_WORKER_STATE_BUSY && busy >= 1)
    {
      g_autofree char *span = sonde_format_span (busy);

      return g_strdup_printf (_("%s for %s"), state, span);
    }
  if (sonde_worker_get_state (worker) != SONDE_WORKER_STATE_BUSY && message != NULL && *message != '\0')
    return g_strdup_printf ("%s · %s", state, message);
  return g_strdup (state);
}

static char *
describe_cell (SondeWorker *worker,
               Column       column)
{
  guint64 memory = sonde_worker_get_memory (worker);
  int pid = sonde_worker_get_pid (worker);

  switch (column)
    {
    case PID:
      return pid > 0 ? g_strdup_printf ("%d", pid) : g_strdup ("–");
    case PLACE:
      return g_strdup (sonde_worker_get_place (worker));
    case STATE:
      return describe_state (worker);
    case EVALUATIONS:
      return sonde_format_count (sonde_worker_get_evaluations (worker));
    case MEMORY:
      return memory > 0 ? g_format_size (memory) : g_strdup ("–");
    case RESTARTS:
    case N_COLUMNS:
    default:
      return sonde_format_count (sonde_worker_get_restarts (worker));
    }
}

/* The number of restarts has a button beside it that makes one more. */
static GtkWidget *
get_label (GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  return GTK_IS_LABEL (child) ? child : gtk_widget_get_first_child (child);
}

static void
on_restart (GtkListItem *item)
{
  SondeWorker *worker = gtk_list_item_get_item (item);

  if (worker != NULL)
    sonde_worker_restart (worker);
}

static GtkWidget *
new_restart_cell (GtkListItem *item,
                  GtkWidget   *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  gtk_widget_set_tooltip_text (button, _("End This Process; What It Evaluates Fails, Another Takes Its Place"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Restart"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_restart), item, G_CONNECT_SWAPPED);
  return box;
}

static void
update_cell (GtkListItem *item)
{
  GtkLabel *label = GTK_LABEL (get_label (item));
  SondeWorker *worker = gtk_list_item_get_item (item);
  Column column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (item), "column"));
  g_autofree char *text = worker != NULL ? describe_cell (worker, column) : g_strdup ("");

  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
  if (column == STATE)
    gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
}

static void
on_setup_cell (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  column)
{
  GtkWidget *label = gtk_label_new (NULL);
  Column which = GPOINTER_TO_UINT (column);

  gtk_label_set_xalign (GTK_LABEL (label), which == STATE || which == PLACE ? 0 : 1);
  if (which == STATE)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  g_object_set_data (G_OBJECT (item), "column", column);
  gtk_list_item_set_child (item, which == RESTARTS ? new_restart_cell (item, label) : label);
}

static void
on_bind_cell (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  column)
{
  g_signal_connect_object (gtk_list_item_get_item (item), "notify", G_CALLBACK (update_cell), item, G_CONNECT_SWAPPED);
  update_cell (item);
}

static void
on_unbind_cell (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                gpointer                  column)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

static void
add_columns (SondeWorkersPage *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (_(titles[i]), factory);

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cell), GUINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cell), GUINT_TO_POINTER (i));
      g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind_cell), GUINT_TO_POINTER (i));
      gtk_column_view_column_set_expand (column, i == STATE);
      gtk_column_view_append_column (self->workers, column);
      if (i == PLACE)
        self->place_column = column;
    }
}

static char *
describe_point (SondePrintout *output)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sonde_printout_get_ndim (output); i++)
    {
      g_autofree char *number = sonde_format_number (sonde_printout_get_x (output)[i], 8);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  return g_string_free (text, FALSE);
}

static void
on_setup_output (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *point = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  GtkWidget *text = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE, NULL);

  gtk_widget_add_css_class (point, "caption-dim");
  gtk_widget_add_css_class (text, "trace");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), point);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_output (GtkSignalListItemFactory *factory,
                GtkListItem              *item)
{
  SondePrintout *output = gtk_list_item_get_item (item);
  GtkWidget *point = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *x = describe_point (output);
  g_autofree char *text = g_strchomp (g_strdup (sonde_printout_get_text (output)));

  /* all of it can be saved; a row that fills the screen shows no other */
  if (g_utf8_strlen (text, -1) > MAX_SHOWN)
    {
      g_autofree char *start = g_utf8_substring (text, 0, MAX_SHOWN);

      g_free (text);
      text = g_strconcat (start, " …", NULL);
    }
  gtk_label_set_label (GTK_LABEL (point), x);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (point)), text);
}

/* Workers of this computer alone need no word on where they are. */
static gboolean
has_places (SondeWorkersPage *self)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SondeWorker) worker = g_list_model_get_item (self->model, i);
      const char *place = sonde_worker_get_place (worker);

      if (place != NULL && *place != '\0')
        return TRUE;
    }
  return FALSE;
}

static void
update (SondeWorkersPage *self)
{
  GListModel *outputs = G_LIST_MODEL (sonde_run_get_printouts (self->run));
  guint n_outputs = g_list_model_get_n_items (outputs);
  guint n_workers = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  gboolean active = n_outputs > 0 || n_workers > 0;

  gtk_stack_set_visible_child_name (self->output_stack, n_outputs > 0 ? "list" : "none");
  gtk_widget_set_sensitive (self->save_button, n_outputs > 0);
  gtk_widget_set_visible (self->worker_side, n_workers > 0);
  gtk_column_view_column_set_visible (self->place_column, has_places (self));
  if (active == self->active)
    return;
  self->active = active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/* Another executor has other workers. */
static void
watch_executor (SondeWorkersPage *self)
{
  SondeExecutor *executor = sonde_runner_get_executor (self->runner);
  GListModel *model = executor != NULL ? sonde_executor_get_workers (executor) : NULL;
  g_autoptr (GtkNoSelection) selection = NULL;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    {
      selection = gtk_no_selection_new (g_object_ref (model));
      g_signal_connect_object (model, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  gtk_column_view_set_model (self->workers, GTK_SELECTION_MODEL (selection));
  update (self);
}

static void
watch_runner (SondeWorkersPage *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_set_object (&self->runner, sonde_run_get_runner (self->run));
  g_signal_connect_object (self->runner, "notify::executor", G_CALLBACK (watch_executor), self, G_CONNECT_SWAPPED);
  watch_executor (self);
}

static void
on_file (GFile    *file,
         gpointer  data)
{
  SondeWorkersPage *self = data;
  g_autoptr (GError) error = NULL;

  if (!sonde_printout_list_save (sonde_run_get_printouts (self->run), file, &error))
    sonde_dialog_tell (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("The Output Cannot Be Saved"), error->message);
}

static void
on_save (SondeWorkersPage *self)
{
  const SondeFileKind kinds[] = { { _("Text"), ".txt" } };
  g_autofree char *name = sonde_run_suggest_name (self->run);

  if (g_str_has_suffix (name, ".sonde"))
    name[strlen (name) - strlen (".sonde")] = '\0';
  sonde_file_chooser_save (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Save the Output"), NULL, name, kinds, G_N_ELEMENTS (kinds), on_file,
                           self);
}

/* A view keeps the row in its place that is on top: who looks at the newest output is brought back to it. */
static gboolean
on_timer (gpointer data)
{
  SondeWorkersPage *self = data;

  if (!self->scrolled_away)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_input (SondeWorkersPage *self,
          GdkEvent         *event)
{
  GdkEventType type = gdk_event_get_event_type (event);
  double value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller));

  if (type == GDK_SCROLL || type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS || type == GDK_TOUCH_UPDATE)
    self->scrolled_away = TRUE;
  else if (type == GDK_MOTION_NOTIFY && value < 1)
    self->scrolled_away = FALSE;
  return GDK_EVENT_PROPAGATE;
}

/* While it is not seen it has no rows, so that a fast run costs nothing here. */
static void
sonde_workers_page_map (GtkWidget *widget)
{
  SondeWorkersPage *self = SONDE_WORKERS_PAGE (widget);
  g_autoptr (GtkNoSelection) selection = NULL;

  selection = gtk_no_selection_new (G_LIST_MODEL (sonde_reverse_list_new (G_LIST_MODEL (sonde_run_get_printouts (self->run)))));
  gtk_list_view_set_model (self->outputs, GTK_SELECTION_MODEL (selection));
  self->scrolled_away = FALSE;
  self->timer = g_timeout_add (INTERVAL, on_timer, self);
  GTK_WIDGET_CLASS (sonde_workers_page_parent_class)->map (widget);
}

static void
sonde_workers_page_unmap (GtkWidget *widget)
{
  SondeWorkersPage *self = SONDE_WORKERS_PAGE (widget);

  GTK_WIDGET_CLASS (sonde_workers_page_parent_class)->unmap (widget);
  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_list_view_set_model (self->outputs, NULL);
}

static void
sonde_workers_page_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, SONDE_WORKERS_PAGE (object)->active);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sonde_workers_page_dispose (GObject *object)
{
  SondeWorkersPage *self = SONDE_WORKERS_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  /* the bin lets its child go itself */
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_object (&self->runner);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_workers_page_parent_class)->dispose (object);
}

static void
sonde_workers_page_class_init (SondeWorkersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_workers_page_get_property;
  object_class->dispose = sonde_workers_page_dispose;
  widget_class->map = sonde_workers_page_map;
  widget_class->unmap = sonde_workers_page_unmap;
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-workers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, box);
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, worker_side);
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, workers);
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, output_title);
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, save_button);
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, output_stack);
  gtk_widget_class_bind_template_child (widget_class, SondeWorkersPage, outputs);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
sonde_workers_page_init (SondeWorkersPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *input = gtk_event_controller_legacy_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  add_columns (self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_output), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_output), NULL);
  gtk_list_view_set_factory (self->outputs, factory);
  gtk_event_controller_set_propagation_phase (input, GTK_PHASE_CAPTURE);
  g_signal_connect_object (input, "event", G_CALLBACK (on_input), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), input);
}

void
sonde_workers_page_set_run (SondeWorkersPage *self,
                            SondeRun         *run)
{
  g_return_if_fail (SONDE_IS_WORKERS_PAGE (self));
  g_return_if_fail (self->run == NULL);

  self->run = g_object_ref (run);
  g_signal_connect_object (sonde_run_get_printouts (run), "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "restarted", G_CALLBACK (watch_runner), self, G_CONNECT_SWAPPED);
  watch_runner (self);
}

/* Below each other, where there is no room for both beside each other. */
void
sonde_workers_page_set_narrow (SondeWorkersPage *self,
                               gboolean          narrow)
{
  g_return_if_fail (SONDE_IS_WORKERS_PAGE (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}
