/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <pango/pango.h>
#include <string.h>

#include "app/guide/sonde-guide.h"
#include "app/guide/sonde-markdown.h"

#define GUIDE "/io/github/sonde/Sonde/guide"

static const SondeBlock *
get_block (GPtrArray *blocks,
           guint      i)
{
  g_assert_cmpuint (i, <, blocks->len);
  return g_ptr_array_index (blocks, i);
}

static void
assert_inline (const char *text,
               const char *markup)
{
  g_autofree char *got = sonde_markdown_inline (text);

  g_assert_cmpstr (got, ==, markup);
}

static void
test_inline (void)
{
  assert_inline ("a < b & c", "a &lt; b &amp; c");
  assert_inline ("`x*y*z` and *so* **on**", "<tt>x*y*z</tt> and <i>so</i> <b>on</b>");
  assert_inline ("**bold with *italic* in it**", "<b>bold with <i>italic</i> in it</b>");
  assert_inline ("[the *loss*](loss.md#a)", "<a href=\"loss.md#a\">the <i>loss</i></a>");
  /* what is no mark stays */
  assert_inline ("3 * 4 * 5", "3 * 4 * 5");
  assert_inline ("a ` b", "a ` b");
  assert_inline ("[not a link] (really)", "[not a link] (really)");
  assert_inline ("\\*star\\*", "*star*");
  assert_inline ("", "");
  assert_inline ("*", "*");
  assert_inline ("**", "**");
  assert_inline ("é*ö*", "é<i>ö</i>");
}

static void
test_blocks (void)
{
  g_autoptr (GPtrArray) blocks = sonde_markdown_parse ("# A *Head*, indeed\nfirst\nline\n\n- one\n  more\n  - deep\n2. two\n\n"
                                                       "```\nif (a < b)\n  *p\n```\n| a | b |\n|---|:-:|\n| `x \\| y` | |\n![words](p.png)\nend");

  g_assert_cmpuint (blocks->len, ==, 9);
  g_assert_cmpint (get_block (blocks, 0)->kind, ==, SONDE_BLOCK_HEADING);
  g_assert_cmpstr (get_block (blocks, 0)->mark, ==, "a-head-indeed");
  g_assert_cmpstr (get_block (blocks, 1)->text, ==, "first line");
  g_assert_cmpstr (get_block (blocks, 2)->text, ==, "one more");
  g_assert_cmpuint (get_block (blocks, 3)->level, ==, 1);
  g_assert_cmpstr (get_block (blocks, 4)->mark, ==, "2.");
  g_assert_cmpint (get_block (blocks, 5)->kind, ==, SONDE_BLOCK_CODE);
  g_assert_cmpstr (get_block (blocks, 5)->text, ==, "if (a < b)\n  *p");
  g_assert_cmpint (get_block (blocks, 6)->kind, ==, SONDE_BLOCK_TABLE);
  g_assert_cmpuint (get_block (blocks, 6)->rows->len, ==, 2);
  g_assert_cmpuint (g_strv_length (g_ptr_array_index (get_block (blocks, 6)->rows, 1)), ==, 2);
  g_assert_cmpint (get_block (blocks, 7)->kind, ==, SONDE_BLOCK_PICTURE);
  g_assert_cmpstr (get_block (blocks, 7)->mark, ==, "p.png");
  g_assert_cmpstr (get_block (blocks, 8)->text, ==, "end");
}

/* No text makes it run past its end. */
static void
test_odd (void)
{
  static const char *texts[] = { "", "\n", "#", "# ", "|", "||", "```", "![", "![a](", "- ", "1. ", "[a](", "\\", "*a", "| a\\", "  -", "a\r\nb" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) blocks = sonde_markdown_parse (texts[i]);

      g_assert_nonnull (blocks);
    }
}

static GPtrArray *
load (guint i)
{
  g_autofree char *text = sonde_guide_load (sonde_guide_get_name (i));

  g_assert_cmpstr (text, !=, "");
  g_assert_true (g_utf8_validate (text, -1, NULL));
  return sonde_markdown_parse (text);
}

/* Title and file belong together. */
static void
test_pages (void)
{
  for (guint i = 0; i < sonde_guide_get_n_pages (); i++)
    {
      g_autoptr (GPtrArray) blocks = load (i);

      g_assert_cmpint (get_block (blocks, 0)->kind, ==, SONDE_BLOCK_HEADING);
      g_assert_cmpuint (get_block (blocks, 0)->level, ==, 1);
      g_assert_cmpstr (get_block (blocks, 0)->text, ==, sonde_guide_get_title (i));
      g_assert_cmpint (sonde_guide_find (sonde_guide_get_name (i)), ==, (int) i);
    }
  g_assert_cmpint (sonde_guide_find ("loss.md"), >=, 0);
  g_assert_cmpint (sonde_guide_find ("nothing.md"), ==, -1);
}

