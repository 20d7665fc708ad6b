/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Replays the log of a run.
 *
 * 1. A new learner is made from the study, and each event of the file is applied to it in order: "ask" asks, "tell" tells.
 * 2. What the learner chooses is kept in a set. A result belongs to a point of the set, if the learner chooses today as it did
 *    then; points that do not are differences. A point that failed stays in the set, since it may be tried again later.
 * 3. When a run ends, or begins again after it was killed, its unfinished points are forgotten, as the runner does it;
 *    those that are still to be tried again are announced when it goes on.
 *
 * 4. A second learner is told the results alone, and which points are excluded, as opening the file does. At the end both must have the same loss.
 *
 * A file without "ask" events holds no order of choice: then only the results are applied. Where the log was turned on or off on
 * the way, results are compared from the first start with the log on until it is turned off. */

#include "config.h"

#include <math.h>

#include "study/sonde-journal-private.h"
#include "study/sonde-replay.h"

/* How many of the points that differ are kept to be shown. */
#define N_SHOWN 5

/* Losses that differ by more than this, relatively, are not the same. The order in which cells were computed may differ. */
#define LOSS_TOLERANCE 1e-9

typedef struct
{
  SondeReplay  *result;
  SondeLearner *plain;
  SondeStudy   *study;
  guint         ndim;
  SondeStatus   status;
  /* whether the log has been on since the run was started */
  gboolean      compares;
  /* points chosen and not yet told, failed and not yet told: GBytes of their coordinates */
  GHashTable   *chosen;
  GHashTable   *failed;
  /* points given up for good: the learner never has to ask for them again */
  GHashTable   *excluded;
} Player;

static GBytes *
point_key (Player       *player,
           const double *x)
{
  return g_bytes_new (x, player->ndim * sizeof (double));
}

static gboolean
on_study (gpointer     user_data,
          SondeStudy  *study,
          GError     **error)
{
  Player *player = user_data;
  gboolean same = player->study != NULL && sonde_study_same_sampling (player->study, study);

  g_set_object (&player->study, study);
  player->compares &= sonde_study_get_log (study);
  if (same)
    return TRUE;
  g_clear_object (&player->result->learner);
  g_clear_object (&player->plain);
  player->result->learner = sonde_study_create_learner (study);
  player->plain = sonde_study_create_learner (study);
  player->ndim = sonde_learner_get_ndim (player->plain);
  return TRUE;
}

static void
on_asked (gpointer user_data,
          guint    n)
{
  Player *player = user_data;
  g_autofree double *points = g_new (double, (gsize) MAX (n, 1) * player->ndim);
  g_autofree double *improvements = g_new (double, MAX (n, 1));

  player->result->is_logged = TRUE;
  player->result->n_asked += n;
  n = sonde_learner_ask (player->result->learner, n, TRUE, points, improvements);
  for (guint i = 0; i < n; i++)
    g_hash_table_add (player->chosen, point_key (player, points + (gsize) i * player->ndim));
}

static void
note_difference (Player       *player,
                 const double *x)
{
  SondeReplay *result = player->result;

  result->n_different++;
  if (result->first_different->len < N_SHOWN * player->ndim)
    g_array_append_vals (result->first_different, x, player->ndim);
}

static gboolean
on_told (gpointer       user_data,
         const double  *x,
         const double  *y,
         guint          vdim,
         double         seconds,
         GError       **error)
{
  Player *player = user_data;

  player->result->n_told++;
  if (player->result->is_logged || g_hash_table_size (player->excluded) > 0)
    {
      g_autoptr (GBytes) key = point_key (player, x);
      gboolean was_chosen = g_hash_table_remove (player->chosen, key);
      gboolean was_failed = g_hash_table_remove (player->failed, key);

      g_hash_table_remove (player->excluded, key);
      if (player->compares && player->result->is_logged && !was_chosen && !was_failed)
        note_difference (player, x);
    }
  return sonde_learner_tell (player->plain, x, y, vdim, seconds, error)
         && sonde_learner_tell (player->result->learner, x, y, vdim, seconds, error);
}

