/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/monitor/sonde-failure-detail.h"
#include "app/sonde-dialogs.h"
#include "app/sonde-format.h"

struct _SondeFailureDetail
{
  AdwBin             parent_instance;
  SondeRun          *run;
  char              *message;
  GListStore        *points;
  GtkMultiSelection *selection;
  gboolean           filling;
  GtkLabel          *heading;
  GtkLabel          *summary;
  GtkBox            *split;
  GtkLabel          *place;
  GtkLabel          *attempt;
  GtkLabel          *trace;
  GtkWidget         *points_card;
  GtkListView       *list;
  GtkBox            *actions;
  GtkWidget         *accept_button;
  GtkWidget         *exclude_button;
  GtkWidget         *retry_button;
};

G_DEFINE_FINAL_TYPE (SondeFailureDetail, sonde_failure_detail, ADW_TYPE_BIN)

static SondeDomain *
get_domain (SondeFailureDetail *self)
{
  return sonde_learner_get_domain (sonde_run_get_learner (self->run));
}

/* Copied, since what is done to one may change the list. */
static GPtrArray *
get_chosen (SondeFailureDetail *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GPtrArray *failures = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_iter_init_first (&iter, chosen, &position))
    do
      g_ptr_array_add (failures, g_list_model_get_item (G_LIST_MODEL (self->points), position));
    while (gtk_bitset_iter_next (&iter, &position));
  return failures;
}

static char *
get_attempts (SondeFailure *failure)
{
  guint n = sonde_failure_get_attempts (failure);

  if (sonde_failure_get_excluded (failure))
    return g_strdup_printf (ngettext ("%u attempt, excluded", "%u attempts, excluded", n), n);
  if (sonde_failure_get_given_up (failure))
    return g_strdup_printf (ngettext ("%u attempt", "%u attempts", n), n);
  return g_strdup_printf (ngettext ("%u attempt, to be retried", "%u attempts, to be retried", n), n);
}

static gboolean
are_excluded (GPtrArray *failures)
{
  for (guint i = 0; i < failures->len; i++)
    if (!sonde_failure_get_excluded (g_ptr_array_index (failures, i)))
      return FALSE;
  return TRUE;
}

/* The card tells of the first point that is chosen. */
static void
update_card (SondeFailureDetail *self)
{
  g_autoptr (GPtrArray) chosen = get_chosen (self);
  g_autofree char *place = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *attempts = NULL;
  const char *trace;
  SondeFailure *first;

  gtk_widget_set_sensitive (self->accept_button, chosen->len > 0);
  gtk_widget_set_sensitive (self->exclude_button, chosen->len > 0 && !are_excluded (chosen));
  gtk_widget_set_sensitive (self->retry_button, chosen->len > 0);
  if (chosen->len == 0)
    return;
  first = g_ptr_array_index (chosen, 0);
  place = sonde_failure_get_place (first, get_domain (self), 7);
  /* Translators: a place, as in "At x = 0.3" */
  sentence = g_strdup_printf (_("At %s"), place);
  attempts = get_attempts (first);
  trace = sonde_failure_get_traceback (first);
  gtk_label_set_label (self->place, sentence);
  gtk_label_set_label (self->attempt, attempts);
  gtk_label_set_label (self->trace, trace != NULL && *trace != '\0' ? trace : sonde_failure_get_message (first));
}

static void
on_selection (SondeFailureDetail *self)
{
  if (!self->filling)
    update_card (self);
}

static gboolean
is_filled_with (SondeFailureDetail      *self,
                const SondeFailureGroup *group)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->points));

  for (guint i = 0; i < n && i < group->failures->len; i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (G_LIST_MODEL (self->points), i);

      if (failure != g_ptr_array_index (group->failures, i))
        return FALSE;
    }
  return n == group->failures->len;
}

static void
choose_again (SondeFailureDetail *self,
              GPtrArray          *chosen)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->points)); i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (G_LIST_MODEL (self->points), i);

      if (g_ptr_array_find (chosen, failure, NULL))
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, FALSE);
    }
}

/* What was chosen stays so; all of them stay all of them. */
static void
fill (SondeFailureDetail      *self,
      const SondeFailureGroup *group)
{
  g_autoptr (GPtrArray) chosen = get_chosen (self);
  guint before = g_list_model_get_n_items (G_LIST_MODEL (self->points));
  gboolean all = chosen->len == before || chosen->len > 100;

  g_list_store_splice (self->points, 0, before, group->failures->pdata, group->failures->len);
  if (!all)
    choose_again (self, chosen);
  g_clear_pointer (&chosen, g_ptr_array_unref);
  chosen = get_chosen (self);
  if (chosen->len == 0)
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

static void
retry_and_run (SondeFailureDetail *self)
{
  SondeStatus status = sonde_runner_get_status (sonde_run_get_runner (self->run));

  if (status != SONDE_STATUS_RUNNING)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.run", NULL);
}

static void
on_retry (SondeFailureDetail *self)
{
  g_autoptr (GPtrArray) chosen = get_chosen (self);

  for (guint i = 0; i < chosen->len; i++)
    sonde_runner_retry (sonde_run_get_runner (self->run), g_ptr_array_index (chosen, i));
  retry_and_run (self);
}

static void
on_retry_all (SondeFailureDetail *self)
{
  sonde_runner_retry_all (sonde_run_get_runner (self->run));
  retry_and_run (self);
}

static void
complain (SondeFailureDetail *self,
          const char         *heading,
          const GError       *error)
{
  if (error != NULL)
    sonde_dialog_tell (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, error->message);
}

static void
on_accept (SondeFailureDetail *self)
{
  g_autoptr (GPtrArray) chosen = get_chosen (self);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < chosen->len && error == NULL; i++)
    sonde_run_accept_as_nan (self->run, g_ptr_array_index (chosen, i), &error);
  complain (self, _("The Point Cannot Be Accepted as NaN"), error);
}

