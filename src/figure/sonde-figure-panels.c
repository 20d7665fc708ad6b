/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/sonde-number.h"
#include "figure/sonde-figure-panels.h"
#include "figure/sonde-figure-private.h"
#include "figure/sonde-handover.h"
#include "figure/sonde-panels-picture.h"
#include "learner/sonde-learner-average.h"
#include "learner/sonde-learner-average1d.h"
#include "learner/sonde-learner-balancing.h"
#include "learner/sonde-learner-integrator.h"
#include "learner/sonde-learner-sequence.h"
#include "plot/sonde-label.h"
#include "plot/sonde-reduce.h"

typedef SondePanels *(*Build) (SondeRun *run,
                               guint     upto,
                               guint     choice);

/* Panels that take longer than this to build (µs) are not built at every chance, but so that the rest of the time is so many times longer. */
#define LONG_BUILD 3000
#define REST 25

struct _SondeFigurePanels
{
  SondeFigure   parent_instance;

  /* of the main thread: what the panels were built from */
  SondeLearner *learner;
  guint         n;
  guint         upto;
  guint         choice;
  gint64        built_at;
  gint64        build_time;

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
    { SONDE_TYPE_LEARNER_AVERAGE1D, _sonde_figure_average1d_build },
    { SONDE_TYPE_LEARNER_BALANCING, _sonde_figure_balancing_build },
    { SONDE_TYPE_LEARNER_INTEGRATOR, _sonde_figure_integrator_build },
    { SONDE_TYPE_LEARNER_SEQUENCE, _sonde_figure_sequence_build },
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
         guint              upto,
         guint              choice)
{
  SondeLearner *learner = sonde_run_get_learner (run);
  gint64 start = g_get_monotonic_time ();
  SondePanels *panels = find_build (learner) (run, upto, choice), *old = self->panels;

  g_set_object (&self->learner, learner);
  self->n = sonde_learner_get_points (learner)->n;
  self->upto = upto;
  self->choice = choice;
  self->built_at = g_get_monotonic_time ();
  self->build_time = self->built_at - start;
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

  if (!is_stale (self, run))
    return FALSE;
  if (self->learner == sonde_run_get_learner (run) && self->build_time > LONG_BUILD
      && g_get_monotonic_time () - self->built_at < REST * self->build_time)
    return FALSE;
  if (self->learner != sonde_run_get_learner (run))
    self->upto = self->choice = 0;
  rebuild (self, run, self->upto, self->choice);
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

  if ((view->upto != self->upto || view->choice != self->choice) && self->learner == sonde_run_get_learner (run))
    rebuild (self, run, view->upto, view->choice);
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

static char **
sonde_figure_panels_list_choices (SondeFigure *figure)
{
  return g_strdupv (SONDE_FIGURE_PANELS (figure)->panels->choices);
}

static SondeFigureOptions
sonde_figure_panels_get_options (SondeFigure *figure)
{
  return SONDE_FIGURE_AXES | SONDE_FIGURE_LINE | SONDE_FIGURE_POINTS | SONDE_FIGURE_LOG_X | SONDE_FIGURE_LOG_Y | SONDE_FIGURE_PAST;
}

/* Where among the points that can be picked. */
static gboolean
find_pick (const SondePanels *panels,
           guint              id,
           guint             *index)
{
  for (*index = 0; *index < panels->n_picks; ++*index)
    if (panels->pick_id[*index] == id)
      return TRUE;
  return FALSE;
}

static gboolean
sonde_figure_panels_walk (SondeFigure      *figure,
                          const SondeFrame *frame,
                          SondeStep         step,
                          SondeSpot        *spot)
{
  const SondePanels *panels = SONDE_FIGURE_PANELS (figure)->panels;
  guint index, last = MAX (panels->n_picks, 1) - 1;
  gboolean found = find_pick (panels, spot->id, &index);

  if (panels->n_picks == 0 || step == SONDE_STEP_UP || step == SONDE_STEP_DOWN)
    return FALSE;
  if (step == SONDE_STEP_FIRST || (!found && step == SONDE_STEP_RIGHT))
    index = 0;
  else if (step == SONDE_STEP_LAST || !found)
    index = last;
  else if (step == SONDE_STEP_RIGHT)
    index = MIN (index + 1, last);
  else
    index -= index > 0;
  spot->id = panels->pick_id[index];
  return TRUE;
}

static gboolean
sonde_figure_panels_locate (SondeFigure      *figure,
                            const SondeFrame *frame,
                            const SondeSpot  *spot,
                            double           *pixel_x,
                            double           *pixel_y)
{
  const SondePanels *panels = SONDE_FIGURE_PANELS (figure)->panels;
  guint index;

  if (!find_pick (panels, spot->id, &index))
    return FALSE;
  *pixel_x = sonde_frame_from_x (frame, panels->pick_x[index]);
  *pixel_y = sonde_frame_from_y (frame, panels->pick_y[index]);
  return TRUE;
}

static void
add_number (GString    *text,
            const char *name,
            double      value,
            gboolean    as_row)
{
  char number[SONDE_NUMBER_LENGTH];

  if (as_row)
    {
      sonde_number_format (value, number);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\t" : "", number);
    }
  else
    {
      g_autofree char *label = sonde_label_number (value, 6);

      g_string_append_printf (text, "%s%s = %s", text->len > 0 ? "\n" : "", name, label);
    }
}

/* What the function was called with, where that is not the point. */
static void
add_arguments (SondeFigurePanels *self,
               const double      *x,
               GString           *text,
               gboolean           as_row)
{
  SondeDomain *domain = sonde_learner_get_argument_domain (self->learner);
  g_autofree double *arguments = domain != NULL ? g_new (double, sonde_domain_get_ndim (domain)) : NULL;

  if (domain == NULL)
    return;
  sonde_learner_get_arguments (self->learner, x, arguments);
  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    add_number (text, sonde_domain_get (domain, i)->name, arguments[i], as_row);
}

/* What was told at a point, and what is shown of it where that is something else. */
static char *
sonde_figure_panels_tell (SondeFigure     *figure,
                          const SondeSpot *spot,
                          SondeTelling     telling)
{
  SondeFigurePanels *self = SONDE_FIGURE_PANELS (figure);
  const SondePoints *points = self->learner != NULL ? sonde_learner_get_points (self->learner) : NULL;
  gboolean as_row = telling == SONDE_TELL_ROW;
  GString *text;
  guint index;

  if (points == NULL || spot->id >= points->n)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < points->ndim; i++)
    add_number (text, sonde_domain_get (sonde_learner_get_domain (self->learner), i)->name,
                points->x[(gsize) spot->id * points->ndim + i], as_row);
  add_arguments (self, points->x + (gsize) spot->id * points->ndim, text, as_row);
  for (guint i = 0; i < points->vdim; i++)
    {
      g_autofree char *name = points->vdim > 1 ? g_strdup_printf ("y%u", i + 1) : g_strdup ("y");

      add_number (text, name, points->y[(gsize) spot->id * points->vdim + i], as_row);
    }
  if (!as_row && self->panels->pick_name != NULL && find_pick (self->panels, spot->id, &index))
    add_number (text, self->panels->pick_name, self->panels->pick_y[index], FALSE);
  return g_string_free (text, FALSE);
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
  figure_class->list_choices = sonde_figure_panels_list_choices;
  figure_class->get_options = sonde_figure_panels_get_options;
  figure_class->walk = sonde_figure_panels_walk;
  figure_class->locate = sonde_figure_panels_locate;
  figure_class->tell = sonde_figure_panels_tell;
  figure_class->get_n_series = sonde_figure_panels_get_n_series;
  figure_class->get_series_name = sonde_figure_panels_get_series_name;
  figure_class->describe = sonde_figure_panels_describe;
}

static void
sonde_figure_panels_init (SondeFigurePanels *self)
{
  g_mutex_init (&self->lock);
}

char *
_sonde_figure_axis_title (const SondeVariable *variable)
{
  if (variable->unit != NULL && *variable->unit != '\0')
    return g_markup_printf_escaped ("<i>%s</i> (%s)", variable->name, variable->unit);
  return g_markup_printf_escaped ("<i>%s</i>", variable->name);
}
