/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When will the goal be reached? A range, because it is a guess from how things went.
 *
 * 1. The history is read off at 16 moments an octave, that is, a doubling of the number of points, over the last two octaves.
 * 2. A loss falls like a power of the number of points, but in steps: a round of intervals that are all alike ends with the last of
 *    them, after a doubling. So each moment is compared with the one an octave before, which leaves steps out: the median of these
 *    falls is the slope, their median absolute deviation (times 1.4826, as for a normal distribution) its uncertainty.
 * 3. If this median is no larger than its uncertainty, or than a fall of 3 % in an octave, the run does not converge.
 * 4. Otherwise the line with that slope through the moments of the last octave, lowest and highest, tells how many points are needed;
 *    slopes are taken steeper and flatter by the uncertainty, and by a tenth.
 * 5. The rates of the last octave and of its second half turn points into seconds.
 * 6. Goals in points need only the rates, those in time nothing. Of alternatives the earliest counts, of demands the latest.
 *
 * The median of slopes is that of P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, J. Am. Stat. Assoc. 63
 * (1968), 1379, with pairs an octave apart. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "runner/sonde-estimate.h"
#include "runner/sonde-goal-private.h"

#define PER_OCTAVE 16
#define N_READINGS (2 * PER_OCTAVE + 1)

/* A history must tell at least so many points, for an octave of less is a handful of points. */
#define MIN_POINTS 16

/* In an octave, by logarithm: less is no fall. */
#define MIN_FALL 0.03

/* How far the model itself may be off. */
#define DOUBT 0.1

#define MINUTE 60.0
#define HOUR 3600.0
#define DAY 86400.0
#define YEAR (365 * DAY)

/* Readings go back in time: 0 is now. rates: points a second, slowest and fastest; 0 while they are not known. */
typedef struct
{
  const SondeGoalState *now;
  double                elapsed[N_READINGS];
  double                loss[N_READINGS];
  double                error[N_READINGS];
  double                rates[2];
} Readings;

static const SondeEstimate unknown = { SONDE_ESTIMATE_UNKNOWN, NAN, NAN };
static const SondeEstimate never = { SONDE_ESTIMATE_NOT_CONVERGING, INFINITY, INFINITY };

static SondeEstimate
range (double earliest,
       double latest)
{
  if (isnan (earliest) || isnan (latest))
    return unknown;
  return (SondeEstimate) { SONDE_ESTIMATE_RANGE, MAX (earliest, 0), MAX (MAX (latest, earliest), 0) };
}

/* The last moment with no more than @npoints; before the first one there is none. Times are interpolated, since they run on while
 * nothing else changes. */
static void
read_off (Readings             *self,
          guint                 index,
          double                npoints,
          const SondeMilestone *history,
          guint                 n,
          double                elapsed)
{
  guint low = 0, high = n;
  double next_points, next_elapsed;

  self->elapsed[index] = self->loss[index] = self->error[index] = NAN;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (history[middle].npoints <= npoints)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == 0)
    return;
  self->loss[index] = log (history[low - 1].loss);
  self->error[index] = log (history[low - 1].error);
  next_points = low < n ? history[low].npoints : self->now->npoints;
  next_elapsed = low < n ? history[low].elapsed : elapsed;
  self->elapsed[index] = history[low - 1].elapsed;
  if (next_points > history[low - 1].npoints)
    self->elapsed[index] += (npoints - history[low - 1].npoints) / (next_points - history[low - 1].npoints)
                            * (next_elapsed - history[low - 1].elapsed);
}

static double
get_rate (Readings *self,
          guint     index)
{
  double points = self->now->npoints * (1 - exp2 (-(double) index / PER_OCTAVE));
  double seconds = self->elapsed[0] - self->elapsed[index];

  return seconds > 0 ? points / seconds : 0;
}

static void
read_history (Readings             *self,
              const SondeGoalState *now,
              double                elapsed,
              const SondeMilestone *history,
              guint                 n)
{
  double whole, half;

  self->now = now;
  for (guint i = 1; i < N_READINGS; i++)
    read_off (self, i, now->npoints * exp2 (-(double) i / PER_OCTAVE), history, n, elapsed);
  self->elapsed[0] = elapsed;
  self->loss[0] = log (now->loss);
  self->error[0] = log (now->error);
  whole = get_rate (self, PER_OCTAVE);
  half = get_rate (self, PER_OCTAVE / 2);
  self->rates[0] = MIN (whole, half);
  self->rates[1] = MAX (whole, half);
}

