/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads lines ["tell", x, y, seconds], of which a run file has a million. What is not written in the usual way is left to the JSON
 * parser, which has the last word. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "base/sonde-points.h"
#include "study/sonde-journal-private.h"
#include "study/sonde-json-private.h"

static inline const char *
sonde_tell_skip_spaces (const char *p,
                        const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
    p++;
  return p;
}

static inline const char *
sonde_tell_expect (const char *p,
                   const char *end,
                   char        c)
{
  p = sonde_tell_skip_spaces (p, end);
  return p < end && *p == c ? sonde_tell_skip_spaces (p + 1, end) : NULL;
}

/* "nan", "inf" or "-inf" between quotes. */
static const char *
sonde_tell_read_word (const char *p,
                      const char *end,
                      double     *value)
{
  const char *close = memchr (p + 1, '"', end - p - 1);
  gsize length = close != NULL ? close - p - 1 : 0;

  if (length == 3 && memcmp (p + 1, "nan", 3) == 0)
    *value = NAN;
  else if (length == 3 && memcmp (p + 1, "inf", 3) == 0)
    *value = INFINITY;
  else if (length == 4 && memcmp (p + 1, "-inf", 4) == 0)
    *value = -INFINITY;
  else
    return NULL;
  return close + 1;
}

static inline const char *
sonde_tell_read_number (const char *p,
                        const char *end,
                        double     *value)
{
  const char *rest;

  if (G_UNLIKELY (p >= end))
    return NULL;
  if (*p == '"')
    return sonde_tell_read_word (p, end, value);
  if (!g_ascii_isdigit (*p) && !(*p == '-' && p + 1 < end && g_ascii_isdigit (p[1])))
    return NULL;
  return sonde_number_parse (p, end, value, &rest) ? rest : NULL;
}

/* A number, or a list of them; @n_list is SONDE_SCALAR or the length of the list. */
static const char *
sonde_tell_read_value (const char *p,
                       const char *end,
                       GArray     *values,
                       guint      *n_list)
{
  double value;

  g_array_set_size (values, 0);
  *n_list = SONDE_SCALAR;
  if (p < end && *p != '[')
    {
      p = sonde_tell_read_number (p, end, &value);
      g_array_append_val (values, value);
      return p;
    }

  p = sonde_tell_expect (p, end, '[');
  while (p != NULL)
    {
      const char *comma;

      p = sonde_tell_read_number (p, end, &value);
      if (p == NULL)
        return NULL;
      g_array_append_val (values, value);
      comma = sonde_tell_expect (p, end, ',');
      if (comma == NULL)
        break;
      p = comma;
    }
  *n_list = values->len;
  return p != NULL ? sonde_tell_expect (p, end, ']') : NULL;
}

/**
 * _sonde_journal_parse_tell:
 * @line: the beginning of the line
 * @end: its end, without the line break
 * @ndim: the number of coordinates of a point
 * @tell: (inout): its arrays are used again
 *
 * Returns: whether the line is a result in the usual form; if not it may still be one
 */
gboolean
_sonde_journal_parse_tell (const char *line,
                           const char *end,
                           guint       ndim,
                           SondeTell  *tell)
{
  const char *p = line;
  guint n_list;

  if (end - p < 12 || memcmp (p, "[\"tell\"", 7) != 0)
    return FALSE;
  p = sonde_tell_expect (p + 7, end, ',');
  if (p == NULL || (p = sonde_tell_read_value (p, end, tell->x, &n_list)) == NULL)
    return FALSE;
  if (tell->x->len != ndim || (n_list == SONDE_SCALAR) != (ndim == 1))
    return FALSE;
  p = sonde_tell_expect (p, end, ',');
  if (p == NULL || (p = sonde_tell_read_value (p, end, tell->y, &tell->vdim)) == NULL)
    return FALSE;
  p = sonde_tell_expect (p, end, ',');
  if (p == NULL || (p = sonde_tell_read_number (p, end, &tell->seconds)) == NULL)
    return FALSE;
  p = sonde_tell_expect (p, end, ']');
  return p == end;
}

static gboolean
sonde_journal_get_number (JsonNode *node,
                          double   *value)
{
  if (_sonde_json_get_double (node, value))
    return TRUE;
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  return sonde_number_parse_all (json_node_get_string (node), value) && !isfinite (*value);
}

/**
 * _sonde_journal_get_point:
 * @node: (nullable): a number or a list of numbers; non-finite ones are text
 * @values: (element-type double): set to the numbers
 * @is_vector: (out): whether it is a list
 *
 * Returns: whether it is that
 */
gboolean
_sonde_journal_get_point (JsonNode *node,
                          GArray   *values,
                          gboolean *is_vector)
{
  JsonArray *list;
  double value;

  g_array_set_size (values, 0);
  *is_vector = node != NULL && JSON_NODE_HOLDS_ARRAY (node);
  if (!*is_vector)
    {
      if (!sonde_journal_get_number (node, &value))
        return FALSE;
      g_array_append_val (values, value);
      return TRUE;
    }
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      if (!sonde_journal_get_number (json_array_get_element (list, i), &value))
        return FALSE;
      g_array_append_val (values, value);
    }
  return values->len > 0;
}
