/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A heap whose items know where they are, so that any of them can be changed or removed in O(log n): R. E. Tarjan, Data
 * Structures and Network Algorithms, SIAM 1983, chapter 3 (the d-heap). Four children a node: half the levels of two, and
 * the ranks of the four lie side by side in memory. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "geometry/sonde-heap.h"

#define ARITY 4

struct _SondeHeap
{
  double         *ranks;
  guint32        *items;
  guint           n;
  guint           capacity;
  guint32        *where;    /* of each item: its index + 1, or 0 */
  guint           n_where;
  SondeHeapPlace  place;
  gpointer        data;
};

/**
 * sonde_heap_new:
 * @place: decides between items of equal rank
 * @data: for @place
 *
 * Returns: (transfer full): an empty heap
 */
SondeHeap *
sonde_heap_new (SondeHeapPlace place,
                gpointer       data)
{
  SondeHeap *self = g_new0 (SondeHeap, 1);

  self->place = place;
  self->data = data;
  return self;
}

void
sonde_heap_free (SondeHeap *self)
{
  g_free (self->ranks);
  g_free (self->items);
  g_free (self->where);
  g_free (self);
}

void
sonde_heap_clear (SondeHeap *self)
{
  if (self->n > self->n_where / 4)
    memset (self->where, 0, self->n_where * sizeof *self->where);
  for (guint i = 0; i < self->n && self->n <= self->n_where / 4; i++)
    self->where[self->items[i]] = 0;
  self->n = 0;
}

guint
sonde_heap_get_length (SondeHeap *self)
{
  return self->n;
}

gboolean
sonde_heap_contains (SondeHeap *self,
                     guint32    item)
{
  return item < self->n_where && self->where[item] != 0;
}

/**
 * sonde_heap_get_rank:
 * @item: an item of the heap
 *
 * Returns: its rank
 */
double
sonde_heap_get_rank (SondeHeap *self,
                     guint32    item)
{
  g_assert (sonde_heap_contains (self, item));

  return self->ranks[self->where[item] - 1];
}

/**
 * sonde_heap_peek:
 * @item: (out): the first item
 * @rank: (out) (optional): its rank
 *
 * Returns: whether there is one
 */
gboolean
sonde_heap_peek (SondeHeap *self,
                 guint32   *item,
                 double    *rank)
{
  if (self->n == 0)
    return FALSE;
  *item = self->items[0];
  if (rank != NULL)
    *rank = self->ranks[0];
  return TRUE;
}

static inline gboolean
precedes (SondeHeap *self,
          double     rank,
          guint32    item,
          double     other_rank,
          guint32    other_item)
{
  if (rank != other_rank)
    return rank > other_rank;
  return self->place (self->data, item) < self->place (self->data, other_item);
}

static inline void
put (SondeHeap *self,
     guint      index,
     guint32    item,
     double     rank)
{
  self->ranks[index] = rank;
  self->items[index] = item;
  self->where[item] = index + 1;
}

static guint
sift_up (SondeHeap *self,
         guint      index,
         guint32    item,
         double     rank)
{
  while (index > 0)
    {
      guint parent = (index - 1) / ARITY;

      if (!precedes (self, rank, item, self->ranks[parent], self->items[parent]))
        break;
      put (self, index, self->items[parent], self->ranks[parent]);
      index = parent;
    }
  put (self, index, item, rank);
  return index;
}

/* The first in order of the children from @child up to @end. Which one it is cannot be foreseen, so ranks are compared without branches;
 * places are looked at only if ranks were equal. */
static inline guint
best_child (SondeHeap *self,
            guint      child,
            guint      end)
{
  const double *ranks = self->ranks;
  double rank = ranks[child];
  guint best = child;
  gboolean tie = FALSE;

  for (guint i = child + 1; i < end; i++)
    {
      tie |= ranks[i] == rank;
      best = ranks[i] > rank ? i : best;
      rank = ranks[i] > rank ? ranks[i] : rank;
    }
  if (G_UNLIKELY (tie))
    for (guint i = child; i < end; i++)
      if (ranks[i] == rank && precedes (self, rank, self->items[i], rank, self->items[best]))
        best = i;
  return best;
}

