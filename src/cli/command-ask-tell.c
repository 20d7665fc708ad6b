/* SPDX-License-Identifier: GPL-3.0-or-later */

/* sonde-cli ask-tell: a learner driven by another program, one JSON array a line in, one JSON object a line out.
 * Whatever is wrong with a line is its answer; the learner stays as it was and the conversation goes on. */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sonde-points.h"
#include "cli/sonde-cli.h"
#include "learner/sonde-learner.h"
#include "study/sonde-study.h"

/* More points than this in one ask are a mistake of the driver, not a wish. */
#define MOST_POINTS 10000000

typedef struct
{
  SondeLearner *learner;
  JsonArray    *request;
  GString      *answer;
} Talk;

typedef gboolean (*Verb) (Talk    *talk,
                          GError **error);

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA, message);
  return FALSE;
}

static JsonNode *
get_argument (Talk  *talk,
              guint  index)
{
  return index < json_array_get_length (talk->request) ? json_array_get_element (talk->request, index) : NULL;
}

/* An argument that may be left out. */
static gboolean
get_flag (Talk     *talk,
          guint     index,
          gboolean  otherwise,
          gboolean *flag,
          GError  **error)
{
  JsonNode *node = get_argument (talk, index);

  *flag = otherwise;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (error, _("the last argument must be true or false"));
  *flag = json_node_get_boolean (node);
  return TRUE;
}

/* [child, x] or [child, [x, y]]: the inner point stands as it is for the child alone; zeros fill up for children with more coordinates. */
static gboolean
read_nested_point (JsonNode  *node,
                   guint      ndim,
                   double    *x,
                   GError   **error)
{
  JsonArray *outer = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = outer != NULL ? json_array_get_length (outer) : 0;
  JsonNode *second = n == 2 ? json_array_get_element (outer, 1) : NULL;
  gboolean is_nested = second != NULL && JSON_NODE_HOLDS_ARRAY (second);
  JsonArray *inner = is_nested ? json_node_get_array (second) : outer;
  guint first = is_nested ? 0 : 1, end = inner != NULL ? json_array_get_length (inner) : 0;
  gboolean good = n >= 2 && sonde_cli_json_get_number (json_array_get_element (outer, 0), x) && end - first <= ndim - 1;

  for (guint i = 1; i < ndim; i++)
    x[i] = 0;
  for (guint i = first; good && i < end; i++)
    good = sonde_cli_json_get_number (json_array_get_element (inner, i), &x[1 + i - first]);
  return good || refuse (error, _("a point is the number of a child and a point of that child, [child, point]"));
}

static gboolean
read_point (SondeLearner  *learner,
            JsonNode      *node,
            double        *x,
            GError       **error)
{
  guint ndim = sonde_learner_get_ndim (learner);
  double first = 0;

  if (sonde_learner_get_n_nested (learner, &first) > 0)
    return read_nested_point (node, ndim, x, error);
  return sonde_cli_json_get_point (node, ndim, x, error);
}

static void
append_point (Talk         *talk,
              const double *x)
{
  guint n = sonde_learner_get_n_nested (talk->learner, x);

  if (n == 0)
    {
      sonde_cli_json_append_point (talk->answer, x, sonde_learner_get_ndim (talk->learner));
      return;
    }
  g_string_append (talk->answer, "[");
  sonde_cli_json_append_number (talk->answer, x[0]);
  g_string_append (talk->answer, ", ");
  sonde_cli_json_append_point (talk->answer, x + 1, n);
  g_string_append (talk->answer, "]");
}

static gboolean
get_point (Talk     *talk,
           guint     index,
           double   *x,
           GError  **error)
{
  JsonNode *node = get_argument (talk, index);

  if (node == NULL)
    return refuse (error, _("the point is missing"));
  return read_point (talk->learner, node, x, error);
}

static void
append_improvements (GString      *answer,
                     const double *improvements,
                     guint         n)
{
  g_string_append (answer, "], \"loss_improvements\": [");
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (answer, ", ");
      sonde_cli_json_append_number (answer, improvements[i]);
    }
  g_string_append (answer, "]");
}

