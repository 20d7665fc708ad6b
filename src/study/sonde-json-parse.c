/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads JSON (RFC 8259) into the tree of json-glib. People write studies by hand, so a fault must be told with its line, its column and what
 * is expected there; and a file is trusted for a week of results, so nothing may be taken for something else: json-glib's own parser reads a
 * whole number that is too long as another one, passes over what follows the end, and descends without a limit. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/sonde-number.h"
#include "study/sonde-json-private.h"
#include "study/sonde-study.h"

/* Deeper than any study, and far from the end of the stack. */
#define MAX_DEPTH 64

/* Every whole number of so many digits fits into 64 bits; longer ones become doubles. */
#define MAX_INTEGER_DIGITS 18

typedef struct
{
  const char  *text;
  const char  *p;
  const char  *end;
  guint        depth;
  gboolean     is_line;
  GError     **error;
} SondeJsonReader;

static JsonNode *sonde_json_read_value (SondeJsonReader *self);

/* Always returns NULL. */
static gpointer
sonde_json_refuse (SondeJsonReader *self,
                   const char      *reason)
{
  const char *line_start = self->text;
  guint line = 1, column;

  for (const char *p = self->text; p < self->p; p++)
    if (*p == '\n')
      {
        line++;
        line_start = p + 1;
      }
  column = g_utf8_strlen (line_start, self->p - line_start) + 1;
  if (self->is_line)
    g_set_error (self->error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, _("column %u: %s"), column, reason);
  else
    g_set_error (self->error, SONDE_STUDY_ERROR, SONDE_STUDY_ERROR_INVALID, _("Line %u, column %u: %s"), line, column, reason);
  return NULL;
}

/* The next character that is not a space, without moving past it; 0 at the end. */
static char
sonde_json_peek (SondeJsonReader *self)
{
  while (self->p < self->end && strchr (" \t\r\n", *self->p) != NULL && *self->p != '\0')
    self->p++;
  return self->p < self->end ? *self->p : '\0';
}

static gboolean
sonde_json_take (SondeJsonReader *self,
                 char             c)
{
  if (self->p >= self->end || sonde_json_peek (self) != c)
    return FALSE;
  self->p++;
  return TRUE;
}

