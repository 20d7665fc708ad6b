/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "executor/sonde-output-private.h"
#include "executor/sonde-worker-message-private.h"
#include "function/sonde-batch.h"
#include "function/sonde-launch.h"

static gboolean
parse (SondeWorkerReply *reply,
       const char       *line)
{
  return _sonde_worker_reply_parse (reply, line, strlen (line));
}

static const SondeWorkerResult *
get_result (SondeWorkerReply *reply,
            guint             index)
{
  g_assert_cmpuint (index, <, reply->results->len);
  return &g_array_index (reply->results, SondeWorkerResult, index);
}

static void
test_replies (void)
{
  SondeWorkerReply reply;

  _sonde_worker_reply_init (&reply);
  g_assert_true (parse (&reply, "{\"sonde-worker\": 1, \"capacity\": 16, \"batches\": true, \"reload\": false, \"more\": {}}"));
  g_assert_true (reply.has_version && reply.version == 1 && reply.capacity == 16 && reply.batches && !reply.reload && !reply.has_id);
  g_assert_true (parse (&reply, "{\"y\": [1.5, \"nan\"], \"seconds\": 0.25, \"id\": 7}"));
  g_assert_true (!reply.has_version && reply.has_id && reply.id == 7 && reply.capacity == 0 && !reply.batches);
  g_assert_cmpuint (get_result (&reply, 0)->n, ==, 2);
  g_assert_cmpfloat (g_array_index (reply.values, double, 0), ==, 1.5);
  g_assert_true (isnan (g_array_index (reply.values, double, 1)));
  g_assert_cmpfloat (get_result (&reply, 0)->seconds, ==, 0.25);
  g_assert_true (parse (&reply, "{\"id\": 8, \"error\": \"no\\nlicence\", \"traceback\": null, \"output\": \"a\"}"));
  g_assert_cmpstr (get_result (&reply, 0)->error, ==, "no\nlicence");
  g_assert_null (get_result (&reply, 0)->traceback);
  g_assert_cmpstr (get_result (&reply, 0)->output, ==, "a");
  g_assert_true (isnan (get_result (&reply, 0)->seconds));
  g_assert_true (parse (&reply, "{\"id\": 9, \"results\": [{\"y\": 1}, {\"error\": \"x\"}, {\"y\": [2, 3]}, {}]}"));
  g_assert_cmpuint (reply.results->len, ==, 4);
  g_assert_cmpuint (get_result (&reply, 2)->first, ==, 1);
  g_assert_cmpuint (get_result (&reply, 2)->n, ==, 2);
  g_assert_cmpuint (get_result (&reply, 3)->n, ==, 0);
  g_assert_true (parse (&reply, "{\"id\": 9, \"y\": {\"a\": [1]}, \"a key that is much longer\": 1, \"x\\\"id\": 3}"));
  g_assert_true (reply.id == 9 && get_result (&reply, 0)->n == 0);
  g_assert_true (parse (&reply, "{}"));
  g_assert_false (parse (&reply, "{\"id\": \"seven\", \"y\": 1}"));
  g_assert_false (parse (&reply, "{\"id\": 9, \"y\": 1} x"));
  g_assert_false (parse (&reply, "{\"id\": 9, \"results\": [{\"y\": 1]}"));
  g_assert_false (parse (&reply, "{\"id\": 9, \"y\": 1"));
  g_assert_false (parse (&reply, "[1]"));
  _sonde_worker_reply_clear (&reply);
}

/* Replies with some of their bytes changed: no harm is done. */
static void
test_damaged (void)
{
  static const char line[] = "{\"id\": 9, \"results\": [{\"y\": 1.5}, {\"error\": \"x\\u20ac\", \"traceback\": \"t\"}, {\"y\": [2, \"nan\"], "
                             "\"output\": \"o\"}]}";
  SondeWorkerReply reply;

  _sonde_worker_reply_init (&reply);
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *damaged = g_strdup (line);
      guint n = g_test_rand_int_range (0, sizeof line);

      for (guint k = 0; k < 3; k++)
        damaged[g_test_rand_int_range (0, sizeof line - 1)] = line[g_test_rand_int_range (0, sizeof line - 1)];
      damaged[n] = '\0';
      _sonde_worker_reply_parse (&reply, damaged, n);
      g_assert_cmpuint (reply.results->len, <=, sizeof line);
    }
  _sonde_worker_reply_clear (&reply);
}

