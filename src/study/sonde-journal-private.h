/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "runner/sonde-runner.h"
#include "study/sonde-study.h"

G_BEGIN_DECLS

/* sonde-journal-line.c: one event as a line, with its line break. */

gsize _sonde_journal_tell_bound    (guint          ndim,
                                    guint          vdim);
gsize _sonde_journal_format_tell   (char          *buffer,
                                    const double  *x,
                                    guint          ndim,
                                    const double  *y,
                                    guint          vdim,
                                    double         seconds);
void  _sonde_journal_append_fail   (GString       *line,
                                    const double  *x,
                                    guint          ndim,
                                    guint          attempt,
                                    const char    *message);
void  _sonde_journal_append_ask    (GString       *line,
                                    guint          n);
void  _sonde_journal_append_exclude (GString     *line,
                                    const double  *x,
                                    guint          ndim);
void  _sonde_journal_append_state  (GString       *line,
                                    SondeStatus    status,
                                    gint64         time,
                                    const char    *version);
void  _sonde_journal_append_study  (GString       *line,
                                    SondeStudy    *study,
                                    const char    *folder);

/* sonde-journal-writer.c */

/**
 * SondeJournalWriter:
 *
 * Appends to an open run file. Belongs to one thread; syncing to disk goes on in another.
 */
typedef struct _SondeJournalWriter SondeJournalWriter;

SondeJournalWriter *_sonde_journal_writer_new          (int                  fd);
gboolean            _sonde_journal_writer_free         (SondeJournalWriter  *self,
                                                        GError             **error);
int                 _sonde_journal_writer_end          (SondeJournalWriter  *self);
void                _sonde_journal_writer_drop         (SondeJournalWriter  *self);
void                _sonde_journal_writer_told         (SondeJournalWriter  *self,
                                                        const double        *x,
                                                        guint                ndim,
                                                        const double        *y,
                                                        guint                vdim,
                                                        double               seconds);
void                _sonde_journal_writer_append       (SondeJournalWriter  *self,
                                                        const char          *text,
                                                        gsize                length);
gboolean            _sonde_journal_writer_flush        (SondeJournalWriter  *self);
void                _sonde_journal_writer_request_sync (SondeJournalWriter  *self);
gboolean            _sonde_journal_writer_sync         (SondeJournalWriter  *self);
void                _sonde_journal_writer_note_sync    (SondeJournalWriter  *self,
                                                        int                  sync_errno);
int                 _sonde_journal_writer_get_errno    (SondeJournalWriter  *self);
gsize               _sonde_journal_writer_get_unwritten (SondeJournalWriter *self,
                                                        const char         **text);
int                 _sonde_journal_writer_get_fd       (SondeJournalWriter  *self);

/* sonde-journal-reader.c */

/**
 * SondeJournalEvents:
 * @study: the study of the first line, and each edit of it
 * @told: a result
 * @failed: an attempt failed
 * @asked: points were asked
 * @state: the run changed its status; @time in microseconds since 1970
 * @excluded: a point that failed is given up for good, until it is told or fails once more
 *
 * What is called for each event, in order. Entries may be %NULL. study and told may refuse an event: the file is damaged there.
 */
typedef struct
{
  gboolean (*study)  (gpointer      user_data,
                      SondeStudy   *study,
                      GError      **error);
  gboolean (*told)   (gpointer      user_data,
                      const double *x,
                      const double *y,
                      guint         vdim,
                      double        seconds,
                      GError      **error);
  void     (*failed) (gpointer      user_data,
                      const double *x,
                      guint         attempt,
                      const char   *message);
  void     (*asked)  (gpointer      user_data,
                      guint         n);
  void     (*state)  (gpointer      user_data,
                      SondeStatus   status,
                      gint64        time);
  void     (*excluded) (gpointer      user_data,
                        const double *x);
} SondeJournalEvents;

/**
 * SondeJournalEnd:
 * @length: how much of the file is good, in bytes: all lines that could be read
 * @n_lines: the number of these lines
 * @torn: something is after them, which is left of a line that was being written
 * @open_line: the last good line has no line break yet
 *
 * Where reading ended.
 */
typedef struct
{
  gsize    length;
  guint    n_lines;
  gboolean torn;
  gboolean open_line;
} SondeJournalEnd;

gboolean _sonde_journal_read (const char                *text,
                              gsize                      length,
                              const SondeJournalEvents  *events,
                              gpointer                   user_data,
                              GPtrArray                 *diagnostics,
                              SondeJournalEnd           *end,
                              GError                   **error);

/* for a caller who knows that nobody is writing the file: tells of a torn last line */
void     _sonde_journal_warn_torn (const SondeJournalEnd *end,
                                   GPtrArray             *diagnostics);

/**
 * SondeJournalReader:
 *
 * Reads the events of a file that grows, as they come.
 */
typedef struct _SondeJournalReader SondeJournalReader;

SondeJournalReader *_sonde_journal_reader_new  (guint                      ndim,
                                                guint                      n_lines,
                                                const SondeJournalEvents  *events,
                                                gpointer                   user_data);
void                _sonde_journal_reader_free (SondeJournalReader        *self);
guint               _sonde_journal_reader_get_n_lines
                                               (SondeJournalReader        *self);
gboolean            _sonde_journal_reader_feed (SondeJournalReader        *self,
                                                const char                *text,
                                                gsize                      length,
                                                gint64                     deadline,
                                                gsize                     *consumed,
                                                GError                   **error);
gboolean            _sonde_journal_reader_feed_rest
                                               (SondeJournalReader        *self,
                                                const char                *text,
                                                gsize                      length,
                                                gboolean                  *torn,
                                                GError                   **error);

/* sonde-journal-tell.c */

/**
 * SondeTell:
 * @x, @y: (element-type double): storage that is used again for each line
 *
 * A line ["tell", x, y, seconds], read.
 */
typedef struct
{
  GArray *x;
  GArray *y;
  guint   vdim;
  double  seconds;
} SondeTell;

gboolean _sonde_journal_parse_tell (const char *line,
                                    const char *end,
                                    guint       ndim,
                                    SondeTell  *tell);
gboolean _sonde_journal_get_point  (JsonNode   *node,
                                    GArray     *values,
                                    gboolean   *is_vector);

/* sonde-journal-file.c: files, names and locks. Errors are sentences that name the file and the remedy. */

int      _sonde_journal_file_open    (const char   *path,
                                      GError      **error);
gboolean _sonde_journal_file_lock    (int           fd,
                                      const char   *path,
                                      GError      **error);
gboolean _sonde_journal_file_is_locked (const char *path);
char    *_sonde_journal_file_load    (int           fd,
                                      const char   *path,
                                      gsize        *length,
                                      GError      **error);
int      _sonde_journal_file_create  (const char   *path,
                                      char        **temporary,
                                      GError      **error);
gboolean _sonde_journal_file_commit  (int           fd,
                                      const char   *temporary,
                                      const char   *path,
                                      GError      **error);
gboolean _sonde_journal_file_write   (int           fd,
                                      const char   *path,
                                      const char   *text,
                                      gsize         length,
                                      GError      **error);
gboolean _sonde_journal_file_rename  (const char   *temporary,
                                      const char   *path,
                                      GError      **error);
gboolean _sonde_journal_file_sync    (int           fd,
                                      const char   *path,
                                      GError      **error);
gboolean _sonde_journal_file_copy    (int           from,
                                      goffset       offset,
                                      gsize         length,
                                      int           to,
                                      const char   *path,
                                      GError      **error);
char    *_sonde_journal_file_sentence (const char  *path,
                                      int           saved_errno);

G_END_DECLS
