/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "app/setup/sonde-error-row.h"

typedef struct
{
  char           *path;
  SondeFieldKind  kind;
} Place;

struct _SondeErrorRow
{
  AdwPreferencesRow  parent_instance;
  SondeStudyEditor  *editor;
  GArray            *places;
  GtkLabel          *label;
  GtkLabel          *trace;
  GtkButton         *button;
};

G_DEFINE_FINAL_TYPE (SondeErrorRow, sonde_error_row, ADW_TYPE_PREFERENCES_ROW)

enum { SIGNAL_FIX, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
place_clear (gpointer data)
{
  g_free (((Place *) data)->path);
}

static void
update (SondeErrorRow *self)
{
  g_autofree char *problem = NULL;

  for (guint i = 0; i < self->places->len && problem == NULL; i++)
    {
      Place *place = &g_array_index (self->places, Place, i);

      problem = sonde_field_get_problem (self->editor, place->path, place->kind);
    }
  sonde_error_row_show (self, problem, NULL);
}

static void
on_clicked (SondeErrorRow *self)
{
  g_signal_emit (self, signals[SIGNAL_FIX], 0);
}

static void
sonde_error_row_dispose (GObject *object)
{
  SondeErrorRow *self = SONDE_ERROR_ROW (object);

  g_clear_object (&self->editor);
  G_OBJECT_CLASS (sonde_error_row_parent_class)->dispose (object);
}

static void
sonde_error_row_finalize (GObject *object)
{
  g_array_unref (SONDE_ERROR_ROW (object)->places);
  G_OBJECT_CLASS (sonde_error_row_parent_class)->finalize (object);
}

static void
sonde_error_row_class_init (SondeErrorRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_error_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = sonde_error_row_finalize;
  signals[SIGNAL_FIX] = g_signal_new ("fix", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/setup/sonde-error-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeErrorRow, label);
  gtk_widget_class_bind_template_child (widget_class, SondeErrorRow, trace);
  gtk_widget_class_bind_template_child (widget_class, SondeErrorRow, button);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
sonde_error_row_init (SondeErrorRow *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, place_clear);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_error_row_watch (SondeErrorRow    *self,
                       SondeStudyEditor *editor,
                       const char       *path,
                       SondeFieldKind    kind)
{
  Place place = { g_strdup (path), kind };

  g_return_if_fail (SONDE_IS_ERROR_ROW (self));

  if (g_set_object (&self->editor, editor))
    g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_array_append_val (self->places, place);
  update (self);
}

/* Forgets all places, for rows that come and go. */
void
sonde_error_row_unwatch (SondeErrorRow *self)
{
  g_return_if_fail (SONDE_IS_ERROR_ROW (self));

  g_array_set_size (self->places, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
sonde_error_row_show (SondeErrorRow *self,
                      const char    *message,
                      const char    *trace)
{
  g_return_if_fail (SONDE_IS_ERROR_ROW (self));

  if (message != NULL)
    {
      gtk_label_set_label (self->label, message);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);
    }
  gtk_label_set_label (self->trace, trace != NULL ? trace : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trace), trace != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
}

void
sonde_error_row_set_fix (SondeErrorRow *self,
                         const char    *label)
{
  g_return_if_fail (SONDE_IS_ERROR_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  gtk_button_set_label (self->button, label != NULL ? label : "");
}
