/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The live info of a run, in the words of the reference: status, elapsed time, overhead, # of points, # of samples,
 * latest loss; then failures, and what comes next. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/run-info.h"
#include "cli/sonde-cli.h"
#include "runner/sonde-estimate.h"

#define N_ROWS 8
#define LABEL_WIDTH 14

/* How many of the points that are being evaluated are named. */
#define N_NAMED 3

struct _SondeRunInfo
{
  SondeRun          *run;
  SondeRunner       *runner;
  SondeRunInfoStyle  style;
  /* the rows of the block above the cursor that the next one replaces */
  guint              drawn;
  /* what the last line said, so that nothing is said twice */
  char              *said;
};

/**
 * sonde_run_info_new:
 * @run: the run to tell about; it must outlive this
 */
SondeRunInfo *
sonde_run_info_new (SondeRun          *run,
                    SondeRunInfoStyle  style)
{
  SondeRunInfo *self = g_new0 (SondeRunInfo, 1);

  self->run = run;
  self->runner = sonde_run_get_runner (run);
  self->style = style;
  return self;
}

void
sonde_run_info_free (SondeRunInfo *self)
{
  g_free (self->said);
  g_free (self);
}

/**
 * sonde_run_info_parse:
 * @name: (nullable): "overwrite", "lines", "json" or "none"; %NULL chooses by what standard output is
 */
gboolean
sonde_run_info_parse (const char        *name,
                      SondeRunInfoStyle *style)
{
  const char *names[] = { "overwrite", "lines", "json", "none" };
  gboolean terminal = isatty (STDOUT_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;

  *style = terminal ? SONDE_RUN_INFO_OVERWRITE : SONDE_RUN_INFO_LINES;
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *style = i;
        return TRUE;
      }
  return FALSE;
}

/* A run that has not begun is what it was when its file was left. */
static const char *
get_status (SondeRunInfo *self)
{
  SondeStatus status = sonde_runner_get_status (self->runner);

  return sonde_status_to_string (status == SONDE_STATUS_IDLE ? sonde_run_get_last_status (self->run) : status);
}

static char *
describe_status (SondeRunInfo *self)
{
  const char *name = get_status (self);
  guint n = sonde_runner_get_n_running (self->runner);

  if (sonde_runner_get_draining (self->runner) && n > 0)
    return g_strdup_printf (ngettext ("%s, waiting for %u point", "%s, waiting for %u points", n), name, n);
  return g_strdup (name);
}

static char *
describe_failures (SondeRunInfo *self)
{
  guint n = sonde_runner_get_nfailed (self->runner);
  guint to_retry = sonde_runner_get_n_to_retry (self->runner);

  if (to_retry > 0)
    return g_strdup_printf (_("%u, %u to retry"), n, to_retry);
  return g_strdup_printf ("%u", n);
}

/* The points that are being evaluated, the first few by name. */
static char *
describe_pending (SondeRunInfo *self)
{
  g_autoptr (GArray) seconds = NULL;
  g_autoptr (GArray) points = sonde_runner_get_pending_points (self->runner, &seconds);
  guint ndim = sonde_learner_get_ndim (sonde_runner_get_learner (self->runner));
  guint n = points->len / ndim;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, N_NAMED); i++)
    {
      g_autofree char *point = sonde_cli_format_point (&g_array_index (points, double, i * ndim), ndim);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", point);
    }
  if (n > N_NAMED)
    g_string_append_printf (text, _(" and %u more"), n - N_NAMED);
  return g_string_free (text, FALSE);
}

/* When the goal will be reached; NULL if that cannot be said. */
static char *
describe_estimate (SondeRunInfo *self)
{
  SondeConvergence *convergence = sonde_run_get_convergence (self->run);
  SondeGoalState now;
  SondeEstimate estimate;
  guint n;
  const SondeMilestone *history = sonde_convergence_get (convergence, &n);

  sonde_runner_get_goal_state (self->runner, &now);
  sonde_estimate_goal (&estimate, sonde_runner_get_goal (self->runner), &now, sonde_run_get_elapsed (self->run), history, n);
  return sonde_estimate_to_text (&estimate);
}

static char *
describe_next (SondeRunInfo *self)
{
  g_autofree char *goal = sonde_goal_to_sentence (sonde_runner_get_goal (self->runner));
  const char *reason = sonde_runner_get_reason (self->runner);
  g_autofree char *estimate = NULL;
  g_autofree char *points = NULL;

  if (sonde_runner_get_status (self->runner) != SONDE_STATUS_RUNNING)
    return g_strdup (reason != NULL ? reason : goal);
  estimate = describe_estimate (self);
  points = describe_pending (self);
  if (estimate != NULL)
    return g_strconcat (estimate, *points != '\0' ? "; " : "", points, NULL);
  return *points != '\0' ? g_strdup (points) : g_strdup (goal);
}

