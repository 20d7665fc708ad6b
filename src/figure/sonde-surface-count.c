/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "figure/sonde-surface-count.h"
#include "plot/sonde-label.h"

void
sonde_surface_count_clear (SondeSurfaceCount *self)
{
  *self = (SondeSurfaceCount) { 0, 0, INFINITY, -INFINITY };
}

/* Counts points from where it was on up to before @end. */
void
sonde_surface_count_add (SondeSurfaceCount *self,
                         const SondePoints *points,
                         guint              end)
{
  for (; self->n < end; self->n++)
    {
      gboolean missing = TRUE;

      for (guint k = 0; k < points->vdim; k++)
        {
          double y = points->y[(gsize) self->n * points->vdim + k];

          if (!isfinite (y))
            continue;
          missing = FALSE;
          self->min = MIN (self->min, y);
          self->max = MAX (self->max, y);
        }
      self->n_missing += missing;
    }
}

static char *
describe_ranges (const SondeSurfaceScene *scene)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < scene->ndim; i++)
    {
      g_autofree char *min = sonde_label_number (scene->variables[i].min, 6);
      g_autofree char *max = sonde_label_number (scene->variables[i].max, 6);

      if (i > 0)
        g_string_append (text, ", ");
      /* translators: a variable and its bounds */
      g_string_append_printf (text, _("%s from %s to %s"), scene->variables[i].name, min, max);
    }
  return g_string_free (text, FALSE);
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

/**
 * sonde_surface_describe:
 * @count: of the points shown
 *
 * Returns: (transfer full): a sentence for who does not see it
 */
char *
sonde_surface_describe (const SondeSurfaceScene *scene,
                        const SondeSurfaceCount *count)
{
  guint n_pending = scene->pending->len / scene->ndim;
  guint n_failed = (scene->failed->len + scene->given_up->len) / scene->ndim;
  g_autofree char *ranges = describe_ranges (scene);
  GString *text = g_string_new (NULL);

  /* translators: name of the function; "x from 0 to 1, y from −1 to 1" */
  g_string_append_printf (text, _("Surface of %s for %s, "), scene->value, ranges);
  g_string_append_printf (text, ngettext ("%u point", "%u points", count->n), count->n);
  if (count->min <= count->max)
    {
      g_autofree char *min = sonde_label_number (count->min, 4), *max = sonde_label_number (count->max, 4);

      /* translators: the least and the largest value of a function */
      g_string_append_printf (text, _(", values from %s to %s"), min, max);
    }
  else
    g_string_append (text, _(", no values yet"));
  append_count (text, ngettext (", %u point without a value", ", %u points without a value", count->n_missing), count->n_missing);
  append_count (text, ngettext (", %u point pending", ", %u points pending", n_pending), n_pending);
  append_count (text, ngettext (", %u point failed", ", %u points failed", n_failed), n_failed);
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