static int
compare (const void *a,
         const void *b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static double
median (double *values,
        guint   n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* The fall of an octave, negative while there is one, and its uncertainty; FALSE if the readings do not reach back far enough. */
static gboolean
get_fall (const double *readings,
          double       *fall,
          double       *uncertainty)
{
  double falls[PER_OCTAVE + 1];

  for (guint i = 0; i <= PER_OCTAVE; i++)
    {
      falls[i] = readings[i] - readings[i + PER_OCTAVE];
      if (!isfinite (falls[i]))
        return FALSE;
    }
  *fall = median (falls, PER_OCTAVE + 1);
  for (guint i = 0; i <= PER_OCTAVE; i++)
    falls[i] = fabs (falls[i] - *fall);
  *uncertainty = 1.4826 * median (falls, PER_OCTAVE + 1);
  return TRUE;
}

/* Seconds from now until there are so many times the points of now. */
static double
seconds_to (Readings *self,
            double    octaves,
            double    rate)
{
  return octaves <= 0 ? 0 : self->now->npoints * expm1 (octaves * G_LN2) / rate;
}

static SondeEstimate
estimate_fall (Readings     *self,
               const double *readings,
               double        goal)
{
  double fall, uncertainty, lowest = INFINITY, highest = -INFINITY, flattest;

  if (!(goal > 0) || self->now->npoints < MIN_POINTS || !get_fall (readings, &fall, &uncertainty))
    return unknown;
  if (-fall <= MAX (MIN_FALL, uncertainty))
    return never;
  if (!(self->rates[0] > 0) || !isfinite (self->rates[1]))
    return unknown;
  for (guint i = 0; i <= PER_OCTAVE; i++)
    {
      double level = readings[i] + fall * i / PER_OCTAVE;

      lowest = MIN (lowest, level);
      highest = MAX (highest, level);
    }
  /* no flatter than a quarter: such a slope would have been told from none by the octave before */
  flattest = MIN (fall + uncertainty - DOUBT * fall, fall / 4);
  return range (seconds_to (self, (log (goal) - lowest) / (fall - uncertainty + DOUBT * fall), self->rates[1]),
                seconds_to (self, (log (goal) - highest) / flattest, self->rates[0]));
}

static SondeEstimate
estimate_points (Readings *self,
                 double    goal)
{
  double left = goal - self->now->npoints;

  if (!(self->rates[0] > 0))
    return unknown;
  return range (left / self->rates[1], left / self->rates[0]);
}

static SondeEstimate estimate (Readings *self, SondeGoal *goal);

/* One of several suffices: those of which nothing is known are left out, and those that are never reached. */
static SondeEstimate
estimate_any (Readings  *self,
              SondeGoal *goal)
{
  SondeEstimate result = unknown;

  for (guint i = 0; i < goal->children->len; i++)
    {
      SondeEstimate child = estimate (self, _sonde_goal_get_child (goal, i));

      if (child.kind == SONDE_ESTIMATE_UNKNOWN)
        continue;
      if (result.kind == SONDE_ESTIMATE_UNKNOWN || result.kind == SONDE_ESTIMATE_NOT_CONVERGING)
        result = child;
      else if (child.kind == SONDE_ESTIMATE_RANGE)
        result = range (MIN (result.earliest, child.earliest), MIN (result.latest, child.latest));
    }
  return result;
}

/* All are needed: one that is never reached decides, and one of which nothing is known leaves all open. */
static SondeEstimate
estimate_all (Readings  *self,
              SondeGoal *goal)
{
  SondeEstimate result = range (0, 0);

  for (guint i = 0; i < goal->children->len; i++)
    {
      SondeEstimate child = estimate (self, _sonde_goal_get_child (goal, i));

      if (child.kind == SONDE_ESTIMATE_NOT_CONVERGING || result.kind == SONDE_ESTIMATE_NOT_CONVERGING)
        result = never;
      else if (child.kind == SONDE_ESTIMATE_UNKNOWN || result.kind == SONDE_ESTIMATE_UNKNOWN)
        result = unknown;
      else
        result = range (MAX (result.earliest, child.earliest), MAX (result.latest, child.latest));
    }
  return result;
}

static SondeEstimate
estimate (Readings  *self,
          SondeGoal *goal)
{
  const SondeGoalState *now = self->now;

  if (goal->kind != SONDE_GOAL_NONE && sonde_goal_is_reached (goal, now, NULL))
    return range (0, 0);
  switch (goal->kind)
    {
    case SONDE_GOAL_LOSS:
      return estimate_fall (self, self->loss, goal->value);
    case SONDE_GOAL_ERROR_ESTIMATE:
      return estimate_fall (self, self->error, goal->value);
    case SONDE_GOAL_NPOINTS:
      return estimate_points (self, goal->value);
    case SONDE_GOAL_DURATION:
      return range (goal->value - now->elapsed, goal->value - now->elapsed);
    case SONDE_GOAL_END_TIME:
      return range (goal->value - now->now, goal->value - now->now);
    case SONDE_GOAL_ANY:
      return estimate_any (self, goal);
    case SONDE_GOAL_ALL:
      return estimate_all (self, goal);
    case SONDE_GOAL_EXPRESSION:
    case SONDE_GOAL_NONE:
    default:
      return unknown;
    }
}

/**
 * sonde_estimate_goal:
 * @self: (out caller-allocates): when the goal will be reached
 * @goal: when to stop
 * @now: where the run is, as [method@Runner.get_goal_state] tells it
 * @elapsed: for how many seconds the run has been going on, on the clock of @history
 * @history: (array length=n): how it came there, with rising numbers of points
 * @n: their number
 *
 * Guesses when a run that goes on as it did will reach its goal. Loss and error need a history of two doublings of the number of
 * points; expressions are never guessed at.
 */
void
sonde_estimate_goal (SondeEstimate        *self,
                     SondeGoal            *goal,
                     const SondeGoalState *now,
                     double                elapsed,
                     const SondeMilestone *history,
                     guint                 n)
{
  Readings readings;

  g_return_if_fail (self != NULL && goal != NULL && now != NULL);
  g_return_if_fail (history != NULL || n == 0);

  read_history (&readings, now, elapsed, history, n);
  *self = estimate (&readings, goal);
}

/* Two digits: more would be a promise. */
static char *
format_number (double number)
{
  double power = number >= 100 ? pow (10, floor (log10 (number)) - 1) : 1;

  return g_strdup_printf ("%.0f", nearbyint (number / power) * power);
}

/* In the unit of the later time. */
static char *
format_range (const SondeEstimate *self,
              double               unit)
{
  g_autofree char *earliest = format_number (self->earliest / unit);
  g_autofree char *latest = format_number (MAX (self->latest / unit, 1));

  if (g_str_equal (earliest, latest) || g_str_equal (earliest, "0"))
    return g_steal_pointer (&latest);
  return g_strconcat (earliest, "–", latest, NULL);
}

/* The unit is that of which the later time has at least two. */
static char *
describe_range (const SondeEstimate *self)
{
  g_autofree char *numbers = NULL;
  double unit = self->latest >= 2 * DAY ? DAY : self->latest >= 2 * HOUR ? HOUR : self->latest >= 2 * MINUTE ? MINUTE : 1;

  numbers = format_range (self, unit);
  if (unit == DAY)
    return g_strdup_printf (_("about %s d to the goal"), numbers);
  if (unit == HOUR)
    return g_strdup_printf (_("about %s h to the goal"), numbers);
  if (unit == MINUTE)
    return g_strdup_printf (_("about %s min to the goal"), numbers);
  return g_strdup_printf (_("about %s s to the goal"), numbers);
}

/**
 * sonde_estimate_to_text:
 *
 * Returns: (transfer full) (nullable): such as "about 20–40 s to the goal" or "not converging"; %NULL if nothing is known
 */
char *
sonde_estimate_to_text (const SondeEstimate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == SONDE_ESTIMATE_UNKNOWN)
    return NULL;
  if (self->kind == SONDE_ESTIMATE_NOT_CONVERGING)
    return g_strdup (_("not converging"));
  if (self->earliest > YEAR)
    return g_strdup (_("more than a year to the goal"));
  if (self->latest > YEAR)
    return g_strdup (_("perhaps more than a year to the goal"));
  return describe_range (self);
}
