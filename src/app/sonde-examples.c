/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The examples of the start page. Their studies are part of the program; the code that some of them name lies in files, beside the
 * studies for the terminal, in the folder of this build or where it is installed. */

#include "config.h"

#include "app/sonde-examples.h"

#define EXAMPLES "/io/github/sonde/Sonde/examples"
#define MAX_LEVELS 5

/* The one to begin with comes first. */
static const char * const names[] = {
  "sharp-peak",
  "comb",
  "step",
  "gap",
  "three-outputs",
  "rabi-chevrons",
  "mexican-hat",
  "sphere-shell",
  "coupled-modes",
  "double-barrier",
  "double-pendulum",
  "ising",
  "noisy-signal",
  "slow-function",
  "hidden-peak",
  "two-waves",
  "avoided-crossing",
  "mean-of-noise",
  "noisy-resonance",
  "parameter-table",
  "integral",
  "family-of-peaks",
  NULL
};

/* Walking up from this program finds a build folder only if that has not been installed. */
static char *
find_in_build (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");

  for (guint i = 0; i < MAX_LEVELS && !g_str_equal (folder, "/"); i++)
    {
      g_autofree char *mark = g_build_filename (folder, "meson-info", NULL);
      g_autofree char *examples = g_build_filename (folder, "data", "examples", NULL);
      char *parent;

      if (g_file_test (mark, G_FILE_TEST_IS_DIR) && g_file_test (examples, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&examples);
      parent = g_path_get_dirname (folder);
      g_free (folder);
      folder = parent;
    }
  return NULL;
}

static char *
get_folder (void)
{
  char *folder = find_in_build ();

  return folder != NULL ? folder : g_build_filename (SONDE_PKGDATADIR, "examples", NULL);
}

static GBytes *
look_up (const char *name,
         const char *suffix)
{
  g_autofree char *path = g_strconcat (EXAMPLES, "/", name, suffix, NULL);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

/**
 * sonde_examples_list:
 *
 * Returns: (array zero-terminated=1): their names
 */
const char * const *
sonde_examples_list (void)
{
  return names;
}

/**
 * sonde_examples_load:
 *
 * Returns: (transfer full) (nullable): the study, with absolute paths
 */
SondeStudy *
sonde_examples_load (const char *name)
{
  g_autoptr (GBytes) bytes = look_up (name, ".json");
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SondeStudy) study = NULL;
  g_autofree char *folder = get_folder ();

  g_return_val_if_fail (bytes != NULL, NULL);

  study = sonde_study_new_from_text (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), diagnostics);
  return study != NULL ? sonde_study_resolve (study, folder) : NULL;
}

/**
 * sonde_examples_get_points:
 *
 * Returns: (transfer full) (nullable): for one whose function needs trust, what a run has found
 */
GBytes *
sonde_examples_get_points (const char *name)
{
  return look_up (name, ".points");
}