/* ["ask", n] or ["ask", n, tell_pending] */
static gboolean
talk_ask (Talk    *talk,
          GError **error)
{
  guint ndim = sonde_learner_get_ndim (talk->learner);
  JsonNode *node = get_argument (talk, 1);
  g_autofree double *points = NULL;
  g_autofree double *improvements = NULL;
  gboolean tell_pending;
  double n;

  if (node == NULL || !sonde_cli_json_get_number (node, &n) || !(n >= 0 && n <= MOST_POINTS) || n != floor (n))
    return refuse (error, _("the number of points must be a whole number from 0 to ten millions"));
  if (!get_flag (talk, 2, TRUE, &tell_pending, error))
    return FALSE;

  points = g_new (double, (gsize) MAX (n, 1) * ndim);
  improvements = g_new (double, (gsize) MAX (n, 1));
  n = n > 0 ? sonde_learner_ask (talk->learner, (guint) n, tell_pending, points, improvements) : 0;
  g_string_append (talk->answer, "{\"points\": [");
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (talk->answer, ", ");
      append_point (talk, points + (gsize) i * ndim);
    }
  append_improvements (talk->answer, improvements, (guint) n);
  g_string_append (talk->answer, "}");
  return TRUE;
}

/* The value was taken, but going on is of no use. */
static gboolean
check_fault (Talk    *talk,
             GError **error)
{
  g_autofree char *fault = sonde_learner_get_fault (talk->learner);

  return fault == NULL || refuse (error, fault);
}

/* ["tell", x, y] */
static gboolean
talk_tell (Talk    *talk,
           GError **error)
{
  g_autofree double *x = g_new (double, sonde_learner_get_ndim (talk->learner));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  JsonNode *value = get_argument (talk, 2);
  guint vdim;

  if (!get_point (talk, 1, x, error))
    return FALSE;
  if (value == NULL)
    return refuse (error, _("the value is missing"));
  return sonde_cli_json_get_value (value, y, &vdim, error)
         && sonde_learner_tell (talk->learner, x, (double *) y->data, vdim, NAN, error) && check_fault (talk, error);
}

/* Reads as many values as there are points; all must have one shape. */
static gboolean
read_many (SondeLearner  *learner,
           JsonArray     *xs,
           JsonArray     *ys,
           GArray        *points,
           GArray        *values,
           guint         *vdim,
           GError       **error)
{
  guint ndim = sonde_learner_get_ndim (learner);
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = json_array_get_length (xs);

  if (json_array_get_length (ys) != n)
    return refuse (error, _("there must be as many values as points"));
  g_array_set_size (points, n * ndim);
  for (guint i = 0; i < n; i++)
    {
      guint own;

      if (!read_point (learner, json_array_get_element (xs, i), &g_array_index (points, double, i * ndim), error)
          || !sonde_cli_json_get_value (json_array_get_element (ys, i), y, &own, error))
        return FALSE;
      if (i > 0 && own != *vdim)
        return refuse (error, _("all values must have the same length"));
      *vdim = own;
      g_array_append_vals (values, y->data, y->len);
    }
  return TRUE;
}

typedef gboolean (*TellFunc) (SondeLearner  *learner,
                              GArray        *points,
                              GArray        *values,
                              guint          vdim,
                              GError       **error);

static gboolean
tell_lists (SondeLearner  *learner,
            JsonNode      *xs,
            JsonNode      *ys,
            TellFunc       tell,
            GError       **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  guint vdim = 0;

  if (xs == NULL || ys == NULL || !JSON_NODE_HOLDS_ARRAY (xs) || !JSON_NODE_HOLDS_ARRAY (ys))
    return refuse (error, _("a list of points and a list of values are needed"));
  if (!read_many (learner, json_node_get_array (xs), json_node_get_array (ys), points, values, &vdim, error))
    return FALSE;
  return points->len == 0 || tell (learner, points, values, vdim, error);
}

static gboolean
tell_at_once (SondeLearner  *learner,
              GArray        *points,
              GArray        *values,
              guint          vdim,
              GError       **error)
{
  return sonde_learner_tell_many (learner, points->len / sonde_learner_get_ndim (learner), (double *) points->data,
                                  (double *) values->data, vdim, NULL, FALSE, error);
}

