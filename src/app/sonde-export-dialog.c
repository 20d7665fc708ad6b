/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/sonde-export-dialog-private.h"
#include "app/sonde-file-chooser.h"
#include "app/sonde-format.h"

G_DEFINE_FINAL_TYPE (SondeExportDialog, sonde_export_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_EXPORTED, N_SIGNALS };

static guint signals[N_SIGNALS];

enum { RANGE_SEEN, RANGE_WHOLE };

/* logical pixels */
double
_sonde_export_dialog_get_width (SondeExportDialog *self)
{
  return gtk_spin_button_get_value (self->width) / SONDE_FIGURE_PIXEL;
}

double
_sonde_export_dialog_get_height (SondeExportDialog *self)
{
  return gtk_spin_button_get_value (self->height) / SONDE_FIGURE_PIXEL;
}

gboolean
_sonde_export_dialog_is_picture (SondeExportDialog *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "picture") == 0;
}

static gboolean
is_png (SondeExportDialog *self)
{
  return adw_combo_row_get_selected (self->picture_format) == 0;
}

void
_sonde_export_dialog_get_view (SondeExportDialog *self,
                               SondeView         *view)
{
  *view = self->seen;
  if (adw_combo_row_get_selected (self->range) == RANGE_WHOLE)
    view->auto_x = view->auto_y = TRUE;
  view->hide_title = !gtk_switch_get_active (self->picture_title);
  view->hide_points = !gtk_switch_get_active (self->points);
  view->hide_legend = !gtk_switch_get_active (self->legend);
}

void
_sonde_export_dialog_exported (SondeExportDialog *self,
                               GFile             *file)
{
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, file);
}

static void
on_row_changed (SondeExportDialog *self)
{
  double dots = gtk_spin_button_get_value (self->resolution) / 25.4;
  g_autofree char *across = sonde_format_count ((guint64) lround (gtk_spin_button_get_value (self->width) * dots));
  g_autofree char *down = sonde_format_count ((guint64) lround (gtk_spin_button_get_value (self->height) * dots));
  /* Translators: the size of a picture */
  g_autofree char *size = g_strdup_printf (_("%s × %s dots"), across, down);

  if (self->figure == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->resolution_row), is_png (self));
  adw_action_row_set_subtitle (self->resolution_row, is_png (self) ? size : _("Used for PNG only"));
  _sonde_export_dialog_draw_preview (self);
}

static void
on_file (GFile    *file,
         gpointer  data)
{
  SondeExportDialog *self = data;

  if (self->figure == NULL || self->file != NULL)
    return;
  self->file = g_object_ref (file);
  _sonde_export_dialog_write_file (self);
}

static GFile *
get_folder (SondeExportDialog *self)
{
  GFile *file = sonde_run_get_file (self->run);

  return file != NULL ? g_file_get_parent (file) : NULL;
}

/* Whoever gives the file another suffix gets that kind. */
static void
choose_file (SondeExportDialog   *self,
             const char          *title,
             const SondeFileKind *kinds,
             guint                n_kinds,
             guint                chosen)
{
  g_autofree SondeFileKind *offered = g_new0 (SondeFileKind, n_kinds);
  g_autofree char *name = sonde_run_suggest_name (self->run);
  g_autoptr (GFile) folder = get_folder (self);

  for (guint i = 0; i < n_kinds; i++)
    offered[i] = kinds[(chosen + i) % n_kinds];
  if (g_str_has_suffix (name, ".sonde"))
    name[strlen (name) - strlen (".sonde")] = '\0';
  sonde_file_chooser_save (GTK_WINDOW (self), title, folder, name, offered, n_kinds, on_file, self);
}

static void
on_export (SondeExportDialog *self)
{
  const SondeFileKind picture_kinds[] = { { _("PNG Picture"), ".png" }, { _("SVG Drawing"), ".svg" }, { _("PDF Document"), ".pdf" } };
  const SondeFileKind data_kinds[] = { { _("Table (CSV)"), ".csv" }, { _("JSON"), ".json" }, { _("NumPy Array"), ".npy" } };

  if (_sonde_export_dialog_is_picture (self))
    choose_file (self, _("Export the Picture"), picture_kinds, G_N_ELEMENTS (picture_kinds),
                 adw_combo_row_get_selected (self->picture_format));
  else
    choose_file (self, _("Export the Data"), data_kinds, G_N_ELEMENTS (data_kinds), adw_combo_row_get_selected (self->data_format));
}

