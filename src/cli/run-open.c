/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the arguments of "sonde-cli run" to a run that can start: which study, written where, continuing what.
 * No file with results is ever replaced. */

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/run-open.h"
#include "study/sonde-study.h"
#include "study/sonde-trust.h"

/* VALUE of KEY=VALUE: JSON if it is, else a string, so that neither 0.01 nor x^2 needs quotes. */
static JsonNode *
parse_value (const char *text)
{
  JsonNode *node = sonde_study_node_parse (text, -1, NULL);

  if (node == NULL)
    node = json_node_init_string (json_node_alloc (), text);
  return node;
}

/* Applies each KEY=VALUE to the study at @root. */
static JsonNode *
apply_sets (JsonNode  *root,
            char     **sets,
            GError   **error)
{
  g_autoptr (JsonNode) node = json_node_ref (root);

  for (guint i = 0; sets != NULL && sets[i] != NULL; i++)
    {
      const char *equals = strchr (sets[i], '=');
      g_autofree char *key = equals != NULL ? g_strndup (sets[i], equals - sets[i]) : NULL;
      g_autoptr (JsonNode) value = NULL;
      JsonNode *next;

      if (key == NULL || *key == '\0')
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("--set %s: write KEY=VALUE, such as goal.loss=0.01"), sets[i]);
          return NULL;
        }
      value = parse_value (equals + 1);
      next = sonde_study_node_set (node, key, value, error);
      if (next == NULL)
        {
          g_prefix_error (error, "--set %s: ", sets[i]);
          return NULL;
        }
      json_node_unref (node);
      node = next;
    }
  return g_steal_pointer (&node);
}

static SondeStudy *
study_with_sets (JsonNode    *root,
                 char       **sets,
                 const char  *name)
{
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = apply_sets (root, sets, &error);
  g_autofree char *folder = g_get_current_dir ();
  g_autoptr (JsonNode) resolved = NULL;
  SondeStudy *study;

  if (node == NULL)
    {
      sonde_cli_complain ("%s", error->message);
      return NULL;
    }
  /* paths that are typed here count from here */
  resolved = sonde_study_node_resolve (node, folder);
  study = sonde_study_new_from_node (resolved, diagnostics);
  sonde_cli_print_diagnostics (diagnostics, name);
  return study;
}

static SondeStudy *
load_study (const char  *path,
            char       **sets)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) resolved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *absolute = NULL;
  g_autofree char *folder = NULL;
  gsize length = 0;

  text = sonde_cli_load (path, &length);
  if (text == NULL)
    return NULL;
  node = sonde_cli_study_node (path, text, length, &error);
  if (node == NULL)
    {
      sonde_cli_complain (_("%s: this is not a study: %s"), path, error->message);
      return NULL;
    }
  /* those of the file count from its folder */
  absolute = g_canonicalize_filename (path, NULL);
  folder = g_path_get_dirname (absolute);
  resolved = sonde_study_node_resolve (node, folder);
  return study_with_sets (resolved, sets, path);
}

/* Whether something is in the way of a new file of this name. */
static gboolean
is_taken (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && !(S_ISREG (info.st_mode) && info.st_size == 0);
}

/* Gives the run a file of its own, which must not exist yet. */
static gboolean
put_into (SondeRun   *run,
          const char *path,
          SondeExit  *result)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;

  if (is_taken (path))
    {
      sonde_cli_complain (_("%s: there is something of this name already, and it is not replaced. Choose another with -o."), path);
      *result = SONDE_EXIT_USAGE;
      return FALSE;
    }
  if (!sonde_run_save_as (run, file, &error))
    {
      sonde_cli_complain ("%s: %s", path, error->message);
      *result = SONDE_EXIT_FAILED;
      return FALSE;
    }
  return TRUE;
}

/* A run that is there already is continued if its results are results of this study. */
static SondeRun *
continue_existing (SondeStudy *study,
                   const char *path,
                   SondeExit  *result)
{
  g_autoptr (SondeRun) run = NULL;
  g_autoptr (GError) error = NULL;

  *result = SONDE_EXIT_USAGE;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      sonde_cli_complain (_("%s: this is not a file that a run can be written to. Choose another with -o."), path);
      *result = SONDE_EXIT_FAILED;
      return NULL;
    }
  run = sonde_cli_open_run (path, FALSE);
  if (run == NULL)
    {
      sonde_cli_note (_("It is not replaced. Choose another file with -o."));
      return NULL;
    }
  if (!sonde_study_same_sampling (sonde_run_get_study (run), study) || !sonde_run_set_study (run, study, &error))
    {
      sonde_cli_complain (_("%s: this holds results of another study and is not replaced. Choose another file with -o."), path);
      return NULL;
    }
  sonde_cli_note (ngettext ("Continuing %s with %u point.", "Continuing %s with %u points.",
                            sonde_learner_get_npoints (sonde_run_get_learner (run))),
                  path, sonde_learner_get_npoints (sonde_run_get_learner (run)));
  return g_steal_pointer (&run);
}

