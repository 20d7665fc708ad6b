/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture goes this way:
 *
 * 1. A figure of its own takes over the points once, when the dialog opens.
 * 2. Each change of a row has it drawn anew, in a thread, at the size of the preview.
 * 3. When a file has been chosen and no drawing is under way, the same figure is written, in a thread. */

#include "config.h"

#include <math.h>

#include "app/sonde-export-dialog-private.h"
#include "app/sonde-texture.h"

#define PREVIEW_WIDTH 404.0
#define PREVIEW_HEIGHT 236.0

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
      g_autoptr (GdkPaintable) paintable = sonde_paintable_new (surface, preview->width, preview->height);

      gtk_picture_set_paintable (self->preview, paintable);
    }
  if (self->file != NULL)
    _sonde_export_dialog_write_file (self);
  else if (self->dirty)
    _sonde_export_dialog_draw_preview (self);
}

/* The figure as it will be on paper, so much smaller that it fits. */
void
_sonde_export_dialog_draw_preview (SondeExportDialog *self)
{
  double fit = fmin (PREVIEW_WIDTH / _sonde_export_dialog_get_width (self), PREVIEW_HEIGHT / _sonde_export_dialog_get_height (self));
  SondeStyle style = {
    .width = _sonde_export_dialog_get_width (self),
    .height = _sonde_export_dialog_get_height (self),
    .scale = fit * gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .palette = sonde_palette_get (FALSE, FALSE),
    .legend = gtk_switch_get_active (self->legend),
    .title = gtk_switch_get_active (self->picture_title),
  };
  SondeView view;
  Preview *preview;

  self->dirty = TRUE;
  if (self->drawing || self->catching_up != 0 || self->file != NULL || self->figure == NULL)
    return;
  _sonde_export_dialog_get_view (self, &view);
  preview = g_new0 (Preview, 1);
  preview->self = g_object_ref (self);
  preview->width = style.width * fit;
  preview->height = style.height * fit;
  self->dirty = FALSE;
  self->drawing = TRUE;
  sonde_figure_draw_async (self->figure, &view, &style, self->cancellable, on_preview, preview);
}

/* A large run is handed over in pieces, so that the window goes on. */
static gboolean
on_catch_up (gpointer data)
{
  SondeExportDialog *self = data;

  sonde_figure_update (self->figure);
  if (sonde_figure_is_behind (self->figure))
    return G_SOURCE_CONTINUE;
  self->catching_up = 0;
  if (self->file != NULL)
    _sonde_export_dialog_write_file (self);
  else
    _sonde_export_dialog_draw_preview (self);
  return G_SOURCE_REMOVE;
}

void
_sonde_export_dialog_catch_up (SondeExportDialog *self)
{
  if (sonde_figure_is_behind (self->figure))
    self->catching_up = g_idle_add (on_catch_up, self);
}
