/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/monitor/sonde-convergence-page.h"
#include "app/monitor/sonde-info-card.h"

struct _SondeConvergencePage
{
  AdwBin            parent_instance;
  GtkBox           *box;
  GtkWidget        *frame;
  SondeChartCanvas *canvas;
  SondeInfoCard    *card;
};

G_DEFINE_FINAL_TYPE (SondeConvergencePage, sonde_convergence_page, ADW_TYPE_BIN)

static void
sonde_convergence_page_class_init (SondeConvergencePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SONDE_TYPE_CHART_CANVAS);
  g_type_ensure (SONDE_TYPE_INFO_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde/Sonde/monitor/sonde-convergence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeConvergencePage, box);
  gtk_widget_class_bind_template_child (widget_class, SondeConvergencePage, frame);
  gtk_widget_class_bind_template_child (widget_class, SondeConvergencePage, canvas);
  gtk_widget_class_bind_template_child (widget_class, SondeConvergencePage, card);
}

static void
sonde_convergence_page_init (SondeConvergencePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Convergence Chart"), -1);
}

void
sonde_convergence_page_set_history (SondeConvergencePage *self,
                                    SondeRunHistory      *history)
{
  SondeView view = SONDE_VIEW_INIT;

  g_return_if_fail (SONDE_IS_CONVERGENCE_PAGE (self));

  view.log_x = view.log_y = TRUE;
  sonde_chart_canvas_set_maker (self->canvas, sonde_figure_new_convergence);
  sonde_chart_canvas_set_run (self->canvas, sonde_run_history_get_run (history));
  sonde_chart_canvas_set_view (self->canvas, &view);
  sonde_info_card_set_history (self->card, history);
}

void
sonde_convergence_page_set_narrow (SondeConvergencePage *self,
                                   gboolean              narrow)
{
  g_return_if_fail (SONDE_IS_CONVERGENCE_PAGE (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (GTK_WIDGET (self->card), narrow ? -1 : 262, narrow ? 96 : -1);
  gtk_widget_set_margin_start (self->frame, narrow ? 12 : 18);
  gtk_widget_set_margin_end (self->frame, narrow ? 12 : 0);
  gtk_widget_set_margin_bottom (self->frame, narrow ? 0 : 18);
  gtk_widget_set_margin_start (GTK_WIDGET (self->card), narrow ? 12 : 0);
  gtk_widget_set_margin_end (GTK_WIDGET (self->card), narrow ? 12 : 18);
  sonde_chart_canvas_set_narrow (self->canvas, narrow);
}

SondeChartCanvas *
sonde_convergence_page_get_canvas (SondeConvergencePage *self)
{
  g_return_val_if_fail (SONDE_IS_CONVERGENCE_PAGE (self), NULL);

  return self->canvas;
}
