/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/setup/sonde-error-row.h"
#include "app/setup/sonde-learner-group.h"
#include "app/setup/sonde-learner-kinds.h"
#include "app/setup/sonde-property-row.h"
#include "app/sonde-format.h"

struct _SondeLearnerGroup
{
  AdwPreferencesGroup  parent_instance;
  SondeStudyEditor    *editor;
  gboolean             updating;
  GPtrArray           *option_rows;
  GArray              *offered;      /* places of losses in the table */
  int                  options_of;
  int                  kind_of;
  GtkWidget           *lock;
  AdwComboRow         *kind_row;
  GtkWidget           *values_row;
  GtkEditable         *values;
  GtkWidget           *values_error;
  GtkLabel            *values_problem;
  GtkWidget           *table_button;
  AdwComboRow         *strategy_row;
  AdwComboRow         *loss_row;
  SondeErrorRow       *error;
  SondePropertyRow    *kind_property;
  SondePropertyRow    *loss_property;
  GtkWidget           *more_row;
  GtkEditable         *seed_grid;
  SondeErrorRow       *seed_grid_error;
  SondePropertyRow    *seed_grid_property;
  GtkEditable         *min_spacing;
  SondeErrorRow       *min_spacing_error;
  SondePropertyRow    *min_spacing_property;
};

G_DEFINE_FINAL_TYPE (SondeLearnerGroup, sonde_learner_group, ADW_TYPE_PREFERENCES_GROUP)

typedef struct
{
  const char *name;
  const char *title;
  double      value;
} Option;

/* @learners: those that have it */
static const struct
{
  const char *learners;
  const char *kind;
  const char *title;
  const char *brief;      /* three words at most: the row has little room */
  const char *sentence;
  Option      options[4];
} losses[] = {
  { "1d average1d", "default", N_("Distance"), N_("Long, steep parts"), N_("Favours long and steep intervals"), { { NULL } } },
  { "2d", "default", N_("Deviation"), N_("Bends and areas"), N_("Favours triangles that say least about what is around them"), { { NULL } } },
  { "nd", "default", N_("Volume"), N_("Large, steep parts"), N_("Favours simplices that are large and steep"), { { NULL } } },
  { "1d average1d 2d nd", "uniform", N_("Uniform"), N_("Even spacing"), N_("Spaces points evenly, whatever the values"), { { NULL } } },
  { "nd", "std", N_("Spread"), N_("Unequal values"), N_("Favours simplices whose values differ"), { { NULL } } },
  { "1d average1d 2d nd", "triangle", N_("Triangle"), N_("Favours bends"), N_("Favours bends, by the triangles of neighbours"), { { NULL } } },
  { "1d average1d", "curvature", N_("Curvature"), N_("Favours bends"), N_("Favours bends over long straight parts"),
    { { "area_factor", N_("Weight of Bends"), 1 }, { "euclid_factor", N_("Weight of Length"), 0.02 },
      { "horizontal_factor", N_("Weight of Width"), 0.02 }, { NULL } } },
  { "nd", "curvature", N_("Curvature"), N_("Favours bends"), N_("Favours bends over long straight parts"),
    { { "exploration", N_("Weight of Size"), 0.05 }, { NULL } } },
  { "2d", "minimize_triangle_surface", N_("Surface"), N_("Large in space"), N_("Favours triangles that are large with their height"), { { NULL } } },
  { "1d average1d", "resolution", N_("Resolution"), N_("Limited spacing"), N_("As Distance, between a least and a largest spacing"),
    { { "min_length", N_("Least Spacing"), 0 }, { "max_length", N_("Largest Spacing"), 1 }, { NULL } } },
  { "2d", "resolution", N_("Resolution"), N_("Limited size"), N_("As Deviation, between a least and a largest size of triangles"),
    { { "min_distance", N_("Least Size"), 0 }, { "max_distance", N_("Largest Size"), 1 }, { NULL } } },
  { "2d", "thresholded", N_("Thresholds"), N_("Values between"), N_("As Deviation, but less where all values are beyond a threshold"),
    { { "lower_threshold", N_("Lower Threshold"), 0 }, { "upper_threshold", N_("Upper Threshold"), 1 },
      { "priority_factor", N_("Priority Beyond"), 0.1 }, { NULL } } },
  { "1d average1d", "abs_min_log", N_("Logarithm of the Smallest"), N_("Favours minima"), N_("Favours where values come close to zero"), { { NULL } } },
};