static char *
replace_suffix (const char *path)
{
  g_autofree char *stem = g_str_has_suffix (path, ".json") ? g_strndup (path, strlen (path) - 5) : g_strdup (path);

  return g_strconcat (stem, ".sonde", NULL);
}

static SondeRun *
open_study (const char  *path,
            const char  *output,
            char       **sets,
            SondeExit   *result)
{
  g_autofree char *target = output != NULL ? g_strdup (output) : replace_suffix (path);
  g_autoptr (SondeStudy) study = load_study (path, sets);
  g_autoptr (SondeRun) run = NULL;

  *result = SONDE_EXIT_USAGE;
  if (study == NULL)
    return NULL;
  if (is_taken (target))
    return continue_existing (study, target, result);
  run = sonde_run_new (study);
  return put_into (run, target, result) ? g_steal_pointer (&run) : NULL;
}

static SondeRun *
open_run (const char  *path,
          const char  *output,
          char       **sets,
          gboolean     recover,
          SondeExit   *result)
{
  g_autoptr (SondeRun) run = sonde_cli_open_run (path, recover);
  g_autoptr (SondeStudy) study = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  *result = SONDE_EXIT_USAGE;
  if (run == NULL)
    return NULL;
  if (sets != NULL)
    {
      node = sonde_study_to_node (sonde_run_get_study (run));
      study = study_with_sets (node, sets, path);
      if (study == NULL)
        return NULL;
      if (!sonde_run_set_study (run, study, &error))
        {
          sonde_cli_complain ("%s: %s", path, error->message);
          return NULL;
        }
    }
  if (output != NULL && !put_into (run, output, result))
    return NULL;
  return g_steal_pointer (&run);
}

/* Asks the person at the terminal; what is not a clear yes is no. */
static gboolean
ask_for_trust (void)
{
  char answer[16];

  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
    return FALSE;
  g_printerr (_("Trust it, now and later? [y/N] "));
  return fgets (answer, sizeof answer, stdin) != NULL && g_ascii_tolower (*answer) == 'y';
}

/* Whether the files that the function needs are there. */
static gboolean
check_function (SondeStudy *study,
                const char *path)
{
  g_autofree char *place = NULL;
  g_autoptr (GError) error = NULL;

  if (sonde_study_check_function (study, &place, &error))
    return TRUE;
  sonde_cli_complain ("%s: %s: %s", path, place, error->message);
  return FALSE;
}

/* Whether the study may run what it names. With @trust for this run; a yes at the terminal is remembered. */
static gboolean
obtain_trust (SondeStudy *study,
              const char *path,
              gboolean    trust)
{
  g_autofree char *what = sonde_trust_describe (study);
  g_autoptr (GError) error = NULL;

  if (sonde_trust_is_granted (study))
    return TRUE;
  if (!trust)
    {
      sonde_cli_complain (_("%s: this study runs code, as you and with all that you may do:\n%s\n"
                            "It can read and change your files. Let it run only if you know where it comes from."), path, what);
      if (!ask_for_trust ())
        {
          sonde_cli_complain (_("not run; if you know where it comes from, add --trust"));
          return FALSE;
        }
    }
  if (!sonde_trust_grant (study, !trust, &error))
    sonde_cli_complain (_("this cannot be remembered: %s"), error->message);
  return TRUE;
}

/**
 * sonde_run_open_for_sampling:
 * @path: a study (.json) or a run
 * @output: (nullable): where to write to
 * @sets: (nullable): KEY=VALUE changes of the study
 * @recover: of a damaged run use what comes before the damage
 * @trust: run the code that the study names
 * @result: (out): why not, if %NULL is returned
 *
 * Returns: (transfer full) (nullable): a run with a file, ready to start; %NULL after a message
 */
SondeRun *
sonde_run_open_for_sampling (const char  *path,
                             const char  *output,
                             char       **sets,
                             gboolean     recover,
                             gboolean     trust,
                             SondeExit   *result)
{
  g_autoptr (SondeRun) run = NULL;

  if (recover && output == NULL)
    {
      sonde_cli_complain (_("--recover writes a new file: name it with -o; the damaged one stays as it is"));
      *result = SONDE_EXIT_USAGE;
      return NULL;
    }
  if (g_str_has_suffix (path, ".json"))
    run = open_study (path, output, sets, result);
  else
    run = open_run (path, output, sets, recover, result);
  if (run == NULL)
    return NULL;

  if (!check_function (sonde_run_get_study (run), path) || !obtain_trust (sonde_run_get_study (run), path, trust))
    {
      *result = SONDE_EXIT_USAGE;
      return NULL;
    }
  return g_steal_pointer (&run);
}
