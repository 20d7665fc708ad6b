/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sequence: its values against one of its columns. With few combinations of the other columns, each is a curve of its own; else there
 * are points only. Without a choice the last column runs along the axis, which in a product is the fastest. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figure/sonde-figure-panels.h"
#include "learner/sonde-learner-sequence.h"
#include "plot/sonde-label.h"
#include "plot/sonde-palette.h"

#define MOST_CURVES SONDE_PALETTE_SERIES

/* A known element: where it stands, and to which curve it belongs. */
typedef struct
{
  double x;
  double y;
  guint  id;
  guint  curve;
} Spot;

typedef struct
{
  const SondeSequenceTable *table;
  const SondePoints        *points;
  guint                     column;       /* along the axis; n_columns: the index */
  GArray                   *spots;
  GPtrArray                *names;        /* of the curves */
} Picture;

static int
compare_spots (const void *a,
               const void *b)
{
  const Spot *first = a, *second = b;

  if (first->curve != second->curve)
    return first->curve < second->curve ? -1 : 1;
  if (first->x != second->x)
    return first->x < second->x ? -1 : 1;
  return (first->id > second->id) - (first->id < second->id);
}

static int
compare_places (const void *a,
                const void *b)
{
  const Spot *first = a, *second = b;

  return (first->x > second->x) - (first->x < second->x);
}

/* What the other columns have at a row, as words. */
static char *
name_others (const Picture *picture,
             guint          row)
{
  const SondeSequenceTable *table = picture->table;
  GString *name = g_string_new (NULL);

  for (guint j = 0; j < table->n_columns; j++)
    if (j != picture->column)
      {
        g_autofree char *value = sonde_label_number (table->values[(gsize) row * table->n_columns + j], 6);

        g_string_append_printf (name, "%s%s = %s", name->len > 0 ? ", " : "", sonde_domain_get (table->columns, j)->name, value);
      }
  return g_string_free (name, FALSE);
}

/* The number of the curve that a row belongs to; MOST_CURVES if there are more of them. */
static guint
find_curve (Picture    *picture,
            GHashTable *curves,
            guint       row)
{
  char *name = name_others (picture, row);
  gpointer number;

  if (g_hash_table_lookup_extended (curves, name, NULL, &number))
    {
      g_free (name);
      return GPOINTER_TO_UINT (number);
    }
  g_ptr_array_add (picture->names, g_strdup (name));
  g_hash_table_insert (curves, name, GUINT_TO_POINTER (picture->names->len - 1));
  return picture->names->len - 1;
}

/* Curves by the other columns, of all rows so that colours stay while a run goes on; FALSE if they are too many. */
static gboolean
group (Picture *picture,
       guint   *curve_of)
{
  g_autoptr (GHashTable) curves = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (picture->table->n_columns < 2 || picture->column == picture->table->n_columns)
    return FALSE;
  for (guint i = 0; i < picture->table->n_rows && picture->names->len <= MOST_CURVES; i++)
    curve_of[i] = find_curve (picture, curves, i);
  /* curves of one element each would be none */
  return picture->names->len <= MOST_CURVES && 2 * picture->names->len <= picture->table->n_rows;
}

static double
get_x (const Picture *picture,
       guint          row)
{
  const SondeSequenceTable *table = picture->table;

  return picture->column < table->n_columns ? table->values[(gsize) row * table->n_columns + picture->column] : row;
}

static void
collect (Picture     *picture,
         guint        upto,
         const guint *curve_of)
{
  const SondePoints *points = picture->points;
  guint n = upto > 0 ? MIN (upto, points->n) : points->n;

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < points->vdim; k++)
      {
        guint row = (guint) points->x[i];
        Spot spot = { get_x (picture, row), points->y[(gsize) i * points->vdim + k], i, curve_of != NULL ? curve_of[row] : k };

        g_array_append_val (picture->spots, spot);
      }
}

static void
add_curve (SondePanel *panel,
           const Spot *spots,
           guint       n,
           gboolean    with_line)
{
  SondeMark *line = with_line ? sonde_panel_add (panel, SONDE_MARK_LINE, spots->curve, n) : NULL;
  SondeMark *points = sonde_panel_add (panel, SONDE_MARK_POINTS, spots->curve, n);

  for (guint i = 0; i < n; i++)
    {
      points->x[i] = spots[i].x;
      points->y[i] = spots[i].y;
    }
  if (line == NULL)
    return;
  memcpy (line->x, points->x, n * sizeof (double));
  memcpy (line->y, points->y, n * sizeof (double));
}

