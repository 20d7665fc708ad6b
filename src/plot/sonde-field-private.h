/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "plot/sonde-field.h"

G_BEGIN_DECLS

/* Where no triangle is. One whose corners are not all finite leaves NaN. */
#define SONDE_FIELD_NOTHING INFINITY

struct _SondeField
{
  int              width;
  int              height;
  double          *values;
  /* how much of each pixel the mesh covers, of 255; NULL without one */
  guint8          *mesh;
  double           mesh_width;
  cairo_surface_t *image;
  SondeFieldStyle  style;
  gboolean         has_style;
  /* what is to be coloured: in each row from here up to before there */
  int             *from;
  int             *end;
};

void _sonde_field_mark_all (SondeField *self);

G_END_DECLS
