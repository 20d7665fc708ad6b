/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "learner/sonde-learner.h"

G_BEGIN_DECLS

/**
 * SondeReplay:
 * @learner: (transfer full): the new learner, with all that was told
 * @n_told: the results in the file
 * @n_asked: the points that the file says were asked for; 0 unless the run was logged
 * @n_failed: the attempts that failed
 * @is_logged: whether the file tells what was asked for, so that the choice of points could be compared
 * @n_different: how many results were told for points that the new learner did not choose
 * @first_different: (array): these points, the first few, n × ndim
 * @loss: the loss of the new learner at the end
 * @loss_of_results: the loss of another learner that was only told the results, as opening the file does
 * @same_loss: whether both are the same up to rounding: then what was asked for in between has left no trace
 *
 * What came of applying the events of a run file, in order, to a new learner.
 */
typedef struct
{
  SondeLearner *learner;
  guint         n_told;
  guint         n_asked;
  guint         n_failed;
  gboolean      is_logged;
  guint         n_different;
  GArray       *first_different;
  double        loss;
  double        loss_of_results;
  gboolean      same_loss;
} SondeReplay;

SondeReplay *sonde_replay_new  (GFile        *file,
                                GPtrArray    *diagnostics,
                                GError      **error);
void         sonde_replay_free (SondeReplay  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeReplay, sonde_replay_free)

G_END_DECLS
