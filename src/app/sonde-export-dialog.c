/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture goes this way:
 *
 * 1. A figure of its own takes over the points once, when the dialog opens.
 * 2. Each change of a row has it drawn anew, in a thread, at the size of the preview.
 * 3. When a file has been chosen and no drawing is under way, the same figure is written, in a thread. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/sonde-dialogs.h"
#include "app/sonde-export-dialog.h"
#include "app/sonde-file-chooser.h"
#include "app/sonde-format.h"
#include "study/sonde-export.h"

#define PREVIEW_WIDTH 404.0
#define PREVIEW_HEIGHT 236.0

struct _SondeExportDialog
{
  AdwWindow       parent_instance;

  SondeRun       *run;
  SondeFigure    *figure;
  SondeView       seen;
  GCancellable   *cancellable;
  gboolean        drawing;
  gboolean        dirty;
  GFile          *file;             /* what is being written, or will be once the preview is drawn */

  GtkWidget      *export_button;
  AdwViewStack   *stack;
  GtkPicture     *preview;
  AdwComboRow    *picture_format;
  GtkSpinButton  *width;
  GtkSpinButton  *height;
  AdwActionRow   *resolution_row;
  GtkSpinButton  *resolution;
  AdwComboRow    *range;
  GtkSwitch      *points;
  AdwActionRow   *legend_row;
  GtkSwitch      *legend;
  AdwComboRow    *data_format;
  AdwComboRow    *order;
  AdwActionRow   *content_row;
};

G_DEFINE_FINAL_TYPE (SondeExportDialog, sonde_export_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_EXPORTED, N_SIGNALS };

static guint signals[N_SIGNALS];

enum { RANGE_SEEN, RANGE_WHOLE };

static void draw_preview (SondeExportDialog *self);
static void write_file (SondeExportDialog *self);

/* logical pixels */
static double
get_width (SondeExportDialog *self)
{
  return gtk_spin_button_get_value (self->width) / SONDE_FIGURE_PIXEL;
}

static double
get_height (SondeExportDialog *self)
{
  return gtk_spin_button_get_value (self->height) / SONDE_FIGURE_PIXEL;
}

static gboolean
is_picture (SondeExportDialog *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "picture") == 0;
}

static gboolean
is_png (SondeExportDialog *self)
{
  return adw_combo_row_get_selected (self->picture_format) == 0;
}

static void
get_view (SondeExportDialog *self,
          SondeView         *view)
{
  *view = self->seen;
  if (adw_combo_row_get_selected (self->range) == RANGE_WHOLE)
    view->auto_x = view->auto_y = TRUE;
  view->hide_points = !gtk_switch_get_active (self->points);
  view->hide_legend = !gtk_switch_get_active (self->legend);
}

static GdkPaintable *
to_paintable (cairo_surface_t *surface,
              double           width,
              double           height)
{
  int stride = cairo_image_surface_get_stride (surface);
  int rows = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * rows,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface), rows, GDK_MEMORY_DEFAULT, bytes, stride);
  gtk_snapshot_append_texture (snapshot, texture, &GRAPHENE_RECT_INIT (0, 0, width, height));
  return gtk_snapshot_free_to_paintable (snapshot, &GRAPHENE_SIZE_INIT (width, height));
}

typedef struct
{
  SondeExportDialog *self;
  double             width;
  double             height;
} Preview;

static void
on_preview (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autofree Preview *preview = data;
  g_autoptr (SondeExportDialog) self = preview->self;
  cairo_surface_t *surface = sonde_figure_draw_finish (SONDE_FIGURE (source), result, NULL, NULL);

  self->drawing = FALSE;
  if (self->figure == NULL)
    g_clear_pointer (&surface, cairo_surface_destroy);
  if (surface != NULL)
    {
      g_autoptr (GdkPaintable) paintable = to_paintable (surface, preview->width, preview->height);

      gtk_picture_set_paintable (self->preview, paintable);
    }
  if (self->file != NULL)
    write_file (self);
  else if (self->dirty)
    draw_preview (self);
}

/* The figure as it will be on paper, so much smaller that it fits. */
static void
draw_preview (SondeExportDialog *self)
{
  double fit = fmin (PREVIEW_WIDTH / get_width (self), PREVIEW_HEIGHT / get_height (self));
  SondeStyle style = {
    .width = get_width (self),
    .height = get_height (self),
    .scale = fit * gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .palette = sonde_palette_get (FALSE, FALSE),
    .legend = gtk_switch_get_active (self->legend),
    .title = TRUE,
  };
  SondeView view;
  Preview *preview;

  self->dirty = TRUE;
  if (self->drawing || self->file != NULL || self->figure == NULL)
    return;
  get_view (self, &view);
  preview = g_new0 (Preview, 1);
  preview->self = g_object_ref (self);
  preview->width = style.width * fit;
  preview->height = style.height * fit;
  self->dirty = FALSE;
  self->drawing = TRUE;
  sonde_figure_draw_async (self->figure, &view, &style, self->cancellable, on_preview, preview);
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
  draw_preview (self);
}

/* -- writing */

static void
finish (SondeExportDialog *self,
        gboolean           written,
        GError            *error)
{
  g_autoptr (GFile) file = g_steal_pointer (&self->file);

  gtk_widget_set_sensitive (self->export_button, TRUE);
  if (self->figure == NULL)
    return;
  if (written)
    {
      gtk_window_close (GTK_WINDOW (self));
      g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, file);
      return;
    }
  sonde_dialog_tell (GTK_WINDOW (self), is_picture (self) ? _("The Picture Cannot Be Exported") : _("The Data Cannot Be Exported"),
                     error->message);
  if (self->dirty)
    draw_preview (self);
}