/* Whether the learner of the study has a loss. */
static gboolean
is_of_learner (SondeLearnerGroup *self,
               guint              loss)
{
  g_autofree char *learner = sonde_study_editor_get_text (self->editor, "learner.kind");
  g_auto (GStrv) learners = g_strsplit (losses[loss].learners, " ", -1);

  return g_strv_contains ((const char * const *) learners, *learner != '\0' ? learner : "1d");
}

/* The place of the study's loss in the table, -1 for one that this window does not know. */
static int
find_loss (SondeLearnerGroup *self)
{
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "learner.loss.kind");

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    if (g_str_equal (*kind != '\0' ? kind : "default", losses[i].kind) && is_of_learner (self, i))
      return i;
  return -1;
}

/* The place of a loss among those that are offered. */
static guint
find_position (SondeLearnerGroup *self,
               int                loss)
{
  for (guint i = 0; i < self->offered->len; i++)
    if ((int) g_array_index (self->offered, guint, i) == loss)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* Offers the losses of the study's learner. */
static void
offer_losses (SondeLearnerGroup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GArray) offered = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    if (is_of_learner (self, i))
      {
        gtk_string_list_append (titles, _(losses[i].title));
        g_array_append_val (offered, i);
      }
  if (offered->len == self->offered->len && memcmp (offered->data, self->offered->data, offered->len * sizeof (guint)) == 0)
    return;
  g_array_set_size (self->offered, 0);
  g_array_append_vals (self->offered, offered->data, offered->len);
  adw_combo_row_set_model (self->loss_row, G_LIST_MODEL (titles));
}

static void
add_option (SondeLearnerGroup *self,
            const char        *path,
            const char        *title,
            SondeFieldKind     kind)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, NULL);
  GtkWidget *entry = sonde_field_new_entry (title);
  SondeErrorRow *error = g_object_new (SONDE_TYPE_ERROR_ROW, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), entry);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (error));
  sonde_field_bind (GTK_EDITABLE (entry), self->editor, path, kind);
  sonde_error_row_watch (error, self->editor, path, kind);
  g_ptr_array_add (self->option_rows, row);
  g_ptr_array_add (self->option_rows, error);
}

static void
add_loss_option (SondeLearnerGroup *self,
                 const Option      *option)
{
  g_autofree char *path = g_strdup_printf ("learner.loss.%s", option->name);

  add_option (self, path, _(option->title), SONDE_FIELD_NUMBER);
}

static void
add_kind_option (SondeLearnerGroup        *self,
                 const SondeLearnerOption *option)
{
  g_autofree char *path = g_strdup_printf ("learner.%s", option->name);

  add_option (self, path, _(option->title), option->kind);
}

static void
show_options (SondeLearnerGroup *self,
              int                kind,
              int                loss)
{
  guint n;
  const SondeLearnerKind *kinds = sonde_learner_kinds_get (&n);

  if (loss == self->options_of && kind == self->kind_of)
    return;
  self->options_of = loss;
  self->kind_of = kind;
  for (guint i = 0; i < self->option_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->option_rows, i));
  g_ptr_array_set_size (self->option_rows, 0);
  for (guint i = 0; kind >= 0 && kinds[kind].options[i].name != NULL; i++)
    add_kind_option (self, &kinds[kind].options[i]);
  for (guint i = 0; loss >= 0 && losses[loss].options[i].name != NULL; i++)
    add_loss_option (self, &losses[loss].options[i]);
  /* rows come at the end: what closes the group has to follow them */
  g_object_ref (self->more_row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->more_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->more_row);
  g_object_unref (self->more_row);
}

/* A loss brings its options with their usual values, so that they can be seen and changed. */
static JsonNode *
new_loss (int loss)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", losses[loss].kind);
  for (guint i = 0; losses[loss].options[i].name != NULL; i++)
    json_object_set_double_member (object, losses[loss].options[i].name, losses[loss].options[i].value);
  return json_node_init_object (json_node_alloc (), object);
}

