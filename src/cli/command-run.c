/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sonde-cli run: samples until the goal is reached. What leads to a run is in run-open.c, what it says in run-info.c. */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/run-info.h"
#include "cli/run-open.h"
#include "cli/sonde-cli.h"
#include "figure/sonde-figure.h"

/* How many failed points are named at the end. */
#define MOST_FAILURES 5

/* How many seconds the last command after saving is waited for. */
#define COMMAND_PATIENCE 10

typedef struct
{
  SondeRun     *run;
  SondeRunner  *runner;
  SondeRunInfo *info;
  GMainLoop    *loop;
  guint         interrupts;
  gboolean      unsaved;
  gboolean      is_done;
} Session;

static void
on_done (SondeRunner *runner,
         Session     *session)
{
  session->is_done = TRUE;
  g_main_loop_quit (session->loop);
}

static gboolean
on_interval (gpointer user_data)
{
  Session *session = user_data;

  sonde_run_info_print (session->info, FALSE);
  return G_SOURCE_CONTINUE;
}

static gboolean
cancel_unsaved (gpointer user_data)
{
  Session *session = user_data;

  sonde_runner_cancel (session->runner);
  return G_SOURCE_REMOVE;
}

/* The journal cannot be written. What is being evaluated is awaited, nothing new is begun: time is not spent on
 * results that nobody could keep. It may be said while the run is being started, when there is nothing to cancel yet: hence
 * from the main loop. */
static void
on_save_error (SondeRun   *run,
               GParamSpec *pspec,
               Session    *session)
{
  g_autofree char *message = NULL;

  g_object_get (run, "save-error", &message, NULL);
  if (message == NULL || session->unsaved)
    return;
  session->unsaved = TRUE;
  sonde_run_info_release (session->info);
  sonde_cli_complain ("%s", message);
  g_idle_add_full (G_PRIORITY_DEFAULT, cancel_unsaved, session, NULL);
}

/* Nothing ends because of it. */
static void
on_command_error (SondeRun   *run,
                  GParamSpec *pspec,
                  Session    *session)
{
  g_autofree char *message = NULL;

  g_object_get (run, "command-error", &message, NULL);
  if (message == NULL)
    return;
  sonde_run_info_release (session->info);
  sonde_cli_complain ("%s", message);
}

/* The first interrupt cancels, the second tells what is awaited, the third does not wait any longer. */
static gboolean
on_interrupt (gpointer user_data)
{
  Session *session = user_data;
  guint n = sonde_runner_get_n_running (session->runner);

  sonde_run_info_release (session->info);
  session->interrupts++;
  if (session->interrupts == 1)
    {
      if (n > 0)
        sonde_cli_note (ngettext ("Cancelled; %u point that is being evaluated is awaited and saved.",
                                  "Cancelled; %u points that are being evaluated are awaited and saved.", n), n);
      sonde_runner_cancel (session->runner);
    }
  else if (session->interrupts == 2)
    sonde_cli_note (ngettext ("%u point is still awaited. Once more, and it is given up.",
                              "%u points are still awaited. Once more, and they are given up.", n), n);
  else
    {
      sonde_cli_note (_("Not waiting any longer. All results that have arrived are saved."));
      sonde_runner_abandon (session->runner);
      g_main_loop_quit (session->loop);
    }
  return G_SOURCE_CONTINUE;
}

/* Something wants the process to end: as the first interrupt, and as the third if it insists. */
static gboolean
on_terminate (gpointer user_data)
{
  Session *session = user_data;

  if (session->interrupts > 0)
    session->interrupts = 2;
  return on_interrupt (session);
}

static void
print_failures (Session *session)
{
  GListModel *failures = sonde_runner_get_failures (session->runner);
  guint n = g_list_model_get_n_items (failures);

  for (guint i = 0; i < MIN (n, MOST_FAILURES); i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);
      g_autofree char *point = sonde_cli_format_point (sonde_failure_get_x (failure), sonde_failure_get_ndim (failure));
      guint attempts = sonde_failure_get_attempts (failure);

      sonde_cli_complain (ngettext ("the point %s failed %u time: %s", "the point %s failed %u times: %s", attempts),
                          point, attempts, sonde_failure_get_message (failure));
    }
  if (n > MOST_FAILURES)
    sonde_cli_complain (ngettext ("%u more point failed", "%u more points failed", n - MOST_FAILURES), n - MOST_FAILURES);
}

