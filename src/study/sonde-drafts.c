/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs that nobody has given a name yet are journalled in the user's data folder, so that nothing is lost by a crash. */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "study/sonde-run-private.h"

/* Characters of a title in a file's name. */
#define MAX_TITLE 40

char *
_sonde_drafts_get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "sonde", "drafts", NULL);
}

static char *
sonde_drafts_clean_title (const char *title)
{
  g_autofree char *start = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), MAX_TITLE));

  return g_strdelimit (g_steal_pointer (&start), "/\\:*?\"<>|\n\r\t", '-');
}

/**
 * _sonde_drafts_new_path:
 * @title: what the run is called
 *
 * Returns: (transfer full) (nullable): the path of a file that does not exist yet, in the folder of drafts, which is made
 */
char *
_sonde_drafts_new_path (const char  *title,
                        GError     **error)
{
  g_autofree char *folder = _sonde_drafts_get_folder ();
  g_autofree char *clean = sonde_drafts_clean_title (title);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d-%H%M%S");

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_autofree char *sentence = _sonde_journal_file_sentence (folder, errno);

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), _("The run cannot be kept as a draft. %s"), sentence);
      return NULL;
    }
  for (guint i = 1;; i++)
    {
      g_autofree char *suffix = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *name = g_strconcat (time, "-", clean, suffix, ".sonde", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

/**
 * _sonde_drafts_contain:
 *
 * Returns: whether the file at @path is a draft
 */
gboolean
_sonde_drafts_contain (const char *path)
{
  g_autofree char *folder = _sonde_drafts_get_folder ();
  g_autofree char *parent = g_path_get_dirname (path);

  return g_str_equal (folder, parent);
}

static int
sonde_drafts_compare (gconstpointer a,
                      gconstpointer b)
{
  g_autofree char *name_a = g_file_get_basename (*(GFile **) a);
  g_autofree char *name_b = g_file_get_basename (*(GFile **) b);

  return strcmp (name_b, name_a);
}

/**
 * sonde_run_list_drafts:
 *
 * Returns: (transfer full) (element-type GFile): the drafts left by a crash or by quitting, the newest first; without those that
 *   are being written
 */
GPtrArray *
sonde_run_list_drafts (void)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folder = _sonde_drafts_get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (*name != '.' && g_str_has_suffix (name, ".sonde") && !_sonde_journal_file_is_locked (path))
        g_ptr_array_add (drafts, g_file_new_for_path (path));
    }
  g_ptr_array_sort (drafts, sonde_drafts_compare);
  return g_steal_pointer (&drafts);
}
