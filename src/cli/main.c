/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sonde-cli.h"

typedef struct
{
  const char  *name;
  SondeExit  (*run)     (int    argc,
                         char **argv);
  const char  *arguments;
  const char  *summary;
} Command;

static const Command commands[] = {
  { "run", sonde_command_run, "STUDY|RUN", N_("sample until the goal is reached; continue a run") },
  { "info", sonde_command_info, "RUN", N_("status, points, loss, failures and times of a run") },
  { "plot", sonde_command_plot, "RUN -o FILE", N_("draw a run as PNG, SVG or PDF") },
  { "export", sonde_command_export, "RUN", N_("write the points of a run as CSV, JSON or NumPy array") },
  { "replay", sonde_command_replay, "RUN", N_("apply the events of a run to a new learner and report differences") },
  { "ask-tell", sonde_command_ask_tell, "STUDY", N_("drive a learner over standard input and output") },
  { "bench", sonde_command_bench, "[NAME…]", N_("measure the speed of Sonde on this machine") },
};

static void
print_help (void)
{
  g_print ("%s\n  sonde-cli %s\n\n%s\n", _("Usage:"), _("COMMAND [OPTION…] [ARGUMENT…]"),
           _("Samples expensive functions where it matters."));
  g_print ("\n%s\n", _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-9s %-12s %s\n", commands[i].name, commands[i].arguments, _(commands[i].summary));
  g_print ("\n%s\n", _("Options:"));
  g_print ("  -h, --help     %s\n  --version      %s\n", _("show this, or the help of a command"), _("show the version"));
  g_print ("\n%s\n", _("Examples:"));
  g_print ("  sonde-cli run peak.json --plot peak.png\n"
           "  sonde-cli run peak.sonde --set goal.loss=0.001\n"
           "  sonde-cli COMMAND --help\n");
  g_print ("\n%s\n  %s\n", _("Exit status:"),
           _("0 done, the goal is reached · 1 failed · 2 wrong usage or study · 3 cancelled"));
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

/* A full disk and a reader that has gone shall be errors with a message, not the end of the process. */
static void
ignore_deadly_signals (void)
{
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
}

static SondeExit
run_command (const Command  *command,
             int             argc,
             char          **argv)
{
  g_autofree char *program = g_strdup_printf ("sonde-cli %s", command->name);

  g_set_prgname (program);
  return command->run (argc, argv);
}

/* Options and words that stand before any command. NULL if the first argument is the name of one. */
static gboolean
is_global_request (const char *word,
                   SondeExit  *result)
{
  *result = SONDE_EXIT_OK;
  if (g_str_equal (word, "--version"))
    g_print ("sonde-cli %s\n", SONDE_VERSION);
  else if (g_str_equal (word, "--help") || g_str_equal (word, "-h") || g_str_equal (word, "help"))
    print_help ();
  else
    return FALSE;
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  const Command *command;
  SondeExit result;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("sonde-cli");
  ignore_deadly_signals ();

  if (argc < 2)
    {
      print_help ();
      return SONDE_EXIT_USAGE;
    }
  if (argc == 3 && g_str_equal (argv[1], "help") && (command = find_command (argv[2])) != NULL)
    {
      char *help[] = { argv[0], (char *) "--help", NULL };

      return run_command (command, 2, help);
    }
  if (is_global_request (argv[1], &result))
    return result;
  command = find_command (argv[1]);
  if (command == NULL)
    {
      sonde_cli_complain (_("there is no command “%s”; “sonde-cli --help” lists them"), argv[1]);
      return SONDE_EXIT_USAGE;
    }
  return run_command (command, argc - 1, argv + 1);
}
