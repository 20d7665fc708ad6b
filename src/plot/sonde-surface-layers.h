/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/sonde-contour.h"
#include "plot/sonde-field.h"
#include "plot/sonde-layers.h"
#include "plot/sonde-ticks.h"

G_BEGIN_DECLS

/**
 * SondeGround:
 * @SONDE_GROUND_PLAIN: the ground of the picture
 * @SONDE_GROUND_FIELD: the colours of a field, dark and light ones
 * @SONDE_GROUND_LIGHT_FIELD: likewise, most of them light
 *
 * What lies under marks, which have to stand out from it.
 */
typedef enum
{
  SONDE_GROUND_PLAIN,
  SONDE_GROUND_FIELD,
  SONDE_GROUND_LIGHT_FIELD,
} SondeGround;

/**
 * SondeFieldPlace:
 * @x: of the left edge of a field, logical pixels
 * @y: of its upper edge
 * @width: pixels of the field
 * @height: likewise
 * @scale: how many of them a logical pixel has
 *
 * Where a field lies in a picture, so that its pixels are those of the picture.
 */
typedef struct
{
  double x, y;
  int    width, height;
  double scale;
} SondeFieldPlace;

/* sonde-layer-field.c */
void       sonde_field_place_init    (SondeFieldPlace       *self,
                                      const SondeCanvas     *canvas,
                                      const SondeFrame      *frame);
SondeColor sonde_surface_mesh_color  (const SondeCanvas     *canvas,
                                      SondeGround            ground);
void       sonde_layer_field         (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      const SondeFieldPlace *place,
                                      cairo_surface_t       *image);
void       sonde_layer_mesh          (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      const SondePlace      *places,
                                      guint                  n,
                                      SondeGround            ground);
void       sonde_layer_line_across   (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      const SondePlace      *ends);

/* sonde-layer-dots.c */
void       sonde_layer_dots          (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      const SondePlace      *places,
                                      guint                  n,
                                      SondeGround            ground);
void       sonde_layer_dots_newest   (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      const SondePlace      *places,
                                      guint                  n);
void       sonde_layer_dots_pending  (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      const SondePlace      *places,
                                      guint                  n,
                                      SondeGround            ground);
void       sonde_layer_dots_failed   (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      const SondePlace      *places,
                                      guint                  n,
                                      gboolean               to_retry);

/* sonde-layer-contours.c */
void       sonde_layer_contours      (const SondeCanvas     *canvas,
                                      const SondeFrame      *frame,
                                      SondeContours         *contours,
                                      const SondeTicks      *levels,
                                      const SondeColorScale *scale);

G_END_DECLS