static void
sift_down (SondeHeap *self,
           guint      index,
           guint32    item,
           double     rank)
{
  for (;;)
    {
      guint child = index * ARITY + 1;
      guint best;

      if (child >= self->n)
        break;
      best = best_child (self, child, MIN (child + ARITY, self->n));
      if (!precedes (self, self->ranks[best], self->items[best], rank, item))
        break;
      put (self, index, self->items[best], self->ranks[best]);
      index = best;
    }
  put (self, index, item, rank);
}

static guint
grown (guint capacity,
       guint n)
{
  /* small steps once it is large: memory a point is what limits long runs, and realloc moves pages, not bytes */
  return MAX (n, capacity < 4096 ? MAX (64, 2 * capacity) : capacity + capacity / 4);
}

/* Makes room for one more, which is @item. */
static void
make_room (SondeHeap *self,
           guint32    item)
{
  if (self->n == self->capacity)
    {
      self->capacity = grown (self->capacity, self->n + 1);
      self->ranks = g_renew (double, self->ranks, self->capacity);
      self->items = g_renew (guint32, self->items, self->capacity);
    }
  if (item >= self->n_where)
    {
      guint n_where = grown (self->n_where, item + 1);

      self->where = g_renew (guint32, self->where, n_where);
      memset (self->where + self->n_where, 0, (n_where - self->n_where) * sizeof *self->where);
      self->n_where = n_where;
    }
}

/**
 * sonde_heap_set:
 * @item: an item, in the heap or not
 * @rank: its rank from now on; not NaN
 */
void
sonde_heap_set (SondeHeap *self,
                guint32    item,
                double     rank)
{
  guint index;

  g_assert (!isnan (rank));

  if (!sonde_heap_contains (self, item))
    {
      make_room (self, item);
      sift_up (self, self->n++, item, rank);
      return;
    }
  index = self->where[item] - 1;
  if (rank >= self->ranks[index])
    sift_up (self, index, item, rank);
  else
    sift_down (self, index, item, rank);
}

/**
 * sonde_heap_remove:
 *
 * Returns: whether @item was in the heap
 */
gboolean
sonde_heap_remove (SondeHeap *self,
                   guint32    item)
{
  guint index;
  guint32 last;
  double rank;

  if (!sonde_heap_contains (self, item))
    return FALSE;

  index = self->where[item] - 1;
  self->where[item] = 0;
  self->n--;
  if (index == self->n)
    return TRUE;
  last = self->items[self->n];
  rank = self->ranks[self->n];
  if (sift_up (self, index, last, rank) == index)
    sift_down (self, index, last, rank);
  return TRUE;
}

/**
 * sonde_heap_copy:
 * @other: a heap over the same items with the same places
 *
 * Makes @self what @other is.
 */
void
sonde_heap_copy (SondeHeap *self,
                 SondeHeap *other)
{
  sonde_heap_clear (self);
  for (guint i = 0; i < other->n; i++)
    sonde_heap_append (self, other->items[i], other->ranks[i]);
}

/**
 * sonde_heap_append:
 * @item: an item that is not in the heap
 * @rank: its rank; not NaN
 *
 * Adds an item without keeping order: call sonde_heap_arrange() before anything else.
 */
void
sonde_heap_append (SondeHeap *self,
                   guint32    item,
                   double     rank)
{
  g_assert (!isnan (rank));

  make_room (self, item);
  put (self, self->n++, item, rank);
}

/**
 * sonde_heap_arrange:
 * @done: (inout): how far it has come; 0 at first
 * @steps: how many nodes to arrange now
 *
 * Restores the order after sonde_heap_append(), in parts of bounded work; all together O(n).
 *
 * Returns: whether the heap is in order
 */
gboolean
sonde_heap_arrange (SondeHeap *self,
                    guint     *done,
                    guint      steps)
{
  guint inner = self->n > 1 ? (self->n - 2) / ARITY + 1 : 0;

  for (; *done < inner && steps > 0; (*done)++, steps--)
    {
      guint index = inner - 1 - *done;

      sift_down (self, index, self->items[index], self->ranks[index]);
    }
  return *done >= inner;
}

/**
 * sonde_heap_is_valid:
 * @why: (out) (optional): what is wrong
 *
 * For tests: looks at every item.
 *
 * Returns: whether the heap is in order and every item knows its index
 */
