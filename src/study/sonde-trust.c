/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A study may come from a stranger, and may name code: a function that is no formula, a command after each save. It runs only once the
 * user has said so.
 *
 * 1. What would run is written in one canonical way: the functions that are no formulas, the command, and the content of the files that
 *    they name. Of Python also what the file imports from beside it; of programs the program and what looks like code, for the rest is
 *    data that it may well write, such as the copy of a run. The SHA-256 of that is the digest: another byte, and the study is a stranger again.
 * 2. Digests that were granted are kept for this process, or in the file "trusted" in the user's configuration, one a line.
 *
 * A name without a slash is a file only if the current folder has it; what is found by PATH is the system's and as safe as that. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"
#include "study/sonde-trust-private.h"

/* Digests of this process: (element-type utf8). */
static GHashTable *granted;

/* Of files: (element-type utf8 utf8). */
static GHashTable *hashes;

#define MAX_HASHES 10000
/* A change within this many seconds of another could leave the times as they are. */
#define CLOCK_GRAIN 2

/* Only the formula, which has no way to reach the system, is harmless; what this version does not know is not. */
static gboolean
is_code (JsonObject *function)
{
  JsonNode *kind = json_object_get_member (function, "kind");

  return kind == NULL || !JSON_NODE_HOLDS_VALUE (kind) || g_strcmp0 (json_node_get_string (kind), "formula") != 0;
}

/* (element-type JsonObject): the functions of the study that are code, also those of a balancing learner's children. */
GPtrArray *
_sonde_trust_list_code (SondeStudy *study)
{
  g_autoptr (JsonNode) root = sonde_study_to_node (study);
  GPtrArray *functions = _sonde_study_list_functions (root);

  for (guint i = functions->len; i > 0; i--)
    if (!is_code (g_ptr_array_index (functions, i - 1)))
      g_ptr_array_remove_index (functions, i - 1);
  return functions;
}

static gboolean
function_is_code (SondeStudy *study)
{
  g_autoptr (GPtrArray) functions = _sonde_trust_list_code (study);

  return functions->len > 0;
}

/* The function as it would be made; NULL if that is only known to the learner. */
SondeFunction *
_sonde_trust_make_function (SondeStudy *study,
                            JsonObject *spec)
{
  return sonde_function_new_from_spec (spec, sonde_study_get_function_domain (study), NULL, NULL);
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

/* SHA-256 of the content of an open file. */
static char *
hash_content (int fd)
{
  g_autoptr (GChecksum) content = g_checksum_new (G_CHECKSUM_SHA256);
  guchar buffer[65536];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_checksum_update (content, buffer, n);
  return g_strdup (n == 0 ? g_checksum_get_string (content) : "cannot be read");
}

/* The same, remembered as long as the file does not change: the window asks often, and libraries are large. */
static const char *
look_up_content (int                fd,
                 const char        *path,
                 const struct stat *status)
{
  g_autofree char *key = g_strdup_printf ("%s %ju %ju %jd %jd.%09ld %jd.%09ld", path, (uintmax_t) status->st_dev, (uintmax_t) status->st_ino,
                                          (intmax_t) status->st_size, (intmax_t) status->st_mtim.tv_sec, status->st_mtim.tv_nsec,
                                          (intmax_t) status->st_ctim.tv_sec, status->st_ctim.tv_nsec);
  gint64 age = g_get_real_time () / G_USEC_PER_SEC - status->st_ctim.tv_sec;
  char *hash;

  if (hashes == NULL || g_hash_table_size (hashes) > MAX_HASHES)
    {
      g_clear_pointer (&hashes, g_hash_table_unref);
      hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    }
  hash = age > CLOCK_GRAIN ? g_hash_table_lookup (hashes, key) : NULL;
  if (hash == NULL)
    {
      hash = hash_content (fd);
      g_hash_table_replace (hashes, g_steal_pointer (&key), hash);
    }
  return hash;
}

/* The content of @path if it is a file. */
static void
add_file (GChecksum  *checksum,
          const char *path)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    return;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      add_text (checksum, "content of");
      add_text (checksum, path);
      add_text (checksum, look_up_content (fd, path, &status));
    }
  close (fd);
}

/* @with_files: texts may be files */
static void
add_string (GChecksum  *checksum,
            const char *text,
            gboolean    with_files)
{
  add_text (checksum, "text");
  add_text (checksum, text);
  if (with_files)
    add_file (checksum, text);
}

static void
add_node (GChecksum *checksum,
          JsonNode  *node,
          gboolean   with_files)
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
          add_node (checksum, json_object_get_member (object, name->data), with_files);
        }
      add_text (checksum, "end");
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      add_text (checksum, "array");
      for (guint i = 0; i < json_array_get_length (array); i++)
        add_node (checksum, json_array_get_element (array, i), with_files);
      add_text (checksum, "end");
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    add_string (checksum, json_node_get_string (node), with_files);
  else
    {
      value = g_string_new (NULL);
      _sonde_json_append (value, node, -1);
      add_text (checksum, value->str);
    }
}

/* The description of a function and the files that decide what it does; of one that cannot be made here all that could be a file. */
static void
add_function (GChecksum  *checksum,
              SondeStudy *study,
              JsonObject *spec)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (SondeFunction) function = _sonde_trust_make_function (study, spec);
  g_auto (GStrv) files = function != NULL ? sonde_function_list_files (function) : NULL;

  json_node_set_object (node, spec);
  add_node (checksum, node, function == NULL);
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    add_file (checksum, files[i]);
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
  g_autoptr (GPtrArray) functions = NULL;
  const char * const *command;

  g_return_val_if_fail (SONDE_IS_STUDY (study), NULL);

  add_text (checksum, "sonde trust 1");
  functions = _sonde_trust_list_code (study);
  for (guint i = 0; i < functions->len; i++)
    add_function (checksum, study, g_ptr_array_index (functions, i));
  add_text (checksum, "command");
  command = sonde_study_get_save_command (study);
  for (guint i = 0; command != NULL && command[i] != NULL; i++)
    {
      add_text (checksum, command[i]);
      if (i == 0 || sonde_function_file_is_code (command[i]))
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
