/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-domain-group.h"
#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-property-row.h"
#include "app/setup/sonde-variable-row.h"
#include "app/sonde-format.h"

/* as many as the learners know */
#define MOST_TO_ADD 6

/* The rows of a variable. */
typedef struct
{
  SondeVariableRow *row;
  SondeErrorRow    *error;
  SondePropertyRow *property;
} Variable;

struct _SondeDomainGroup
{
  AdwPreferencesGroup  parent_instance;
  SondeStudyEditor    *editor;
  GtkWidget           *lock;
  GtkWidget           *add_row;
  GtkWidget           *add_button;
  GArray              *variables;
};

G_DEFINE_FINAL_TYPE (SondeDomainGroup, sonde_domain_group, ADW_TYPE_PREFERENCES_GROUP)

static double
get_bound (SondeDomainGroup *self,
           guint             index,
           const char       *member)
{
  g_autofree char *path = g_strdup_printf ("domain[%u].%s", index, member);

  return sonde_study_editor_get_number (self->editor, path, 0);
}

static void
set_bound (SondeDomainGroup *self,
           guint             index,
           const char       *member,
           double            value)
{
  g_autofree char *path = g_strdup_printf ("domain[%u].%s", index, member);

  sonde_study_editor_set_number (self->editor, path, value);
}

static guint
find_error (SondeDomainGroup *self,
            SondeErrorRow    *error)
{
  guint index = 0;

  while (g_array_index (self->variables, Variable, index).error != error)
    index++;
  return index;
}

static void
on_fix (SondeErrorRow    *error,
        SondeDomainGroup *self)
{
  guint index = find_error (self, error);
  double min = get_bound (self, index, "min");
  double max = get_bound (self, index, "max");

  set_bound (self, index, "min", max);
  set_bound (self, index, "max", min);
}

static guint
count_variables (SondeDomainGroup *self)
{
  JsonNode *domain = sonde_study_editor_get (self->editor, "domain");

  return domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) ? MAX (json_array_get_length (json_node_get_array (domain)), 1) : 1;
}

/* Curves and surfaces need as many variables as they have; other learners say themselves what they want. */
static void
set_variables (SondeDomainGroup *self,
               JsonArray        *variables)
{
  static const char * const kinds[] = { "1d", "2d", "nd" };
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "learner.kind");
  g_autoptr (JsonObject) learner = json_object_new ();
  guint n = json_array_get_length (variables);

  json_object_set_string_member (learner, "kind", kinds[MIN (n, 3) - 1]);
  sonde_study_editor_set (self->editor, "domain", json_node_init_array (json_node_alloc (), variables));
  if (*kind == '\0' || g_strv_contains (kinds, kind))
    sonde_study_editor_set (self->editor, "learner", json_node_init_object (json_node_alloc (), learner));
}

static JsonArray *
copy_variables (SondeDomainGroup *self,
                guint             without)
{
  JsonArray *copy = json_array_new ();
  JsonNode *domain = sonde_study_editor_get (self->editor, "domain");
  guint n = domain != NULL && JSON_NODE_HOLDS_ARRAY (domain) ? json_array_get_length (json_node_get_array (domain)) : 0;

  for (guint i = 0; i < n; i++)
    if (i != without)
      json_array_add_element (copy, json_node_copy (json_array_get_element (json_node_get_array (domain), i)));
  return copy;
}

static gboolean
is_name_taken (SondeDomainGroup *self,
               const char       *name)
{
  for (guint i = 0; i < self->variables->len; i++)
    {
      g_autofree char *path = g_strdup_printf ("domain[%u].name", i);
      g_autofree char *other = sonde_study_editor_get_text (self->editor, path);

      if (g_str_equal (other, name))
        return TRUE;
    }
  return FALSE;
}

static void
on_add (SondeDomainGroup *self)
{
  static const char * const names[] = { "y", "x", "z", "w", "v", "u", "t" };
  g_autoptr (JsonArray) variables = copy_variables (self, G_MAXUINT);
  JsonObject *variable = json_object_new ();
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (names) && is_name_taken (self, names[i]))
    i++;
  json_object_set_string_member (variable, "name", names[i]);
  json_object_set_int_member (variable, "min", -1);
  json_object_set_int_member (variable, "max", 1);
  json_array_add_object_element (variables, variable);
  set_variables (self, variables);
}

static void
on_remove (SondeVariableRow *row,
           SondeDomainGroup *self)
{
  guint index = 0;

  while (g_array_index (self->variables, Variable, index).row != row)
    index++;
  {
    g_autoptr (JsonArray) variables = copy_variables (self, index);

    set_variables (self, variables);
  }
}

