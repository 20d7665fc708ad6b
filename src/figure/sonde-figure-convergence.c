/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-figure-convergence.h"
#include "figure/sonde-figure-private.h"
#include "figure/sonde-handover.h"
#include "figure/sonde-trace.h"
#include "plot/sonde-label.h"

struct _SondeFigureConvergence
{
  SondeFigure  parent_instance;

  /* replaced by the main thread only; the lock is for who draws */
  GMutex       lock;
  SondeTrace  *trace;
  /* of the last picture */
  guint        upto;
};

typedef struct
{
  SondeFigureClass parent_class;
} SondeFigureConvergenceClass;

G_DEFINE_FINAL_TYPE (SondeFigureConvergence, sonde_figure_convergence, SONDE_TYPE_FIGURE)

static gboolean
sonde_figure_convergence_update (SondeFigure *figure,
                                 SondeRun    *run)
{
  SondeFigureConvergence *self = SONDE_FIGURE_CONVERGENCE (figure);
  SondeTrace *trace = sonde_trace_new (run), *old = self->trace;
  gboolean changed = old == NULL || !sonde_trace_equals (old, trace);

  sonde_handover_lock (&self->lock);
  self->trace = trace;
  sonde_handover_unlock (&self->lock);
  g_clear_pointer (&old, sonde_trace_unref);
  return changed;
}

static void
sonde_figure_convergence_draw (SondeFigure      *figure,
                               const SondeView  *view,
                               const SondeStyle *style,
                               cairo_t          *cr,
                               SondeFrame       *frame)
{
  SondeFigureConvergence *self = SONDE_FIGURE_CONVERGENCE (figure);
  g_autoptr (SondeTrace) trace = NULL;

  sonde_handover_lock (&self->lock);
  trace = sonde_trace_ref (self->trace);
  sonde_handover_unlock (&self->lock);
  sonde_trace_draw (trace, view, style, cr, frame);
}

static void
sonde_figure_convergence_prepare (SondeFigure     *figure,
                                  SondeRun        *run,
                                  const SondeView *view)
{
  SONDE_FIGURE_CONVERGENCE (figure)->upto = view->upto;
}

/* A moment is told by the point that was the last one then: a time machine can go there. */
static gboolean
sonde_figure_convergence_pick (SondeFigure      *figure,
                               const SondeFrame *frame,
                               double            pixel_x,
                               double            pixel_y,
                               double            radius,
                               guint            *id)
{
  SondeFigureConvergence *self = SONDE_FIGURE_CONVERGENCE (figure);

  return sonde_trace_pick (self->trace, self->upto, frame, pixel_x, pixel_y, radius, id);
}

static gboolean
sonde_figure_convergence_walk (SondeFigure      *figure,
                               const SondeFrame *frame,
                               SondeStep         step,
                               SondeSpot        *spot)
{
  SondeFigureConvergence *self = SONDE_FIGURE_CONVERGENCE (figure);

  return sonde_trace_walk (self->trace, self->upto, frame, step, spot);
}

static gboolean
sonde_figure_convergence_locate (SondeFigure      *figure,
                                 const SondeFrame *frame,
                                 const SondeSpot  *spot,
                                 double           *pixel_x,
                                 double           *pixel_y)
{
  SondeFigureConvergence *self = SONDE_FIGURE_CONVERGENCE (figure);

  return sonde_trace_locate (self->trace, self->upto, frame, spot, pixel_x, pixel_y);
}

static char *
sonde_figure_convergence_tell (SondeFigure     *figure,
                               const SondeSpot *spot,
                               SondeTelling     telling)
{
  SondeFigureConvergence *self = SONDE_FIGURE_CONVERGENCE (figure);

  return sonde_trace_tell (self->trace, self->upto, spot, telling);
}

static SondeFigureOptions
sonde_figure_convergence_get_options (SondeFigure *figure)
{
  return SONDE_FIGURE_AXES | SONDE_FIGURE_PAST;
}

static guint
sonde_figure_convergence_get_n_series (SondeFigure *figure)
{
  return 2;
}

static char *
sonde_figure_convergence_get_series_name (SondeFigure *figure,
                                          guint        index)
{
  return g_strdup (index == 0 ? _("Loss") : _("Estimated error"));
}

static void
append_goal (GString          *text,
             const SondeTrace *trace)
{
  g_autofree char *goal = sonde_label_number (trace->goal, 4);

  if (isnan (trace->goal))
    return;
  if (trace->n > 0 && trace->loss[trace->n - 1] <= trace->goal)
    /* translators: goes on a sentence: "Loss fell from 1 to 0.01 …" */
    g_string_append_printf (text, _(", which reaches the goal of %s"), goal);
  else
    g_string_append_printf (text, _(", the goal is %s"), goal);
}

static char *
sonde_figure_convergence_describe (SondeFigure *figure)
{
  const SondeTrace *trace = SONDE_FIGURE_CONVERGENCE (figure)->trace;
  guint first = 0, npoints = trace->n > 0 ? (guint) trace->npoints[trace->n - 1] : 0;
  g_autofree char *start = NULL, *end = NULL, *error = NULL;
  GString *text;

  while (first < trace->n && !isfinite (trace->loss[first]))
    first++;
  if (first == trace->n)
    return g_strdup (_("Convergence: the loss is not known yet."));
  start = sonde_label_number (trace->loss[first], 3);
  end = sonde_label_number (trace->loss[trace->n - 1], 3);
  error = sonde_label_number (trace->error[trace->n - 1], 3);
  text = g_string_new (NULL);
  g_string_append_printf (text, ngettext ("Convergence: the loss went from %s to %s with %u point",
                                          "Convergence: the loss went from %s to %s with %u points", npoints),
                          start, end, npoints);
  append_goal (text, trace);
  if (!isnan (trace->error[trace->n - 1]))
    g_string_append_printf (text, _("; the estimated error is %s"), error);
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static void
sonde_figure_convergence_finalize (GObject *object)
{
  SondeFigureConvergence *self = SONDE_FIGURE_CONVERGENCE (object);

  g_clear_pointer (&self->trace, sonde_trace_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sonde_figure_convergence_parent_class)->finalize (object);
}

static void
sonde_figure_convergence_class_init (SondeFigureConvergenceClass *klass)
{
  SondeFigureClass *figure_class = (SondeFigureClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_figure_convergence_finalize;
  figure_class->update = sonde_figure_convergence_update;
  figure_class->draw = sonde_figure_convergence_draw;
  figure_class->prepare = sonde_figure_convergence_prepare;
  figure_class->pick = sonde_figure_convergence_pick;
  figure_class->get_options = sonde_figure_convergence_get_options;
  figure_class->walk = sonde_figure_convergence_walk;
  figure_class->locate = sonde_figure_convergence_locate;
  figure_class->tell = sonde_figure_convergence_tell;
  figure_class->get_n_series = sonde_figure_convergence_get_n_series;
  figure_class->get_series_name = sonde_figure_convergence_get_series_name;
  figure_class->describe = sonde_figure_convergence_describe;
}

static void
sonde_figure_convergence_init (SondeFigureConvergence *self)
{
  g_mutex_init (&self->lock);
}
