/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sonde-cli bench: how fast Sonde is on this machine, in points per second. Every case runs the real thing, a study built
 * from JSON and driven by a runner; the function is a formula that costs next to nothing, so that what is measured is Sonde. */

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "cli/sonde-cli.h"

#define STUDY "{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"x + a^2/(a^2 + (x-b)^2)\", " \
              "\"parameters\": {\"a\": 0.01, \"b\": 0.123}}, \"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}], " \
              "\"learner\": {\"kind\": \"1d\"}, \"goal\": {\"npoints\": %u}, \"execution\": {\"executor\": %s}}"
#define STUDY_OF(kind, variables, expression) \
  "{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"" expression "\"}, \"domain\": [" variables "], " \
  "\"learner\": {\"kind\": \"" kind "\"}, \"goal\": {\"npoints\": %u}, \"execution\": {\"executor\": %s}}"
#define ND_VARIABLE(name) "{\"name\": \"" name "\", \"min\": -1, \"max\": 1}"
#define PLANE_STUDY(kind) STUDY_OF (kind, ND_VARIABLE ("x") ", " ND_VARIABLE ("y"), "x + exp(-((x^2+y^2-0.75^2)^2)/0.2^4)")
#define SPACE_STUDY STUDY_OF ("nd", ND_VARIABLE ("x") ", " ND_VARIABLE ("y") ", " ND_VARIABLE ("z"), \
                              "x + z^2 + exp(-((x^2+y^2+z^2-0.75^2)^2)/0.4^4)")
#define SEQUENTIAL "{\"kind\": \"sequential\"}"
#define THREADS "{\"kind\": \"threads\"}"
#define PROCESSES "{\"kind\": \"processes\", \"workers\": 2}"

/* The same function in Python, which costs next to nothing, too. */
#define PYTHON_FILE "def f(x, a=0.01, b=0.123):\n    return x + a**2 / (a**2 + (x - b)**2)\n"
#define PYTHON_STUDY "{\"sonde\": 1, \"function\": {\"kind\": \"python\", \"file\": \"%s\", \"name\": \"f\"}, " \
                     "\"domain\": [{\"name\": \"x\", \"min\": -1, \"max\": 1}], \"learner\": {\"kind\": \"1d\"}, " \
                     "\"goal\": {\"npoints\": %u}, \"execution\": {\"executor\": %s}}"

typedef struct _Case Case;

typedef struct
{
  double seconds;
  double points;
  /* bytes a point, NaN where memory is not what is measured */
  double bytes;
} Measurement;

struct _Case
{
  const char  *name;
  const char  *summary;
  gboolean   (*measure)   (const Case   *self,
                           Measurement  *result,
                           GError      **error);
  guint        n;
  const char  *executor;
  /* the best of so many */
  guint        repeats;
  /* the largest batch; 0 leaves it to the executor */
  guint        max_batch;
};

static SondeStudy *
create_study (guint        n,
              const char  *executor,
              GError     **error)
{
  g_autofree char *text = g_strdup_printf (STUDY, n, executor);

  return sonde_study_parse (text, error);
}

static double
seconds_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1e6;
}

static gboolean
run_study (const Case   *self,
           SondeStudy   *study,
           Measurement  *result,
           GError      **error)
{
  g_autoptr (SondeLearner) learner = sonde_study_create_learner (study);
  g_autoptr (SondeFunction) function = sonde_study_create_function (study);
  g_autoptr (SondeExecutor) executor = sonde_study_create_executor (study);
  g_autoptr (SondeRunner) runner = sonde_runner_new (learner, function, executor, sonde_study_get_goal (study));
  gint64 start = g_get_monotonic_time ();

  g_object_set (executor, "max-batch", self->max_batch, NULL);
  sonde_runner_start (runner);
  if (!sonde_runner_block_until_done (runner, error))
    return FALSE;
  result->seconds = seconds_since (start);
  result->points = sonde_learner_get_npoints (learner);
  return TRUE;
}

static gboolean
measure_runner (const Case   *self,
                Measurement  *result,
                GError      **error)
{
  g_autoptr (SondeStudy) study = create_study (self->n, self->executor, error);

  return study != NULL && run_study (self, study, result, error);
}

