/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A figure in a file: drawn in memory, then put in the place of the old file at once, so that a full disk leaves that one whole. */

#include "config.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-replace.h"
#include "figure/sonde-figure.h"

/* A logical pixel on paper is 0.25 mm, whatever the file; a point is 1/72 inch. */
#define POINTS_A_PIXEL (SONDE_FIGURE_PIXEL / 25.4 * 72)
#define DOTS_A_PIXEL(dpi) ((dpi) * SONDE_FIGURE_PIXEL / 25.4)
#define PNG_HEADER (8 + 4 + 4 + 13 + 4)
/* what cairo can hold in an image */
#define LARGEST 32767

typedef cairo_surface_t *(*CreateSurface) (cairo_write_func_t  write,
                                           void               *closure,
                                           double              width,
                                           double              height);

static cairo_status_t
write_bytes (void                *closure,
             const unsigned char *data,
             unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw (SondeFigure     *self,
      const SondeView *view,
      cairo_surface_t *surface,
      double           width,
      double           height,
      double           scale,
      double           device)
{
  SondeStyle style = {
    .width = width,
    .height = height,
    .scale = device,
    .palette = sonde_palette_get (FALSE, FALSE),
    .legend = !view->hide_legend,
    .title = !view->hide_title,
  };
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  sonde_figure_draw (self, view, &style, cr, NULL);
  cairo_destroy (cr);
}

/* of a chunk of a PNG, by ISO 3309 */
static guint32
get_crc (const guint8 *bytes,
         gsize         n)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
  return ~crc;
}

static void
put_number (guint8  *place,
            guint32  number)
{
  number = GUINT32_TO_BE (number);
  memcpy (place, &number, sizeof number);
}

/* Cairo does not write how large a picture is on paper: a chunk pHYs, in dots a metre, behind the header says it. */
static void
add_resolution (GByteArray *bytes,
                double      dpi)
{
  guint8 chunk[21] = { 0, 0, 0, 9, 'p', 'H', 'Y', 's' };
  guint32 dots = (guint32) lround (dpi / .0254);

  g_assert (bytes->len > PNG_HEADER);

  put_number (chunk + 8, dots);
  put_number (chunk + 12, dots);
  chunk[16] = 1;
  put_number (chunk + 17, get_crc (chunk + 4, 13));
  g_byte_array_set_size (bytes, bytes->len + sizeof chunk);
  memmove (bytes->data + PNG_HEADER + sizeof chunk, bytes->data + PNG_HEADER, bytes->len - PNG_HEADER - sizeof chunk);
  memcpy (bytes->data + PNG_HEADER, chunk, sizeof chunk);
}

static cairo_status_t
draw_png (SondeFigure     *self,
          const SondeView *view,
          double           width,
          double           height,
          double           dpi,
          GByteArray      *bytes)
{
  double scale = DOTS_A_PIXEL (dpi);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) lround (width * scale),
                                                         (int) lround (height * scale));
  cairo_status_t status = cairo_surface_status (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    {
      draw (self, view, surface, width, height, scale, scale);
      status = cairo_surface_write_to_png_stream (surface, write_bytes, bytes);
    }
  if (status == CAIRO_STATUS_SUCCESS)
    add_resolution (bytes, dpi);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
draw_vector (SondeFigure     *self,
             const SondeView *view,
             CreateSurface    create,
             double           width,
             double           height,
             GByteArray      *bytes)
{
  cairo_surface_t *surface = create (write_bytes, bytes, width * POINTS_A_PIXEL, height * POINTS_A_PIXEL);
  cairo_status_t status;

  /* Lines are snapped to quarters of a pixel and reduced to 4 columns a pixel: a printer resolves 0.06 mm. */
  draw (self, view, surface, width, height, POINTS_A_PIXEL, 4);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static gboolean
has_suffix (const char *name,
            const char *suffix)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, suffix);
}

static gboolean
check_size (double   width,
            double   height,
            double   scale,
            GError **error)
{
  /* false for NaN */
  if (width * scale >= 1 && height * scale >= 1 && width * scale <= LARGEST && height * scale <= LARGEST)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("A picture cannot have %.0f × %.0f pixels; choose a size or a resolution that gives 1 to %d each way."),
               width * scale, height * scale, LARGEST);
  return FALSE;
}

/**
 * sonde_figure_save:
 * @view: what part to show
 * @file: where; its suffix says how: .png, .svg or .pdf
 * @width: logical pixels, of which one is 0.25 mm on paper, whatever the kind of file
 * @height: likewise
 * @dpi: for .png: dots an inch of paper, so that a logical pixel becomes @dpi / 101.6 dots
 * @error: where to put what went wrong: #GIOErrorEnum
 *
 * Draws what was taken over by the last sonde_figure_update(), in the colours of paper, with the title and
 * the legend that @view does not hide. The file is replaced as a
 * whole or not at all.
 *
 * Returns: whether it was written
 */
gboolean
sonde_figure_save (SondeFigure      *self,
                   const SondeView  *view,
                   GFile            *file,
                   double            width,
                   double            height,
                   double            dpi,
                   GError          **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *name = NULL;
  cairo_status_t status;

  g_return_val_if_fail (SONDE_IS_FIGURE (self) && view != NULL && G_IS_FILE (file), FALSE);

  bytes = g_byte_array_new ();
  name = g_file_get_basename (file);
  if (!check_size (width, height, has_suffix (name, ".png") ? DOTS_A_PIXEL (dpi) : 1, error))
    return FALSE;
  if (has_suffix (name, ".png"))
    status = draw_png (self, view, width, height, dpi, bytes);
  else if (has_suffix (name, ".svg"))
    status = draw_vector (self, view, cairo_svg_surface_create_for_stream, width, height, bytes);
  else if (has_suffix (name, ".pdf"))
    status = draw_vector (self, view, cairo_pdf_surface_create_for_stream, width, height, bytes);
  else
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("“%s” does not say what kind of picture it shall be; end its name in .png, .svg or .pdf."), name);
      return FALSE;
    }
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” could not be drawn: %s."), name,
                   cairo_status_to_string (status));
      return FALSE;
    }
  return sonde_replace_contents (file, bytes->data, bytes->len, error);
}
