/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/sonde-example-card.h"
#include "app/sonde-examples.h"
#include "app/sonde-run-card.h"
#include "app/sonde-settings.h"
#include "app/sonde-start-page.h"
#include "app/sonde-window.h"
#include "study/sonde-run.h"

#define N_RECENT 3            /* shown at first */
#define MOST_RECENT 30
#define SEARCH_FROM 13        /* entries: with fewer, looking is quicker */
#define NARROW_WIDTH 700

struct _SondeStartPage
{
  AdwBin           parent_instance;
  GtkMenuButton   *menu_button;
  GtkEditable     *formula_entry;
  GtkToggleButton *search_button;
  GtkSearchBar    *search_bar;
  GtkEditable     *search_entry;
  GtkWidget       *nothing_found;
  GtkWidget       *draft_section;
  GtkFlowBox      *drafts;
  GtkWidget       *recent_section;
  GtkFlowBox      *recents;
  GtkToggleButton *show_all_button;
  GtkWidget       *example_section;
  GtkFlowBox      *examples;
  guint            n_drafts;
  guint            n_recent;
  guint            n_examples;
  GHashTable      *discarded;     /* (element-type utf8): drafts that go when their toast does */
  gboolean         narrow;
  guint            reshape;
};

G_DEFINE_FINAL_TYPE (SondeStartPage, sonde_start_page, ADW_TYPE_BIN)

enum { SIGNAL_NEW_STUDY, SIGNAL_EXAMPLE, SIGNAL_FILE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void fill (SondeStartPage *self);

static void
on_new_study (SondeStartPage *self)
{
  g_signal_emit (self, signals[SIGNAL_NEW_STUDY], 0, gtk_editable_get_text (self->formula_entry));
}

static void
on_card (SondeStartPage   *self,
         SondeExampleCard *card)
{
  g_signal_emit (self, signals[SIGNAL_EXAMPLE], 0, sonde_example_card_get_study (card));
}

static void
on_card_clicked (SondeExampleCard *card,
                 SondeStartPage   *self)
{
  on_card (self, card);
}

static void
toast (SondeStartPage *self,
       AdwToast       *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
on_run_card (SondeRunCard   *card,
             SondeStartPage *self)
{
  g_autoptr (GFile) file = g_object_ref (sonde_run_card_get_file (card));
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = NULL;
  AdwToast *gone;

  if (g_file_query_exists (file, NULL))
    {
      g_signal_emit (self, signals[SIGNAL_FILE], 0, file);
      return;
    }
  gtk_recent_manager_remove_item (gtk_recent_manager_get_default (), uri, NULL);
  fill (self);
  text = g_strdup_printf (_("“%s” is no longer there"), name);
  gone = adw_toast_new (text);
  toast (self, gone);
}

/* to the wastebasket where there is one: a draft holds measured points */
static void
on_discard_toast_gone (AdwToast       *discarded,
                       SondeStartPage *self)
{
  const char *uri = g_object_get_data (G_OBJECT (discarded), "uri");
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autoptr (GError) error = NULL;

  if (!g_hash_table_contains (self->discarded, uri))
    return;
  if (!g_file_trash (file, NULL, NULL) && !g_file_delete (file, NULL, &error))
    g_message ("%s", error->message);
  g_hash_table_remove (self->discarded, uri);
}

static void
on_undo_discard (AdwToast       *discarded,
                 SondeStartPage *self)
{
  g_hash_table_remove (self->discarded, g_object_get_data (G_OBJECT (discarded), "uri"));
  fill (self);
}

/* It leaves the page at once, and the disk when it cannot be undone any more. */
static void
on_discard (SondeRunCard   *card,
            SondeStartPage *self)
{
  char *uri = g_file_get_uri (sonde_run_card_get_file (card));
  AdwToast *discarded = adw_toast_new (_("Draft discarded"));

  g_hash_table_add (self->discarded, g_strdup (uri));
  g_object_set_data_full (G_OBJECT (discarded), "uri", uri, g_free);
  adw_toast_set_button_label (discarded, _("_Undo"));
  g_signal_connect_object (discarded, "button-clicked", G_CALLBACK (on_undo_discard), self, 0);
  g_signal_connect_object (discarded, "dismissed", G_CALLBACK (on_discard_toast_gone), self, 0);
  fill (self);
  /* the button that had the focus is gone; a toast that gets it would stay for ever */
  gtk_widget_grab_focus (GTK_WIDGET (self->formula_entry));
  toast (self, discarded);
}

static void
clear (GtkFlowBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_flow_box_remove (box, child);
}

static void
add_run (SondeStartPage *self,
         GtkFlowBox     *box,
         GFile          *file,
         gboolean        is_draft)
{
  GtkWidget *card = sonde_run_card_new (file, is_draft);

  g_signal_connect_object (card, "open", G_CALLBACK (on_run_card), self, 0);
  g_signal_connect_object (card, "discard", G_CALLBACK (on_discard), self, 0);
  gtk_flow_box_append (box, g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "child", card, "focusable", FALSE, NULL));
}

/* A draft that some window shows is not one that was left. */
static gboolean
is_open (GFile *file)
{
  GApplication *application = g_application_get_default ();
  GList *windows = application != NULL ? gtk_application_get_windows (GTK_APPLICATION (application)) : NULL;

  for (GList *l = windows; l != NULL; l = l->next)
    {
      SondeRun *run = SONDE_IS_WINDOW (l->data) ? sonde_window_get_run (l->data) : NULL;
      GFile *other = run != NULL ? sonde_run_get_file (run) : NULL;

      if (other != NULL && g_file_equal (file, other))
        return TRUE;
    }
  return FALSE;
}

static void
fill_drafts (SondeStartPage *self)
{
  g_autoptr (GPtrArray) drafts = sonde_run_list_drafts ();

  clear (self->drafts);
  self->n_drafts = 0;
  for (guint i = 0; i < drafts->len; i++)
    {
      GFile *file = g_ptr_array_index (drafts, i);
      g_autofree char *uri = g_file_get_uri (file);

      if (is_open (file) || g_hash_table_contains (self->discarded, uri))
        continue;
      add_run (self, self->drafts, file, TRUE);
      self->n_drafts++;
    }
}

static int
compare_recent (gconstpointer a,
                gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b), gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
fill_recent (SondeStartPage *self)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), compare_recent);

  clear (self->recents);
  self->n_recent = 0;
  for (GList *l = items; l != NULL && self->n_recent < MOST_RECENT; l = l->next)
    {
      GtkRecentInfo *info = l->data;
      g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));

      if (!gtk_recent_info_has_application (info, "Sonde") || !gtk_recent_info_is_local (info) || !gtk_recent_info_exists (info))
        continue;
      add_run (self, self->recents, file, FALSE);
      self->n_recent++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static const char *
