/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SondeBatch SondeBatch;

/* As many bytes of output are kept of a point at the most; the beginning and the end of what is longer. */
#define SONDE_BATCH_MAX_OUTPUT 65536

/**
 * SondeBatch:
 * @n: the number of points, at least 1
 * @ndim: the number of coordinates of a point
 * @vdim: the number of components of a value, or %SONDE_SCALAR; meaningful once a result is set
 * @x: the points, n × ndim
 * @y: the values, n × SONDE_STRIDE (vdim); %NULL until a result is set; of no meaning where there is an error
 * @seconds: how long each evaluation took
 * @errors: (nullable): an error for each point that failed, %NULL for the others; the array is %NULL when none failed
 * @outputs: (nullable): what the code printed while it evaluated each point, %NULL where that is nothing; the array is %NULL when
 *   nothing was printed
 *
 * Points on their way through an executor and back. It belongs to one thread at a time: to whoever evaluates it until
 * it is returned. A point whose result was never set has failed with #SONDE_FUNCTION_ERROR_CANCELLED.
 */
struct _SondeBatch
{
  guint     n;
  guint     ndim;
  guint     vdim;
  double   *x;
  double   *y;
  double   *seconds;
  GError  **errors;
  char    **outputs;

  /*< private >*/
  gboolean  has_value;
  guint8   *is_set;
  double   *own_y;
};

SondeBatch *sonde_batch_new        (guint         n,
                                    guint         ndim,
                                    const double *x);
void        sonde_batch_free       (SondeBatch   *self);
void        sonde_batch_reset      (SondeBatch   *self);
void        sonde_batch_set_value  (SondeBatch   *self,
                                    guint         index,
                                    const double *y,
                                    guint         vdim,
                                    double        seconds);
void        sonde_batch_take_error (SondeBatch   *self,
                                    guint         index,
                                    GError       *error,
                                    double        seconds);
void        sonde_batch_take_output (SondeBatch  *self,
                                    guint         index,
                                    char         *output);

static inline const GError *
sonde_batch_get_error (const SondeBatch *self,
                       guint             index)
{
  return self->errors != NULL ? self->errors[index] : NULL;
}

static inline const char *
sonde_batch_get_output (const SondeBatch *self,
                        guint             index)
{
  return self->outputs != NULL ? self->outputs[index] : NULL;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeBatch, sonde_batch_free)

G_END_DECLS
