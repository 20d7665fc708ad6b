/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/sonde-number.h"
#include "cli/plot-surface.h"
#include "cli/sonde-cli.h"

#define MOST_CONTOURS 100

void
sonde_plot_surface_clear (SondePlotSurface *self)
{
  g_free (self->colormap);
  g_free (self->range);
  g_free (self->aspect);
  g_free (self->section);
  g_free (self->axes);
  g_free (self->curve);
  g_free (self->slice);
}

/**
 * sonde_plot_parse_range:
 * @option: its name, for messages
 * @text: (nullable): "A:B", both finite, A below B
 * @automatic: (out): set to %FALSE if there is a range
 *
 * Returns: whether @text is right; %FALSE after a message
 */
gboolean
sonde_plot_parse_range (const char *option,
                        const char *text,
                        gboolean   *automatic,
                        double     *min,
                        double     *max)
{
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ":", -1);
  if (g_strv_length (parts) == 2 && sonde_number_parse_all (parts[0], min) && sonde_number_parse_all (parts[1], max)
      && isfinite (*min) && isfinite (*max) && *min < *max)
    {
      *automatic = FALSE;
      return TRUE;
    }
  sonde_cli_complain (_("%s is “%s”; write the lower and the upper end, such as -1:1"), option, text);
  return FALSE;
}

static gboolean
read_colormap (const char *text,
               SondeView  *view)
{
  if (text == NULL || sonde_colormap_find (text, &view->colormap))
    return TRUE;
  sonde_cli_complain (_("--colormap is “%s”; write viridis, cividis, magma or diverging"), text);
  return FALSE;
}

static gboolean
read_aspect (const char *text,
             SondeView  *view)
{
  if (text == NULL || g_str_equal (text, "auto"))
    view->aspect = SONDE_ASPECT_AUTO;
  else if (g_str_equal (text, "fill"))
    view->aspect = SONDE_ASPECT_FILL;
  else if (g_str_equal (text, "square"))
    view->aspect = SONDE_ASPECT_SQUARE;
  else
    {
      sonde_cli_complain (_("--aspect is “%s”; write auto, fill or square"), text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_pair (const char *text,
            double     *first,
            double     *second)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  return g_strv_length (parts) == 2 && sonde_number_parse_all (parts[0], first) && sonde_number_parse_all (parts[1], second)
         && isfinite (*first) && isfinite (*second);
}

/* "x0,y0:x1,y1" */
static gboolean
read_section (const char *text,
              SondeView  *view)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ":", -1) : NULL;

  if (text == NULL)
    return TRUE;
  view->show_section = g_strv_length (parts) == 2 && parse_pair (parts[0], &view->section_x[0], &view->section_y[0])
                       && parse_pair (parts[1], &view->section_x[1], &view->section_y[1])
                       && (view->section_x[0] != view->section_x[1] || view->section_y[0] != view->section_y[1]);
  if (!view->show_section)
    sonde_cli_complain (_("--section is “%s”; write where the line begins and where it ends, such as 0,0:1,0.5"), text);
  return view->show_section;
}

static gboolean
find_variable (const char  *option,
               SondeDomain *domain,
               const char  *name,
               guint       *index)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    {
      const char *known = sonde_domain_get (domain, i)->name;

      if (g_str_equal (known, name))
        {
          *index = i;
          return TRUE;
        }
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", known);
    }
  sonde_cli_complain (_("%s: there is no variable “%s” here; choose from %s"), option, name, names->str);
  return FALSE;
}

/* "x,y": what runs along the axes */
static gboolean
read_axes (const char  *text,
           SondeDomain *domain,
           SondeView   *view)
{
  g_auto (GStrv) names = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  if (text == NULL)
    return TRUE;
  if (g_strv_length (names) != 2 || g_str_equal (names[0], names[1]))
    {
      sonde_cli_complain (_("--axes is “%s”; write two variables, such as x,y"), text);
      return FALSE;
    }
  return find_variable ("--axes", domain, names[0], &view->slice_x) && find_variable ("--axes", domain, names[1], &view->slice_y);
}

static gboolean
read_curve (const char  *text,
            SondeDomain *domain,
            SondeView   *view)
{
  view->slice_curve = text != NULL;
  return text == NULL || find_variable ("--curve", domain, text, &view->slice_x);
}

/* "z=0.5" */
static gboolean
read_place (const char  *text,
            SondeDomain *domain,
            SondeView   *view)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", -1);
  double value;
  guint index;

  if (g_strv_length (parts) != 2 || !sonde_number_parse_all (parts[1], &value) || !isfinite (value))
    {
      sonde_cli_complain (_("--slice has “%s”; write a variable and its value, such as z=0.5,w=2"), text);
      return FALSE;
    }
  if (!find_variable ("--slice", domain, parts[0], &index))
    return FALSE;
  view->slice_at[MIN (index, SONDE_VIEW_VARIABLES - 1)] = value;
  view->slice_set |= 1u << index;
  return TRUE;
}

static gboolean
read_slice (const char  *text,
            SondeDomain *domain,
            SondeView   *view)
{
  g_auto (GStrv) places = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  for (guint i = 0; text != NULL && places[i] != NULL; i++)
    if (!read_place (places[i], domain, view))
      return FALSE;
  return TRUE;
}

static gboolean
read_numbers (const SondePlotSurface *self,
              SondeView              *view)
{
  if (self->contours < 0 || self->contours > MOST_CONTOURS)
    {
      sonde_cli_complain (_("--contours is %d; write about how many lines, 1 to %d"), self->contours, MOST_CONTOURS);
      return FALSE;
    }
  if (self->component < 0)
    {
      sonde_cli_complain (_("--component is %d; write which one of the outputs, 1 for the first"), self->component);
      return FALSE;
    }
  view->n_contours = self->contours;
  view->component = MAX (self->component, 1) - 1;
  return TRUE;
}

/**
 * sonde_plot_surface_read:
 * @domain: of the run
 * @view: (inout): gets what was said
 *
 * Returns: whether all of it is right; %FALSE after a message
 */
gboolean
sonde_plot_surface_read (const SondePlotSurface *self,
                         SondeDomain            *domain,
                         SondeView              *view)
{
  if (self->mesh && self->no_mesh)
    {
      sonde_cli_complain (_("--mesh and --no-mesh contradict each other"));
      return FALSE;
    }
  if (self->mesh || self->no_mesh)
    view->mesh = self->mesh ? SONDE_DETAIL_SHOW : SONDE_DETAIL_HIDE;
  if (self->all_points)
    view->points = SONDE_DETAIL_SHOW;
  return read_colormap (self->colormap, view) && read_aspect (self->aspect, view)
         && sonde_plot_parse_range ("--range", self->range, &view->auto_z, &view->z_min, &view->z_max)
         && read_numbers (self, view) && read_section (self->section, view) && read_axes (self->axes, domain, view)
         && read_curve (self->curve, domain, view) && read_slice (self->slice, domain, view);
}