static void
watch (SondeDomainGroup *self,
       SondeErrorRow    *error,
       guint             index,
       const char       *member,
       SondeFieldKind    kind)
{
  g_autofree char *path = g_strdup_printf ("domain[%u].%s", index, member);

  sonde_error_row_watch (error, self->editor, path, kind);
}

static void
add_rows (SondeDomainGroup *self,
          guint             index,
          gboolean          can_be_removed)
{
  Variable variable = { sonde_variable_row_new (self->editor, index, can_be_removed), g_object_new (SONDE_TYPE_ERROR_ROW, NULL),
                        g_object_new (SONDE_TYPE_PROPERTY_ROW, NULL) };

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (variable.row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (variable.error));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (variable.property));
  watch (self, variable.error, index, "name", SONDE_FIELD_TEXT);
  watch (self, variable.error, index, "min", SONDE_FIELD_NUMBER);
  watch (self, variable.error, index, "max", SONDE_FIELD_NUMBER);
  if (index == 0)
    sonde_error_row_watch (variable.error, self->editor, "domain", SONDE_FIELD_TEXT);
  g_signal_connect_object (variable.error, "fix", G_CALLBACK (on_fix), self, 0);
  g_signal_connect_object (variable.row, "remove", G_CALLBACK (on_remove), self, 0);
  g_array_append_val (self->variables, variable);
}

static void
rebuild (SondeDomainGroup *self,
         guint             n)
{
  for (guint i = 0; i < self->variables->len; i++)
    {
      Variable *variable = &g_array_index (self->variables, Variable, i);

      sonde_error_row_unwatch (variable->error);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (variable->row));
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (variable->error));
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (variable->property));
    }
  g_array_set_size (self->variables, 0);
  for (guint i = 0; i < n; i++)
    add_rows (self, i, n > 1);
  /* the button stays last */
  g_object_ref (self->add_row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->add_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->add_row);
  g_object_unref (self->add_row);
}

static void
update_variable (SondeDomainGroup *self,
                 guint             index,
                 gboolean          locked)
{
  Variable *variable = &g_array_index (self->variables, Variable, index);
  g_autofree char *name_path = g_strdup_printf ("domain[%u].name", index);
  g_autofree char *unit_path = g_strdup_printf ("domain[%u].unit", index);
  g_autofree char *name = sonde_study_editor_get_text (self->editor, name_path);
  g_autofree char *unit = sonde_study_editor_get_text (self->editor, unit_path);
  g_autofree char *title = *unit != '\0' ? g_strdup_printf ("%s (%s)", name, unit) : g_strdup (name);
  double low = get_bound (self, index, "min"), high = get_bound (self, index, "max");
  g_autofree char *min = sonde_format_number (low, 8);
  g_autofree char *max = sonde_format_number (high, 8);
  /* Translators: an interval */
  g_autofree char *text = g_strdup_printf (_("%s to %s"), min, max);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (variable->property), title);
  sonde_property_row_set_value (variable->property, text);
  sonde_error_row_set_fix (variable->error, low > high ? _("Swap Them") : NULL);
  gtk_widget_set_visible (GTK_WIDGET (variable->row), !locked);
  gtk_widget_set_visible (GTK_WIDGET (variable->property), locked);
}

static void
update (SondeDomainGroup *self)
{
  gboolean locked = sonde_study_editor_get_locked (self->editor);
  guint n = count_variables (self);

  if (n != self->variables->len)
    rebuild (self, n);
  for (guint i = 0; i < n; i++)
    update_variable (self, i, locked);
  gtk_widget_set_visible (self->lock, locked);
  gtk_widget_set_visible (self->add_row, !locked && n < MOST_TO_ADD);
}

static void
sonde_domain_group_dispose (GObject *object)
{
  SondeDomainGroup *self = SONDE_DOMAIN_GROUP (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_domain_group_parent_class)->dispose (object);
}

static void
sonde_domain_group_finalize (GObject *object)
{
  g_array_unref (SONDE_DOMAIN_GROUP (object)->variables);
  G_OBJECT_CLASS (sonde_domain_group_parent_class)->finalize (object);
}

static void
sonde_domain_group_class_init (SondeDomainGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_domain_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_domain_group_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-domain-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, lock);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, add_row);
  gtk_widget_class_bind_template_child (widget_class, SondeDomainGroup, add_button);
}

static void
sonde_domain_group_init (SondeDomainGroup *self)
{
  self->variables = g_array_new (FALSE, FALSE, sizeof (Variable));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (on_add), self, G_CONNECT_SWAPPED);
}

void
sonde_domain_group_set_editor (SondeDomainGroup *self,
                               SondeStudyEditor *editor)
{
  g_return_if_fail (SONDE_IS_DOMAIN_GROUP (self));

  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
