/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "function/sonde-expression-private.h"

/* Checks a formula and rewrites it for muParser.
 *
 * 1. The checker is always in one of two states: it expects an operand (a number, a name, a call, an opening bracket, a sign) or
 *    what may follow one (an operator, a comma, a closing bracket, the end). A token that does not fit is the fault, and the state
 *    and the token before it tell the remedy.
 * 2. Open brackets are kept in a stack of frames, on the heap, so that no depth of nesting can exhaust the stack of a thread.
 *    A frame counts arguments, “?” without their “:” yet, and remembers a comparison, since a < x < b is refused.
 * 3. What fits is written out under internal names: the user may call a variable sin, λ or φ', and muParser never sees it. All
 *    numbers become variables of muParser, which keeps its optimizer from adding them up in another order than is
 *    written; only the exponents 2, 3 and 4 stay literal, because x^2 then becomes x*x.
 * 4. A run of signs becomes one or none, and a negation becomes a call, since muParser takes one sign at a time and lets
 *    negations bind too loosely. The call is closed before what binds looser than a power.
 *
 * A name before “(” is a function; elsewhere it is a variable or parameter, or else a constant. So a variable called gamma and
 * the function gamma(x) do not disturb one another. */

typedef struct
{
  const SondeToken              *open;        /* NULL outside of all brackets */
  const SondeExpressionFunction *function;    /* NULL if it is no call */
  guint                          n_args;
  guint                          n_questions;
  const SondeToken              *question;    /* the last one without its ":" */
  gboolean                       is_compared;
  guint                          n_negations; /* calls to be closed */
} Frame;

typedef struct
{
  const char           *text;
  const SondeToken     *token;
  const SondeToken     *first;
  const char * const   *names;
  GArray               *frames;
  SondeExpressionCode  *code;
  gboolean              wants_operand;
  int                  *position;
  GError              **error;
} Checker;

static gboolean fail (Checker              *self,
                      const SondeToken     *token,
                      SondeExpressionError  code,
                      const char           *format,
                      ...) G_GNUC_PRINTF (4, 5);

/* Always returns FALSE. */
static gboolean
fail (Checker              *self,
      const SondeToken     *token,
      SondeExpressionError  code,
      const char           *format,
      ...)
{
  va_list args;
  GError *error;

  va_start (args, format);
  error = g_error_new_valist (SONDE_EXPRESSION_ERROR, code, format, args);
  va_end (args);
  g_propagate_error (self->error, error);
  *self->position = token->position;
  return FALSE;
}

static char *
get_text (Checker          *self,
          const SondeToken *token)
{
  return g_strndup (self->text + token->start, token->end - token->start);
}

static Frame *
get_frame (Checker *self)
{
  return &g_array_index (self->frames, Frame, self->frames->len - 1);
}

static const SondeToken *
get_previous (Checker *self)
{
  return self->token > self->first ? self->token - 1 : NULL;
}

static gboolean
is_code (const SondeToken *token,
         const char       *code)
{
  return token != NULL && token->kind == TOKEN_OPERATOR && g_str_equal (token->code, code);
}

static gboolean
is_sign (const SondeToken *token)
{
  return is_code (token, "+") || is_code (token, "-");
}

/* Writes code that stems from the present token. */
static void emit (Checker    *self,
                  const char *format,
                  ...) G_GNUC_PRINTF (2, 3);

static void
emit (Checker    *self,
      const char *format,
      ...)
{
  SondeOrigin origin = { self->code->code->len, self->token->position };
  va_list args;

  g_array_append_val (self->code->origins, origin);
  va_start (args, format);
  g_string_append_vprintf (self->code->code, format, args);
  va_end (args);
}

static void
emit_number (Checker *self,
             double   value)
{
  emit (self, "c%u", self->code->numbers->len);
  g_array_append_val (self->code->numbers, value);
}

static void
emit_exponent (Checker *self,
               double   value)
{
  if (value == 2 || value == 3 || value == 4)
    emit (self, "p%d", (int) value);
  else
    emit_number (self, value);
}

