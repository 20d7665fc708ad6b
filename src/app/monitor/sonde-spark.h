/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/monitor/sonde-run-history.h"

G_BEGIN_DECLS

#define SONDE_TYPE_SPARK (sonde_spark_get_type ())

/**
 * SondeSpark:
 *
 * The little picture in a card: a loss that falls, rates, the way through time, or tasks at work. It says nothing that the
 * card does not say in words, so it is hidden from screen readers.
 */
G_DECLARE_FINAL_TYPE (SondeSpark, sonde_spark, SONDE, SPARK, GtkWidget)

/* against the number of points, both logarithmic; @goal: NaN for none */
void sonde_spark_show_loss  (SondeSpark           *self,
                             const SondeMilestone *milestones,
                             guint                 n,
                             double                goal);
void sonde_spark_show_rates (SondeSpark           *self,
                             const double         *rates,
                             guint                 n);
/* parts of 1: how much has passed, and between which moments the end lies (@from > @to: unknown) */
void sonde_spark_show_time  (SondeSpark           *self,
                             double                passed,
                             double                from,
                             double                to);
void sonde_spark_show_tasks (SondeSpark           *self,
                             guint                 busy,
                             guint                 all);

G_END_DECLS
