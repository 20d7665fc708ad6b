/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/sonde-number.h"
#include "study/sonde-printout.h"

#define MAX_ITEMS 5000
#define MAX_BYTES (16 << 20)

struct _SondePrintout
{
  GObject  parent_instance;
  guint    ndim;
  double  *x;
  char    *text;
};

G_DEFINE_FINAL_TYPE (SondePrintout, sonde_printout, G_TYPE_OBJECT)

static void
sonde_printout_finalize (GObject *object)
{
  SondePrintout *self = SONDE_PRINTOUT (object);

  g_free (self->x);
  g_free (self->text);
  G_OBJECT_CLASS (sonde_printout_parent_class)->finalize (object);
}

static void
sonde_printout_class_init (SondePrintoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_printout_finalize;
}

static void
sonde_printout_init (SondePrintout *self)
{
}

const double *
sonde_printout_get_x (SondePrintout *self)
{
  g_return_val_if_fail (SONDE_IS_PRINTOUT (self), NULL);

  return self->x;
}

guint
sonde_printout_get_ndim (SondePrintout *self)
{
  g_return_val_if_fail (SONDE_IS_PRINTOUT (self), 0);

  return self->ndim;
}

const char *
sonde_printout_get_text (SondePrintout *self)
{
  g_return_val_if_fail (SONDE_IS_PRINTOUT (self), NULL);

  return self->text;
}

/* The list */

struct _SondePrintoutList
{
  GObject    parent_instance;
  GPtrArray *items;
  GPtrArray *added;      /* nobody was told of yet */
  gsize      n_bytes;
  guint64    n_dropped;
};

static void sonde_printout_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SondePrintoutList, sonde_printout_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_printout_list_model_init))

static GType
sonde_printout_list_get_item_type (GListModel *model)
{
  return SONDE_TYPE_PRINTOUT;
}

static guint
sonde_printout_list_get_n_items (GListModel *model)
{
  return SONDE_PRINTOUT_LIST (model)->items->len;
}

static gpointer
sonde_printout_list_get_item (GListModel *model,
                            guint       position)
{
  GPtrArray *items = SONDE_PRINTOUT_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
sonde_printout_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_printout_list_get_item_type;
  iface->get_n_items = sonde_printout_list_get_n_items;
  iface->get_item = sonde_printout_list_get_item;
}

static void
sonde_printout_list_finalize (GObject *object)
{
  SondePrintoutList *self = SONDE_PRINTOUT_LIST (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->added);
  G_OBJECT_CLASS (sonde_printout_list_parent_class)->finalize (object);
}

static void
sonde_printout_list_class_init (SondePrintoutListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_printout_list_finalize;
}

static void
sonde_printout_list_init (SondePrintoutList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->added = g_ptr_array_new_with_free_func (g_object_unref);
}

SondePrintoutList *
sonde_printout_list_new (void)
{
  return g_object_new (SONDE_TYPE_PRINTOUT_LIST, NULL);
}

void
sonde_printout_list_add (SondePrintoutList *self,
                       const double    *x,
                       guint            ndim,
                       const char      *text)
{
  SondePrintout *output;

  g_return_if_fail (SONDE_IS_PRINTOUT_LIST (self));
  g_return_if_fail (x != NULL && text != NULL);

  output = g_object_new (SONDE_TYPE_PRINTOUT, NULL);
  output->ndim = ndim;
  output->x = g_memdup2 (x, ndim * sizeof (double));
  output->text = g_strdup (text);
  self->n_bytes += strlen (text);
  g_ptr_array_add (self->added, output);
}

/* The oldest go, a quarter at a time; how many that are. */
static guint
count_too_many (SondePrintoutList *self)
{
  gsize bytes = self->n_bytes;
  guint n = 0;

  if (self->items->len <= MAX_ITEMS && bytes <= MAX_BYTES)
    return 0;
  while (n < self->items->len && (self->items->len - n > MAX_ITEMS * 3 / 4 || bytes > MAX_BYTES / 4 * 3))
    bytes -= strlen (((SondePrintout *) g_ptr_array_index (self->items, n++))->text);
  self->n_bytes = bytes;
  return n;
}

void
sonde_printout_list_flush (SondePrintoutList *self)
{
  guint before, added, dropped;

  g_return_if_fail (SONDE_IS_PRINTOUT_LIST (self));

  if (self->added->len == 0)
    return;
  before = self->items->len;
  added = self->added->len;
  g_ptr_array_extend_and_steal (self->items, g_steal_pointer (&self->added));
  self->added = g_ptr_array_new_with_free_func (g_object_unref);
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, added);
  dropped = count_too_many (self);
  if (dropped == 0)
    return;
  g_ptr_array_remove_range (self->items, 0, dropped);
  self->n_dropped += dropped;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, dropped, 0);
}

/**
 * sonde_printout_list_get_n_dropped:
 *
 * Returns: of how many points the output is no longer there
 */
guint64
sonde_printout_list_get_n_dropped (SondePrintoutList *self)
{
  g_return_val_if_fail (SONDE_IS_PRINTOUT_LIST (self), 0);

  return self->n_dropped;
}

static void
append_output (GString     *text,
               SondePrintout *output)
{
  char buffer[SONDE_NUMBER_LENGTH];

  g_string_append (text, "# x =");
  for (guint i = 0; i < output->ndim; i++)
    {
      sonde_number_format (output->x[i], buffer);
      g_string_append_printf (text, " %s", buffer);
    }
  g_string_append_printf (text, "\n%s%s", output->text, g_str_has_suffix (output->text, "\n") ? "" : "\n");
}

/**
 * sonde_printout_list_save:
 * @file: where to; what is there is replaced
 *
 * Writes all that is there as text: for each point a line "# x = …", and what was printed.
 */
gboolean
sonde_printout_list_save (SondePrintoutList  *self,
                        GFile            *file,
                        GError          **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (SONDE_IS_PRINTOUT_LIST (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  sonde_printout_list_flush (self);
  if (self->n_dropped > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "# The output of %u point before these is no longer there.\n",
                                               "# The output of %u points before these is no longer there.\n", self->n_dropped),
                            (guint) self->n_dropped);
  for (guint i = 0; i < self->items->len; i++)
    append_output (text, g_ptr_array_index (self->items, i));
  return g_file_replace_contents (file, text->str, text->len, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error);
}