static gboolean
measure_plane (const Case   *self,
               Measurement  *result,
               GError      **error)
{
  g_autofree char *text = g_strdup_printf (PLANE_STUDY ("nd"), self->n, self->executor);
  g_autoptr (SondeStudy) study = sonde_study_parse (text, error);

  return study != NULL && run_study (self, study, result, error);
}

static gboolean
measure_surface (const Case   *self,
                 Measurement  *result,
                 GError      **error)
{
  g_autofree char *text = g_strdup_printf (PLANE_STUDY ("2d"), self->n, self->executor);
  g_autoptr (SondeStudy) study = sonde_study_parse (text, error);

  return study != NULL && run_study (self, study, result, error);
}

static gboolean
measure_space (const Case   *self,
               Measurement  *result,
               GError      **error)
{
  g_autofree char *text = g_strdup_printf (SPACE_STUDY, self->n, self->executor);
  g_autoptr (SondeStudy) study = sonde_study_parse (text, error);

  return study != NULL && run_study (self, study, result, error);
}

static char *
create_folder (GError **error)
{
  return g_dir_make_tmp ("sonde-bench-XXXXXX", error);
}

static void
remove_folder (const char *folder,
               const char *path)
{
  g_remove (path);
  g_rmdir (folder);
}

/* With workers for Python; starting them counts. */
static gboolean
measure_python (const Case   *self,
                Measurement  *result,
                GError      **error)
{
  g_autofree char *folder = create_folder (error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "f.py", NULL) : NULL;
  g_autofree char *text = folder != NULL ? g_strdup_printf (PYTHON_STUDY, path, self->n, self->executor) : NULL;
  g_autoptr (SondeStudy) study = NULL;
  gboolean good;

  if (folder == NULL)
    return FALSE;
  good = g_file_set_contents (path, PYTHON_FILE, -1, error) && (study = sonde_study_parse (text, error)) != NULL
         && run_study (self, study, result, error);
  remove_folder (folder, path);
  return good;
}

/* Runs to the end with its events written to @path, and syncs it. */
static gboolean
run_into (const Case   *self,
          const char   *path,
          Measurement  *result,
          GError      **error)
{
  g_autoptr (SondeStudy) study = create_study (self->n, self->executor, error);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SondeRun) run = NULL;
  gint64 start = g_get_monotonic_time ();

  if (study == NULL)
    return FALSE;
  run = sonde_run_new (study);
  if (!sonde_run_save_as (run, file, error) || !sonde_run_start (run, error)
      || !sonde_runner_block_until_done (sonde_run_get_runner (run), error) || !sonde_run_save (run, error))
    return FALSE;
  sonde_run_close (run, FALSE);
  result->seconds = seconds_since (start);
  result->points = sonde_learner_get_npoints (sonde_run_get_learner (run));
  return TRUE;
}

static gboolean
measure_journal (const Case   *self,
                 Measurement  *result,
                 GError      **error)
{
  g_autofree char *folder = create_folder (error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "bench.sonde", NULL) : NULL;
  gboolean good;

  if (folder == NULL)
    return FALSE;
  good = run_into (self, path, result, error);
  remove_folder (folder, path);
  return good;
}

static gboolean
open_again (const char   *path,
            Measurement  *result,
            GError      **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SondeRun) run = NULL;
  gint64 start = g_get_monotonic_time ();

  run = sonde_run_open (file, NULL, error);
  if (run == NULL)
    return FALSE;
  /* the loss asks for whatever was put off while opening */
  sonde_learner_get_loss (sonde_run_get_learner (run), TRUE);
  result->seconds = seconds_since (start);
  result->points = sonde_learner_get_npoints (sonde_run_get_learner (run));
  sonde_run_close (run, FALSE);
  return TRUE;
}

static gboolean
measure_replay (const Case   *self,
                Measurement  *result,
                GError      **error)
{
  g_autofree char *folder = create_folder (error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "bench.sonde", NULL) : NULL;
  gboolean good;

  if (folder == NULL)
    return FALSE;
  good = run_into (self, path, result, error) && open_again (path, result, error);
  remove_folder (folder, path);
  return good;
}

/* The memory of this process that is really there, in bytes. */
static double
resident_memory (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return NAN;
  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (fields[1], NULL, 10) * (double) sysconf (_SC_PAGESIZE);
}

