/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "app/sonde-thumbnail.h"
#include "base/sonde-points.h"
#include "figure/sonde-figure.h"
#include "function/sonde-function.h"

#define N_POINTS 1000         /* at most; a study's own goal may come first */
#define MOST_SAMPLES 3000      /* where points are sampled again and again */
#define SLICE 4000            /* µs of sampling at a time */
#define N_DISCS 30            /* of so many points it is shown where they lie */
#define DISC_RADIUS 1.9
#define MOST_DOTS 600         /* of a surface, more would hide it */
#define N_CACHED 200          /* pictures, at most */
/* what a narrow figure has around the plot */
#define FIGURE_MARGIN_X 54
#define FIGURE_MARGIN_Y 44

/* Sizes of the two kinds. */
static const struct
{
  int    least_width;
  int    width;
  int    height;
  double margin;
} sizes[] = { { 80, 180, 118, 10 }, { 66, 66, 52, 3 } };

/* A picture that was drawn before, for the next start page. */
typedef struct
{
  GdkTexture *texture;
  SondeFrame  frame;
  gboolean    bare;
} Picture;

struct _SondeThumbnail
{
  GtkWidget      parent_instance;
  gboolean       small;
  SondeStudy    *study;
  char          *key;
  SondeRun      *run;
  SondeFunction *function;
  GBytes        *points;        /* nullable */
  SondeFigure   *figure;
  guint          idle;
  gboolean       in_flight;
  gboolean       dirty;
  gboolean       bare;
  GdkTexture    *texture;
  SondeFrame     frame;
  int            drawn_width;
  char          *drawn_key;
};

G_DEFINE_FINAL_TYPE (SondeThumbnail, sonde_thumbnail, GTK_TYPE_WIDGET)

static void draw           (SondeThumbnail *self);
static void start_sampling (SondeThumbnail *self);

/* The curve alone, on whatever the card's ground is. */
static const SondePalette *
bare_palette (void)
{
  static SondePalette palettes[4];
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);
  gboolean high_contrast = adw_style_manager_get_high_contrast (manager);
  SondePalette *palette = &palettes[(dark ? 1 : 0) + (high_contrast ? 2 : 0)];
  const SondeColor nothing = { 0, 0, 0, 0 };

  if (palette->line_width == 0)
    {
      *palette = *sonde_palette_get (dark, high_contrast);
      palette->ground = palette->grid = palette->axis = palette->tick_text = palette->axis_title = nothing;
    }
  return palette;
}

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_object_unref (picture->texture);
  g_free (picture);
}

/* (element-type utf8 Picture): what was drawn, by all that it depends on */
static GHashTable *
get_cache (void)
{
  static GHashTable *cache;

  if (cache == NULL)
    cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, picture_free);
  if (g_hash_table_size (cache) > N_CACHED)
    g_hash_table_remove_all (cache);
  return cache;
}

static char *
dup_picture_key (SondeThumbnail *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return g_strdup_printf ("%d×%d·%d·%d·%d\n%s", gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)),
                          gtk_widget_get_scale_factor (GTK_WIDGET (self)), adw_style_manager_get_dark (manager),
                          adw_style_manager_get_high_contrast (manager), self->key);
}

static gboolean
show_cached (SondeThumbnail *self,
             const char     *key)
{
  Picture *picture = g_hash_table_lookup (get_cache (), key);

  if (picture == NULL)
    return FALSE;
  g_set_object (&self->texture, picture->texture);
  self->frame = picture->frame;
  self->bare = picture->bare;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b,
             gpointer      x)
{
  double xa = ((double *) x)[*(guint *) a];
  double xb = ((double *) x)[*(guint *) b];

  return (xa > xb) - (xa < xb);
}

static void
draw_disc (SondeThumbnail    *self,
           cairo_t           *cr,
           const SondePoints *points,
           guint              id)
{
  for (guint j = 0; j < MIN (points->vdim, SONDE_PALETTE_SERIES); j++)
    {
      const SondeColor *color = &bare_palette ()->series[j];
      double y = points->y[id * points->vdim + j];

      if (!isfinite (y))
        continue;
      cairo_new_path (cr);
      cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
      cairo_arc (cr, sonde_frame_from_x (&self->frame, points->x[id]), sonde_frame_from_y (&self->frame, y), DISC_RADIUS, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

/* Every so many along the axis: where the discs are dense, the points are. */
static void
draw_discs (SondeThumbnail  *self,
            cairo_surface_t *surface)
{
  const SondePoints *points = sonde_learner_get_points (sonde_run_get_learner (self->run));
  g_autofree guint *ids = g_new (guint, MAX (points->n, 1));
  cairo_t *cr;

  if (points->ndim != 1 || points->n == 0)
    return;
  for (guint i = 0; i < points->n; i++)
    ids[i] = i;
  g_qsort_with_data (ids, points->n, sizeof (guint), compare_ids, points->x);
  cr = cairo_create (surface);
  for (guint i = 0; i < MIN (N_DISCS, points->n); i++)
    draw_disc (self, cr, points, ids[points->n <= N_DISCS ? i : (guint) ((guint64) i * (points->n - 1) / (N_DISCS - 1))]);
  cairo_destroy (cr);
}

static void
keep_picture (SondeThumbnail *self)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->texture = g_object_ref (self->texture);
  picture->frame = self->frame;
  picture->bare = self->bare;
  g_hash_table_replace (get_cache (), g_steal_pointer (&self->drawn_key), picture);
}

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (SondeThumbnail) self = data;
  cairo_surface_t *surface = sonde_figure_draw_finish (SONDE_FIGURE (source), result, &self->frame, NULL);
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GBytes) bytes = NULL;

  self->in_flight = FALSE;
  if (surface == NULL || self->figure == NULL)
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      return;
    }
  cairo_surface_set_device_scale (surface, scale, scale);
  draw_discs (self, surface);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface), cairo_image_surface_get_height (surface),
                                          GDK_MEMORY_DEFAULT, bytes, cairo_image_surface_get_stride (surface));
  keep_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->dirty)
    draw (self);
}

