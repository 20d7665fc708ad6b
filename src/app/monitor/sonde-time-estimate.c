/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When will the goal be reached? A range, because it is a fit:
 *
 * 1. The loss falls like a power of the number of points. A straight line through log (loss) against log (points) of the last
 *    half of the moments gives one slope, one through the last quarter another.
 * 2. Each slope tells how many points the loss still needs. The rate of the same stretch turns points into seconds.
 * 3. Goals in points and seconds need no fit. Of alternatives the earliest counts, of demands the latest. */

#include "config.h"

#include <math.h>

#include "app/monitor/sonde-run-history.h"

#define LONGEST (30.0 * 86400)
#define WIDEST 20.0

typedef struct
{
  const SondeMoment *last;
  double             slope;     /* of log (loss) over log (points) */
  double             rate;      /* points per second */
} Trend;

static gboolean
fit (const SondeMoment *moments,
     guint              n,
     Trend             *trend)
{
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  guint used = 0;
  double seconds;

  if (n < 3)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double x, y;

      if (!(moments[i].npoints > 0 && moments[i].loss > 0 && isfinite (moments[i].loss)))
        continue;
      x = log (moments[i].npoints);
      y = log (moments[i].loss);
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
      used++;
    }
  seconds = moments[n - 1].elapsed - moments[0].elapsed;
  if (seconds <= 0 || moments[n - 1].npoints <= moments[0].npoints)
    return FALSE;
  trend->last = &moments[n - 1];
  trend->rate = (moments[n - 1].npoints - moments[0].npoints) / seconds;
  trend->slope = used >= 3 && used * sxx - sx * sx > 0 ? (used * sxy - sx * sy) / (used * sxx - sx * sx) : NAN;
  return TRUE;
}

static double
seconds_to_loss (const Trend *trend,
                 double       goal)
{
  double points;

  if (trend->last->loss <= goal)
    return 0;
  if (!(trend->slope < -0.05) || !(goal > 0))
    return INFINITY;
  points = trend->last->npoints * exp (log (goal / trend->last->loss) / trend->slope);
  return (points - trend->last->npoints) / trend->rate;
}

static double
number_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : NAN;
}

static double seconds_to_goal (const Trend *trend, JsonNode *goal);

static double
seconds_to_many (const Trend *trend,
                 JsonNode    *goals,
                 gboolean     all)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (goals) ? json_node_get_array (goals) : NULL;
  double result = all ? 0 : INFINITY;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      double seconds = seconds_to_goal (trend, json_array_get_element (array, i));

      result = all ? MAX (result, seconds) : MIN (result, seconds);
    }
  return result;
}

static double
seconds_to_moment (const char *iso8601)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) then = iso8601 != NULL ? g_date_time_new_from_iso8601 (iso8601, zone) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return then != NULL ? MAX (0.0, g_date_time_difference (then, now) / 1e6) : INFINITY;
}

static double
seconds_to_goal (const Trend *trend,
                 JsonNode    *goal)
{
  JsonObject *object = goal != NULL && JSON_NODE_HOLDS_OBJECT (goal) ? json_node_get_object (goal) : NULL;

  if (object == NULL)
    return INFINITY;
  if (json_object_has_member (object, "any"))
    return seconds_to_many (trend, json_object_get_member (object, "any"), FALSE);
  if (json_object_has_member (object, "all"))
    return seconds_to_many (trend, json_object_get_member (object, "all"), TRUE);
  if (json_object_has_member (object, "loss"))
    return seconds_to_loss (trend, number_of (json_object_get_member (object, "loss")));
  if (json_object_has_member (object, "npoints"))
    return MAX (0, number_of (json_object_get_member (object, "npoints")) - trend->last->npoints) / trend->rate;
  if (json_object_has_member (object, "duration"))
    return MAX (0, number_of (json_object_get_member (object, "duration")) - trend->last->elapsed);
  if (json_object_has_member (object, "end_time"))
    return seconds_to_moment (json_object_get_string_member_with_default (object, "end_time", NULL));
  return INFINITY;
}

/**
 * sonde_estimate_time_to_goal:
 * @moments: the run so far, in order
 * @goal: (nullable): as in a study
 * @earliest: (out): seconds from the last moment
 * @latest: (out): seconds from the last moment
 *
 * Returns: whether there is an estimate: not with too few moments, nor while the run does not converge
 */
gboolean
sonde_estimate_time_to_goal (const SondeMoment *moments,
                             guint              n,
                             JsonNode          *goal,
                             double            *earliest,
                             double            *latest)
{
  Trend half, quarter;
  double a, b;

  if (n < 8 || !fit (moments + n / 2, n - n / 2, &half) || !fit (moments + n * 3 / 4 - 1, n - n * 3 / 4 + 1, &quarter))
    return FALSE;
  a = seconds_to_goal (&half, goal);
  b = seconds_to_goal (&quarter, goal);
  *earliest = MIN (a, b);
  *latest = MAX (a, b);
  /* a range that says nothing is none */
  return *latest <= LONGEST && *latest <= WIDEST * MAX (*earliest, 1);
}