/* In a process of its own: what cases before it have freed would be used again, and not be seen. */
static gboolean
measure_memory_elsewhere (Measurement  *result,
                          GError      **error)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *output = NULL;
  JsonObject *answer;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, error, "/proc/self/exe", "bench", "memory", "--here", "--json", NULL);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, error))
    return FALSE;
  node = json_from_string (output != NULL ? output : "", error);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 1)
    {
      g_clear_error (error);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("the process that measures memory failed"));
      return FALSE;
    }
  answer = json_array_get_object_element (json_node_get_array (node), 0);
  result->seconds = json_object_get_double_member (answer, "seconds");
  result->points = json_object_get_double_member (answer, "points");
  result->bytes = json_object_get_double_member (answer, "bytes_per_point");
  return TRUE;
}

static gboolean measure_here;

static gboolean
measure_memory (const Case   *self,
                Measurement  *result,
                GError      **error)
{
  g_autoptr (SondeStudy) study = NULL;
  g_autoptr (SondeRun) run = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  gint64 start = g_get_monotonic_time ();
  double before;
  gboolean good;

  if (!measure_here)
    return measure_memory_elsewhere (result, error);
  study = create_study (self->n, self->executor, error);
  folder = create_folder (error);
  if (study == NULL || folder == NULL)
    return FALSE;
  path = g_build_filename (folder, "bench.sonde", NULL);
  file = g_file_new_for_path (path);
  before = resident_memory ();
  run = sonde_run_new (study);
  good = sonde_run_save_as (run, file, error) && sonde_run_start (run, error)
         && sonde_runner_block_until_done (sonde_run_get_runner (run), error);
  result->seconds = seconds_since (start);
  result->points = sonde_learner_get_npoints (sonde_run_get_learner (run));
  result->bytes = (resident_memory () - before) / result->points;
  sonde_run_close (run, FALSE);
  remove_folder (folder, path);
  return good;
}

static const Case cases[] = {
  { "learner-1e4", N_("1D learner, sequential formula, no file"), measure_runner, 10000, SEQUENTIAL, 5 },
  { "learner-1e5", N_("1D learner, sequential formula, no file"), measure_runner, 100000, SEQUENTIAL, 3 },
  { "learner-1e6", N_("1D learner, sequential formula, no file"), measure_runner, 1000000, SEQUENTIAL, 1 },
  { "journal-1e4", N_("the same, each result written to a file"), measure_journal, 10000, SEQUENTIAL, 5 },
  { "journal-1e5", N_("the same, each result written to a file"), measure_journal, 100000, SEQUENTIAL, 3 },
  { "journal-1e6", N_("the same, each result written to a file"), measure_journal, 1000000, SEQUENTIAL, 1 },
  { "threads-one", N_("runner on threads, points one by one"), measure_runner, 100000, THREADS, 3, 1 },
  { "threads-batch", N_("runner on threads, points in batches"), measure_runner, 200000, THREADS, 3 },
  { "python-one", N_("runner on two worker processes, a Python function, points one by one"), measure_python, 20000, PROCESSES, 3, 1 },
  { "python-batch", N_("runner on two worker processes, a Python function, points in batches"), measure_python, 200000, PROCESSES, 3 },
  { "2d-2e3", N_("2D learner, sequential formula, no file"), measure_surface, 2000, SEQUENTIAL, 5 },
  { "2d-1e5", N_("2D learner, sequential formula, no file"), measure_surface, 100000, SEQUENTIAL, 1 },
  { "2d-1e6", N_("2D learner, sequential formula, no file"), measure_surface, 1000000, SEQUENTIAL, 1 },
  { "nd2-1e3", N_("nd learner, two variables, sequential formula, no file"), measure_plane, 1000, SEQUENTIAL, 5 },
  { "nd2-5e3", N_("nd learner, two variables, sequential formula, no file"), measure_plane, 5000, SEQUENTIAL, 5 },
  { "nd2-1e5", N_("nd learner, two variables, sequential formula, no file"), measure_plane, 100000, SEQUENTIAL, 1 },
  { "nd2-1e6", N_("nd learner, two variables, sequential formula, no file"), measure_plane, 1000000, SEQUENTIAL, 1 },
  { "nd3-1e3", N_("nd learner, three variables, sequential formula, no file"), measure_space, 1000, SEQUENTIAL, 5 },
  { "replay", N_("opening a run file"), measure_replay, 1000000, SEQUENTIAL, 1 },
  { "memory", N_("memory of a scalar 1D run, file and all"), measure_memory, 1000000, SEQUENTIAL, 1 },
};

