/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An ordered set of numbers as a B+ tree: R. Bayer, E. McCreight, Organization and maintenance of large ordered indexes,
 * Acta Informatica 1 (1972); leaves are freed only when they are empty (T. Johnson, D. Shasha, B-trees with inserts and
 * deletes: why free-at-empty is better than merge-at-half, J. Comput. Syst. Sci. 47, 1993).
 *
 * 1. All entries lie in leaves, in arrays that are searched by halving; the leaves are linked in order.
 * 2. An inner node has, for each child but the first, the smallest key that may occur in it.
 * 3. A full node is split in halves, but at the right end of the set, where points that arrive in order leave full nodes.
 * 4. The leaf used last is remembered: a learner asks for, announces and is told one point after another. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "geometry/sonde-ordered-set.h"

#define INNER_CAPACITY 64
/* 64 halved: even half-full nodes hold 2^32 entries in 7 levels */
#define MAX_HEIGHT 8
/* how full sonde_ordered_set_build() leaves them, so that the next insertion does not split each */
#define BUILD_FILL 52

typedef struct
{
  guint    n;
  double   keys[INNER_CAPACITY];
  gpointer children[INNER_CAPACITY];
} Inner;

struct _SondeOrderedSet
{
  gpointer          root;   /* an Inner, or a leaf when height is 0 */
  guint             height;
  guint             length;
  SondeOrderedLeaf *first;
  SondeOrderedLeaf *last;
  SondeOrderedLeaf *recent;
  SondeOrderedLeaf *spare;  /* kept for a set that is filled and emptied again and again */
};

/* The way from the root to a leaf: at each level the node and the child taken. */
typedef struct
{
  Inner *node[MAX_HEIGHT];
  guint  child[MAX_HEIGHT];
} Path;

/* How many of the ascending @keys are less than @key; without branches that depend on the data. */
static inline guint
count_less (const double *keys,
            guint         n,
            double        key)
{
  guint base = 0;

  while (n > 1)
    {
      guint half = n / 2;

      base += keys[base + half - 1] < key ? half : 0;
      n -= half;
    }
  return base + (n == 1 && keys[base] < key);
}

static inline guint
child_for (const Inner *node,
           double       key)
{
  guint base = 0;
  guint n = node->n - 1;
  const double *keys = node->keys + 1;

  while (n > 1)
    {
      guint half = n / 2;

      base += keys[base + half - 1] <= key ? half : 0;
      n -= half;
    }
  return base + (n == 1 && keys[base] <= key);
}

SondeOrderedSet *
sonde_ordered_set_new (void)
{
  return g_new0 (SondeOrderedSet, 1);
}

static void
free_node (gpointer node,
           guint    height)
{
  if (height > 0)
    for (guint i = 0; i < ((Inner *) node)->n; i++)
      free_node (((Inner *) node)->children[i], height - 1);
  g_free (node);
}

void
sonde_ordered_set_clear (SondeOrderedSet *self)
{
  if (self->root != NULL)
    free_node (self->root, self->height);
  g_free (self->spare);
  memset (self, 0, sizeof *self);
}

void
sonde_ordered_set_free (SondeOrderedSet *self)
{
  sonde_ordered_set_clear (self);
  g_free (self);
}

guint
sonde_ordered_set_get_length (SondeOrderedSet *self)
{
  return self->length;
}

/**
 * sonde_ordered_set_first:
 *
 * Returns: the entry with the smallest key, or beyond the end if the set is empty
 */
SondeOrderedCursor
sonde_ordered_set_first (SondeOrderedSet *self)
{
  return (SondeOrderedCursor) { self->first, 0 };
}

/**
 * sonde_ordered_set_last:
 *
 * Returns: the entry with the largest key, or beyond the end if the set is empty
 */
SondeOrderedCursor
sonde_ordered_set_last (SondeOrderedSet *self)
{
  return (SondeOrderedCursor) { self->last, self->last != NULL ? self->last->n - 1 : 0 };
}

static SondeOrderedLeaf *
leaf_for (SondeOrderedSet *self,
          double           key)
{
  SondeOrderedLeaf *leaf = self->recent;
  gpointer node = self->root;

  if (leaf != NULL && leaf->keys[0] <= key && key <= leaf->keys[leaf->n - 1])
    return leaf;

  for (guint level = self->height; level > 0; level--)
    node = ((Inner *) node)->children[child_for (node, key)];
  return self->recent = node;
}

