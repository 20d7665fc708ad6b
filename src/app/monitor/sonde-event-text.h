/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sonde-domain.h"
#include "study/sonde-event.h"

G_BEGIN_DECLS

/* What a person reads of an event in the journal. */
char *sonde_event_describe_time (SondeEvent  *event);
char *sonde_event_describe_kind (SondeEvent  *event);
char *sonde_event_describe      (SondeEvent  *event,
                                 SondeDomain *domain);

G_END_DECLS
