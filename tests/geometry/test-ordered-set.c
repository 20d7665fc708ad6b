/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ordered set against a sorted array, with all invariants checked after every step. */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "geometry/sonde-ordered-set.h"

#define assert_valid(set) \
  G_STMT_START \
    { \
      const char *why; \
      if (!sonde_ordered_set_is_valid (set, &why)) \
        g_error ("%s", why); \
    } \
  G_STMT_END

/* A sorted array that does the same slowly. */
typedef struct
{
  double  keys[4096];
  guint32 ids[4096];
  guint   n;
} Model;

static guint
model_index (Model  *model,
             double  key)
{
  guint i = 0;

  while (i < model->n && model->keys[i] < key)
    i++;
  return i;
}

static gboolean
model_has (Model  *model,
           double  key)
{
  guint i = model_index (model, key);

  return i < model->n && model->keys[i] == key;
}

static void
model_insert (Model   *model,
              double   key,
              guint32  id)
{
  guint at = model_index (model, key);

  for (guint i = model->n++; i > at; i--)
    {
      model->keys[i] = model->keys[i - 1];
      model->ids[i] = model->ids[i - 1];
    }
  model->keys[at] = key;
  model->ids[at] = id;
}

static void
model_remove (Model  *model,
              double  key)
{
  for (guint i = model_index (model, key) + 1; i < model->n; i++)
    {
      model->keys[i - 1] = model->keys[i];
      model->ids[i - 1] = model->ids[i];
    }
  model->n--;
}

static void
assert_at (Model              *model,
           guint               index,
           SondeOrderedCursor  at)
{
  if (index >= model->n)
    {
      g_assert_false (sonde_ordered_cursor_is_entry (at));
      return;
    }
  g_assert_true (sonde_ordered_cursor_is_entry (at));
  g_assert_cmpfloat (sonde_ordered_cursor_key (at), ==, model->keys[index]);
  g_assert_cmpuint (sonde_ordered_cursor_id (at), ==, model->ids[index]);
}

static void
assert_same (Model           *model,
             SondeOrderedSet *set)
{
  SondeOrderedCursor at = sonde_ordered_set_first (set);
  SondeOrderedCursor back = sonde_ordered_set_last (set);

  g_assert_cmpuint (sonde_ordered_set_get_length (set), ==, model->n);
  for (guint i = 0; i < model->n; i++)
    {
      assert_at (model, i, at);
      assert_at (model, model->n - 1 - i, back);
      at = sonde_ordered_cursor_next (at);
      back = sonde_ordered_cursor_prev (back);
    }
  g_assert_false (sonde_ordered_cursor_is_entry (at));
  g_assert_false (sonde_ordered_cursor_is_entry (back));
}

static void
check_look_up (Model           *model,
               SondeOrderedSet *set,
               double           key)
{
  SondeOrderedCursor at, before, after;
  gboolean has = model_has (model, key);
  guint index = model_index (model, key);

  g_assert_cmpint (sonde_ordered_set_find (set, key, &at), ==, has);
  assert_at (model, index, at);
  g_assert_cmpint (sonde_ordered_set_around (set, key, &before, &after), ==, has);
  assert_at (model, index > 0 ? index - 1 : model->n, before);
  assert_at (model, has ? index + 1 : index, after);
}

static void
step (Model           *model,
      SondeOrderedSet *set,
      double           key,
      gboolean         insert,
      guint32          id)
{
  guint32 removed = G_MAXUINT32;
  gboolean has = model_has (model, key);

  check_look_up (model, set, key);
  if (insert && !has)
    {
      SondeOrderedCursor at = sonde_ordered_set_insert (set, key, id);

      model_insert (model, key, id);
      assert_at (model, model_index (model, key), at);
    }
  else if (!insert)
    {
      g_assert_cmpint (sonde_ordered_set_remove (set, key, &removed), ==, has);
      if (has)
        {
          g_assert_cmpuint (removed, ==, model->ids[model_index (model, key)]);
          model_remove (model, key);
        }
    }
  assert_valid (set);
}

/* Fills to some thousand entries and empties again, twice. */
static void
test_random (void)
{
  g_autoptr (SondeOrderedSet) set = sonde_ordered_set_new ();
  g_autofree Model *model = g_new0 (Model, 1);

  for (guint32 i = 0; i < 24000; i++)
    {
      gboolean filling = (i / 6000) % 2 == 0;
      double key = g_test_rand_int_range (0, 4000) * (filling ? 0.25 : 0.5);

      step (model, set, key, g_test_rand_int_range (0, 8) < (filling ? 7 : 1), i);
      if (i % 500 == 0)
        assert_same (model, set);
    }
  while (model->n > 0)
    step (model, set, model->keys[g_test_rand_int_range (0, model->n)], FALSE, 0);
  assert_same (model, set);
  step (model, set, 1, TRUE, 7);
  assert_same (model, set);
}

