/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions of two variables, and cuts through those of more. The main thread hands new points over and takes a snapshot of
 * the rest. The side that draws triangulates the points as they come. Of two variables the triangles are the surface, and what
 * a point changes is all that is drawn again; of more, a plane or a line is cut through the simplices. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "figure/sonde-cloud.h"
#include "figure/sonde-cut.h"
#include "figure/sonde-cut-curve.h"
#include "figure/sonde-figure-surface.h"
#include "figure/sonde-figure-private.h"
#include "figure/sonde-handover.h"
#include "figure/sonde-mesh.h"
#include "figure/sonde-quantity.h"
#include "figure/sonde-slice.h"
#include "figure/sonde-surface-picture.h"
#include "figure/sonde-surface-count.h"
#include "figure/sonde-surface-spots.h"
#include "figure/sonde-values.h"

/* So long points are triangulated for a picture that is in a hurry; microseconds. */
#define HURRY 60000

struct _SondeFigureSurface
{
  SondeFigure          parent_instance;

  /* of the main thread */
  SondeLearner        *learner;
  SondeSurfaceCount    count;
  /* of the last picture; NULL: the values */
  char               **quantities;
  guint                n_shown;
  SondeCut             cut;
  guint                component;

  /* shared */
  SondeCloud          *cloud;
  GMutex               scene_lock;
  SondeSurfaceScene   *scene;

  /* whether the last picture had not all points */
  int                  is_behind;

  /* of the side that draws */
  SondeValues         *values;
  SondeMesh           *mesh;
  SondeSurfacePicture *picture;
  guint                mesh_version;
  guint                values_version;
  guint                version;
  /* of more than two variables: the slice, of what, and how near points are to it */
  SondeSlice          *slice;
  SondeCut             sliced;
  guint                n_sliced;
  guint                slice_version;
  GByteArray          *nearness;
};

typedef struct
{
  SondeFigureClass parent_class;
} SondeFigureSurfaceClass;

G_DEFINE_FINAL_TYPE (SondeFigureSurface, sonde_figure_surface, SONDE_TYPE_FIGURE)

static gboolean
take_scene (SondeFigureSurface *self,
            SondeRun      *run)
{
  SondeSurfaceScene *scene = sonde_surface_scene_new (run), *old;
  gboolean changed = self->scene == NULL || !sonde_surface_scene_equals (self->scene, scene);

  sonde_handover_lock (&self->scene_lock);
  old = self->scene;
  self->scene = scene;
  sonde_handover_unlock (&self->scene_lock);
  g_clear_pointer (&old, sonde_surface_scene_unref);
  return changed;
}

static gboolean
sonde_figure_surface_update (SondeFigure *figure,
                        SondeRun    *run)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);
  SondeLearner *learner = sonde_run_get_learner (run);
  const SondePoints *points = sonde_learner_get_points (learner);
  gboolean changed = self->learner != learner;

  if (changed)
    {
      g_set_object (&self->learner, learner);
      sonde_surface_count_clear (&self->count);
      sonde_cloud_clear (self->cloud);
    }
  changed = sonde_cloud_update (self->cloud, points) > 0 || changed;
  sonde_surface_count_add (&self->count, points, sonde_cloud_get_n_seen (self->cloud));
  return take_scene (self, run) || changed;
}

static gboolean
sonde_figure_surface_is_behind (SondeFigure *figure,
                           SondeRun    *run)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);
  SondeLearner *learner = sonde_run_get_learner (run);

  return g_atomic_int_get (&self->is_behind) || learner != self->learner
         || sonde_learner_get_points (learner)->n > sonde_cloud_get_n_seen (self->cloud);
}

static void
sonde_figure_surface_prepare (SondeFigure     *figure,
                         SondeRun        *run,
                         const SondeView *view)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);

  g_clear_pointer (&self->quantities, g_strfreev);
  if (view->quantity != NULL)
    self->quantities = sonde_quantity_split (view->quantity);
  self->n_shown = sonde_cloud_get_n_seen (self->cloud);
  if (view->upto > 0)
    self->n_shown = MIN (self->n_shown, view->upto);
  sonde_cut_init (&self->cut, self->scene, view);
  self->component = view->component;
}