/**
 * sonde_ordered_set_find:
 * @at: (out): the first entry whose key is not less than @key, or beyond the end
 *
 * Returns: whether @key is in the set
 */
gboolean
sonde_ordered_set_find (SondeOrderedSet    *self,
                        double              key,
                        SondeOrderedCursor *at)
{
  *at = (SondeOrderedCursor) { NULL, 0 };
  if (self->root == NULL)
    return FALSE;

  at->leaf = leaf_for (self, key);
  at->index = count_less (at->leaf->keys, at->leaf->n, key);
  if (at->index == at->leaf->n)
    *at = (SondeOrderedCursor) { at->leaf->next, 0 };
  return at->leaf != NULL && at->leaf->keys[at->index] == key;
}

/**
 * sonde_ordered_set_around:
 * @before: (out): the last entry with a smaller key, or beyond the end
 * @after: (out): the first entry with a larger key, or beyond the end
 *
 * Returns: whether @key is in the set itself
 */
gboolean
sonde_ordered_set_around (SondeOrderedSet    *self,
                          double              key,
                          SondeOrderedCursor *before,
                          SondeOrderedCursor *after)
{
  gboolean found = sonde_ordered_set_find (self, key, after);

  if (after->leaf == NULL)
    {
      *before = sonde_ordered_set_last (self);
      return FALSE;
    }
  *before = sonde_ordered_cursor_prev (*after);
  if (found)
    *after = sonde_ordered_cursor_next (*after);
  return found;
}

static SondeOrderedLeaf *
descend (SondeOrderedSet *self,
         double           key,
         Path            *path)
{
  gpointer node = self->root;

  for (guint level = self->height; level > 0; level--)
    {
      path->node[level - 1] = node;
      path->child[level - 1] = child_for (node, key);
      node = path->node[level - 1]->children[path->child[level - 1]];
    }
  return node;
}

static void
grow_root (SondeOrderedSet *self,
           gpointer         right,
           double           key)
{
  Inner *root = g_new (Inner, 1);

  root->n = 2;
  root->keys[0] = -INFINITY;
  root->keys[1] = key;
  root->children[0] = self->root;
  root->children[1] = right;
  self->root = root;
  self->height++;
  g_assert (self->height <= MAX_HEIGHT);
}

static void
inner_insert (Inner    *node,
              guint     at,
              double    key,
              gpointer  child)
{
  memmove (node->keys + at + 1, node->keys + at, (node->n - at) * sizeof *node->keys);
  memmove (node->children + at + 1, node->children + at, (node->n - at) * sizeof *node->children);
  node->keys[at] = key;
  node->children[at] = child;
  node->n++;
}

/* Tells the parents that the node at @level has a new right neighbour, whose keys begin at @key. */
static void
add_sibling (SondeOrderedSet *self,
             const Path      *path,
             guint            level,
             double           key,
             gpointer         right)
{
  for (; level < self->height; level++)
    {
      Inner *node = path->node[level];
      guint at = path->child[level] + 1;
      guint keep = at == node->n ? node->n : node->n / 2;
      Inner *sibling;

      if (node->n < INNER_CAPACITY)
        {
          inner_insert (node, at, key, right);
          return;
        }
      sibling = g_new (Inner, 1);
      sibling->n = node->n - keep;
      memcpy (sibling->keys, node->keys + keep, sibling->n * sizeof *node->keys);
      memcpy (sibling->children, node->children + keep, sibling->n * sizeof *node->children);
      node->n = keep;
      if (at < keep)
        inner_insert (node, at, key, right);
      else
        inner_insert (sibling, at - keep, key, right);
      key = sibling->keys[0];
      right = sibling;
    }
  grow_root (self, right, key);
}

static void
leaf_insert (SondeOrderedLeaf *leaf,
             guint             at,
             double            key,
             guint32           id)
{
  memmove (leaf->keys + at + 1, leaf->keys + at, (leaf->n - at) * sizeof *leaf->keys);
  memmove (leaf->ids + at + 1, leaf->ids + at, (leaf->n - at) * sizeof *leaf->ids);
  leaf->keys[at] = key;
  leaf->ids[at] = id;
  leaf->n++;
}