get_search (SondeStartPage *self)
{
  return gtk_search_bar_get_search_mode (self->search_bar) ? gtk_editable_get_text (self->search_entry) : "";
}

static gboolean
filter_run (GtkFlowBoxChild *child,
            gpointer         data)
{
  SondeStartPage *self = data;
  const char *text = get_search (self);
  gboolean is_recent = gtk_widget_get_parent (GTK_WIDGET (child)) == GTK_WIDGET (self->recents);

  if (*text != '\0')
    return sonde_run_card_matches (SONDE_RUN_CARD (gtk_flow_box_child_get_child (child)), text);
  return !is_recent || gtk_toggle_button_get_active (self->show_all_button) || gtk_flow_box_child_get_index (child) < N_RECENT;
}

static gboolean
filter_example (GtkFlowBoxChild *child,
                gpointer         data)
{
  const char *text = get_search (data);
  SondeStudy *study = sonde_example_card_get_study (SONDE_EXAMPLE_CARD (gtk_flow_box_child_get_child (child)));

  return *text == '\0' || g_str_match_string (text, sonde_study_get_title (study), TRUE) ||
         g_str_match_string (text, sonde_study_get_description (study), TRUE);
}

static gboolean
shows_any (GtkFlowBox *box)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child))
      return TRUE;
  return FALSE;
}

/* A section of which nothing fits the search goes with its heading. */
static void
update_sections (SondeStartPage *self)
{
  gboolean drafts, recents, examples;

  gtk_flow_box_invalidate_filter (self->drafts);
  gtk_flow_box_invalidate_filter (self->recents);
  gtk_flow_box_invalidate_filter (self->examples);
  drafts = shows_any (self->drafts);
  recents = shows_any (self->recents);
  examples = shows_any (self->examples);
  gtk_widget_set_visible (self->draft_section, drafts);
  gtk_widget_set_visible (self->recent_section, recents);
  gtk_widget_set_visible (self->example_section, examples);
  gtk_widget_set_visible (self->nothing_found, !drafts && !recents && !examples);
}

static void
fill (SondeStartPage *self)
{
  gboolean much;

  fill_drafts (self);
  fill_recent (self);
  much = self->n_drafts + self->n_recent + self->n_examples >= SEARCH_FROM;
  gtk_widget_set_visible (GTK_WIDGET (self->show_all_button), self->n_recent > N_RECENT);
  gtk_widget_set_visible (GTK_WIDGET (self->search_button), much);
  if (!much)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  update_sections (self);
}

static void
on_search (SondeStartPage *self)
{
  update_sections (self);
}

static void
on_show_all (SondeStartPage *self)
{
  gtk_button_set_label (GTK_BUTTON (self->show_all_button),
                        gtk_toggle_button_get_active (self->show_all_button) ? _("Show Fewer") : _("Show All"));
  update_sections (self);
}

