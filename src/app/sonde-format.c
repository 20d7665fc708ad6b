/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "app/sonde-format.h"
#include "base/sonde-number.h"

#define MINUS "\xe2\x88\x92"
#define THIN_SPACE "\xe2\x80\x89"

static const char *
superscript (char c)
{
  static const char * const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

  return c == '-' ? "⁻" : g_ascii_isdigit (c) ? digits[c - '0'] : "";
}

/* "2.1e-05" becomes "2.1×10⁻⁵", and a hyphen in front becomes a minus sign. */
static char *
typeset (const char *plain)
{
  GString *out = g_string_new (NULL);
  const char *p = plain;

  if (*p == '-')
    {
      g_string_append (out, MINUS);
      p++;
    }
  for (; *p != '\0' && *p != 'e'; p++)
    g_string_append_c (out, *p);
  if (*p == 'e')
    {
      char exponent[16];

      g_snprintf (exponent, sizeof exponent, "%d", atoi (p + 1));
      g_string_append (out, "×10");
      for (p = exponent; *p != '\0'; p++)
        g_string_append (out, superscript (*p));
    }
  return g_string_free (out, FALSE);
}

/**
 * sonde_format_number:
 * @value: any number
 * @digits: the number of significant digits
 *
 * Returns: (transfer full): the number for a label
 */
char *
sonde_format_number (double value,
                     int    digits)
{
  char plain[64];

  if (isnan (value))
    return g_strdup ("NaN");
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : MINUS "∞");
  g_snprintf (plain, sizeof plain, "%.*g", digits, value);
  return typeset (plain);
}

/**
 * sonde_format_count:
 *
 * Returns: (transfer full): whole numbers with thin spaces between thousands, from 10 000 on
 */
char *
sonde_format_count (guint64 count)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize length = strlen (plain);
  GString *out;

  if (count < 10000)
    return g_steal_pointer (&plain);
  out = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (out, THIN_SPACE);
      g_string_append_c (out, plain[i]);
    }
  return g_string_free (out, FALSE);
}

/**
 * sonde_format_clock:
 * @seconds: a length of time
 *
 * Returns: (transfer full): as a clock shows it, "0:04:12"
 */
char *
sonde_format_clock (double seconds)
{
  guint64 whole = isfinite (seconds) && seconds > 0 ? (guint64) seconds : 0;

  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%02u:%02u", whole / 3600, (guint) (whole / 60 % 60), (guint) (whole % 60));
}

/**
 * sonde_format_span:
 * @seconds: a length of time
 *
 * Returns: (transfer full): as one says it, "4 min 12 s", with two units at most
 */
char *
sonde_format_span (double seconds)
{
  guint64 whole = (guint64) CLAMP (floor (seconds + 0.5), 0.0, 1e15);

  if (!isfinite (seconds))
    return g_strdup (_("a very long time"));
  if (seconds < 0.0995)
    return g_strdup_printf (_("%.0f ms"), MAX (seconds, 0) * 1000);
  if (seconds < 9.95)
    return g_strdup_printf (_("%.1f s"), seconds);
  if (whole < 60)
    return g_strdup_printf (_("%d s"), (int) whole);
  if (whole < 3600)
    return whole % 60 == 0 ? g_strdup_printf (_("%d min"), (int) (whole / 60))
                           : g_strdup_printf (_("%d min %d s"), (int) (whole / 60), (int) (whole % 60));
  if (whole < 48 * 3600)
    return g_strdup_printf (_("%d h %d min"), (int) (whole / 3600), (int) (whole / 60 % 60));
  return g_strdup_printf (_("%d d %d h"), (int) (whole / 86400), (int) (whole / 3600 % 24));
}

/**
 * sonde_format_span_range:
 * @from: the shortest time, seconds
 * @to: the longest time, seconds
 *
 * Returns: (transfer full): an estimate in the coarsest fitting unit, "20–40 s"
 */
