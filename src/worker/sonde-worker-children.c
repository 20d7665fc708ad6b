/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several functions in one: {"kind": "children", "functions": […]}. The first coordinate of a point is the number of the function, from 0,
 * and the others are its arguments; where it takes fewer, the rest is left out. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "worker/sonde-worker-kinds.h"

typedef struct
{
  SondeWorkerKind kind;
  guint           ndim;
} Child;

static void
child_clear (gpointer data)
{
  Child *child = data;

  if (child->kind.data != NULL)
    child->kind.free (child->kind.data);
}

static void
children_free (gpointer data)
{
  g_array_unref (data);
}

static gboolean
children_evaluate (gpointer       data,
                   const double  *x,
                   guint          ndim,
                   GArray        *y,
                   char         **message)
{
  GArray *children = data;
  const Child *child;

  if (!(x[0] >= 0 && x[0] < children->len && x[0] == floor (x[0])))
    {
      *message = g_strdup_printf (_("There is no function with the number %g."), x[0]);
      return FALSE;
    }
  child = &g_array_index (children, Child, (guint) x[0]);
  return child->kind.evaluate (child->kind.data, x + 1, MIN (child->ndim, ndim - 1), y, message);
}

static guint
count_variables (JsonObject *spec)
{
  return json_object_has_member (spec, "variables") ? json_array_get_length (json_object_get_array_member (spec, "variables")) : 1;
}

gboolean
sonde_worker_load_children (JsonObject         *spec,
                            SondeWorkerLoader   load,
                            SondeWorkerKind    *kind,
                            char              **message)
{
  JsonArray *functions = json_object_get_array_member (spec, "functions");
  GArray *children = g_array_new (FALSE, TRUE, sizeof (Child));

  g_array_set_clear_func (children, child_clear);
  *kind = (SondeWorkerKind) { children, children_evaluate, children_free };
  for (guint i = 0; i < json_array_get_length (functions); i++)
    {
      JsonObject *inner = json_array_get_object_element (functions, i);
      Child child = { .ndim = count_variables (inner) };
      gboolean is_loaded = load (inner, json_object_get_string_member_with_default (inner, "kind", ""), &child.kind, message);

      g_array_append_val (children, child);
      if (!is_loaded)
        return FALSE;
    }
  return TRUE;
}