static gboolean
sonde_figure_surface_check_quantity (SondeFigure  *figure,
                                const char   *text,
                                int          *position,
                                GError      **error)
{
  const SondeSurfaceScene *scene = SONDE_FIGURE_SURFACE (figure)->scene;

  return sonde_values_check_quantity (text, (const char * const *) scene->names, scene->vdim, position, error);
}

static void
measure_values (SondeSurfaceData *data)
{
  data->z_min = data->z_min_positive = INFINITY;
  data->z_max = -INFINITY;
  for (guint i = 0; i < data->n; i++)
    {
      double z = data->z[i];

      if (!isfinite (z))
        continue;
      data->z_min = MIN (data->z_min, z);
      data->z_max = MAX (data->z_max, z);
      if (z > 0)
        data->z_min_positive = MIN (data->z_min_positive, z);
    }
  /* no logarithm of these */
  if (data->z_min_positive > data->z_max)
    data->z_min_positive = INFINITY;
}

/* Another number when triangles that were drawn would look different. */
static guint
get_version (SondeFigureSurface *self)
{
  guint mesh = sonde_mesh_get_version (self->mesh), values = sonde_values_get_version (self->values);

  if (mesh != self->mesh_version || values != self->values_version)
    self->version++;
  self->mesh_version = mesh;
  self->values_version = values;
  return self->version;
}

static void
fill_sheet (SondeFigureSurface   *self,
            const SondeCloudData *cloud,
            SondeSurfaceData     *data)
{
  SondeSheet *sheet = &data->sheet;

  *sheet = (SondeSheet) {
    .n = sonde_mesh_get_n (self->mesh), .places = cloud->x, .stride = 2, .axis_x = 0, .axis_y = 1, .z = data->z,
  };
  sheet->corners = sonde_mesh_get_corners (self->mesh, &sheet->n_slots);
  sheet->changed = sonde_mesh_get_changed (self->mesh, &sheet->n_changed);
  sheet->version = get_version (self);
}

/* A slice is cut again when points have come, or when it is another one. */
static void
fill_slice (SondeFigureSurface *self,
            const SondeCut     *cut,
            SondeSurfaceData   *data)
{
  guint version = get_version (self);

  if (version != self->slice_version || sonde_mesh_get_n (self->mesh) != self->n_sliced || !sonde_cut_equals (cut, &self->sliced))
    sonde_slice_cut (self->slice, self->mesh, data->z, cut->x, cut->y, cut->at);
  self->slice_version = version;
  self->n_sliced = sonde_mesh_get_n (self->mesh);
  self->sliced = *cut;
  sonde_slice_get (self->slice, &data->sheet);
}

static void
measure_nearness (SondeFigureSurface *self,
                  const SondeCut     *cut,
                  SondeSurfaceData   *data)
{
  g_byte_array_set_size (self->nearness, MAX (data->n, 1));
  for (guint i = 0; i < data->n; i++)
    self->nearness->data[i] = sonde_cut_get_nearness (cut, data->scene, data->points + (gsize) i * data->scene->ndim);
  data->is_near = self->nearness->data;
}

static SondeSurfaceScene *
get_scene (SondeFigureSurface *self)
{
  SondeSurfaceScene *scene;

  sonde_handover_lock (&self->scene_lock);
  scene = sonde_surface_scene_ref (self->scene);
  sonde_handover_unlock (&self->scene_lock);
  return scene;
}

/* Along the line that the view names, or all along the one variable of a curve. */
static SondeSection *
make_section (SondeFigureSurface      *self,
              const SondeSurfaceScene *scene,
              const SondeCut          *cut,
              const SondeView         *view,
              const double            *z)
{
  double from[SONDE_SURFACE_NDIM], to[SONDE_SURFACE_NDIM];

  if (!cut->is_curve && !view->show_section)
    return NULL;
  memcpy (from, cut->at, sizeof from);
  memcpy (to, cut->at, sizeof to);
  from[cut->x] = cut->is_curve ? scene->variables[cut->x].min : view->section_x[0];
  to[cut->x] = cut->is_curve ? scene->variables[cut->x].max : view->section_x[1];
  if (!cut->is_curve)
    {
      from[cut->y] = view->section_y[0];
      to[cut->y] = view->section_y[1];
    }
  return sonde_section_new (self->mesh, z, from, to);
}

