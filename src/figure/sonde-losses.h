/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "learner/sonde-learner.h"

G_BEGIN_DECLS

/**
 * SondeLoss:
 *
 * An interval and its loss.
 */
typedef struct
{
  double left;
  double right;
  double loss;
} SondeLoss;

/**
 * SondeLosses:
 * @n: how many intervals are known here
 * @losses: these, the largest loss first
 * @rest: no loss of any other interval is larger; 0 if there is none
 *
 * The largest losses of a function of one variable: a snapshot, immutable once built, so that any thread may draw it.
 */
typedef struct
{
  guint      n;
  SondeLoss *losses;
  double     rest;
} SondeLosses;

SondeLosses *sonde_losses_new   (SondeLearner *learner);
SondeLosses *sonde_losses_ref   (SondeLosses  *self);
void         sonde_losses_unref (SondeLosses  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeLosses, sonde_losses_unref)

G_END_DECLS
