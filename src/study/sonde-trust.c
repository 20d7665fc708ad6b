/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A study may come from a stranger, and may name code: a function that is no formula, a command after each save. It runs only once the
 * user has said so.
 *
 * 1. What would run is written in one canonical way: the function (if it is no formula), the command, and the content of the files that
 *    they name: all of the function; of the command the program and what looks like code, for the rest is data that it may well
 *    write, such as the copy of a run. The SHA-256 of that is the digest: another byte, and the study is a stranger again.
 * 2. Digests that were granted are kept for this process, or in the file "trusted" in the user's configuration, one a line.
 *
 * A name without a slash is a file only if the current folder has it; what is found by PATH is the system's and as safe as that. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-json-private.h"
#include "study/sonde-trust.h"

/* Digests of this process: (element-type utf8). */
static GHashTable *granted;

/* Only the formula, which has no way to reach the system, is harmless; what this version does not know is not. */
static gboolean
function_is_code (SondeStudy *study)
{
  return g_strcmp0 (sonde_study_get_function_kind (study), "formula") != 0;
}

/**
 * sonde_trust_is_needed:
 *
 * Returns: whether running @study runs code that it brings along
 */
gboolean
sonde_trust_is_needed (SondeStudy *study)
{
  g_return_val_if_fail (SONDE_IS_STUDY (study), TRUE);

  return function_is_code (study) || sonde_study_get_save_command (study) != NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (a, b);
}

static void
add_text (GChecksum  *checksum,
          const char *text)
{
  /* with its end, so that nothing can move from one text to the next */
  g_checksum_update (checksum, (const guchar *) text, strlen (text) + 1);
}

/* The content of @path if it is a file. */
static void
add_file (GChecksum  *checksum,
          const char *path)
{
  guchar buffer[65536];
  struct stat status;
  gssize n;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    return;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      g_autoptr (GChecksum) content = g_checksum_new (G_CHECKSUM_SHA256);

      while ((n = read (fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
          g_checksum_update (content, buffer, n);
      add_text (checksum, "content of");
      add_text (checksum, path);
      add_text (checksum, n == 0 ? g_checksum_get_string (content) : "cannot be read");
    }
  close (fd);
}

static void
add_string (GChecksum  *checksum,
            const char *text)
{
  add_text (checksum, "text");
  add_text (checksum, text);
  add_file (checksum, text);
}

/* Whether what @path names could be run by a program that gets it as an argument. */
static gboolean
looks_like_code (const char *path)
{
  static const char * const suffixes[] = { ".py", ".pyc", ".pyz", ".sh", ".bash", ".zsh", ".ksh", ".fish", ".pl", ".rb", ".js", ".mjs", ".lua",
                                           ".jl", ".r", ".m", ".so", ".jar", ".php", ".tcl", ".awk", ".sed", ".mk", ".wl", ".ipynb" };
  g_autofree char *name = g_ascii_strdown (path, -1);
  char start[2];
  struct stat status;
  gssize n;
  int fd;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      return TRUE;
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return FALSE;
  n = fstat (fd, &status) == 0 && S_ISREG (status.st_mode) ? read (fd, start, sizeof start) : 0;
  close (fd);
  return n > 0 && ((status.st_mode & 0111) != 0 || (n == 2 && memcmp (start, "#!", 2) == 0));
}

static void
add_node (GChecksum *checksum,
          JsonNode  *node)
{
  g_autoptr (GString) value = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = g_list_sort (json_object_get_members (object), compare_names);

      add_text (checksum, "object");
      for (GList *name = names; name != NULL; name = name->next)
        {
          add_text (checksum, name->data);
          add_node (checksum, json_object_get_member (object, name->data));
        }
      add_text (checksum, "end");
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      add_text (checksum, "array");
      for (guint i = 0; i < json_array_get_length (array); i++)
        add_node (checksum, json_array_get_element (array, i));
      add_text (checksum, "end");
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    add_string (checksum, json_node_get_string (node));
  else
    {
      value = g_string_new (NULL);
      _sonde_json_append (value, node, -1);
      add_text (checksum, value->str);
    }
}

/**
 * sonde_trust_get_digest:
 *
 * Returns: (transfer full): the SHA-256, in hexadecimal, of all that @study would run
 */
char *
sonde_trust_get_digest (SondeStudy *study)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char * const *command;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  add_text (checksum, "sonde trust 1");
  if (function_is_code (study))
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

      json_node_set_object (node, sonde_study_get_function_spec (study));
      add_node (checksum, node);
    }
  add_text (checksum, "command");
  command = sonde_study_get_save_command (study);
  for (guint i = 0; command != NULL && command[i] != NULL; i++)
    {
      add_text (checksum, command[i]);
      if (i == 0 || looks_like_code (command[i]))
        add_file (checksum, command[i]);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "sonde", "trusted", NULL);
}