static void
open_bracket (Checker                       *self,
              const SondeExpressionFunction *function)
{
  Frame frame = { self->token, function, 1, 0, NULL, FALSE, 0 };

  g_array_append_val (self->frames, frame);
  self->wants_operand = TRUE;
}

/* Names and functions */

static gboolean
fail_unknown_function (Checker    *self,
                       const char *name)
{
  g_autofree char *near = _sonde_expression_suggest_name (sonde_expression_list_functions (), NULL, name);

  if (near != NULL)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME,
                 _("The function “%s” is not known. Did you mean “%s”?"), name, near);
  return fail (self, self->token, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME,
               _("The function “%s” is not known. Correct the name, or write an operator before the bracket."), name);
}

static gboolean
fail_unknown_name (Checker    *self,
                   const char *name)
{
  g_autofree char *near = _sonde_expression_suggest_name (self->names, sonde_expression_list_constants (), name);

  if (g_strv_contains (sonde_expression_list_functions (), name))
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("“%s” is a function. Write its argument in brackets: %s(…)."), name, name);
  if (near != NULL)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME,
                 _("“%s” is not known. Did you mean “%s”? Correct the name, or add a parameter %s."), name, near, name);
  return fail (self, self->token, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME,
               _("“%s” is not known. Add a parameter %s, or correct the name."), name, name);
}

static int
find_constant (const char *name)
{
  return _sonde_expression_find_name (sonde_expression_list_constants (), name);
}

static gboolean
check_call (Checker    *self,
            const char *name)
{
  guint n_functions;
  const SondeExpressionFunction *functions = _sonde_expression_get_functions (&n_functions);

  for (guint i = 0; i < n_functions; i++)
    if (g_str_equal (functions[i].name, name))
      {
        emit (self, "f%u(", i);
        self->token++;
        open_bracket (self, &functions[i]);
        return TRUE;
      }

  if (_sonde_expression_find_name (self->names, name) >= 0 || find_constant (name) >= 0)
    return fail (self, self->token + 1, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("“%s” is not a function. Write %s*(…) to multiply."), name, name);
  return fail_unknown_function (self, name);
}

static gboolean
check_name (Checker *self)
{
  g_autofree char *name = get_text (self, self->token);
  guint n_constants;
  const SondeExpressionConstant *constants = _sonde_expression_get_constants (&n_constants);
  int index;

  if (self->token[1].kind == TOKEN_OPEN)
    return check_call (self, name);

  index = _sonde_expression_find_name (self->names, name);
  if (index >= 0)
    emit (self, "v%d", index);
  else if ((index = find_constant (name)) >= 0)
    emit_number (self, constants[index].value);
  else
    return fail_unknown_name (self, name);
  self->wants_operand = FALSE;
  return TRUE;
}

/* Operands */

/* In a run such as − + ! − ! only the signs before the first negation count, and of the negations whether there are any and whether
 * their number is odd. */
static void
check_prefixes (Checker *self)
{
  gboolean is_negative = FALSE;
  guint n_negations = 0;

  for (; is_sign (self->token) || self->token->kind == TOKEN_NOT; self->token++)
    {
      if (self->token->kind == TOKEN_NOT)
        n_negations++;
      else if (n_negations == 0 && is_code (self->token, "-"))
        is_negative = !is_negative;
    }
  self->token--;

  emit (self, "%s", is_negative ? "-" : "");
  if (n_negations > 0)
    {
      emit (self, "%s", n_negations % 2 == 1 ? "n(" : "t(");
      get_frame (self)->n_negations++;
    }
}

/* √ takes a bracket, or the number or name right behind it. */
static gboolean
check_root (Checker *self)
{
  guint n_functions;
  const SondeExpressionFunction *functions = _sonde_expression_get_functions (&n_functions);
  guint root = 0;
  const SondeToken *next = self->token + 1;

  while (!g_str_equal (functions[root].name, "sqrt"))
    root++;

  if (next->kind == TOKEN_OPEN)
    {
      emit (self, "f%u(", root);
      self->token++;
      open_bracket (self, &functions[root]);
      return TRUE;
    }
  if (next->kind != TOKEN_NUMBER && (next->kind != TOKEN_NAME || next[1].kind == TOKEN_OPEN))
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX, _("Write what is under the root in brackets: √(…)."));

  emit (self, "f%u(", root);
  self->token++;
  if (next->kind == TOKEN_NUMBER)
    emit_number (self, next->value);
  else if (!check_name (self))
    return FALSE;
  emit (self, ")");
  self->wants_operand = FALSE;
  return TRUE;
}

