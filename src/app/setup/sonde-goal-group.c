/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The goal of a study is null, one condition {"loss": 0.01}, or {"any": […]} of several: these become rows. Other goals
 * ("all", nested ones) are shown as their sentence and can be replaced. */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-goal-group.h"
#include "app/setup/sonde-property-row.h"

#define TIME_CHARS 14      /* "18:00 tomorrow" */

struct _SondeGoalGroup
{
  AdwPreferencesGroup  parent_instance;
  SondeStudyEditor    *editor;
  GPtrArray           *rows;
  char                *shape;       /* of the rows that are shown */
  GtkListBox          *list;
  GtkWidget           *add_row;
  GtkWidget           *add_button;
};

G_DEFINE_FINAL_TYPE (SondeGoalGroup, sonde_goal_group, ADW_TYPE_PREFERENCES_GROUP)

static const struct
{
  const char     *member;
  const char     *title;
  SondeFieldKind  kind;
  double          value;      /* to begin with */
  const char     *text;
} conditions[] = {
  { "loss", N_("Loss at most"), SONDE_FIELD_NUMBER, 0.01 },
  { "npoints", N_("Points reach"), SONDE_FIELD_NUMBER, 1000 },
  { "duration", N_("Time reaches"), SONDE_FIELD_DURATION, 60 },
  { "error", N_("Error at most"), SONDE_FIELD_NUMBER, 0.001 },
  { "end_time", N_("Time is"), SONDE_FIELD_TIME, 3600 },
  { "expression", N_("Expression is true"), SONDE_FIELD_TEXT, 0, "loss < 0.01 && npoints > 100" },
};

/* The place in the table of a goal of one condition, else -1. */
static int
find_condition (JsonNode *node)
{
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || json_object_get_size (object) != 1)
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (json_object_has_member (object, conditions[i].member))
      return i;
  return -1;
}

static JsonArray *
get_alternatives (SondeGoalGroup *self)
{
  JsonNode *any = sonde_study_editor_get (self->editor, "goal.any");

  return any != NULL && JSON_NODE_HOLDS_ARRAY (any) ? json_node_get_array (any) : NULL;
}

static gboolean
is_none (SondeGoalGroup *self)
{
  JsonNode *goal = sonde_study_editor_get (self->editor, "goal");

  return goal == NULL || JSON_NODE_HOLDS_NULL (goal);
}

/* The conditions of the rows as places in the table; FALSE when rows cannot show this goal. */
static gboolean
list_conditions (SondeGoalGroup *self,
                 GArray         *found)
{
  JsonArray *any = get_alternatives (self);
  guint n = any != NULL ? json_array_get_length (any) : 1;

  if (is_none (self))
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      int condition = find_condition (any != NULL ? json_array_get_element (any, i) : sonde_study_editor_get (self->editor, "goal"));

      if (condition < 0)
        return FALSE;
      g_array_append_val (found, condition);
    }
  return TRUE;
}

static char *
path_of (SondeGoalGroup *self,
         guint           i,
         const char     *member)
{
  g_autofree char *base = get_alternatives (self) != NULL ? g_strdup_printf ("goal.any[%u]", i) : g_strdup ("goal");

  return member != NULL ? g_strdup_printf ("%s.%s", base, member) : g_steal_pointer (&base);
}

static JsonNode *
new_condition (int condition)
{
  JsonObject *object = json_object_new ();
  JsonNode *value;

  if (conditions[condition].text != NULL)
    value = json_node_init_string (json_node_alloc (), conditions[condition].text);
  else if (conditions[condition].kind == SONDE_FIELD_TIME)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();
      g_autoptr (GDateTime) then = g_date_time_add_seconds (now, conditions[condition].value - g_date_time_get_seconds (now));
      g_autofree char *text = g_date_time_format_iso8601 (then);

      value = json_node_init_string (json_node_alloc (), text);
    }
  else
    value = sonde_study_editor_new_number (conditions[condition].value);
  json_object_set_member (object, conditions[condition].member, value);
  return json_node_init_object (json_node_alloc (), object);
}