static void
test_ordered (gconstpointer data)
{
  int direction = GPOINTER_TO_INT (data);
  g_autoptr (SondeOrderedSet) set = sonde_ordered_set_new ();
  g_autofree Model *model = g_new0 (Model, 1);

  for (int i = 0; i < 4000; i++)
    {
      sonde_ordered_set_insert (set, direction * i, i);
      model_insert (model, direction * i, i);
      if (i % 64 == 0)
        assert_valid (set);
    }
  assert_valid (set);
  assert_same (model, set);
  for (int i = 0; i < 4000; i++)
    step (model, set, direction * i, FALSE, 0);
}

static void
test_build (void)
{
  g_autoptr (SondeOrderedSet) set = sonde_ordered_set_new ();
  g_autofree Model *model = g_new0 (Model, 1);

  for (guint n = 0; n <= 3000; n = n < 200 ? n + 1 : n + 700)
    {
      model->n = n;
      for (guint i = 0; i < n; i++)
        {
          model->keys[i] = -100 + i * 0.5;
          model->ids[i] = 3 * i;
        }
      sonde_ordered_set_build (set, n, model->keys, model->ids);
      assert_valid (set);
      assert_same (model, set);
      for (guint i = 0; i < 100; i++)
        check_look_up (model, set, -120 + g_test_rand_double () * 0.6 * n);
    }
  for (guint i = 0; i < 500; i++)
    step (model, set, g_test_rand_double () * 1000, TRUE, i);
  assert_same (model, set);
}

static void
test_edges (void)
{
  g_autoptr (SondeOrderedSet) set = sonde_ordered_set_new ();
  SondeOrderedCursor at, before, after;

  assert_valid (set);
  g_assert_false (sonde_ordered_cursor_is_entry (sonde_ordered_set_first (set)));
  g_assert_false (sonde_ordered_cursor_is_entry (sonde_ordered_set_last (set)));
  g_assert_false (sonde_ordered_set_find (set, 0, &at));
  g_assert_false (sonde_ordered_set_around (set, 0, &before, &after));
  g_assert_false (sonde_ordered_set_remove (set, 0, NULL));

  sonde_ordered_set_insert (set, 0.0, 1);
  sonde_ordered_set_insert (set, 5e-324, 2);
  sonde_ordered_set_insert (set, -5e-324, 3);
  sonde_ordered_set_insert (set, G_MAXDOUBLE, 4);
  sonde_ordered_set_insert (set, -G_MAXDOUBLE, 5);
  assert_valid (set);
  g_assert_true (sonde_ordered_set_find (set, -0.0, &at));
  g_assert_cmpuint (sonde_ordered_cursor_id (at), ==, 1);
  g_assert_true (sonde_ordered_set_around (set, -0.0, &before, &after));
  g_assert_cmpuint (sonde_ordered_cursor_id (before), ==, 3);
  g_assert_cmpuint (sonde_ordered_cursor_id (after), ==, 2);
  g_assert_true (sonde_ordered_set_remove (set, -0.0, NULL));
  g_assert_false (sonde_ordered_set_find (set, 0.0, &at));

  sonde_ordered_set_clear (set);
  assert_valid (set);
  g_assert_cmpuint (sonde_ordered_set_get_length (set), ==, 0);
}

/* A million entries: enough for four levels. */
static void
test_many (void)
{
  g_autoptr (SondeOrderedSet) set = sonde_ordered_set_new ();
  SondeOrderedCursor at;
  guint n = 0;

  for (guint32 i = 0; i < 1000000; i++)
    sonde_ordered_set_insert (set, (i * 2654435761u) * 1.0, i);
  assert_valid (set);
  for (guint32 i = 0; i < 1000000; i += 997)
    {
      g_assert_true (sonde_ordered_set_find (set, (i * 2654435761u) * 1.0, &at));
      g_assert_cmpuint (sonde_ordered_cursor_id (at), ==, i);
    }
  for (at = sonde_ordered_set_first (set); sonde_ordered_cursor_is_entry (at); at = sonde_ordered_cursor_next (at))
    n++;
  g_assert_cmpuint (n, ==, 1000000);
  for (guint32 i = 0; i < 1000000; i++)
    g_assert_true (sonde_ordered_set_remove (set, (i * 2654435761u) * 1.0, NULL));
  assert_valid (set);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/ordered-set/random", test_random);
  g_test_add_data_func ("/geometry/ordered-set/ascending", GINT_TO_POINTER (1), test_ordered);
  g_test_add_data_func ("/geometry/ordered-set/descending", GINT_TO_POINTER (-1), test_ordered);
  g_test_add_func ("/geometry/ordered-set/build", test_build);
  g_test_add_func ("/geometry/ordered-set/edges", test_edges);
  g_test_add_func ("/geometry/ordered-set/many", test_many);
  return g_test_run ();
}