gboolean
sonde_heap_is_valid (SondeHeap   *self,
                     const char **why)
{
  const char *fault = NULL;
  guint present = 0;

  for (guint i = 0; i < self->n && fault == NULL; i++)
    {
      guint parent = i > 0 ? (i - 1) / ARITY : 0;

      if (self->items[i] >= self->n_where || self->where[self->items[i]] != i + 1)
        fault = "an item does not know where it is";
      else if (i > 0 && precedes (self, self->ranks[i], self->items[i], self->ranks[parent], self->items[parent]))
        fault = "an item precedes its parent";
    }
  for (guint i = 0; i < self->n_where; i++)
    present += self->where[i] != 0;
  if (fault == NULL && present != self->n)
    fault = "an item that is not there has a place";
  if (why != NULL)
    *why = fault;
  return fault == NULL;
}

/* Walking: the front is a heap (of two children a node) of those nodes whose parents have been visited. */

static gboolean
entry_precedes (const SondeHeapWalkEntry *a,
                const SondeHeapWalkEntry *b)
{
  return a->rank > b->rank || (a->rank == b->rank && a->place < b->place);
}

static void
walk_push (SondeHeapWalk *walk,
           guint          heap,
           guint          index)
{
  SondeHeap *source = walk->heaps[heap];
  SondeHeapWalkEntry entry = { source->ranks[index], source->place (source->data, source->items[index]), index, heap };
  guint at = walk->n++;

  if (walk->n > walk->capacity)
    {
      SondeHeapWalkEntry *old = walk->entries;

      walk->capacity *= 2;
      if (old == walk->first_entries)
        walk->entries = memcpy (g_new (SondeHeapWalkEntry, walk->capacity), old, sizeof walk->first_entries);
      else
        walk->entries = g_renew (SondeHeapWalkEntry, old, walk->capacity);
    }
  for (; at > 0 && entry_precedes (&entry, &walk->entries[(at - 1) / 2]); at = (at - 1) / 2)
    walk->entries[at] = walk->entries[(at - 1) / 2];
  walk->entries[at] = entry;
}

static SondeHeapWalkEntry
walk_pop (SondeHeapWalk *walk)
{
  SondeHeapWalkEntry first = walk->entries[0];
  SondeHeapWalkEntry last = walk->entries[--walk->n];
  guint at = 0;

  for (guint child = 1; child < walk->n; child = 2 * at + 1)
    {
      if (child + 1 < walk->n && entry_precedes (&walk->entries[child + 1], &walk->entries[child]))
        child++;
      if (!entry_precedes (&walk->entries[child], &last))
        break;
      walk->entries[at] = walk->entries[child];
      at = child;
    }
  walk->entries[at] = last;
  return first;
}

/**
 * sonde_heap_walk_init:
 * @n_heaps: how many heaps there are, at most SONDE_HEAP_WALK_HEAPS
 * @heaps: heaps whose places can be compared
 *
 * Begins a walk; end it with sonde_heap_walk_clear().
 */
void
sonde_heap_walk_init (SondeHeapWalk  *walk,
                      guint           n_heaps,
                      SondeHeap     **heaps)
{
  g_assert (n_heaps <= SONDE_HEAP_WALK_HEAPS);

  walk->n = 0;
  walk->capacity = SONDE_HEAP_WALK_INLINE;
  walk->entries = walk->first_entries;
  for (guint i = 0; i < n_heaps; i++)
    {
      walk->heaps[i] = heaps[i];
      if (heaps[i]->n > 0)
        walk_push (walk, i, 0);
    }
}

/**
 * sonde_heap_walk_next:
 * @heap: (out): which heap it is in
 * @item: (out): the next item in the order of all
 * @rank: (out): its rank
 *
 * The k-th step takes O(log k), whatever the size of the heaps.
 *
 * Returns: whether there is one
 */
gboolean
sonde_heap_walk_next (SondeHeapWalk *walk,
                      guint         *heap,
                      guint32       *item,
                      double        *rank)
{
  SondeHeapWalkEntry entry;
  SondeHeap *source;

  if (walk->n == 0)
    return FALSE;
  entry = walk_pop (walk);
  source = walk->heaps[entry.heap];
  *heap = entry.heap;
  *item = source->items[entry.index];
  *rank = entry.rank;
  for (guint i = 0; i < ARITY && entry.index * ARITY + 1 + i < source->n; i++)
    walk_push (walk, entry.heap, entry.index * ARITY + 1 + i);
  return TRUE;
}

void
sonde_heap_walk_clear (SondeHeapWalk *walk)
{
  if (walk->entries != walk->first_entries)
    g_free (walk->entries);
  walk->entries = walk->first_entries;
  walk->n = 0;
}
