/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The value that a program prints.
 *
 * 1. The output is looked at line by line from its end. What stands in a line between white space, commas, semicolons, equals signs and
 *    brackets is a word.
 * 2. The last line that has nothing but numbers is the value: one number, or a list of several.
 * 3. If there is no such line, it is the numbers of the last line that has any, so that "E = 1.5 eV" does, too.
 *
 * So a line like "done in 3.2 s" after the value does no harm. */

#include "config.h"

#include <string.h>

#include "base/sonde-number.h"
#include "function/sonde-program-output-private.h"

#define SEPARATORS " \t\r\v\f,;=()[]{}"

/* Fortran writes 1.5D-03 for what everyone else knows as 1.5e-03. */
static gboolean
parse_number (char   *word,
              double *value)
{
  char *exponent;

  if (sonde_number_parse_all (word, value))
    return TRUE;
  exponent = strpbrk (word, "dD");
  if (exponent == NULL || exponent == word)
    return FALSE;
  *exponent = 'e';
  return sonde_number_parse_all (word, value);
}

/* The numbers of a line; returns whether there is nothing else. */
static gboolean
read_line (const char *line,
           gsize       length,
           GArray     *values)
{
  const char *end = line + length;
  gboolean is_pure = TRUE;

  while (line < end)
    {
      g_autofree char *word = NULL;
      double value;
      gsize n = 0;

      while (line < end && strchr (SEPARATORS, *line) != NULL)
        line++;
      while (line + n < end && strchr (SEPARATORS, line[n]) == NULL)
        n++;
      if (n == 0)
        break;
      word = g_strndup (line, n);
      if (parse_number (word, &value))
        g_array_append_val (values, value);
      else
        is_pure = FALSE;
      line += n;
    }
  return is_pure;
}

/**
 * _sonde_program_read_value:
 * @output: what the program printed
 * @values: (element-type double): filled with the value
 *
 * Returns: whether there is one
 */
gboolean
_sonde_program_read_value (const char *output,
                           GArray     *values)
{
  g_autoptr (GArray) mixed = g_array_new (FALSE, FALSE, sizeof (double));
  const char *end = output + strlen (output);

  while (end > output)
    {
      const char *line = end;

      while (line > output && line[-1] != '\n')
        line--;
      g_array_set_size (values, 0);
      if (read_line (line, end - line, values) && values->len > 0)
        return TRUE;
      if (mixed->len == 0)
        g_array_append_vals (mixed, values->data, values->len);
      end = line > output ? line - 1 : output;
    }
  g_array_set_size (values, 0);
  g_array_append_vals (values, mixed->data, mixed->len);
  return values->len > 0;
}
