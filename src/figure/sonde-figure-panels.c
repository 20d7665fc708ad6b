/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-figure-panels.h"
#include "figure/sonde-figure-private.h"
#include "figure/sonde-handover.h"
#include "figure/sonde-panels-picture.h"
#include "learner/sonde-learner-average.h"
#include "plot/sonde-reduce.h"

typedef SondePanels *(*Build) (SondeRun *run,
                               guint     upto);

struct _SondeFigurePanels
{
  SondeFigure   parent_instance;

  /* of the main thread: what the panels were built from */
  SondeLearner *learner;
  guint         n;
  guint         upto;

  /* replaced by the main thread only; the lock is for who draws */
  GMutex        lock;
  SondePanels  *panels;
};

typedef struct
{
  SondeFigureClass parent_class;
} SondeFigurePanelsClass;

G_DEFINE_FINAL_TYPE (SondeFigurePanels, sonde_figure_panels, SONDE_TYPE_FIGURE)

static Build
find_build (SondeLearner *learner)
{
  const struct { GType type; Build build; } kinds[] = {
    { SONDE_TYPE_LEARNER_AVERAGE, _sonde_figure_average_build },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (G_OBJECT_TYPE (learner) == kinds[i].type)
      return kinds[i].build;
  return NULL;
}

/* Whether panels show this kind of learner. */
gboolean
sonde_figure_panels_knows (SondeLearner *learner)
{
  return find_build (learner) != NULL;
}

static void
rebuild (SondeFigurePanels *self,
         SondeRun          *run,
         guint              upto)
{
  SondeLearner *learner = sonde_run_get_learner (run);
  SondePanels *panels = find_build (learner) (run, upto), *old = self->panels;

  g_set_object (&self->learner, learner);
  self->n = sonde_learner_get_points (learner)->n;
  self->upto = upto;
  sonde_handover_lock (&self->lock);
  self->panels = panels;
  sonde_handover_unlock (&self->lock);
  g_clear_pointer (&old, sonde_panels_unref);
}

static gboolean
is_stale (SondeFigurePanels *self,
          SondeRun          *run)
{
  SondeLearner *learner = sonde_run_get_learner (run);

  return self->panels == NULL || self->learner != learner || self->n != sonde_learner_get_points (learner)->n;
}

static gboolean
sonde_figure_panels_update (SondeFigure *figure,
                            SondeRun    *run)
{
  SondeFigurePanels *self = SONDE_FIGURE_PANELS (figure);

  if (!is_stale (self, run) && self->upto == 0)
    return FALSE;
  rebuild (self, run, self->learner == sonde_run_get_learner (run) ? self->upto : 0);
  return TRUE;
}

static gboolean
sonde_figure_panels_is_behind (SondeFigure *figure,
                               SondeRun    *run)
{
  return is_stale (SONDE_FIGURE_PANELS (figure), run);
}

static void
sonde_figure_panels_prepare (SondeFigure     *figure,
                             SondeRun        *run,
                             const SondeView *view)
{
  SondeFigurePanels *self = SONDE_FIGURE_PANELS (figure);

  if (view->upto != self->upto && self->learner == sonde_run_get_learner (run))
    rebuild (self, run, view->upto);
}

static void
sonde_figure_panels_draw (SondeFigure      *figure,
                          const SondeView  *view,
                          const SondeStyle *style,
                          cairo_t          *cr,
                          SondeFrame       *frame)
{
  SondeFigurePanels *self = SONDE_FIGURE_PANELS (figure);
  g_autoptr (SondePanels) panels = NULL;

  sonde_handover_lock (&self->lock);
  panels = sonde_panels_ref (self->panels);
  sonde_handover_unlock (&self->lock);
  sonde_panels_draw (panels, view, style, cr, frame);
}

static gboolean
sonde_figure_panels_pick (SondeFigure      *figure,
                          const SondeFrame *frame,
                          double            pixel_x,
                          double            pixel_y,
                          double            radius,
                          guint            *id)
{
  const SondePanels *panels = SONDE_FIGURE_PANELS (figure)->panels;
  double nearest = radius * radius;
  gboolean found = FALSE;
  SondeScale x, y;
  guint first, end;

  sonde_frame_get_scales (frame, &x, &y);
  first = sonde_search (panels->pick_x, 0, panels->n_picks, sonde_scale_to_value (&x, pixel_x - radius));
  end = sonde_search (panels->pick_x, first, panels->n_picks, sonde_scale_to_value (&x, pixel_x + radius));
  for (guint i = first; i < MIN (end + 1, panels->n_picks); i++)
    {
      double dx = sonde_scale_to_pixel (&x, panels->pick_x[i]) - pixel_x;
      double dy = sonde_scale_to_pixel (&y, panels->pick_y[i]) - pixel_y;

      /* false for NaN */
      if (dx * dx + dy * dy <= nearest)
        {
          nearest = dx * dx + dy * dy;
          *id = panels->pick_id[i];
          found = TRUE;
        }
    }
  return found;
}

static guint
sonde_figure_panels_get_n_series (SondeFigure *figure)
{
  const SondePanels *panels = SONDE_FIGURE_PANELS (figure)->panels;

  return panels->names != NULL ? MAX (g_strv_length (panels->names), 1) : 1;
}

static char *
sonde_figure_panels_get_series_name (SondeFigure *figure,
                                     guint        index)
{
  const SondePanels *panels = SONDE_FIGURE_PANELS (figure)->panels;

  return g_strdup (panels->names != NULL && index < g_strv_length (panels->names) ? panels->names[index] : _("Values"));
}

static char *
sonde_figure_panels_describe (SondeFigure *figure)
{
  const SondePanels *panels = SONDE_FIGURE_PANELS (figure)->panels;

  return g_strdup (panels->words != NULL ? panels->words : "");
}

static void
sonde_figure_panels_finalize (GObject *object)
{
  SondeFigurePanels *self = SONDE_FIGURE_PANELS (object);

  _sonde_figure_release (SONDE_FIGURE (object), g_steal_pointer (&self->learner));
  g_clear_pointer (&self->panels, sonde_panels_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sonde_figure_panels_parent_class)->finalize (object);
}

static void
sonde_figure_panels_class_init (SondeFigurePanelsClass *klass)
{
  SondeFigureClass *figure_class = (SondeFigureClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_figure_panels_finalize;
  figure_class->update = sonde_figure_panels_update;
  figure_class->is_behind = sonde_figure_panels_is_behind;
  figure_class->prepare = sonde_figure_panels_prepare;
  figure_class->draw = sonde_figure_panels_draw;
  figure_class->pick = sonde_figure_panels_pick;
  figure_class->get_n_series = sonde_figure_panels_get_n_series;
  figure_class->get_series_name = sonde_figure_panels_get_series_name;
  figure_class->describe = sonde_figure_panels_describe;
}

static void
sonde_figure_panels_init (SondeFigurePanels *self)
{
  g_mutex_init (&self->lock);
}
