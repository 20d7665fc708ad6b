/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-figure-1d.h"
#include "figure/sonde-figure-convergence.h"
#include "figure/sonde-figure-panels.h"
#include "figure/sonde-figure-private.h"
#include "figure/sonde-figure-surface.h"
#include "figure/sonde-handover.h"
#include "figure/sonde-surface-scene.h"
#include "function/sonde-expression.h"

typedef struct
{
  SondeRun     *run;
  GMainContext *context;
  GThread      *thread;
  /* of two drawings one waits for the other */
  GMutex        drawing;
} SondeFigurePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SondeFigure, sonde_figure, G_TYPE_OBJECT)

/* What a thread is given to draw, and what it gives back. */
typedef struct
{
  char            *quantity;
  SondeView        view;
  SondeStyle       style;
  SondeFrame       frame;
  cairo_surface_t *surface;
} Drawing;

static void
drawing_free (Drawing *drawing)
{
  sonde_handover_take (drawing);
  g_clear_pointer (&drawing->surface, cairo_surface_destroy);
  g_free (drawing->quantity);
  g_free (drawing);
}

static gboolean
release (gpointer object)
{
  g_object_unref (object);
  return G_SOURCE_REMOVE;
}

/* Drops a reference in the thread that the figure was made in: the thread that draws may be the last to let go of a figure, and must
 * not be the one in which a run ends. */
void
_sonde_figure_release (SondeFigure *self,
                       gpointer     object)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);
  g_autoptr (GSource) source = NULL;

  if (object == NULL)
    return;
  if (g_thread_self () == priv->thread)
    {
      g_object_unref (object);
      return;
    }
  source = g_idle_source_new ();
  g_source_set_callback (source, release, object, NULL);
  g_source_attach (source, priv->context);
}

static void
sonde_figure_finalize (GObject *object)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (SONDE_FIGURE (object));

  _sonde_figure_release (SONDE_FIGURE (object), g_steal_pointer (&priv->run));
  g_main_context_unref (priv->context);
  g_mutex_clear (&priv->drawing);
  G_OBJECT_CLASS (sonde_figure_parent_class)->finalize (object);
}

static void
sonde_figure_class_init (SondeFigureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_figure_finalize;
}

static void
sonde_figure_init (SondeFigure *self)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);

  priv->context = g_main_context_ref_thread_default ();
  priv->thread = g_thread_self ();
  g_mutex_init (&priv->drawing);
}

static SondeFigure *
new_of_type (GType     type,
             SondeRun *run)
{
  SondeFigure *self = g_object_new (type, NULL);
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);

  priv->run = g_object_ref (run);
  sonde_figure_update (self);
  return self;
}

/**
 * sonde_figure_new:
 * @run: what to show
 *
 * Returns: (transfer full): a figure for the kind of learner that @run has, with what is known so far
 */
SondeFigure *
sonde_figure_new (SondeRun *run)
{
  guint ndim;

  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);

  ndim = sonde_learner_get_ndim (sonde_run_get_learner (run));
  if (sonde_figure_panels_knows (sonde_run_get_learner (run)))
    return new_of_type (SONDE_TYPE_FIGURE_PANELS, run);
  if (ndim > 1 && ndim <= SONDE_SURFACE_NDIM)
    return new_of_type (SONDE_TYPE_FIGURE_SURFACE, run);
  return new_of_type (SONDE_TYPE_FIGURE_1D, run);
}

/**
 * sonde_figure_new_convergence:
 * @run: what to show
 *
 * Its curves are the loss and the estimated error, its points the moments that the run remembers: sonde_figure_pick() finds the id of
 * the point that was the last one told then. Of a #SondeView it heeds the ranges and @upto; both axes are logarithmic.
 *
 * Returns: (transfer full): a figure of how @run comes nearer to its goal
 */
SondeFigure *
sonde_figure_new_convergence (SondeRun *run)
{
  g_return_val_if_fail (SONDE_IS_RUN (run), NULL);

  return new_of_type (SONDE_TYPE_FIGURE_CONVERGENCE, run);
}

/**
 * sonde_figure_update:
 *
 * Takes over what has happened since the last call, in the main thread, at a cost by what is new. Of very much, as after opening a
 * large file, a piece that takes some milliseconds; sonde_figure_is_behind() tells when to call again.
 *
 * Returns: whether another picture would look different
 */
