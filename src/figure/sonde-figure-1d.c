/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-curve-picture.h"
#include "figure/sonde-curve-spots.h"
#include "figure/sonde-figure-1d.h"
#include "figure/sonde-figure-private.h"
#include "figure/sonde-handover.h"
#include "figure/sonde-losses.h"
#include "figure/sonde-quantity.h"
#include "figure/sonde-shown.h"
#include "plot/sonde-label.h"
#include "plot/sonde-reduce.h"

/* nanoseconds */
#define WORK_FOR_LOSSES 200000

struct _SondeFigure1D
{
  SondeFigure   parent_instance;

  /* of the main thread */
  SondeLearner *learner;
  guint         n_with_losses;
  guint         n;
  guint         n_missing;
  double        min, max;
  /* of what the last picture shows; NULL: the values */
  char        **quantities;

  /* shared, each with its own lock */
  SondeCurve   *curve;
  SondeShown   *shown;
  GMutex        scene_lock;
  SondeScene   *scene;
  SondeLosses  *losses;
};

typedef struct
{
  SondeFigureClass parent_class;
} SondeFigure1DClass;

G_DEFINE_FINAL_TYPE (SondeFigure1D, sonde_figure_1d, SONDE_TYPE_FIGURE)

static void
forget_losses (SondeFigure1D *self)
{
  SondeLosses *old;

  sonde_handover_lock (&self->scene_lock);
  old = g_steal_pointer (&self->losses);
  sonde_handover_unlock (&self->scene_lock);
  g_clear_pointer (&old, sonde_losses_unref);
}

static void
begin (SondeFigure1D *self,
       SondeLearner  *learner)
{
  g_set_object (&self->learner, learner);
  self->n = 0;
  self->n_with_losses = 0;
  forget_losses (self);
  self->n_missing = 0;
  self->min = INFINITY;
  self->max = -INFINITY;
  sonde_curve_clear (self->curve);
}

/* What describe() says of values, kept while they are handed over. */
static void
watch_values (SondeFigure1D     *self,
              const SondePoints *points)
{
  guint end = sonde_curve_get_n_seen (self->curve);

  for (guint i = self->n; i < end; i++)
    {
      gboolean missing = TRUE;

      for (guint k = 0; k < points->vdim; k++)
        {
          double y = points->y[(gsize) i * points->vdim + k];

          if (!isfinite (y))
            continue;
          missing = FALSE;
          self->min = MIN (self->min, y);
          self->max = MAX (self->max, y);
        }
      self->n_missing += missing;
    }
  self->n = end;
}

static gboolean
take_scene (SondeFigure1D *self,
            SondeRun      *run)
{
  SondeScene *scene = sonde_scene_new (run), *old;
  gboolean changed = self->scene == NULL || !sonde_scene_equals (self->scene, scene);

  sonde_handover_lock (&self->scene_lock);
  old = self->scene;
  self->scene = scene;
  sonde_handover_unlock (&self->scene_lock);
  g_clear_pointer (&old, sonde_scene_unref);
  return changed;
}

static gboolean
sonde_figure_1d_update (SondeFigure *figure,
                        SondeRun    *run)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  SondeLearner *learner = sonde_run_get_learner (run);
  const SondePoints *points = sonde_learner_get_points (learner);
  gboolean changed = self->learner != learner;

  if (changed)
    begin (self, learner);
  changed = sonde_curve_update (self->curve, points) > 0 || changed;
  watch_values (self, points);
  return take_scene (self, run) || changed;
}

static gboolean
sonde_figure_1d_is_behind (SondeFigure *figure,
                           SondeRun    *run)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  SondeLearner *learner = sonde_run_get_learner (run);

  return learner != self->learner || sonde_learner_get_npoints (learner) > sonde_curve_get_n_seen (self->curve);
}

/* Losses are taken over only when they are to be seen, and when the learner has them at hand. */
static void
take_losses (SondeFigure1D   *self,
             SondeRun        *run,
             const SondeView *view)
{
  guint n = self->learner != NULL ? sonde_learner_get_npoints (self->learner) : 0;
  SondeLosses *losses, *old;

  if (!view->show_losses || n == self->n_with_losses || self->learner != sonde_run_get_learner (run)
      || !sonde_learner_work (self->learner, sonde_clock_get_monotonic (sonde_clock_get_default ()) + WORK_FOR_LOSSES))
    return;
  losses = sonde_losses_new (self->learner);
  sonde_handover_lock (&self->scene_lock);
  old = self->losses;
  self->losses = losses;
  sonde_handover_unlock (&self->scene_lock);
  g_clear_pointer (&old, sonde_losses_unref);
  self->n_with_losses = n;
}

