/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure/sonde-figure.h"

G_BEGIN_DECLS

/**
 * SondeTrace:
 * @n: the number of moments
 * @npoints: how many points were known at each, rising
 * @loss: the loss
 * @error: the estimated error, NaN where there is none
 * @elapsed: seconds that the run had been going on for; NaN where that is not known
 * @goal: the loss that is aimed at; NaN if there is none
 * @title: (nullable): of the study
 *
 * All that a picture of a run's convergence shows: a snapshot, immutable once built, so that any thread may draw it.
 */
typedef struct
{
  guint   n;
  double *npoints;
  double *loss;
  double *error;
  double *elapsed;
  double  goal;
  char   *title;
} SondeTrace;

SondeTrace *sonde_trace_new    (SondeRun         *run);
SondeTrace *sonde_trace_ref    (SondeTrace       *self);
void        sonde_trace_unref  (SondeTrace       *self);
gboolean    sonde_trace_equals (const SondeTrace *self,
                                const SondeTrace *other);

/* sonde-trace-spots.c */
double      sonde_trace_get    (const SondeTrace *self,
                                guint             index,
                                guint             series);
gboolean    sonde_trace_pick   (const SondeTrace *self,
                                guint             upto,
                                const SondeFrame *frame,
                                double            pixel_x,
                                double            pixel_y,
                                double            radius,
                                guint            *id);
gboolean    sonde_trace_walk   (const SondeTrace *self,
                                guint             upto,
                                const SondeFrame *frame,
                                SondeStep         step,
                                SondeSpot        *spot);
gboolean    sonde_trace_locate (const SondeTrace *self,
                                guint             upto,
                                const SondeFrame *frame,
                                const SondeSpot  *spot,
                                double           *pixel_x,
                                double           *pixel_y);
char       *sonde_trace_tell   (const SondeTrace *self,
                                guint             upto,
                                const SondeSpot  *spot,
                                SondeTelling      telling);

/* sonde-trace-picture.c */
guint       sonde_trace_count  (const SondeTrace *self,
                                guint             upto);
void        sonde_trace_draw   (const SondeTrace *self,
                                const SondeView  *view,
                                const SondeStyle *style,
                                cairo_t          *cr,
                                SondeFrame       *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTrace, sonde_trace_unref)

G_END_DECLS
