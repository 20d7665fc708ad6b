/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "executor/sonde-output-private.h"

#define MAX_HEAD 32000
#define MAX_TAIL 32000
#define MAX_LAST 2000
#define MAX_LINES 8

void
_sonde_output_init (SondeOutput *self)
{
  self->head = g_string_new (NULL);
  self->tail = g_string_new (NULL);
  self->last = g_string_new (NULL);
  self->left_out = 0;
}

void
_sonde_output_clear (SondeOutput *self)
{
  g_string_free (self->head, TRUE);
  g_string_free (self->tail, TRUE);
  g_string_free (self->last, TRUE);
}

/* Appends and keeps the newest: up to twice @most while it grows, so that little is moved. Returns how much was dropped. */
static gsize
append_newest (GString    *string,
               const char *text,
               gsize       length,
               gsize       most)
{
  gsize dropped = length > most ? length - most : 0;

  g_string_append_len (string, text + dropped, length - dropped);
  if (string->len > 2 * most)
    {
      dropped += string->len - most;
      g_string_erase (string, 0, string->len - most);
    }
  return dropped;
}

void
_sonde_output_append (SondeOutput *self,
                      const char  *text,
                      gsize        length)
{
  gsize n = MIN (length, MAX_HEAD - self->head->len);

  append_newest (self->last, text, length, MAX_LAST);
  g_string_append_len (self->head, text, n);
  if (n < length)
    self->left_out += append_newest (self->tail, text + n, length - n, MAX_TAIL);
}

/* Returns: (transfer full) (nullable): what came since the last call */
char *
_sonde_output_take (SondeOutput *self)
{
  g_autoptr (GString) text = NULL;

  if (self->head->len == 0)
    return NULL;
  text = g_string_new_len (self->head->str, self->head->len);
  if (self->tail->len > MAX_TAIL)
    {
      self->left_out += self->tail->len - MAX_TAIL;
      g_string_erase (self->tail, 0, self->tail->len - MAX_TAIL);
    }
  if (self->left_out > 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, self->left_out);

      g_string_append_c (text, '\n');
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "[%s byte left out]", "[%s bytes left out]", (gulong) self->left_out), number);
      g_string_append_c (text, '\n');
    }
  g_string_append_len (text, self->tail->str, self->tail->len);
  g_string_truncate (self->head, 0);
  g_string_truncate (self->tail, 0);
  self->left_out = 0;
  return g_utf8_make_valid (text->str, text->len);
}

/* Frames of our own worker, which are of no interest to whoever wrote the function. */
static gboolean
is_own_frame (const char *line)
{
  return strstr (line, "sonde_worker.py\", line ") != NULL;
}

/* Returns: (transfer full): the last few lines of all that came, without the space around them; may be empty */
char *
_sonde_output_get_last_lines (SondeOutput *self)
{
  g_autofree char *text = g_utf8_make_valid (self->last->str, self->last->len);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_autoptr (GString) kept = g_string_new (NULL);
  guint n = 0;

  for (guint i = g_strv_length (lines); i-- > 0 && n < MAX_LINES;)
    {
      if (is_own_frame (lines[i]))
        continue;
      if (n++ > 0)
        g_string_prepend_c (kept, '\n');
      g_string_prepend (kept, lines[i]);
    }
  return g_strdup (g_strstrip (kept->str));
}
