/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What functions print: kept by point, bounded, told of together, saved. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "run-helpers.h"
#include "study/sonde-trust.h"

static void
on_changed (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_bounded (void)
{
  SondePrintoutList *list = sonde_printout_list_new ();
  g_autofree char *folder = make_folder ();
  g_autoptr (GFile) file = file_in (folder, "output.txt");
  g_autoptr (SondePrintout) first = NULL;
  g_autofree char *large = g_strnfill (1 << 20, 'x');
  g_autofree char *text = NULL;
  guint n_changes = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_changed), &n_changes);
  for (guint i = 0; i < 3; i++)
    {
      double x[] = { i, 0.5 };

      sonde_printout_list_add (list, x, 2, "said");
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  sonde_printout_list_flush (list);
  sonde_printout_list_flush (list);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  first = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_cmpfloat (sonde_printout_get_x (first)[0], ==, 1);
  g_assert_cmpuint (sonde_printout_get_ndim (first), ==, 2);
  g_assert_true (sonde_printout_list_save (list, file, NULL));
  text = read_file (file);
  g_assert_cmpstr (text, ==, "# x = 0 0.5\nsaid\n# x = 1 0.5\nsaid\n# x = 2 0.5\nsaid\n");

  for (guint i = 0; i < 20; i++)
    {
      double x = i;

      sonde_printout_list_add (list, &x, 1, large);
      sonde_printout_list_flush (list);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), <=, 16);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), >=, 10);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)) + sonde_printout_list_get_n_dropped (list), ==, 23);
  for (guint i = 0; i < 20000; i++)
    {
      double x = i;

      sonde_printout_list_add (list, &x, 1, "x");
    }
  sonde_printout_list_flush (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), <=, 5000);
  g_clear_object (&first);
  first = g_list_model_get_item (G_LIST_MODEL (list), g_list_model_get_n_items (G_LIST_MODEL (list)) - 1);
  g_assert_cmpfloat (sonde_printout_get_x (first)[0], ==, 19999);
  g_assert_finalize_object (list);
  remove_folder (folder);
}

/* From a function to the list, for each point its own. */
static void
test_of_a_run (void)
{
  g_autoptr (SondeStudy) study = study_with ("function", "{\"kind\": \"program\", \"argv\": [\"sh\", \"-c\", \"echo said {x} >&2; echo {x}\"]}");
  g_autoptr (SondeStudy) few = study_edit (study, "goal", "{\"npoints\": 9}");
  SondeRun *run = sonde_run_new (few);
  GListModel *list = G_LIST_MODEL (sonde_run_get_printouts (run));

  g_assert_true (sonde_trust_grant (few, FALSE, NULL));
  finish (run);
  g_assert_cmpuint (g_list_model_get_n_items (list), >=, 9);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SondePrintout) output = g_list_model_get_item (list, i);
      double x = g_ascii_strtod (strstr (sonde_printout_get_text (output), "said ") + strlen ("said "), NULL);

      g_assert_cmpfloat (sonde_printout_get_x (output)[0], ==, x);
    }
  g_assert_finalize_object (run);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/printout/bounded", test_bounded);
  g_test_add_func ("/printout/of-a-run", test_of_a_run);
  return g_test_run ();
}
