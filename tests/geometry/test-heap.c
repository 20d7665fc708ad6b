/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The heap against plain arrays, with all invariants checked after every step. */

#include "config.h"

#include <stdlib.h>

#include "geometry/sonde-heap.h"

#define N_ITEMS 600

#define assert_valid(heap) \
  G_STMT_START \
    { \
      const char *why; \
      if (!sonde_heap_is_valid (heap, &why)) \
        g_error ("%s", why); \
    } \
  G_STMT_END

/* What is in a heap, kept apart from it. */
typedef struct
{
  gboolean present[N_ITEMS];
  double   rank[N_ITEMS];
} Model;

/* Places that are all different and do not follow the numbers. */
static double
place (gpointer data,
       guint32  item)
{
  return (item * 7919u) % 10007u + GPOINTER_TO_UINT (data) * 0.5;
}

typedef struct
{
  guint   heap;
  guint32 item;
  double  rank;
} Entry;

static int
compare (const void *first,
         const void *second)
{
  const Entry *a = first;
  const Entry *b = second;
  double place_a = place (GUINT_TO_POINTER (a->heap), a->item);
  double place_b = place (GUINT_TO_POINTER (b->heap), b->item);

  if (a->rank != b->rank)
    return a->rank > b->rank ? -1 : 1;
  return place_a < place_b ? -1 : place_a > place_b;
}

static guint
sorted (guint        n_models,
        const Model *models,
        Entry       *entries)
{
  guint n = 0;

  for (guint i = 0; i < n_models; i++)
    for (guint32 item = 0; item < N_ITEMS; item++)
      if (models[i].present[item])
        entries[n++] = (Entry) { i, item, models[i].rank[item] };
  qsort (entries, n, sizeof *entries, compare);
  return n;
}

/* Walking gives all items in order, as far as one goes. */
static void
assert_walk (guint        n_heaps,
             SondeHeap  **heaps,
             const Model *models,
             guint        limit)
{
  g_autofree Entry *entries = g_new (Entry, n_heaps * N_ITEMS);
  guint n = sorted (n_heaps, models, entries);
  g_auto (SondeHeapWalk) walk;
  guint heap;
  guint32 item;
  double rank;

  sonde_heap_walk_init (&walk, n_heaps, heaps);
  for (guint i = 0; i < MIN (n, limit); i++)
    {
      g_assert_true (sonde_heap_walk_next (&walk, &heap, &item, &rank));
      g_assert_cmpuint (heap, ==, entries[i].heap);
      g_assert_cmpuint (item, ==, entries[i].item);
      g_assert_cmpfloat (rank, ==, entries[i].rank);
    }
  if (limit >= n)
    g_assert_false (sonde_heap_walk_next (&walk, &heap, &item, &rank));
}

/* Few different ranks, so that there are many ties. */
static void
random_step (SondeHeap *heap,
             Model     *model)
{
  guint32 item = g_test_rand_int_range (0, N_ITEMS);
  double rank = g_test_rand_int_range (0, 2) ? g_test_rand_int_range (0, 20) : g_test_rand_double ();

  g_assert_cmpint (sonde_heap_contains (heap, item), ==, model->present[item]);
  if (g_test_rand_int_range (0, 3) == 0)
    {
      g_assert_cmpint (sonde_heap_remove (heap, item), ==, model->present[item]);
      model->present[item] = FALSE;
      return;
    }
  sonde_heap_set (heap, item, rank);
  model->present[item] = TRUE;
  model->rank[item] = rank;
  g_assert_cmpfloat (sonde_heap_get_rank (heap, item), ==, rank);
}

static void
test_random (void)
{
  SondeHeap *heaps[3];
  g_autofree Model *models = g_new0 (Model, 3);

  for (guint i = 0; i < 3; i++)
    heaps[i] = sonde_heap_new (place, GUINT_TO_POINTER (i));
  assert_walk (3, heaps, models, G_MAXUINT);
  for (guint i = 0; i < 20000; i++)
    {
      guint which = g_test_rand_int_range (0, 3);

      random_step (heaps[which], &models[which]);
      assert_valid (heaps[which]);
      if (i % 400 == 0)
        assert_walk (3, heaps, models, G_MAXUINT);
      if (i % 50 == 0)
        assert_walk (3, heaps, models, 1 + i % 7);
    }
  for (guint i = 0; i < 3; i++)
    sonde_heap_free (heaps[i]);
}

/* Appending and arranging in small steps, and copying, give the same order as inserting. */
static void
test_arrange (void)
{
  for (guint n = 0; n <= N_ITEMS; n = n < 40 ? n + 1 : n + 140)
    {
      g_autoptr (SondeHeap) heap = sonde_heap_new (place, NULL);
      g_autoptr (SondeHeap) copy = sonde_heap_new (place, NULL);
      g_autofree Model *model = g_new0 (Model, 1);
      guint done = 0;

      sonde_heap_set (copy, 3, 1);
      for (guint32 item = 0; item < n; item++)
        {
          model->present[item] = TRUE;
          model->rank[item] = g_test_rand_int_range (0, 30);
          sonde_heap_append (heap, item, model->rank[item]);
        }
      while (!sonde_heap_arrange (heap, &done, 1 + n % 5))
        ;
      assert_valid (heap);
      g_assert_cmpuint (sonde_heap_get_length (heap), ==, n);
      assert_walk (1, (SondeHeap *[]) { heap }, model, G_MAXUINT);
      sonde_heap_copy (copy, heap);
      assert_valid (copy);
      assert_walk (1, (SondeHeap *[]) { copy }, model, G_MAXUINT);
      sonde_heap_clear (heap);
      assert_valid (heap);
      g_assert_cmpuint (sonde_heap_get_length (heap), ==, 0);
    }
}

static void
test_peek (void)
{
  g_autoptr (SondeHeap) heap = sonde_heap_new (place, NULL);
  guint32 item;
  double rank;

  g_assert_false (sonde_heap_peek (heap, &item, &rank));
  sonde_heap_set (heap, 4, 1);
  sonde_heap_set (heap, 100000, 2);
  g_assert_true (sonde_heap_peek (heap, &item, &rank));
  g_assert_cmpuint (item, ==, 100000);
  g_assert_cmpfloat (rank, ==, 2);
  sonde_heap_set (heap, 100000, 0.5);
  g_assert_true (sonde_heap_peek (heap, &item, NULL));
  g_assert_cmpuint (item, ==, 4);
  g_assert_true (sonde_heap_remove (heap, 4));
  g_assert_true (sonde_heap_remove (heap, 100000));
  g_assert_false (sonde_heap_remove (heap, 100000));
  assert_valid (heap);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/heap/random", test_random);
  g_test_add_func ("/geometry/heap/arrange", test_arrange);
  g_test_add_func ("/geometry/heap/peek", test_peek);
  return g_test_run ();
}
