/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which files beside a Python file are run with it, without running anything.
 *
 * 1. Each line that begins with "import" or "from", after white space, is split into words; also after a colon or semicolon on the line.
 * 2. A word, up to its first point, is a module of the file's folder if "word.py", "word/__init__.py" or a compiled "word.*.so" is there.
 *    Words that are none, such as "as" or names out of a module, are simply not found. Of a package all Python files count.
 * 3. The same for every file found, each once.
 *
 * This finds too much rather than too little: the files decide when trust is asked for again. Modules that a file loads in other ways, or
 * from elsewhere, are the system's or the user's own. */

#include "config.h"

#include <string.h>

#include "function/sonde-python-imports-private.h"

/* A program of more files, or with larger ones, is followed no further. */
#define MAX_FILES 1000
#define MAX_DEPTH 8
#define MAX_SIZE (8 << 20)

typedef struct
{
  GPtrArray  *files;
  GHashTable *seen;
} Search;

static void
add_file (Search *search,
          char   *path)
{
  if (search->files->len >= MAX_FILES || !g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_hash_table_add (search->seen, g_strdup (path)))
    g_free (path);
  else
    g_ptr_array_add (search->files, path);
}

static gboolean
is_module_file (const char *name)
{
  return g_str_has_suffix (name, ".py") || g_str_has_suffix (name, ".so") || g_str_has_suffix (name, ".pyc");
}

static void
add_package (Search     *search,
             const char *folder,
             guint       depth)
{
  g_autoptr (GDir) dir = depth < MAX_DEPTH ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && search->files->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_module_file (path))
        add_file (search, g_steal_pointer (&path));
      else if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK) && !g_str_equal (name, "__pycache__"))
        add_package (search, path, depth + 1);
    }
}

/* Step 2. */
static void
add_module (Search     *search,
            const char *folder,
            const char *word)
{
  g_autofree char *name = g_strconcat (word, ".py", NULL);
  g_autofree char *package = g_build_filename (folder, word, NULL);
  g_autofree char *prefix = g_strconcat (word, ".", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *entry;

  add_file (search, g_build_filename (folder, name, NULL));
  if (g_file_test (package, G_FILE_TEST_IS_DIR))
    add_package (search, package, 0);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (entry, prefix) && g_str_has_suffix (entry, ".so"))
      add_file (search, g_build_filename (folder, entry, NULL));
}

/* Step 1 for what follows an "import" or "from". */
static void
add_words (Search     *search,
           const char *folder,
           const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t,()\\", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '#'; i++)
    {
      const char *word = words[i] + strspn (words[i], ".");
      g_autofree char *first = g_strndup (word, strcspn (word, "."));

      if (*first != '\0' && strchr (first, '/') == NULL)
        add_module (search, folder, first);
    }
}

static void
read_line (Search     *search,
           const char *folder,
           const char *line)
{
  g_auto (GStrv) statements = g_strsplit_set (line, ":;", -1);

  for (guint i = 0; statements[i] != NULL; i++)
    {
      const char *statement = g_strstrip (statements[i]);

      if (g_str_has_prefix (statement, "import") || g_str_has_prefix (statement, "from"))
        add_words (search, folder, statement + 4);
    }
}

static void
read_file (Search     *search,
           const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!g_str_has_suffix (path, ".py") && search->files->len > 1)
    return;
  if (!g_file_get_contents (path, &text, &length, NULL) || length > MAX_SIZE)
    return;
  for (char *p = text; (p = strstr (p, "\\\n")) != NULL; )
    memset (p, ' ', 2);
  lines = g_strsplit_set (text, "\n\r", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "import") != NULL || strstr (lines[i], "from") != NULL)
      read_line (search, folder, lines[i]);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(char * const *) a, *(char * const *) b);
}

/**
 * _sonde_python_list_imports:
 * @file: a Python file, which need not exist
 *
 * Returns: (transfer full) (element-type filename): @file and the files beside it that it imports, and these in turn, in alphabetical order
 */
GPtrArray *
_sonde_python_list_imports (const char *file)
{
  Search search = { g_ptr_array_new_with_free_func (g_free), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  GPtrArray *files;

  g_ptr_array_add (search.files, g_strdup (file));
  g_hash_table_add (search.seen, g_strdup (file));
  for (guint i = 0; i < search.files->len; i++)
    if (g_file_test (g_ptr_array_index (search.files, i), G_FILE_TEST_IS_REGULAR))
      read_file (&search, g_ptr_array_index (search.files, i));
  g_hash_table_unref (search.seen);
  files = g_steal_pointer (&search.files);
  g_ptr_array_set_free_func (files, NULL);
  g_ptr_array_sort (files, compare);
  return files;
}