static void
test_requests (void)
{
  const double x[] = { 0.1, 3, -0.0, 1e300 };
  const guint8 is_integer[] = { FALSE, TRUE };
  g_autoptr (GString) text = g_string_new (NULL);

  _sonde_worker_append_request (text, 7, x, 1, 1, FALSE, NULL);
  g_assert_cmpstr (text->str, ==, "{\"id\": 7, \"x\": [0.1]}\n");
  g_string_truncate (text, 0);
  _sonde_worker_append_request (text, 7, x, 2, 2, TRUE, NULL);
  g_assert_cmpstr (text->str, ==, "{\"id\": 7, \"points\": [[0.1,3.0],[-0.0,1e+300]]}\n");
  g_string_truncate (text, 0);
  _sonde_worker_append_request (text, 7, x, 1, 2, FALSE, is_integer);
  g_assert_cmpstr (text->str, ==, "{\"id\": 7, \"x\": [0.1,3]}\n");
}

/* Of what is printed beginning and end are kept, and the newest lines for the case of a sudden end. */
static void
test_output (void)
{
  g_autofree char *taken = NULL;
  g_autofree char *last = NULL;
  SondeOutput output;

  _sonde_output_init (&output);
  g_assert_null (_sonde_output_take (&output));
  _sonde_output_append (&output, "begin\n", 6);
  for (guint i = 0; i < 100000; i++)
    _sonde_output_append (&output, "0123456789\n", 11);
  _sonde_output_append (&output, "  File \"/x/sonde_worker.py\", line 3 in run\nend \xff\n", 49);
  taken = _sonde_output_take (&output);
  g_assert_true (g_str_has_prefix (taken, "begin\n0123") && g_str_has_suffix (taken, "end \uFFFD\n"));
  g_assert_nonnull (strstr (taken, " bytes left out]"));
  g_assert_cmpuint (strlen (taken), <, 66000);
  g_assert_null (_sonde_output_take (&output));
  last = _sonde_output_get_last_lines (&output);
  g_assert_true (g_str_has_suffix (last, "0123456789\nend \uFFFD"));
  g_assert_cmpuint (strlen (last), <, 100);
  _sonde_output_clear (&output);
}

static void
test_batch_output (void)
{
  const double x[] = { 1, 2 };
  g_autoptr (SondeBatch) batch = sonde_batch_new (2, 1, x);

  g_assert_null (sonde_batch_get_output (batch, 0));
  sonde_batch_take_output (batch, 1, g_strdup ("a"));
  sonde_batch_take_output (batch, 1, g_strdup ("\xff"));
  g_assert_null (sonde_batch_get_output (batch, 0));
  g_assert_cmpstr (sonde_batch_get_output (batch, 1), ==, "a\uFFFD");
  sonde_batch_take_output (batch, 0, g_strnfill (200000, 'x'));
  g_assert_cmpuint (strlen (sonde_batch_get_output (batch, 0)), <=, SONDE_BATCH_MAX_OUTPUT);
  g_assert_nonnull (strstr (sonde_batch_get_output (batch, 0), " bytes left out]"));
  sonde_batch_reset (batch);
  g_assert_null (sonde_batch_get_output (batch, 1));
}

static void
test_launch (void)
{
  const char *argv[] = { "python3", "-c", "print ('a b')", NULL };
  char *ssh[] = { (char *) "/usr/bin/ssh", (char *) "-oBatchMode=no", (char *) "host", NULL };
  char *srun[] = { (char *) "srun", (char *) "-n1", NULL };
  const SondeLaunch over_ssh = { ssh, 5, 1000 };
  const SondeLaunch by_srun = { srun };
  g_auto (GStrv) plain = sonde_launch_wrap (NULL, argv);
  g_auto (GStrv) quoted = sonde_launch_wrap (&over_ssh, argv);
  g_auto (GStrv) unquoted = sonde_launch_wrap (&by_srun, argv);

  g_assert_true (g_str_has_suffix (plain[0], "/sonde-guard") && g_str_has_prefix (plain[1], "--parent="));
  g_assert_cmpstr (plain[2], ==, "--");
  g_assert_cmpstr (plain[3], ==, "python3");
  g_assert_cmpstr (quoted[2], ==, "--nice=5");
  g_assert_cmpstr (quoted[3], ==, "--memory=1000");
  g_assert_cmpstr (quoted[5], ==, "/usr/bin/ssh");
  g_assert_cmpstr (quoted[6], ==, "-oServerAliveInterval=15");
  g_assert_cmpstr (quoted[7], ==, "-oServerAliveCountMax=4");
  g_assert_cmpstr (quoted[8], ==, "-oBatchMode=no");
  g_assert_cmpstr (quoted[9], ==, "host");
  g_assert_cmpstr (quoted[12], ==, "'print ('\\''a b'\\'')'");
  g_assert_cmpstr (unquoted[4], ==, "-n1");
  g_assert_cmpstr (unquoted[7], ==, "print ('a b')");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker-message/replies", test_replies);
  g_test_add_func ("/worker-message/damaged", test_damaged);
  g_test_add_func ("/worker-message/requests", test_requests);
  g_test_add_func ("/worker-message/output", test_output);
  g_test_add_func ("/worker-message/batch-output", test_batch_output);
  g_test_add_func ("/worker-message/launch", test_launch);

  return g_test_run ();
}