/* Nothing that lies in the folder was forgotten, in the window and in the list of the repository. */
static void
test_complete (void)
{
  g_autoptr (GDir) folder = g_dir_open (GUIDE_FOLDER, 0, NULL);
  g_autofree char *list = NULL;
  const char *name;
  guint n = 0;

  g_assert_nonnull (folder);
  g_assert_true (g_file_get_contents (GUIDE_FOLDER "/README.md", &list, NULL, NULL));
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *link = g_strdup_printf ("](%s)", name);

      if (!g_str_has_suffix (name, ".md") || g_str_equal (name, "README.md"))
        continue;
      n++;
      if (sonde_guide_find (name) < 0)
        g_error ("data/guide/%s is not in src/app/guide/sonde-guide.c", name);
      if (strstr (list, link) == NULL)
        g_error ("data/guide/%s is not in data/guide/README.md", name);
    }
  g_assert_cmpuint (n, ==, sonde_guide_get_n_pages ());
}

static gboolean
has_heading (guint       i,
             const char *anchor)
{
  g_autoptr (GPtrArray) blocks = load (i);

  for (guint b = 0; b < blocks->len; b++)
    if (get_block (blocks, b)->kind == SONDE_BLOCK_HEADING && g_str_equal (get_block (blocks, b)->mark, anchor))
      return TRUE;
  return FALSE;
}

static void
check_link (guint       page,
            const char *target)
{
  g_auto (GStrv) parts = g_strsplit (target, "#", 2);
  int i = *parts[0] == '\0' ? (int) page : sonde_guide_find (parts[0]);

  if (strstr (target, "://") != NULL)
    return;
  if (i < 0 || (parts[1] != NULL && !has_heading (i, parts[1])))
    g_error ("%s.md: the link to %s leads nowhere", sonde_guide_get_name (page), target);
}

static void
check_links (guint       page,
             const char *markup)
{
  for (const char *a = markup; (a = strstr (a, "<a href=\"")) != NULL;)
    {
      g_autofree char *target = NULL;

      a += strlen ("<a href=\"");
      target = g_strndup (a, strchr (a, '"') - a);
      check_link (page, target);
    }
}

static void
check_picture (const SondeBlock *block)
{
  g_autofree char *resource = sonde_guide_resource (block->mark);

  if (!g_resources_get_info (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    g_error ("the picture %s is not bundled", block->mark);
  g_assert_cmpstr (block->text, !=, "");
}

/* A table has the same columns in each row, and something in each cell. */
static void
check_table (guint             page,
             const SondeBlock *block)
{
  guint n = g_strv_length (g_ptr_array_index (block->rows, 0));

  g_assert_cmpuint (block->rows->len, >, 1);
  for (guint r = 0; r < block->rows->len; r++)
    {
      char **cells = g_ptr_array_index (block->rows, r);

      if (g_strv_length (cells) != n)
        g_error ("%s.md: the row of “%s” has %u cells instead of %u", sonde_guide_get_name (page), cells[0], g_strv_length (cells), n);
      for (guint c = 0; c < n; c++)
        {
          g_autofree char *plain = sonde_markdown_plain (cells[c]);

          if (*g_strstrip (plain) == '\0')
            g_error ("%s.md: a cell in the row of “%s” is empty", sonde_guide_get_name (page), cells[0]);
          check_links (page, cells[c]);
        }
    }
}

static void
check_markup (const SondeBlock *block)
{
  g_autofree char *plain = sonde_markdown_plain (block->text);

  g_assert_cmpstr (plain, !=, "");
  g_assert_null (strstr (plain, "<"));
}

static void
test_contents (void)
{
  for (guint i = 0; i < sonde_guide_get_n_pages (); i++)
    {
      g_autoptr (GPtrArray) blocks = load (i);

      for (guint b = 0; b < blocks->len; b++)
        {
          const SondeBlock *block = get_block (blocks, b);

          if (block->kind == SONDE_BLOCK_TABLE)
            check_table (i, block);
          else if (block->kind == SONDE_BLOCK_PICTURE)
            check_picture (block);
          else if (block->kind != SONDE_BLOCK_CODE)
            {
              check_markup (block);
              check_links (i, block->text);
            }
        }
    }
}

/* All that AsyncRunner 1.5 has: its parameters, the attributes and methods that its documentation names, and those of its source. */
static void
test_asyncrunner (void)
{
  static const char *names[] = {
    "learner", "goal", "loss_goal", "npoints_goal", "end_time_goal", "duration_goal", "executor", "ntasks", "log", "shutdown_executor",
    "ioloop", "retries", "raise_if_retries_exceeded", "allow_running_forever", "task", "status()", "to_retry", "tracebacks", "failed",
    "pending_points", "do_log", "start_time", "end_time", "saving_task", "cancel()", "block_until_done()", "overhead()", "elapsed_time()",
    "live_info(", "live_info_terminal(", "live_plot(", "start_periodic_saving(", "BlockingRunner", "simple(", "replay_log(", "auto_goal(",
    "stop_after(",
  };
  g_autofree char *text = sonde_guide_load ("asyncrunner");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *first = g_strdup_printf ("\n| `%s", names[i]);
      g_autofree char *later = g_strdup_printf (", `%s", names[i]);

      if (strstr (text, first) == NULL && strstr (text, later) == NULL)
        g_error ("asyncrunner.md has no row for %s", names[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guide/inline", test_inline);
  g_test_add_func ("/guide/blocks", test_blocks);
  g_test_add_func ("/guide/odd", test_odd);
  g_test_add_func ("/guide/pages", test_pages);
  g_test_add_func ("/guide/complete", test_complete);
  g_test_add_func ("/guide/contents", test_contents);
  g_test_add_func ("/guide/asyncrunner", test_asyncrunner);
  return g_test_run ();
}
