/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "cli/plot-surface.h"
#include "cli/sonde-cli.h"
#include "figure/sonde-figure.h"

/* A picture larger than this in one direction is a slip of the finger (and beyond what cairo can hold). */
#define LARGEST_PIXELS 16000

/* "WIDTHxHEIGHT" in logical pixels. */
static gboolean
parse_size (const char *text,
            double     *width,
            double     *height)
{
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, "x", -1);
  if (g_strv_length (parts) == 2 && sonde_number_parse_all (parts[0], width) && sonde_number_parse_all (parts[1], height)
      && *width >= 100 && *height >= 100 && *width <= LARGEST_PIXELS && *height <= LARGEST_PIXELS)
    return TRUE;
  sonde_cli_complain (_("--size is “%s”; write width and height in pixels, such as 800x500, each from 100 to %d"),
                      text, LARGEST_PIXELS);
  return FALSE;
}

/* A logical pixel is 0.25 mm on paper: at 101.6 dots an inch it is one dot. */
static gboolean
check_dpi (double dpi,
           double width,
           double height)
{
  if (dpi >= 10 && MAX (width, height) * dpi * SONDE_FIGURE_PIXEL / 25.4 <= LARGEST_PIXELS)
    return TRUE;
  sonde_cli_complain (_("--dpi must be at least 10, and the picture at most %d dots wide and high"), LARGEST_PIXELS);
  return FALSE;
}

/**
 * sonde_cli_check_plot_name:
 * @path: where a picture shall be written to
 *
 * Returns: whether its suffix is one of a picture; %FALSE after a message
 */
gboolean
sonde_cli_check_plot_name (const char *path)
{
  const char *suffixes[] = { ".png", ".svg", ".pdf" };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return TRUE;
  sonde_cli_complain (_("%s: a picture's name ends with .png, .svg or .pdf"), path);
  return FALSE;
}

/* NULL after a message. */
static SondeFigure *
make_figure (SondeRun   *run,
             const char *what)
{
  if (what == NULL || g_str_equal (what, "function"))
    return sonde_figure_new (run);
  if (g_str_equal (what, "convergence"))
    return sonde_figure_new_convergence (run);
  sonde_cli_complain (_("--what is “%s”; write “function” or “convergence”"), what);
  return NULL;
}

static gboolean
check_quantity (SondeFigure *figure,
                const char  *text)
{
  g_autoptr (GError) error = NULL;
  int position;

  if (text == NULL || sonde_figure_check_quantity (figure, text, &position, &error))
    return TRUE;
  sonde_cli_complain (_("--quantity is “%s”; at character %d: %s"), text, MAX (position, 0) + 1, error->message);
  return FALSE;
}

/* "N": so many points were known. */
static gboolean
parse_choice (int    n,
              guint *choice)
{
  *choice = (guint) MAX (n, 0);
  if (n >= 0)
    return TRUE;
  sonde_cli_complain (_("--choice is %d; write 0 or more"), n);
  return FALSE;
}

static gboolean
parse_upto (int    n,
            guint *upto)
{
  *upto = (guint) MAX (n, 0);
  if (n >= 0)
    return TRUE;
  sonde_cli_complain (_("--upto is %d; write after how many points, 1 or more"), n);
  return FALSE;
}

static SondeExit
draw (SondeFigure     *figure,
      const SondeView *view,
      const char      *output,
      double           width,
      double           height,
      double           dpi)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (output);
  g_autoptr (GError) error = NULL;

  /* large runs are handed over in pieces */
  while (sonde_figure_is_behind (figure))
    sonde_figure_update (figure);
  if (sonde_figure_save (figure, view, file, width, height, dpi, &error))
    return SONDE_EXIT_OK;
  sonde_cli_complain ("%s: %s", output, error->message);
  return SONDE_EXIT_FAILED;
}