/* A name selects the case of this name and those that begin with it, up to a dash. */
static gboolean
is_selected (const Case  *self,
             char       **names)
{
  if (names[0] == NULL)
    return TRUE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      gsize length = strlen (names[i]);

      if (g_str_equal (names[i], self->name)
          || (g_str_has_prefix (self->name, names[i]) && self->name[length] == '-'))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_names (char **names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      char *one[] = { names[i], NULL };
      gboolean found = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        found = found || is_selected (&cases[j], one);
      if (!found)
        {
          sonde_cli_complain (_("there is no benchmark “%s”; see “sonde-cli bench --help”"), names[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
measure_best (const Case   *self,
              Measurement  *best,
              GError      **error)
{
  *best = (Measurement) { .seconds = INFINITY, .bytes = NAN };
  for (guint i = 0; i < self->repeats; i++)
    {
      Measurement one = { .bytes = NAN };

      if (!self->measure (self, &one, error))
        return FALSE;
      if (one.seconds < best->seconds)
        *best = one;
    }
  return TRUE;
}

static void
print_row (const Case        *self,
           const Measurement *result)
{
  g_print ("%-13s %9.0f %10.4f %12.0f", self->name, result->points, result->seconds, result->points / result->seconds);
  if (isfinite (result->bytes))
    g_print (_("  %s: %.1f bytes a point\n"), _(self->summary), result->bytes);
  else
    g_print ("  %s\n", _(self->summary));
}

static void
append_json (GString           *text,
             const Case        *self,
             const Measurement *result)
{
  g_string_append_printf (text, "%s{\"name\": \"%s\", \"points\": %.0f, \"seconds\": ", text->len > 1 ? ", " : "", self->name,
                          result->points);
  sonde_cli_json_append_number (text, result->seconds);
  g_string_append (text, ", \"points_per_second\": ");
  sonde_cli_json_append_number (text, result->points / result->seconds);
  if (isfinite (result->bytes))
    {
      g_string_append (text, ", \"bytes_per_point\": ");
      sonde_cli_json_append_number (text, result->bytes);
    }
  g_string_append (text, "}");
}

static SondeExit
measure_all (char     **names,
             gboolean   json)
{
  g_autoptr (GString) text = g_string_new ("[");

  if (!json)
    g_print ("%-13s %9s %10s %12s\n", _("name"), _("points"), _("seconds"), _("points/s"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Measurement result;

      if (!is_selected (&cases[i], names))
        continue;
      if (!measure_best (&cases[i], &result, &error))
        {
          sonde_cli_complain ("%s: %s", cases[i].name, error->message);
          return SONDE_EXIT_FAILED;
        }
      if (json)
        append_json (text, &cases[i], &result);
      else
        print_row (&cases[i], &result);
    }
  if (json)
    g_print ("%s]\n", text->str);
  return sonde_cli_flush ();
}

static char *
list_cases (void)
{
  GString *text = g_string_new ("  sonde-cli bench\n  sonde-cli bench learner threads --json\n\n");

  g_string_append (text, _("Benchmarks:"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (text, "\n  %-13s %s", cases[i].name, _(cases[i].summary));
  return g_string_free (text, FALSE);
}

SondeExit
sonde_command_bench (int    argc,
                     char **argv)
{
  g_autofree char *examples = list_cases ();
  g_auto (GStrv) names = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("One JSON array, for programs"), NULL },
    { "here", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &measure_here, "Measure memory in this process", NULL },
    G_OPTION_ENTRY_NULL,
  };

  names = sonde_cli_parse (entries, _("[NAME…]"), _("Measures how fast Sonde is on this machine, in points per second."),
                           examples, argc, argv);
  if (names == NULL || !check_names (names))
    return SONDE_EXIT_USAGE;
  return measure_all (names, json);
}
