/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/sonde-cli.h"
#include "study/sonde-export.h"

/* The index of @name in @names, which ends with %NULL; the first for a NULL @name; -1 after a message. */
static int
choose (const char         *option,
        const char * const *names,
        const char         *name)
{
  g_autofree char *all = NULL;

  if (name == NULL)
    return 0;
  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return i;
  all = g_strjoinv (", ", (char **) names);
  sonde_cli_complain (_("%s is “%s”; it must be one of %s"), option, name, all);
  return -1;
}

/* Without --format the suffix of the file says it. */
static const char *
format_of_file (const char *output)
{
  const char *dot = output != NULL ? strrchr (output, '.') : NULL;

  if (dot != NULL && (g_str_equal (dot, ".json") || g_str_equal (dot, ".npy")))
    return dot + 1;
  return NULL;
}

static SondeExit
write_to (SondeRun          *run,
          SondeExportFormat  format,
          SondeExportOrder   order,
          guint              grid,
          const char        *path)
{
  g_autoptr (GError) error = NULL;
  SondeOutput *output = sonde_output_open (path, &error);
  gboolean good = FALSE;

  if (output != NULL)
    {
      if (grid > 0)
        good = sonde_export_grid (run, grid, format, sonde_output_get_stream (output), &error);
      else
        good = sonde_export (run, format, order, sonde_output_get_stream (output), &error);
      good = sonde_output_close (output, good, good ? &error : NULL);
    }
  if (good)
    return SONDE_EXIT_OK;
  sonde_cli_complain ("%s: %s", path != NULL ? path : _("standard output"), error != NULL ? error->message : "");
  return SONDE_EXIT_FAILED;
}

SondeExit
sonde_command_export (int    argc,
                      char **argv)
{
  const char *formats[] = { "csv", "json", "npy", NULL };
  const char *orders[] = { "told", "sorted", NULL };
  g_autofree char *format_name = NULL, *order_name = NULL, *output = NULL, *path = NULL;
  g_autoptr (SondeRun) run = NULL;
  gboolean recover = FALSE;
  SondeExit result;
  int format, order, grid = 0;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_("csv, json or npy (by the suffix of FILE, else csv)"), N_("FORMAT") },
    { "order", 0, 0, G_OPTION_ARG_STRING, &order_name, N_("told: as the results arrived (default); sorted"), N_("ORDER") },
    { "grid", 0, 0, G_OPTION_ARG_INT, &grid, N_("Interpolated on a regular grid of N nodes along each variable"), N_("N") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Write to FILE instead of standard output"), N_("FILE") },
    { "recover", 0, 0, G_OPTION_ARG_NONE, &recover, N_("Of a damaged run, use what comes before the damage"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  path = sonde_cli_parse_one (entries, _("RUN"), _("Writes the points of a run and their values."),
                              "  sonde-cli export peak.sonde --order sorted > peak.csv\n"
                              "  sonde-cli export peak.sonde -o peak.npy\n"
                              "  sonde-cli export ring.sonde --grid 200 -o ring.csv",
                              argc, argv);
  if (path == NULL)
    return SONDE_EXIT_USAGE;
  format = choose ("--format", formats, format_name != NULL ? format_name : format_of_file (output));
  order = choose ("--order", orders, order_name);
  if (format < 0 || order < 0)
    return SONDE_EXIT_USAGE;
  if (grid < 0 || grid == 1)
    {
      sonde_cli_complain (_("--grid is %d; it must be 2 or more"), grid);
      return SONDE_EXIT_USAGE;
    }
  run = sonde_cli_open_run (path, recover);
  if (run == NULL)
    return SONDE_EXIT_USAGE;

  result = write_to (run, format, order, grid, output);
  sonde_run_close (run, recover);
  return result;
}
