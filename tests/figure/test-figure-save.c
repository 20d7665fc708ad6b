/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "figure/figures.h"

static const SondeView everything = SONDE_VIEW_INIT;
static char *folder;

static SondeFigure *
make_figure (SondeRun **run)
{
  *run = make_run ("x, x^2", -1, 1);
  for (int i = -30; i <= 30; i++)
    {
      double x = i / 30., y[] = { x, x * x };

      g_assert_true (sonde_learner_tell (sonde_run_get_learner (*run), &x, y, 2, 0, NULL));
    }
  return sonde_figure_new (*run);
}

static char *
save (const char *name,
      double      width,
      double      height,
      double      dpi,
      gsize      *length)
{
  g_autoptr (SondeRun) run = NULL;
  g_autoptr (SondeFigure) figure = make_figure (&run);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  char *contents;

  g_assert_true (sonde_figure_save (figure, &everything, file, width, height, dpi, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  g_unlink (path);
  return contents;
}

static void
test_png (void)
{
  static const struct { double width, height, dpi; int x, y; } sizes[] = {
    { 640, 360, 101.6, 640, 360 }, { 640, 360, 300, 1890, 1063 }, { 200, 100, 150, 295, 148 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gsize length;
      g_autofree char *bytes = save ("figure.PNG", sizes[i].width, sizes[i].height, sizes[i].dpi, &length);
      guint32 width, height, dots;

      g_assert_cmpuint (length, >, 24);
      g_assert_cmpmem (bytes, 8, "\x89PNG\r\n\x1a\n", 8);
      memcpy (&width, bytes + 16, 4);
      memcpy (&height, bytes + 20, 4);
      g_assert_cmpint (GUINT32_FROM_BE (width), ==, sizes[i].x);
      g_assert_cmpint (GUINT32_FROM_BE (height), ==, sizes[i].y);
      /* the same size on paper as that of a drawing: 0.25 mm a pixel, to a dot */
      g_assert_cmpmem (bytes + 33, 8, "\0\0\0\x09pHYs", 8);
      memcpy (&dots, bytes + 41, 4);
      g_assert_cmpfloat_with_epsilon (GUINT32_FROM_BE (width) / (double) GUINT32_FROM_BE (dots), sizes[i].width * .25e-3,
                                      1. / GUINT32_FROM_BE (dots));
    }
}

typedef struct
{
  double   width;
  double   height;
  guint    n_paths;
} Svg;

static void
on_element (GMarkupParseContext  *context,
            const char           *name,
            const char          **names,
            const char          **values,
            gpointer              user_data,
            GError              **error)
{
  Svg *svg = user_data;

  svg->n_paths += g_str_equal (name, "path");
  if (!g_str_equal (name, "svg"))
    return;
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "width"))
        svg->width = g_ascii_strtod (values[i], NULL);
      if (g_str_equal (names[i], "height"))
        svg->height = g_ascii_strtod (values[i], NULL);
    }
}

/* well-formed, of the right size on paper, drawn with paths */
static void
test_svg (void)
{
  static const GMarkupParser parser = { .start_element = on_element };
  gsize length;
  g_autofree char *bytes = save ("figure.svg", 640, 360, 96, &length);
  g_autofree char *again = save ("figure.svg", 640, 360, 96, NULL), *first = NULL, *second = NULL;
  g_autoptr (GRegex) number = NULL;
  g_autoptr (GError) error = NULL;
  GMarkupParseContext *context;
  Svg svg = { 0 };

  context = g_markup_parse_context_new (&parser, 0, &svg, NULL);
  g_assert_true (g_markup_parse_context_parse (context, bytes, length, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
  /* 160 × 90 mm in points */
  g_assert_cmpfloat_with_epsilon (svg.width, 160 / 25.4 * 72, .01);
  g_assert_cmpfloat_with_epsilon (svg.height, 90 / 25.4 * 72, .01);
  g_assert_cmpuint (svg.n_paths, >, 100);
  g_assert_null (strstr (bytes, "<image"));

  /* the same again, but for the number that cairo gives each surface */
  number = g_regex_new ("surface[0-9]+", 0, 0, NULL);
  first = g_regex_replace_literal (number, bytes, -1, 0, "surface", 0, NULL);
  second = g_regex_replace_literal (number, again, -1, 0, "surface", 0, NULL);
  g_assert_true (g_str_equal (first, second));
}

static void
test_pdf (void)
{
  gsize length;
  g_autofree char *bytes = save ("figure.pdf", 640, 360, 96, &length);

  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (bytes, 5, "%PDF-", 5);
  g_assert_nonnull (g_strstr_len (bytes + length - 16, 16, "%%EOF"));
}

static void
check_error (SondeFigure *figure,
             const char  *path,
             double       width,
             double       dpi,
             GQuark       domain,
             int          code)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_false (sonde_figure_save (figure, &everything, file, width, 300, dpi, &error));
  g_assert_error (error, domain, code);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_errors (void)
{
  g_autoptr (SondeRun) run = NULL;
  g_autoptr (SondeFigure) figure = make_figure (&run);
  g_autofree char *odd = g_build_filename (folder, "figure.jpeg", NULL);
  g_autofree char *png = g_build_filename (folder, "figure.png", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "folder.png", NULL);

  check_error (figure, odd, 400, 96, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  check_error (figure, png, 0, 96, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  check_error (figure, png, NAN, 96, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  check_error (figure, png, 4000, 1200, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  check_error (figure, nowhere, 400, 96, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/save/png", test_png);
  g_test_add_func ("/figure/save/svg", test_svg);
  g_test_add_func ("/figure/save/pdf", test_pdf);
  g_test_add_func ("/figure/save/errors", test_errors);

  folder = g_dir_make_tmp ("sonde-figure-XXXXXX", NULL);
  result = g_test_run ();
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  return result;
}