/* Four hexadecimal digits; -1 if they are not that. */
static int
sonde_json_read_hex (SondeJsonReader *self)
{
  int value = 0;

  if (self->end - self->p < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  self->p += 4;
  return value;
}

/* What follows "\u"; a character beyond 16 bits is written as two of them. */
static gboolean
sonde_json_read_unicode (SondeJsonReader *self,
                         GString         *text)
{
  int high = sonde_json_read_hex (self);
  int low;

  if (high >= 0xd800 && high < 0xdc00 && self->end - self->p > 2 && self->p[0] == '\\' && self->p[1] == 'u')
    {
      self->p += 2;
      low = sonde_json_read_hex (self);
      if (low < 0xdc00 || low >= 0xe000)
        return FALSE;
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
  if (high <= 0 || !g_unichar_validate (high))
    return FALSE;
  g_string_append_unichar (text, high);
  return TRUE;
}

static gboolean
sonde_json_read_escape (SondeJsonReader *self,
                        GString         *text)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  char c = self->p < self->end ? *self->p++ : '\0';
  const char *name = c != '\0' ? strchr (names, c) : NULL;

  if (c == 'u')
    return sonde_json_read_unicode (self, text);
  if (name != NULL)
    g_string_append_c (text, values[name - names]);
  return name != NULL;
}

/* Text between double quotes, the first of which is the next character. */
static char *
sonde_json_read_string (SondeJsonReader *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *start = self->p++;

  while (self->p < self->end && *self->p != '"' && (guchar) *self->p >= 0x20)
    {
      const char *place = self->p++;

      if (*place != '\\')
        g_string_append_c (text, *place);
      else if (!sonde_json_read_escape (self, text))
        {
          self->p = place;
          return sonde_json_refuse (self, _("after a backslash only \", \\, /, b, f, n, r, t or u with four digits may follow."));
        }
    }
  if (self->p < self->end && *self->p == '"')
    {
      self->p++;
      return g_strdup (text->str);
    }
  self->p = start;
  return sonde_json_refuse (self, _("this text has no closing quote in its line."));
}

static void
sonde_json_skip_digits (SondeJsonReader *self)
{
  while (self->p < self->end && g_ascii_isdigit (*self->p))
    self->p++;
}

/* Moves past a number, as JSON defines it; @is_whole says that it has neither fraction nor exponent. */
static gboolean
sonde_json_scan_number (SondeJsonReader *self,
                        gboolean        *is_whole)
{
  const char *start;

  if (*self->p == '-')
    self->p++;
  start = self->p;
  sonde_json_skip_digits (self);
  if (self->p == start || (*start == '0' && self->p > start + 1))
    return FALSE;
  *is_whole = TRUE;
  if (self->p < self->end && *self->p == '.')
    {
      *is_whole = FALSE;
      start = ++self->p;
      sonde_json_skip_digits (self);
      if (self->p == start)
        return FALSE;
    }
  if (self->p < self->end && (*self->p == 'e' || *self->p == 'E'))
    {
      *is_whole = FALSE;
      self->p++;
      if (self->p < self->end && (*self->p == '+' || *self->p == '-'))
        self->p++;
      start = self->p;
      sonde_json_skip_digits (self);
      if (self->p == start)
        return FALSE;
    }
  return self->p == self->end || !(g_ascii_isalnum (*self->p) || *self->p == '.');
}

static JsonNode *
sonde_json_read_number (SondeJsonReader *self)
{
  const char *start = self->p;
  JsonNode *node;
  gboolean is_whole;
  const char *rest;
  double value;

  if (!sonde_json_scan_number (self, &is_whole))
    {
      self->p = start;
      return sonde_json_refuse (self, _("this is not a number as JSON has them, such as 0.5, -3 or 1e-6."));
    }
  node = json_node_new (JSON_NODE_VALUE);
  if (is_whole && self->p - start <= MAX_INTEGER_DIGITS && !(*start == '-' && start[1] == '0'))
    json_node_set_int (node, g_ascii_strtoll (start, NULL, 10));
  else if (sonde_number_parse (start, self->p, &value, &rest))
    json_node_set_double (node, value);
  return node;
}

static JsonNode *
sonde_json_read_word (SondeJsonReader *self)
{
  gsize length = 0;
  g_autofree char *word = NULL;
  g_autofree char *reason = NULL;
  JsonNode *node = NULL;

  while (self->p + length < self->end && g_ascii_isalnum (self->p[length]))
    length++;
  word = g_strndup (self->p, length);
  if (g_str_equal (word, "null"))
    node = json_node_new (JSON_NODE_NULL);
  else if (g_str_equal (word, "true") || g_str_equal (word, "false"))
    {
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_boolean (node, *word == 't');
    }
  if (node == NULL)
    {
      reason = g_strdup_printf (_("\"%s\" is not a value: text needs double quotes, numbers must be finite."), word);
      return sonde_json_refuse (self, reason);
    }
  self->p += length;
  return node;
}

/* After a member: whether another one follows. @close ends the list. */
static gboolean
sonde_json_has_more (SondeJsonReader *self,
                     char             close,
                     gboolean        *is_good)
{
  *is_good = TRUE;
  if (sonde_json_take (self, close))
    return FALSE;
  if (sonde_json_take (self, ','))
    {
      const char *comma = self->p - 1;

      if (sonde_json_peek (self) != close)
        return TRUE;
      self->p = comma;
      sonde_json_refuse (self, _("after a comma something must follow: remove the comma."));
    }
  else if (sonde_json_peek (self) == '\0')
    sonde_json_refuse (self, close == '}' ? _("the text ends here, but a closing } is missing.") : _("the text ends here, but a closing ] is missing."));
  else
    sonde_json_refuse (self, close == '}' ? _("a comma or a closing } is missing before this.") : _("a comma or a closing ] is missing before this."));
  *is_good = FALSE;
  return FALSE;
}

static gboolean
sonde_json_read_member (SondeJsonReader *self,
                        JsonObject      *object)
{
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  const char *place;
  JsonNode *value;

  if (sonde_json_peek (self) != '"')
    return sonde_json_refuse (self, _("here must be a name in double quotes.")) != NULL;
  place = self->p;
  name = sonde_json_read_string (self);
  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, name))
    {
      self->p = place;
      reason = g_strdup_printf (_("\"%s\" is here a second time: remove one of them."), name);
      return sonde_json_refuse (self, reason) != NULL;
    }
  if (!sonde_json_take (self, ':'))
    return sonde_json_refuse (self, _("after a name a colon must follow.")) != NULL;
  value = sonde_json_read_value (self);
  if (value != NULL)
    json_object_set_member (object, name, value);
  return value != NULL;
}

