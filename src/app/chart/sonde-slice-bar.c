/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The controls are made anew when what there is to choose has changed: another run, the first values, other variables along the axes. */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/chart/sonde-slice-bar.h"
#include "app/sonde-format.h"

#define STEPS 200

struct _SondeSliceBar
{
  GtkWidget         parent_instance;
  SondeChartCanvas *canvas;
  /* what the controls were made for */
  char             *made_for;
};

G_DEFINE_FINAL_TYPE (SondeSliceBar, sonde_slice_bar, GTK_TYPE_WIDGET)

typedef struct
{
  SondeSliceBar *self;
  guint          variable;
  gboolean       is_log;
  GtkLabel      *label;
} Slider;

static void
clear (SondeSliceBar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
add (SondeSliceBar *self,
     const char    *title,
     GtkWidget     *control)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);

  gtk_widget_add_css_class (label, "caption-dim");
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), control);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static void
add_drop_down (SondeSliceBar      *self,
               const char         *title,
               const char * const *names,
               guint               selected,
               GCallback           callback)
{
  GtkWidget *drop_down = gtk_drop_down_new_from_strings (names);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  gtk_widget_add_css_class (drop_down, "dropsmall");
  g_signal_connect_object (drop_down, "notify::selected", callback, self, G_CONNECT_SWAPPED);
  add (self, title, drop_down);
}

static void
set_view (SondeSliceBar   *self,
          const SondeView *view)
{
  sonde_chart_canvas_set_view (self->canvas, view);
}

static void
on_choice (SondeSliceBar *self,
           GParamSpec    *pspec,
           GtkDropDown   *drop_down)
{
  SondeView view = *sonde_chart_canvas_get_view (self->canvas);

  view.choice = gtk_drop_down_get_selected (drop_down);
  view.auto_x = view.auto_y = TRUE;
  set_view (self, &view);
}

static void
on_component (SondeSliceBar *self,
              GParamSpec    *pspec,
              GtkDropDown   *drop_down)
{
  SondeView view = *sonde_chart_canvas_get_view (self->canvas);

  view.component = gtk_drop_down_get_selected (drop_down);
  view.auto_z = TRUE;
  set_view (self, &view);
}

static SondeDomain *
get_domain (SondeSliceBar *self)
{
  return sonde_learner_get_domain (sonde_run_get_learner (sonde_chart_canvas_get_run (self->canvas)));
}

/* Two axes cannot have the same variable: they change places then. */
static void
on_across (SondeSliceBar *self,
           GParamSpec    *pspec,
           GtkDropDown   *drop_down)
{
  SondeView view = *sonde_chart_canvas_get_view (self->canvas);
  guint chosen = gtk_drop_down_get_selected (drop_down);

  if (chosen == view.slice_y)
    view.slice_y = view.slice_x;
  view.slice_x = chosen;
  view.auto_x = view.auto_y = TRUE;
  view.show_section = FALSE;
  sonde_figure_choose_axes (sonde_chart_canvas_get_figure (self->canvas), &view);
  set_view (self, &view);
  sonde_slice_bar_update (self);
}

static void
on_up (SondeSliceBar *self,
       GParamSpec    *pspec,
       GtkDropDown   *drop_down)
{
  SondeView view = *sonde_chart_canvas_get_view (self->canvas);
  guint chosen = gtk_drop_down_get_selected (drop_down);
  guint ndim = sonde_domain_get_ndim (get_domain (self));

  view.slice_curve = chosen >= ndim;
  if (chosen < ndim)
    {
      if (chosen == view.slice_x)
        view.slice_x = view.slice_y;
      view.slice_y = chosen;
    }
  view.auto_x = view.auto_y = TRUE;
  view.show_section = FALSE;
  sonde_figure_choose_axes (sonde_chart_canvas_get_figure (self->canvas), &view);
  set_view (self, &view);
  sonde_slice_bar_update (self);
}

static void
label_slider (Slider *slider,
              double  value)
{
  g_autofree char *text = sonde_format_number (value, 4);

  gtk_label_set_label (slider->label, text);
}

static void
on_slide (GtkAdjustment *adjustment,
          Slider        *slider)
{
  SondeView view = *sonde_chart_canvas_get_view (slider->self->canvas);
  double value = gtk_adjustment_get_value (adjustment);

  value = slider->is_log ? exp (value) : value;
  label_slider (slider, value);
  view.slice_set |= 1u << slider->variable;
  view.slice_at[slider->variable] = value;
  set_view (slider->self, &view);
}

static void
slider_free (gpointer  data,
             GClosure *closure)
{
  g_free (data);
}

