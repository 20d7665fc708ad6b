/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "figure/sonde-handover.h"
#include "figure/sonde-panels.h"

static void
mark_free (gpointer data)
{
  SondeMark *self = data;

  g_free (self->x);
  g_free (self->x2);
  g_free (self->y);
  g_free (self->low);
  g_free (self->high);
  g_free (self->label);
  g_free (self);
}

static void
panel_free (gpointer data)
{
  SondePanel *self = data;

  g_ptr_array_unref (self->marks);
  g_free (self->title);
  g_free (self->x_title);
  g_free (self->y_title);
  g_free (self);
}

/**
 * sonde_panels_new:
 * @title: (nullable): of the study
 *
 * Returns: (transfer full): a picture without panels
 */
SondePanels *
sonde_panels_new (const char *title)
{
  SondePanels *self = g_atomic_rc_box_new0 (SondePanels);

  self->title = title != NULL && *title != '\0' ? g_strdup (title) : NULL;
  self->panels = g_ptr_array_new_with_free_func (panel_free);
  return self;
}

SondePanels *
sonde_panels_ref (SondePanels *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (SondePanels *self)
{
  sonde_handover_take (self);
  g_free (self->title);
  g_ptr_array_unref (self->panels);
  g_strfreev (self->names);
  g_strfreev (self->choices);
  g_free (self->words);
  g_free (self->pick_x);
  g_free (self->pick_y);
  g_free (self->pick_id);
  g_free (self->pick_name);
}

void
sonde_panels_unref (SondePanels *self)
{
  sonde_handover_give (self);
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

/**
 * sonde_panels_add:
 * @left: where it is, as parts of the picture from 0 to 1
 * @x_title: (nullable): Pango markup
 * @y_title: (nullable): Pango markup
 *
 * Returns: (transfer none): a new panel, whose members may be set while the picture is built
 */
SondePanel *
sonde_panels_add (SondePanels *self,
                  double       left,
                  double       top,
                  double       right,
                  double       bottom,
                  const char  *x_title,
                  const char  *y_title)
{
  SondePanel *panel = g_new0 (SondePanel, 1);

  panel->left = left;
  panel->top = top;
  panel->right = right;
  panel->bottom = bottom;
  panel->x_title = g_strdup (x_title);
  panel->y_title = g_strdup (y_title);
  panel->x_min = panel->x_max = panel->y_min = panel->y_max = NAN;
  panel->marks = g_ptr_array_new_with_free_func (mark_free);
  g_ptr_array_add (self->panels, panel);
  return panel;
}

/**
 * sonde_panel_add:
 * @kind: what is drawn
 * @series: its colour
 * @n: how many
 *
 * Returns: (transfer none): a mark whose arrays, those that its kind needs, have room for @n numbers and are to be filled
 */
SondeMark *
sonde_panel_add (SondePanel    *self,
                 SondeMarkKind  kind,
                 guint          series,
                 guint          n)
{
  SondeMark *mark = g_new0 (SondeMark, 1);
  gboolean has_ends = kind == SONDE_MARK_BAND || kind == SONDE_MARK_ERRORS || kind == SONDE_MARK_CELLS;

  mark->kind = kind;
  mark->series = series;
  mark->n = n;
  mark->x = g_new0 (double, n + 1);
  if (kind == SONDE_MARK_BARS || kind == SONDE_MARK_CELLS)
    mark->x2 = g_new0 (double, n + 1);
  if (kind != SONDE_MARK_BAND && kind != SONDE_MARK_ERRORS)
    mark->y = g_new0 (double, n + 1);
  if (has_ends)
    {
      mark->low = g_new0 (double, n + 1);
      mark->high = g_new0 (double, n + 1);
    }
  g_ptr_array_add (self->marks, mark);
  return mark;
}

/**
 * sonde_panel_add_level:
 * @y: where
 * @label: (nullable): Pango markup
 *
 * Returns: (transfer none): a dashed line across; it does not widen the range of values
 */
SondeMark *
sonde_panel_add_level (SondePanel *self,
                       double      y,
                       const char *label)
{
  SondeMark *mark = sonde_panel_add (self, SONDE_MARK_LEVEL, 0, 1);

  mark->y[0] = y;
  mark->label = g_strdup (label);
  mark->is_quiet = TRUE;
  return mark;
}

/**
 * sonde_panels_set_picks:
 * @x: in rising order
 * @y: likewise
 * @ids: of the points in the store
 *
 * Sets which points of the first panel can be picked.
 */
void
sonde_panels_set_picks (SondePanels  *self,
                        guint         n,
                        const double *x,
                        const double *y,
                        const guint  *ids)
{
  self->n_picks = n;
  self->pick_x = g_memdup2 (x, n * sizeof *x);
  self->pick_y = g_memdup2 (y, n * sizeof *y);
  self->pick_id = g_memdup2 (ids, n * sizeof *ids);
}