static gboolean
tell_by_force (SondeLearner  *learner,
               GArray        *points,
               GArray        *values,
               guint          vdim,
               GError       **error)
{
  return sonde_learner_tell_many (learner, points->len / sonde_learner_get_ndim (learner), (double *) points->data,
                                  (double *) values->data, vdim, NULL, TRUE, error);
}

/* In the order in which they were told, one by one: then the losses are those that the learner had, and it chooses as it did. */
static gboolean
tell_in_order (SondeLearner  *learner,
               GArray        *points,
               GArray        *values,
               guint          vdim,
               GError       **error)
{
  guint ndim = sonde_learner_get_ndim (learner);

  for (guint i = 0; i < points->len / ndim; i++)
    if (!sonde_learner_tell (learner, &g_array_index (points, double, i * ndim),
                             &g_array_index (values, double, i * SONDE_STRIDE (vdim)), vdim, NAN, error))
      return FALSE;
  return TRUE;
}

/* ["tell_many", xs, ys] or ["tell_many", xs, ys, force] */
static gboolean
talk_tell_many (Talk    *talk,
                GError **error)
{
  gboolean force;

  return get_flag (talk, 3, FALSE, &force, error)
         && tell_lists (talk->learner, get_argument (talk, 1), get_argument (talk, 2), force ? tell_by_force : tell_at_once, error);
}

/* ["tell_pending", x] */
static gboolean
talk_tell_pending (Talk    *talk,
                   GError **error)
{
  g_autofree double *x = g_new (double, sonde_learner_get_ndim (talk->learner));

  if (!get_point (talk, 1, x, error))
    return FALSE;
  for (guint i = 0; i < sonde_learner_get_ndim (talk->learner); i++)
    if (!isfinite (x[i]))
      return refuse (error, _("a point must be finite"));
  sonde_learner_tell_pending (talk->learner, x);
  return TRUE;
}

static gboolean
talk_remove_unfinished (Talk    *talk,
                        GError **error)
{
  sonde_learner_remove_unfinished (talk->learner);
  return TRUE;
}

/* ["loss"] or ["loss", real] */
static gboolean
talk_loss (Talk    *talk,
           GError **error)
{
  gboolean real;

  if (!get_flag (talk, 1, TRUE, &real, error))
    return FALSE;
  g_string_append (talk->answer, "{\"loss\": ");
  sonde_cli_json_append_number (talk->answer, sonde_learner_get_loss (talk->learner, real));
  g_string_append (talk->answer, "}");
  return TRUE;
}

static void
append_cell (const double *vertices,
             guint         n_vertices,
             double        loss,
             gpointer      user_data)
{
  Talk *talk = user_data;
  guint ndim = sonde_learner_get_ndim (talk->learner);

  if (talk->answer->str[talk->answer->len - 1] != '[')
    g_string_append (talk->answer, ", ");
  g_string_append (talk->answer, "[[");
  for (guint i = 0; i < n_vertices; i++)
    {
      if (i > 0)
        g_string_append (talk->answer, ", ");
      append_point (talk, vertices + (gsize) i * ndim);
    }
  g_string_append (talk->answer, "], ");
  sonde_cli_json_append_number (talk->answer, loss);
  g_string_append (talk->answer, "]");
}

/* ["losses"] */
static gboolean
talk_losses (Talk    *talk,
             GError **error)
{
  g_string_append (talk->answer, "{\"losses\": [");
  sonde_learner_foreach_loss (talk->learner, TRUE, append_cell, talk);
  g_string_append (talk->answer, "], \"losses_combined\": [");
  sonde_learner_foreach_loss (talk->learner, FALSE, append_cell, talk);
  g_string_append (talk->answer, "]}");
  return TRUE;
}

static gboolean
talk_npoints (Talk    *talk,
              GError **error)
{
  g_string_append_printf (talk->answer, "{\"npoints\": %u}", sonde_learner_get_npoints (talk->learner));
  return TRUE;
}

/* What has been told, in order, without the closing brace. */
static void
append_data (Talk *talk)
{
  const SondePoints *points = sonde_learner_get_points (talk->learner);
  guint vdim = points->is_vector ? points->vdim : SONDE_SCALAR;

  g_string_append (talk->answer, "{\"x\": [");
  for (guint i = 0; i < points->n; i++)
    {
      if (i > 0)
        g_string_append (talk->answer, ", ");
      append_point (talk, points->x + (gsize) i * points->ndim);
    }
  g_string_append (talk->answer, "], \"y\": [");
  for (guint i = 0; i < points->n; i++)
    {
      if (i > 0)
        g_string_append (talk->answer, ", ");
      sonde_cli_json_append_value (talk->answer, points->y + (gsize) i * points->vdim, vdim);
    }
  g_string_append (talk->answer, "]");
}