/* Puts an empty leaf after @leaf (NULL: at the beginning). */
static SondeOrderedLeaf *
leaf_new (SondeOrderedSet  *self,
          SondeOrderedLeaf *after)
{
  SondeOrderedLeaf *leaf = self->spare != NULL ? g_steal_pointer (&self->spare) : g_new (SondeOrderedLeaf, 1);

  leaf->n = 0;
  leaf->prev = after;
  leaf->next = after != NULL ? after->next : self->first;
  *(leaf->prev != NULL ? &leaf->prev->next : &self->first) = leaf;
  *(leaf->next != NULL ? &leaf->next->prev : &self->last) = leaf;
  return leaf;
}

static SondeOrderedCursor
split_leaf (SondeOrderedSet  *self,
            SondeOrderedLeaf *leaf,
            guint             at,
            double            key,
            guint32           id)
{
  Path path;
  gboolean appends = at == leaf->n && leaf->next == NULL;
  guint keep = appends ? leaf->n : leaf->n / 2;
  SondeOrderedLeaf *right;
  SondeOrderedCursor entry;

  descend (self, key, &path);
  right = leaf_new (self, leaf);
  right->n = leaf->n - keep;
  memcpy (right->keys, leaf->keys + keep, right->n * sizeof *leaf->keys);
  memcpy (right->ids, leaf->ids + keep, right->n * sizeof *leaf->ids);
  leaf->n = keep;
  if (at < keep || (at == keep && !appends))
    entry = (SondeOrderedCursor) { leaf, at };
  else
    entry = (SondeOrderedCursor) { right, at - keep };
  leaf_insert (entry.leaf, entry.index, key, id);
  add_sibling (self, &path, 0, right->keys[0], right);
  self->recent = entry.leaf;
  return entry;
}

/**
 * sonde_ordered_set_insert:
 * @key: a number that is not in the set
 * @id: what goes with it
 *
 * Returns: the new entry
 */
SondeOrderedCursor
sonde_ordered_set_insert (SondeOrderedSet *self,
                          double           key,
                          guint32          id)
{
  SondeOrderedLeaf *leaf;
  guint at;

  g_assert (!isnan (key));

  if (self->root == NULL)
    self->root = leaf_new (self, NULL);
  leaf = self->length > 0 ? leaf_for (self, key) : self->root;
  at = count_less (leaf->keys, leaf->n, key);
  g_assert (at == leaf->n || leaf->keys[at] != key);

  self->length++;
  if (leaf->n == SONDE_ORDERED_LEAF_CAPACITY)
    return split_leaf (self, leaf, at, key, id);
  leaf_insert (leaf, at, key, id);
  return (SondeOrderedCursor) { leaf, at };
}

static void
drop_leaf (SondeOrderedSet  *self,
           SondeOrderedLeaf *leaf,
           const Path       *path)
{
  guint level;

  *(leaf->prev != NULL ? &leaf->prev->next : &self->first) = leaf->next;
  *(leaf->next != NULL ? &leaf->next->prev : &self->last) = leaf->prev;
  g_free (self->spare);
  self->spare = leaf;
  self->recent = NULL;

  for (level = 0; level < self->height; level++)
    {
      Inner *node = path->node[level];
      guint at = path->child[level];

      node->n--;
      memmove (node->keys + at, node->keys + at + 1, (node->n - at) * sizeof *node->keys);
      memmove (node->children + at, node->children + at + 1, (node->n - at) * sizeof *node->children);
      if (node->n > 0)
        break;
      g_free (node);
    }
  if (level == self->height)
    {
      self->root = NULL;
      self->height = 0;
    }
  while (self->height > 0 && ((Inner *) self->root)->n == 1)
    {
      Inner *root = self->root;

      self->root = root->children[0];
      self->height--;
      g_free (root);
    }
}

/**
 * sonde_ordered_set_remove:
 * @id: (out) (optional): what went with the key
 *
 * Returns: whether @key was in the set
 */
gboolean
sonde_ordered_set_remove (SondeOrderedSet *self,
                          double           key,
                          guint32         *id)
{
  Path path;
  SondeOrderedLeaf *leaf;
  guint at;

  if (self->root == NULL)
    return FALSE;
  leaf = descend (self, key, &path);
  at = count_less (leaf->keys, leaf->n, key);
  if (at == leaf->n || leaf->keys[at] != key)
    return FALSE;

  if (id != NULL)
    *id = leaf->ids[at];
  self->length--;
  leaf->n--;
  memmove (leaf->keys + at, leaf->keys + at + 1, (leaf->n - at) * sizeof *leaf->keys);
  memmove (leaf->ids + at, leaf->ids + at + 1, (leaf->n - at) * sizeof *leaf->ids);
  if (leaf->n == 0)
    drop_leaf (self, leaf, &path);
  return TRUE;
}

