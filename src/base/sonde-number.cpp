/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers in files: the shortest text that reads back as the same double, whatever the locale.
 *
 * This is the one C++ file of the project. std::to_chars and std::from_chars are the well-kept implementations of
 * shortest printing (Ryu) and fast exact reading that C lacks; the C++ library is linked anyway, for muParser. */

#include "base/sonde-number.h"

#include <charconv>
#include <cmath>
#include <cstring>

/**
 * sonde_number_format:
 * @value: any double
 * @buffer: (out caller-allocates): at least SONDE_NUMBER_LENGTH bytes
 *
 * Writes the shortest decimal text that reads back as @value, and a final 0. Non-finite values are `nan`, `inf`
 * and `-inf`.
 *
 * Returns: the length without the final 0
 */
gsize
sonde_number_format (double  value,
                     char   *buffer)
{
  char *end;

  if (std::isnan (value))
    value = std::fabs (value);
  end = std::to_chars (buffer, buffer + SONDE_NUMBER_LENGTH - 1, value).ptr;
  /* most readers take "-0" for an integer, which has no sign */
  if (value == 0 && std::signbit (value))
    end = std::strcpy (buffer, "-0.0") + 4;
  *end = '\0';
  return end - buffer;
}

/**
 * sonde_number_format_json:
 * @value: any double
 * @buffer: (out caller-allocates): at least SONDE_NUMBER_LENGTH bytes
 *
 * As sonde_number_format(), but a valid JSON value: non-finite numbers become the strings `"nan"`, `"inf"`, `"-inf"`.
 *
 * Returns: the length without the final 0
 */
gsize
sonde_number_format_json (double  value,
                          char   *buffer)
{
  gsize length;

  if (std::isfinite (value))
    return sonde_number_format (value, buffer);

  length = sonde_number_format (value, buffer + 1);
  buffer[0] = '"';
  std::strcpy (buffer + 1 + length, "\"");
  return length + 2;
}

/**
 * sonde_number_parse:
 * @text: where a number begins; no white space and no plus sign is skipped
 * @end: the end of the text
 * @value: (out): the number
 * @rest: (out): what follows the number
 *
 * Reads a number as files have it: a point, never a comma; `nan`, `inf`, `-inf` are numbers. A number too large for
 * a double is infinite and one too small is zero, as in C.
 *
 * Returns: whether there is a number
 */
gboolean
sonde_number_parse (const char  *text,
                    const char  *end,
                    double      *value,
                    const char **rest)
{
  std::from_chars_result result = std::from_chars (text, end, *value);

  *rest = result.ptr;
  if (result.ec == std::errc::result_out_of_range)
    {
      *value = g_ascii_strtod (text, NULL);
      return TRUE;
    }
  return result.ec == std::errc ();
}

/**
 * sonde_number_parse_all:
 * @text: a number with nothing after it; spaces around it and a plus sign are accepted
 * @value: (out): the number
 *
 * Reads what a person typed or a file holds, always with a decimal point.
 *
 * Returns: whether @text is one number and nothing else
 */
gboolean
sonde_number_parse_all (const char *text,
                        double     *value)
{
  const char *end = text + std::strlen (text);
  const char *rest;

  while (g_ascii_isspace (*text))
    text++;
  while (end > text && g_ascii_isspace (end[-1]))
    end--;
  if (*text == '+' && text + 1 < end && text[1] != '-' && text[1] != '+')
    text++;
  return sonde_number_parse (text, end, value, &rest) && rest == end;
}