static void
sonde_figure_1d_prepare (SondeFigure     *figure,
                         SondeRun        *run,
                         const SondeView *view)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);

  g_clear_pointer (&self->quantities, g_strfreev);
  if (view->quantity != NULL)
    self->quantities = sonde_quantity_split (view->quantity);
  take_losses (self, run, view);
}

static gboolean
sonde_figure_1d_check_quantity (SondeFigure  *figure,
                                const char   *text,
                                int          *position,
                                GError      **error)
{
  const SondeScene *scene = SONDE_FIGURE_1D (figure)->scene;
  g_autoptr (SondeQuantity) quantity = sonde_quantity_new (text, scene->variable, scene->vdim, position, error);

  return quantity != NULL;
}

static SondeScene *
get_scene (SondeFigure1D  *self,
           SondeLosses   **losses)
{
  SondeScene *scene;

  sonde_handover_lock (&self->scene_lock);
  scene = sonde_scene_ref (self->scene);
  *losses = self->losses != NULL ? sonde_losses_ref (self->losses) : NULL;
  sonde_handover_unlock (&self->scene_lock);
  return scene;
}

static void
sonde_figure_1d_draw (SondeFigure      *figure,
                      const SondeView  *view,
                      const SondeStyle *style,
                      cairo_t          *cr,
                      SondeFrame       *frame)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  g_autoptr (SondeLosses) losses = NULL;
  g_autoptr (SondeScene) scene = get_scene (self, &losses);

  sonde_curve_take (self->curve);
  sonde_shown_take (self->shown, self->curve, scene, view);
  sonde_curve_picture_draw (self->curve, self->shown, scene, view->show_losses ? losses : NULL, view, style, cr, frame);
}

static gboolean
sonde_figure_1d_pick (SondeFigure      *figure,
                      const SondeFrame *frame,
                      double            pixel_x,
                      double            pixel_y,
                      double            radius,
                      guint            *id)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  const SondeCurveData *data = sonde_shown_lock (self->shown, self->curve);
  double nearest = radius * radius;
  gboolean found = FALSE;
  SondeScale x, y;
  guint first, end;

  sonde_frame_get_scales (frame, &x, &y);
  first = sonde_search (data->x, 0, data->n, sonde_scale_to_value (&x, pixel_x - radius));
  end = sonde_search (data->x, first, data->n, sonde_scale_to_value (&x, pixel_x + radius));
  for (guint i = first; i < MIN (end + 1, data->n); i++)
    for (guint k = 0; k < data->vdim; k++)
      {
        double dx = sonde_scale_to_pixel (&x, data->x[i]) - pixel_x;
        double dy = sonde_scale_to_pixel (&y, data->y[k][i]) - pixel_y;

        /* false for NaN */
        if (dx * dx + dy * dy <= nearest)
          {
            nearest = dx * dx + dy * dy;
            *id = data->id[i];
            found = TRUE;
          }
      }
  sonde_curve_unlock (self->curve);
  return found;
}

static SondeFigureOptions
sonde_figure_1d_get_options (SondeFigure *figure)
{
  return SONDE_FIGURE_AXES | SONDE_FIGURE_LINE | SONDE_FIGURE_POINTS | SONDE_FIGURE_PENDING | SONDE_FIGURE_NEWEST | SONDE_FIGURE_RUG
         | SONDE_FIGURE_LOSSES | SONDE_FIGURE_LOG_X | SONDE_FIGURE_LOG_Y | SONDE_FIGURE_QUANTITY | SONDE_FIGURE_PAST;
}

static guint
sonde_figure_1d_get_n_series (SondeFigure *figure)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);

  return self->quantities != NULL ? g_strv_length (self->quantities) : MAX (self->scene->vdim, 1);
}

static char *
sonde_figure_1d_get_series_name (SondeFigure *figure,
                                 guint        index)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);

  if (self->quantities == NULL)
    return sonde_scene_get_name (self->scene, index);
  return g_strdup (index < g_strv_length (self->quantities) ? self->quantities[index] : "");
}

static char **
list_names (SondeFigure1D *self,
            guint          n)
{
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = sonde_figure_1d_get_series_name (SONDE_FIGURE (self), i);
  return names;
}

static gboolean
sonde_figure_1d_walk (SondeFigure      *figure,
                      const SondeFrame *frame,
                      SondeStep         step,
                      SondeSpot        *spot)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  SondeCurveSpots spots = { sonde_shown_lock (self->shown, self->curve), self->learner, self->scene, NULL };
  gboolean leads = sonde_curve_spots_walk (&spots, frame, step, spot);

  sonde_curve_unlock (self->curve);
  return leads;
}

