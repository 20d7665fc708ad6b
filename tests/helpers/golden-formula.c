/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A recursive-descent parser, one function a level of precedence, that builds a tree; evaluating walks the tree. Faults in
 * a formula abort: the formulas are part of the tests. */

#include "config.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "helpers/golden.h"

typedef double (*Function) (double);

typedef enum
{
  NUMBER, VARIABLE, CALL, NEGATE, ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER,
  LESS, GREATER, LESS_EQUAL, GREATER_EQUAL, EQUAL, UNEQUAL, AND, OR, CHOOSE,
} Kind;

typedef struct _Node Node;

struct _Node
{
  Kind      kind;
  double    number;
  guint     variable;
  Function  function;
  Node     *child[3];
};

struct _GoldenFormula
{
  Node *root;
};

typedef struct
{
  const char *text;
  const char *at;
} Parser;

static Node *parse_choice (Parser *parser);

static Node *
node_new (Kind  kind,
          Node *first,
          Node *second)
{
  Node *node = g_new0 (Node, 1);

  node->kind = kind;
  node->child[0] = first;
  node->child[1] = second;
  return node;
}

static void
node_free (Node *node)
{
  if (node == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (node->child); i++)
    node_free (node->child[i]);
  g_free (node);
}

/* Skips @token, which must not be the beginning of a longer operator, if it is next. */
static gboolean
accept (Parser     *parser,
        const char *token)
{
  while (*parser->at == ' ')
    parser->at++;
  if (!g_str_has_prefix (parser->at, token))
    return FALSE;
  parser->at += strlen (token);
  return TRUE;
}

static void
expect (Parser     *parser,
        const char *token)
{
  if (!accept (parser, token))
    g_error ("“%s” expected at “%s” in “%s”", token, parser->at, parser->text);
}

static Node *
parse_name (Parser *parser)
{
  static const struct { const char *name; Function function; } functions[] = {
    { "sin", sin }, { "cos", cos }, { "tan", tan }, { "exp", exp }, { "sqrt", sqrt }, { "abs", fabs }, { "log", log },
    { "cosh", cosh }, { "sinh", sinh }, { "tanh", tanh }, { "floor", floor }, { "atan", atan },
  };
  const char *start = parser->at;
  g_autofree char *name = NULL;
  Node *node;

  while (g_ascii_isalpha (*parser->at))
    parser->at++;
  name = g_strndup (start, parser->at - start);
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (name, functions[i].name) == 0)
      {
        expect (parser, "(");
        node = node_new (CALL, parse_choice (parser), NULL);
        node->function = functions[i].function;
        expect (parser, ")");
        return node;
      }
  node = node_new (VARIABLE, NULL, NULL);
  if (strcmp (name, "pi") == 0)
    {
      node->kind = NUMBER;
      node->number = G_PI;
    }
  else if (strlen (name) == 1 && strchr ("xyzwv", *name) != NULL)
    node->variable = strchr ("xyzwv", *name) - "xyzwv";
  else
    g_error ("unknown name “%s” in “%s”", name, parser->text);
  return node;
}

static Node *
parse_primary (Parser *parser)
{
  Node *node;
  char *end;

  if (accept (parser, "("))
    {
      node = parse_choice (parser);
      expect (parser, ")");
      return node;
    }
  if (g_ascii_isalpha (*parser->at))
    return parse_name (parser);
  node = node_new (NUMBER, NULL, NULL);
  node->number = g_ascii_strtod (parser->at, &end);
  if (end == parser->at)
    g_error ("a number expected at “%s” in “%s”", parser->at, parser->text);
  parser->at = end;
  return node;
}

static Node *
parse_unary (Parser *parser)
{
  Node *node;

  if (accept (parser, "-"))
    return node_new (NEGATE, parse_unary (parser), NULL);
  if (accept (parser, "+"))
    return parse_unary (parser);
  node = parse_primary (parser);
  if (accept (parser, "^"))
    node = node_new (POWER, node, parse_unary (parser));
  return node;
}

/* The operators that join from left to right, by falling precedence. */
typedef struct
{
  const char *token;
  Kind        kind;
} Operator;