char *
sonde_format_span_range (double from,
                         double to)
{
  int a, b;

  if (to < 1.5)
    return g_strdup (_("1 s"));
  if (to < 90)
    {
      a = MAX (1, (int) floor (from + 0.5));
      b = (int) ceil (to);
      return a >= b ? g_strdup_printf (_("%d s"), b) : g_strdup_printf (_("%d–%d s"), a, b);
    }
  if (to < 5400)
    {
      a = MAX (1, (int) floor (from / 60 + 0.5));
      b = (int) ceil (to / 60);
      return a >= b ? g_strdup_printf (_("%d min"), b) : g_strdup_printf (_("%d–%d min"), a, b);
    }
  a = MAX (1, (int) floor (from / 3600 + 0.5));
  b = (int) ceil (MIN (to, 1e9) / 3600);
  return a >= b ? g_strdup_printf (_("%d h"), b) : g_strdup_printf (_("%d–%d h"), a, b);
}

static char *
with_replaced (const char *text,
               const char *from,
               const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

/**
 * sonde_format_for_entry:
 *
 * Returns: (transfer full): the shortest text that reads back as @value, with the decimal mark of the locale; whole numbers as people
 *   write them, 100000 and not 1e+05
 */
char *
sonde_format_for_entry (double value)
{
  const char *mark = localeconv ()->decimal_point;
  char buffer[SONDE_NUMBER_LENGTH];

  if (fabs (value) < 1e9 && value == (gint64) value)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
  /* 0.0005 and not 5e-04, as long as that is the same number */
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
  if (g_ascii_strtod (buffer, NULL) != value)
    sonde_number_format (value, buffer);
  return with_replaced (buffer, ".", mark != NULL && *mark != '\0' ? mark : ".");
}

/**
 * sonde_format_duration_for_entry:
 *
 * Returns: (transfer full): in the largest unit that needs no fraction, "5 min", as sonde_parse_duration() reads it
 */
char *
sonde_format_duration_for_entry (double seconds)
{
  double unit = seconds <= 0 || fmod (seconds, 60) != 0 ? 1 : fmod (seconds, 3600) != 0 ? 60 : 3600;
  g_autofree char *number = sonde_format_for_entry (seconds / unit);

  return g_strdup_printf ("%s %s", number, unit == 1 ? "s" : unit == 60 ? "min" : "h");
}

/* U+200B…U+200D, U+2060, U+FEFF and the marks of direction: there, but not to be seen. */
static gboolean
is_invisible (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff;
}

/* A space is left out beside a unit, and between thousands: where exactly three digits follow. "1 2" are two numbers. */
static gboolean
is_left_out (const char *before,
             const char *after)
{
  if (!g_ascii_isdigit (*before) || !g_ascii_isdigit (*after))
    return TRUE;
  return g_ascii_isdigit (after[1]) && g_ascii_isdigit (after[2]) && !g_ascii_isdigit (after[3]);
}

/* "1.5×10⁻³", as this program writes it, becomes "1.5e-3". */
static char *
with_plain_exponent (const char *text)
{
  const char *power = strstr (text, "×10");
  g_autofree char *mantissa = NULL;
  g_autofree char *exponent = NULL;

  if (power == NULL)
    return g_strdup (text);
  mantissa = g_strndup (text, power - text);
  exponent = g_strdup (power + strlen ("×10"));
  for (const char *c = "-0123456789"; *c != '\0'; c++)
    {
      char plain[] = { *c, '\0' };
      char *next = with_replaced (exponent, superscript (*c), plain);

      g_free (exponent);
      exponent = next;
    }
  return g_strconcat (mantissa, "e", exponent, NULL);
}

/* What people paste: a true minus, spaces of all widths between thousands, line ends around it, powers of ten. Line ends within
 * stay, as they part two things. */
static char *
normalize (const char *text)
{
  g_autofree char *signs = with_replaced (text, MINUS, "-");
  g_autofree char *whole = g_strstrip (with_plain_exponent (signs));
  GString *out = g_string_new (NULL);

  for (const char *p = whole; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_space = g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR;

      if (is_invisible (c) ||
          (is_space && is_left_out (out->len > 0 ? out->str + out->len - 1 : "", g_utf8_next_char (p))))
        continue;
      g_string_append_unichar (out, c);
    }
  return g_strstrip (g_string_free (out, FALSE));
}

static gboolean
comma_is_decimal (const char *text)
{
  const char *comma = strchr (text, ',');

  return comma != NULL && strchr (comma + 1, ',') == NULL && strchr (text, '.') == NULL &&
         g_strcmp0 (localeconv ()->decimal_point, ",") == 0;
}

/**
 * sonde_parse_number:
 * @text: what was typed
 * @value: (out): the number
 * @problem: (out) (optional): a sentence on what is wrong and how to mend it
 *
 * Understands a decimal point everywhere, a decimal comma where the locale has one, a true minus sign and spaces
 * between thousands.
 *
 * Returns: whether it is a finite number
 */
gboolean
sonde_parse_number (const char  *text,
                    double      *value,
                    char       **problem)
{
  g_autofree char *plain = normalize (text);
  g_autofree char *pointed = with_replaced (plain, ",", ".");
  gboolean is_number;

  if (*plain == '\0')
    {
      if (problem != NULL)
        *problem = g_strdup (_("Nothing is entered. Type a number, such as 0.5."));
      return FALSE;
    }
  is_number = sonde_number_parse_all (comma_is_decimal (plain) ? pointed : plain, value);
  if (is_number && isfinite (*value))
    return TRUE;
  if (problem == NULL)
    return FALSE;
  if (is_number)
    *problem = g_strdup_printf (_("“%s” is not a finite number. Numbers go up to about 1.8e308."), text);
  else if (sonde_number_parse_all (pointed, value))
    *problem = g_strdup_printf (_("“%s” has a comma. Write %s."), text, pointed);
  else
    *problem = g_strdup_printf (_("“%s” is not a number. Write it like 0.25 or 1e-3."), text);
  return FALSE;
}

static double
unit_seconds (const char *unit)
{
  static const struct { const char *name; double seconds; } units[] = {
    { "s", 1 }, { "sec", 1 }, { "m", 60 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i].name))
      return units[i].seconds;
  return 0;
}