/* A slider runs evenly where its variable is sampled evenly. */
static void
add_slider (SondeSliceBar   *self,
            const SondeView *view,
            guint            index)
{
  const SondeVariable *variable = sonde_domain_get (get_domain (self), index);
  double min = variable->is_log ? log (variable->min) : variable->min;
  double max = variable->is_log ? log (variable->max) : variable->max;
  double step = variable->is_integer ? 1 : (max - min) / STEPS;
  double value = view->slice_set & (1u << index) ? view->slice_at[index] : NAN;
  GtkAdjustment *adjustment;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *scale;
  Slider *slider = g_new0 (Slider, 1);

  value = isnan (value) ? min + (max - min) / 2 : variable->is_log ? log (value) : value;
  adjustment = gtk_adjustment_new (value, min, max, step, 10 * step, 0);
  scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);
  gtk_widget_set_size_request (scale, 120, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, variable->name, -1);
  if (variable->is_integer)
    gtk_scale_set_digits (GTK_SCALE (scale), 0);
  *slider = (Slider) { self, index, variable->is_log, GTK_LABEL (gtk_label_new (NULL)) };
  gtk_widget_add_css_class (GTK_WIDGET (slider->label), "caption-dim");
  gtk_label_set_width_chars (slider->label, 6);
  gtk_label_set_xalign (slider->label, 0);
  label_slider (slider, variable->is_log ? exp (value) : value);
  g_signal_connect_data (adjustment, "value-changed", G_CALLBACK (on_slide), slider, slider_free, 0);
  gtk_box_append (GTK_BOX (box), scale);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (slider->label));
  add (self, variable->name, box);
}

static void
add_axes (SondeSliceBar   *self,
          const SondeView *view)
{
  SondeDomain *domain = get_domain (self);
  guint ndim = sonde_domain_get_ndim (domain);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < ndim; i++)
    g_ptr_array_add (names, (gpointer) sonde_domain_get (domain, i)->name);
  g_ptr_array_add (names, NULL);
  add_drop_down (self, _("Across"), (const char * const *) names->pdata, view->slice_x, G_CALLBACK (on_across));
  g_ptr_array_insert (names, (int) ndim, (gpointer) _("The Value"));
  add_drop_down (self, _("Up"), (const char * const *) names->pdata, view->slice_curve ? ndim : view->slice_y, G_CALLBACK (on_up));
  for (guint i = 0; i < MIN (ndim, SONDE_VIEW_VARIABLES); i++)
    if (i != view->slice_x && (view->slice_curve || i != view->slice_y))
      add_slider (self, view, i);
}

static void
make (SondeSliceBar      *self,
      SondeFigureOptions  options,
      char              **choices,
      char              **components)
{
  const SondeView *view = sonde_chart_canvas_get_view (self->canvas);

  if (choices != NULL)
    add_drop_down (self, _("Show"), (const char * const *) choices, view->choice, G_CALLBACK (on_choice));
  if (components != NULL)
    add_drop_down (self, _("Value"), (const char * const *) components, view->component, G_CALLBACK (on_component));
  if (options & SONDE_FIGURE_SLICES)
    add_axes (self, view);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL);
}

static char **
list_components (SondeFigure        *figure,
                 SondeFigureOptions  options)
{
  guint n = sonde_figure_get_n_series (figure);
  char **names;

  if (!(options & SONDE_FIGURE_COMPONENT) || n < 2)
    return NULL;
  names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    names[i] = sonde_figure_get_series_name (figure, i);
  return names;
}

/**
 * sonde_slice_bar_update:
 *
 * Brings the controls in step with the figure.
 */
void
sonde_slice_bar_update (SondeSliceBar *self)
{
  SondeFigure *figure;
  SondeFigureOptions options;
  const SondeView *view;
  g_auto (GStrv) choices = NULL, components = NULL;
  g_autofree char *all_choices = NULL, *all_components = NULL, *key = NULL;

  g_return_if_fail (SONDE_IS_SLICE_BAR (self));

  figure = sonde_chart_canvas_get_figure (self->canvas);
  view = sonde_chart_canvas_get_view (self->canvas);
  options = sonde_figure_get_options (figure);
  choices = sonde_figure_list_choices (figure);
  components = list_components (figure, options);
  all_choices = choices != NULL ? g_strjoinv ("\n", choices) : NULL;
  all_components = components != NULL ? g_strjoinv ("\n", components) : NULL;
  key = g_strdup_printf ("%p %s|%s|%d %u %u %d", (gpointer) figure, all_choices, all_components, (options & SONDE_FIGURE_SLICES) != 0,
                         view->slice_x, view->slice_y, view->slice_curve);
  if (g_strcmp0 (key, self->made_for) == 0)
    return;
  g_free (self->made_for);
  self->made_for = g_steal_pointer (&key);
  clear (self);
  make (self, options, choices, components);
}

static void
sonde_slice_bar_dispose (GObject *object)
{
  SondeSliceBar *self = SONDE_SLICE_BAR (object);

  g_clear_weak_pointer (&self->canvas);
  g_clear_pointer (&self->made_for, g_free);
  clear (self);
  G_OBJECT_CLASS (sonde_slice_bar_parent_class)->dispose (object);
}

static void
sonde_slice_bar_class_init (SondeSliceBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_slice_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
sonde_slice_bar_init (SondeSliceBar *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 18);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
sonde_slice_bar_set_canvas (SondeSliceBar    *self,
                            SondeChartCanvas *canvas)
{
  g_return_if_fail (SONDE_IS_SLICE_BAR (self));

  g_set_weak_pointer (&self->canvas, canvas);
}