/* Whether each place occurs once, so that a line means something. */
static gboolean
is_curve (const Spot *spots,
          guint       n)
{
  for (guint i = 1; i < n; i++)
    if (spots[i].x == spots[i - 1].x)
      return FALSE;
  return TRUE;
}

static void
add_curves (Picture    *picture,
            SondePanel *panel)
{
  Spot *spots = (Spot *) (void *) picture->spots->data;

  qsort (spots, picture->spots->len, sizeof *spots, compare_spots);
  for (guint first = 0, end; first < picture->spots->len; first = end)
    {
      for (end = first + 1; end < picture->spots->len && spots[end].curve == spots[first].curve;)
        end++;
      add_curve (panel, spots + first, end - first, is_curve (spots + first, end - first));
    }
}

static void
set_picks (Picture     *picture,
           SondePanels *panels)
{
  guint n = picture->spots->len;
  Spot *spots = (Spot *) (void *) picture->spots->data;
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);
  g_autofree guint *ids = g_new (guint, n + 1);

  qsort (spots, n, sizeof *spots, compare_places);
  for (guint i = 0; i < n; i++)
    {
      x[i] = spots[i].x;
      y[i] = spots[i].y;
      ids[i] = spots[i].id;
    }
  sonde_panels_set_picks (panels, n, x, y, ids);
}

/* First what is chosen without asking, then each column and the number of the element. */
static GStrv
list_choices (const SondeSequenceTable *table)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, _("Last column"));
  for (guint j = 0; j < table->n_columns; j++)
    g_strv_builder_add (builder, sonde_domain_get (table->columns, j)->name);
  g_strv_builder_add (builder, _("Number"));
  return g_strv_builder_end (builder);
}

static char **
name_series (Picture  *picture,
             gboolean  is_grouped)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; is_grouped && i < picture->names->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (picture->names, i));
  for (guint i = 0; !is_grouped && i < picture->points->vdim; i++)
    {
      g_autofree char *name = g_strdup_printf ("y%u", i + 1);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

/* What is seen of a sequence after @upto elements. */
SondePanels *
_sonde_figure_sequence_build (SondeRun *run,
                              guint     upto,
                              guint     choice)
{
  SondeLearner *learner = sonde_run_get_learner (run);
  const SondeSequenceTable *table = sonde_learner_sequence_get_table (SONDE_LEARNER_SEQUENCE (learner));
  SondePanels *panels = sonde_panels_new (sonde_study_get_title (sonde_run_get_study (run)));
  Picture picture = { .table = table, .points = sonde_learner_get_points (learner) };
  g_autofree guint *curve_of = g_new0 (guint, table->n_rows);
  g_autofree char *x_title = NULL;
  gboolean is_grouped;

  picture.column = choice == 0 ? table->n_columns - 1 : MIN (choice - 1, table->n_columns);
  picture.spots = g_array_new (FALSE, FALSE, sizeof (Spot));
  picture.names = g_ptr_array_new_with_free_func (g_free);
  is_grouped = picture.points->vdim <= 1 && group (&picture, curve_of);
  collect (&picture, upto, is_grouped ? curve_of : NULL);
  x_title = picture.column < table->n_columns ? _sonde_figure_axis_title (sonde_domain_get (table->columns, picture.column))
                                              : g_strdup (_("Number"));
  add_curves (&picture, sonde_panels_add (panels, 0, 0, 1, 1, x_title, _("Value")));
  set_picks (&picture, panels);
  panels->names = name_series (&picture, is_grouped);
  panels->choices = list_choices (table);
  panels->words = g_strdup_printf (ngettext ("A sequence of %2$u elements, of which %1$u is known.",
                                             "A sequence of %2$u elements, of which %1$u are known.", picture.points->n),
                                   picture.points->n, table->n_rows);
  g_array_unref (picture.spots);
  g_ptr_array_unref (picture.names);
  return panels;
}
