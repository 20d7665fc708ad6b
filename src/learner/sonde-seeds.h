/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whole numbers up to here are exact as doubles. */
#define SONDE_SEED_MAX 9007199254740992.0

/**
 * SondeSeeds:
 * @n_known: how many seeds are known
 * @n_pending: how many are pending
 *
 * Which of the seeds 0, 1, 2 … of a stochastic function have been evaluated, and which are under way. Costs no memory as long as
 * they come in order. Begins as zeros.
 */
typedef struct
{
  guint       n_known;
  guint       n_pending;

  /*< private >*/
  guint64     prefix;      /* all below are known */
  GHashTable *known;       /* those at and above it, or NULL */
  GHashTable *pending;     /* or NULL */
} SondeSeeds;

gboolean sonde_seed_is_valid        (double            seed);
void     sonde_seeds_clear          (SondeSeeds       *self);
gboolean sonde_seeds_is_known       (const SondeSeeds *self,
                                     double            seed);
gboolean sonde_seeds_is_pending     (const SondeSeeds *self,
                                     double            seed);
gboolean sonde_seeds_tell           (SondeSeeds       *self,
                                     double            seed);
gboolean sonde_seeds_tell_pending   (SondeSeeds       *self,
                                     double            seed);
void     sonde_seeds_forget_pending (SondeSeeds       *self);
void     sonde_seeds_get_pending    (const SondeSeeds *self,
                                     double           *seeds,
                                     guint             stride);
void     sonde_seeds_choose         (const SondeSeeds *self,
                                     guint             n,
                                     double           *seeds,
                                     guint             stride);

G_END_DECLS
