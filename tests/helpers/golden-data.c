/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "helpers/golden.h"

guint64
golden_mix (guint64 z)
{
  z ^= z >> 30;
  z *= G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z ^= z >> 27;
  z *= G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

double
golden_u_seed (guint64 seed)
{
  return (golden_mix ((seed + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)) >> 11) * 0x1p-53;
}

double
golden_u_seed_x (guint64 seed,
                 double  x)
{
  guint64 bits;

  x += 0.0;
  memcpy (&bits, &x, sizeof bits);
  return (golden_mix (golden_mix (bits) + (seed + 1) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)) >> 11) * 0x1p-53;
}

JsonNode *
golden_load (const char *name)
{
  g_autofree char *path = g_build_filename (TESTS_DATA, "reference", name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

double
golden_number (JsonNode *node)
{
  double number;

  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return json_node_get_double (node);
  g_assert_true (sonde_number_parse_all (json_node_get_string (node), &number));
  return number;
}

double
golden_element (JsonArray *array,
                guint      index)
{
  return golden_number (json_array_get_element (array, index));
}

double
golden_member (JsonObject *object,
               const char *member)
{
  return golden_number (json_object_get_member (object, member));
}

gboolean
golden_close (double value,
              double expected,
              double tolerance)
{
  if (isnan (expected) || isinf (expected) || isnan (value) || isinf (value))
    return value == expected || (isnan (value) && isnan (expected));
  return fabs (value - expected) <= tolerance * MAX (fabs (value), fabs (expected));
}
