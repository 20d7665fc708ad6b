/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/monitor/sonde-pending-point.h"
#include "app/monitor/sonde-point-columns.h"
#include "app/sonde-format.h"
#include "base/sonde-number.h"
#include "study/sonde-point.h"

#define DIGITS 8
/* what a row has instead of a number that is not there, or not yet */
#define ABSENT "–"
#define AWAITED "…"

typedef enum { NUMBER, X, Y, DURATION, STATE } Kind;

typedef struct
{
  Kind  kind;
  guint component;
} Column;

static const char COLUMN[] = "sonde-column";

/* Who was asked first while sorters are probed, below. */
static const Column *probed;

static double
get_value (const Column *column,
           gpointer      row)
{
  if (column->kind == X)
    return SONDE_IS_POINT (row) ? sonde_point_get_x (row)[column->component]
           : SONDE_IS_FAILURE (row) ? sonde_failure_get_x (row)[column->component]
                                    : sonde_pending_point_get_x (row)[column->component];
  if (!SONDE_IS_POINT (row))
    return NAN;
  switch (column->kind)
    {
    case NUMBER:
      return sonde_point_get_id (row) + 1.0;
    case Y:
      return sonde_point_get_y (row)[column->component];
    case DURATION:
      return sonde_point_get_seconds (row);
    case X:
    case STATE:
    default:
      return NAN;
    }
}

static char *
format_duration (double seconds)
{
  g_autofree char *number = NULL;
  double factor = seconds < 1e-3 ? 1e6 : seconds < 1 ? 1e3 : 1;

  if (seconds >= 60)
    return sonde_format_span (seconds);
  number = sonde_format_number (seconds * factor, 3);
  return g_strdup_printf (seconds < 1e-3 ? _("%s µs") : seconds < 1 ? _("%s ms") : _("%s s"), number);
}

static char *
format_state (gpointer row)
{
  g_autofree char *time = NULL;

  if (SONDE_IS_POINT (row))
    return g_strdup (_("Sampled"));
  if (SONDE_IS_FAILURE (row))
    /* Translators: a point, and the message */
    return g_strdup_printf (_("Failed: %s"), sonde_failure_get_message (row));
  /* Translators: a time of day, see g_date_time_format() */
  time = g_date_time_format (sonde_pending_point_get_since (row), _("%H:%M:%S"));
  return g_strdup_printf (_("Running since %s"), time);
}

static char *
format_cell (const Column *column,
             gpointer      row)
{
  double value = get_value (column, row);

  if (column->kind == STATE)
    return format_state (row);
  if (column->kind != X && !SONDE_IS_POINT (row))
    return g_strdup (SONDE_IS_FAILURE (row) ? ABSENT : AWAITED);
  if (column->kind == DURATION)
    return isnan (value) ? g_strdup (ABSENT) : format_duration (value);
  return column->kind == NUMBER ? sonde_format_count ((guint64) value) : sonde_format_number (value, DIGITS);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          const Column             *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->kind == STATE ? 0 : 1);
  if (column->kind == STATE)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         const Column             *column)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  gpointer row = gtk_list_item_get_item (item);
  g_autofree char *text = format_cell (column, row);

  gtk_label_set_label (GTK_LABEL (label), text);
  if (column->kind != STATE)
    return;
  gtk_widget_set_tooltip_text (label, SONDE_IS_FAILURE (row) ? text : NULL);
  if (SONDE_IS_FAILURE (row))
    gtk_widget_add_css_class (label, "error");
  else
    gtk_widget_remove_css_class (label, "error");
}

/* The rows are not compared here: the list of points sorts itself. This only tells by what it should. */
static int
on_compare (gconstpointer a,
            gconstpointer b,
            gpointer      data)
{
  if (probed == NULL)
    probed = data;
  return -1;
}

static void
append (GtkColumnView *view,
        const char    *title,
        Kind           kind,
        guint          component)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) shown = gtk_column_view_column_new (title, factory);
  g_autoptr (GtkSorter) sorter = NULL;
  Column *column = g_new0 (Column, 1);

  column->kind = kind;
  column->component = component;
  g_object_set_data_full (G_OBJECT (shown), COLUMN, column, g_free);
  /* the factory may outlive the column for a moment, while rows go: it keeps what it needs */
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), g_memdup2 (column, sizeof *column), (GClosureNotify) (void *) g_free, 0);
  g_signal_connect_data (factory, "bind", G_CALLBACK (on_bind), g_memdup2 (column, sizeof *column), (GClosureNotify) (void *) g_free, 0);
  if (kind != STATE)
    {
      sorter = GTK_SORTER (gtk_custom_sorter_new (on_compare, g_memdup2 (column, sizeof *column), g_free));
      gtk_column_view_column_set_sorter (shown, sorter);
    }
  gtk_column_view_column_set_expand (shown, kind != NUMBER);
  gtk_column_view_append_column (view, shown);
}