static void
draw_cut (SondeFigureSurface *self,
          const SondeCut     *cut,
          SondeSurfaceData   *data,
          const SondeView    *view,
          const SondeStyle   *style,
          cairo_t            *cr,
          SondeFrame         *frame)
{
  g_autofree char *note = sonde_cut_describe (cut, data->scene);

  data->at = cut->at;
  data->note = note;
  measure_nearness (self, cut, data);
  if (cut->is_curve)
    {
      sonde_cut_curve_draw (data, view, style, cr, frame);
      return;
    }
  fill_slice (self, cut, data);
  sonde_surface_picture_draw (self->picture, data, view, style, cr, frame);
}

static void
sonde_figure_surface_draw (SondeFigure      *figure,
                           const SondeView  *view,
                           const SondeStyle *style,
                           cairo_t          *cr,
                           SondeFrame       *frame)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);
  g_autoptr (SondeSurfaceScene) scene = get_scene (self);
  const SondeCloudData *cloud = sonde_cloud_take (self->cloud);
  guint n = view->upto > 0 ? MIN (view->upto, cloud->n) : cloud->n;
  SondeSurfaceData data = { .scene = scene, .n = n, .points = cloud->x, .is_past = n < cloud->n };
  g_autoptr (SondeSection) section = NULL;
  gboolean is_whole;
  SondeCut cut;

  sonde_cut_init (&cut, scene, view);
  data.x = cut.x;
  data.y = cut.y;
  data.z = sonde_values_take (self->values, cloud, (const char * const *) scene->names, view->quantity, view->component);
  is_whole = sonde_mesh_take (self->mesh, cloud, scene, n, style->hurry ? g_get_monotonic_time () + HURRY : G_MAXINT64);
  g_atomic_int_set (&self->is_behind, !is_whole);
  measure_values (&data);
  data.section = section = make_section (self, scene, &cut, view, data.z);
  if (scene->ndim > 2)
    draw_cut (self, &cut, &data, view, style, cr, frame);
  else
    {
      fill_sheet (self, cloud, &data);
      sonde_surface_picture_draw (self->picture, &data, view, style, cr, frame);
    }
  sonde_mesh_forget_changed (self->mesh);
}

static gboolean
is_near (const double  *point,
         gconstpointer  data)
{
  const SondeFigureSurface *self = data;

  return sonde_cut_get_nearness (&self->cut, self->scene, point) > 0;
}

static SondeSurfaceSpots
get_spots (SondeFigureSurface *self)
{
  return (SondeSurfaceSpots) {
    .points = sonde_learner_get_points (self->learner), .n = self->n_shown, .scene = self->scene,
    .x = self->cut.x, .y = self->cut.y, .is_curve = self->cut.is_curve, .component = self->component,
    .is_shown = self->scene->ndim > 2 ? is_near : NULL, .data = self,
  };
}

static gboolean
sonde_figure_surface_pick (SondeFigure      *figure,
                      const SondeFrame *frame,
                      double            pixel_x,
                      double            pixel_y,
                      double            radius,
                      guint            *id)
{
  SondeSurfaceSpots spots = get_spots (SONDE_FIGURE_SURFACE (figure));

  return sonde_surface_spots_pick (&spots, frame, pixel_x, pixel_y, radius, id);
}

static gboolean
sonde_figure_surface_read_out (SondeFigure      *figure,
                          const SondeFrame *frame,
                          double            pixel_x,
                          double            pixel_y,
                          double           *x,
                          double           *z)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);

  if (self->cut.is_curve)
    return FALSE;
  memcpy (x, self->cut.at, self->scene->ndim * sizeof (double));
  x[self->cut.x] = sonde_frame_to_x (frame, pixel_x);
  x[self->cut.y] = sonde_frame_to_y (frame, pixel_y);
  return sonde_surface_picture_read_out (self->picture, frame, pixel_x, pixel_y, z);
}

static SondeFigureOptions
sonde_figure_surface_get_options (SondeFigure *figure)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);
  SondeFigureOptions options = SONDE_FIGURE_AXES | SONDE_FIGURE_POINTS | SONDE_FIGURE_LOG_X | SONDE_FIGURE_LOG_Y
                               | SONDE_FIGURE_QUANTITY | SONDE_FIGURE_PAST | SONDE_FIGURE_COMPONENT;

  if (self->scene->ndim > 2)
    options |= SONDE_FIGURE_SLICES;
  if (self->cut.is_curve)
    return options | SONDE_FIGURE_LINE;
  return options | SONDE_FIGURE_PENDING | SONDE_FIGURE_NEWEST | SONDE_FIGURE_FIELD | SONDE_FIGURE_MESH | SONDE_FIGURE_DETAIL
         | SONDE_FIGURE_COLORS | SONDE_FIGURE_CONTOURS | SONDE_FIGURE_ASPECT | SONDE_FIGURE_SECTION;
}