static gboolean
talk_data (Talk    *talk,
           GError **error)
{
  append_data (talk);
  g_string_append (talk->answer, "}");
  return TRUE;
}

static gboolean
talk_info (Talk    *talk,
           GError **error)
{
  g_autoptr (JsonObject) info = sonde_learner_get_info (talk->learner);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, info);
  sonde_cli_json_append_node (talk->answer, node);
  return TRUE;
}

static void
take_learner (Talk         *talk,
              SondeLearner *learner)
{
  g_object_unref (talk->learner);
  talk->learner = learner;
}

static gboolean
talk_new (Talk    *talk,
          GError **error)
{
  take_learner (talk, sonde_learner_new_empty (talk->learner));
  return TRUE;
}

/* ["get"]: all that makes the learner choose as it does */
static gboolean
talk_get (Talk    *talk,
          GError **error)
{
  guint ndim = sonde_learner_get_ndim (talk->learner);
  guint n = sonde_learner_get_n_pending (talk->learner);
  g_autofree double *pending = g_new (double, (gsize) MAX (n, 1) * ndim);

  g_string_append (talk->answer, "{\"state\": ");
  append_data (talk);
  g_string_append (talk->answer, ", \"pending\": [");
  sonde_learner_get_pending (talk->learner, pending);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (talk->answer, ", ");
      append_point (talk, pending + (gsize) i * ndim);
    }
  g_string_append (talk->answer, "]}}");
  return TRUE;
}

static gboolean
set_pending (SondeLearner  *learner,
             JsonNode      *node,
             GError       **error)
{
  g_autofree double *x = g_new (double, sonde_learner_get_ndim (learner));
  JsonArray *pending;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, _("“pending” must be a list of points"));
  pending = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (pending); i++)
    {
      if (!read_point (learner, json_array_get_element (pending, i), x, error))
        return FALSE;
      sonde_learner_tell_pending (learner, x);
    }
  return TRUE;
}

/* ["set", state]: a new learner with the data of @state takes the place of this one */
static gboolean
talk_set (Talk    *talk,
          GError **error)
{
  g_autoptr (SondeLearner) learner = sonde_learner_new_empty (talk->learner);
  JsonNode *node = get_argument (talk, 1);
  JsonObject *state;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, _("the state is missing: an object with “x”, “y” and “pending”, as “get” gives it"));
  state = json_node_get_object (node);
  if (!tell_lists (learner, json_object_get_member (state, "x"), json_object_get_member (state, "y"), tell_in_order,
                   error)
      || !set_pending (learner, json_object_get_member (state, "pending"), error))
    return FALSE;
  take_learner (talk, g_steal_pointer (&learner));
  return TRUE;
}

static const struct { const char *name; Verb verb; } verbs[] = {
  { "ask", talk_ask }, { "tell", talk_tell }, { "tell_many", talk_tell_many }, { "tell_pending", talk_tell_pending },
  { "remove_unfinished", talk_remove_unfinished }, { "loss", talk_loss }, { "losses", talk_losses },
  { "npoints", talk_npoints }, { "data", talk_data }, { "info", talk_info }, { "new", talk_new }, { "get", talk_get },
  { "set", talk_set },
};

static Verb
find_verb (JsonArray  *request,
           GError    **error)
{
  JsonNode *node = json_array_get_length (request) > 0 ? json_array_get_element (request, 0) : NULL;
  const char *name = NULL;

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    name = json_node_get_string (node);
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].name, name))
      return verbs[i].verb;
  if (name != NULL)
    g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA, _("there is no request “%s”"), name);
  else
    refuse (error, _("a request begins with its name, such as [\"ask\", 1]"));
  return NULL;
}

