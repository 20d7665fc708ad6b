/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study/sonde-study.h"

G_BEGIN_DECLS

/* Whether a study may run code that came with it: section 4 of the design. */
gboolean  sonde_trust_is_needed   (SondeStudy  *study);
gboolean  sonde_trust_is_granted  (SondeStudy  *study);
/* @remember: beyond this process */
gboolean  sonde_trust_grant       (SondeStudy  *study,
                                   gboolean     remember,
                                   GError     **error);
/* plain words of what would run; NULL if nothing would */
char     *sonde_trust_describe    (SondeStudy  *study);
/* the same in a few words */
char     *sonde_trust_summarize   (SondeStudy  *study);
/* the text of the files that would run, for a person to read; NULL if there are none */
char     *sonde_trust_list_texts  (SondeStudy  *study);
/* what is remembered: changes with every byte of what would run */
char     *sonde_trust_get_digest  (SondeStudy  *study);

G_END_DECLS
