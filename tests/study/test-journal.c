/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "study/sonde-journal-private.h"

#define STUDY "{\"sonde\": 1, \"function\": {\"kind\": \"formula\", \"expression\": \"x\"}, \"domain\": [{\"name\": \"x\", \"min\": 0, \"max\": 1}], \"goal\": null}"

/* What was read, as one text: the calls in their order. */
typedef struct
{
  GString *calls;
  guint    refuse_at;
  guint    n_told;
} Log;

static gboolean
log_study (gpointer     user_data,
           SondeStudy  *study,
           GError     **error)
{
  g_string_append (((Log *) user_data)->calls, "study;");
  return TRUE;
}

static gboolean
log_told (gpointer       user_data,
          const double  *x,
          const double  *y,
          guint          vdim,
          double         seconds,
          GError       **error)
{
  Log *log = user_data;

  if (++log->n_told == log->refuse_at)
    {
      g_set_error_literal (error, SONDE_LEARNER_ERROR, SONDE_LEARNER_ERROR_SHAPE, "another shape.");
      return FALSE;
    }
  g_string_append_printf (log->calls, "told %g", *x);
  for (guint i = 0; i < MAX (vdim, 1); i++)
    g_string_append_printf (log->calls, "%s%g", i > 0 ? "," : vdim > 0 ? " v" : " ", y[i]);
  g_string_append_printf (log->calls, " %g;", seconds);
  return TRUE;
}

static void
log_failed (gpointer      user_data,
            const double *x,
            guint         attempt,
            const char   *message)
{
  g_string_append_printf (((Log *) user_data)->calls, "failed %g %u %s;", *x, attempt, message);
}

static void
log_asked (gpointer user_data,
           guint    n)
{
  g_string_append_printf (((Log *) user_data)->calls, "asked %u;", n);
}

static void
log_state (gpointer    user_data,
           SondeStatus status,
           gint64      time)
{
  g_string_append_printf (((Log *) user_data)->calls, "%s %" G_GINT64_FORMAT ";", sonde_status_to_string (status), time);
}

static void
log_excluded (gpointer      user_data,
              const double *x)
{
  g_string_append_printf (((Log *) user_data)->calls, "excluded %g;", *x);
}

static const SondeJournalEvents log_events = { log_study, log_told, log_failed, log_asked, log_state, log_excluded };

static char *
read_text (const char       *text,
           gssize            length,
           SondeJournalEnd  *end,
           GPtrArray        *diagnostics,
           GError          **error)
{
  Log log = { g_string_new (NULL), 0, 0 };
  SondeJournalEnd nowhere;

  if (!_sonde_journal_read (text, length < 0 ? strlen (text) : (gsize) length, &log_events, &log, diagnostics, end != NULL ? end : &nowhere, error))
    return g_string_free (log.calls, TRUE);
  if (end != NULL)
    _sonde_journal_warn_torn (end, diagnostics);
  return g_string_free (log.calls, FALSE);
}

static void
assert_tell (const char   *expected,
             const double *x,
             guint         ndim,
             const double *y,
             guint         vdim,
             double        seconds)
{
  g_autofree char *buffer = g_malloc0 (_sonde_journal_tell_bound (ndim, vdim) + 1);
  gsize length = _sonde_journal_format_tell (buffer, x, ndim, y, vdim, seconds);

  g_assert_cmpuint (length, ==, strlen (buffer));
  g_assert_cmpuint (length, <=, _sonde_journal_tell_bound (ndim, vdim));
  g_assert_cmpstr (buffer, ==, expected);
}