static void
exclude (const char *response,
         const char *text,
         gpointer    data)
{
  g_autoptr (SondeFailureDetail) self = data;
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GError) error = NULL;

  /* the window may have gone meanwhile */
  if (!g_str_equal (response, "exclude") || self->run == NULL)
    return;
  chosen = get_chosen (self);
  for (guint i = 0; i < chosen->len && error == NULL; i++)
    sonde_run_exclude (self->run, g_ptr_array_index (chosen, i), &error);
  update_card (self);
  complain (self, _("The Point Cannot Be Excluded"), error);
}

static void
on_exclude (SondeFailureDetail *self)
{
  const SondeResponse responses[] = {
    { "keep", _("_Keep"), ADW_RESPONSE_DEFAULT },
    { "exclude", _("_Exclude"), ADW_RESPONSE_DESTRUCTIVE },
  };
  g_autoptr (GPtrArray) chosen = get_chosen (self);
  g_autofree char *number = sonde_format_count (chosen->len);
  g_autofree char *heading = g_strdup_printf (ngettext ("Exclude %s Point?", "Exclude %s Points?", chosen->len), number);

  sonde_dialog_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                    _("It is not tried again when the run goes on, and does not stop the run. It stays in this list, where Retry takes it back."),
                    NULL, responses, G_N_ELEMENTS (responses), exclude, g_object_ref (self));
}

static void
on_setup (SondeFailureDetail *self,
          GtkListItem        *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *place = gtk_label_new (NULL);
  GtkWidget *attempts = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (place), 0);
  gtk_label_set_ellipsize (GTK_LABEL (place), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (place, TRUE);
  gtk_widget_add_css_class (place, "numeric");
  gtk_widget_add_css_class (attempts, "caption-dim");
  gtk_box_append (GTK_BOX (box), place);
  gtk_box_append (GTK_BOX (box), attempts);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (SondeFailureDetail *self,
         GtkListItem        *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  SondeFailure *failure = gtk_list_item_get_item (item);
  g_autofree char *place = sonde_failure_get_place (failure, get_domain (self), 7);
  g_autofree char *number = g_strdup_printf ("%u×", sonde_failure_get_attempts (failure));
  g_autofree char *attempts = get_attempts (failure);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), place);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), number);
  gtk_widget_set_tooltip_text (box, attempts);
}

static void
sonde_failure_detail_dispose (GObject *object)
{
  SondeFailureDetail *self = SONDE_FAILURE_DETAIL (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->points);
  g_clear_pointer (&self->message, g_free);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_failure_detail_parent_class)->dispose (object);
}

static void
sonde_failure_detail_class_init (SondeFailureDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_failure_detail_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-failure-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, heading);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, summary);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, split);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, place);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, attempt);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, trace);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, points_card);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, list);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, actions);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, accept_button);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, exclude_button);
  gtk_widget_class_bind_template_child (widget_class, SondeFailureDetail, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_bind_template_callback (widget_class, on_exclude);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_all);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
}

static void
sonde_failure_detail_init (SondeFailureDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->points = g_list_store_new (SONDE_TYPE_FAILURE);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->points)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection), self, G_CONNECT_SWAPPED);
}

void
sonde_failure_detail_show (SondeFailureDetail      *self,
                           SondeRun                *run,
                           const SondeFailureGroup *group)
{
  g_autofree char *summary = NULL;

  g_return_if_fail (SONDE_IS_FAILURE_DETAIL (self));
  g_return_if_fail (SONDE_IS_RUN (run));
  g_return_if_fail (group != NULL);

  g_set_object (&self->run, run);
  summary = sonde_failure_group_get_summary (group);
  self->filling = TRUE;
  if (g_strcmp0 (self->message, group->message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (group->message);
      g_list_store_remove_all (self->points);
    }
  if (!is_filled_with (self, group))
    fill (self, group);
  self->filling = FALSE;
  gtk_label_set_label (self->heading, group->message);
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (self->points_card, group->failures->len > 1);
  update_card (self);
}

void
sonde_failure_detail_set_narrow (SondeFailureDetail *self,
                                 gboolean            narrow)
{
  g_return_if_fail (SONDE_IS_FAILURE_DETAIL (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->split), narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->actions), narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->points_card, narrow ? -1 : 190, narrow ? 90 : -1);
}