static gboolean
sonde_figure_1d_locate (SondeFigure      *figure,
                        const SondeFrame *frame,
                        const SondeSpot  *spot,
                        double           *pixel_x,
                        double           *pixel_y)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  SondeCurveSpots spots = { sonde_shown_lock (self->shown, self->curve), self->learner, self->scene, NULL };
  gboolean found = sonde_curve_spots_locate (&spots, frame, spot, pixel_x, pixel_y);

  sonde_curve_unlock (self->curve);
  return found;
}

static char *
sonde_figure_1d_tell (SondeFigure     *figure,
                      const SondeSpot *spot,
                      SondeTelling     telling)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  SondeCurveSpots spots = { sonde_shown_lock (self->shown, self->curve), self->learner, self->scene, NULL };
  g_auto (GStrv) names = list_names (self, spots.data->vdim);
  char *text;

  spots.names = (const char * const *) names;
  text = sonde_curve_spots_tell (&spots, spot, telling);
  sonde_curve_unlock (self->curve);
  return text;
}

static char *
describe_values (SondeFigure1D *self)
{
  g_autofree char *min = sonde_label_number (self->min, 4);
  g_autofree char *max = sonde_label_number (self->max, 4);

  if (self->n == 0 || self->min > self->max)
    return g_strdup (_("no values yet"));
  /* translators: the least and the largest value of a function */
  return g_strdup_printf (_("values from %s to %s"), min, max);
}

static void
append_count (GString    *text,
              const char *format,
              guint       n)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (n > 0)
    g_string_append_printf (text, format, n);
#pragma GCC diagnostic pop
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static char *
sonde_figure_1d_describe (SondeFigure *figure)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (figure);
  const SondeScene *scene = self->scene;
  guint n_failed = scene->failed->len + scene->given_up->len;
  g_autofree char *min = sonde_label_number (scene->min, 6);
  g_autofree char *max = sonde_label_number (scene->max, 6);
  g_autofree char *values = describe_values (self);
  g_autofree char *points = g_strdup_printf (ngettext ("%u point", "%u points", self->n), self->n);
  GString *text = g_string_new (NULL);

  if (scene->vdim > 1)
    /* translators: number of curves; variable; its bounds; "137 points"; "values from −1 to 1.12" */
    g_string_append_printf (text, ngettext ("%u curve over %s from %s to %s, %s, %s", "%u curves over %s from %s to %s, %s, %s",
                                            scene->vdim),
                            scene->vdim, scene->variable, min, max, points, values);
  else
    /* translators: variable; variable; its bounds; "137 points"; "values from −1 to 1.12" */
    g_string_append_printf (text, _("Curve of f(%s) for %s from %s to %s, %s, %s"),
                            scene->variable, scene->variable, min, max, points, values);
  append_count (text, ngettext (", %u point without a value", ", %u points without a value", self->n_missing), self->n_missing);
  append_count (text, ngettext (", %u point pending", ", %u points pending", scene->pending->len), scene->pending->len);
  append_count (text, ngettext (", %u point failed", ", %u points failed", n_failed), n_failed);
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

static void
sonde_figure_1d_finalize (GObject *object)
{
  SondeFigure1D *self = SONDE_FIGURE_1D (object);

  _sonde_figure_release (SONDE_FIGURE (object), g_steal_pointer (&self->learner));
  g_clear_pointer (&self->scene, sonde_scene_unref);
  g_clear_pointer (&self->losses, sonde_losses_unref);
  g_strfreev (self->quantities);
  sonde_shown_free (self->shown);
  sonde_curve_free (self->curve);
  g_mutex_clear (&self->scene_lock);
  G_OBJECT_CLASS (sonde_figure_1d_parent_class)->finalize (object);
}

static void
sonde_figure_1d_class_init (SondeFigure1DClass *klass)
{
  SondeFigureClass *figure_class = (SondeFigureClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_figure_1d_finalize;
  figure_class->update = sonde_figure_1d_update;
  figure_class->is_behind = sonde_figure_1d_is_behind;
  figure_class->prepare = sonde_figure_1d_prepare;
  figure_class->check_quantity = sonde_figure_1d_check_quantity;
  figure_class->draw = sonde_figure_1d_draw;
  figure_class->pick = sonde_figure_1d_pick;
  figure_class->get_options = sonde_figure_1d_get_options;
  figure_class->walk = sonde_figure_1d_walk;
  figure_class->locate = sonde_figure_1d_locate;
  figure_class->tell = sonde_figure_1d_tell;
  figure_class->get_n_series = sonde_figure_1d_get_n_series;
  figure_class->get_series_name = sonde_figure_1d_get_series_name;
  figure_class->describe = sonde_figure_1d_describe;
}

static void
sonde_figure_1d_init (SondeFigure1D *self)
{
  self->curve = sonde_curve_new ();
  self->shown = sonde_shown_new ();
  g_mutex_init (&self->scene_lock);
}
