/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "study/sonde-run.h"

G_BEGIN_DECLS

/**
 * SondeExit:
 * @SONDE_EXIT_OK: done; for a run: the goal is reached
 * @SONDE_EXIT_FAILED: it did not work out
 * @SONDE_EXIT_USAGE: the command line or the study is wrong; nothing was done
 * @SONDE_EXIT_CANCELLED: the run was cancelled; what it knows is saved
 */
typedef enum
{
  SONDE_EXIT_OK = 0,
  SONDE_EXIT_FAILED = 1,
  SONDE_EXIT_USAGE = 2,
  SONDE_EXIT_CANCELLED = 3,
} SondeExit;

/* Pictures, if nothing else is said: logical pixels of 0.25 mm. */
#define SONDE_CLI_PLOT_WIDTH 800
#define SONDE_CLI_PLOT_HEIGHT 500
#define SONDE_CLI_PLOT_DPI 203.2

/* The commands, each in the file of its name. */
SondeExit sonde_command_ask_tell (int argc, char **argv);
SondeExit sonde_command_bench    (int argc, char **argv);
SondeExit sonde_command_export   (int argc, char **argv);
SondeExit sonde_command_info     (int argc, char **argv);
SondeExit sonde_command_plot     (int argc, char **argv);
SondeExit sonde_command_replay   (int argc, char **argv);
SondeExit sonde_command_run      (int argc, char **argv);

/* sonde-cli-common.c */
void       sonde_cli_complain           (const char          *format,
                                         ...) G_GNUC_PRINTF (1, 2);
void       sonde_cli_note               (const char          *format,
                                         ...) G_GNUC_PRINTF (1, 2);
char     **sonde_cli_parse              (const GOptionEntry  *entries,
                                         const char          *arguments,
                                         const char          *summary,
                                         const char          *examples,
                                         int                  argc,
                                         char               **argv);
char      *sonde_cli_parse_one          (const GOptionEntry  *entries,
                                         const char          *arguments,
                                         const char          *summary,
                                         const char          *examples,
                                         int                  argc,
                                         char               **argv);
gboolean   sonde_cli_print_diagnostics  (GPtrArray           *diagnostics,
                                         const char          *name);
SondeRun  *sonde_cli_open_run           (const char          *path,
                                         gboolean             recover);
char      *sonde_cli_load               (const char          *path,
                                         gsize               *length);

JsonNode  *sonde_cli_study_node         (const char          *path,
                                         const char          *text,
                                         gsize                length,
                                         GError             **error);

/* command-plot.c */
gboolean   sonde_cli_check_plot_name    (const char          *path);

/* sonde-cli-output.c */
SondeExit sonde_cli_flush (void);

typedef struct _SondeOutput SondeOutput;

SondeOutput   *sonde_output_open       (const char   *path,
                                        GError      **error);
GOutputStream *sonde_output_get_stream (SondeOutput  *self);
gboolean       sonde_output_close      (SondeOutput  *self,
                                        gboolean      keep,
                                        GError      **error);

/* sonde-cli-json.c */
void      sonde_cli_json_append_number (GString       *text,
                                        double         value);
void      sonde_cli_json_append_string (GString       *text,
                                        const char    *value);
void      sonde_cli_json_append_node   (GString       *text,
                                        JsonNode      *node);
void      sonde_cli_json_append_point  (GString       *text,
                                        const double  *x,
                                        guint          ndim);
void      sonde_cli_json_append_value  (GString       *text,
                                        const double  *y,
                                        guint          vdim);
gboolean  sonde_cli_json_get_number    (JsonNode      *node,
                                        double        *value);
gboolean  sonde_cli_json_get_point     (JsonNode      *node,
                                        guint          ndim,
                                        double        *x,
                                        GError       **error);
gboolean  sonde_cli_json_get_value     (JsonNode      *node,
                                        GArray        *y,
                                        guint         *vdim,
                                        GError       **error);

/* sonde-cli-text.c */
char     *sonde_cli_format_number      (double         value);
char     *sonde_cli_format_time        (double         seconds);
char     *sonde_cli_format_point       (const double  *x,
                                        guint          ndim);

G_END_DECLS