static void
on_selected (SondeLearnerGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->loss_row);

  if (self->updating || self->editor == NULL || selected >= self->offered->len || selected == find_position (self, find_loss (self)))
    return;
  sonde_study_editor_set (self->editor, "learner.loss", new_loss ((int) g_array_index (self->offered, guint, selected)));
}

static gboolean
has (SondeLearnerGroup *self,
     const char        *path)
{
  JsonNode *node = sonde_study_editor_get (self->editor, path);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

static void
show_settled_option (SondeLearnerGroup *self,
                     SondePropertyRow  *row,
                     const char        *path,
                     gboolean           locked)
{
  g_autofree char *value = sonde_format_number (sonde_study_editor_get_number (self->editor, path, 0), 8);

  sonde_property_row_set_value (row, value);
  gtk_widget_set_visible (GTK_WIDGET (row), locked && has (self, path));
}

static void
show_more (SondeLearnerGroup *self,
           gboolean           locked)
{
  show_settled_option (self, self->seed_grid_property, "learner.seed_grid", locked);
  show_settled_option (self, self->min_spacing_property, "learner.min_spacing", locked);
  /* what is set shows; folding it away again is for the person */
  if (has (self, "learner.seed_grid") || has (self, "learner.min_spacing"))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->more_row), TRUE);
}

/* What was typed is put into the study when it makes sense; else it is told below. */
static void
on_values (SondeLearnerGroup *self)
{
  g_autofree char *problem = NULL;
  g_autoptr (JsonNode) product = NULL;
  g_autofree char *now = NULL;
  g_autofree char *then = NULL;

  if (self->updating || self->editor == NULL)
    return;
  product = sonde_learner_values_parse (gtk_editable_get_text (self->values), &problem);
  gtk_widget_set_visible (self->values_error, problem != NULL);
  gtk_label_set_label (self->values_problem, problem != NULL ? problem : "");
  if (product == NULL)
    return;
  now = sonde_learner_values_write (product);
  then = sonde_learner_values_write (sonde_study_editor_get (self->editor, "learner.product"));
  if (!g_str_equal (now, then))
    sonde_study_editor_set (self->editor, "learner.product", g_steal_pointer (&product));
}

static void
on_kind (SondeLearnerGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->kind_row), n;

  sonde_learner_kinds_get (&n);
  if (self->updating || self->editor == NULL || selected >= n || (int) selected == sonde_learner_kinds_find (self->editor))
    return;
  sonde_learner_kinds_choose (self->editor, selected);
}

static const char * const strategies[] = { "loss_improvements", "loss", "npoints", "cycle" };

static void
on_strategy (SondeLearnerGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->strategy_row);

  if (!self->updating && self->editor != NULL && selected < G_N_ELEMENTS (strategies))
    sonde_study_editor_set_text (self->editor, "learner.strategy", strategies[selected]);
}