SondeExit
sonde_command_plot (int    argc,
                    char **argv)
{
  g_autofree char *output = NULL, *size = NULL, *x_range = NULL, *y_range = NULL, *what = NULL, *quantity = NULL, *path = NULL;
  g_autoptr (SondeRun) run = NULL;
  g_autoptr (SondeFigure) figure = NULL;
  SondeView view = SONDE_VIEW_INIT;
  g_auto (SondePlotSurface) surface = { 0 };
  double width = SONDE_CLI_PLOT_WIDTH, height = SONDE_CLI_PLOT_HEIGHT, dpi = SONDE_CLI_PLOT_DPI;
  gboolean recover = FALSE, log_x = FALSE, log_y = FALSE;
  int upto = 0, choice = 0;
  SondeExit result;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("The picture: .png, .svg or .pdf"), N_("FILE") },
    { "what", 0, 0, G_OPTION_ARG_STRING, &what, N_("“function”, or “convergence”: loss and error against points (function)"),
      N_("WHAT") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &size, N_("In pixels of the screen, on paper 0.25 mm each (800x500)"), N_("WIDTHxHEIGHT") },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &dpi, N_("Dots an inch of a PNG, 101.6 for one a pixel (203.2)"), N_("DPI") },
    { "x-range", 0, 0, G_OPTION_ARG_STRING, &x_range, N_("Show x from A to B"), N_("A:B") },
    { "y-range", 0, 0, G_OPTION_ARG_STRING, &y_range, N_("Show y from A to B"), N_("A:B") },
    { "log-x", 0, 0, G_OPTION_ARG_NONE, &log_x, N_("Logarithmic x axis; of itself for logarithmic variables"), NULL },
    { "log-y", 0, 0, G_OPTION_ARG_NONE, &log_y, N_("Logarithmic y axis; of itself for logarithmic variables"), NULL },
    { "no-line", 0, 0, G_OPTION_ARG_NONE, &view.hide_line, N_("Without the line"), NULL },
    { "no-points", 0, 0, G_OPTION_ARG_NONE, &view.hide_points, N_("Without the points"), NULL },
    { "no-pending", 0, 0, G_OPTION_ARG_NONE, &view.hide_pending, N_("Without the points in evaluation"), NULL },
    { "no-newest", 0, 0, G_OPTION_ARG_NONE, &view.hide_newest, N_("Without marks on the newest points"), NULL },
    { "no-rug", 0, 0, G_OPTION_ARG_NONE, &view.hide_rug, N_("Without the marks along the axis"), NULL },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &view.hide_legend, N_("Without the legend"), NULL },
    { "no-title", 0, 0, G_OPTION_ARG_NONE, &view.hide_title, N_("Without the title"), NULL },
    { "upto", 0, 0, G_OPTION_ARG_INT, &upto, N_("What was known after N points"), N_("N") },
    { "choice", 0, 0, G_OPTION_ARG_INT, &choice,
      N_("Of figures that can show several things: columns of a sequence, comparisons of curves; from 0"), N_("N") },
    { "losses", 0, 0, G_OPTION_ARG_NONE, &view.show_losses, N_("With the loss of each interval along the axis"), NULL },
    { "quantity", 0, 0, G_OPTION_ARG_STRING, &quantity,
      N_("Show this instead of the values: an expression of x and y, or y1, y2 …, such as 'log10(abs(y))'"), N_("EXPRESSION") },
    { "colormap", 0, 0, G_OPTION_ARG_STRING, &surface.colormap,
      N_("Colours of a surface: viridis, cividis, magma or diverging (viridis)"), N_("NAME") },
    { "range", 0, 0, G_OPTION_ARG_STRING, &surface.range, N_("Colours span the values from A to B"), N_("A:B") },
    { "log-color", 0, 0, G_OPTION_ARG_NONE, &view.log_z, N_("Colours by the logarithm of the values"), NULL },
    { "no-colors", 0, 0, G_OPTION_ARG_NONE, &view.hide_field, N_("Without the colours of a surface"), NULL },
    { "contours", 0, 0, G_OPTION_ARG_INT, &surface.contours, N_("About N lines of equal value, at round ones"), N_("N") },
    { "mesh", 0, 0, G_OPTION_ARG_NONE, &surface.mesh, N_("With the triangles, however many there are"), NULL },
    { "no-mesh", 0, 0, G_OPTION_ARG_NONE, &surface.no_mesh, N_("Without the triangles"), NULL },
    { "all-points", 0, 0, G_OPTION_ARG_NONE, &surface.all_points, N_("With the points of a surface, however many there are"), NULL },
    { "component", 0, 0, G_OPTION_ARG_INT, &surface.component, N_("Of several outputs the surface shows number K (1)"), N_("K") },
    { "aspect", 0, 0, G_OPTION_ARG_STRING, &surface.aspect,
      N_("“square”: a unit is as long on both axes; “fill”: all the room; “auto” (auto)"), N_("ASPECT") },
    { "section", 0, 0, G_OPTION_ARG_STRING, &surface.section, N_("With the values along a line, below the surface"),
      N_("X0,Y0:X1,Y1") },
    { "axes", 0, 0, G_OPTION_ARG_STRING, &surface.axes, N_("Of three and more variables: which run along the axes"), N_("X,Y") },
    { "curve", 0, 0, G_OPTION_ARG_STRING, &surface.curve, N_("Of several variables: a curve along this one"), N_("X") },
    { "slice", 0, 0, G_OPTION_ARG_STRING, &surface.slice, N_("Where the other variables are cut (in the middle)"),
      N_("Z=VALUE,…") },
    { "recover", 0, 0, G_OPTION_ARG_NONE, &recover, N_("Of a damaged run, use what comes before the damage"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  path = sonde_cli_parse_one (entries, _("RUN"), _("Draws a run as the window shows it, on white paper."),
                              "  sonde-cli plot peak.sonde -o peak.png\n"
                              "  sonde-cli plot peak.sonde -o loss.pdf --what convergence\n"
                              "  sonde-cli plot peak.sonde -o detail.pdf --x-range 0.1:0.15 --no-points\n"
                              "  sonde-cli plot ring.sonde -o ring.pdf --contours 8 --section=-1,0:1,0\n"
                              "  sonde-cli plot shell.sonde -o shell.png --axes x,z --slice y=0.2",
                              argc, argv);
  if (path == NULL)
    return SONDE_EXIT_USAGE;
  if (output == NULL)
    {
      sonde_cli_complain (_("where to? Name the picture with -o FILE, ending with .png, .svg or .pdf"));
      return SONDE_EXIT_USAGE;
    }
  if (!sonde_cli_check_plot_name (output) || !parse_size (size, &width, &height) || !check_dpi (dpi, width, height)
      || !sonde_plot_parse_range ("--x-range", x_range, &view.auto_x, &view.x_min, &view.x_max)
      || !sonde_plot_parse_range ("--y-range", y_range, &view.auto_y, &view.y_min, &view.y_max) || !parse_upto (upto, &view.upto)
      || !parse_choice (choice, &view.choice))
    return SONDE_EXIT_USAGE;
  run = sonde_cli_open_run (path, recover);
  if (run == NULL)
    return SONDE_EXIT_USAGE;

  figure = sonde_plot_surface_read (&surface, sonde_learner_get_domain (sonde_run_get_learner (run)), &view)
           ? make_figure (run, what) : NULL;
  view.quantity = quantity;
  if (figure != NULL)
    sonde_figure_choose_axes (figure, &view);
  view.log_x |= log_x;
  view.log_y |= log_y;
  result = figure != NULL && check_quantity (figure, quantity) ? draw (figure, &view, output, width, height, dpi) : SONDE_EXIT_USAGE;
  sonde_run_close (run, recover);
  return result;
}
