/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/monitor/sonde-event-text.h"
#include "app/sonde-format.h"

#define DIGITS 7
#define MOST_COMPONENTS 4

/**
 * sonde_event_describe_time:
 *
 * Returns: the time of day, or an empty text where the file does not say
 */
char *
sonde_event_describe_time (SondeEvent *event)
{
  gint64 time = sonde_event_get_time (event);
  g_autoptr (GDateTime) moment = time >= 0 ? g_date_time_new_from_unix_local (time / G_TIME_SPAN_SECOND) : NULL;

  /* Translators: a time of day, see g_date_time_format() */
  return moment != NULL ? g_date_time_format (moment, _("%H:%M:%S")) : g_strdup ("");
}

static const char *
describe_status (SondeStatus status)
{
  switch (status)
    {
    case SONDE_STATUS_RUNNING:
      return _("Running");
    case SONDE_STATUS_PAUSED:
      return _("Paused");
    case SONDE_STATUS_CANCELLED:
      return _("Cancelled");
    case SONDE_STATUS_FAILED:
      return _("Failed");
    case SONDE_STATUS_FINISHED:
      return _("Finished");
    case SONDE_STATUS_IDLE:
    default:
      return _("Not started");
    }
}

char *
sonde_event_describe_kind (SondeEvent *event)
{
  switch (sonde_event_get_kind (event))
    {
    case SONDE_EVENT_STUDY:
      return g_strdup (_("Set-up"));
    case SONDE_EVENT_TELL:
      return g_strdup (_("Result"));
    case SONDE_EVENT_FAIL:
      return g_strdup (_("Failure"));
    case SONDE_EVENT_ASK:
      return g_strdup (_("Asked"));
    case SONDE_EVENT_STATE:
      return g_strdup (describe_status (sonde_event_get_status (event)));
    case SONDE_EVENT_OTHER:
    default:
      return g_strdup (sonde_event_get_name (event));
    }
}

static void
append_point (GString     *text,
              SondeEvent  *event,
              SondeDomain *domain)
{
  guint ndim = 0;
  const double *x = sonde_event_get_x (event, &ndim);

  for (guint i = 0; x != NULL && i < MIN (ndim, sonde_domain_get_ndim (domain)); i++)
    {
      g_autofree char *number = sonde_format_number (x[i], DIGITS);

      g_string_append_printf (text, "%s%s = %s", i > 0 ? ", " : "", sonde_domain_get (domain, i)->name, number);
    }
}

static void
append_values (GString    *text,
               SondeEvent *event)
{
  guint vdim = 0;
  const double *y = sonde_event_get_y (event, &vdim);
  guint n = MAX (vdim, 1);

  if (y == NULL)
    return;
  g_string_append (text, " → ");
  for (guint i = 0; i < MIN (n, MOST_COMPONENTS); i++)
    {
      g_autofree char *number = sonde_format_number (y[i], DIGITS);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  if (n > MOST_COMPONENTS)
    g_string_append (text, ", …");
}

/* without the traceback */
static char *
get_first_line (const char *text)
{
  return g_strndup (text, strcspn (text, "\n"));
}

/**
 * sonde_event_describe:
 *
 * Returns: what happened, in one line
 */
char *
sonde_event_describe (SondeEvent  *event,
                      SondeDomain *domain)
{
  GString *text = g_string_new (NULL);
  guint count = sonde_event_get_count (event);
  g_autofree char *message = get_first_line (sonde_event_get_text (event));

  switch (sonde_event_get_kind (event))
    {
    case SONDE_EVENT_TELL:
      append_point (text, event, domain);
      append_values (text, event);
      break;
    case SONDE_EVENT_FAIL:
      append_point (text, event, domain);
      /* Translators: comes after a point, as in "x = 0.3, attempt 2: math domain error" */
      g_string_append_printf (text, _(", attempt %u: %s"), count, message);
      break;
    case SONDE_EVENT_ASK:
      g_string_append_printf (text, ngettext ("%u point", "%u points", count), count);
      break;
    case SONDE_EVENT_STATE:
      break;
    case SONDE_EVENT_STUDY:
    case SONDE_EVENT_OTHER:
    default:
      g_string_append (text, sonde_event_get_text (event));
      break;
    }
  g_strdelimit (text->str, "\n\t", ' ');
  return g_string_free (text, FALSE);
}
