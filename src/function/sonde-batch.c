/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-points.h"
#include "function/sonde-batch-private.h"
#include "function/sonde-function.h"

/* One block of memory holds the batch, its points, durations, marks and the values of plain numbers: microsecond
 * functions make a hundred thousand batches a second. Only values that are lists are allocated apart. */

/**
 * sonde_batch_new:
 * @n: the number of points, at least 1
 * @ndim: the number of coordinates of a point, at least 1
 * @x: the points, @n × @ndim, copied
 *
 * Returns: (transfer full): a batch none of whose points has a result
 */
SondeBatch *
sonde_batch_new (guint         n,
                 guint         ndim,
                 const double *x)
{
  SondeBatch *self;
  gsize n_doubles;

  g_return_val_if_fail (n >= 1 && ndim >= 1, NULL);
  g_return_val_if_fail (x != NULL, NULL);

  n_doubles = (gsize) n * (ndim + 2);
  self = g_malloc (sizeof (SondeBatch) + n_doubles * sizeof (double) + n);
  memset (self, 0, sizeof (SondeBatch));
  self->n = n;
  self->ndim = ndim;
  self->x = (double *) (gpointer) (self + 1);
  self->seconds = self->x + (gsize) n * ndim;
  self->own_y = self->seconds + n;
  self->is_set = (guint8 *) (self->own_y + n);

  memcpy (self->x, x, (gsize) n * ndim * sizeof (double));
  memset (self->is_set, 0, n);
  for (guint i = 0; i < n; i++)
    self->seconds[i] = NAN;
  return self;
}

static void
sonde_batch_clear_outputs (SondeBatch *self)
{
  if (self->outputs != NULL)
    for (guint i = 0; i < self->n; i++)
      g_free (self->outputs[i]);
  g_clear_pointer (&self->outputs, g_free);
}

void
sonde_batch_free (SondeBatch *self)
{
  if (self->errors != NULL)
    for (guint i = 0; i < self->n; i++)
      g_clear_error (&self->errors[i]);
  g_free (self->errors);
  sonde_batch_clear_outputs (self);
  if (self->y != self->own_y)
    g_free (self->y);
  g_free (self);
}

/**
 * sonde_batch_reset:
 *
 * Takes the results away, so that the batch can be used again for other points, written to its x. The shape of its values
 * stays. Not for a batch with errors.
 */
void
sonde_batch_reset (SondeBatch *self)
{
  g_return_if_fail (self->errors == NULL);

  memset (self->is_set, 0, self->n);
  sonde_batch_clear_outputs (self);
}

static void
sonde_batch_set_shape (SondeBatch *self,
                       guint       vdim)
{
  gsize n_values = (gsize) self->n * SONDE_STRIDE (vdim);

  self->vdim = vdim;
  self->has_value = TRUE;
  self->y = n_values == self->n ? self->own_y : g_new (double, n_values);
  for (gsize i = 0; i < n_values; i++)
    self->y[i] = NAN;
}

static char *
describe_shape (guint vdim)
{
  if (vdim == SONDE_SCALAR)
    return g_strdup (_("a number"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "a list of %u number", "a list of %u numbers", vdim), vdim);
}

static GError *
new_shape_error (guint vdim,
                 guint expected)
{
  g_autofree char *is = describe_shape (vdim);
  g_autofree char *was = describe_shape (expected);

  return g_error_new (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SHAPE,
                      _("The function returned %s here and %s before. Let it always return the same shape."), is, was);
}

/**
 * sonde_batch_set_value:
 * @index: which point
 * @y: its value, as many numbers as @vdim says; NaN and infinity are values
 * @vdim: the number of components, or %SONDE_SCALAR
 * @seconds: how long the evaluation took
 *
 * Gives a point its value. The first value decides the shape of the batch; a value of another shape becomes a
 * #SONDE_FUNCTION_ERROR_SHAPE error of its point. A point gets one result only.
 */
void
sonde_batch_set_value (SondeBatch   *self,
                       guint         index,
                       const double *y,
                       guint         vdim,
                       double        seconds)
{
  g_return_if_fail (index < self->n && !self->is_set[index]);

  if (!self->has_value)
    sonde_batch_set_shape (self, vdim);
  if (vdim != self->vdim)
    {
      sonde_batch_take_error (self, index, new_shape_error (vdim, self->vdim), seconds);
      return;
    }

  memcpy (self->y + (gsize) index * SONDE_STRIDE (vdim), y, SONDE_STRIDE (vdim) * sizeof (double));
  self->seconds[index] = seconds;
  self->is_set[index] = TRUE;
}

/**
 * sonde_batch_take_error:
 * @index: which point
 * @error: (transfer full): why it has no value
 * @seconds: how long the evaluation took; NaN if there was none
 *
 * Marks a point as failed. A point gets one result only.
 */
void
sonde_batch_take_error (SondeBatch *self,
                        guint       index,
                        GError     *error,
                        double      seconds)
{
  g_return_if_fail (index < self->n && !self->is_set[index]);
  g_return_if_fail (error != NULL);

  if (self->errors == NULL)
    self->errors = g_new0 (GError *, self->n);
  self->errors[index] = error;
  self->seconds[index] = seconds;
  self->is_set[index] = TRUE;
}

/* The beginning and the end of @text, cut between characters. Takes it. */
static char *
shorten (char *text)
{
  gsize length = strlen (text);
  gsize half = SONDE_BATCH_MAX_OUTPUT / 2 - 64;
  g_autofree char *head = NULL;
  g_autofree char *note = NULL;
  const char *tail;
  char *result;
  guint left_out;

  if (length <= SONDE_BATCH_MAX_OUTPUT)
    return text;
  tail = g_utf8_find_next_char (text + length - half, NULL);
  head = g_strndup (text, g_utf8_find_prev_char (text, text + half) - text);
  left_out = tail - text - strlen (head);
  note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "[%u byte left out]", "[%u bytes left out]", left_out), left_out);
  result = g_strconcat (head, "\n", note, "\n", tail, NULL);
  g_free (text);
  return result;
}

/**
 * sonde_batch_take_output:
 * @index: which point
 * @output: (transfer full): what the code printed while it evaluated the point; need not be UTF-8
 *
 * Keeps the output of a point, whether that has a value, an error or no result yet: what came first stays, so that it can be
 * handed over in pieces. Of more than %SONDE_BATCH_MAX_OUTPUT bytes the middle is left out.
 */
void
sonde_batch_take_output (SondeBatch *self,
                         guint       index,
                         char       *output)
{
  g_autofree char *whole = NULL;

  g_return_if_fail (index < self->n);
  g_return_if_fail (output != NULL);

  if (self->outputs == NULL)
    self->outputs = g_new0 (char *, self->n);
  whole = g_strconcat (self->outputs[index] != NULL ? self->outputs[index] : "", output, NULL);
  g_free (output);
  g_free (self->outputs[index]);
  self->outputs[index] = shorten (g_utf8_make_valid (whole, -1));
}

/* Whether a point has a result, be it a value or an error. */
gboolean
_sonde_batch_is_set (const SondeBatch *self,
                     guint             index)
{
  g_assert (index < self->n);

  return self->is_set[index];
}

/* Before an executor hands the batch back: whatever has no result yet was cancelled. */
void
_sonde_batch_finish (SondeBatch *self)
{
  for (guint i = 0; i < self->n; i++)
    if (!self->is_set[i])
      sonde_batch_take_error (self, i,
                              g_error_new_literal (SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_CANCELLED,
                                                   _("The point was not evaluated: the run was cancelled.")),
                              NAN);
}