static void
test_tell_lines (void)
{
  const double x[] = { 0.1, -2.5, 1e-300 };
  const double y[] = { 1, NAN, INFINITY, -INFINITY };
  const double longest[] = { -2.2250738585072014e-308, -1.7976931348623157e+308, -1.2345678901234568e-300 };

  assert_tell ("[\"tell\", 0.1, 1, 0.25]\n", x, 1, y, 0, 0.25);
  assert_tell ("[\"tell\", 0.1, [1], 0.25]\n", x, 1, y, 1, 0.25);
  assert_tell ("[\"tell\", [0.1, -2.5, 1e-300], [1, \"nan\", \"inf\", \"-inf\"], 0]\n", x, 3, y, 4, 0);
  assert_tell ("[\"tell\", 0.1, \"nan\", 1.2e-07]\n", x, 1, y + 1, 0, 1.2000000000001e-7);
  assert_tell ("[\"tell\", 0.1, \"-inf\", \"nan\"]\n", x, 1, y + 3, 0, NAN);
  assert_tell ("[\"tell\", 0.1, 1, 1e+300]\n", x, 1, y, 0, 1e300);
  assert_tell ("[\"tell\", [-2.2250738585072014e-308, -1.7976931348623157e+308, -1.2345678901234568e-300], -2.2250738585072014e-308, 12345.678901235]\n",
               longest, 3, longest, 0, 12345.6789012345678);
}

static void
test_other_lines (void)
{
  const double x[] = { 0.5, 2 };
  g_autoptr (GString) line = g_string_new (NULL);

  _sonde_journal_append_fail (line, x, 1, 2, "no \"luck\"\n\ttrace\\back\x01");
  _sonde_journal_append_fail (line, x, 2, 1, "");
  _sonde_journal_append_exclude (line, x, 1);
  _sonde_journal_append_exclude (line, x, 2);
  _sonde_journal_append_ask (line, 7);
  _sonde_journal_append_state (line, SONDE_STATUS_RUNNING, G_GINT64_CONSTANT (1795468747123456), NULL);
  _sonde_journal_append_state (line, SONDE_STATUS_RUNNING, 0, "1.2");
  g_assert_cmpstr (line->str, ==,
                   "[\"fail\", 0.5, 2, \"no \\\"luck\\\"\\n\\ttrace\\\\back\\u0001\"]\n"
                   "[\"fail\", [0.5, 2], 1, \"\"]\n"
                   "[\"exclude\", 0.5]\n"
                   "[\"exclude\", [0.5, 2]]\n"
                   "[\"ask\", 7]\n"
                   "[\"state\", \"running\", \"2026-11-23T21:19:07.123Z\"]\n"
                   "[\"state\", \"running\", \"1970-01-01T00:00:00.000Z\", \"1.2\"]\n");
}

static void
test_read_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  SondeJournalEnd end;
  const char *text =
    STUDY "\n"
    "[\"state\", \"running\", \"2026-11-23T21:19:07.123Z\"]\n"
    "[\"ask\", 2]\n"
    "[\"tell\", 0.5, 1.5, 0.25]\n"
    "[\"tell\",0.25,[1,\"nan\",-2e-3],1e-6]\n"
    "  [ \"tell\" , 1 , \"inf\" , \"nan\" ]  \n"
    "[\"tell\", 0.75, 3]\n"
    "\n"
    "[\"fail\", 0.1, 1, \"a\\nb\"]\n"
    "[\"exclude\", 0.1]\n"
    "[\"study\", " STUDY "]\n"
    "[\"later\", {\"unknown\": true}]\n"
    "[\"state\", \"finished\", \"2026-11-23T22:19:08+01:00\"]\n";
  g_autofree char *calls = read_text (text, -1, &end, diagnostics, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (calls, ==,
                   "study;running 1795468747123000;asked 2;told 0.5 1.5 0.25;told 0.25 v1,nan,-0.002 1e-06;told 1 inf nan;told 0.75 3 nan;"
                   "failed 0.1 1 a\nb;excluded 0.1;study;finished 1795468748000000;");
  g_assert_cmpuint (end.length, ==, strlen (text));
  g_assert_cmpuint (end.n_lines, ==, 13);
  g_assert_false (end.torn);
  g_assert_false (end.open_line);
  g_assert_cmpuint (diagnostics->len, ==, 1);
  g_assert_nonnull (strstr (sonde_diagnostic_get_message (g_ptr_array_index (diagnostics, 0)), "1 line is of a kind"));
}

