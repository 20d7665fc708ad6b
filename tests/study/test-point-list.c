/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run-helpers.h"
#include "study/sonde-point-list.h"

/* What a view of the list believes: it is only told of changes, and must have the same rows at the end. */
typedef struct
{
  GArray *ids;
  guint   n_changes;
} View;

static void
on_items_changed (SondePointList *list,
                  guint           position,
                  guint           removed,
                  guint           added,
                  View           *view)
{
  g_assert_cmpuint (position + removed, <=, view->ids->len);
  view->n_changes++;
  g_array_remove_range (view->ids, position, removed);
  for (guint i = 0; i < added; i++)
    {
      guint id = sonde_point_list_get_id (list, position + i);

      g_array_insert_val (view->ids, position + i, id);
    }
}

static void
assert_view (SondePointList *list,
             View           *view)
{
  g_assert_cmpuint (view->ids->len, ==, g_list_model_get_n_items (G_LIST_MODEL (list)));
  for (guint i = 0; i < view->ids->len; i++)
    g_assert_cmpuint (g_array_index (view->ids, guint, i), ==, sonde_point_list_get_id (list, i));
}

static double
get_value (const SondePoints     *points,
           guint                  id,
           const SondePointOrder *order)
{
  switch (order->column)
    {
    case SONDE_POINT_COLUMN_X:
      return points->x[id];
    case SONDE_POINT_COLUMN_Y:
      return points->y[id * SONDE_STRIDE (points->vdim) + order->component];
    case SONDE_POINT_COLUMN_SECONDS:
      return points->seconds[id];
    case SONDE_POINT_COLUMN_ID:
    default:
      return id;
    }
}

/* By plain comparison of doubles, NaN last, equal ones by id: whether @a must come before @b. */
static gboolean
comes_before (const SondePoints     *points,
              const SondePointOrder *order,
              guint                  a,
              guint                  b)
{
  double left = get_value (points, a, order);
  double right = get_value (points, b, order);

  if (isnan (left) || isnan (right))
    return isnan (left) && isnan (right) ? a < b : !isnan (left);
  if (left != right)
    return order->descending ? left > right : left < right;
  return a < b;
}

static void
assert_sorted (SondeRun       *run,
               SondePointList *list)
{
  const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (run));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autofree gboolean *seen = g_new0 (gboolean, n + 1);
  SondePointOrder order;
  guint place;

  sonde_point_list_get_order (list, &order);
  g_assert_cmpuint (n, ==, points->n);
  for (guint i = 0; i < n; i++)
    {
      guint id = sonde_point_list_get_id (list, i);

      g_assert_cmpuint (id, <, n);
      g_assert_false (seen[id]);
      seen[id] = TRUE;
      g_assert_true (i == 0 || comes_before (points, &order, sonde_point_list_get_id (list, i - 1), id));
      g_assert_true (sonde_point_list_find (list, id, &place));
      g_assert_cmpuint (place, ==, i);
    }
  g_assert_false (sonde_point_list_find (list, n, &place));
}

/* Numbers of which many are equal, some not finite, and all kinds of signs. */
static double
random_value (void)
{
  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      return NAN;
    case 1:
      return g_test_rand_bit () ? INFINITY : -INFINITY;
    case 2:
      return g_test_rand_bit () ? 0.0 : -0.0;
    case 3:
    case 4:
      return g_test_rand_int_range (-3, 4);
    default:
      return g_test_rand_double_range (-1, 1);
    }
}

static void
tell_some (SondeRun *run,
           guint     n)
{
  SondeLearner *learner = sonde_run_get_learner (run);

  for (guint i = 0; i < n; i++)
    {
      double x = g_test_rand_double_range (-1, 1);
      double y[2] = { random_value (), random_value () };

      g_assert_true (sonde_learner_tell (learner, &x, y, 2, g_test_rand_bit () ? NAN : fabs (y[0]), NULL));
    }
  g_signal_emit_by_name (sonde_run_get_runner (run), "changed");
}

static SondePointOrder
random_order (void)
{
  return (SondePointOrder) { g_test_rand_int_range (0, 4), 0, g_test_rand_bit () };
}

static void
wait_until_shown (SondeRun       *run,
                  SondePointList *list)
{
  while (sonde_point_list_get_sorting (list) || g_list_model_get_n_items (G_LIST_MODEL (list)) < get_n (run))
    g_main_context_iteration (NULL, TRUE);
}

/* Random appends and sorts, against brute force, with a view that follows. */
static void
test_random (void)
{
  g_autoptr (SondeStudy) study = study_with ("function", "{\"kind\": \"formula\", \"expression\": \"x, 1/x\"}");
  SondeRun *run = sonde_run_new (study);
  SondePointList *list = sonde_point_list_new (run);
  View view = { g_array_new (FALSE, FALSE, sizeof (guint)), 0 };

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &view);
  for (guint i = 0; i < 60; i++)
    {
      SondePointOrder order = random_order ();

      if (g_test_rand_bit ())
        sonde_point_list_sort (list, &order);
      tell_some (run, g_test_rand_bit () ? g_test_rand_int_range (0, 4) : g_test_rand_int_range (0, 120));
      if (g_test_rand_bit ())
        continue;
      wait_until_shown (run, list);
      assert_sorted (run, list);
      assert_view (list, &view);
    }
  g_array_unref (view.ids);
  g_assert_finalize_object (list);
  g_assert_finalize_object (run);
}