static void
on_table_chosen (GtkNativeDialog   *dialog,
                 int                response,
                 SondeLearnerGroup *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (path != NULL && !sonde_learner_take_table (self->editor, path, &error))
    {
      gtk_widget_set_visible (self->values_error, TRUE);
      gtk_label_set_label (self->values_problem, error->message);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
on_table (SondeLearnerGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Take Points from a Table"), GTK_WINDOW (root),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_table_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
show_values (SondeLearnerGroup *self,
             int                kind,
             gboolean           locked)
{
  guint n;
  const SondeLearnerKind *kinds = sonde_learner_kinds_get (&n);
  gboolean has_values = kind >= 0 && kinds[kind].has_values && !locked;
  gboolean is_balancing = kind >= 0 && g_str_equal (kinds[kind].kind, "balancing");
  g_autofree char *strategy = sonde_study_editor_get_text (self->editor, "learner.strategy");
  g_autofree char *shown = sonde_learner_values_write (sonde_study_editor_get (self->editor, "learner.product"));
  g_autofree char *problem = NULL;
  g_autoptr (JsonNode) typed = sonde_learner_values_parse (gtk_editable_get_text (self->values), &problem);
  g_autofree char *typed_text = sonde_learner_values_write (typed);
  guint selected = 0;

  gtk_widget_set_visible (self->values_row, has_values);
  gtk_widget_set_visible (self->table_button, has_values && !is_balancing);
  gtk_widget_set_visible (GTK_WIDGET (self->strategy_row), is_balancing);
  if (!has_values)
    gtk_widget_set_visible (self->values_error, FALSE);
  /* what is being typed stays as it is */
  if (!g_str_equal (shown, typed_text) && !gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (self->values))))
    gtk_editable_set_text (self->values, shown);
  for (guint i = 0; i < G_N_ELEMENTS (strategies); i++)
    if (g_str_equal (strategy, strategies[i]))
      selected = i;
  adw_combo_row_set_selected (self->strategy_row, selected);
}

/* What was chosen, with its options: "Average · Error at Most 0.01". */
static char *
describe_settled (SondeLearnerGroup *self,
                  int                learner)
{
  guint n;
  const SondeLearnerKind *kinds = sonde_learner_kinds_get (&n);
  g_autofree char *values = sonde_learner_values_write (sonde_study_editor_get (self->editor, "learner.product"));
  GString *text = g_string_new (learner >= 0 ? _(kinds[learner].title) : NULL);

  for (guint i = 0; learner >= 0 && kinds[learner].options[i].name != NULL; i++)
    {
      const SondeLearnerOption *option = &kinds[learner].options[i];
      g_autofree char *path = g_strconcat ("learner.", option->name, NULL);
      g_autofree char *number = sonde_format_number (sonde_study_editor_get_number (self->editor, path, 0), 8);

      if (has (self, path))
        g_string_append_printf (text, " · %s %s", _(option->title), number);
    }
  if (*values != '\0')
    g_string_append_printf (text, " · %s", values);
  return g_string_free (text, FALSE);
}

static void
update (SondeLearnerGroup *self)
{
  g_autofree char *settled_kind = NULL;
  int learner = sonde_learner_kinds_find (self->editor);
  guint n_kinds;
  const SondeLearnerKind *kinds = sonde_learner_kinds_get (&n_kinds);
  gboolean has_loss = learner >= 0 && kinds[learner].has_loss;
  gboolean locked = sonde_study_editor_get_locked (self->editor);
  int loss = find_loss (self);
  g_autofree char *kind = sonde_study_editor_get_text (self->editor, "learner.loss.kind");
  g_autofree char *markup = g_markup_escape_text (kind, -1);
  g_autofree char *settled = NULL;

  self->updating = TRUE;
  adw_combo_row_set_selected (self->kind_row, learner >= 0 ? (guint) learner : GTK_INVALID_LIST_POSITION);
  show_values (self, learner, locked);
  offer_losses (self);
  adw_combo_row_set_selected (self->loss_row, find_position (self, loss));
  self->updating = FALSE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->loss_row), loss >= 0 ? _(losses[loss].brief) : markup);
  settled = loss >= 0 ? g_strdup_printf ("%s · %s", _(losses[loss].title), _(losses[loss].sentence)) : g_strdup (kind);
  settled_kind = describe_settled (self, learner);
  sonde_property_row_set_value (self->kind_property, settled_kind);
  sonde_property_row_set_value (self->loss_property, settled);
  show_options (self, locked ? -1 : learner, locked || !has_loss ? -1 : loss);
  show_more (self, locked);
  gtk_widget_set_visible (self->lock, locked);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->loss_row), !locked && has_loss);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_property), locked);
  gtk_widget_set_visible (GTK_WIDGET (self->loss_property), locked && has_loss);
  gtk_widget_set_visible (self->more_row, !locked && has_loss && kinds[learner].has_seeds);
}

/* In the list of choices: the name and the sentence below it. */
static void
on_setup_choice (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  GtkWidget *sentence = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 30, NULL);

  gtk_widget_add_css_class (sentence, "caption-dim");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), sentence);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_choice (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                SondeLearnerGroup        *self)
{
  guint i = g_array_index (self->offered, guint, gtk_list_item_get_position (item));
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_label (GTK_LABEL (title), _(losses[i].title));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (title)), _(losses[i].sentence));
}