gboolean
sonde_figure_update (SondeFigure *self)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);

  g_return_val_if_fail (SONDE_IS_FIGURE (self), FALSE);

  return SONDE_FIGURE_GET_CLASS (self)->update (self, priv->run);
}

/**
 * sonde_figure_is_behind:
 *
 * Returns: whether there is something that sonde_figure_update() would take over
 */
gboolean
sonde_figure_is_behind (SondeFigure *self)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);

  g_return_val_if_fail (SONDE_IS_FIGURE (self), FALSE);

  return SONDE_FIGURE_GET_CLASS (self)->is_behind != NULL && SONDE_FIGURE_GET_CLASS (self)->is_behind (self, priv->run);
}

/**
 * sonde_figure_check_quantity:
 * @text: an expression of x, or the variable's own name, and of y, or y1, y2 … for the components of a value; a comma makes
 *   several curves
 * @position: (out) (optional): where the fault is, in characters from the beginning; −1 if there is none
 * @error: return location for a #SondeExpressionError, a sentence for who typed it
 *
 * A view's quantity that is wrong shows no curve, so ask before.
 *
 * Returns: whether @text can be the quantity of a view
 */
gboolean
sonde_figure_check_quantity (SondeFigure  *self,
                             const char   *text,
                             int          *position,
                             GError      **error)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (SONDE_FIGURE_GET_CLASS (self)->check_quantity != NULL)
    return SONDE_FIGURE_GET_CLASS (self)->check_quantity (self, text, position, error);
  if (position != NULL)
    *position = 0;
  g_set_error_literal (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
                       _("This figure shows nothing else than it does: leave the quantity empty."));
  return FALSE;
}

/* What the thread that draws cannot get. */
static void
prepare (SondeFigure     *self,
         const SondeView *view)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);

  if (SONDE_FIGURE_GET_CLASS (self)->prepare != NULL && g_thread_self () == priv->thread)
    SONDE_FIGURE_GET_CLASS (self)->prepare (self, priv->run, view);
}

static void
draw (SondeFigure      *self,
      const SondeView  *view,
      const SondeStyle *style,
      cairo_t          *cr,
      SondeFrame       *frame)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);

  sonde_handover_lock (&priv->drawing);
  SONDE_FIGURE_GET_CLASS (self)->draw (self, view, style, cr, frame);
  sonde_handover_unlock (&priv->drawing);
}

/**
 * sonde_figure_draw:
 * @view: what part to show
 * @style: size and colours
 * @cr: where to draw, in logical pixels from the upper left corner
 * @frame: (out) (optional): where things are in the picture
 *
 * Draws here and now, after what is being drawn of this figure elsewhere.
 */
void
sonde_figure_draw (SondeFigure      *self,
                   const SondeView  *view,
                   const SondeStyle *style,
                   cairo_t          *cr,
                   SondeFrame       *frame)
{
  SondeFrame unused;

  g_return_if_fail (SONDE_IS_FIGURE (self));
  g_return_if_fail (view != NULL && style != NULL && style->palette != NULL && cr != NULL);

  prepare (self, view);
  draw (self, view, style, cr, frame != NULL ? frame : &unused);
}

static void
draw_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Drawing *drawing = data;
  const SondeStyle *style = &drawing->style;
  cairo_t *cr;

  sonde_handover_take (drawing);
  if (g_task_return_error_if_cancelled (task))
    return;
  drawing->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                 MAX (1, (int) lround (style->width * style->scale)),
                                                 MAX (1, (int) lround (style->height * style->scale)));
  cairo_surface_set_device_scale (drawing->surface, style->scale, style->scale);
  cr = cairo_create (drawing->surface);
  draw (source, &drawing->view, style, cr, &drawing->frame);
  cairo_surface_flush (drawing->surface);
  sonde_handover_give (drawing);
  if (cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, _("The figure could not be drawn: %s."),
                             cairo_status_to_string (cairo_status (cr)));
  cairo_destroy (cr);
}

/**
 * sonde_figure_draw_async:
 * @view: what part to show
 * @style: size, scale and colours
 * @cancellable: (nullable): gives the picture up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Draws in a thread. sonde_figure_update() and sonde_figure_pick() may be called meanwhile; of several drawings of one figure each waits
 * for the others.
 */