/* Puts parents above @n nodes, in place, and says how many there are. */
static guint
build_level (gpointer *nodes,
             double   *keys,
             guint     n)
{
  guint n_parents = 0;

  for (guint i = 0; i < n; i += BUILD_FILL)
    {
      Inner *node = g_new (Inner, 1);

      node->n = MIN (BUILD_FILL, n - i);
      memcpy (node->keys, keys + i, node->n * sizeof *keys);
      memcpy (node->children, nodes + i, node->n * sizeof *nodes);
      keys[n_parents] = keys[i];
      nodes[n_parents++] = node;
    }
  return n_parents;
}

/**
 * sonde_ordered_set_build:
 * @n: how many entries there are
 * @keys: the keys, strictly ascending
 * @ids: what goes with them
 *
 * Replaces the content of the set. Takes time proportional to @n.
 */
void
sonde_ordered_set_build (SondeOrderedSet *self,
                         guint            n,
                         const double    *keys,
                         const guint32   *ids)
{
  guint n_nodes = (n + BUILD_FILL - 1) / BUILD_FILL;
  g_autofree gpointer *nodes = g_new (gpointer, n_nodes);
  g_autofree double *firsts = g_new (double, n_nodes);

  sonde_ordered_set_clear (self);
  if (n == 0)
    return;

  for (guint i = 0; i < n_nodes; i++)
    {
      SondeOrderedLeaf *leaf = leaf_new (self, self->last);
      gsize start = (gsize) i * BUILD_FILL;

      leaf->n = MIN (BUILD_FILL, n - start);
      memcpy (leaf->keys, keys + start, leaf->n * sizeof *keys);
      memcpy (leaf->ids, ids + start, leaf->n * sizeof *ids);
      nodes[i] = leaf;
      firsts[i] = leaf->keys[0];
    }
  for (; n_nodes > 1; self->height++)
    n_nodes = build_level (nodes, firsts, n_nodes);
  self->root = nodes[0];
  self->length = n;
}

/* What is_valid() has seen so far on its walk through the leaves. */
typedef struct
{
  SondeOrderedLeaf *leaf;
  double            key;
  guint             n;
} Check;

static const char *
check_leaf (SondeOrderedLeaf *leaf,
            double            lower,
            double            upper,
            Check            *check)
{
  if (leaf->n == 0 || leaf->n > SONDE_ORDERED_LEAF_CAPACITY)
    return "a leaf is empty or overfull";
  if (leaf->prev != check->leaf || (check->leaf != NULL && check->leaf->next != leaf))
    return "the leaves are not linked in order";
  for (guint i = 0; i < leaf->n; i++)
    {
      if (check->n++ > 0 && !(check->key < leaf->keys[i]))
        return "the keys do not ascend";
      check->key = leaf->keys[i];
      if (!(lower <= check->key && check->key < upper))
        return "a key lies outside what the parents say";
    }
  check->leaf = leaf;
  return NULL;
}

static const char *
check_node (gpointer  node,
            guint     height,
            double    lower,
            double    upper,
            Check    *check)
{
  Inner *inner = node;
  const char *why = NULL;

  if (height == 0)
    return check_leaf (node, lower, upper, check);
  if (inner->n == 0 || inner->n > INNER_CAPACITY)
    return "an inner node is empty or overfull";
  for (guint i = 0; i < inner->n && why == NULL; i++)
    why = check_node (inner->children[i], height - 1,
                      i > 0 ? inner->keys[i] : lower,
                      i + 1 < inner->n ? inner->keys[i + 1] : upper, check);
  return why;
}

/**
 * sonde_ordered_set_is_valid:
 * @why: (out) (optional): what is wrong
 *
 * For tests: looks at every node.
 *
 * Returns: whether all that must hold between the parts of the set holds
 */
gboolean
sonde_ordered_set_is_valid (SondeOrderedSet  *self,
                            const char      **why)
{
  Check check = { NULL, NAN, 0 };
  const char *fault = NULL;

  if (self->root != NULL)
    fault = check_node (self->root, self->height, -INFINITY, INFINITY, &check);
  if (fault == NULL && check.n != self->length)
    fault = "the length is wrong";
  if (fault == NULL && check.leaf != self->last)
    fault = "the last leaf is not the last";
  if (fault == NULL && (self->root == NULL) != (self->first == NULL))
    fault = "the first leaf is not the first";
  if (why != NULL)
    *why = fault;
  return fault == NULL;
}