static void
test_crlf (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *calls = read_text (STUDY "\r\n[\"tell\", 0.5, 1.5, 0.25]\r\n[\"ask\", 3]\r\n\r\n[\"tell\", 1, 2, 0]", -1, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (calls, ==, "study;told 0.5 1.5 0.25;asked 3;told 1 2 0;");
}

/* Whatever is left of the last line, all before it is there, and nothing else. */
static void
test_torn (gconstpointer data)
{
  const char *last = data;
  const char *before = STUDY "\n[\"tell\", 0.5, 1.5, 0.25]\n";
  g_autofree char *whole = g_strconcat (before, last, "\n", NULL);
  g_autofree char *all = read_text (whole, -1, NULL, NULL, NULL);

  for (gsize length = strlen (before); length < strlen (whole); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
      SondeJournalEnd end;
      g_autofree char *torn = g_strndup (whole, length);
      g_autofree char *calls = read_text (torn, length, &end, diagnostics, &error);
      gboolean complete = length == strlen (whole) - 1;
      gboolean nothing = length == strlen (before);

      g_assert_no_error (error);
      g_assert_cmpstr (calls, ==, complete ? all : "study;told 0.5 1.5 0.25;");
      g_assert_cmpint (end.torn, ==, !complete && !nothing);
      g_assert_cmpint (end.open_line, ==, complete);
      g_assert_cmpuint (end.length, ==, complete ? length : strlen (before));
      g_assert_cmpuint (diagnostics->len, ==, end.torn);
    }
}

static void
test_torn_by_zeros (void)
{
  const char text[] = STUDY "\n[\"tell\", 0.5, 1.5, 0.25]\n[\"tell\", \0\0\0\0\0\0";
  SondeJournalEnd end;
  g_autoptr (GError) error = NULL;
  g_autofree char *calls = read_text (text, sizeof text - 1, &end, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (calls, ==, "study;told 0.5 1.5 0.25;");
  g_assert_true (end.torn);
}

static void
test_damage (void)
{
  const char *lines[] = {
    "[\"tell\", 0.5, 1.5", "[\"tell\"]", "[\"tell\", \"x\", 1, 0]", "[\"tell\", [0.5], 1, 0]", "[\"tell\", [0.5, 1], 1, 0]", "[\"tell\", 0.5, null, 0]",
    "[\"tell\", 0.5, [], 0]", "garbage", "{}", "[]", "[3]", "[\"ask\"]", "[\"ask\", -1]", "[\"fail\", 0.5, 1]", "[\"fail\", 0.5, \"m\"]",
    "[\"state\", \"dancing\", \"2026-11-23T21:19:07Z\"]", "[\"state\", \"running\", \"yesterday\"]", "[\"study\"]", "[\"study\", {\"sonde\": 1}]",
    "[\"tell\", 0.5, 1.5, 0.25]]", "[\"tell\", 0.5, 1.5, 0.25][\"tell\", 0.5, 1.5, 0.25]", "\x01\xff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strconcat (STUDY "\n[\"tell\", 0.25, 1, 0]\n", lines[i], "\n[\"tell\", 1, 1, 0]\n", NULL);
      g_autoptr (GError) error = NULL;
      SondeJournalEnd end;

      g_assert_null (read_text (text, -1, &end, NULL, &error));
      g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED);
      g_assert_true (g_str_has_prefix (error->message, "Line 3 is damaged: "));
      g_assert_null (strstr (error->message, ".."));
      g_assert_cmpuint (end.n_lines, ==, 2);
      g_assert_cmpuint (end.length, ==, strlen (STUDY "\n[\"tell\", 0.25, 1, 0]\n"));
    }
}

static void
test_refused (void)
{
  Log log = { g_string_new (NULL), 2, 0 };
  const char *text = STUDY "\n[\"tell\", 0.25, 1, 0]\n[\"tell\", 0.5, [1, 2], 0]\n";
  g_autoptr (GError) error = NULL;
  SondeJournalEnd end;

  g_assert_false (_sonde_journal_read (text, strlen (text), &log_events, &log, NULL, &end, &error));
  g_assert_error (error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==, "Line 3 is damaged: another shape. What comes before it can be recovered.");
  g_string_free (log.calls, TRUE);
}

static void
test_not_a_study (void)
{
  const struct { const char *text; gssize length; const char *fragment; SondeStudyError code; } cases[] = {
    { "", 0, "empty", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { " \n\n", -1, "empty", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "not text", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "{\"sonde\": 1, \"func", -1, "cut off", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "Dear diary\n", -1, "not JSON", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "{\"name\": \"package\"}\n", -1, "no \"sonde\" key", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "[\"tell\", 1, 2, 3]\n", -1, "not a list", SONDE_STUDY_ERROR_NOT_A_STUDY },
    { "{\"sonde\": 9}\n[\"quantum\"]\n", -1, "newer", SONDE_STUDY_ERROR_NEWER },
    { "{\"sonde\": 1}\n", -1, "domain", SONDE_STUDY_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (cases[i].text, cases[i].length, NULL, NULL, &error));
      g_assert_error (error, SONDE_STUDY_ERROR, (int) cases[i].code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].fragment));
    }
}