/* Under 700 px runs are rows of one list; afterwards, since an allocation may not ask for another size. */
static gboolean
on_reshape (gpointer data)
{
  SondeStartPage *self = data;
  GtkFlowBox *boxes[] = { self->drafts, self->recents };

  self->reshape = 0;
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      gtk_flow_box_set_row_spacing (boxes[i], self->narrow ? 0 : 18);
      gtk_flow_box_set_max_children_per_line (boxes[i], self->narrow ? 1 : 3);
      if (self->narrow)
        gtk_widget_add_css_class (GTK_WIDGET (boxes[i]), "rows");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (boxes[i]), "rows");
    }
  return G_SOURCE_REMOVE;
}

static void
sonde_start_page_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
sonde_start_page_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  SondeStartPage *self = SONDE_START_PAGE (widget);
  gboolean narrow = width < NARROW_WIDTH;

  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  if (self->reshape == 0)
    self->reshape = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_reshape, self, NULL);
}

static void
add_example (SondeStartPage *self,
             const char     *name)
{
  g_autoptr (SondeStudy) study = sonde_examples_load (name);
  g_autoptr (GBytes) points = sonde_examples_get_points (name);
  GtkWidget *card, *child;

  if (study == NULL)
    {
      g_warning ("The example %s cannot be read", name);
      return;
    }
  card = sonde_example_card_new (study, points);
  g_signal_connect_object (card, "clicked", G_CALLBACK (on_card_clicked), self, 0);
  child = g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "child", card, "focusable", FALSE, NULL);
  gtk_flow_box_append (self->examples, child);
  self->n_examples++;
}

static void
fill_examples (SondeStartPage *self)
{
  const char * const *names = sonde_examples_list ();

  for (guint i = 0; names[i] != NULL; i++)
    add_example (self, names[i]);
}

/* What was saved or left in other windows shows when this page does. */
static void
sonde_start_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_start_page_parent_class)->map (widget);
  fill (SONDE_START_PAGE (widget));
}

/* Who comes here can type at once. */
static gboolean
sonde_start_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SONDE_START_PAGE (widget)->formula_entry));
}

static void
sonde_start_page_dispose (GObject *object)
{
  SondeStartPage *self = SONDE_START_PAGE (object);

  g_clear_handle_id (&self->reshape, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SONDE_TYPE_START_PAGE);
  G_OBJECT_CLASS (sonde_start_page_parent_class)->dispose (object);
}

static void
sonde_start_page_finalize (GObject *object)
{
  g_hash_table_unref (SONDE_START_PAGE (object)->discarded);
  G_OBJECT_CLASS (sonde_start_page_parent_class)->finalize (object);
}

static void
sonde_start_page_class_init (SondeStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_start_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_start_page_finalize;
  widget_class->map = sonde_start_page_map;
  widget_class->grab_focus = sonde_start_page_grab_focus;
  widget_class->measure = sonde_start_page_measure;
  widget_class->size_allocate = sonde_start_page_size_allocate;
  signals[SIGNAL_NEW_STUDY] = g_signal_new ("new-study", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_EXAMPLE] = g_signal_new ("example", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, SONDE_TYPE_STUDY);
  signals[SIGNAL_FILE] = g_signal_new ("file", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                       G_TYPE_FILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, formula_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, draft_section);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, recent_section);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, drafts);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, recents);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, show_all_button);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, nothing_found);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, example_section);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, examples);
  gtk_widget_class_bind_template_callback (widget_class, on_new_study);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
}

static void
sonde_start_page_init (SondeStartPage *self)
{
  self->discarded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* what it allocates is seen here, so that it can follow the width */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_flow_box_set_filter_func (self->drafts, filter_run, self, NULL);
  gtk_flow_box_set_filter_func (self->recents, filter_run, self, NULL);
  gtk_flow_box_set_filter_func (self->examples, filter_example, self, NULL);
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled", G_CALLBACK (on_search), self, G_CONNECT_SWAPPED);
  fill_examples (self);
}

/**
 * sonde_start_page_new_study:
 *
 * Returns: (transfer full): what a new study begins with
 */
SondeStudy *
sonde_start_page_new_study (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (
    "{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"sin(20*x) / (1 + 25*x^2)\"},"
    " \"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}], \"learner\": {\"kind\": \"1d\", \"loss\": {\"kind\": \"default\"}},"
    " \"goal\": {\"loss\": 0.001}, \"execution\": {\"executor\": {\"kind\": \"threads\"}, \"ntasks\": %d, \"retries\": 0,"
    " \"raise_if_retries_exceeded\": true, \"log\": false}, \"saving\": {\"interval\": 30}}", CLAMP (sonde_settings_get_int ("default-tasks", 0), 0, 1024));
  SondeStudy *study = sonde_study_parse (text, &error);

  if (study == NULL)
    g_error ("The study to begin with is wrong: %s", error->message);
  return study;
}

void
sonde_start_page_open_menu (SondeStartPage *self)
{
  g_return_if_fail (SONDE_IS_START_PAGE (self));

  gtk_menu_button_popup (self->menu_button);
}

void
sonde_start_page_search (SondeStartPage *self)
{
  g_return_if_fail (SONDE_IS_START_PAGE (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->search_button)))
    gtk_toggle_button_set_active (self->search_button, !gtk_toggle_button_get_active (self->search_button));
}