static void
set_alternatives (SondeGoalGroup *self,
                  JsonArray      *any)
{
  JsonNode *goal;

  if (json_array_get_length (any) == 0)
    goal = json_node_init_null (json_node_alloc ());
  else if (json_array_get_length (any) == 1)
    goal = json_array_dup_element (any, 0);
  else
    {
      JsonObject *object = json_object_new ();

      json_object_set_array_member (object, "any", json_array_ref (any));
      goal = json_node_init_object (json_node_alloc (), object);
    }
  json_array_unref (any);
  sonde_study_editor_set (self->editor, "goal", goal);
}

/* the conditions that there are, copied; one condition is a list of one */
static JsonArray *
copy_alternatives (SondeGoalGroup *self)
{
  JsonArray *any = get_alternatives (self);
  JsonArray *copy = json_array_new ();

  for (guint i = 0; any != NULL && i < json_array_get_length (any); i++)
    json_array_add_element (copy, json_array_dup_element (any, i));
  if (any == NULL && find_condition (sonde_study_editor_get (self->editor, "goal")) >= 0)
    json_array_add_element (copy, json_node_copy (sonde_study_editor_get (self->editor, "goal")));
  return copy;
}

static void
on_add (SondeGoalGroup *self)
{
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (int));
  JsonArray *any = copy_alternatives (self);
  int fresh = 0;

  list_conditions (self, used);
  for (guint i = 0; i < used->len && fresh < (int) G_N_ELEMENTS (conditions) - 1; i++)
    if (g_array_index (used, int, i) == fresh)
      {
        fresh++;
        i = (guint) -1;
      }
  json_array_add_element (any, new_condition (fresh));
  set_alternatives (self, any);
}

static void
on_remove (GtkWidget      *button,
           SondeGoalGroup *self)
{
  JsonArray *any = copy_alternatives (self);
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  if (i < json_array_get_length (any))
    json_array_remove_element (any, i);
  set_alternatives (self, any);
}

static void
on_condition (GtkDropDown    *drop_down,
              GParamSpec     *pspec,
              SondeGoalGroup *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (drop_down), "index"));
  g_autofree char *path = path_of (self, i, NULL);

  if (find_condition (sonde_study_editor_get (self->editor, path)) != (int) gtk_drop_down_get_selected (drop_down))
    sonde_study_editor_set (self->editor, path, new_condition (gtk_drop_down_get_selected (drop_down)));
}

static GtkWidget *
new_drop_down (SondeGoalGroup *self,
               guint           i,
               int             condition)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (guint j = 0; j < G_N_ELEMENTS (conditions); j++)
    gtk_string_list_append (titles, _(conditions[j].title));
  drop_down = gtk_drop_down_new (G_LIST_MODEL (titles), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), condition);
  gtk_widget_set_hexpand (drop_down, TRUE);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (drop_down, "dropsmall");
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Condition"), -1);
  g_object_set_data (G_OBJECT (drop_down), "index", GUINT_TO_POINTER (i));
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_condition), self, 0);
  return drop_down;
}

static GtkWidget *
new_remove_button (SondeGoalGroup *self,
                   guint           i)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove This Condition"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove Condition"), -1);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (i));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove), self, 0);
  return button;
}

static void
insert (SondeGoalGroup *self,
        GtkWidget      *row)
{
  gtk_list_box_insert (self->list, row, self->rows->len);
  g_ptr_array_add (self->rows, row);
}

/* An expression needs the whole width. */
static void
add_expression (GtkWidget *column,
                GtkWidget *entry)
{
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 0);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), -1);
  gtk_widget_set_margin_end (entry, 6);
  gtk_widget_set_tooltip_text (entry, _("Of npoints, nsamples, loss, error, elapsed (seconds) and nfailed, with <, >, && and ||"));
  gtk_box_append (GTK_BOX (column), entry);
}

