/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/monitor/sonde-reverse-list.h"

struct _SondeReverseList
{
  GObject     parent_instance;
  GListModel *model;
};

static GType
sonde_reverse_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
sonde_reverse_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (SONDE_REVERSE_LIST (model)->model);
}

static gpointer
sonde_reverse_list_get_item (GListModel *model,
                             guint       position)
{
  SondeReverseList *self = SONDE_REVERSE_LIST (model);
  guint n = g_list_model_get_n_items (self->model);

  return position < n ? g_list_model_get_item (self->model, n - 1 - position) : NULL;
}

static void
sonde_reverse_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_reverse_list_get_item_type;
  iface->get_n_items = sonde_reverse_list_get_n_items;
  iface->get_item = sonde_reverse_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeReverseList, sonde_reverse_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_reverse_list_iface_init))

static void
on_items_changed (SondeReverseList *self,
                  guint             position,
                  guint             removed,
                  guint             added)
{
  guint n = g_list_model_get_n_items (self->model);

  g_list_model_items_changed (G_LIST_MODEL (self), n - position - added, removed, added);
}

static void
sonde_reverse_list_dispose (GObject *object)
{
  g_clear_object (&SONDE_REVERSE_LIST (object)->model);
  G_OBJECT_CLASS (sonde_reverse_list_parent_class)->dispose (object);
}

static void
sonde_reverse_list_class_init (SondeReverseListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sonde_reverse_list_dispose;
}

static void
sonde_reverse_list_init (SondeReverseList *self)
{
}

SondeReverseList *
sonde_reverse_list_new (GListModel *model)
{
  SondeReverseList *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  self = g_object_new (SONDE_TYPE_REVERSE_LIST, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  return self;
}