static char *
describe_arguments (const SondeExpressionFunction *function)
{
  guint n = function->min_args;

  if (function->max_args == SONDE_EXPRESSION_ANY_NUMBER)
    return g_strdup (_("at least 1 argument"));
  if (function->max_args == 2 && n == 1)
    return g_strdup (_("1 or 2 arguments"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u argument", "%u arguments", n), n);
}

static gboolean
fail_arguments (Checker *self)
{
  const Frame *frame = get_frame (self);
  g_autofree char *needs = describe_arguments (frame->function);

  return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX, _("The function %s needs %s."), frame->function->name, needs);
}

/* Where an operand is wanted there is something else. */
static gboolean
fail_operand (Checker *self)
{
  const SondeToken *previous = get_previous (self);
  g_autofree char *is = get_text (self, self->token);
  g_autofree char *was = previous != NULL ? get_text (self, previous) : NULL;

  if (self->token->kind == TOKEN_CLOSE && self->frames->len == 1)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_BRACKET,
                 _("There is a “)” without a “(” before it. Remove it, or add “(”."));
  if (self->token->kind == TOKEN_CLOSE && previous->kind == TOKEN_OPEN)
    return get_frame (self)->function != NULL
           ? fail_arguments (self)
           : fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX, _("There is nothing between the brackets."));
  if (self->token->kind == TOKEN_END && previous->kind == TOKEN_COMMA)
    return fail (self, previous, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("Nothing follows the last comma. Remove it, or add another component."));
  if (self->token->kind == TOKEN_END)
    return fail (self, self->token, previous->kind == TOKEN_OPEN ? SONDE_EXPRESSION_ERROR_BRACKET : SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("The formula ends after “%s”, where a value should follow."), was);
  if (previous == NULL)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX, _("The formula begins with “%s”; a value should stand before it."), is);
  return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX, _("Between “%s” and “%s” a value is missing."), was, is);
}

static gboolean
check_operand (Checker *self)
{
  const SondeToken *previous = get_previous (self);

  switch (self->token->kind)
    {
    case TOKEN_NUMBER:
      if (is_code (previous, "^"))
        emit_exponent (self, self->token->value);
      else
        emit_number (self, self->token->value);
      self->wants_operand = FALSE;
      return TRUE;
    case TOKEN_NAME:
      return check_name (self);
    case TOKEN_OPEN:
      emit (self, "(");
      open_bracket (self, NULL);
      return TRUE;
    case TOKEN_ROOT:
      return check_root (self);
    case TOKEN_NOT:
      check_prefixes (self);
      return TRUE;
    default:
      if (!is_sign (self->token))
        return fail_operand (self);
      check_prefixes (self);
      return TRUE;
    }
}

/* What follows an operand */

/* At the end of an argument, a component or a bracket. */
static gboolean
check_questions (Checker *self)
{
  Frame *frame = get_frame (self);

  if (frame->n_questions > 0)
    return fail (self, frame->question, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("A “?” has no “:”. Write: condition ? value : other value."));
  frame->is_compared = FALSE;
  return TRUE;
}

/* Digits on both sides of a comma and no spaces: probably a decimal comma. */
static gboolean
looks_decimal (Checker *self)
{
  const SondeToken *token = self->token;

  return token[-1].kind == TOKEN_NUMBER && token[1].kind == TOKEN_NUMBER
         && token[-1].end == token->start && token->end == token[1].start;
}

