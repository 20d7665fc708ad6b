/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cli/sonde-cli.h"

/* Everything that is told of a run, once, so that both forms say the same. */
typedef struct
{
  const char *title;
  const char *status;
  char       *goal;
  gboolean    goal_reached;
  guint       npoints;
  guint       nsamples;
  double      loss;
  double      error;
  guint       nfailed;
  double      elapsed;
  /* mean duration of an evaluation in seconds; NaN if no duration is known */
  double      evaluation;
  /* what only this kind of learner knows, such as the mean of an average */
  JsonObject *learner;
} Summary;

static double
mean_seconds (const SondePoints *points)
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < points->n; i++)
    if (!isnan (points->seconds[i]))
      {
        sum += points->seconds[i];
        n++;
      }
  return n > 0 ? sum / n : NAN;
}

/* What the file has last, but for a run that goes on in no process: it was killed. */
static const char *
get_status (SondeRun *run)
{
  SondeStatus status = sonde_run_get_last_status (run);

  if ((status == SONDE_STATUS_RUNNING || status == SONDE_STATUS_PAUSED) && !sonde_run_is_locked (run))
    return "interrupted";
  return sonde_status_to_string (status);
}

static void
summarize (SondeRun *run,
           Summary  *summary)
{
  SondeLearner *learner = sonde_run_get_learner (run);
  SondeRunner *runner = sonde_run_get_runner (run);
  SondeGoal *goal = sonde_runner_get_goal (runner);
  SondeGoalState state;

  sonde_runner_get_goal_state (runner, &state);
  summary->title = sonde_study_get_title (sonde_run_get_study (run));
  summary->status = get_status (run);
  summary->goal = sonde_goal_to_sentence (goal);
  summary->goal_reached = sonde_run_has_results (run) && (sonde_goal_is_reached (goal, &state, NULL) || sonde_learner_is_done (learner));
  summary->npoints = sonde_learner_get_npoints (learner);
  summary->nsamples = sonde_learner_get_nsamples (learner);
  summary->loss = sonde_learner_get_loss (learner, TRUE);
  summary->error = sonde_learner_get_error_estimate (learner);
  summary->nfailed = sonde_runner_get_nfailed (runner);
  summary->learner = sonde_learner_get_info (learner);
  summary->elapsed = sonde_run_get_elapsed (run);
  summary->evaluation = mean_seconds (sonde_learner_get_points (learner));
}

static void
append_string_member (GString    *text,
                      const char *name,
                      const char *value)
{
  g_string_append_printf (text, "%s\"%s\": ", text->len > 1 ? ", " : "", name);
  if (value != NULL)
    sonde_cli_json_append_string (text, value);
  else
    g_string_append (text, "null");
}

static void
append_number_member (GString    *text,
                      const char *name,
                      double      value)
{
  g_string_append_printf (text, ", \"%s\": ", name);
  sonde_cli_json_append_number (text, value);
}

/* As members beside the others, but where one of these has the name. */
static void
append_learner_members (GString    *text,
                        JsonObject *info)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, info);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (g_str_equal (name, "nsamples"))
        continue;
      g_string_append_printf (text, ", \"%s\": ", name);
      sonde_cli_json_append_node (text, node);
    }
}

static void
print_json (const Summary *summary,
            SondeRun      *run)
{
  g_autoptr (GString) text = g_string_new ("{");

  append_string_member (text, "status", summary->status);
  append_string_member (text, "title", summary->title);
  append_number_member (text, "npoints", summary->npoints);
  append_number_member (text, "nsamples", summary->nsamples);
  append_number_member (text, "loss", summary->loss);
  append_number_member (text, "error", summary->error);
  append_number_member (text, "nfailed", summary->nfailed);
  append_number_member (text, "elapsed", summary->elapsed);
  append_number_member (text, "evaluation", summary->evaluation);
  append_learner_members (text, summary->learner);
  append_string_member (text, "goal", summary->goal);
  g_string_append_printf (text, ", \"goal_reached\": %s", summary->goal_reached ? "true" : "false");
  g_string_append (text, ", \"study\": ");
  {
    g_autofree char *study = sonde_study_to_line (sonde_run_get_study (run));

    g_string_append (text, g_strchomp (study));
  }
  g_print ("%s}\n", text->str);
}

static void
print_row (const char *label,
           const char *value)
{
  g_print ("%20s: %s\n", label, value);
}

static void
print_number (const char *label,
              double      value)
{
  g_autofree char *text = sonde_cli_format_number (value);

  print_row (label, text);
}

static void
print_count (const char *label,
             guint       value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  print_row (label, text);
}

/* Numbers only: lists are for programs. */
static void
print_learner (JsonObject *info)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, info);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
      print_row (name, json_node_get_string (node));
    else if (JSON_NODE_HOLDS_VALUE (node) && !g_str_equal (name, "nsamples"))
      print_number (name, json_node_get_double (node));
}

static void
print_failures (SondeRun *run)
{
  GListModel *failures = sonde_runner_get_failures (sonde_run_get_runner (run));

  for (guint i = 0; i < g_list_model_get_n_items (failures); i++)
    {
      g_autoptr (SondeFailure) failure = g_list_model_get_item (failures, i);
      g_autofree char *point = sonde_cli_format_point (sonde_failure_get_x (failure), sonde_failure_get_ndim (failure));

      g_print ("%20s: %s: %s\n", _("failed"), point, sonde_failure_get_message (failure));
    }
}

static void
print_text (const Summary *summary,
            SondeRun      *run)
{
  g_autofree char *elapsed = sonde_cli_format_time (summary->elapsed);

  if (summary->title != NULL)
    print_row (_("title"), summary->title);
  print_row (_("status"), summary->status);
  print_row (_("goal"), summary->goal);
  print_row (_("goal reached"), summary->goal_reached ? _("yes") : _("no"));
  print_row (_("elapsed time"), elapsed);
  print_count (_("# of points"), summary->npoints);
  print_count (_("# of samples"), summary->nsamples);
  print_number (_("loss"), summary->loss);
  if (isfinite (summary->error))
    print_number (_("estimated error"), summary->error);
  print_learner (summary->learner);
  if (isfinite (summary->evaluation))
    print_number (_("seconds a point"), summary->evaluation);
  print_count (_("failures"), summary->nfailed);
  print_failures (run);
}

SondeExit
sonde_command_info (int    argc,
                    char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (SondeRun) run = NULL;
  gboolean json = FALSE, recover = FALSE;
  Summary summary = { 0 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("One JSON object, for programs"), NULL },
    { "recover", 0, 0, G_OPTION_ARG_NONE, &recover, N_("Of a damaged run, use what comes before the damage"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  path = sonde_cli_parse_one (entries, _("RUN"), _("Shows status, points, loss, failures and times of a run."),
                              "  sonde-cli info peak.sonde\n"
                              "  sonde-cli info peak.sonde --json",
                              argc, argv);
  if (path == NULL)
    return SONDE_EXIT_USAGE;
  run = sonde_cli_open_run (path, recover);
  if (run == NULL)
    return SONDE_EXIT_USAGE;

  summarize (run, &summary);
  if (json)
    print_json (&summary, run);
  else
    print_text (&summary, run);
  g_free (summary.goal);
  json_object_unref (summary.learner);
  sonde_run_close (run, recover);
  return sonde_cli_flush ();
}
