/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a study would run, in words and as the text of its files. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "study/sonde-json-private.h"
#include "study/sonde-trust-private.h"

/* Of longer files the beginning is shown. */
#define MAX_SHOWN (1 << 20)

/* The arguments as a person would type them. */
static char *
join_command (const char * const *command)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; command[i] != NULL; i++)
    {
      g_autofree char *quoted = g_shell_quote (command[i]);
      gboolean plain = *command[i] != '\0' && strspn (command[i], G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./=:,{}+@%") == strlen (command[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", plain ? command[i] : quoted);
    }
  return g_strdup (text->str);
}

/* What calling a function runs, in plain words; of one that cannot be made here as the study has it. */
static char *
describe_function (SondeStudy *study,
                   JsonObject *spec)
{
  g_autoptr (SondeFunction) function = _sonde_trust_make_function (study, spec);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GString) text = NULL;

  if (function != NULL)
    return sonde_function_describe (function);
  node = json_node_new (JSON_NODE_OBJECT);
  text = g_string_new (NULL);
  json_node_set_object (node, spec);
  _sonde_json_append (text, node, -1);
  return g_strdup_printf (_("For each point the function: %s"), text->str);
}

/**
 * sonde_trust_describe:
 *
 * Returns: (transfer full) (nullable): what running @study would run, in plain words, a line each; %NULL if nothing
 */
char *
sonde_trust_describe (SondeStudy *study)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) functions = NULL;
  const char * const *command;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  functions = _sonde_trust_list_code (study);
  for (guint i = 0; i < functions->len; i++)
    {
      char *line = describe_function (study, g_ptr_array_index (functions, i));

      /* children mostly differ in parameters alone */
      if (g_ptr_array_find_with_equal_func (lines, line, g_str_equal, NULL))
        g_free (line);
      else
        g_ptr_array_add (lines, line);
    }
  command = sonde_study_get_save_command (study);
  if (command != NULL)
    {
      g_autofree char *joined = join_command (command);

      g_ptr_array_add (lines, g_strdup_printf (_("After each save the command: %s"), joined));
    }
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static char *
get_name (JsonObject *spec,
          const char *member)
{
  const char *path = json_object_get_string_member_with_default (spec, member, NULL);

  return path != NULL ? g_path_get_basename (path) : NULL;
}

static char *
get_program (JsonObject *spec)
{
  JsonNode *argv = json_object_get_member (spec, "argv");

  if (argv == NULL || !JSON_NODE_HOLDS_ARRAY (argv) || json_array_get_length (json_node_get_array (argv)) == 0)
    return NULL;
  return g_path_get_basename (json_array_get_string_element (json_node_get_array (argv), 0));
}

/**
 * sonde_trust_summarize:
 *
 * Returns: (transfer full) (nullable): what running @study would run, in a few words; %NULL if nothing
 */
char *
sonde_trust_summarize (SondeStudy *study)
{
  g_autoptr (GPtrArray) functions = NULL;
  g_autofree char *file = NULL;
  g_autofree char *program = NULL;
  JsonObject *spec;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  functions = _sonde_trust_list_code (study);
  if (functions->len == 0)
    return sonde_trust_is_needed (study) ? g_strdup (_("This study runs a command after each save")) : NULL;
  spec = g_ptr_array_index (functions, 0);
  if (functions->len > 1)
    return g_strdup (_("This study runs code of several functions"));
  file = get_name (spec, "file");
  program = get_program (spec);
  if (g_strcmp0 (json_object_get_string_member_with_default (spec, "kind", ""), "python") == 0 && file != NULL)
    return g_strdup_printf (_("This study runs Python code from “%s”"), file);
  if (file != NULL)
    return g_strdup_printf (_("This study runs code of the library “%s”"), file);
  if (program != NULL)
    return g_strdup_printf (_("This study runs the program “%s”"), program);
  return g_strdup (_("This study runs code"));
}

/* What a file holds, as far as a person can read it. */
static char *
read_text (const char *path)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL) || memchr (text, '\0', MIN (length, 4096)) != NULL)
    return NULL;
  if (length > MAX_SHOWN)
    text[MAX_SHOWN] = '\0';
  return g_utf8_make_valid (text, -1);
}

static void
show_file (GString    *text,
           const char *path)
{
  g_autofree char *content = read_text (path);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_string_append_printf (text, _("# %s is not there.\n"), path);
  else if (content == NULL)
    g_string_append_printf (text, _("# %s is a program or library without a text to read.\n"), path);
  else
    g_string_append_printf (text, "# %s\n\n%s\n", path, content);
}

/**
 * sonde_trust_list_texts:
 *
 * Returns: (transfer full) (nullable): the text of all files whose content @study would run, one after the other, for a person to read
 */
char *
sonde_trust_list_texts (SondeStudy *study)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) functions = NULL;
  const char * const *command;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  functions = _sonde_trust_list_code (study);
  for (guint i = 0; i < functions->len; i++)
    {
      g_autoptr (SondeFunction) function = _sonde_trust_make_function (study, g_ptr_array_index (functions, i));
      g_auto (GStrv) files = function != NULL ? sonde_function_list_files (function) : NULL;

      for (guint j = 0; files != NULL && files[j] != NULL; j++)
        show_file (text, files[j]);
    }
  command = sonde_study_get_save_command (study);
  for (guint i = 0; command != NULL && command[i] != NULL; i++)
    if (g_file_test (command[i], G_FILE_TEST_IS_REGULAR) && (i == 0 || sonde_function_file_is_code (command[i])))
      show_file (text, command[i]);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