static gboolean
fail_decimal (Checker *self)
{
  const SondeToken *token = self->token;
  g_autofree char *whole = get_text (self, token - 1);
  g_autofree char *rest = get_text (self, token + 1);

  return fail (self, token, SONDE_EXPRESSION_ERROR_SYNTAX,
               _("Write decimal numbers with a point: %s.%s instead of %s,%s."), whole, rest, whole, rest);
}

static gboolean
check_comma (Checker *self)
{
  Frame *frame = get_frame (self);

  if (!check_questions (self))
    return FALSE;
  self->wants_operand = TRUE;
  if (frame->open == NULL)
    {
      emit (self, "),(");
      self->code->n_results++;
      return TRUE;
    }
  if (frame->function != NULL && frame->n_args < frame->function->max_args)
    {
      emit (self, ",");
      frame->n_args++;
      return TRUE;
    }

  if (looks_decimal (self))
    return fail_decimal (self);
  if (frame->function != NULL)
    return fail_arguments (self);
  return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
               _("A comma separates the arguments of a function, or the components of a vector outside of all brackets. "
                 "Remove the brackets around it, or the comma."));
}

static gboolean
check_close (Checker *self)
{
  Frame *frame = get_frame (self);

  if (frame->open == NULL)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_BRACKET,
                 _("There is a “)” without a “(” before it. Remove it, or add “(”."));
  if (!check_questions (self))
    return FALSE;
  if (frame->function != NULL && frame->n_args < frame->function->min_args)
    return fail_arguments (self);

  emit (self, ")");
  g_array_set_size (self->frames, self->frames->len - 1);
  return TRUE;
}

static gboolean
check_comparison (Checker *self)
{
  Frame *frame = get_frame (self);

  if (frame->is_compared)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("Two comparisons in a row say something else than they seem to. Write a < x && x < b instead of a < x < b."));
  frame->is_compared = TRUE;
  emit (self, "%s", self->token->code);
  self->wants_operand = TRUE;
  return TRUE;
}

static gboolean
check_ternary (Checker *self)
{
  Frame *frame = get_frame (self);

  if (self->token->kind == TOKEN_QUESTION)
    {
      frame->n_questions++;
      frame->question = self->token;
    }
  else if (frame->n_questions == 0)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("A “:” has no “?” before it. Write: condition ? value : other value."));
  else
    frame->n_questions--;

  frame->is_compared = FALSE;
  emit (self, "%s", self->token->code);
  self->wants_operand = TRUE;
  return TRUE;
}

static gboolean
check_power (Checker *self)
{
  if (get_previous (self)->kind == TOKEN_SUPERSCRIPT)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("It is not clear what is raised to which power. Write brackets, such as (x²)^3."));

  emit (self, "^");
  if (self->token->kind == TOKEN_SUPERSCRIPT)
    emit_exponent (self, self->token->value);
  else
    self->wants_operand = TRUE;
  return TRUE;
}

static gboolean
check_infix (Checker *self)
{
  if (is_code (self->token, "^"))
    return check_power (self);

  if (is_code (self->token, " $ ") || is_code (self->token, " # "))
    get_frame (self)->is_compared = FALSE;
  emit (self, "%s", self->token->code);
  self->wants_operand = TRUE;
  return TRUE;
}

/* Two operands side by side. */
static gboolean
fail_operator (Checker *self)
{
  const SondeToken *previous = get_previous (self);
  g_autofree char *was = get_text (self, previous);
  g_autofree char *is = get_text (self, self->token);

  if (previous->kind == TOKEN_NUMBER && self->token->kind == TOKEN_NUMBER)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("Between “%s” and “%s” an operator is missing. Write numbers without spaces, or %s*%s to multiply."),
                 was, is, was, is);
  if (self->token->kind == TOKEN_NOT)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("“!” stands before what it negates. Write gamma(n + 1) for the factorial of n."));
  if ((previous->kind == TOKEN_NUMBER || previous->kind == TOKEN_NAME) && self->token->kind != TOKEN_ROOT)
    return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("Between “%s” and “%s” an operator is missing. Write %s*%s to multiply."), was, is, was, is);
  return fail (self, self->token, SONDE_EXPRESSION_ERROR_SYNTAX,
               _("Between “%s” and “%s” an operator is missing. Write “*” between them to multiply."), was, is);
}

