/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/sonde-domain.h"
#include "runner/sonde-failure.h"

G_BEGIN_DECLS

/**
 * SondeFailureGroup:
 * @message: what all of them failed with
 * @failures: (element-type SondeFailure): in the order in which they first failed
 * @least_attempts: the least number of attempts of any
 * @most_attempts: the largest
 *
 * Points that failed with equal messages.
 */
typedef struct
{
  char      *message;
  GPtrArray *failures;
  guint      least_attempts;
  guint      most_attempts;
} SondeFailureGroup;

/* (element-type SondeFailureGroup), in the order in which the messages first came */
GPtrArray *sonde_failure_group_all         (GListModel              *failures);
char      *sonde_failure_group_get_place   (const SondeFailureGroup *self,
                                            SondeDomain             *domain);
char      *sonde_failure_group_get_summary (const SondeFailureGroup *self);
/* "x = 0.3, y = 2" */
char      *sonde_failure_get_place         (SondeFailure            *failure,
                                            SondeDomain             *domain,
                                            int                      digits);

G_END_DECLS
