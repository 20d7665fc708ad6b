/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "app/monitor/sonde-failure-group.h"
#include "app/sonde-format.h"

static void
group_free (gpointer data)
{
  SondeFailureGroup *self = data;

  g_free (self->message);
  g_ptr_array_unref (self->failures);
  g_free (self);
}

static SondeFailureGroup *
group_new (const char *message)
{
  SondeFailureGroup *self = g_new0 (SondeFailureGroup, 1);

  self->message = g_strdup (message);
  self->failures = g_ptr_array_new_with_free_func (g_object_unref);
  self->least_attempts = G_MAXUINT;
  return self;
}

/**
 * sonde_failure_group_all:
 * @failures: a list of #SondeFailure
 *
 * Returns: (transfer full) (element-type SondeFailureGroup): those with equal messages together
 */
GPtrArray *
sonde_failure_group_all (GListModel *failures)
{
  g_autoptr (GHashTable) by_message = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  g_return_val_if_fail (G_IS_LIST_MODEL (failures), groups);

  for (guint i = 0; i < g_list_model_get_n_items (failures); i++)
    {
      SondeFailure *failure = g_list_model_get_item (failures, i);
      const char *message = sonde_failure_get_message (failure);
      SondeFailureGroup *group = g_hash_table_lookup (by_message, message);

      if (group == NULL)
        {
          group = group_new (message);
          g_ptr_array_add (groups, group);
          g_hash_table_insert (by_message, group->message, group);
        }
      g_ptr_array_add (group->failures, failure);
      group->least_attempts = MIN (group->least_attempts, sonde_failure_get_attempts (failure));
      group->most_attempts = MAX (group->most_attempts, sonde_failure_get_attempts (failure));
    }
  return groups;
}

static char *
get_extent (const SondeFailureGroup *self,
            const char              *name,
            guint                    dim)
{
  double min = G_MAXDOUBLE, max = -G_MAXDOUBLE;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  for (guint i = 0; i < self->failures->len; i++)
    {
      double x = sonde_failure_get_x (g_ptr_array_index (self->failures, i))[dim];

      min = MIN (min, x);
      max = MAX (max, x);
    }
  from = sonde_format_number (min, 5);
  to = sonde_format_number (max, 5);
  /* Translators: a variable and its value, as in "x = 0.3" */
  return min == max ? g_strdup_printf (_("%s = %s"), name, from)
                    : g_strdup_printf (_("%s from %s to %s"), name, from, to);
}

/**
 * sonde_failure_group_get_place:
 *
 * Returns: where the points lie, as "x from 0.1 to 0.3"
 */
char *
sonde_failure_group_get_place (const SondeFailureGroup *self,
                               SondeDomain             *domain)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    {
      g_autofree char *extent = get_extent (self, sonde_domain_get (domain, i)->name, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", extent);
    }
  return g_string_free (text, FALSE);
}

/**
 * sonde_failure_group_get_summary:
 *
 * Returns: how many points there are and how often they were tried
 */
char *
sonde_failure_group_get_summary (const SondeFailureGroup *self)
{
  guint n = self->failures->len;
  g_autofree char *number = sonde_format_count (n);
  g_autofree char *points = g_strdup_printf (ngettext ("%s point", "%s points", n), number);
  guint most = self->most_attempts;

  if (self->least_attempts != most)
    /* Translators: the first is a number of points, as "7 points" */
    return g_strdup_printf (ngettext ("%s · up to %u attempt", "%s · up to %u attempts", most), points, most);
  if (n == 1)
    return g_strdup_printf (ngettext ("%s · %u attempt", "%s · %u attempts", most), points, most);
  return g_strdup_printf (ngettext ("%s · %u attempt each", "%s · %u attempts each", most), points, most);
}

/**
 * sonde_failure_get_place:
 * @digits: how many significant ones
 *
 * Returns: the coordinates with their names
 */
char *
sonde_failure_get_place (SondeFailure *failure,
                         SondeDomain  *domain,
                         int           digits)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sonde_failure_get_ndim (failure); i++)
    {
      g_autofree char *number = sonde_format_number (sonde_failure_get_x (failure)[i], digits);

      if (i > 0)
        g_string_append (text, ", ");
      g_string_append_printf (text, _("%s = %s"), sonde_domain_get (domain, i)->name, number);
    }
  return g_string_free (text, FALSE);
}
