/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "app/monitor/sonde-spark.h"
#include "plot/sonde-palette.h"

#define MOST_MOMENTS 256

#define MOST_BLOCKS 16
#define BAR_HEIGHT 6.0

typedef enum { SPARK_NONE, SPARK_LOSS, SPARK_RATES, SPARK_TIME, SPARK_TASKS } Kind;

struct _SondeSpark
{
  GtkWidget parent_instance;
  Kind      kind;
  GArray   *xs;
  GArray   *ys;
  double    goal;
  double    passed, from, to;
  guint     busy, all;
};

G_DEFINE_FINAL_TYPE (SondeSpark, sonde_spark, GTK_TYPE_WIDGET)

static const SondePalette *
palette (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return sonde_palette_get (adw_style_manager_get_dark (manager), adw_style_manager_get_high_contrast (manager));
}

static void
set_colour (cairo_t          *cr,
            const SondeColor *colour,
            double            alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

static void
bar (cairo_t *cr,
     double   x,
     double   y,
     double   width,
     double   height)
{
  double r = MIN (height, width) / 2;

  if (width <= 0)
    return;
  cairo_new_path (cr);
  cairo_arc (cr, x + r, y + height / 2, r, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, x + width - r, y + height / 2, r, -G_PI / 2, G_PI / 2);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
range_of (GArray *values,
          double *min,
          double *max)
{
  *min = INFINITY;
  *max = -INFINITY;
  for (guint i = 0; i < values->len; i++)
    {
      *min = MIN (*min, g_array_index (values, double, i));
      *max = MAX (*max, g_array_index (values, double, i));
    }
}

static void
draw_loss (SondeSpark *self,
           cairo_t    *cr,
           double      width,
           double      height)
{
  double x_min, x_max, y_min, y_max, x = 4, y = height / 2;

  range_of (self->xs, &x_min, &x_max);
  range_of (self->ys, &y_min, &y_max);
  if (isfinite (self->goal))
    {
      y_min = MIN (y_min, self->goal);
      y_max = MAX (y_max, self->goal);
    }
  if (!(y_max > y_min))
    y_max = y_min + 1;
  if (!(x_max > x_min))
    x_min = x_max - 1;
#define AT_X(v) (2 + ((v) - x_min) / (x_max - x_min) * (width - 8))
#define AT_Y(v) (height - 3 - ((v) - y_min) / (y_max - y_min) * (height - 8))
  if (isfinite (self->goal))
    {
      static const double dashes[] = { 4, 3 };

      set_colour (cr, &palette ()->goal, 1);
      cairo_set_line_width (cr, 1);
      cairo_set_dash (cr, dashes, 2, 0);
      cairo_move_to (cr, 0, floor (AT_Y (self->goal)) + 0.5);
      cairo_line_to (cr, width, floor (AT_Y (self->goal)) + 0.5);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  if (self->xs->len == 0)
    return;
  for (guint i = 0; i < self->xs->len; i++)
    {
      x = AT_X (g_array_index (self->xs, double, i));
      y = AT_Y (g_array_index (self->ys, double, i));
      cairo_line_to (cr, x, y);
    }
#undef AT_X
#undef AT_Y
  set_colour (cr, &palette ()->series[0], 1);
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, x, height);
  cairo_line_to (cr, 2, height);
  cairo_close_path (cr);
  set_colour (cr, &palette ()->series[0], 0.12);
  cairo_fill (cr);
  set_colour (cr, &palette ()->series[0], 1);
  cairo_arc (cr, x, y, 3, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_rates (SondeSpark *self,
            cairo_t    *cr,
            double      width,
            double      height)
{
  double min, max;
  double step = width / 30;
  guint n = self->ys->len;

  range_of (self->ys, &min, &max);
  for (guint i = 0; i < n; i++)
    {
      double value = max > 0 ? g_array_index (self->ys, double, i) / max : 0;
      double tall = MAX (1, value * height);

      set_colour (cr, &palette ()->series[0], i + 1 == n ? 1 : 0.32);
      cairo_rectangle (cr, width - (n - i) * step, height - tall, MAX (1, step - 2.5), tall);
      cairo_fill (cr);
    }
}

static void
draw_time (SondeSpark *self,
           cairo_t    *cr,
           double      width,
           double      height)
{
  double y = height - BAR_HEIGHT;

  set_colour (cr, &palette ()->axis_title, 0.14);
  bar (cr, 0, y, width, BAR_HEIGHT);
  if (self->to >= self->from)
    {
      set_colour (cr, &palette ()->series[0], 0.45);
      bar (cr, self->from * width, y, MAX (BAR_HEIGHT, (self->to - self->from) * width), BAR_HEIGHT);
    }
  set_colour (cr, &palette ()->series[0], 1);
  bar (cr, 0, y, CLAMP (self->passed, 0, 1) * width, BAR_HEIGHT);
}

static void
draw_tasks (SondeSpark *self,
            cairo_t    *cr,
            double      width,
            double      height)
{
  double y = height - BAR_HEIGHT;
  double step = (width + 4) / MAX (self->all, 1);

  for (guint i = 0; self->all <= MOST_BLOCKS && i < self->all; i++)
    {
      if (i < self->busy)
        set_colour (cr, &palette ()->series[0], 1);
      else
        set_colour (cr, &palette ()->axis_title, 0.14);
      bar (cr, i * step, y, step - 4, BAR_HEIGHT);
    }
  if (self->all > MOST_BLOCKS)
    {
      set_colour (cr, &palette ()->axis_title, 0.14);
      bar (cr, 0, y, width, BAR_HEIGHT);
      set_colour (cr, &palette ()->series[0], 1);
      bar (cr, 0, y, width * MIN (self->busy, self->all) / self->all, BAR_HEIGHT);
    }
}

static void
sonde_spark_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  SondeSpark *self = SONDE_SPARK (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  switch (self->kind)
    {
    case SPARK_LOSS:
      draw_loss (self, cr, width, height);
      break;
    case SPARK_RATES:
      draw_rates (self, cr, width, height);
      break;
    case SPARK_TIME:
      draw_time (self, cr, width, height);
      break;
    case SPARK_TASKS:
      draw_tasks (self, cr, width, height);
      break;
    case SPARK_NONE:
    default:
      break;
    }
  cairo_destroy (cr);
}

static void
sonde_spark_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 : 30;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 30;
}

static void
sonde_spark_finalize (GObject *object)
{
  SondeSpark *self = SONDE_SPARK (object);

  g_array_unref (self->xs);
  g_array_unref (self->ys);
  G_OBJECT_CLASS (sonde_spark_parent_class)->finalize (object);
}

static void
sonde_spark_class_init (SondeSparkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_spark_finalize;
  widget_class->snapshot = sonde_spark_snapshot;
  widget_class->measure = sonde_spark_measure;
  gtk_widget_class_set_css_name (widget_class, "spark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sonde_spark_init (SondeSpark *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->xs = g_array_new (FALSE, FALSE, sizeof (double));
  self->ys = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
begin (SondeSpark *self,
       Kind        kind)
{
  self->kind = kind;
  g_array_set_size (self->xs, 0);
  g_array_set_size (self->ys, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sonde_spark_show_loss (SondeSpark           *self,
                       const SondeMilestone *milestones,
                       guint                 n,
                       double                goal)
{
  /* no more than there are pixels; the last one always */
  guint step = 1 + n / MOST_MOMENTS;

  g_return_if_fail (SONDE_IS_SPARK (self));

  begin (self, SPARK_LOSS);
  self->goal = goal > 0 ? log (goal) : NAN;
  for (guint i = n > 0 ? (n - 1) % step : 0; i < n; i += step)
    {
      double x = log (milestones[i].npoints);
      double y = log (milestones[i].loss);

      if (!isfinite (x) || !isfinite (y))
        continue;
      g_array_append_val (self->xs, x);
      g_array_append_val (self->ys, y);
    }
}

void
sonde_spark_show_rates (SondeSpark   *self,
                        const double *rates,
                        guint         n)
{
  g_return_if_fail (SONDE_IS_SPARK (self));

  begin (self, SPARK_RATES);
  g_array_append_vals (self->ys, rates, n);
}

void
sonde_spark_show_time (SondeSpark *self,
                       double      passed,
                       double      from,
                       double      to)
{
  g_return_if_fail (SONDE_IS_SPARK (self));

  begin (self, SPARK_TIME);
  self->passed = passed;
  self->from = from;
  self->to = to;
}

void
sonde_spark_show_tasks (SondeSpark *self,
                        guint       busy,
                        guint       all)
{
  g_return_if_fail (SONDE_IS_SPARK (self));

  begin (self, SPARK_TASKS);
  self->busy = busy;
  self->all = all;
}
