/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "cli/sonde-cli.h"
#include "study/sonde-replay.h"

static void
print_counts (const SondeReplay *replay)
{
  g_autofree char *loss = sonde_cli_format_number (sonde_learner_get_loss (replay->learner, TRUE));

  g_print ("%20s: %u\n", _("results"), replay->n_told);
  g_print ("%20s: %u\n", _("failed attempts"), replay->n_failed);
  if (replay->is_logged)
    g_print ("%20s: %u\n", _("points asked for"), replay->n_asked);
  g_print ("%20s: %u\n", _("# of points"), sonde_learner_get_npoints (replay->learner));
  g_print ("%20s: %s\n", _("loss"), loss);
}

static void
print_differences (const SondeReplay *replay)
{
  guint ndim = sonde_learner_get_ndim (replay->learner);

  for (guint i = 0; i < replay->first_different->len / ndim; i++)
    {
      g_autofree char *point = sonde_cli_format_point (&g_array_index (replay->first_different, double, i * ndim), ndim);

      g_print (_("%20s: %s was told, but the learner does not choose it\n"), _("difference"), point);
    }
  if (!replay->same_loss)
    {
      g_autofree char *loss = sonde_cli_format_number (replay->loss_of_results);

      g_print (_("%20s: the loss is %s when only the results are told\n"), _("difference"), loss);
    }
  if (replay->n_different > 0)
    g_print ("%20s: %u\n", _("differences"), replay->n_different);
  else if (replay->is_logged)
    g_print ("%20s: %s\n", _("differences"), _("none, the learner chooses the same points"));
  else
    g_print ("%20s: %s\n", _("differences"), _("not known, since the run was made without “log” in its execution"));
}

static SondeReplay *
replay_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  SondeReplay *replay = sonde_replay_new (file, diagnostics, &error);

  /* An error of the study is among the diagnostics. */
  if (sonde_cli_print_diagnostics (diagnostics, path) && replay == NULL)
    sonde_cli_complain ("%s: %s", path, error->message);
  return replay;
}

SondeExit
sonde_command_replay (int    argc,
                      char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (SondeReplay) replay = NULL;
  SondeExit result;

  path = sonde_cli_parse_one (NULL, _("RUN"),
                              _("Applies the events of a run to a new learner and reports differences. Runs made with "
                                "\"execution\": {\"log\": true} also tell whether the learner chooses the same points."),
                              "  sonde-cli run peak.json --set execution.log=true\n"
                              "  sonde-cli replay peak.sonde",
                              argc, argv);
  if (path == NULL)
    return SONDE_EXIT_USAGE;
  replay = replay_file (path);
  if (replay == NULL)
    return SONDE_EXIT_USAGE;

  print_counts (replay);
  print_differences (replay);
  result = sonde_cli_flush ();
  return replay->n_different > 0 || !replay->same_loss ? SONDE_EXIT_FAILED : result;
}