void
sonde_figure_draw_async (SondeFigure         *self,
                         const SondeView     *view,
                         const SondeStyle    *style,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Drawing *drawing;

  g_return_if_fail (SONDE_IS_FIGURE (self));
  g_return_if_fail (view != NULL && style != NULL && style->palette != NULL);
  g_return_if_fail (style->scale > 0);

  prepare (self, view);
  drawing = g_new0 (Drawing, 1);
  drawing->view = *view;
  drawing->quantity = g_strdup (view->quantity);
  drawing->view.quantity = drawing->quantity;
  drawing->style = *style;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_figure_draw_async);
  g_task_set_task_data (task, drawing, (GDestroyNotify) drawing_free);
  sonde_handover_give (drawing);
  g_task_run_in_thread (task, draw_in_thread);
}

/**
 * sonde_figure_draw_finish:
 * @result: of the call back
 * @frame: (out) (optional): where things are in the picture
 * @error: where to put what went wrong
 *
 * Returns: (transfer full): an ARGB32 image surface of width × scale by height × scale device pixels
 */
cairo_surface_t *
sonde_figure_draw_finish (SondeFigure   *self,
                          GAsyncResult  *result,
                          SondeFrame    *frame,
                          GError       **error)
{
  cairo_surface_t *surface;
  Drawing *drawing;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  drawing = g_task_get_task_data (G_TASK (result));
  sonde_handover_take (drawing);
  if (frame != NULL)
    *frame = drawing->frame;
  surface = g_steal_pointer (&drawing->surface);
  sonde_handover_give (drawing);
  return surface;
}

/**
 * sonde_figure_pick:
 * @frame: of a finished picture
 * @pixel_x: a place in it, logical pixels
 * @pixel_y: likewise
 * @radius: how far away a point may lie
 * @id: (out): the point nearest to the place
 *
 * Returns: whether there is one
 */
gboolean
sonde_figure_pick (SondeFigure      *self,
                   const SondeFrame *frame,
                   double            pixel_x,
                   double            pixel_y,
                   double            radius,
                   guint            *id)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), FALSE);
  g_return_val_if_fail (frame != NULL && id != NULL, FALSE);

  return SONDE_FIGURE_GET_CLASS (self)->pick (self, frame, pixel_x, pixel_y, radius, id);
}

/**
 * sonde_figure_read_out:
 * @frame: of a finished picture
 * @pixel_x: a place in it, logical pixels
 * @pixel_y: likewise
 * @x: (out caller-allocates): the place's coordinates, one for each variable of the domain
 * @z: (out): the value shown there; NaN where it is missing
 *
 * Reads off a surface what its last picture shows.
 *
 * Returns: whether there is a surface at that place
 */
gboolean
sonde_figure_read_out (SondeFigure      *self,
                       const SondeFrame *frame,
                       double            pixel_x,
                       double            pixel_y,
                       double           *x,
                       double           *z)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), FALSE);
  g_return_val_if_fail (frame != NULL && x != NULL && z != NULL, FALSE);

  return SONDE_FIGURE_GET_CLASS (self)->read_out != NULL
         && SONDE_FIGURE_GET_CLASS (self)->read_out (self, frame, pixel_x, pixel_y, x, z);
}

/**
 * sonde_figure_list_choices:
 *
 * Returns: (transfer full) (nullable): the names of what the figure can show, for SondeView.choice; %NULL if that is one thing only
 */
char **
sonde_figure_list_choices (SondeFigure *self)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), NULL);

  return SONDE_FIGURE_GET_CLASS (self)->list_choices != NULL ? SONDE_FIGURE_GET_CLASS (self)->list_choices (self) : NULL;
}

/**
 * sonde_figure_get_options:
 *
 * Returns: what of a view it heeds
 */
SondeFigureOptions
sonde_figure_get_options (SondeFigure *self)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), 0);

  return SONDE_FIGURE_GET_CLASS (self)->get_options != NULL ? SONDE_FIGURE_GET_CLASS (self)->get_options (self) : SONDE_FIGURE_AXES;
}

/**
 * sonde_figure_choose_axes:
 * @view: (inout): what is shown; the variables along its axes are those of a slice, or the first ones
 *
 * Makes axes logarithmic whose variable is sampled in its logarithm, and the others not. In the main thread.
 */