static gboolean
sonde_figure_surface_walk (SondeFigure      *figure,
                      const SondeFrame *frame,
                      SondeStep         step,
                      SondeSpot        *spot)
{
  SondeSurfaceSpots spots = get_spots (SONDE_FIGURE_SURFACE (figure));

  return sonde_surface_spots_walk (&spots, frame, step, spot);
}

static gboolean
sonde_figure_surface_locate (SondeFigure      *figure,
                        const SondeFrame *frame,
                        const SondeSpot  *spot,
                        double           *pixel_x,
                        double           *pixel_y)
{
  SondeSurfaceSpots spots = get_spots (SONDE_FIGURE_SURFACE (figure));

  return sonde_surface_spots_locate (&spots, frame, spot, pixel_x, pixel_y);
}

static char *
sonde_figure_surface_tell (SondeFigure     *figure,
                      const SondeSpot *spot,
                      SondeTelling     telling)
{
  SondeSurfaceSpots spots = get_spots (SONDE_FIGURE_SURFACE (figure));

  return sonde_surface_spots_tell (&spots, spot, telling);
}

static guint
sonde_figure_surface_get_n_series (SondeFigure *figure)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);

  return self->quantities != NULL ? g_strv_length (self->quantities) : MAX (self->scene->vdim, 1);
}

static char *
sonde_figure_surface_get_series_name (SondeFigure *figure,
                                 guint        index)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);

  if (self->quantities == NULL)
    return sonde_surface_scene_get_name (self->scene, index);
  return g_strdup (index < g_strv_length (self->quantities) ? self->quantities[index] : "");
}

static char *
sonde_figure_surface_describe (SondeFigure *figure)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (figure);

  return sonde_surface_describe (self->scene, &self->count);
}

static void
sonde_figure_surface_finalize (GObject *object)
{
  SondeFigureSurface *self = SONDE_FIGURE_SURFACE (object);

  _sonde_figure_release (SONDE_FIGURE (object), g_steal_pointer (&self->learner));
  g_clear_pointer (&self->scene, sonde_surface_scene_unref);
  g_strfreev (self->quantities);
  sonde_cloud_free (self->cloud);
  sonde_values_free (self->values);
  sonde_mesh_free (self->mesh);
  sonde_slice_free (self->slice);
  g_byte_array_unref (self->nearness);
  sonde_surface_picture_free (self->picture);
  g_mutex_clear (&self->scene_lock);
  G_OBJECT_CLASS (sonde_figure_surface_parent_class)->finalize (object);
}

static void
sonde_figure_surface_class_init (SondeFigureSurfaceClass *klass)
{
  SondeFigureClass *figure_class = (SondeFigureClass *) klass;

  G_OBJECT_CLASS (klass)->finalize = sonde_figure_surface_finalize;
  figure_class->update = sonde_figure_surface_update;
  figure_class->is_behind = sonde_figure_surface_is_behind;
  figure_class->prepare = sonde_figure_surface_prepare;
  figure_class->check_quantity = sonde_figure_surface_check_quantity;
  figure_class->draw = sonde_figure_surface_draw;
  figure_class->pick = sonde_figure_surface_pick;
  figure_class->read_out = sonde_figure_surface_read_out;
  figure_class->get_options = sonde_figure_surface_get_options;
  figure_class->walk = sonde_figure_surface_walk;
  figure_class->locate = sonde_figure_surface_locate;
  figure_class->tell = sonde_figure_surface_tell;
  figure_class->get_n_series = sonde_figure_surface_get_n_series;
  figure_class->get_series_name = sonde_figure_surface_get_series_name;
  figure_class->describe = sonde_figure_surface_describe;
}

static void
sonde_figure_surface_init (SondeFigureSurface *self)
{
  self->cloud = sonde_cloud_new ();
  self->values = sonde_values_new ();
  self->mesh = sonde_mesh_new ();
  self->slice = sonde_slice_new ();
  self->nearness = g_byte_array_new ();
  self->picture = sonde_surface_picture_new ();
  g_mutex_init (&self->scene_lock);
}