/* The file cannot be written: the results go where there is room, under a name of their own. */
static gboolean
rescue (Session *session)
{
  const char *places[] = { g_get_user_data_dir (), g_get_tmp_dir () };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup_printf ("sonde-rescued-%s-%d.sonde", time, (int) getpid ());

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (places[i], name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      if (g_mkdir_with_parents (places[i], 0700) == 0 && sonde_run_save_as (session->run, file, NULL))
        {
          sonde_cli_complain (_("the results are in %s"), path);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
save (Session *session)
{
  guint n = sonde_learner_get_npoints (sonde_run_get_learner (session->run));
  g_autoptr (GError) error = NULL;

  if (sonde_run_save (session->run, &error))
    return TRUE;
  sonde_cli_complain (ngettext ("the file cannot be written, %u point is not safe: %s",
                                "the file cannot be written, not all of the %u points are safe: %s", n), n, error->message);
  if (!rescue (session))
    sonde_cli_complain (_("there is no other place to save them to either"));
  return FALSE;
}

static gboolean
save_plot (SondeRun   *run,
           const char *path)
{
  SondeView view = SONDE_VIEW_INIT;
  g_autoptr (SondeFigure) figure = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;

  figure = sonde_figure_new (run);
  sonde_figure_choose_axes (figure, &view);
  while (sonde_figure_is_behind (figure))
    sonde_figure_update (figure);
  if (sonde_figure_save (figure, &view, file, SONDE_CLI_PLOT_WIDTH, SONDE_CLI_PLOT_HEIGHT, SONDE_CLI_PLOT_DPI, &error))
    return TRUE;
  sonde_cli_complain ("%s: %s", path, error->message);
  return FALSE;
}

static SondeExit
exit_of_status (Session *session)
{
  const char *reason = sonde_runner_get_reason (session->runner);

  switch (sonde_runner_get_status (session->runner))
    {
    case SONDE_STATUS_FINISHED:
      return SONDE_EXIT_OK;
    case SONDE_STATUS_FAILED:
      sonde_cli_complain ("%s", reason != NULL ? reason : _("the run failed"));
      return SONDE_EXIT_FAILED;
    case SONDE_STATUS_IDLE:
    case SONDE_STATUS_RUNNING:
    case SONDE_STATUS_PAUSED:
    case SONDE_STATUS_CANCELLED:
    default:
      return SONDE_EXIT_CANCELLED;
    }
}

static void
listen (Session *session,
        double   interval)
{
  g_signal_connect (session->runner, "done", G_CALLBACK (on_done), session);
  g_signal_connect (session->run, "notify::save-error", G_CALLBACK (on_save_error), session);
  g_signal_connect (session->run, "notify::command-error", G_CALLBACK (on_command_error), session);
  g_unix_signal_add (SIGINT, on_interrupt, session);
  g_unix_signal_add (SIGTERM, on_terminate, session);
  g_unix_signal_add (SIGHUP, on_terminate, session);
  g_timeout_add ((guint) (interval * 1000), on_interval, session);
}

/* Runs to the end and says how it ended. */
static SondeExit
sample (Session *session,
        double   interval)
{
  g_autoptr (GError) error = NULL;
  SondeExit result;

  listen (session, interval);
  if (!sonde_run_start (session->run, &error))
    {
      sonde_cli_complain ("%s", error->message);
      return SONDE_EXIT_FAILED;
    }
  sonde_run_info_print (session->info, FALSE);
  if (!session->is_done)
    g_main_loop_run (session->loop);

  sonde_run_info_print (session->info, TRUE);
  sonde_run_info_release (session->info);
  print_failures (session);
  result = exit_of_status (session);
  if (!save (session))
    result = SONDE_EXIT_FAILED;
  if (!sonde_run_wait_for_command (session->run, session->interrupts > 2 ? 0 : COMMAND_PATIENCE))
    sonde_cli_note (_("The command after saving is still going on; it is not waited for any longer."));
  return result;
}

/* Whether there is nothing to do. Goals of time begin anew with every run and are never reached beforehand. */
static gboolean
is_already_reached (Session *session)
{
  g_autofree char *reason = NULL;
  SondeGoalState state;

  if (!sonde_run_has_results (session->run))
    return FALSE;
  sonde_runner_get_goal_state (session->runner, &state);
  if (!sonde_goal_is_reached (sonde_runner_get_goal (session->runner), &state, &reason))
    return FALSE;
  sonde_cli_note (_("The goal is already reached, nothing is left to do (%s). To go on, set another goal, such as "
                    "--set goal.loss=0.001."), reason != NULL ? reason : "");
  return TRUE;
}

static SondeExit
run_session (SondeRun          *run,
             SondeRunInfoStyle  style,
             double             interval,
             const char        *plot)
{
  g_autoptr (SondeRunInfo) info = sonde_run_info_new (run, style);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Session session = { .run = run, .runner = sonde_run_get_runner (run), .info = info, .loop = loop };
  SondeExit result = SONDE_EXIT_OK;

  if (is_already_reached (&session))
    sonde_run_info_print (info, TRUE);
  else
    result = sample (&session, interval);
  if (plot != NULL && sonde_run_has_results (run) && !save_plot (run, plot) && result == SONDE_EXIT_OK)
    result = SONDE_EXIT_FAILED;
  sonde_run_close (run, FALSE);

  if (session.interrupts > 2)
    {
      /* evaluations that were given up still hold their threads */
      fflush (NULL);
      _exit (result);
    }
  return result;
}

SondeExit
sonde_command_run (int    argc,
                   char **argv)
{
  g_autofree char *output = NULL, *info_name = NULL, *plot = NULL, *path = NULL;
  g_auto (GStrv) sets = NULL;
  g_autoptr (SondeRun) run = NULL;
  gboolean trust = FALSE, recover = FALSE;
  double interval = 0.5;
  SondeRunInfoStyle style;
  SondeExit result;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Write the run to FILE"), N_("FILE") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sets, N_("Change the study; may be repeated"), N_("KEY=VALUE") },
    { "info", 0, 0, G_OPTION_ARG_STRING, &info_name, N_("Live info: overwrite, lines, json or none"), N_("STYLE") },
    { "interval", 0, 0, G_OPTION_ARG_DOUBLE, &interval, N_("Seconds between two infos (0.5)"), N_("SECONDS") },
    { "plot", 0, 0, G_OPTION_ARG_FILENAME, &plot, N_("Draw the result at the end: .png, .svg or .pdf"), N_("FILE") },
    { "trust", 0, 0, G_OPTION_ARG_NONE, &trust, N_("Run the code that the study names"), NULL },
    { "recover", 0, 0, G_OPTION_ARG_NONE, &recover, N_("Of a damaged run, use what comes before the damage (with -o)"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  path = sonde_cli_parse_one (entries, _("STUDY|RUN"),
                              _("Samples until the goal is reached. A study (.json) makes a new run beside it, with the suffix "
                                ".sonde, or continues the one that is there; a run (.sonde) is continued in place. Ctrl-C "
                                "cancels and saves; run it again to go on."),
                              "  sonde-cli run peak.json\n"
                              "  sonde-cli run peak.json -o fine.sonde --set goal.loss=0.001 --plot fine.png\n"
                              "  sonde-cli run peak.sonde --set 'goal={\"npoints\": 5000}' --info json",
                              argc, argv);
  if (path == NULL)
    return SONDE_EXIT_USAGE;
  if (!sonde_run_info_parse (info_name, &style))
    {
      sonde_cli_complain (_("--info is “%s”; it must be overwrite, lines, json or none"), info_name);
      return SONDE_EXIT_USAGE;
    }
  if (!(interval >= 0.01 && interval <= 86400))
    {
      sonde_cli_complain (_("--interval must be from 0.01 to 86400 seconds"));
      return SONDE_EXIT_USAGE;
    }
  if (plot != NULL && !sonde_cli_check_plot_name (plot))
    return SONDE_EXIT_USAGE;

  run = sonde_run_open_for_sampling (path, output, sets, recover, trust, &result);
  return run != NULL ? run_session (run, style, interval, plot) : result;
}
