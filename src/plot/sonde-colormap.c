/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Viridis, magma (S. van der Walt and N. Smith, 2015, released as CC0) and cividis (J. Nuñez, C. Anderton, R. Renslow, PLoS ONE
 * 13, e0199239, 2018) are kept as every fifth of their 256 published colours; between them goes a cubic through the nearest four
 * (Catmull-Rom), which meets the published ones within one part in 255 (cividis: three, where it has a kink).
 *
 * The diverging one is made here after K. Moreland, "Diverging Color Maps for Scientific Visualization" (ISVC 2009):
 *
 * 1. Both ends are taken from sRGB to CIELAB, and there to polar coordinates: M, the distance from black; s, the angle from the
 *    axis of greys; h, the hue.
 * 2. From each end M, s and h run linearly to a light grey of M = 88, s = 0. The grey end has no hue of its own and gets one
 *    turned away a little (spin), so that the steps look equal all the way. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "plot/sonde-colormap.h"

#define N_KNOTS 52
#define MIDDLE_M 88.

typedef struct
{
  double m, s, h;
} Msh;

static const guint32 knots[][N_KNOTS] = {
  {
    0x440154, 0x46085c, 0x471063, 0x481769, 0x481d6f, 0x482475, 0x472a7a, 0x46307e, 0x453781, 0x433d84, 0x414287, 0x3f4889,
    0x3d4e8a, 0x3a538b, 0x38598c, 0x355e8d, 0x33638d, 0x31688e, 0x2e6d8e, 0x2c718e, 0x2a768e, 0x297b8e, 0x27808e, 0x25848e,
    0x23898e, 0x218e8d, 0x20928c, 0x1f978b, 0x1e9c89, 0x1fa188, 0x21a585, 0x24aa83, 0x28ae80, 0x2eb37c, 0x35b779, 0x3dbc74,
    0x46c06f, 0x50c46a, 0x5ac864, 0x65cb5e, 0x70cf57, 0x7cd250, 0x89d548, 0x95d840, 0xa2da37, 0xb0dd2f, 0xbddf26, 0xcae11f,
    0xd8e219, 0xe5e419, 0xf1e51d, 0xfde725,
  },
  {
    0x00224e, 0x002656, 0x002a5f, 0x002d68, 0x003070, 0x083370, 0x163770, 0x203a6f, 0x273e6e, 0x2e416d, 0x34456c, 0x3a486c,
    0x3f4c6c, 0x444f6c, 0x49536c, 0x4e566c, 0x535a6d, 0x575d6d, 0x5c616e, 0x60646f, 0x656870, 0x696b71, 0x6d6f72, 0x727274,
    0x767676, 0x7a7a78, 0x7e7d78, 0x838179, 0x888578, 0x8d8878, 0x928c78, 0x969077, 0x9b9476, 0xa09875, 0xa59c74, 0xaaa073,
    0xafa471, 0xb5a86f, 0xbaac6d, 0xbfb06b, 0xc4b468, 0xc9b965, 0xcfbd62, 0xd4c15f, 0xdac65b, 0xdfca57, 0xe5cf52, 0xead34c,
    0xf0d846, 0xf6dd3f, 0xfce236, 0xfee838,
  },
  {
    0x000004, 0x02020b, 0x050416, 0x090720, 0x0e0b2b, 0x140e36, 0x1a1042, 0x21114e, 0x29115a, 0x311165, 0x390f6e, 0x420f75,
    0x4a1079, 0x52137c, 0x5a167e, 0x621980, 0x6a1c81, 0x721f81, 0x792282, 0x812581, 0x892881, 0x912b81, 0x992d80, 0xa1307e,
    0xaa337d, 0xb2357b, 0xba3878, 0xc23b75, 0xca3e72, 0xd2426f, 0xd9466b, 0xe04c67, 0xe75263, 0xec5860, 0xf1605d, 0xf4695c,
    0xf7725c, 0xf97b5d, 0xfb8560, 0xfc8e64, 0xfd9869, 0xfea16e, 0xfeaa74, 0xfeb47b, 0xfebd82, 0xfec68a, 0xfecf92, 0xfed89a,
    0xfde2a3, 0xfdebac, 0xfcf4b6, 0xfcfdbf,
  },
};