void
sonde_figure_choose_axes (SondeFigure *self,
                          SondeView   *view)
{
  SondeFigurePrivate *priv = sonde_figure_get_instance_private (self);
  SondeFigureOptions options;
  SondeDomain *domain;
  guint ndim;

  g_return_if_fail (SONDE_IS_FIGURE (self) && view != NULL);

  options = sonde_figure_get_options (self);
  domain = sonde_learner_get_domain (sonde_run_get_learner (priv->run));
  ndim = sonde_domain_get_ndim (domain);
  if (ndim <= 1 || (options & SONDE_FIGURE_LOG_X) == 0)
    {
      view->log_x = (options & SONDE_FIGURE_LOG_X) != 0 && sonde_domain_get (domain, 0)->is_log;
      return;
    }
  view->log_x = sonde_domain_get (domain, MIN (view->slice_x, ndim - 1))->is_log;
  view->log_y = !view->slice_curve && sonde_domain_get (domain, MIN (view->slice_y, ndim - 1))->is_log;
}

/**
 * sonde_figure_walk:
 * @frame: of a finished picture
 * @step: where to go
 * @spot: (inout): where one is; %SONDE_SPOT_NONE to begin. It stays where it is when there is nothing further on
 *
 * Goes from point to point of what the last picture showed, in the main thread.
 *
 * Returns: whether such a step leads anywhere in this figure
 */
gboolean
sonde_figure_walk (SondeFigure      *self,
                   const SondeFrame *frame,
                   SondeStep         step,
                   SondeSpot        *spot)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), FALSE);
  g_return_val_if_fail (frame != NULL && spot != NULL, FALSE);

  return SONDE_FIGURE_GET_CLASS (self)->walk != NULL && SONDE_FIGURE_GET_CLASS (self)->walk (self, frame, step, spot);
}

/**
 * sonde_figure_locate:
 * @frame: of a finished picture
 * @spot: a point of it and one of its series
 * @pixel_x: (out): where it is, perhaps not in view
 * @pixel_y: (out): likewise; NaN where it has no value
 *
 * Finds a spot in what the last picture showed, in the main thread.
 *
 * Returns: whether it is there
 */
gboolean
sonde_figure_locate (SondeFigure      *self,
                     const SondeFrame *frame,
                     const SondeSpot  *spot,
                     double           *pixel_x,
                     double           *pixel_y)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), FALSE);
  g_return_val_if_fail (frame != NULL && spot != NULL && pixel_x != NULL && pixel_y != NULL, FALSE);

  return spot->id != SONDE_SPOT_NONE && SONDE_FIGURE_GET_CLASS (self)->locate != NULL
         && SONDE_FIGURE_GET_CLASS (self)->locate (self, frame, spot, pixel_x, pixel_y);
}

/**
 * sonde_figure_tell:
 * @spot: a point and one of its series
 * @telling: what to say of it
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): the words; %NULL if the last picture does not show it
 */
char *
sonde_figure_tell (SondeFigure     *self,
                   const SondeSpot *spot,
                   SondeTelling     telling)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), NULL);
  g_return_val_if_fail (spot != NULL, NULL);

  if (spot->id == SONDE_SPOT_NONE || SONDE_FIGURE_GET_CLASS (self)->tell == NULL)
    return NULL;
  return SONDE_FIGURE_GET_CLASS (self)->tell (self, spot, telling);
}

/**
 * sonde_figure_get_n_series:
 *
 * Returns: how many curves there are, at least 1
 */
guint
sonde_figure_get_n_series (SondeFigure *self)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), 0);

  return SONDE_FIGURE_GET_CLASS (self)->get_n_series (self);
}

/**
 * sonde_figure_get_series_name:
 * @index: of a curve, which is that of its colour
 *
 * Returns: (transfer full): its name, plain text
 */
char *
sonde_figure_get_series_name (SondeFigure *self,
                              guint        index)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), NULL);

  return SONDE_FIGURE_GET_CLASS (self)->get_series_name (self, index);
}

/**
 * sonde_figure_describe:
 *
 * Returns: (transfer full): what there is to see, in a sentence or two for those who do not see it
 */
char *
sonde_figure_describe (SondeFigure *self)
{
  g_return_val_if_fail (SONDE_IS_FIGURE (self), NULL);

  return SONDE_FIGURE_GET_CLASS (self)->describe (self);
}