static const Operator levels[][7] = {
  { { "*", MULTIPLY }, { "/", DIVIDE } },
  { { "+", ADD }, { "-", SUBTRACT } },
  { { "<=", LESS_EQUAL }, { ">=", GREATER_EQUAL }, { "==", EQUAL }, { "!=", UNEQUAL }, { "<", LESS }, { ">", GREATER } },
  { { "&&", AND } },
  { { "||", OR } },
};

static Node *
parse_level (Parser *parser,
             guint   level)
{
  Node *node = level > 0 ? parse_level (parser, level - 1) : parse_unary (parser);

  for (const Operator *operator = levels[level]; operator->token != NULL;)
    if (accept (parser, operator->token))
      {
        node = node_new (operator->kind, node, level > 0 ? parse_level (parser, level - 1) : parse_unary (parser));
        operator = levels[level];
      }
    else
      operator++;
  return node;
}

static Node *
parse_choice (Parser *parser)
{
  Node *node = parse_level (parser, G_N_ELEMENTS (levels) - 1);

  if (!accept (parser, "?"))
    return node;
  node = node_new (CHOOSE, node, parse_choice (parser));
  expect (parser, ":");
  node->child[2] = parse_choice (parser);
  return node;
}

GoldenFormula *
golden_formula_new (const char *text)
{
  Parser parser = { text, text };
  GoldenFormula *self = g_new (GoldenFormula, 1);

  self->root = parse_choice (&parser);
  while (*parser.at == ' ')
    parser.at++;
  if (*parser.at != '\0')
    g_error ("“%s” left over in “%s”", parser.at, text);
  return self;
}

void
golden_formula_free (GoldenFormula *self)
{
  node_free (self->root);
  g_free (self);
}

static double
evaluate (const Node   *node,
          const double *x)
{
  double a, b;

  switch (node->kind)
    {
    case NUMBER: return node->number;
    case VARIABLE: return x[node->variable];
    case CALL: return node->function (evaluate (node->child[0], x));
    case NEGATE: return -evaluate (node->child[0], x);
    case AND: return evaluate (node->child[0], x) != 0 && evaluate (node->child[1], x) != 0;
    case OR: return evaluate (node->child[0], x) != 0 || evaluate (node->child[1], x) != 0;
    case CHOOSE: return evaluate (node->child[evaluate (node->child[0], x) != 0 ? 1 : 2], x);
    default: break;
    }
  a = evaluate (node->child[0], x);
  b = evaluate (node->child[1], x);
  switch (node->kind)
    {
    case ADD: return a + b;
    case SUBTRACT: return a - b;
    case MULTIPLY: return a * b;
    case DIVIDE: return a / b;
    case POWER: return pow (a, b);
    case LESS: return a < b;
    case GREATER: return a > b;
    case LESS_EQUAL: return a <= b;
    case GREATER_EQUAL: return a >= b;
    case EQUAL: return a == b;
    case UNEQUAL: return a != b;
    default: g_assert_not_reached ();
    }
}

double
golden_formula_evaluate (const GoldenFormula *self,
                         const double        *x)
{
  return evaluate (self->root, x);
}

GoldenFunction *
golden_function_new (JsonNode *node)
{
  GoldenFunction *self = g_new0 (GoldenFunction, 1);

  self->formulas = g_ptr_array_new_with_free_func ((GDestroyNotify) golden_formula_free);
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      self->vdim = json_array_get_length (array);
      for (guint i = 0; i < self->vdim; i++)
        g_ptr_array_add (self->formulas, golden_formula_new (json_array_get_string_element (array, i)));
    }
  else
    g_ptr_array_add (self->formulas, golden_formula_new (json_node_get_string (node)));
  return self;
}

void
golden_function_free (GoldenFunction *self)
{
  g_ptr_array_unref (self->formulas);
  g_free (self);
}

void
golden_function_evaluate (const GoldenFunction *self,
                          const double         *x,
                          double               *y)
{
  for (guint i = 0; i < self->formulas->len; i++)
    y[i] = golden_formula_evaluate (g_ptr_array_index (self->formulas, i), x);
}
