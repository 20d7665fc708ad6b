/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a run file, section 4 of the design.
 *
 * 1. The first line is the study. If it is not one the file is something else, and the message says what it looks like.
 * 2. Each line after it is an event, handed on in order.
 * 3. A last line without a line break that is not a whole event is what a killed process, a full disk or a power cut leaves of a line: it
 *    is dropped and reported. The same at any other place means damage, and the line is named. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "study/sonde-journal-private.h"
#include "study/sonde-json-private.h"
#include "study/sonde-study-private.h"

/* How many lines are read between two looks at the clock. */
#define LINES_A_LOOK 16

struct _SondeJournalReader
{
  const SondeJournalEvents *events;
  gpointer                  user_data;
  GPtrArray                *diagnostics;
  SondeTell                 tell;
  guint                     ndim;
  guint                     n_unknown;
  /* lines read: only of a file that grows */
  guint                     n_lines;
};

static gboolean
sonde_journal_refuse (GError     **error,
                      const char  *reason)
{
  g_set_error_literal (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED, reason);
  return FALSE;
}

static void
sonde_journal_warn (SondeJournalReader *self,
                    const char         *message)
{
  if (self->diagnostics != NULL)
    g_ptr_array_add (self->diagnostics, sonde_diagnostic_new (SONDE_SEVERITY_WARNING, NULL, message));
}

static gboolean
sonde_journal_handle_study (SondeJournalReader  *self,
                            SondeStudy          *study,
                            GError             **error)
{
  self->ndim = sonde_domain_get_ndim (sonde_study_get_point_domain (study));
  return self->events->study == NULL || self->events->study (self->user_data, study, error);
}

static gboolean
sonde_journal_handle_told (SondeJournalReader  *self,
                           GError             **error)
{
  const SondeTell *tell = &self->tell;

  return self->events->told == NULL
         || self->events->told (self->user_data, (const double *) tell->x->data, (const double *) tell->y->data, tell->vdim, tell->seconds, error);
}

static JsonNode *
sonde_journal_element (JsonArray *event,
                       guint      index)
{
  return index < json_array_get_length (event) ? json_array_get_element (event, index) : NULL;
}

static const char *
sonde_journal_text (JsonArray *event,
                    guint      index)
{
  JsonNode *node = sonde_journal_element (event, index);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
sonde_journal_count (JsonArray *event,
                     guint      index,
                     guint     *count)
{
  double value;

  if (!_sonde_json_get_double (sonde_journal_element (event, index), &value) || !(value >= 0 && value <= G_MAXUINT))
    return FALSE;
  *count = (guint) value;
  return TRUE;
}

/* The point at place 1 of the event, into the reader's storage. */
static gboolean
sonde_journal_read_x (SondeJournalReader  *self,
                      JsonArray           *event,
                      GError             **error)
{
  gboolean is_vector;

  if (!_sonde_journal_get_point (sonde_journal_element (event, 1), self->tell.x, &is_vector))
    return sonde_journal_refuse (error, _("the point is not a number or a list of numbers"));
  if (self->tell.x->len != self->ndim || is_vector != (self->ndim != 1))
    return sonde_journal_refuse (error, _("the point does not fit the domain of the study"));
  return TRUE;
}

static gboolean
sonde_journal_read_told (SondeJournalReader  *self,
                         JsonArray           *event,
                         GError             **error)
{
  gboolean is_vector;

  if (!sonde_journal_read_x (self, event, error))
    return FALSE;
  if (!_sonde_journal_get_point (sonde_journal_element (event, 2), self->tell.y, &is_vector))
    return sonde_journal_refuse (error, _("the value is not a number or a list of numbers"));
  self->tell.vdim = is_vector ? self->tell.y->len : SONDE_SCALAR;
  if (!_sonde_json_get_double (sonde_journal_element (event, 3), &self->tell.seconds))
    self->tell.seconds = NAN;
  return sonde_journal_handle_told (self, error);
}

static gboolean
sonde_journal_read_fail (SondeJournalReader  *self,
                         JsonArray           *event,
                         GError             **error)
{
  guint attempt;
  const char *message = sonde_journal_text (event, 3);

  if (!sonde_journal_read_x (self, event, error))
    return FALSE;
  if (!sonde_journal_count (event, 2, &attempt) || message == NULL)
    return sonde_journal_refuse (error, _("the failure has no number of attempts or no message"));
  if (self->events->failed != NULL)
    self->events->failed (self->user_data, (const double *) self->tell.x->data, attempt, message);
  return TRUE;
}

static gboolean
sonde_journal_read_exclude (SondeJournalReader  *self,
                            JsonArray           *event,
                            GError             **error)
{
  if (!sonde_journal_read_x (self, event, error))
    return FALSE;
  if (self->events->excluded != NULL)
    self->events->excluded (self->user_data, (const double *) self->tell.x->data);
  return TRUE;
}

static gboolean
sonde_journal_read_ask (SondeJournalReader  *self,
                        JsonArray           *event,
                        GError             **error)
{
  guint n;

  if (!sonde_journal_count (event, 1, &n))
    return sonde_journal_refuse (error, _("the number of points asked for is missing"));
  if (self->events->asked != NULL)
    self->events->asked (self->user_data, n);
  return TRUE;
}

static gboolean
sonde_journal_read_state (SondeJournalReader  *self,
                          JsonArray           *event,
                          GError             **error)
{
  const char *name = sonde_journal_text (event, 1);
  const char *iso = sonde_journal_text (event, 2);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = iso != NULL ? g_date_time_new_from_iso8601 (iso, utc) : NULL;
  SondeStatus status;

  if (name == NULL || !sonde_status_from_string (name, &status))
    return sonde_journal_refuse (error, _("the state is not one of those of a run"));
  if (time == NULL)
    return sonde_journal_refuse (error, _("the time of the state is not an ISO 8601 date"));
  if (self->events->state != NULL)
    self->events->state (self->user_data, status, g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time));
  return TRUE;
}