static void
sonde_learner_group_dispose (GObject *object)
{
  SondeLearnerGroup *self = SONDE_LEARNER_GROUP (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_learner_group_parent_class)->dispose (object);
}

static void
sonde_learner_group_finalize (GObject *object)
{
  g_ptr_array_unref (SONDE_LEARNER_GROUP (object)->option_rows);
  g_array_unref (SONDE_LEARNER_GROUP (object)->offered);
  G_OBJECT_CLASS (sonde_learner_group_parent_class)->finalize (object);
}

static void
sonde_learner_group_class_init (SondeLearnerGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_learner_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_learner_group_finalize;
  g_type_ensure (SONDE_TYPE_ERROR_ROW);
  g_type_ensure (SONDE_TYPE_PROPERTY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-learner-group.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, lock);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, values_row);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, values);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, values_error);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, values_problem);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, table_button);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, strategy_row);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, loss_row);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, error);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, kind_property);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, loss_property);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, more_row);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, seed_grid);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, seed_grid_error);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, seed_grid_property);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, min_spacing);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, min_spacing_error);
  gtk_widget_class_bind_template_child (widget_class, SondeLearnerGroup, min_spacing_property);
}

/* In the list of learners: the name and the question below it. */
static void
on_bind_kind (GtkSignalListItemFactory *factory,
              GtkListItem              *item)
{
  guint n, i = gtk_list_item_get_position (item);
  const SondeLearnerKind *kinds = sonde_learner_kinds_get (&n);
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_label (GTK_LABEL (title), _(kinds[i].title));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (title)), _(kinds[i].question));
}

static void
set_up_kinds (SondeLearnerGroup *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) ways = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  guint n;
  const SondeLearnerKind *kinds = sonde_learner_kinds_get (&n);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, _(kinds[i].title));
  gtk_string_list_append (ways, _("Most to Gain"));
  gtk_string_list_append (ways, _("Largest Loss"));
  gtk_string_list_append (ways, _("Fewest Points"));
  gtk_string_list_append (ways, _("In Turn"));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_choice), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_kind), NULL);
  self->updating = TRUE;
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (titles));
  adw_combo_row_set_list_factory (self->kind_row, factory);
  adw_combo_row_set_model (self->strategy_row, G_LIST_MODEL (ways));
  self->updating = FALSE;
  g_signal_connect_object (self->kind_row, "notify::selected", G_CALLBACK (on_kind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->strategy_row, "notify::selected", G_CALLBACK (on_strategy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->values, "changed", G_CALLBACK (on_values), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table_button, "clicked", G_CALLBACK (on_table), self, G_CONNECT_SWAPPED);
}

static void
sonde_learner_group_init (SondeLearnerGroup *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->offered = g_array_new (FALSE, FALSE, sizeof (guint));
  self->option_rows = g_ptr_array_new ();
  self->options_of = self->kind_of = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_choice), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_choice), self, 0);
  adw_combo_row_set_list_factory (self->loss_row, factory);
  set_up_kinds (self);
  g_signal_connect_object (self->loss_row, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
}

void
sonde_learner_group_set_editor (SondeLearnerGroup *self,
                                SondeStudyEditor  *editor)
{
  g_return_if_fail (SONDE_IS_LEARNER_GROUP (self));

  self->editor = g_object_ref (editor);
  sonde_error_row_watch (self->error, editor, "learner.kind", SONDE_FIELD_TEXT);
  sonde_error_row_watch (self->error, editor, "learner.loss.kind", SONDE_FIELD_TEXT);
  sonde_field_bind (self->seed_grid, editor, "learner.seed_grid", SONDE_FIELD_OPTIONAL_NUMBER);
  sonde_error_row_watch (self->seed_grid_error, editor, "learner.seed_grid", SONDE_FIELD_OPTIONAL_NUMBER);
  sonde_field_bind (self->min_spacing, editor, "learner.min_spacing", SONDE_FIELD_OPTIONAL_NUMBER);
  sonde_error_row_watch (self->min_spacing_error, editor, "learner.min_spacing", SONDE_FIELD_OPTIONAL_NUMBER);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