static gboolean
is_surface (SondeThumbnail *self)
{
  return self->figure != NULL && (sonde_figure_get_options (self->figure) & SONDE_FIGURE_FIELD) != 0;
}

/* The figure is drawn larger by its margins, which stay outside of the widget. A surface fills it. */
static void
draw_figure (SondeThumbnail *self)
{
  double margin = sizes[self->small].margin;
  gboolean bare = is_surface (self);
  SondeView view = SONDE_VIEW_INIT;
  SondeStyle style = {
    .width = gtk_widget_get_width (GTK_WIDGET (self)) + (bare ? 0 : FIGURE_MARGIN_X - 2 * margin),
    .height = gtk_widget_get_height (GTK_WIDGET (self)) + (bare ? 0 : FIGURE_MARGIN_Y - 2 * margin),
    .scale = gtk_widget_get_scale_factor (GTK_WIDGET (self)),
    .palette = bare_palette (),
    .narrow = TRUE,
    .bare = bare,
  };

  view.hide_rug = view.hide_newest = view.hide_pending = view.hide_legend = TRUE;
  view.hide_points = !bare || self->small || sonde_learner_get_npoints (sonde_run_get_learner (self->run)) > MOST_DOTS;
  view.mesh = SONDE_DETAIL_HIDE;
  self->bare = bare;
  sonde_figure_choose_axes (self->figure, &view);
  self->in_flight = TRUE;
  sonde_figure_draw_async (self->figure, &view, &style, NULL, on_drawn, g_object_ref (self));
}

static void
draw (SondeThumbnail *self)
{
  g_autofree char *key = NULL;

  if (self->in_flight || self->key == NULL || gtk_widget_get_width (GTK_WIDGET (self)) < 40)
    return;
  key = dup_picture_key (self);
  self->drawn_width = gtk_widget_get_width (GTK_WIDGET (self));
  self->dirty = FALSE;
  if (show_cached (self, key))
    return;
  if (self->run == NULL)
    start_sampling (self);
  if (self->figure == NULL)
    return;
  g_free (self->drawn_key);
  self->drawn_key = g_steal_pointer (&key);
  draw_figure (self);
}

static void
redraw (SondeThumbnail *self)
{
  self->dirty = TRUE;
  draw (self);
}

static gboolean
sample_one (SondeThumbnail *self,
            SondeLearner   *learner)
{
  g_autoptr (SondeBatch) batch = NULL;
  g_autofree double *x = g_new (double, sonde_learner_get_ndim (learner));
  double improvement;

  if (sonde_learner_ask (learner, 1, TRUE, x, &improvement) != 1)
    return FALSE;
  batch = sonde_batch_new (1, sonde_learner_get_ndim (learner), x);
  sonde_function_evaluate (self->function, batch, NULL);
  if (sonde_batch_get_error (batch, 0) != NULL)
    return FALSE;
  return sonde_learner_tell (learner, x, batch->y, batch->vdim, batch->seconds[0], NULL);
}

