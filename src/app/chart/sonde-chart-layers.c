/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the menu Layers. There are only those that the figure has a use for: the menu hides the others. */

#include "config.h"

#include "app/chart/sonde-chart-layers.h"

/* about so many lines of equal values */
#define CONTOURS 10

/* Switches, the member of SondeView that each of them turns, and what the figure must heed. */
static const struct
{
  const char         *action;
  gsize               offset;
  gboolean            hides;
  SondeFigureOptions  option;
} layers[] = {
  { "line", G_STRUCT_OFFSET (SondeView, hide_line), TRUE, SONDE_FIGURE_LINE },
  { "points", G_STRUCT_OFFSET (SondeView, hide_points), TRUE, SONDE_FIGURE_POINTS },
  { "pending", G_STRUCT_OFFSET (SondeView, hide_pending), TRUE, SONDE_FIGURE_PENDING },
  { "newest", G_STRUCT_OFFSET (SondeView, hide_newest), TRUE, SONDE_FIGURE_NEWEST },
  { "rug", G_STRUCT_OFFSET (SondeView, hide_rug), TRUE, SONDE_FIGURE_RUG },
  { "losses", G_STRUCT_OFFSET (SondeView, show_losses), FALSE, SONDE_FIGURE_LOSSES },
  { "field", G_STRUCT_OFFSET (SondeView, hide_field), TRUE, SONDE_FIGURE_FIELD },
  { "section", G_STRUCT_OFFSET (SondeView, show_section), FALSE, SONDE_FIGURE_SECTION },
  { "log-x", G_STRUCT_OFFSET (SondeView, log_x), FALSE, SONDE_FIGURE_LOG_X },
  { "log-y", G_STRUCT_OFFSET (SondeView, log_y), FALSE, SONDE_FIGURE_LOG_Y },
};

static const char * const details[] = { "auto", "show", "hide" };
static const char * const aspects[] = { "auto", "fill", "square" };

static gboolean *
find_member (SondeView  *view,
             const char *action,
             gboolean   *hides)
{
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    if (g_str_equal (action, layers[i].action))
      {
        *hides = layers[i].hides;
        return &G_STRUCT_MEMBER (gboolean, view, layers[i].offset);
      }
  g_assert_not_reached ();
}

/* A line through the middle, to begin with; the pointer draws others. */
static void
place_section (SondeView        *view,
               const SondeFrame *frame)
{
  if (view->section_x[0] != view->section_x[1] || view->section_y[0] != view->section_y[1])
    return;
  view->section_x[0] = frame->x_min;
  view->section_x[1] = frame->x_max;
  view->section_y[0] = view->section_y[1] = sonde_frame_to_y (frame, frame->y + frame->height / 2);
}

static void
on_layer (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  SondeChartCanvas *canvas = data;
  SondeView view = *sonde_chart_canvas_get_view (canvas);
  const char *name = g_action_get_name (G_ACTION (action));
  gboolean on = g_variant_get_boolean (value);
  gboolean hides;
  gboolean *member = find_member (&view, name, &hides);

  *member = hides ? !on : on;
  /* a range that was zoomed to may not exist on the other kind of axis */
  if (g_str_has_prefix (name, "log-"))
    view.auto_x = view.auto_y = TRUE;
  if (view.show_section)
    place_section (&view, sonde_chart_canvas_get_frame (canvas));
  g_simple_action_set_state (action, value);
  sonde_chart_canvas_set_view (canvas, &view);
}

static void
on_contours (GSimpleAction *action,
             GVariant      *value,
             gpointer       data)
{
  SondeView view = *sonde_chart_canvas_get_view (data);

  view.n_contours = g_variant_get_boolean (value) ? CONTOURS : 0;
  g_simple_action_set_state (action, value);
  sonde_chart_canvas_set_view (data, &view);
}

static guint
find_word (const char * const *words,
           guint               n,
           GVariant           *value)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (words[i], g_variant_get_string (value, NULL)))
      return i;
  return 0;
}

static void
on_mesh (GSimpleAction *action,
         GVariant      *value,
         gpointer       data)
{
  SondeView view = *sonde_chart_canvas_get_view (data);

  view.mesh = (SondeDetail) find_word (details, G_N_ELEMENTS (details), value);
  g_simple_action_set_state (action, value);
  sonde_chart_canvas_set_view (data, &view);
}

static void
on_aspect (GSimpleAction *action,
           GVariant      *value,
           gpointer       data)
{
  SondeView view = *sonde_chart_canvas_get_view (data);

  view.aspect = (SondeAspect) find_word (aspects, G_N_ELEMENTS (aspects), value);
  g_simple_action_set_state (action, value);
  sonde_chart_canvas_set_view (data, &view);
}

/* An action is there while the figure has a use for it, with the state that the view has. */
static void
put (GActionMap         *actions,
     SondeChartCanvas   *canvas,
     const char         *name,
     const GVariantType *parameter,
     GVariant           *state,
     GCallback           callback,
     gboolean            is_of_use)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (state);
  GAction *action = g_action_map_lookup_action (actions, name);
  g_autoptr (GSimpleAction) added = NULL;

  if (!is_of_use)
    {
      g_action_map_remove_action (actions, name);
      return;
    }
  if (action != NULL)
    {
      g_autoptr (GVariant) old = g_action_get_state (action);

      if (!g_variant_equal (old, sunk))
        g_simple_action_set_state (G_SIMPLE_ACTION (action), sunk);
      return;
    }
  added = g_simple_action_new_stateful (name, parameter, sunk);
  g_signal_connect_object (added, "change-state", callback, canvas, 0);
  g_action_map_add_action (actions, G_ACTION (added));
}

/**
 * sonde_chart_layers_update:
 * @actions: of the chart
 * @canvas: whose figure and view they are of
 * @quantity_bar: what the action "quantity" opens
 *
 * Brings the actions in step with what the figure can show and what of it is shown.
 */
void
sonde_chart_layers_update (GActionMap       *actions,
                           SondeChartCanvas *canvas,
                           SondeQuantityBar *quantity_bar)
{
  SondeFigureOptions options = sonde_figure_get_options (sonde_chart_canvas_get_figure (canvas));
  SondeView view = *sonde_chart_canvas_get_view (canvas);

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      gboolean on = G_STRUCT_MEMBER (gboolean, &view, layers[i].offset);

      put (actions, canvas, layers[i].action, NULL, g_variant_new_boolean (layers[i].hides ? !on : on), G_CALLBACK (on_layer),
           (options & layers[i].option) != 0);
    }
  put (actions, canvas, "contours", NULL, g_variant_new_boolean (view.n_contours > 0), G_CALLBACK (on_contours),
       (options & SONDE_FIGURE_CONTOURS) != 0);
  put (actions, canvas, "mesh", G_VARIANT_TYPE_STRING, g_variant_new_string (details[view.mesh]), G_CALLBACK (on_mesh),
       (options & SONDE_FIGURE_MESH) != 0);
  put (actions, canvas, "aspect", G_VARIANT_TYPE_STRING, g_variant_new_string (aspects[view.aspect]), G_CALLBACK (on_aspect),
       (options & SONDE_FIGURE_ASPECT) != 0);
  if (!(options & SONDE_FIGURE_QUANTITY))
    g_action_map_remove_action (actions, "quantity");
  else if (g_action_map_lookup_action (actions, "quantity") == NULL)
    {
      g_autoptr (GPropertyAction) quantity = g_property_action_new ("quantity", quantity_bar, "shown");

      g_action_map_add_action (actions, G_ACTION (quantity));
    }
}
