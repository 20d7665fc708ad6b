/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sonde-run-view.h"
#include "app/sonde-run-watch.h"
#include "app/sonde-start-page.h"
#include "app/sonde-window.h"

G_BEGIN_DECLS

/* A file that is on its way into a window. */
typedef struct _SondeOpening SondeOpening;

struct _SondeWindow
{
  AdwApplicationWindow  parent_instance;
  SondeRunView         *view;
  SondeRunWatch        *watch;
  AdwToastOverlay      *toasts;
  GtkStack             *stack;
  SondeStartPage       *start_page;
  AdwStatusPage        *opening_page;
  GtkProgressBar       *opening_bar;
  SondeOpening         *opening;       /* (nullable): owned by the one who reads it */
};

/* sonde-window-actions.c */
void _sonde_window_install_actions     (GtkWidgetClass *widget_class);
void _sonde_window_update_action_state (SondeWindow    *self);

/* sonde-window-files.c */
void _sonde_window_choose_file         (SondeWindow    *self);
void _sonde_window_save                (SondeWindow    *self);
void _sonde_window_save_as             (SondeWindow    *self);
void _sonde_window_export_picture      (SondeWindow    *self);
void _sonde_window_export_data         (SondeWindow    *self);

/* sonde-window-open.c */
void _sonde_window_remember_recent     (GFile          *file);
void _sonde_window_forget_opening      (SondeWindow    *self);
void _sonde_window_cancel_opening      (SondeWindow    *self);
void _sonde_window_accept_files        (SondeWindow    *self);

/* sonde-window-python.c */
gboolean _sonde_window_open_python     (SondeWindow    *self,
                                        GFile          *file);

/* sonde-window-close.c */
gboolean _sonde_window_close_request   (GtkWindow      *window);
void     _sonde_window_end_run         (SondeWindow    *self);

G_END_DECLS
