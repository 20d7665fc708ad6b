/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Entries a leaf: a power of two that keeps the keys of a leaf within a few cache lines. */
#define SONDE_ORDERED_LEAF_CAPACITY 64

typedef struct _SondeOrderedLeaf SondeOrderedLeaf;

/*< private >: public only for the cursor functions below, which are inline */
struct _SondeOrderedLeaf
{
  SondeOrderedLeaf *prev;
  SondeOrderedLeaf *next;
  guint             n;
  guint32           ids[SONDE_ORDERED_LEAF_CAPACITY];
  double            keys[SONDE_ORDERED_LEAF_CAPACITY];
};

/**
 * SondeOrderedSet:
 *
 * A set of numbers, each with an id, in ascending order. 0 and -0 are the same key; NaN is none.
 */
typedef struct _SondeOrderedSet SondeOrderedSet;

/**
 * SondeOrderedCursor:
 *
 * A place in a set: an entry, or (with leaf %NULL) beyond either end. Any change of the set makes cursors invalid,
 * but for the one which that change returns.
 */
typedef struct
{
  SondeOrderedLeaf *leaf;
  guint             index;
} SondeOrderedCursor;

SondeOrderedSet    *sonde_ordered_set_new         (void);
void                sonde_ordered_set_free        (SondeOrderedSet    *self);
void                sonde_ordered_set_clear       (SondeOrderedSet    *self);
void                sonde_ordered_set_build       (SondeOrderedSet    *self,
                                                   guint               n,
                                                   const double       *keys,
                                                   const guint32      *ids);
guint               sonde_ordered_set_get_length  (SondeOrderedSet    *self);
SondeOrderedCursor  sonde_ordered_set_first       (SondeOrderedSet    *self);
SondeOrderedCursor  sonde_ordered_set_last        (SondeOrderedSet    *self);
gboolean            sonde_ordered_set_find        (SondeOrderedSet    *self,
                                                   double              key,
                                                   SondeOrderedCursor *at);
gboolean            sonde_ordered_set_around      (SondeOrderedSet    *self,
                                                   double              key,
                                                   SondeOrderedCursor *before,
                                                   SondeOrderedCursor *after);
SondeOrderedCursor  sonde_ordered_set_insert      (SondeOrderedSet    *self,
                                                   double              key,
                                                   guint32             id);
gboolean            sonde_ordered_set_remove      (SondeOrderedSet    *self,
                                                   double              key,
                                                   guint32            *id);
gboolean            sonde_ordered_set_is_valid    (SondeOrderedSet    *self,
                                                   const char        **why);

static inline gboolean
sonde_ordered_cursor_is_entry (SondeOrderedCursor at)
{
  return at.leaf != NULL;
}

static inline double
sonde_ordered_cursor_key (SondeOrderedCursor at)
{
  return at.leaf->keys[at.index];
}

static inline guint32
sonde_ordered_cursor_id (SondeOrderedCursor at)
{
  return at.leaf->ids[at.index];
}

static inline SondeOrderedCursor
sonde_ordered_cursor_next (SondeOrderedCursor at)
{
  if (at.index + 1 < at.leaf->n)
    return (SondeOrderedCursor) { at.leaf, at.index + 1 };
  return (SondeOrderedCursor) { at.leaf->next, 0 };
}

static inline SondeOrderedCursor
sonde_ordered_cursor_prev (SondeOrderedCursor at)
{
  if (at.index > 0)
    return (SondeOrderedCursor) { at.leaf, at.index - 1 };
  return (SondeOrderedCursor) { at.leaf->prev, at.leaf->prev != NULL ? at.leaf->prev->n - 1 : 0 };
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeOrderedSet, sonde_ordered_set_free)

G_END_DECLS