/* of the diverging map, sRGB */
static const double cool[] = { .230, .299, .754 };
static const double warm[] = { .706, .016, .150 };

/* of a D65 white, CIE 1931 */
static const double white[] = { .95047, 1, 1.08883 };

static double
to_linear (double value)
{
  return value <= .04045 ? value / 12.92 : pow ((value + .055) / 1.055, 2.4);
}

static double
from_linear (double value)
{
  return value <= .0031308 ? 12.92 * value : 1.055 * pow (value, 1 / 2.4) - .055;
}

static double
to_lab (double value)
{
  return value > .008856 ? cbrt (value) : 7.787 * value + 16. / 116;
}

static double
from_lab (double value)
{
  return value > .206893 ? value * value * value : (value - 16. / 116) / 7.787;
}

static Msh
rgb_to_msh (const double *rgb)
{
  double r = to_linear (rgb[0]), g = to_linear (rgb[1]), b = to_linear (rgb[2]);
  double x = to_lab ((.4124564 * r + .3575761 * g + .1804375 * b) / white[0]);
  double y = to_lab ((.2126729 * r + .7151522 * g + .0721750 * b) / white[1]);
  double z = to_lab ((.0193339 * r + .1191920 * g + .9503041 * b) / white[2]);
  double l = 116 * y - 16, a = 500 * (x - y), c = 200 * (y - z);
  double m = sqrt (l * l + a * a + c * c);

  return (Msh) { m, acos (l / m), atan2 (c, a) };
}

static void
msh_to_rgb (Msh     msh,
            double *rgb)
{
  double l = msh.m * cos (msh.s), a = msh.m * sin (msh.s) * cos (msh.h), c = msh.m * sin (msh.s) * sin (msh.h);
  double middle = (l + 16) / 116;
  double x = white[0] * from_lab (middle + a / 500), y = white[1] * from_lab (middle), z = white[2] * from_lab (middle - c / 200);

  rgb[0] = from_linear (3.2404542 * x - 1.5371385 * y - .4985314 * z);
  rgb[1] = from_linear (-.9692660 * x + 1.8760108 * y + .0415560 * z);
  rgb[2] = from_linear (.0556434 * x - .2040259 * y + 1.0572252 * z);
}

/* The hue that a grey of middle_m gets beside a colour, Moreland's AdjustHue. */
static double
spin_hue (Msh color)
{
  double spin = color.s * sqrt (MIDDLE_M * MIDDLE_M - color.m * color.m) / (color.m * sin (color.s));

  if (color.m >= MIDDLE_M)
    return color.h;
  return color.h > -G_PI / 3 ? color.h + spin : color.h - spin;
}

/* @part 0: the colour, 1: the grey in the middle */
static void
get_diverging (const double *end,
               double        part,
               double       *rgb)
{
  Msh color = rgb_to_msh (end);
  Msh mixed = {
    color.m + part * (MIDDLE_M - color.m),
    color.s * (1 - part),
    color.h + part * (spin_hue (color) - color.h),
  };

  msh_to_rgb (mixed, rgb);
}

/* A channel of a knot; behind the ends it goes on as before. */
static double
get_knot (const guint32 *map,
          int            index,
          int            shift)
{
  if (index < 0)
    return 2 * get_knot (map, 0, shift) - get_knot (map, 1, shift);
  if (index >= N_KNOTS)
    return 2 * get_knot (map, N_KNOTS - 1, shift) - get_knot (map, N_KNOTS - 2, shift);
  return (map[index] >> shift & 0xff) / 255.;
}