static int
open_temporary (char **path)
{
  *path = g_build_filename (g_get_tmp_dir (), "sonde-test-XXXXXX", NULL);
  return g_mkstemp_full (*path, O_RDWR | O_APPEND | O_CLOEXEC, 0600);
}

static void
append (SondeJournalWriter *writer,
        const char         *text)
{
  _sonde_journal_writer_append (writer, text, strlen (text));
}

static void
test_writer (void)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  SondeJournalWriter *writer = _sonde_journal_writer_new (open_temporary (&path));
  const double x = 0.5, y = 2;
  gsize length;

  append (writer, "line 1\n");
  _sonde_journal_writer_told (writer, &x, 1, &y, 0, 1);
  g_assert_cmpuint (_sonde_journal_writer_get_unwritten (writer, NULL), >, 0);
  g_assert_true (_sonde_journal_writer_flush (writer));
  g_assert_cmpuint (_sonde_journal_writer_get_unwritten (writer, NULL), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpstr (text, ==, "line 1\n[\"tell\", 0.5, 2, 1]\n");
  _sonde_journal_writer_request_sync (writer);
  _sonde_journal_writer_request_sync (writer);
  append (writer, "line 3\n");
  g_assert_true (_sonde_journal_writer_free (writer, NULL));
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (g_str_has_suffix (text, "1]\nline 3\n"));
  g_unlink (path);
}

static void
limit_file_size (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* The file takes no more in the middle of a line; then it does again. */
static void
test_full_then_space (void)
{
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;
  g_autofree char *text = NULL;
  SondeJournalWriter *writer = _sonde_journal_writer_new (open_temporary (&path));
  const char *rest;
  struct rlimit before;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  append (writer, "first\nsecond\nthird\n");
  limit_file_size (9);
  g_assert_false (_sonde_journal_writer_flush (writer));
  g_assert_cmpint (_sonde_journal_writer_get_errno (writer), ==, EFBIG);
  g_assert_true (g_file_get_contents (path, &part, NULL, NULL));
  g_assert_cmpstr (part, ==, "first\nsec");
  g_assert_cmpuint (_sonde_journal_writer_get_unwritten (writer, &rest), ==, strlen ("ond\nthird\n"));
  append (writer, "fourth\n");
  g_assert_false (_sonde_journal_writer_flush (writer));
  limit_file_size (before.rlim_cur);
  g_assert_true (_sonde_journal_writer_flush (writer));
  g_assert_cmpint (_sonde_journal_writer_get_errno (writer), ==, 0);
  g_assert_true (_sonde_journal_writer_free (writer, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "first\nsecond\nthird\nfourth\n");
  g_unlink (path);
}

/* It never does: the part of a line is taken back. */
static void
test_full_to_the_end (void)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  SondeJournalWriter *writer = _sonde_journal_writer_new (open_temporary (&path));
  g_autoptr (GError) error = NULL;
  struct rlimit before;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  append (writer, "first\nsecond\nthird\n");
  limit_file_size (15);
  g_assert_false (_sonde_journal_writer_flush (writer));
  g_assert_false (_sonde_journal_writer_free (writer, &error));
  limit_file_size (before.rlim_cur);
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "first\nsecond\n");
  g_unlink (path);
}