/* "1 h 30 min": numbers, each followed by a unit */
static gboolean
parse_units (const char *text,
             double     *seconds)
{
  const char *end = text + strlen (text);

  *seconds = 0;
  while (text < end)
    {
      g_autofree char *unit = NULL;
      const char *rest;
      double number;
      double factor;

      if (!sonde_number_parse (text, end, &number, &rest) || rest == text)
        return FALSE;
      for (text = rest; g_ascii_isalpha (*text); text++)
        ;
      unit = g_ascii_strdown (rest, text - rest);
      factor = *unit == '\0' && text == end && *seconds == 0 ? 1 : unit_seconds (unit);
      if (factor == 0)
        return FALSE;
      *seconds += number * factor;
    }
  return TRUE;
}

/* "1:30:00" and "1:30", hours first */
static gboolean
parse_clock (const char *text,
             double     *seconds)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 4);
  guint n = g_strv_length (parts);

  *seconds = 0;
  if (n != 2 && n != 3)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (parts[i], 10, 0, i == 0 ? 100000 : 59, &number, NULL))
        return FALSE;
      *seconds = *seconds * 60 + number;
    }
  if (n == 2)
    *seconds *= 60;
  return TRUE;
}

/**
 * sonde_parse_duration:
 * @text: "90", "90 s", "5 min", "1 h 30 min", "1:30" or "1:30:00"
 * @seconds: (out): the length of time
 * @problem: (out) (optional): a sentence on what is wrong and how to mend it
 *
 * Returns: whether it is a length of time of more than nothing
 */
gboolean
sonde_parse_duration (const char  *text,
                      double      *seconds,
                      char       **problem)
{
  g_autofree char *plain = normalize (text);
  g_autofree char *pointed = comma_is_decimal (plain) ? with_replaced (plain, ",", ".") : g_strdup (plain);
  gboolean understood = *pointed != '\0' && (parse_clock (pointed, seconds) || parse_units (pointed, seconds));

  if (understood && isfinite (*seconds) && *seconds > 0)
    return TRUE;
  if (problem != NULL)
    *problem = understood ? g_strdup (_("The time must be longer than nothing."))
                          : g_strdup_printf (_("“%s” is not a length of time. Write it like 90 s, 5 min or 1:30:00."), text);
  return FALSE;
}

/* Takes "today" or "tomorrow", in the user's language or in English, away from the text: 0, 1, or -1 if there is neither. */
static int
take_day (char *text)
{
  const char *words[] = { _("today"), _("tomorrow"), "today", "tomorrow" };
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *word = g_utf8_casefold (words[i], -1);
      char *place = strstr (folded, word);

      if (place == NULL || strlen (folded) != strlen (text))
        continue;
      memset (text + (place - folded), ' ', strlen (word));
      g_strstrip (text);
      return i % 2;
    }
  return -1;
}