/* More than are sorted at once: in the thread, while others arrive and the order is changed. */
static void
test_many (void)
{
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  SondeRun *run = sonde_run_new (study);
  SondePointList *list = sonde_point_list_new (run);
  View view = { g_array_new (FALSE, FALSE, sizeof (guint)), 0 };
  const SondePointOrder by_y = { SONDE_POINT_COLUMN_Y, 1, FALSE };
  const SondePointOrder by_x = { SONDE_POINT_COLUMN_X, 0, TRUE };
  const SondePointOrder by_id = { SONDE_POINT_COLUMN_ID, 0, TRUE };

  tell_some (run, 50000);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &view);
  for (guint i = 0; i < 50000; i++)
    g_array_append_val (view.ids, i);
  sonde_point_list_sort (list, &by_y);
  g_assert_true (sonde_point_list_get_sorting (list));
  g_assert_cmpuint (sonde_point_list_get_id (list, 17), ==, 17);
  tell_some (run, 100);
  wait_until_shown (run, list);
  assert_sorted (run, list);
  assert_view (list, &view);

  /* the first of both is never seen */
  sonde_point_list_sort (list, &by_x);
  sonde_point_list_sort (list, &by_id);
  g_assert_false (sonde_point_list_get_sorting (list));
  sonde_point_list_sort (list, &by_x);
  tell_some (run, 25000);
  wait_until_shown (run, list);
  assert_sorted (run, list);
  assert_view (list, &view);
  tell_some (run, 25000);
  wait_until_shown (run, list);
  assert_sorted (run, list);
  assert_view (list, &view);

  /* let go while it sorts: it lives as long as its thread */
  sonde_point_list_sort (list, &by_y);
  g_assert_true (sonde_point_list_get_sorting (list));
  g_signal_handlers_disconnect_by_data (list, &view);
  g_array_unref (view.ids);
  g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
  g_object_unref (list);
  while (list != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (run);
}

/* Beside a run: rows come at most once a slice, and are the points. */
static void
test_live (void)
{
  g_autoptr (SondeStudy) study = study_with ("goal.npoints", "3000");
  SondeRun *run = sonde_run_new (study);
  SondePointList *list = sonde_point_list_new (run);
  View view = { g_array_new (FALSE, FALSE, sizeof (guint)), 0 };
  guint n_slices = 0;
  g_autoptr (SondePoint) point = NULL;
  const SondePoints *points;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &view);
  g_signal_connect_swapped (sonde_run_get_runner (run), "changed", G_CALLBACK (g_atomic_int_inc), &n_slices);
  finish (run);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3000);
  g_assert_cmpuint (view.n_changes, >, 0);
  g_assert_cmpuint (view.n_changes, <=, n_slices);
  assert_view (list, &view);

  points = sonde_learner_get_points (sonde_run_get_learner (run));
  point = g_list_model_get_item (G_LIST_MODEL (list), 1234);
  g_assert_cmpuint (sonde_point_get_id (point), ==, 1234);
  g_assert_cmpuint (sonde_point_get_ndim (point), ==, 1);
  g_assert_cmpuint (sonde_point_get_vdim (point), ==, 1);
  g_assert_cmpfloat (*sonde_point_get_x (point), ==, points->x[1234]);
  g_assert_cmpfloat (*sonde_point_get_y (point), ==, points->y[1234]);
  g_assert_cmpfloat (sonde_point_get_seconds (point), ==, points->seconds[1234]);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 3000));
  sonde_run_close (run, TRUE);
  g_array_unref (view.ids);
  g_assert_finalize_object (list);
  g_assert_finalize_object (run);
}

/* An edit replaces learner and runner: the list goes over to them and keeps its order. */
static void
test_restarted (void)
{
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  g_autoptr (SondeStudy) other = study_with ("domain[0].max", "3");
  SondeRun *run = sonde_run_new (study);
  SondePointList *list = sonde_point_list_new (run);
  const SondePointOrder by_y = { SONDE_POINT_COLUMN_Y, 0, TRUE };

  sonde_point_list_sort (list, &by_y);
  g_assert_true (sonde_run_set_study (run, other, NULL));
  finish (run);
  wait_until_shown (run, list);
  assert_sorted (run, list);
  sonde_run_close (run, TRUE);
  g_assert_finalize_object (list);
  g_assert_finalize_object (run);
}

/* A list that is not sorted stores nothing for its rows; what is looked at is let go again. */
static void
test_lazy (void)
{
  g_autoptr (SondeStudy) study = study_with (NULL, NULL);
  SondeRun *run = sonde_run_new (study);
  SondePointList *list = sonde_point_list_new (run);
  SondePoint *point;

  tell_some (run, 100);
  point = g_list_model_get_item (G_LIST_MODEL (list), 99);
  g_assert_cmpuint (sonde_point_get_vdim (point), ==, 2);
  g_assert_finalize_object (point);
  g_assert_finalize_object (list);
  g_assert_finalize_object (run);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = make_folder ();
  int result;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/point-list/random", test_random);
  g_test_add_func ("/point-list/many", test_many);
  g_test_add_func ("/point-list/live", test_live);
  g_test_add_func ("/point-list/restarted", test_restarted);
  g_test_add_func ("/point-list/lazy", test_lazy);
  result = g_test_run ();
  remove_folder (folder);
  return result;
}