typedef struct
{
  GFile             *file;

  /* a picture */
  SondeFigure       *figure;
  SondeView          view;
  double             width, height, dpi;

  /* or data */
  SondeRun          *run;
  SondeExportFormat  format;
  SondeExportOrder   order;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->file);
  g_clear_object (&job->figure);
  g_clear_object (&job->run);
  g_free (job);
}

/* The old file stays whole unless the new one is. */
static gboolean
write_data (Job     *job,
            GError **error)
{
  g_autoptr (GFileOutputStream) stream = g_file_replace (job->file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  g_autoptr (GCancellable) given_up = NULL;

  if (stream == NULL)
    return FALSE;
  if (sonde_export (job->run, job->format, job->order, G_OUTPUT_STREAM (stream), error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
  /* closing a stream that is cancelled does not put it in the place of the file */
  given_up = g_cancellable_new ();
  g_cancellable_cancel (given_up);
  g_output_stream_close (G_OUTPUT_STREAM (stream), given_up, NULL);
  return FALSE;
}

static gboolean
do_job (Job     *job,
        GError **error)
{
  if (job->figure != NULL)
    return sonde_figure_save (job->figure, &job->view, job->file, job->width, job->height, job->dpi, error);
  return write_data (job, error);
}

static void
job_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_job (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  finish (SONDE_EXPORT_DIALOG (source), written, error);
}

static Job *
new_job (SondeExportDialog *self)
{
  Job *job = g_new0 (Job, 1);
  g_autofree char *name = g_file_get_basename (self->file);

  job->file = g_object_ref (self->file);
  if (!is_picture (self))
    {
      job->run = g_object_ref (self->run);
      job->format = g_str_has_suffix (name, ".json") ? SONDE_EXPORT_JSON
                    : g_str_has_suffix (name, ".npy") ? SONDE_EXPORT_NPY : SONDE_EXPORT_CSV;
      job->order = (SondeExportOrder) adw_combo_row_get_selected (self->order);
      return job;
    }
  job->figure = g_object_ref (self->figure);
  get_view (self, &job->view);
  job->width = get_width (self);
  job->height = get_height (self);
  job->dpi = gtk_spin_button_get_value (self->resolution);
  return job;
}

static void
write_file (SondeExportDialog *self)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Job *job;
  gboolean moving = sonde_runner_get_status (sonde_run_get_runner (self->run)) == SONDE_STATUS_RUNNING;

  gtk_widget_set_sensitive (self->export_button, FALSE);
  if (self->drawing)
    return;
  job = new_job (self);
  /* points that come meanwhile may move the arrays, so their thread is the one to read them */
  if (job->run != NULL && moving)
    {
      gboolean written = do_job (job, &error);

      job_free (job);
      finish (self, written, error);
      return;
    }
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, job_thread);
}

static void
on_file (GFile    *file,
         gpointer  data)
{
  SondeExportDialog *self = data;

  if (self->figure == NULL || self->file != NULL)
    return;
  self->file = g_object_ref (file);
  write_file (self);
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

  if (is_picture (self))
    choose_file (self, _("Export the Picture"), picture_kinds, G_N_ELEMENTS (picture_kinds),
                 adw_combo_row_get_selected (self->picture_format));
  else
    choose_file (self, _("Export the Data"), data_kinds, G_N_ELEMENTS (data_kinds), adw_combo_row_get_selected (self->data_format));
}

/* -- the object */

static void
sonde_export_dialog_dispose (GObject *object)
{
  SondeExportDialog *self = SONDE_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->figure);
  g_clear_object (&self->file);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (sonde_export_dialog_parent_class)->dispose (object);
}

static void
sonde_export_dialog_finalize (GObject *object)
{
  g_object_unref (SONDE_EXPORT_DIALOG (object)->cancellable);
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
  gtk_widget_class_bind_template_child (widget_class, SondeExportDialog, points);
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
 * @view: what of it is seen
 * @page: which page to begin with
 */
SondeExportDialog *
sonde_export_dialog_new (GtkWindow       *parent,
                         SondeRun        *run,
                         const SondeView *view,
                         SondeExportPage  page)
{
  SondeExportDialog *self;
  gboolean is_whole;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);
  g_return_val_if_fail (view != NULL, NULL);

  self = g_object_new (SONDE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->run = g_object_ref (run);
  self->seen = *view;
  /* what is on its way and what came last is of the moment, not of the result */
  self->seen.hide_pending = self->seen.hide_newest = TRUE;
  is_whole = view->auto_x && view->auto_y;
  adw_combo_row_set_selected (self->range, is_whole ? RANGE_WHOLE : RANGE_SEEN);
  gtk_widget_set_sensitive (GTK_WIDGET (self->range), !is_whole);
  if (is_whole)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->range), _("The chart shows the whole"));
  gtk_switch_set_active (self->points, !view->hide_points);
  self->figure = sonde_figure_new (run);
  do
    sonde_figure_update (self->figure);
  while (sonde_figure_is_behind (self->figure));
  gtk_widget_set_visible (GTK_WIDGET (self->legend_row), sonde_figure_get_n_series (self->figure) > 1);
  adw_view_stack_set_visible_child_name (self->stack, page == SONDE_EXPORT_PAGE_PICTURE ? "picture" : "data");
  describe_data (self);
  on_row_changed (self);
  return self;
}
