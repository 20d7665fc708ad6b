/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "base/sonde-diagnostic.h"
#include "cli/sonde-cli.h"

static void
print_message (const char *message)
{
  g_printerr ("sonde-cli: %s\n", message);
}

/**
 * sonde_cli_complain:
 * @format: what is wrong, where, and how to mend it
 *
 * Says on standard error what stands in the way.
 */
void
sonde_cli_complain (const char *format,
                    ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  print_message (message);
}

/**
 * sonde_cli_note:
 * @format: what a person may want to know
 *
 * Says on standard error what does not hinder anything.
 */
void
sonde_cli_note (const char *format,
                ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s\n", message);
}

/**
 * sonde_cli_parse:
 * @entries: the options of the command
 * @arguments: the arguments after them, as the help names them
 * @summary: what the command does, one sentence
 * @examples: lines of examples
 * @argc: the length of @argv
 * @argv: the command's name and what follows it
 *
 * Reads the options. "--help" prints and ends the process here.
 *
 * Returns: (transfer full) (nullable): the arguments that are no options, or %NULL after a message if an option is wrong
 */
char **
sonde_cli_parse (const GOptionEntry  *entries,
                 const char          *arguments,
                 const char          *summary,
                 const char          *examples,
                 int                  argc,
                 char               **argv)
{
  g_auto (GStrv) rest = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autoptr (GError) error = NULL;
  g_autofree char *description = g_strdup_printf ("%s\n%s", _("Examples:"), examples);
  const GOptionEntry remaining[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, remaining, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      sonde_cli_complain (_("%s; see “%s --help”"), error->message, g_get_prgname ());
      return NULL;
    }
  return rest != NULL ? g_steal_pointer (&rest) : g_new0 (char *, 1);
}

/**
 * sonde_cli_parse_one:
 *
 * As sonde_cli_parse() for commands that take exactly one argument.
 *
 * Returns: (transfer full) (nullable): the argument, or %NULL after a message
 */
char *
sonde_cli_parse_one (const GOptionEntry  *entries,
                     const char          *arguments,
                     const char          *summary,
                     const char          *examples,
                     int                  argc,
                     char               **argv)
{
  g_auto (GStrv) rest = sonde_cli_parse (entries, arguments, summary, examples, argc, argv);

  if (rest == NULL)
    return NULL;
  if (g_strv_length (rest) == 1)
    return g_strdup (rest[0]);

  if (rest[0] == NULL)
    sonde_cli_complain (_("the argument %s is missing; see “%s --help”"), arguments, g_get_prgname ());
  else
    sonde_cli_complain (_("“%s” is one argument too many; see “%s --help”"), rest[1], g_get_prgname ());
  return NULL;
}

/**
 * sonde_cli_print_diagnostics:
 * @diagnostics: (element-type SondeDiagnostic): what was found
 * @name: the file in which it was found
 *
 * Prints each with its place.
 *
 * Returns: whether none of them is an error
 */
gboolean
sonde_cli_print_diagnostics (GPtrArray  *diagnostics,
                             const char *name)
{
  gboolean good = TRUE;

  for (guint i = 0; i < diagnostics->len; i++)
    {
      SondeDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);
      gboolean is_error = sonde_diagnostic_get_severity (diagnostic) == SONDE_SEVERITY_ERROR;
      const char *path = sonde_diagnostic_get_path (diagnostic);

      g_printerr ("sonde-cli: %s: %s%s%s%s\n", name, is_error ? "" : _("warning: "),
                  path != NULL ? path : "", path != NULL && *path != '\0' ? ": " : "",
                  sonde_diagnostic_get_message (diagnostic));
      good = good && !is_error;
    }
  return good;
}

/* The library's messages may begin with the bare name of the file, for a window; here its path is said already. */
static const char *
skip_name (const char *message,
           const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  gsize length = strlen (name);

  return g_str_has_prefix (message, name) && g_str_has_prefix (message + length, ": ") ? message + length + 2 : message;
}

/**
 * sonde_cli_open_run:
 * @path: a study or a run file
 * @recover: of a damaged file take all that comes before the damage
 *
 * Returns: (transfer full) (nullable): the run, or %NULL after a message
 */
SondeRun *
sonde_cli_open_run (const char *path,
                    gboolean    recover)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeRun) run = NULL;

  if (recover)
    run = sonde_run_recover (file, &error);
  else
    run = sonde_run_open (file, diagnostics, &error);
  /* An error of the study is among the diagnostics. */
  if (sonde_cli_print_diagnostics (diagnostics, path) && run == NULL && error != NULL)
    {
      sonde_cli_complain ("%s: %s", path, skip_name (error->message, path));
      if (g_error_matches (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED))
        sonde_cli_note (_("With --recover, all that comes before the damage is used."));
    }
  return g_steal_pointer (&run);
}

/**
 * sonde_cli_load:
 * @path: a file, or "-" for standard input
 *
 * Returns: (transfer full) (nullable): its text, or %NULL after a message
 */
char *
sonde_cli_load (const char *path,
                gsize      *length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      sonde_cli_complain (_("%s: this is a folder, not a study"), path);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, length, &error))
    {
      sonde_cli_complain ("%s", error->message);
      return NULL;
    }
  if (!g_utf8_validate_len (text, *length, NULL))
    {
      sonde_cli_complain (_("%s: this is not text; a study is JSON, UTF-8"), path);
      return NULL;
    }
  return g_steal_pointer (&text);
}

/**
 * sonde_cli_study_node:
 * @path: the file that @text is from
 * @text: a study, or a run file, whose first line is its study
 *
 * Returns: (transfer full): the study, not yet checked; paths in it are absolute
 */
JsonNode *
sonde_cli_study_node (const char  *path,
                      const char  *text,
                      gsize        length,
                      GError     **error)
{
  const char *end = g_str_has_suffix (path, ".sonde") ? memchr (text, '\n', length) : NULL;

  g_autoptr (JsonNode) node = sonde_study_node_parse (text, end != NULL ? end - text : (gssize) length, error);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);

  return node != NULL ? sonde_study_node_resolve (node, folder) : NULL;
}