/* Fills labels and values of the rows; the values belong to the caller. */
static void
collect_rows (SondeRunInfo  *self,
              const char   **labels,
              char         **values)
{
  SondeLearner *learner = sonde_runner_get_learner (self->runner);
  const char *names[N_ROWS] = {
    _("status"), _("elapsed time"), _("overhead"), _("# of points"), _("# of samples"), _("latest loss"), _("failures"),
    _("next"),
  };

  memcpy (labels, names, sizeof names);
  values[0] = describe_status (self);
  values[1] = sonde_cli_format_time (sonde_runner_get_elapsed_time (self->runner));
  values[2] = g_strdup_printf ("%.2f %%", sonde_runner_get_overhead (self->runner));
  values[3] = g_strdup_printf ("%u", sonde_learner_get_npoints (learner));
  values[4] = g_strdup_printf ("%u", sonde_learner_get_nsamples (learner));
  values[5] = sonde_cli_format_number (sonde_learner_get_latest_loss (learner));
  values[6] = describe_failures (self);
  values[7] = describe_next (self);
}

static guint
terminal_width (void)
{
  struct winsize size;

  return ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* Goes back to the first row of the block and writes each anew; no row may wrap, or going back would miss it. */
static void
print_block (SondeRunInfo  *self,
             const char   **labels,
             char         **values)
{
  guint width = terminal_width ();

  if (self->drawn > 0)
    g_print ("\033[%uA", self->drawn);
  for (guint i = 0; i < N_ROWS; i++)
    {
      g_autofree char *row = g_strdup_printf ("%*s: %s", LABEL_WIDTH, labels[i], values[i]);

      if (g_utf8_strlen (row, -1) >= width)
        *g_utf8_offset_to_pointer (row, width - 1) = '\0';
      g_print ("%s\033[K\n", row);
    }
  self->drawn = N_ROWS;
}

static char *
join_rows (const char **labels,
           char       **values,
           guint        first,
           guint        end)
{
  GString *line = g_string_new (NULL);

  for (guint i = first; i < end; i++)
    g_string_append_printf (line, "%s%s: %s", i > first ? ", " : "", labels[i], values[i]);
  return g_string_free (line, FALSE);
}

/* One line; only if anything but the time has changed. */
static void
print_line (SondeRunInfo  *self,
            const char   **labels,
            char         **values)
{
  g_autofree char *state = g_strdup_printf ("%s %s %s %s", values[0], values[3], values[4], values[6]);
  g_autofree char *line = join_rows (labels, values, 0, N_ROWS - 1);

  if (g_strcmp0 (state, self->said) == 0)
    return;
  g_print ("%s\n", line);
  g_free (self->said);
  self->said = g_steal_pointer (&state);
}

static void
append_member (GString    *text,
               const char *name,
               double      value)
{
  g_string_append_printf (text, ", \"%s\": ", name);
  sonde_cli_json_append_number (text, value);
}

static void
print_json (SondeRunInfo *self,
            gboolean      last)
{
  SondeLearner *learner = sonde_runner_get_learner (self->runner);
  const char *reason = sonde_runner_get_reason (self->runner);
  g_autoptr (GString) text = g_string_new ("{\"status\": ");

  sonde_cli_json_append_string (text, get_status (self));
  append_member (text, "elapsed", sonde_runner_get_elapsed_time (self->runner));
  append_member (text, "overhead", sonde_runner_get_overhead (self->runner));
  append_member (text, "npoints", sonde_learner_get_npoints (learner));
  append_member (text, "nsamples", sonde_learner_get_nsamples (learner));
  append_member (text, "loss", sonde_learner_get_latest_loss (learner));
  append_member (text, "nfailed", sonde_runner_get_nfailed (self->runner));
  append_member (text, "n_to_retry", sonde_runner_get_n_to_retry (self->runner));
  append_member (text, "n_running", sonde_runner_get_n_running (self->runner));
  append_member (text, "progress", sonde_runner_get_progress (self->runner));
  if (last && reason != NULL)
    {
      g_string_append (text, ", \"reason\": ");
      sonde_cli_json_append_string (text, reason);
    }
  g_string_append (text, "}");
  g_print ("%s\n", text->str);
}

/**
 * sonde_run_info_print:
 * @last: whether the run is over and this is the last word
 */
void
sonde_run_info_print (SondeRunInfo *self,
                      gboolean      last)
{
  const char *labels[N_ROWS];
  char *values[N_ROWS];

  if (self->style == SONDE_RUN_INFO_NONE)
    return;
  if (self->style == SONDE_RUN_INFO_JSON)
    {
      print_json (self, last);
      return;
    }

  collect_rows (self, labels, values);
  if (self->style == SONDE_RUN_INFO_OVERWRITE)
    print_block (self, labels, values);
  else
    print_line (self, labels, values);
  for (guint i = 0; i < N_ROWS; i++)
    g_free (values[i]);
}

/**
 * sonde_run_info_release:
 *
 * Something else is about to be printed: the next block is drawn below it.
 */
void
sonde_run_info_release (SondeRunInfo *self)
{
  self->drawn = 0;
}
