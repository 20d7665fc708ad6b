/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "learner/sonde-seeds.h"

/* Whether a number can be a seed: whole, not negative, exact. */
gboolean
sonde_seed_is_valid (double seed)
{
  return seed >= 0 && seed < SONDE_SEED_MAX && seed == floor (seed);
}

static GHashTable *
ensure (GHashTable **table)
{
  if (*table == NULL)
    *table = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return *table;
}

static gboolean
contains (GHashTable *table,
          guint64     seed)
{
  return table != NULL && g_hash_table_contains (table, &seed);
}

void
sonde_seeds_clear (SondeSeeds *self)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->pending, g_hash_table_unref);
  *self = (SondeSeeds) { 0 };
}

gboolean
sonde_seeds_is_known (const SondeSeeds *self,
                      double            seed)
{
  return (guint64) seed < self->prefix || contains (self->known, (guint64) seed);
}

gboolean
sonde_seeds_is_pending (const SondeSeeds *self,
                        double            seed)
{
  return contains (self->pending, (guint64) seed);
}

/* The seed becomes known, and is pending no more; FALSE if it was known before. */
gboolean
sonde_seeds_tell (SondeSeeds *self,
                  double      value)
{
  guint64 seed = (guint64) value;

  if (sonde_seeds_is_known (self, value))
    return FALSE;
  if (self->pending != NULL && g_hash_table_remove (self->pending, &seed))
    self->n_pending--;
  self->n_known++;
  if (seed != self->prefix)
    {
      g_hash_table_add (ensure (&self->known), g_memdup2 (&seed, sizeof seed));
      return TRUE;
    }
  self->prefix++;
  while (self->known != NULL && g_hash_table_remove (self->known, &self->prefix))
    self->prefix++;
  if (self->known != NULL && g_hash_table_size (self->known) == 0)
    g_clear_pointer (&self->known, g_hash_table_unref);
  return TRUE;
}

/* FALSE if it was known or pending before. */
gboolean
sonde_seeds_tell_pending (SondeSeeds *self,
                          double      value)
{
  guint64 seed = (guint64) value;

  if (sonde_seeds_is_known (self, value) || sonde_seeds_is_pending (self, value))
    return FALSE;
  g_hash_table_add (ensure (&self->pending), g_memdup2 (&seed, sizeof seed));
  self->n_pending++;
  return TRUE;
}

void
sonde_seeds_forget_pending (SondeSeeds *self)
{
  g_clear_pointer (&self->pending, g_hash_table_unref);
  self->n_pending = 0;
}

static int
compare (const void *a,
         const void *b)
{
  guint64 first = **(guint64 * const *) a, second = **(guint64 * const *) b;

  return (first > second) - (first < second);
}

/* In rising order, one every @stride numbers. */
void
sonde_seeds_get_pending (const SondeSeeds *self,
                         double           *seeds,
                         guint             stride)
{
  g_autofree gpointer *keys = NULL;
  guint n = 0;

  if (self->n_pending == 0)
    return;
  keys = g_hash_table_get_keys_as_array (self->pending, &n);
  qsort (keys, n, sizeof *keys, compare);
  for (guint i = 0; i < n; i++)
    seeds[(gsize) i * stride] = *(guint64 *) keys[i];
}

/* The next @n: those that follow as many as there are known and pending ones; if some of them are taken, gaps were left, and the
 * smallest free ones are chosen. */
void
sonde_seeds_choose (const SondeSeeds *self,
                    guint             n,
                    double           *seeds,
                    guint             stride)
{
  guint64 first = (guint64) self->n_known + self->n_pending;
  gboolean taken = FALSE;

  for (guint64 seed = first; seed < first + n && !taken; seed++)
    taken = sonde_seeds_is_known (self, seed) || sonde_seeds_is_pending (self, seed);
  for (guint64 seed = taken ? self->prefix : first; n > 0; seed++)
    {
      if (taken && (sonde_seeds_is_known (self, seed) || sonde_seeds_is_pending (self, seed)))
        continue;
      *seeds = seed;
      seeds += stride;
      n--;
    }
}