static JsonNode *
sonde_json_read_object (SondeJsonReader *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node;
  gboolean is_good = TRUE;

  self->p++;
  if (!sonde_json_take (self, '}'))
    do
      if (!sonde_json_read_member (self, object))
        return NULL;
    while (sonde_json_has_more (self, '}', &is_good));
  if (!is_good)
    return NULL;
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  return node;
}

static JsonNode *
sonde_json_read_array (SondeJsonReader *self)
{
  g_autoptr (JsonArray) array = json_array_new ();
  JsonNode *node;
  gboolean is_good = TRUE;

  self->p++;
  if (!sonde_json_take (self, ']'))
    do
      {
        JsonNode *element = sonde_json_read_value (self);

        if (element == NULL)
          return NULL;
        json_array_add_element (array, element);
      }
    while (sonde_json_has_more (self, ']', &is_good));
  if (!is_good)
    return NULL;
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (node, array);
  return node;
}

static JsonNode *
sonde_json_read_text (SondeJsonReader *self)
{
  g_autofree char *text = sonde_json_read_string (self);
  JsonNode *node;

  if (text == NULL)
    return NULL;
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_string (node, text);
  return node;
}

static JsonNode *
sonde_json_read_value (SondeJsonReader *self)
{
  char c = sonde_json_peek (self);
  JsonNode *node;

  if (c == '{' || c == '[')
    {
      if (self->depth == MAX_DEPTH)
        return sonde_json_refuse (self, _("too many brackets inside one another."));
      self->depth++;
      node = c == '{' ? sonde_json_read_object (self) : sonde_json_read_array (self);
      self->depth--;
      return node;
    }
  if (c == '"')
    return sonde_json_read_text (self);
  if (c == '-' || g_ascii_isdigit (c))
    return sonde_json_read_number (self);
  if (g_ascii_isalpha (c))
    return sonde_json_read_word (self);
  if (self->p >= self->end)
    return sonde_json_refuse (self, _("the text ends here, but a value is missing."));
  if (c == '\'')
    return sonde_json_refuse (self, _("text needs double quotes, not single ones."));
  if (c == '/' || c == '#')
    return sonde_json_refuse (self, _("JSON has no comments: remove this."));
  return sonde_json_refuse (self, _("here must be a value: a number, text in double quotes, true, false, null, […] or {…}."));
}

static JsonNode *
sonde_json_parse (const char  *text,
                  gsize        size,
                  gboolean     is_line,
                  GError     **error)
{
  SondeJsonReader self = { text, text, text + size, 0, is_line, error };
  JsonNode *node;

  if (!g_utf8_validate (text, size, &self.p))
    return sonde_json_refuse (&self, _("this is not UTF-8 text."));
  self.p = g_str_has_prefix (text, "\xef\xbb\xbf") && size >= 3 ? text + 3 : text;
  sonde_json_peek (&self);
  if (self.p == self.end)
    return sonde_json_refuse (&self, _("there is nothing here."));
  node = sonde_json_read_value (&self);
  if (node == NULL || sonde_json_peek (&self) == '\0')
    return node;
  json_node_unref (node);
  return sonde_json_refuse (&self, _("nothing may follow after the closing bracket: remove this."));
}

/**
 * _sonde_json_parse:
 * @text: JSON in UTF-8
 * @length: its length in bytes, or -1
 * @error: return location for %SONDE_STUDY_ERROR_INVALID, whose message names line and column
 *
 * Whole numbers of at most 18 digits become integers, all others doubles; those too large for a double are infinite.
 *
 * Returns: (transfer full) (nullable): the tree
 */
JsonNode *
_sonde_json_parse (const char  *text,
                   gssize       length,
                   GError     **error)
{
  return sonde_json_parse (text, length < 0 ? strlen (text) : (gsize) length, FALSE, error);
}

/**
 * _sonde_json_parse_line:
 *
 * As [func@_sonde_json_parse] for one line of several: who calls knows which, and a message names only the column.
 *
 * Returns: (transfer full) (nullable): the tree
 */
JsonNode *
_sonde_json_parse_line (const char  *text,
                        gsize        length,
                        GError     **error)
{
  return sonde_json_parse (text, length, TRUE, error);
}
