/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "base/sonde-scan.h"

#define MAX_DEPTH 64

/**
 * sonde_scan_init:
 * @text: one JSON value; ended by a 0 after @length bytes
 */
void
sonde_scan_init (SondeScan  *self,
                 const char *text,
                 gsize       length)
{
  g_return_if_fail (text != NULL);

  self->at = text;
  self->end = text + length;
}

/**
 * sonde_scan_peek:
 *
 * Returns: the first character of what comes next; 0 at the end
 */
char
sonde_scan_peek (SondeScan *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t' || *self->at == '\r' || *self->at == '\n'))
    self->at++;
  return self->at < self->end ? *self->at : '\0';
}

/**
 * sonde_scan_char:
 *
 * Returns: whether @c came next; it is read
 */
gboolean
sonde_scan_char (SondeScan *self,
                 char       c)
{
  if (sonde_scan_peek (self) != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/**
 * sonde_scan_next:
 * @close: what ends the list: ']' or '}'
 * @is_first: (inout): set it to %TRUE before the first call
 *
 * Goes through a list or an object whose opening bracket was read: reads the comma before a further member, or @close.
 *
 * Returns: whether a member follows. If not, and the list did not end here, @close was not read: look at the character before
 */
gboolean
sonde_scan_next (SondeScan *self,
                 char       close,
                 gboolean  *is_first)
{
  gboolean was_first = *is_first;

  *is_first = FALSE;
  if (sonde_scan_char (self, close))
    return FALSE;
  return was_first || sonde_scan_char (self, ',');
}

static gboolean
scan_hex (SondeScan *self,
          gunichar  *value)
{
  *value = 0;
  if (self->end - self->at < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      int digit = g_ascii_xdigit_value (*self->at);

      if (digit < 0)
        return FALSE;
      *value = *value << 4 | digit;
    }
  return TRUE;
}

/* What stands for one character after the backslash and the u; halves of a pair without the other become the mark of what is none. */
static gboolean
scan_unicode (SondeScan *self,
              GString   *text)
{
  gunichar value, low;

  if (!scan_hex (self, &value))
    return FALSE;
  if (value >= 0xd800 && value < 0xdc00 && self->end - self->at >= 6 && self->at[0] == '\\' && self->at[1] == 'u')
    {
      self->at += 2;
      if (!scan_hex (self, &low))
        return FALSE;
      value = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
    }
  g_string_append_unichar (text, value == 0 || (value >= 0xd800 && value < 0xe000) ? 0xfffd : value);
  return TRUE;
}

static gboolean
scan_escape (SondeScan *self,
             GString   *text)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  char c = self->at < self->end ? *self->at++ : '\0';
  const char *found;

  if (c == 'u')
    return scan_unicode (self, text);
  found = c != '\0' ? strchr (from, c) : NULL;
  if (found != NULL)
    g_string_append_c (text, to[found - from]);
  return found != NULL;
}

/**
 * sonde_scan_string:
 * @text: (nullable): what the string holds is appended; %NULL to skip it
 */
gboolean
sonde_scan_string (SondeScan *self,
                   GString   *text)
{
  g_autoptr (GString) unseen = text == NULL ? g_string_new (NULL) : NULL;

  if (text == NULL)
    text = unseen;
  if (!sonde_scan_char (self, '"'))
    return FALSE;
  while (self->at < self->end)
    {
      const char *start = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\')
        self->at++;
      g_string_append_len (text, start, self->at - start);
      if (self->at == self->end)
        return FALSE;
      if (*self->at++ == '"')
        return TRUE;
      if (!scan_escape (self, text))
        return FALSE;
    }
  return FALSE;
}

/**
 * sonde_scan_integer:
 * @value: (out): a whole number of at most 18 digits
 */
gboolean
sonde_scan_integer (SondeScan *self,
                    gint64    *value)
{
  gboolean is_negative;
  guint n = 0;

  sonde_scan_peek (self);
  is_negative = sonde_scan_char (self, '-');
  for (*value = 0; self->at < self->end && g_ascii_isdigit (*self->at) && n < 18; n++)
    *value = *value * 10 + (*self->at++ - '0');
  if (is_negative)
    *value = -*value;
  return n > 0 && !(self->at < self->end && (g_ascii_isdigit (*self->at) || strchr (".eE", *self->at) != NULL));
}

static gboolean
scan_word (SondeScan  *self,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || strncmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

/* What other writers of JSON have for these, and the strings of our own files. */
static gboolean
scan_not_finite (SondeScan *self,
                 double    *value)
{
  if (scan_word (self, "NaN") || scan_word (self, "nan") || scan_word (self, "\"nan\"") || scan_word (self, "\"NaN\""))
    *value = NAN;
  else if (scan_word (self, "Infinity") || scan_word (self, "inf") || scan_word (self, "\"inf\"") || scan_word (self, "\"Infinity\""))
    *value = INFINITY;
  else if (scan_word (self, "-Infinity") || scan_word (self, "-inf") || scan_word (self, "\"-inf\"")
           || scan_word (self, "\"-Infinity\""))
    *value = -INFINITY;
  else
    return FALSE;
  return TRUE;
}

/**
 * sonde_scan_number:
 * @value: (out): a number, also nan, inf and -inf, as strings or bare, under the names that C and Python have for them
 */
gboolean
sonde_scan_number (SondeScan *self,
                   double    *value)
{
  char c = sonde_scan_peek (self);
  char second = self->end - self->at > 1 ? self->at[1] : '\0';

  if (g_ascii_isdigit (c) || (c == '-' && g_ascii_isdigit (second)))
    return sonde_number_parse (self->at, self->end, value, &self->at);
  return scan_not_finite (self, value);
}

/**
 * sonde_scan_numbers:
 * @values: (element-type double): the numbers of a flat list are appended
 */
gboolean
sonde_scan_numbers (SondeScan *self,
                    GArray    *values)
{
  gboolean is_first = TRUE;
  double value;

  if (!sonde_scan_char (self, '['))
    return FALSE;
  while (sonde_scan_next (self, ']', &is_first))
    {
      if (!sonde_scan_number (self, &value))
        return FALSE;
      g_array_append_val (values, value);
    }
  return self->at[-1] == ']';
}

static gboolean
scan_skip (SondeScan *self,
           guint      depth)
{
  char open = sonde_scan_peek (self);
  char close = open == '{' ? '}' : ']';
  gboolean is_first = TRUE;
  double number;

  if (open == '"')
    return sonde_scan_string (self, NULL);
  if (open != '{' && open != '[')
    return scan_word (self, "true") || scan_word (self, "false") || scan_word (self, "null") || sonde_scan_number (self, &number);
  if (depth == MAX_DEPTH)
    return FALSE;
  self->at++;
  while (sonde_scan_next (self, close, &is_first))
    if ((open == '{' && (!sonde_scan_string (self, NULL) || !sonde_scan_char (self, ':'))) || !scan_skip (self, depth + 1))
      return FALSE;
  return self->at[-1] == close;
}

/**
 * sonde_scan_skip:
 *
 * Reads any value.
 */
gboolean
sonde_scan_skip (SondeScan *self)
{
  return scan_skip (self, 0);
}

/**
 * sonde_scan_is_end:
 *
 * Returns: whether nothing but white space is left
 */
gboolean
sonde_scan_is_end (SondeScan *self)
{
  return sonde_scan_peek (self) == '\0' && self->at == self->end;
}
