/* SPDX-License-Identifier: GPL-3.0-or-later */

/* {"kind": "processes", "workers": 4, "launch": [{"prefix": ["ssh", "host"], "workers": 8}], "nice": 10, "memory": "2 GB",
 *  "timeout": 60}
 *
 * workers: how many run on this machine; one for each processor, or none where there is a launch. launch: more, started by way of
 * another command, such as on another machine. nice, memory, timeout: limits of each. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "executor/sonde-executor-spec-private.h"
#include "executor/sonde-process-executor.h"

#define MAX_NICE 19
#define MIN_MEMORY (16 * 1024 * 1024)
#define MAX_LAUNCHES 256

typedef struct
{
  SondeLaunch launch;
  guint       workers;
} Place;

static gboolean
get_number (JsonNode *node,
            double   *value)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

static JsonNode *
get_member (JsonObject *spec,
            const char *name)
{
  JsonNode *node = json_object_get_member (spec, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
read_nice (JsonObject   *spec,
           SondeLaunch  *launch,
           char        **path_of_fault,
           GError      **error)
{
  JsonNode *node = get_member (spec, "nice");
  double value;

  if (node == NULL)
    return TRUE;
  if (!get_number (node, &value) || value != floor (value) || value < 0 || value > MAX_NICE)
    return _sonde_executor_spec_fail (path_of_fault, error, "nice",
                                      g_strdup_printf (_("The nice level must be a whole number from 0 to %d, the most modest."), MAX_NICE));
  launch->nice = value;
  return TRUE;
}

/* Bytes as a number, or with a unit: "500 MB", "2 GiB", "2G". */
static gboolean
parse_memory (const char *text,
              double     *value)
{
  static const char units[] = "KMGT";
  char *end;
  double factor = 1;

  *value = g_ascii_strtod (text, &end);
  if (end == text)
    return FALSE;
  while (g_ascii_isspace (*end))
    end++;
  for (guint i = 0; units[i] != '\0'; i++)
    if (g_ascii_toupper (*end) == units[i])
      {
        gboolean is_binary = end[1] == 'i' || end[1] == '\0';

        factor = pow (is_binary ? 1024 : 1000, i + 1);
        end += end[1] == 'i' ? 2 : 1;
        break;
      }
  if (*end == 'B' || *end == 'b')
    end++;
  *value *= factor;
  return *end == '\0';
}

static gboolean
read_memory (JsonObject   *spec,
             SondeLaunch  *launch,
             char        **path_of_fault,
             GError      **error)
{
  JsonNode *node = get_member (spec, "memory");
  double value = 0;
  gboolean is_read;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    is_read = parse_memory (json_node_get_string (node), &value);
  else
    is_read = get_number (node, &value);
  if (!is_read || value < MIN_MEMORY || value > 1e18)
    return _sonde_executor_spec_fail (path_of_fault, error, "memory",
                                      g_strdup (_("The limit of memory must be a number of bytes of at least 16 MiB, or a text such as "
                                                  "\"2 GB\".")));
  launch->memory = (guint64) value;
  return TRUE;
}

static gboolean
read_timeout (JsonObject  *spec,
              double      *timeout,
              char       **path_of_fault,
              GError     **error)
{
  JsonNode *node = get_member (spec, "timeout");

  if (node == NULL)
    return TRUE;
  if (!get_number (node, timeout) || *timeout <= 0)
    return _sonde_executor_spec_fail (path_of_fault, error, "timeout",
                                      g_strdup (_("The limit of time must be a number of seconds above 0, or null for none.")));
  return TRUE;
}

/* A list of texts, or a text that is split as a shell does it; NULL if it is neither. */
static char **
parse_prefix (JsonNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char **argv = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_shell_parse_argv (json_node_get_string (node), NULL, &argv, NULL) ? argv : NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) == 0)
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return NULL;
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  return g_strv_builder_end (builder);
}

static gboolean
read_place (JsonNode   *node,
            const char *path,
            Place      *place,
            char      **path_of_fault,
            GError    **error)
{
  g_autofree char *prefix_path = g_strconcat (path, ".prefix", NULL);
  g_autofree char *workers_path = g_strconcat (path, ".workers", NULL);
  JsonObject *spec = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *prefix = spec != NULL ? get_member (spec, "prefix") : NULL;

  place->workers = 1;
  place->launch.prefix = prefix != NULL ? parse_prefix (prefix) : NULL;
  if (place->launch.prefix == NULL)
    return _sonde_executor_spec_fail (path_of_fault, error, spec != NULL ? prefix_path : path,
                                      g_strdup (_("A launch needs its prefix, the command that starts a worker given to it as arguments, such "
                                                  "as {\"prefix\": [\"ssh\", \"host\"], \"workers\": 8}.")));
  return _sonde_executor_spec_read_workers (spec, workers_path, &place->workers, path_of_fault, error);
}

static void
place_clear (gpointer data)
{
  sonde_launch_clear (&((Place *) data)->launch);
}

/* @places: (element-type Place): those elsewhere are appended */
static gboolean
read_launch (JsonObject  *spec,
             GArray      *places,
             char       **path_of_fault,
             GError     **error)
{
  JsonNode *node = get_member (spec, "launch");
  guint n = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;

  if (node == NULL)
    return TRUE;
  if (n == 0 || n > MAX_LAUNCHES)
    return _sonde_executor_spec_fail (path_of_fault, error, "launch",
                                      g_strdup (_("“launch” is a list, such as [{\"prefix\": [\"ssh\", \"host\"], \"workers\": 8}].")));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("launch[%u]", i);
      Place place = { 0 };
      gboolean is_read = read_place (json_array_get_element (json_node_get_array (node), i), path, &place, path_of_fault, error);

      g_array_append_val (places, place);
      if (!is_read)
        return FALSE;
    }
  return TRUE;
}

SondeExecutor *
_sonde_process_executor_new_from_spec (JsonObject  *spec,
                                       char       **path_of_fault,
                                       GError     **error)
{
  static const char * const options[] = { "workers", "launch", "nice", "memory", "timeout", NULL };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  SondeLaunch limits = { 0 };
  Place here = { .workers = json_object_has_member (spec, "launch") ? 0 : g_get_num_processors () };
  double timeout = 0;
  SondeExecutor *self;

  g_array_set_clear_func (places, place_clear);
  if (!_sonde_executor_spec_check_members (spec, "processes", options, path_of_fault, error)
      || !_sonde_executor_spec_read_workers (spec, "workers", &here.workers, path_of_fault, error)
      || !read_nice (spec, &limits, path_of_fault, error) || !read_memory (spec, &limits, path_of_fault, error)
      || !read_timeout (spec, &timeout, path_of_fault, error) || !read_launch (spec, places, path_of_fault, error))
    return NULL;

  self = sonde_process_executor_new ();
  g_array_prepend_val (places, here);
  for (guint i = 0; i < places->len; i++)
    {
      Place *place = &g_array_index (places, Place, i);

      place->launch.nice = limits.nice;
      place->launch.memory = limits.memory;
      if (place->workers > 0)
        sonde_process_executor_add_workers (SONDE_PROCESS_EXECUTOR (self), &place->launch, place->workers);
    }
  sonde_executor_set_timeout (self, timeout);
  return self;
}
