/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages of the guide. A new one is a file data/guide/NAME.md, a line here, one in data/guide/guide.gresource.xml and one in
 * data/guide/README.md. */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "app/guide/sonde-guide.h"

#define GUIDE "/io/github/sonde/Sonde/guide"

/* In the order of the list. The titles are those the pages begin with. */
static const struct { const char *name; const char *title; } pages[] = {
  { "getting-started", N_("Getting Started") },
  { "loss", N_("What Loss Is") },
  { "learners", N_("Which Learner for Which Question") },
  { "overhead", N_("When Adaptive Sampling Pays") },
  { "many-dimensions", N_("Three Variables and More") },
  { "plots", N_("Plots of Surfaces and Slices") },
  { "run-file", N_("The Run File") },
  { "python", N_("Functions in Python") },
  { "programs", N_("Programs") },
  { "libraries", N_("Shared Libraries") },
  { "worker-protocol", N_("Workers in Any Language") },
  { "keyboard", N_("Keyboard and Pointer") },
  { "asyncrunner", N_("For Users of AsyncRunner") },
};

guint
sonde_guide_get_n_pages (void)
{
  return G_N_ELEMENTS (pages);
}

const char *
sonde_guide_get_name (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (pages), NULL);

  return pages[i].name;
}

/* in the user's language */
const char *
sonde_guide_get_title (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (pages), NULL);

  return _(pages[i].title);
}

/**
 * sonde_guide_find:
 * @name: of a page, with or without ".md"
 *
 * Returns: its place in the list, -1 if there is none of this name
 */
int
sonde_guide_find (const char *name)
{
  g_autofree char *bare = NULL;

  g_return_val_if_fail (name != NULL, -1);

  bare = g_str_has_suffix (name, ".md") ? g_strndup (name, strlen (name) - 3) : g_strdup (name);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i].name, bare))
      return i;
  return -1;
}

static gboolean
exists (const char *path)
{
  return g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
}

/**
 * sonde_guide_resource:
 * @file: such as "loss.md"
 *
 * Returns: (transfer full): the path of the resource, of a translation (guide/de/loss.md) if there is one in a language of the user
 */
char *
sonde_guide_resource (const char *file)
{
  g_return_val_if_fail (file != NULL, NULL);

  for (const char *const *language = g_get_language_names (); *language != NULL; language++)
    {
      g_autofree char *path = g_build_path ("/", GUIDE, *language, file, NULL);

      if (exists (path))
        return g_steal_pointer (&path);
    }
  return g_build_path ("/", GUIDE, file, NULL);
}

/**
 * sonde_guide_load:
 * @name: of a page
 *
 * Returns: (transfer full): its text
 */
char *
sonde_guide_load (const char *name)
{
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  file = g_strconcat (name, ".md", NULL);
  path = sonde_guide_resource (file);
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes == NULL)
    {
      g_warning ("%s", error->message);
      return g_strdup ("");
    }
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