static gboolean
sonde_journal_read_study (SondeJournalReader  *self,
                          JsonArray           *event,
                          GError             **error)
{
  JsonNode *node = sonde_journal_element (event, 1);
  g_autoptr (SondeStudy) study = NULL;

  if (node == NULL)
    return sonde_journal_refuse (error, _("the edited study is missing"));
  study = _sonde_study_new_checked (node, NULL, error);
  return study != NULL && sonde_journal_handle_study (self, study, error);
}

/* An event of a later version is passed over: what this version knows stays right without it. */
static gboolean
sonde_journal_read_event (SondeJournalReader  *self,
                          JsonNode            *node,
                          GError             **error)
{
  JsonArray *event = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const char *kind = event != NULL ? sonde_journal_text (event, 0) : NULL;

  if (kind == NULL)
    return sonde_journal_refuse (error, _("an event is a list that begins with its name, such as [\"tell\", …]"));
  if (g_str_equal (kind, "tell"))
    return sonde_journal_read_told (self, event, error);
  if (g_str_equal (kind, "fail"))
    return sonde_journal_read_fail (self, event, error);
  if (g_str_equal (kind, "ask"))
    return sonde_journal_read_ask (self, event, error);
  if (g_str_equal (kind, "state"))
    return sonde_journal_read_state (self, event, error);
  if (g_str_equal (kind, "exclude"))
    return sonde_journal_read_exclude (self, event, error);
  if (g_str_equal (kind, "study"))
    return sonde_journal_read_study (self, event, error);
  self->n_unknown++;
  return TRUE;
}

/* @is_whole: (out): whether the line is JSON, right or wrong */
static gboolean
sonde_journal_read_line (SondeJournalReader  *self,
                         const char          *line,
                         const char          *end,
                         gboolean            *is_whole,
                         GError             **error)
{
  g_autoptr (JsonNode) node = NULL;

  *is_whole = TRUE;
  if (end > line && end[-1] == '\r')
    end--;
  if (G_LIKELY (_sonde_journal_parse_tell (line, end, self->ndim, &self->tell)))
    return sonde_journal_handle_told (self, error);
  while (line < end && g_ascii_isspace (*line))
    line++;
  if (line == end)
    return TRUE;
  node = _sonde_json_parse_line (line, end - line, error);
  *is_whole = node != NULL;
  return node != NULL && sonde_journal_read_event (self, node, error);
}