static void
announce (SondeLearner *learner,
          GHashTable   *points)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, points);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    sonde_learner_tell_pending (learner, g_bytes_get_data (key, NULL));
}

static void
on_failed (gpointer      user_data,
           const double *x,
           guint         attempt,
           const char   *message)
{
  Player *player = user_data;
  g_autoptr (GBytes) key = point_key (player, x);

  player->result->n_failed++;
  if (g_hash_table_remove (player->excluded, key))
    {
      sonde_learner_remove_unfinished (player->plain);
      announce (player->plain, player->excluded);
    }
  g_hash_table_add (player->failed, g_steal_pointer (&key));
}

static void
on_excluded (gpointer      user_data,
             const double *x)
{
  Player *player = user_data;

  g_hash_table_add (player->excluded, point_key (player, x));
  sonde_learner_tell_pending (player->result->learner, x);
  sonde_learner_tell_pending (player->plain, x);
}

static void
on_state (gpointer    user_data,
          SondeStatus status,
          gint64      time)
{
  Player *player = user_data;
  gboolean ended = status == SONDE_STATUS_CANCELLED || status == SONDE_STATUS_FAILED || status == SONDE_STATUS_FINISHED;
  /* "running" again while it runs only says that it is alive */
  gboolean begins = status == SONDE_STATUS_RUNNING && player->status != SONDE_STATUS_PAUSED && player->status != SONDE_STATUS_RUNNING;

  if (ended || begins)
    {
      sonde_learner_remove_unfinished (player->result->learner);
      announce (player->result->learner, player->excluded);
    }
  if (begins)
    {
      player->compares = sonde_study_get_log (player->study);
      announce (player->result->learner, player->failed);
    }
  player->status = status;
}

static gboolean
play (Player       *player,
      GFile        *file,
      GPtrArray    *diagnostics,
      GError      **error)
{
  const SondeJournalEvents events = { on_study, on_told, on_failed, on_asked, on_state, on_excluded };
  g_autofree char *text = NULL;
  SondeJournalEnd end;
  gsize length;

  if (!g_file_load_contents (file, NULL, &text, &length, NULL, error)
      || !_sonde_journal_read (text, length, &events, player, diagnostics, &end, error))
    return FALSE;
  _sonde_journal_warn_torn (&end, diagnostics);
  return TRUE;
}

static void
compare_losses (Player *player)
{
  SondeReplay *result = player->result;
  double a, b;

  a = result->loss = sonde_learner_get_loss (result->learner, TRUE);
  b = result->loss_of_results = sonde_learner_get_loss (player->plain, TRUE);
  result->same_loss = a == b || (isnan (a) && isnan (b)) || fabs (a - b) <= LOSS_TOLERANCE * MAX (fabs (a), fabs (b));
}

/**
 * sonde_replay_new:
 * @file: a run file
 * @diagnostics: (element-type SondeDiagnostic) (nullable): what was found on the way
 *
 * Applies the events of a run to a new learner. Nothing is evaluated and nothing is written.
 *
 * Returns: (transfer full): what came of it; %NULL with an error of the file
 */
SondeReplay *
sonde_replay_new (GFile      *file,
                  GPtrArray  *diagnostics,
                  GError    **error)
{
  g_autoptr (SondeReplay) self = NULL;
  gboolean good;
  g_autoptr (GHashTable) chosen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  g_autoptr (GHashTable) failed = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  g_autoptr (GHashTable) excluded = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  Player player = { .chosen = chosen, .failed = failed, .excluded = excluded, .ndim = 1, .status = SONDE_STATUS_IDLE };

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_new0 (SondeReplay, 1);
  self->first_different = g_array_new (FALSE, FALSE, sizeof (double));
  player.result = self;
  good = play (&player, file, diagnostics, error);
  if (good)
    compare_losses (&player);
  g_clear_object (&player.plain);
  g_clear_object (&player.study);
  return good ? g_steal_pointer (&self) : NULL;
}

void
sonde_replay_free (SondeReplay *self)
{
  g_clear_object (&self->learner);
  g_array_unref (self->first_different);
  g_free (self);
}
