/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SondeSeverity:
 * @SONDE_SEVERITY_WARNING: worth knowing; nothing is refused
 * @SONDE_SEVERITY_ERROR: must be mended first
 */
typedef enum
{
  SONDE_SEVERITY_WARNING,
  SONDE_SEVERITY_ERROR,
} SondeSeverity;

#define SONDE_TYPE_DIAGNOSTIC (sonde_diagnostic_get_type ())

/**
 * SondeDiagnostic:
 *
 * Something a person should know about a study or a run: where it is (the JSON path in a study, such as
 * `domain[0].min`), what is wrong, and how to mend it. The window shows it at the row of that path, the terminal prints it.
 */
G_DECLARE_FINAL_TYPE (SondeDiagnostic, sonde_diagnostic, SONDE, DIAGNOSTIC, GObject)

SondeDiagnostic *sonde_diagnostic_new          (SondeSeverity    severity,
                                                const char      *path,
                                                const char      *message);
SondeSeverity    sonde_diagnostic_get_severity (SondeDiagnostic *self);
const char      *sonde_diagnostic_get_path     (SondeDiagnostic *self);
const char      *sonde_diagnostic_get_message  (SondeDiagnostic *self);

G_END_DECLS