static gboolean
sonde_journal_report_damage (guint     line,
                             GError  **error,
                             GError   *fault)
{
  g_autofree char *reason = g_strdup (fault->message);

  if (g_str_has_suffix (reason, "."))
    reason[strlen (reason) - 1] = '\0';
  g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED,
               _("Line %u is damaged: %s. What comes before it can be recovered."), line, reason);
  g_error_free (fault);
  return FALSE;
}

static gboolean
sonde_journal_read_lines (SondeJournalReader  *self,
                          const char          *text,
                          gsize                length,
                          SondeJournalEnd     *end,
                          GError             **error)
{
  while (end->length < length)
    {
      const char *line = text + end->length;
      const char *line_break = memchr (line, '\n', length - end->length);
      const char *line_end = line_break != NULL ? line_break : text + length;
      GError *fault = NULL;
      gboolean is_whole;

      if (!sonde_journal_read_line (self, line, line_end, &is_whole, &fault))
        {
          if (line_break != NULL || is_whole)
            return sonde_journal_report_damage (end->n_lines + 1, error, fault);
          g_error_free (fault);
          end->torn = TRUE;
          return TRUE;
        }
      end->n_lines++;
      end->length = line_break != NULL ? (gsize) (line_break + 1 - text) : length;
      end->open_line = line_break == NULL;
    }
  return TRUE;
}

static gboolean
sonde_journal_not_a_study (GError     **error,
                           const char  *reason)
{
  g_set_error_literal (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NOT_A_STUDY, reason);
  return FALSE;
}

/* Line 1. A fault in it is one of the study, unless it is not even JSON. */
static SondeStudy *
sonde_journal_read_header (SondeJournalReader  *self,
                           const char          *text,
                           gsize                length,
                           GError             **error)
{
  const char *line_break = memchr (text, '\n', length);
  gsize line = line_break != NULL ? (gsize) (line_break - text) : length;
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (length == 0 || strspn (text, " \t\r\n") == length)
    return sonde_journal_not_a_study (error, _("The file is empty: it is not a study.")), NULL;
  if (!g_utf8_validate (text, line, NULL))
    return sonde_journal_not_a_study (error, _("The file is not text: it is not a study, or its beginning is damaged.")), NULL;
  node = _sonde_json_parse (text, line, &fault);
  if (node != NULL)
    return _sonde_study_new_checked (node, self->diagnostics, error);
  if (line_break == NULL && g_strstr_len (text, line, "\"sonde\"") != NULL)
    sonde_journal_not_a_study (error, _("The file ends inside of its first line: the study is cut off, and nothing comes after it."));
  else
    g_set_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_NOT_A_STUDY, _("The file is not a study: its first line is not JSON. %s"), fault->message);
  return NULL;
}

static void
sonde_journal_report_unknown (SondeJournalReader *self)
{
  g_autofree char *unknown = NULL;

  if (self->n_unknown > 0)
    {
      unknown = g_strdup_printf (ngettext ("%u line is of a kind that this version does not know; it is kept, but has no effect.",
                                           "%u lines are of a kind that this version does not know; they are kept, but have no effect.", self->n_unknown),
                                 self->n_unknown);
      sonde_journal_warn (self, unknown);
    }
}

/**
 * _sonde_journal_read:
 * @text: the content of a run file, with a 0 after it
 * @events: what to call; the first call is study
 * @diagnostics: (element-type SondeDiagnostic) (nullable): warnings are appended
 * @end: (out caller-allocates): where reading ended, also when it ended with damage
 * @error: return location for a #SondeStudyError
 *
 * Returns: whether all could be read, but for a torn last line
 */
