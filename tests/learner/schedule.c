/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "schedule.h"

void
schedule_init (Schedule     *self,
               SondeLearner *learner,
               guint         n)
{
  *self = (Schedule) { learner, sonde_learner_get_ndim (learner), 0, n };
  self->asked = g_array_new (FALSE, FALSE, sizeof (double));
  self->improvements = g_array_new (FALSE, FALSE, sizeof (double));
}

void
schedule_clear (Schedule *self)
{
  g_array_unref (self->asked);
  g_array_unref (self->improvements);
  g_assert_finalize_object (self->learner);
}

static gboolean
is_over (Schedule *self)
{
  return self->told >= self->n || (self->is_over != NULL && self->is_over (self));
}

static guint
ask (Schedule *self,
     guint     n,
     GArray   *points)
{
  guint first = points->len;
  guint end = self->improvements->len;

  g_array_set_size (points, first + n * self->ndim);
  g_array_set_size (self->improvements, end + n);
  n = sonde_learner_ask (self->learner, n, TRUE, &g_array_index (points, double, first),
                         &g_array_index (self->improvements, double, end));
  g_array_set_size (points, first + n * self->ndim);
  g_array_set_size (self->improvements, end + n);
  if (n > 0)
    g_array_append_vals (self->asked, &g_array_index (points, double, first), n * self->ndim);
  return n;
}

static void
tell (Schedule *self,
      GArray   *points,
      guint     index)
{
  self->told++;
  self->tell (self, &g_array_index (points, double, index * self->ndim));
}

static guint
place_of (const char *order,
          guint       i,
          guint       k)
{
  if (strcmp (order, "lifo") == 0)
    return k - 1 - i;
  if (strcmp (order, "odd_even") == 0)
    return i < k / 2 ? 2 * i + 1 : 2 * (i - k / 2);
  return i;
}

static void
drive_in_batches (Schedule   *self,
                  guint       k,
                  const char *order)
{
  while (!is_over (self))
    {
      g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
      guint n = ask (self, k, points);

      if (n == 0)
        return;
      for (guint i = 0; i < n; i++)
        tell (self, points, place_of (order, i, n));
    }
}

static void
drive_a_pool (Schedule *self,
              guint     k)
{
  g_autoptr (GArray) running = g_array_new (FALSE, FALSE, sizeof (double));

  ask (self, k, running);
  for (guint step = 0; running->len > 0; step++)
    {
      guint chosen = floor (golden_u_seed (step) * (running->len / self->ndim));

      tell (self, running, chosen);
      g_array_remove_range (running, chosen * self->ndim, self->ndim);
      if (is_over (self))
        return;
      ask (self, 1, running);
    }
}

void
schedule_drive (Schedule   *self,
                JsonObject *schedule)
{
  const char *kind = json_object_get_string_member (schedule, "kind");

  if (strcmp (kind, "sequential") == 0)
    drive_in_batches (self, 1, "fifo");
  else if (strcmp (kind, "batch") == 0)
    drive_in_batches (self, json_object_get_int_member (schedule, "k"), json_object_get_string_member (schedule, "order"));
  else
    drive_a_pool (self, json_object_get_int_member (schedule, "k"));
}

SondeLearner *
learner_of_spec (const char *spec,
                 double      min,
                 double      max)
{
  g_autoptr (SondeDomain) domain = min < max ? sonde_domain_new_interval ("x", min, max) : sonde_domain_new ();
  g_autoptr (JsonNode) node = json_from_string (spec, NULL);
  g_autoptr (GError) error = NULL;
  SondeLearner *learner = sonde_learner_new_from_spec (json_node_get_object (node), domain, NULL, &error);

  g_assert_no_error (error);
  return learner;
}

void
add_family (const char    *file,
            const char    *path,
            GTestDataFunc  test)
{
  JsonNode *root = golden_load (file);
  JsonArray *cases = json_object_get_array_member (json_node_get_object (root), "cases");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *expected = json_array_get_object_element (cases, i);
      g_autofree char *name = g_strdup_printf ("%s/%s", path, json_object_get_string_member (expected, "id"));

      g_test_add_data_func_full (name, json_object_ref (expected), test, (GDestroyNotify) json_object_unref);
    }
  json_node_unref (root);
}