/* @day: 0 today, 1 tomorrow, -1 whichever comes first */
static GDateTime *
parse_time_of_day (const char *text,
                   GDateTime  *now,
                   int         day)
{
  g_autoptr (GDateTime) moment = NULL;
  double seconds;

  if (!parse_clock (text, &seconds) || seconds >= 86400)
    return NULL;
  moment = g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), g_date_time_get_month (now),
                            g_date_time_get_day_of_month (now), (int) seconds / 3600, (int) seconds / 60 % 60, (int) seconds % 60);
  if (moment != NULL && day < 0)
    day = g_date_time_compare (moment, now) <= 0 ? 1 : 0;
  return moment != NULL ? g_date_time_add_days (moment, day) : NULL;
}

/* "2030-05-17 18:00", with or without seconds */
static GDateTime *
parse_date_and_time (const char *text,
                     GDateTime  *now)
{
  g_autofree char *iso = g_strconcat (text, strlen (text) == strlen ("2030-05-17 18:00") ? ":00" : "", NULL);

  if (strlen (iso) > 10 && iso[10] == ' ')
    iso[10] = 'T';
  return g_date_time_new_from_iso8601 (iso, g_date_time_get_timezone (now));
}

/**
 * sonde_parse_time:
 * @text: a time of day, "18:00", "18:00 tomorrow", or a date and time, "2030-05-17 18:00"
 * @now: the present local time
 * @iso8601: (out): the moment meant; a time of day that is over means tomorrow's
 * @problem: (out) (optional): a sentence on what is wrong and how to mend it
 */
gboolean
sonde_parse_time (const char  *text,
                  GDateTime   *now,
                  char       **iso8601,
                  char       **problem)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  int day = take_day (trimmed);
  g_autoptr (GDateTime) moment = strchr (trimmed, '-') != NULL && day < 0 ? parse_date_and_time (trimmed, now)
                                                                         : parse_time_of_day (trimmed, now, day);

  if (moment != NULL && (day != 0 || g_date_time_compare (moment, now) > 0))
    {
      *iso8601 = g_date_time_format_iso8601 (moment);
      return TRUE;
    }
  if (problem != NULL && moment != NULL)
    *problem = g_strdup_printf (_("%s is over for today. Write a later time, or %s tomorrow."), trimmed, trimmed);
  else if (problem != NULL)
    *problem = g_strdup_printf (_("“%s” is not a time. Write it like 18:00, 18:00 tomorrow or 2030-05-17 18:00."), text);
  return FALSE;
}

/* How many days lie between the midnights before both, 0 for the same day. */
static int
days_between (GDateTime *a,
              GDateTime *b)
{
  g_autoptr (GDateTime) noon_a = g_date_time_new_utc (g_date_time_get_year (a), g_date_time_get_month (a), g_date_time_get_day_of_month (a), 12, 0, 0);
  g_autoptr (GDateTime) noon_b = g_date_time_new_utc (g_date_time_get_year (b), g_date_time_get_month (b), g_date_time_get_day_of_month (b), 12, 0, 0);

  return g_date_time_difference (noon_b, noon_a) / G_TIME_SPAN_DAY;
}

/**
 * sonde_format_time:
 * @iso8601: a moment, as files have it
 *
 * Returns: (transfer full): the time for an entry, "18:00 today", "9:30 tomorrow", or with its date, as sonde_parse_time() reads it
 */
char *
sonde_format_time (const char *iso8601)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (iso8601, g_date_time_get_timezone (now));
  g_autoptr (GDateTime) local = moment != NULL ? g_date_time_to_local (moment) : NULL;
  g_autofree char *clock = NULL;
  int days;

  if (local == NULL)
    return g_strdup (iso8601);
  days = days_between (now, local);
  clock = g_date_time_format (local, "%H:%M");
  if (days == 0 && g_date_time_compare (local, now) > 0)
    return g_strdup_printf ("%s %s", clock, _("today"));
  if (days == 1)
    return g_strdup_printf ("%s %s", clock, _("tomorrow"));
  return g_date_time_format (local, "%Y-%m-%d %H:%M");
}
