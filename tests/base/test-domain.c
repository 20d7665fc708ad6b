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

/* The way there and back: within the bounds, whole where only whole numbers are wanted, and the bounds to the last bit. */
static void
test_map (void)
{
  const SondeVariable variables[] = {
    { (char *) "x", NULL, -2, 3, FALSE, FALSE }, { (char *) "n", NULL, -5, 7, TRUE, FALSE },
    { (char *) "f", NULL, 1e-9, 1e12, FALSE, TRUE }, { (char *) "m", NULL, 1, 1000, TRUE, TRUE },
  };
  g_autoptr (SondeDomain) domain = sonde_domain_new ();
  const double x[] = { 0.1, 4.4, 20, 31.7 };
  double u[4], back[4];

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      sonde_domain_add_variable (domain, &variables[i]);
      g_assert_cmpfloat (sonde_variable_unmap (&variables[i], sonde_variable_map (&variables[i], variables[i].min)), ==, variables[i].min);
      g_assert_cmpfloat (sonde_variable_unmap (&variables[i], sonde_variable_map (&variables[i], variables[i].max)), ==, variables[i].max);
      g_assert_cmpfloat (sonde_variable_unmap (&variables[i], -1e3), ==, variables[i].min);
      g_assert_cmpfloat (sonde_variable_unmap (&variables[i], 1e3), ==, variables[i].max);
    }
  sonde_domain_map (domain, x, u);
  g_assert_cmpfloat (u[0], ==, 0.1);
  g_assert_cmpfloat (u[1], ==, 4.4);
  g_assert_cmpfloat (u[2], ==, log (20));
  sonde_domain_unmap (domain, u, back);
  g_assert_cmpfloat (back[0], ==, 0.1);
  g_assert_cmpfloat (back[1], ==, 4);
  g_assert_cmpfloat_with_epsilon (back[2], 20, 1e-13);
  g_assert_cmpfloat (back[3], ==, 32);
  g_assert_false (sonde_domain_is_plain (domain));
  g_assert_true (sonde_domain_has_integers (domain));
}

static gboolean
is_negative (const double *x,
             gpointer      data)
{
  (*(guint *) data)++;
  return *x < 0;
}

static void
count_destroyed (gpointer data)
{
  *(guint *) data += 1000;
}

static void
test_shape (void)
{
  const double hull[] = { 0, 0, 1, 0, 0, 1 };
  SondeDomain *domain = sonde_domain_new ();
  g_autoptr (SondeDomain) other = sonde_domain_new ();
  guint n = 5;
  guint calls = 0;

  sonde_domain_add (domain, "x", "m", -1, 1);
  sonde_domain_add (domain, "y", NULL, -1, 1);
  sonde_domain_add (other, "x", NULL, -1, 1);
  sonde_domain_add (other, "y", "s", -1, 1);
  g_assert_true (sonde_domain_equal (domain, other));
  g_assert_true (sonde_domain_is_plain (domain));
  g_assert_null (sonde_domain_get_hull (domain, &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (sonde_domain_excludes (domain, hull));

  sonde_domain_set_hull (domain, 3, hull);
  g_assert_cmpmem (sonde_domain_get_hull (domain, &n), sizeof hull, hull, sizeof hull);
  g_assert_cmpuint (n, ==, 3);
  g_assert_false (sonde_domain_equal (domain, other));
  sonde_domain_set_hull (other, 3, hull);
  g_assert_true (sonde_domain_equal (domain, other));

  sonde_domain_set_exclude (domain, "x < 0", is_negative, &calls, count_destroyed);
  g_assert_cmpstr (sonde_domain_get_exclude (domain), ==, "x < 0");
  g_assert_true (sonde_domain_excludes (domain, (double[]) { -0.5, 0 }));
  g_assert_false (sonde_domain_excludes (domain, (double[]) { 0.5, 0 }));
  g_assert_false (sonde_domain_equal (domain, other));
  sonde_domain_unref (domain);
  g_assert_cmpuint (calls, ==, 1002);
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
  g_test_add_func ("/base/domain/map", test_map);
  g_test_add_func ("/base/domain/shape", test_shape);
  return g_test_run ();
}