static double
interpolate (const guint32 *map,
             double         part,
             int            shift)
{
  double place = part * (N_KNOTS - 1);
  int i = MIN ((int) place, N_KNOTS - 2);
  double t = place - i;
  double a = get_knot (map, i - 1, shift), b = get_knot (map, i, shift);
  double c = get_knot (map, i + 1, shift), d = get_knot (map, i + 2, shift);

  return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/**
 * sonde_colormap_get_color:
 * @part: 0 for the least value, 1 for the largest
 *
 * Returns: the opaque colour there
 */
SondeColor
sonde_colormap_get_color (SondeColormap self,
                          double        part)
{
  double rgb[3];

  g_return_val_if_fail (self < SONDE_N_COLORMAPS, ((SondeColor) { 0, 0, 0, 1 }));

  part = CLAMP (part, 0, 1);
  if (self == SONDE_COLORMAP_DIVERGING)
    get_diverging (part < .5 ? cool : warm, part < .5 ? 2 * part : 2 - 2 * part, rgb);
  else
    for (int i = 0; i < 3; i++)
      rgb[i] = interpolate (knots[self], part, 16 - 8 * i);
  return (SondeColor) { CLAMP (rgb[0], 0, 1), CLAMP (rgb[1], 0, 1), CLAMP (rgb[2], 0, 1), 1 };
}

static void
fill_table (SondeColormap  self,
            guint32       *table)
{
  for (guint i = 0; i < SONDE_COLORMAP_STEPS; i++)
    {
      SondeColor color = sonde_colormap_get_color (self, (double) i / (SONDE_COLORMAP_STEPS - 1));

      table[i] = 0xff000000u | (guint32) lround (color.red * 255) << 16 | (guint32) lround (color.green * 255) << 8
                 | (guint32) lround (color.blue * 255);
    }
}

/**
 * sonde_colormap_get_table:
 *
 * Returns: (transfer none): %SONDE_COLORMAP_STEPS pixels as in a %CAIRO_FORMAT_ARGB32 image, from the least value to the largest;
 *   for any thread
 */
const guint32 *
sonde_colormap_get_table (SondeColormap self)
{
  static guint32 tables[SONDE_N_COLORMAPS][SONDE_COLORMAP_STEPS];
  static gsize filled;

  g_return_val_if_fail (self < SONDE_N_COLORMAPS, NULL);

  if (g_once_init_enter (&filled))
    {
      for (guint i = 0; i < SONDE_N_COLORMAPS; i++)
        fill_table (i, tables[i]);
      g_once_init_leave (&filled, 1);
    }
  return tables[self];
}

/**
 * sonde_colormap_get_id:
 *
 * Returns: (transfer none): what options and files call it
 */
const char *
sonde_colormap_get_id (SondeColormap self)
{
  static const char * const ids[] = { "viridis", "cividis", "magma", "diverging" };

  g_return_val_if_fail (self < SONDE_N_COLORMAPS, NULL);

  return ids[self];
}

/**
 * sonde_colormap_get_name:
 *
 * Returns: (transfer full): what a menu calls it, translated
 */
char *
sonde_colormap_get_name (SondeColormap self)
{
  /* translators: names of colour maps; the first three are proper names */
  static const char * const names[] = { N_("Viridis"), N_("Cividis"), N_("Magma"), N_("Diverging") };

  g_return_val_if_fail (self < SONDE_N_COLORMAPS, NULL);

  return g_strdup (_(names[self]));
}

/**
 * sonde_colormap_find:
 * @id: as sonde_colormap_get_id() says
 * @map: (out): the one that is called so
 *
 * Returns: whether there is one
 */
gboolean
sonde_colormap_find (const char    *id,
                     SondeColormap *map)
{
  g_return_val_if_fail (id != NULL && map != NULL, FALSE);

  for (guint i = 0; i < SONDE_N_COLORMAPS; i++)
    if (g_ascii_strcasecmp (id, sonde_colormap_get_id (i)) == 0)
      {
        *map = i;
        return TRUE;
      }
  return FALSE;
}