static void
add_condition_row (SondeGoalGroup *self,
                   guint           i,
                   int             condition)
{
  g_autofree char *path = path_of (self, i, conditions[condition].member);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "focusable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = sonde_field_new_entry (_(conditions[condition].title));
  SondeErrorRow *error = g_object_new (SONDE_TYPE_ERROR_ROW, NULL);

  gtk_widget_set_margin_start (column, 12);
  gtk_widget_set_margin_end (column, 6);
  gtk_widget_set_margin_top (column, 8);
  gtk_widget_set_margin_bottom (column, 8);
  if (i > 0)
    {
      /* Translators: between conditions of which any one suffices */
      GtkWidget *label = gtk_label_new (_("or"));

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_box_append (GTK_BOX (box), new_drop_down (self, i, condition));
  gtk_box_append (GTK_BOX (column), box);
  if (conditions[condition].kind == SONDE_FIELD_TIME)
    gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), TIME_CHARS);
  if (conditions[condition].text != NULL)
    add_expression (column, entry);
  else
    gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), new_remove_button (self, i));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), column);
  insert (self, row);
  insert (self, GTK_WIDGET (error));
  sonde_field_bind (GTK_EDITABLE (entry), self->editor, path, conditions[condition].kind);
  sonde_error_row_watch (error, self->editor, path, conditions[condition].kind);
}

static void
add_sentence_row (SondeGoalGroup *self)
{
  SondePropertyRow *row = g_object_new (SONDE_TYPE_PROPERTY_ROW, "title", _("Set in the file"), NULL);
  SondeErrorRow *error = g_object_new (SONDE_TYPE_ERROR_ROW, NULL);
  SondeStudy *study = sonde_study_editor_get_study (self->editor);
  g_autofree char *sentence = study != NULL ? sonde_goal_to_sentence (sonde_study_get_goal (study)) : g_strdup ("–");

  sonde_property_row_set_value (row, sentence);
  sonde_error_row_watch (error, self->editor, "goal", SONDE_FIELD_TEXT);
  insert (self, GTK_WIDGET (row));
  insert (self, GTK_WIDGET (error));
}

static void
rebuild (SondeGoalGroup *self,
         GArray         *found,
         gboolean        can_show)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->list, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (!can_show)
    add_sentence_row (self);
  for (guint i = 0; can_show && i < found->len; i++)
    add_condition_row (self, i, g_array_index (found, int, i));
}

static void
update (SondeGoalGroup *self)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean can_show = list_conditions (self, found);
  SondeStudy *study = sonde_study_editor_get_study (self->editor);
  g_autoptr (GString) shape = g_string_new (NULL);

  g_string_printf (shape, "%d %d", can_show, get_alternatives (self) != NULL);
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (shape, " %d", g_array_index (found, int, i));
  if (g_strcmp0 (shape->str, self->shape) != 0)
    {
      g_free (self->shape);
      self->shape = g_strdup (shape->str);
      rebuild (self, found, can_show);
    }
  if (study != NULL)
    {
      g_autofree char *sentence = sonde_goal_to_sentence (sonde_study_get_goal (study));
      g_autofree char *markup = g_markup_escape_text (sentence, -1);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), markup);
    }
}

static void
sonde_goal_group_dispose (GObject *object)
{
  SondeGoalGroup *self = SONDE_GOAL_GROUP (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_goal_group_parent_class)->dispose (object);
}

static void
sonde_goal_group_finalize (GObject *object)
{
  SondeGoalGroup *self = SONDE_GOAL_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_free (self->shape);
  G_OBJECT_CLASS (sonde_goal_group_parent_class)->finalize (object);
}

static void
sonde_goal_group_class_init (SondeGoalGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_goal_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_goal_group_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-goal-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeGoalGroup, list);
  gtk_widget_class_bind_template_child (widget_class, SondeGoalGroup, add_row);
  gtk_widget_class_bind_template_child (widget_class, SondeGoalGroup, add_button);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

static void
sonde_goal_group_init (SondeGoalGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_goal_group_set_editor (SondeGoalGroup   *self,
                             SondeStudyEditor *editor)
{
  g_return_if_fail (SONDE_IS_GOAL_GROUP (self));

  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