static gboolean
on_idle (gpointer data)
{
  SondeThumbnail *self = data;
  SondeLearner *learner = sonde_run_get_learner (self->run);
  SondeGoal *goal = sonde_study_get_goal (self->study);
  double loss = sonde_goal_get_loss (goal);
  double wanted = sonde_goal_get_npoints (goal);
  guint most = wanted > 0 && wanted < N_POINTS ? (guint) wanted : N_POINTS;
  gint64 end = g_get_monotonic_time () + SLICE;

  while (g_get_monotonic_time () < end)
    {
      guint n = sonde_learner_get_npoints (learner);

      if (n < most && sonde_learner_get_nsamples (learner) < MOST_SAMPLES && !(n > 2 && sonde_learner_get_loss (learner, TRUE) <= loss) && sample_one (self, learner))
        continue;
      self->idle = 0;
      self->figure = sonde_figure_new (self->run);
      redraw (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

/* Numbers of a JSON array into a new array. */
static double *
read_numbers (JsonArray *array)
{
  double *numbers = g_new (double, json_array_get_length (array));

  for (guint i = 0; i < json_array_get_length (array); i++)
    numbers[i] = json_array_get_double_element (array, i);
  return numbers;
}

/* A line is a point and its value, "[[0.5], [1.2]]". */
static void
tell_line (SondeLearner *learner,
           const char   *line)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  JsonArray *pair = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  guint n;

  if (pair == NULL || json_array_get_length (pair) != 2)
    return;
  x = read_numbers (json_array_get_array_element (pair, 0));
  y = read_numbers (json_array_get_array_element (pair, 1));
  n = json_array_get_length (json_array_get_array_element (pair, 1));
  sonde_learner_tell (learner, x, y, n == 1 ? SONDE_SCALAR : n, 0, NULL);
}

/* What a run found that was made beforehand. */
static void
take_points (SondeThumbnail *self)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (self->points, NULL), g_bytes_get_size (self->points));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->run = sonde_run_new (self->study);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      tell_line (sonde_run_get_learner (self->run), lines[i]);
  self->figure = sonde_figure_new (self->run);
}

/* A function that needs trust is not run for a picture. */
static void
start_sampling (SondeThumbnail *self)
{
  g_autoptr (SondeFunction) function = sonde_study_create_function (self->study);

  if (function == NULL || sonde_function_needs_trust (function))
    {
      if (self->points != NULL)
        take_points (self);
      return;
    }
  g_set_object (&self->function, function);
  self->run = sonde_run_new (self->study);
  self->idle = g_idle_add_full (G_PRIORITY_LOW, on_idle, self, NULL);
}

static void
sonde_thumbnail_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  SondeThumbnail *self = SONDE_THUMBNAIL (widget);
  double scale = gtk_widget_get_scale_factor (widget);
  double margin = self->bare ? 0 : sizes[self->small].margin;

  if (self->texture == NULL)
    return;
  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (margin - self->frame.x, margin - self->frame.y,
                                                    gdk_texture_get_width (self->texture) / scale,
                                                    gdk_texture_get_height (self->texture) / scale));
}

static void
sonde_thumbnail_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gboolean small = SONDE_THUMBNAIL (widget)->small;

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? sizes[small].least_width : sizes[small].height;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? sizes[small].width : sizes[small].height;
}

static void
sonde_thumbnail_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  SondeThumbnail *self = SONDE_THUMBNAIL (widget);

  if (width != self->drawn_width)
    redraw (self);
}

static void
sonde_thumbnail_dispose (GObject *object)
{
  SondeThumbnail *self = SONDE_THUMBNAIL (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->texture);
  g_clear_object (&self->figure);
  g_clear_object (&self->function);
  g_clear_pointer (&self->points, g_bytes_unref);
  g_clear_object (&self->run);
  g_clear_object (&self->study);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->drawn_key, g_free);
  G_OBJECT_CLASS (sonde_thumbnail_parent_class)->dispose (object);
}

static void
sonde_thumbnail_class_init (SondeThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_thumbnail_dispose;
  widget_class->snapshot = sonde_thumbnail_snapshot;
  widget_class->measure = sonde_thumbnail_measure;
  widget_class->size_allocate = sonde_thumbnail_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sonde_thumbnail_init (SondeThumbnail *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
}

/**
 * sonde_thumbnail_set_study:
 *
 * Shows what a run of @study would find.
 */
void
sonde_thumbnail_set_study (SondeThumbnail *self,
                           SondeStudy     *study)
{
  g_return_if_fail (SONDE_IS_THUMBNAIL (self));
  g_return_if_fail (self->key == NULL);

  self->study = g_object_ref (study);
  self->key = sonde_study_to_line (study);
  redraw (self);
}

/**
 * sonde_thumbnail_set_points:
 * @points: lines of "[[x, …], [y, …]]"
 *
 * What is shown of a study whose function is not run for a picture; before sonde_thumbnail_set_study().
 */
void
sonde_thumbnail_set_points (SondeThumbnail *self,
                            GBytes         *points)
{
  g_return_if_fail (SONDE_IS_THUMBNAIL (self));
  g_return_if_fail (self->points == NULL);

  self->points = g_bytes_ref (points);
}

/**
 * sonde_thumbnail_set_run:
 * @key: changes whenever the results do
 *
 * Shows, small, what @run has found. It is only read, once.
 */
void
sonde_thumbnail_set_run (SondeThumbnail *self,
                         SondeRun       *run,
                         const char     *key)
{
  g_return_if_fail (SONDE_IS_THUMBNAIL (self));
  g_return_if_fail (self->key == NULL);

  self->small = TRUE;
  self->key = g_strdup (key);
  self->run = g_object_ref (run);
  if (sonde_run_has_results (run))
    self->figure = sonde_figure_new (run);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  redraw (self);
}