static void
sonde_export_dialog_dispose (GObject *object)
{
  SondeExportDialog *self = SONDE_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->catching_up, g_source_remove);
  g_clear_object (&self->figure);
  g_clear_object (&self->file);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_export_dialog_parent_class)->dispose (object);
}

static void
sonde_export_dialog_finalize (GObject *object)
{
  g_object_unref (SONDE_EXPORT_DIALOG (object)->cancellable);
  g_free (SONDE_EXPORT_DIALOG (object)->quantity);
  G_OBJECT_CLASS (sonde_export_dialog_parent_class)->finalize (object);
}

static void
sonde_export_dialog_class_init (SondeExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_export_dialog_dispose;
  object_class->finalize = sonde_export_dialog_finalize;
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_FILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/sonde-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, picture_format);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, resolution_row);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, resolution);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, range);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, points_row);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, points);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, picture_title);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, legend_row);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, legend);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, data_format);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, order);
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, content_row);
  gtk_widget_class_bind_template_callback (widget_class, on_row_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
sonde_export_dialog_init (SondeExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What the file will hold, of the points there are. */
static void
describe_data (SondeExportDialog *self)
{
  const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (self->run));
  guint columns = points->ndim + SONDE_STRIDE (points->vdim);
  g_autofree char *count = sonde_format_count (points->n);
  g_autofree char *rows = g_strdup_printf (ngettext ("%s point", "%s points", points->n), count);
  /* Translators: %s: "137 points"; the numbers of each are its place and its value */
  g_autofree char *text = g_strdup_printf (ngettext ("%s, %u number each", "%s, %u numbers each", columns), rows, columns);

  adw_action_row_set_subtitle (self->content_row, text);
}

/**
 * sonde_export_dialog_new:
 * @parent: the window before which it stands
 * @run: what to export
 * @canvas: where it is seen, and what of it; one that is frozen is exported as it is
 * @page: which page to begin with
 */
SondeExportDialog *
sonde_export_dialog_new (GtkWindow        *parent,
                         SondeRun         *run,
                         SondeChartCanvas *canvas,
                         SondeExportPage   page)
{
  SondeExportDialog *self;
  const SondeView *view;
  gboolean is_whole;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);
  g_return_val_if_fail (SONDE_IS_CHART_CANVAS (canvas), NULL);

  self = g_object_new (SONDE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->run = g_object_ref (run);
  view = sonde_chart_canvas_get_view (canvas);
  self->seen = *view;
  self->quantity = g_strdup (view->quantity);
  self->seen.quantity = self->quantity;
  /* what is on its way and what came last is of the moment, not of the result */
  self->seen.hide_pending = self->seen.hide_newest = TRUE;
  is_whole = view->auto_x && view->auto_y;
  adw_combo_row_set_selected (self->range, is_whole ? RANGE_WHOLE : RANGE_SEEN);
  gtk_widget_set_sensitive (GTK_WIDGET (self->range), !is_whole);
  if (is_whole)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->range), _("The chart shows the whole"));
  gtk_switch_set_active (self->points, !view->hide_points);
  if (sonde_chart_canvas_get_frozen (canvas))
    self->figure = g_object_ref (sonde_chart_canvas_get_figure (canvas));
  else
    {
      self->figure = sonde_figure_new (run);
      _sonde_export_dialog_catch_up (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->points_row), (sonde_figure_get_options (self->figure) & SONDE_FIGURE_POINTS) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->legend_row), sonde_figure_get_n_series (self->figure) > 1);
  adw_view_stack_set_visible_child_name (self->stack, page == SONDE_EXPORT_PAGE_PICTURE ? "picture" : "data");
  describe_data (self);
  on_row_changed (self);
  return self;
}
