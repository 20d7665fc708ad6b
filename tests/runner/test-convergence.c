/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "learner/sonde-learner-1d.h"
#include "runner/sonde-convergence.h"

static SondeLearner *
make_learner (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 1);

  return sonde_learner_1d_new (domain, NULL, NULL, NULL);
}

static void
tell_one (SondeLearner *learner)
{
  double x, y;

  g_assert_cmpuint (sonde_learner_ask (learner, 1, TRUE, &x, NULL), ==, 1);
  y = tanh (20 * x);
  g_assert_true (sonde_learner_tell (learner, &x, &y, SONDE_SCALAR, NAN, NULL));
}

/* Every point at first, then evenly on a logarithmic axis, and what was true at each. */
static void
test_thinning (void)
{
  SondeLearner *learner = make_learner ();
  g_autoptr (SondeConvergence) convergence = sonde_convergence_new ();
  g_autoptr (GHashTable) losses = g_hash_table_new (NULL, NULL);
  const SondeMilestone *milestones;
  guint n;

  for (guint i = 1; i <= 20000; i++)
    {
      gboolean due;

      tell_one (learner);
      due = sonde_convergence_is_due (convergence, i);
      g_assert_true (due == sonde_convergence_look (convergence, learner, i * .5));
      g_assert_false (sonde_convergence_look (convergence, learner, i * .5));
      if (!due)
        continue;
      milestones = sonde_convergence_get (convergence, &n);
      g_assert_cmpuint (milestones[n - 1].npoints, ==, i);
      g_assert_cmpfloat (milestones[n - 1].loss, ==, sonde_learner_get_loss (learner, TRUE));
      g_assert_cmpfloat (milestones[n - 1].elapsed, ==, i * .5);
    }
  milestones = sonde_convergence_get (convergence, &n);
  g_assert_cmpuint (n, >, 1000);
  g_assert_cmpuint (n, <=, (guint) (200 * (1.6 + log (20000 / 200.))));
  g_assert_true (isnan (milestones[0].error) && isfinite (milestones[n - 1].error));
  for (guint i = 1; i < n; i++)
    {
      guint step = milestones[i].npoints - milestones[i - 1].npoints;

      g_assert_cmpuint (step, >=, 1);
      g_assert_cmpuint (step, <=, MAX (1, milestones[i - 1].npoints / 200));
    }

  sonde_convergence_clear (convergence);
  sonde_convergence_get (convergence, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (sonde_convergence_is_due (convergence, 1));
  g_assert_finalize_object (learner);
}

/* Times that become known later, also after a break that is no time of the run. */
static void
test_dates (void)
{
  SondeLearner *learner = make_learner ();
  g_autoptr (SondeConvergence) convergence = sonde_convergence_new ();
  const SondeMilestone *milestones;
  guint n;

  sonde_convergence_date (convergence, 0, 0);
  for (guint i = 1; i <= 30; i++)
    {
      tell_one (learner);
      g_assert_true (sonde_convergence_look (convergence, learner, NAN));
      if (i == 10)
        sonde_convergence_date (convergence, 10, 5);
      if (i == 20)
        {
          sonde_convergence_date (convergence, 20, 25);
          sonde_convergence_date (convergence, 20, 27);
        }
    }
  milestones = sonde_convergence_get (convergence, &n);
  g_assert_cmpuint (n, ==, 30);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpfloat_with_epsilon (milestones[i].elapsed, (i + 1) * .5, 1e-12);
      g_assert_cmpfloat_with_epsilon (milestones[10 + i].elapsed, 5 + (i + 1) * 2., 1e-12);
      g_assert_true (isnan (milestones[20 + i].elapsed));
    }
  sonde_convergence_date (convergence, 30, 37);
  for (guint i = 20; i < 30; i++)
    g_assert_cmpfloat_with_epsilon (milestones[i].elapsed, 27 + (i - 19), 1e-12);
  g_assert_finalize_object (learner);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convergence/thinning", test_thinning);
  g_test_add_func ("/convergence/dates", test_dates);
  return g_test_run ();
}