static void
test_no_space (void)
{
  int fd = open ("/dev/full", O_RDWR | O_APPEND | O_CLOEXEC);
  SondeJournalWriter *writer;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = _sonde_journal_file_sentence ("/disk/run.sonde", ENOSPC);

  g_assert_cmpstr (sentence, ==, "\"/disk/run.sonde\" cannot be written: No space left on device. Free some space there, or save it on another disk.");
  if (fd < 0)
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  writer = _sonde_journal_writer_new (fd);
  append (writer, "line\n");
  g_assert_false (_sonde_journal_writer_flush (writer));
  g_assert_cmpint (_sonde_journal_writer_get_errno (writer), ==, ENOSPC);
  g_assert_cmpuint (_sonde_journal_writer_get_unwritten (writer, NULL), ==, 5);
  g_assert_false (_sonde_journal_writer_free (writer, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
}

/* What is written is read as the same numbers, to the last bit. */
static void
test_numbers_survive (void)
{
  g_autoptr (GArray) xs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ys = g_array_new (FALSE, FALSE, sizeof (double));
  SondeTell tell = { xs, ys, 0, 0 };
  char buffer[256];

  for (guint i = 0; i < 100000; i++)
    {
      double values[2];
      gsize length;

      for (guint j = 0; j < 2; j++)
        {
          guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

          memcpy (values + j, &bits, sizeof bits);
        }
      if (!isfinite (values[0]))
        continue;
      length = _sonde_journal_format_tell (buffer, values, 1, values + 1, 0, 0.5);
      g_assert_true (_sonde_journal_parse_tell (buffer, buffer + length - 1, 1, &tell));
      g_assert_cmpmem (xs->data, sizeof (double), values, sizeof (double));
      if (isnan (values[1]))
        g_assert_true (isnan (g_array_index (ys, double, 0)));
      else
        g_assert_cmpmem (ys->data, sizeof (double), values + 1, sizeof (double));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal/lines/tell", test_tell_lines);
  g_test_add_func ("/journal/lines/others", test_other_lines);
  g_test_add_func ("/journal/lines/numbers-survive", test_numbers_survive);
  g_test_add_func ("/journal/read/all", test_read_all);
  g_test_add_func ("/journal/read/crlf", test_crlf);
  g_test_add_data_func ("/journal/read/torn/tell", "[\"tell\", 0.123, [1.5, \"nan\"], 0.25]", test_torn);
  g_test_add_data_func ("/journal/read/torn/fail", "[\"fail\", 0.123, 1, \"a ] \\\" b\"]", test_torn);
  g_test_add_data_func ("/journal/read/torn/study", "[\"study\", " STUDY "]", test_torn);
  g_test_add_data_func ("/journal/read/torn/state", "[\"state\", \"running\", \"2026-11-23T21:19:07.123Z\"]", test_torn);
  g_test_add_func ("/journal/read/torn/zeros", test_torn_by_zeros);
  g_test_add_func ("/journal/read/damage", test_damage);
  g_test_add_func ("/journal/read/refused", test_refused);
  g_test_add_func ("/journal/read/not-a-study", test_not_a_study);
  g_test_add_func ("/journal/writer/plain", test_writer);
  g_test_add_func ("/journal/writer/full-then-space", test_full_then_space);
  g_test_add_func ("/journal/writer/full-to-the-end", test_full_to_the_end);
  g_test_add_func ("/journal/writer/no-space", test_no_space);
  return g_test_run ();
}