static void
close_negations (Checker *self)
{
  Frame *frame = get_frame (self);

  for (; frame->n_negations > 0; frame->n_negations--)
    emit (self, ")");
}

static gboolean
check_after_operand (Checker *self)
{
  if (!is_code (self->token, "^") && self->token->kind != TOKEN_SUPERSCRIPT)
    close_negations (self);
  switch (self->token->kind)
    {
    case TOKEN_COMMA:
      return check_comma (self);
    case TOKEN_CLOSE:
      return check_close (self);
    case TOKEN_COMPARISON:
      return check_comparison (self);
    case TOKEN_QUESTION:
    case TOKEN_COLON:
      return check_ternary (self);
    case TOKEN_SUPERSCRIPT:
      return check_power (self);
    case TOKEN_OPERATOR:
      return check_infix (self);
    default:
      return fail_operator (self);
    }
}

/* The end */

/* What a bracket opens, cut after a few characters: “(a^2 …”. */
static char *
excerpt (Checker          *self,
         const SondeToken *open)
{
  const char *start = self->text + open->start;
  const char *end = start;

  for (guint i = 0; i < 8 && *end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)); i++)
    end = g_utf8_next_char (end);
  if (*end == '\0')
    return g_strndup (start, end - start);
  return g_strdup_printf ("%.*s …", (int) (end - start), start);
}

static gboolean
fail_open (Checker *self)
{
  guint n_open = self->frames->len - 1;
  const SondeToken *open = g_array_index (self->frames, Frame, 1).open;
  g_autofree char *beginning = excerpt (self, open);
  g_autofree char *closing = g_strnfill (MIN (n_open, 8), ')');

  if (n_open > 8)
    return fail (self, open, SONDE_EXPRESSION_ERROR_BRACKET,
                 _("%u brackets are never closed, the first one opened at “%s”."), n_open, beginning);
  return fail (self, open, SONDE_EXPRESSION_ERROR_BRACKET,
               _("A bracket opened at “%s” is never closed. Add “%s” at the end."), beginning, closing);
}

static gboolean
check_end (Checker *self)
{
  if (self->frames->len > 1)
    return fail_open (self);
  if (self->wants_operand)
    return fail_operand (self);
  close_negations (self);
  return check_questions (self);
}

static gboolean
check_all (Checker *self)
{
  for (; self->token->kind != TOKEN_END; self->token++)
    {
      gboolean fits = self->wants_operand ? check_operand (self) : check_after_operand (self);

      if (!fits)
        return FALSE;
    }
  return check_end (self);
}

void
_sonde_expression_code_free (SondeExpressionCode *self)
{
  g_string_free (self->code, TRUE);
  g_array_unref (self->numbers);
  g_array_unref (self->origins);
  g_free (self);
}

static SondeExpressionCode *
code_new (void)
{
  SondeExpressionCode *self = g_new0 (SondeExpressionCode, 1);

  self->code = g_string_new ("(");
  self->numbers = g_array_new (FALSE, FALSE, sizeof (double));
  self->origins = g_array_new (FALSE, FALSE, sizeof (SondeOrigin));
  self->n_results = 1;
  return self;
}

SondeExpressionCode *
_sonde_expression_check (const char          *text,
                         const GArray        *tokens,
                         const char * const  *names,
                         int                 *position,
                         GError             **error)
{
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_autoptr (SondeExpressionCode) code = code_new ();
  const SondeToken *first = &g_array_index (tokens, SondeToken, 0);
  Checker self = { text, first, first, names, frames, code, TRUE, position, error };
  Frame outermost = { NULL };

  g_array_append_val (frames, outermost);
  if (first->kind == TOKEN_END)
    {
      fail (&self, first, SONDE_EXPRESSION_ERROR_EMPTY, _("There is no formula. Type one, such as x^2."));
      return NULL;
    }
  if (!check_all (&self))
    return NULL;
  emit (&self, ")");
  return g_steal_pointer (&code);
}