static gboolean
answer_line (Talk        *talk,
             const char  *line,
             gsize        length,
             GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  Verb verb;

  node = sonde_study_node_parse (line, length, error);
  if (node == NULL)
    {
      g_prefix_error (error, _("not JSON (non-finite numbers are \"nan\", \"inf\", \"-inf\"): "));
      return FALSE;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, _("a request is a list, such as [\"ask\", 1]"));

  talk->request = json_node_get_array (node);
  verb = find_verb (talk->request, error);
  return verb != NULL && verb (talk, error);
}

/* The answer to one line, complete with its end of line. */
static void
answer (Talk       *talk,
        const char *line,
        gsize       length)
{
  g_autoptr (GError) error = NULL;

  g_string_truncate (talk->answer, 0);
  if (!answer_line (talk, line, length, &error))
    {
      g_string_assign (talk->answer, "{\"error\": ");
      sonde_cli_json_append_string (talk->answer, error->message);
      g_string_append (talk->answer, "}");
    }
  else if (talk->answer->len == 0)
    g_string_append (talk->answer, "{}");
  g_string_append_c (talk->answer, '\n');
}

static SondeExit
talk_until_end (Talk *talk)
{
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length;

  while ((length = getline (&line, &size, stdin)) >= 0)
    {
      while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        line[--length] = '\0';
      if (length == 0)
        continue;
      answer (talk, line, length);
      if (fwrite (talk->answer->str, 1, talk->answer->len, stdout) != talk->answer->len || fflush (stdout) != 0)
        {
          sonde_cli_complain (_("standard output: %s"), g_strerror (errno));
          return SONDE_EXIT_FAILED;
        }
    }
  return SONDE_EXIT_OK;
}

static void
fill_in (JsonObject *study,
         const char *member,
         const char *value)
{
  if (!json_object_has_member (study, member))
    json_object_set_member (study, member, json_from_string (value, NULL));
}

/* The study may lack function and goal: nothing is evaluated here, and the driver decides when to stop. Something takes
 * their place, so that all else is checked. */
static SondeStudy *
load_study (const char *path)
{
  g_autoptr (GPtrArray) diagnostics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SondeStudy *study;
  gsize length = 0;

  text = sonde_cli_load (path, &length);
  if (text == NULL)
    return NULL;
  node = sonde_cli_study_node (path, text, length, &error);
  if (node == NULL)
    {
      sonde_cli_complain ("%s: %s", path, error->message);
      return NULL;
    }
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      fill_in (json_node_get_object (node), "function", "{\"kind\": \"formula\", \"expression\": \"0\"}");
      fill_in (json_node_get_object (node), "goal", "{\"npoints\": 1}");
    }
  study = sonde_study_new_from_node (node, diagnostics);
  sonde_cli_print_diagnostics (diagnostics, path);
  return study;
}

SondeExit
sonde_command_ask_tell (int    argc,
                        char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (SondeStudy) study = NULL;
  Talk talk = { 0 };
  SondeExit result;

  path = sonde_cli_parse_one (NULL, _("STUDY"),
                              _("Drives a learner over standard input and output: one JSON array a line in, one JSON object "
                                "a line out, in order. The study may lack its function. Errors are answers, {\"error\": …}."),
                              "  $ sonde-cli ask-tell study.json\n"
                              "  [\"ask\", 2]              {\"points\": [-1, 1], \"loss_improvements\": [\"inf\", \"inf\"]}\n"
                              "  [\"tell\", -1, 0.25]      {}\n"
                              "  [\"tell\", 1, [0.5, 2]]   {}   (a value may be a vector, then all are)\n"
                              "  [\"loss\"]                {\"loss\": …}\n"
                              "  also: [\"ask\", n, false] (leaves no trace), [\"tell_many\", xs, ys], [\"tell_pending\", x],\n"
                              "  [\"remove_unfinished\"], [\"loss\", false], [\"losses\"], [\"npoints\"], [\"data\"], [\"info\"],\n"
                              "  [\"new\"], [\"get\"], [\"set\", state]",
                              argc, argv);
  if (path == NULL)
    return SONDE_EXIT_USAGE;
  study = load_study (path);
  if (study == NULL)
    return SONDE_EXIT_USAGE;

  talk.learner = sonde_study_create_learner (study);
  talk.answer = g_string_new (NULL);
  result = talk_until_end (&talk);
  g_object_unref (talk.learner);
  g_string_free (talk.answer, TRUE);
  return result;
}