gboolean
_sonde_journal_read (const char                *text,
                     gsize                      length,
                     const SondeJournalEvents  *events,
                     gpointer                   user_data,
                     GPtrArray                 *diagnostics,
                     SondeJournalEnd           *end,
                     GError                   **error)
{
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  SondeJournalReader self = { events, user_data, diagnostics, { x, y, 0, NAN }, 1, 0, 0 };
  g_autoptr (SondeStudy) study = NULL;
  const char *line_break = memchr (text, '\n', length);

  memset (end, 0, sizeof *end);
  study = sonde_journal_read_header (&self, text, length, error);
  if (study == NULL || !sonde_journal_handle_study (&self, study, error))
    return FALSE;
  end->n_lines = 1;
  end->length = line_break != NULL ? (gsize) (line_break + 1 - text) : length;
  end->open_line = line_break == NULL;
  if (!sonde_journal_read_lines (&self, text, length, end, error))
    return FALSE;
  sonde_journal_report_unknown (&self);
  return TRUE;
}

/**
 * _sonde_journal_warn_torn:
 * @diagnostics: (element-type SondeDiagnostic) (nullable): a warning is appended if the last line is torn
 */
void
_sonde_journal_warn_torn (const SondeJournalEnd *end,
                          GPtrArray             *diagnostics)
{
  g_autofree char *torn = NULL;

  if (!end->torn || diagnostics == NULL)
    return;
  torn = g_strdup_printf (_("The last line, %u, was cut off while it was being written; it is left out. All that comes before it is here."), end->n_lines + 1);
  g_ptr_array_add (diagnostics, sonde_diagnostic_new (SONDE_SEVERITY_WARNING, NULL, torn));
}

/**
 * _sonde_journal_reader_new:
 * @ndim: of the study so far
 * @n_lines: how many lines were read so far
 * @events: what to call
 */
SondeJournalReader *
_sonde_journal_reader_new (guint                     ndim,
                           guint                     n_lines,
                           const SondeJournalEvents *events,
                           gpointer                  user_data)
{
  SondeJournalReader *self = g_new0 (SondeJournalReader, 1);

  self->events = events;
  self->user_data = user_data;
  self->tell.x = g_array_new (FALSE, FALSE, sizeof (double));
  self->tell.y = g_array_new (FALSE, FALSE, sizeof (double));
  self->ndim = ndim;
  self->n_lines = n_lines;
  return self;
}

void
_sonde_journal_reader_free (SondeJournalReader *self)
{
  g_array_unref (self->tell.x);
  g_array_unref (self->tell.y);
  g_free (self);
}

guint
_sonde_journal_reader_get_n_lines (SondeJournalReader *self)
{
  return self->n_lines;
}

/**
 * _sonde_journal_reader_feed:
 * @text: what comes after the lines that were read
 * @deadline: until when, in microseconds of g_get_monotonic_time()
 * @consumed: (out): how much was read: whole lines, as many as there was time for, at least one
 *
 * Returns: whether they were right
 */
gboolean
_sonde_journal_reader_feed (SondeJournalReader  *self,
                            const char          *text,
                            gsize                length,
                            gint64               deadline,
                            gsize               *consumed,
                            GError             **error)
{
  const char *line_break;

  *consumed = 0;
  while ((line_break = memchr (text + *consumed, '\n', length - *consumed)) != NULL)
    {
      GError *fault = NULL;
      gboolean is_whole;

      if (!sonde_journal_read_line (self, text + *consumed, line_break, &is_whole, &fault))
        return sonde_journal_report_damage (self->n_lines + 1, error, fault);
      self->n_lines++;
      *consumed = line_break + 1 - text;
      if (self->n_lines % LINES_A_LOOK == 0 && g_get_monotonic_time () >= deadline)
        break;
    }
  return TRUE;
}

/**
 * _sonde_journal_reader_feed_rest:
 * @text: a last line without a line break, of a file that nobody writes any more
 * @torn: (out): whether it is a part of a line; if not it was read
 *
 * Returns: whether it was right, or torn
 */
gboolean
_sonde_journal_reader_feed_rest (SondeJournalReader  *self,
                                 const char          *text,
                                 gsize                length,
                                 gboolean            *torn,
                                 GError             **error)
{
  GError *fault = NULL;
  gboolean is_whole;

  *torn = FALSE;
  if (sonde_journal_read_line (self, text, text + length, &is_whole, &fault))
    {
      self->n_lines++;
      return TRUE;
    }
  if (is_whole)
    return sonde_journal_report_damage (self->n_lines + 1, error, fault);
  g_error_free (fault);
  *torn = TRUE;
  return TRUE;
}
