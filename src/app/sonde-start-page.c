/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/sonde-example-card.h"
#include "app/sonde-start-page.h"
#include "study/sonde-run.h"

#define EXAMPLES "/io/github/sonde/Sonde/examples"
#define MOST_RECENT 5

struct _SondeStartPage
{
  AdwBin         parent_instance;
  GtkMenuButton *menu_button;
  GtkEditable   *formula_entry;
  GtkWidget     *draft_section;
  GtkListBox    *draft_list;
  GtkWidget     *recent_section;
  GtkListBox    *recent_list;
  GtkFlowBox    *examples;
};

G_DEFINE_FINAL_TYPE (SondeStartPage, sonde_start_page, ADW_TYPE_BIN)

enum { SIGNAL_NEW_STUDY, SIGNAL_EXAMPLE, SIGNAL_FILE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void fill_drafts (SondeStartPage *self);

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
on_file_row (GtkWidget      *row,
             SondeStartPage *self)
{
  g_signal_emit (self, signals[SIGNAL_FILE], 0, g_object_get_data (G_OBJECT (row), "file"));
}

static void
on_discard (GtkWidget      *button,
            SondeStartPage *self)
{
  g_autoptr (GFile) trash = g_object_ref (g_object_get_data (G_OBJECT (button), "file"));
  g_autoptr (GError) error = NULL;

  /* to the wastebasket where there is one: a draft holds measured points */
  if (!g_file_trash (trash, NULL, NULL) && !g_file_delete (trash, NULL, &error))
    g_warning ("%s", error->message);
  fill_drafts (self);
}

/* the title in the first line of a run file */
static char *
read_title (GFile *file)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (GDataInputStream) lines = stream != NULL ? g_data_input_stream_new (G_INPUT_STREAM (stream)) : NULL;
  g_autofree char *line = lines != NULL ? g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL) : NULL;
  g_autoptr (SondeStudy) study = line != NULL ? sonde_study_parse (line, NULL) : NULL;
  const char *title = study != NULL ? sonde_study_get_title (study) : NULL;

  return title != NULL && *title != '\0' ? g_strdup (title) : g_strdup (_("Untitled"));
}

static char *
describe_age (GFile *file)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, 0, NULL, NULL);
  g_autoptr (GDateTime) utc = info != NULL ? g_file_info_get_modification_date_time (info) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *time = local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup ("");

  return g_strdup_printf (_("Not saved yet · last written %s"), time);
}

static GtkWidget *
new_file_row (SondeStartPage *self,
              GFile          *file,
              const char     *title,
              const char     *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "subtitle", subtitle, "use-markup", FALSE, "activatable", TRUE,
                                 NULL);

  g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (file), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_file_row), self, 0);
  return row;
}

static void
clear (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static void
add_draft (SondeStartPage *self,
           GFile          *file)
{
  g_autofree char *title = read_title (file);
  g_autofree char *age = describe_age (file);
  GtkWidget *row = new_file_row (self, file, title, age);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_("Discard the draft “%s”"), title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Discard This Draft"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "file", g_object_ref (file), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_discard), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->draft_list, row);
}

static void
fill_drafts (SondeStartPage *self)
{
  g_autoptr (GPtrArray) drafts = sonde_run_list_drafts ();

  clear (self->draft_list);
  for (guint i = 0; i < drafts->len; i++)
    add_draft (self, g_ptr_array_index (drafts, i));
  gtk_widget_set_visible (self->draft_section, drafts->len > 0);
}

static void
fill_recent (SondeStartPage *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;

  clear (self->recent_list);
  for (GList *l = items; l != NULL && n < MOST_RECENT; l = l->next)
    {
      GtkRecentInfo *info = l->data;
      g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
      g_autoptr (GFile) folder = g_file_get_parent (file);
      g_autofree char *where = folder != NULL ? g_file_get_parse_name (folder) : NULL;

      if (!gtk_recent_info_has_application (info, "Sonde") || !gtk_recent_info_is_local (info) || !gtk_recent_info_exists (info))
        continue;
      gtk_list_box_append (self->recent_list, new_file_row (self, file, gtk_recent_info_get_display_name (info), where));
      n++;
    }
  gtk_widget_set_visible (self->recent_section, n > 0);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static SondeStudy *
load_example (const char *name)
{
  g_autofree char *path = g_build_path ("/", EXAMPLES, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);

  return sonde_study_new_from_text (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), diagnostics);
}

static void
add_example (SondeStartPage *self,
             const char     *name)
{
  g_autoptr (SondeStudy) study = load_example (name);
  GtkWidget *card, *child;

  if (study == NULL)
    {
      g_warning ("The example %s cannot be read", name);
      return;
    }
  card = sonde_example_card_new (study);
  g_signal_connect_object (card, "clicked", G_CALLBACK (on_card_clicked), self, 0);
  child = g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "child", card, "focusable", FALSE, NULL);
  gtk_flow_box_append (self->examples, child);
}

/* The one to begin with comes first. */
static void
fill_examples (SondeStartPage *self)
{
  static const char *names[] = {
    "sharp-peak.json", "comb.json", "step.json", "gap.json", "three-outputs.json",
    "noisy-signal.json", "slow-function.json", "hidden-peak.json", "two-waves.json", "avoided-crossing.json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_example (self, names[i]);
}

/* What was saved or left in other windows shows when this page does. */
static void
sonde_start_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sonde_start_page_parent_class)->map (widget);
  fill_drafts (SONDE_START_PAGE (widget));
  fill_recent (SONDE_START_PAGE (widget));
}

static void
sonde_start_page_class_init (SondeStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = sonde_start_page_map;
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
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, draft_list);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, recent_section);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, recent_list);
  gtk_widget_class_bind_template_child (widget_class, SondeStartPage, examples);
  gtk_widget_class_bind_template_callback (widget_class, on_new_study);
}

static void
sonde_start_page_init (SondeStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  SondeStudy *study = sonde_study_parse (
    "{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"sin(20*x) / (1 + 25*x^2)\"},"
    " \"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}], \"learner\": {\"kind\": \"1d\", \"loss\": {\"kind\": \"default\"}},"
    " \"goal\": {\"loss\": 0.001}, \"execution\": {\"executor\": {\"kind\": \"threads\"}, \"ntasks\": 0, \"retries\": 0,"
    " \"raise_if_retries_exceeded\": true, \"log\": false}, \"saving\": {\"interval\": 30}}", &error);

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