/* Whether the file has a line that is @digest. A file that others may write to is not the user's word. */
static gboolean
is_remembered (const char *digest)
{
  g_autofree char *path = get_path ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  struct stat status;

  if (stat (path, &status) != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0 || status.st_uid != geteuid () ||
      !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  return g_strv_contains ((const char * const *) lines, digest);
}

/**
 * sonde_trust_is_granted:
 *
 * Looks at the files that the study names as they are now.
 *
 * Returns: whether the user has trusted exactly what @study would run; %TRUE as well if that is nothing
 */
gboolean
sonde_trust_is_granted (SondeStudy *study)
{
  g_autofree char *digest = NULL;

  g_return_val_if_fail (SONDE_IS_STUDY (study), FALSE);

  if (!sonde_trust_is_needed (study))
    return TRUE;
  digest = sonde_trust_get_digest (study);
  return (granted != NULL && g_hash_table_contains (granted, digest)) || is_remembered (digest);
}

static gboolean
remember (const char  *digest,
          GError     **error)
{
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *old = NULL;
  g_autofree char *text = NULL;

  if (is_remembered (digest))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _("\"%s\" cannot be made: %s."), folder, g_strerror (errno));
      return FALSE;
    }
  if (!g_file_get_contents (path, &old, NULL, NULL))
    old = g_strdup ("");
  text = g_strconcat (old, *old != '\0' && !g_str_has_suffix (old, "\n") ? "\n" : "", digest, "\n", NULL);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/**
 * sonde_trust_grant:
 * @remember_it: whether also for later, not only for this process
 * @error: return location for why it cannot be remembered; for this process it is granted all the same
 *
 * The user has seen what @study would run and trusts it. Call this for nothing else.
 *
 * Returns: whether it was remembered as wished
 */
gboolean
sonde_trust_grant (SondeStudy  *study,
                   gboolean     remember_it,
                   GError     **error)
{
  char *digest;

  g_return_val_if_fail (SONDE_IS_STUDY (study), FALSE);

  digest = sonde_trust_get_digest (study);
  if (granted == NULL)
    granted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (granted, digest);
  return !remember_it || remember (digest, error);
}

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

/**
 * sonde_trust_describe:
 *
 * Returns: (transfer full) (nullable): what running @study would run, a line each; %NULL if nothing
 */
char *
sonde_trust_describe (SondeStudy *study)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char * const *command;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  if (!sonde_trust_is_needed (study))
    return NULL;
  if (function_is_code (study))
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autoptr (GString) spec = g_string_new (NULL);

      json_node_set_object (node, sonde_study_get_function_spec (study));
      _sonde_json_append (spec, node, -1);
      g_string_append_printf (text, _("For each point the function: %s"), spec->str);
    }
  command = sonde_study_get_save_command (study);
  if (command != NULL)
    {
      g_autofree char *joined = join_command (command);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append_printf (text, _("After each save the command: %s"), joined);
    }
  return g_strdup (text->str);
}
