/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/monitor/sonde-run-history.h"
#include "app/setup/sonde-study-editor.h"
#include "study/sonde-run.h"

G_BEGIN_DECLS

/**
 * SondeRunState:
 * @status: where the run is; for a file that was opened, where it was left
 * @ready: whether it can be started
 * @icon_name: for the state
 * @css_class: its colour
 * @text: the state in words, with what comes next
 * @short_text: the same for narrow windows
 * @reason: why it cannot be started, or %NULL
 * @needs_trust: it could be started if what it runs were trusted
 */
typedef struct
{
  SondeStatus  status;
  gboolean     ready;
  const char  *icon_name;
  const char  *css_class;
  char        *text;
  char        *short_text;
  char        *reason;
  gboolean     needs_trust;
} SondeRunState;

void        sonde_run_state_init      (SondeRunState    *self,
                                       SondeRun         *run,
                                       SondeStudyEditor *editor,
                                       SondeRunHistory  *history);
void        sonde_run_state_clear     (SondeRunState    *self);
SondeStatus sonde_run_state_of        (SondeRun         *run);
gboolean    sonde_run_state_is_active (SondeStatus       status);
gboolean    sonde_run_state_is_interrupted
                                      (SondeRun         *run);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondeRunState, sonde_run_state_clear)

G_END_DECLS
