/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeHeapPlace:
 * @item: an item of the heap
 *
 * Where an item lies: among items of equal rank the one with the smaller place comes first. It must not change while the item
 * is in the heap.
 */
typedef double (*SondeHeapPlace) (gpointer data,
                                  guint32  item);

/**
 * SondeHeap:
 *
 * Items, which are small numbers chosen by the user, in the order of falling rank, then rising place.
 */
typedef struct _SondeHeap SondeHeap;

SondeHeap *sonde_heap_new        (SondeHeapPlace  place,
                                  gpointer        data);
void       sonde_heap_free       (SondeHeap      *self);
void       sonde_heap_clear      (SondeHeap      *self);
guint      sonde_heap_get_length (SondeHeap      *self);
gboolean   sonde_heap_contains   (SondeHeap      *self,
                                  guint32         item);
double     sonde_heap_get_rank   (SondeHeap      *self,
                                  guint32         item);
gboolean   sonde_heap_peek       (SondeHeap      *self,
                                  guint32        *item,
                                  double         *rank);
void       sonde_heap_set        (SondeHeap      *self,
                                  guint32         item,
                                  double          rank);
gboolean   sonde_heap_remove     (SondeHeap      *self,
                                  guint32         item);
void       sonde_heap_copy       (SondeHeap      *self,
                                  SondeHeap      *other);

/* Building at once: append in any order, then arrange. */
void       sonde_heap_append     (SondeHeap      *self,
                                  guint32         item,
                                  double          rank);
gboolean   sonde_heap_arrange    (SondeHeap      *self,
                                  guint          *done,
                                  guint           steps);

gboolean   sonde_heap_is_valid   (SondeHeap      *self,
                                  const char    **why);

#define SONDE_HEAP_WALK_HEAPS 4
#define SONDE_HEAP_WALK_INLINE 16

/*< private >*/
typedef struct
{
  double rank;
  double place;
  guint  index;
  guint  heap;
} SondeHeapWalkEntry;

/**
 * SondeHeapWalk:
 *
 * Goes through several heaps as if they were one, in order, without changing them. They must not be changed meanwhile.
 */
typedef struct
{
  /*< private >*/
  SondeHeap          *heaps[SONDE_HEAP_WALK_HEAPS];
  guint               n;
  guint               capacity;
  SondeHeapWalkEntry *entries;
  SondeHeapWalkEntry  first_entries[SONDE_HEAP_WALK_INLINE];
} SondeHeapWalk;

void       sonde_heap_walk_init  (SondeHeapWalk  *walk,
                                  guint           n_heaps,
                                  SondeHeap     **heaps);
gboolean   sonde_heap_walk_next  (SondeHeapWalk  *walk,
                                  guint          *heap,
                                  guint32        *item,
                                  double         *rank);
void       sonde_heap_walk_clear (SondeHeapWalk  *walk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeHeap, sonde_heap_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondeHeapWalk, sonde_heap_walk_clear)

G_END_DECLS