static void
append_coordinates (GtkColumnView *view,
                    SondeDomain   *domain,
                    GString       *names)
{
  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    {
      const SondeVariable *variable = sonde_domain_get (domain, i);
      /* Translators: a variable and its unit */
      g_autofree char *title = variable->unit != NULL && *variable->unit != '\0'
                                 ? g_strdup_printf (_("%s (%s)"), variable->name, variable->unit)
                                 : g_strdup (variable->name);

      append (view, title, X, i);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", variable->name);
    }
}

static void
clear (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (view, column);
    }
}

/* Titles stand over their numbers, at the end. GTK has no property for this; where it is built otherwise, they stay where they are. */
static void
align_titles (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *box = gtk_widget_get_first_child (title);
      GtkWidget *label = GTK_IS_BOX (box) ? gtk_widget_get_first_child (box) : NULL;

      if (!GTK_IS_LABEL (label) || gtk_widget_get_next_sibling (title) == NULL)
        continue;
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 1);
    }
}

/**
 * sonde_point_columns_build:
 *
 * Replaces all columns by those that the run needs, sorted so that the newest come first.
 */
void
sonde_point_columns_build (GtkColumnView *view,
                           SondeRun      *run)
{
  SondeLearner *learner = sonde_run_get_learner (run);
  const SondePoints *points = sonde_learner_get_points (learner);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GtkColumnViewColumn) first = NULL;
  g_autofree char *function = NULL;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  clear (view);
  append (view, "#", NUMBER, 0);
  append_coordinates (view, sonde_learner_get_domain (learner), names);
  function = g_strdup_printf ("f(%s)", names->str);
  for (guint i = 0; points->is_vector && i < points->vdim; i++)
    {
      g_autofree char *title = g_strdup_printf ("y%u", i + 1);

      append (view, title, Y, i);
    }
  if (!points->is_vector)
    append (view, function, Y, 0);
  append (view, _("Duration"), DURATION, 0);
  append (view, _("State"), STATE, 0);
  align_titles (view);
  first = g_list_model_get_item (gtk_column_view_get_columns (view), 0);
  gtk_column_view_sort_by_column (view, first, GTK_SORT_DESCENDING);
}

void
sonde_point_columns_set_narrow (GtkColumnView *view,
                                gboolean       narrow)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) shown = g_list_model_get_item (columns, i);
      const Column *column = g_object_get_data (G_OBJECT (shown), COLUMN);

      gtk_column_view_column_set_visible (shown, !narrow || column->kind < DURATION);
    }
}

/**
 * sonde_point_columns_get_order:
 *
 * GTK 4.8 does not tell by which column its view sorts. So two objects are given to be compared: the sorter that is asked first is that
 * of the column, and it says that the first object comes before the second one, unless the view turns this round.
 */
gboolean
sonde_point_columns_get_order (GtkColumnView   *view,
                               SondePointOrder *order)
{
  static const SondePointColumn columns[] = { SONDE_POINT_COLUMN_ID, SONDE_POINT_COLUMN_X, SONDE_POINT_COLUMN_Y,
                                              SONDE_POINT_COLUMN_SECONDS };
  g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);
  GtkOrdering ordering;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), FALSE);

  probed = NULL;
  ordering = gtk_sorter_compare (gtk_column_view_get_sorter (view), a, b);
  if (probed == NULL)
    return FALSE;
  order->column = columns[probed->kind];
  order->component = probed->component;
  order->descending = ordering == GTK_ORDERING_LARGER;
  return TRUE;
}

void
sonde_point_columns_append_header (GtkColumnView *view,
                                   GString       *text)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) shown = g_list_model_get_item (columns, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", gtk_column_view_column_get_title (shown));
    }
  g_string_append_c (text, '\n');
}

void
sonde_point_columns_append_row (GtkColumnView *view,
                                gpointer       row,
                                GString       *text)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) shown = g_list_model_get_item (columns, i);
      const Column *column = g_object_get_data (G_OBJECT (shown), COLUMN);
      double value = get_value (column, row);
      char number[SONDE_NUMBER_LENGTH];

      if (i > 0)
        g_string_append_c (text, '\t');
      if (column->kind == STATE)
        {
          g_autofree char *state = format_state (row);

          g_string_append (text, g_strdelimit (state, "\t\n", ' '));
        }
      else if (column->kind == X || column->kind == Y ? SONDE_IS_POINT (row) || column->kind == X : !isnan (value))
        {
          sonde_number_format (value, number);
          g_string_append (text, number);
        }
    }
  g_string_append_c (text, '\n');
}
