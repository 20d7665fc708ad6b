/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "base/sonde-domain.h"

static void
test_interval (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new_interval ("x", -1, 2);
  const SondeVariable *variable;

  g_assert_cmpuint (sonde_domain_get_ndim (domain), ==, 1);
  variable = sonde_domain_get (domain, 0);
  g_assert_cmpstr (variable->name, ==, "x");
  g_assert_null (variable->unit);
  g_assert_cmpfloat (variable->min, ==, -1);
  g_assert_cmpfloat (variable->max, ==, 2);
}

static void
test_several (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();

  g_assert_cmpuint (sonde_domain_get_ndim (domain), ==, 0);
  sonde_domain_add (domain, "field", "T", 0, 1);
  sonde_domain_add (domain, "gate", "mV", -500, 500);

  g_assert_cmpuint (sonde_domain_get_ndim (domain), ==, 2);
  g_assert_cmpstr (sonde_domain_get (domain, 0)->unit, ==, "T");
  g_assert_cmpstr (sonde_domain_get (domain, 1)->name, ==, "gate");
  g_assert_cmpfloat (sonde_domain_get (domain, 1)->min, ==, -500);
}

static void
test_contains (void)
{
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  const double inside[][2] = { { 0, -1 }, { 1, 1 }, { 0.5, 0 } };
  const double outside[][2] = { { -0.1, 0 }, { 0.5, 1.0000001 }, { NAN, 0 }, { 0.5, NAN }, { INFINITY, 0 } };

  sonde_domain_add (domain, "x", NULL, 0, 1);
  sonde_domain_add (domain, "y", NULL, -1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
    g_assert_true (sonde_domain_contains (domain, inside[i]));
  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    g_assert_false (sonde_domain_contains (domain, outside[i]));
}

/* The names belong to the domain, which lives as long as its last reference. */
static void
test_references (void)
{
  char name[] = "x";
  SondeDomain *domain = sonde_domain_new_interval (name, 0, 1);
  SondeDomain *other = sonde_domain_ref (domain);

  g_assert_true (other == domain);
  name[0] = 'z';
  sonde_domain_unref (domain);
  g_assert_cmpstr (sonde_domain_get (other, 0)->name, ==, "x");
  sonde_domain_unref (other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/domain/interval", test_interval);
  g_test_add_func ("/base/domain/several", test_several);
  g_test_add_func ("/base/domain/contains", test_contains);
  g_test_add_func ("/base/domain/references", test_references);
  return g_test_run ();
}
