/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the points to those that a view shows, when it is not simply all of them with their values.
 *
 * 1. A quantity is evaluated once for each point, in the order of ids, so that what comes later only adds to it.
 * 2. One pass through the points in their order keeps those with a low enough id, with their values or quantities: some
 *    milliseconds for a million, so that a slider over the time can be dragged.
 * 3. The result is kept until points or view change. It is made aside and only put in place under the lock of the curve: who picks a
 *    point meanwhile does not wait.
 *
 * All of this belongs to the side that draws, which alone changes the arrays of the curve and so may read them without the lock. */

#include "config.h"

#include <math.h>

#include "figure/sonde-quantity.h"
#include "figure/sonde-shown.h"

struct _SondeShown
{
  /* what is shown, from when and of what */
  gboolean        is_derived;
  SondeCurveData  data;
  guint           version;
  guint           generation;
  guint           upto;
  char           *text;

  /* the quantity, by id */
  SondeQuantity  *quantity;
  guint           n_results;
  guint           n_evaluated;
  guint           capacity;
  double        **by_id;
};

SondeShown *
sonde_shown_new (void)
{
  return g_new0 (SondeShown, 1);
}

static void
forget_quantity (SondeShown *self)
{
  for (guint k = 0; k < self->n_results; k++)
    g_free (self->by_id[k]);
  g_clear_pointer (&self->by_id, g_free);
  g_clear_pointer (&self->quantity, sonde_quantity_free);
  g_clear_pointer (&self->text, g_free);
  self->n_results = self->n_evaluated = self->capacity = 0;
}

void
sonde_shown_free (SondeShown *self)
{
  forget_quantity (self);
  sonde_curve_data_clear (&self->data);
  g_free (self);
}

/* A wrong one was complained of when it was typed; it has no values. */
static void
prepare_quantity (SondeShown           *self,
                  const SondeCurveData *data,
                  const SondeScene     *scene,
                  const char           *text)
{
  if (g_strcmp0 (text, self->text) == 0 && data->generation == self->generation)
    return;
  forget_quantity (self);
  if (text == NULL)
    return;
  self->text = g_strdup (text);
  self->quantity = sonde_quantity_new (text, scene->variable, data->vdim, NULL, NULL);
  self->n_results = self->quantity != NULL ? sonde_quantity_get_n_results (self->quantity) : 1;
  self->by_id = g_new0 (double *, self->n_results);
}

static void
evaluate_new (SondeShown           *self,
              const SondeCurveData *data)
{
  if (data->n > self->capacity)
    {
      self->capacity = MAX (data->n, self->capacity + self->capacity / 2);
      for (guint k = 0; k < self->n_results; k++)
        self->by_id[k] = g_renew (double, self->by_id[k], self->capacity);
    }
  for (guint i = 0; i < data->n; i++)
    {
      const double *results = NULL;

      if (data->id[i] < self->n_evaluated)
        continue;
      if (self->quantity != NULL)
        results = sonde_quantity_evaluate (self->quantity, data->x[i], data->y, i);
      for (guint k = 0; k < self->n_results; k++)
        self->by_id[k][data->id[i]] = results != NULL ? results[k] : NAN;
    }
  self->n_evaluated = data->n;
}

static void
allocate (SondeCurveData *data,
          guint           n,
          guint           vdim)
{
  *data = (SondeCurveData) { .vdim = vdim, .capacity = n };
  data->x = g_new (double, n);
  data->id = g_new (guint, n);
  data->y = g_new (double *, vdim);
  for (guint k = 0; k < vdim; k++)
    data->y[k] = g_new (double, n);
}

/* Without a branch: what is left out is written over by the next. */
static void
keep_values (const SondeCurveData *from,
             const double         *values,
             gboolean              by_id,
             guint                 end,
             double               *kept)
{
  guint n = 0;

  for (guint i = 0; i < from->n; i++)
    {
      kept[n] = values[by_id ? from->id[i] : i];
      n += from->id[i] < end;
    }
}

static void
keep_points (const SondeCurveData *from,
             guint                 end,
             SondeCurveData       *kept)
{
  guint n = 0;

  for (guint i = 0; i < from->n; i++)
    {
      kept->x[n] = from->x[i];
      kept->id[n] = from->id[i];
      n += from->id[i] < end;
    }
  kept->n = n;
}

static void
note_newest (SondeCurveData *data,
             guint           end)
{
  guint n = MIN (end, SONDE_NEWEST);

  for (guint i = 0; i < data->n; i++)
    if (data->id[i] + n >= end)
      data->newest[data->id[i] + n - end] = i;
  data->n_newest = n;
}

static void
count_missing (SondeCurveData *data)
{
  for (guint i = 0; i < data->n; i++)
    {
      gboolean missing = TRUE;

      for (guint k = 0; k < data->vdim; k++)
        missing = missing && !isfinite (data->y[k][i]);
      data->n_missing += missing;
    }
}

static void
derive (SondeShown           *self,
        const SondeCurveData *from,
        guint                 end,
        SondeCurveData       *data)
{
  guint vdim = self->text != NULL ? self->n_results : from->vdim;

  /* one more, to be written over */
  allocate (data, from->n + 1, vdim);
  keep_points (from, end, data);
  for (guint k = 0; k < vdim; k++)
    keep_values (from, self->text != NULL ? self->by_id[k] : from->y[k], self->text != NULL, end, data->y[k]);
  note_newest (data, end);
  data->is_past = end < from->n;
  if (self->text != NULL || from->n_missing > 0)
    count_missing (data);
  sonde_curve_data_measure (data);
}

/**
 * sonde_shown_take:
 * @curve: the points; what was handed over must have been taken
 * @scene: what there is beside them
 * @view: what to show
 *
 * Makes what @view shows. For the side that draws.
 */
void
sonde_shown_take (SondeShown       *self,
                  SondeCurve       *curve,
                  const SondeScene *scene,
                  const SondeView  *view)
{
  const SondeCurveData *from = sonde_curve_peek (curve);
  gboolean is_derived = from->n > 0 && ((view->upto > 0 && view->upto < from->n) || view->quantity != NULL);
  guint end = view->upto > 0 ? MIN (view->upto, from->n) : from->n;
  SondeCurveData data = { 0 }, old;

  if (is_derived && self->is_derived && from->version == self->version && end == self->upto
      && g_strcmp0 (view->quantity, self->text) == 0)
    return;
  if (!is_derived && !self->is_derived)
    return;
  prepare_quantity (self, from, scene, is_derived ? view->quantity : NULL);
  if (self->text != NULL)
    evaluate_new (self, from);
  if (is_derived)
    derive (self, from, end, &data);

  sonde_curve_lock (curve);
  old = self->data;
  self->data = data;
  self->is_derived = is_derived;
  sonde_curve_unlock (curve);
  self->version = from->version;
  self->generation = from->generation;
  self->upto = end;
  sonde_curve_data_clear (&old);
}

/**
 * sonde_shown_lock:
 *
 * For any thread, as sonde_curve_lock(), with sonde_curve_unlock() at the end.
 *
 * Returns: (transfer none): what the last picture shows
 */
const SondeCurveData *
sonde_shown_lock (SondeShown *self,
                  SondeCurve *curve)
{
  const SondeCurveData *data = sonde_curve_lock (curve);

  return self->is_derived ? &self->data : data;
}
