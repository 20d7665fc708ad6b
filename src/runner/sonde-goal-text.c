/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Goals as people read and write them: times, sentences, reasons. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "runner/sonde-goal-private.h"

/* GLib wants the seconds; ISO 8601 and people do not. */
static char *
with_seconds (const char *text)
{
  const char *time = strpbrk (text, "Tt ");

  if (time == NULL || strlen (time) < 6 || time[3] != ':' || time[6] == ':')
    return g_strdup (text);
  return g_strdup_printf ("%.*s:00%s", (int) (time + 6 - text), text, time + 6);
}

/* A date and time by ISO 8601, with or without a zone, with or without seconds, as seconds since 1970. */
gboolean
_sonde_goal_parse_time (const char *text,
                        double     *seconds)
{
  g_autofree char *whole = with_seconds (text);
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, here);

  if (time == NULL)
    return FALSE;
  *seconds = (double) g_date_time_to_unix (time) + g_date_time_get_microsecond (time) * 1e-6;
  return TRUE;
}

static char *
exact (double value)
{
  char buffer[SONDE_NUMBER_LENGTH];

  sonde_number_format (value, buffer);
  return g_strdup (buffer);
}

static char *
whole (double value)
{
  return g_strdup_printf ("%.0f", value);
}

static gulong
plural (double n)
{
  return n < 1e9 ? (gulong) n : 1000000000 + (gulong) fmod (n, 1e6);
}

/* A measured number, to three digits; always with a point, as the goal beside it is written. */
static char *
measured (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.3g", value));
}

static char *
duration_to_text (double seconds)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const struct { double length; const char *unit; } parts[] = {
    { 86400, C_("days", "d") }, { 3600, C_("hours", "h") }, { 60, C_("minutes", "min") },
  };
  g_autofree char *rest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double n = floor (seconds / parts[i].length);

      if (n > 0)
        g_string_append_printf (text, "%s%.0f %s", text->len > 0 ? " " : "", n, parts[i].unit);
      seconds -= n * parts[i].length;
    }
  if (seconds == 0 && text->len > 0)
    return g_strdup (text->str);
  rest = exact (seconds);
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? " " : "", rest, C_("seconds", "s"));
  return g_strdup (text->str);
}

static char *
time_to_text (double seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local ((gint64) floor (seconds));

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : exact (seconds);
}

/* "when the loss is at most 0.01", "after 1000 points": what follows "Stop". */
static char *
condition_to_text (SondeGoal *self)
{
  g_autofree char *number = self->kind == SONDE_GOAL_NPOINTS ? whole (self->value) : exact (self->value);
  g_autofree char *time = NULL;

  switch (self->kind)
    {
    case SONDE_GOAL_LOSS:
      return g_strdup_printf (_("when the loss is at most %s"), number);
    case SONDE_GOAL_NPOINTS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "after %s point", "after %s points", plural (self->value)), number);
    case SONDE_GOAL_DURATION:
      time = duration_to_text (self->value);
      return g_strdup_printf (_("after %s of running"), time);
    case SONDE_GOAL_END_TIME:
      time = time_to_text (self->value);
      return g_strdup_printf (_("at %s"), time);
    case SONDE_GOAL_ERROR_ESTIMATE:
      return g_strdup_printf (_("when the estimated error is at most %s"), number);
    case SONDE_GOAL_EXPRESSION:
      return g_strdup_printf (_("when %s"), self->text);
    case SONDE_GOAL_NONE:
    case SONDE_GOAL_ANY:
    case SONDE_GOAL_ALL:
    default:
      g_assert_not_reached ();
    }
}

static char *
conditions_to_text (SondeGoal *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->children == NULL)
    return condition_to_text (self);

  for (guint i = 0; i < self->children->len; i++)
    {
      SondeGoal *child = _sonde_goal_get_child (self, i);
      gboolean brackets = child->children != NULL && child->children->len > 1;
      g_autofree char *part = conditions_to_text (child);

      if (i > 0)
        g_string_append (text, self->kind == SONDE_GOAL_ANY ? _(", or ") : _(", and "));
      g_string_append_printf (text, brackets ? "(%s)" : "%s", part);
    }
  return g_strdup (text->str);
}

/**
 * sonde_goal_to_sentence:
 *
 * Returns: (transfer full): the goal in words, translated, such as
 *   "Stop when the loss is at most 0.01, or after 1000 points"
 */
char *
sonde_goal_to_sentence (SondeGoal *self)
{
  g_autofree char *conditions = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == SONDE_GOAL_NONE)
    return g_strdup (_("Run until cancelled"));
  conditions = conditions_to_text (self);
  return g_strdup_printf (_("Stop %s"), conditions);
}

static char *
fact_to_text (SondeGoal            *self,
              const SondeGoalState *state)
{
  g_autofree char *goal = exact (self->value);
  g_autofree char *now = NULL;

  switch (self->kind)
    {
    case SONDE_GOAL_LOSS:
      now = measured (state->loss);
      return g_strdup_printf (_("loss %s ≤ %s"), now, goal);
    case SONDE_GOAL_NPOINTS:
      now = whole (state->npoints);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s point", "%s points", plural (state->npoints)), now);
    case SONDE_GOAL_DURATION:
      now = duration_to_text (self->value);
      return g_strdup_printf (_("it ran for %s"), now);
    case SONDE_GOAL_END_TIME:
      now = time_to_text (self->value);
      return g_strdup_printf (_("it is past %s"), now);
    case SONDE_GOAL_ERROR_ESTIMATE:
      now = measured (state->error);
      return g_strdup_printf (_("estimated error %s ≤ %s"), now, goal);
    case SONDE_GOAL_EXPRESSION:
      return g_strdup (self->text);
    case SONDE_GOAL_NONE:
    case SONDE_GOAL_ANY:
    case SONDE_GOAL_ALL:
    default:
      g_assert_not_reached ();
    }
}

/* What has become true; of several that suffice, the first. */
static char *
facts_to_text (SondeGoal            *self,
               const SondeGoalState *state)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->children == NULL)
    return fact_to_text (self, state);

  for (guint i = 0; i < self->children->len; i++)
    {
      SondeGoal *child = _sonde_goal_get_child (self, i);
      g_autofree char *part = NULL;

      if (!sonde_goal_is_reached (child, state, NULL))
        continue;
      part = facts_to_text (child, state);
      if (self->kind == SONDE_GOAL_ANY)
        return g_steal_pointer (&part);
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", and ") : "", part);
    }
  return g_strdup (text->str);
}

/* @self must be reached in @state. */
char *
_sonde_goal_describe_reached (SondeGoal            *self,
                              const SondeGoalState *state)
{
  g_autofree char *facts = facts_to_text (self, state);

  return g_strdup_printf (_("Goal reached: %s"), facts);
}
