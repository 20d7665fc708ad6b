/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/sonde-number.h"
#include "function/sonde-expression-private.h"

/* Cuts a formula into tokens. Signs that people paste from papers mean what they look like: − × · ÷ √ ² ≤ ≠ π. */

typedef struct
{
  const char  *text;
  const char  *at;
  int          position;
  GArray      *tokens;
} Scanner;

static gboolean
is_name_start (gunichar c)
{
  return c == '_' || g_unichar_isalpha (c);
}

static gboolean
is_subscript_digit (gunichar c)
{
  return c >= 0x2080 && c <= 0x2089;
}

static gboolean
is_prime (gunichar c)
{
  return c == '\'' || c == 0x2019 || (c >= 0x2032 && c <= 0x2034);
}

/* The length in bytes of the name at the beginning of @text, which is valid UTF-8; 0 if none begins there. */
gsize
_sonde_expression_name_length (const char *text)
{
  const char *at = text;

  if (!is_name_start (g_utf8_get_char (at)))
    return 0;
  for (;;)
    {
      gunichar c = g_utf8_get_char (at);

      if (!is_name_start (c) && !g_unichar_isdigit (c) && !g_unichar_ismark (c) && !is_subscript_digit (c) && !is_prime (c))
        return at - text;
      at = g_utf8_next_char (at);
    }
}

/* -1 if it is none */
static int
superscript_digit (gunichar c)
{
  switch (c)
    {
    case 0xb9:
      return 1;
    case 0xb2:
      return 2;
    case 0xb3:
      return 3;
    default:
      return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? (int) (c - 0x2070) : -1;
    }
}

static void
add_token (Scanner        *self,
           SondeTokenKind  kind,
           gsize           length,
           const char     *code,
           double          value)
{
  SondeToken token = { kind, self->at - self->text, self->at - self->text + length, self->position, code, value };

  g_array_append_val (self->tokens, token);
  self->position += g_utf8_pointer_to_offset (self->at, self->at + length);
  self->at += length;
}

static gboolean
starts_number (const char *at)
{
  return g_ascii_isdigit (*at) || (*at == '.' && g_ascii_isdigit (at[1]));
}

static const char *
skip_digits (const char *at)
{
  while (g_ascii_isdigit (*at))
    at++;
  return at;
}

static gboolean
scan_number (Scanner  *self,
             GError  **error)
{
  const char *end = skip_digits (self->at);
  const char *rest;
  double value = 0;

  if (*end == '.')
    end = skip_digits (end + 1);
  if (*end == 'e' || *end == 'E')
    {
      const char *exponent = end[1] == '+' || end[1] == '-' ? end + 2 : end + 1;

      if (g_ascii_isdigit (*exponent))
        end = skip_digits (exponent);
    }
  if (*end == '.')
    {
      while (*end == '.' || g_ascii_isdigit (*end))
        end++;
      g_set_error (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
                   _("The number “%.*s” has a point too many. Remove one."), (int) (end - self->at), self->at);
      return FALSE;
    }

  /* The digits are what the parser of numbers wants to see; a number beyond the range is infinite or zero. */
  if (!sonde_number_parse (self->at, end, &value, &rest) || rest != end)
    value = g_ascii_strtod (self->at, NULL);
  add_token (self, TOKEN_NUMBER, end - self->at, NULL, value);
  return TRUE;
}

static void
scan_superscript (Scanner *self)
{
  const char *at = self->at;
  gboolean negative = g_utf8_get_char (at) == 0x207b;
  double value = 0;
  int digit;

  if (negative)
    at = g_utf8_next_char (at);
  while ((digit = superscript_digit (g_utf8_get_char (at))) >= 0)
    {
      value = 10 * value + digit;
      at = g_utf8_next_char (at);
    }
  add_token (self, TOKEN_SUPERSCRIPT, at - self->at, NULL, negative ? -value : value);
}

/* Longer spellings come before their beginnings. Negation and the logical operators are our own in muParser: its own && and ||
 * cut 0.5 down to 0. */
static const struct
{
  const char     *spelling;
  SondeTokenKind  kind;
  const char     *code;
} operators[] = {
  { "**", TOKEN_OPERATOR, "^" },
  { "&&", TOKEN_OPERATOR, " $ " },
  { "||", TOKEN_OPERATOR, " # " },
  { "<=", TOKEN_COMPARISON, "<=" },
  { ">=", TOKEN_COMPARISON, ">=" },
  { "==", TOKEN_COMPARISON, "==" },
  { "!=", TOKEN_COMPARISON, "!=" },
  { "+", TOKEN_OPERATOR, "+" },
  { "-", TOKEN_OPERATOR, "-" },
  { "*", TOKEN_OPERATOR, "*" },
  { "/", TOKEN_OPERATOR, "/" },
  { "^", TOKEN_OPERATOR, "^" },
  { "<", TOKEN_COMPARISON, "<" },
  { ">", TOKEN_COMPARISON, ">" },
  { "!", TOKEN_NOT, "!" },
  { "(", TOKEN_OPEN, "(" },
  { ")", TOKEN_CLOSE, ")" },
  { ",", TOKEN_COMMA, "," },
  { "?", TOKEN_QUESTION, "?" },
  { ":", TOKEN_COLON, ":" },
  { "−", TOKEN_OPERATOR, "-" },
  { "–", TOKEN_OPERATOR, "-" },
  { "·", TOKEN_OPERATOR, "*" },
  { "⋅", TOKEN_OPERATOR, "*" },
  { "∙", TOKEN_OPERATOR, "*" },
  { "×", TOKEN_OPERATOR, "*" },
  { "∗", TOKEN_OPERATOR, "*" },
  { "÷", TOKEN_OPERATOR, "/" },
  { "∕", TOKEN_OPERATOR, "/" },
  { "⁄", TOKEN_OPERATOR, "/" },
  { "∧", TOKEN_OPERATOR, " $ " },
  { "∨", TOKEN_OPERATOR, " # " },
  { "≤", TOKEN_COMPARISON, "<=" },
  { "≥", TOKEN_COMPARISON, ">=" },
  { "≠", TOKEN_COMPARISON, "!=" },
  { "¬", TOKEN_NOT, "!" },
  { "√", TOKEN_ROOT, "√" },
};

static gboolean
scan_operator (Scanner *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (self->at, operators[i].spelling))
      {
        add_token (self, operators[i].kind, strlen (operators[i].spelling), operators[i].code, 0);
        return TRUE;
      }
  return FALSE;
}

static const char *
remedy_for (gunichar c)
{
  switch (c)
    {
    case '=':
      return _("A formula assigns nothing: write == to compare, or only what stands after “=”.");
    case '%':
      return _("“%” has no meaning in a formula. Write mod(a, b) for a remainder, 0.01*a for a percentage.");
    case '&':
      return _("Write && for “and”.");
    case '|':
      return _("Write || for “or”, abs(x) for an absolute value.");
    case '[':
    case ']':
    case '{':
    case '}':
      return _("Use round brackets only. The components of a vector need none: write x, y.");
    case ';':
      return _("Write a comma between the components of a vector or the arguments of a function.");
    default:
      return NULL;
    }
}

static void
fail_character (const char  *at,
                GError     **error)
{
  gunichar c = g_utf8_get_char (at);
  const char *remedy = remedy_for (c);

  if (remedy != NULL)
    g_set_error_literal (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX, remedy);
  else if (g_unichar_isprint (c))
    g_set_error (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("“%.*s” has no meaning in a formula. Remove it."), (int) (g_utf8_next_char (at) - at), at);
  else
    g_set_error (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
                 _("The invisible character U+%04X has no meaning in a formula. Remove it."), c);
}

static gboolean
scan_token (Scanner  *self,
            GError  **error)
{
  gunichar c = g_utf8_get_char (self->at);
  gsize length = _sonde_expression_name_length (self->at);

  if (length > 0)
    add_token (self, TOKEN_NAME, length, NULL, 0);
  else if (starts_number (self->at))
    return scan_number (self, error);
  else if (superscript_digit (c) >= 0
           || (c == 0x207b && superscript_digit (g_utf8_get_char (g_utf8_next_char (self->at))) >= 0))
    scan_superscript (self);
  else if (!scan_operator (self))
    {
      fail_character (self->at, error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_text (const char  *text,
            int         *position,
            GError     **error)
{
  const char *end;

  if (!g_utf8_validate (text, -1, &end))
    {
      *position = g_utf8_pointer_to_offset (text, end);
      g_set_error_literal (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
                           _("The formula is not valid UTF-8 text. Type it anew from here on."));
      return FALSE;
    }
  if (g_utf8_strlen (text, -1) > SONDE_EXPRESSION_MAX_LENGTH)
    {
      *position = SONDE_EXPRESSION_MAX_LENGTH;
      g_set_error (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_SYNTAX,
                   _("The formula is longer than %d characters. Shorten it, or write it as a program."),
                   SONDE_EXPRESSION_MAX_LENGTH);
      return FALSE;
    }
  return TRUE;
}

/* Returns: (element-type SondeToken) (nullable): the tokens, TOKEN_END at the end */
GArray *
_sonde_expression_scan (const char  *text,
                        int         *position,
                        GError     **error)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (SondeToken));
  Scanner self = { text, text, 0, tokens };

  if (!check_text (text, position, error))
    return NULL;
  while (*self.at != '\0')
    {
      if (g_unichar_isspace (g_utf8_get_char (self.at)))
        {
          self.at = g_utf8_next_char (self.at);
          self.position++;
        }
      else if (!scan_token (&self, error))
        {
          *position = self.position;
          return NULL;
        }
    }
  add_token (&self, TOKEN_END, 0, NULL, 0);
  return g_steal_pointer (&tokens);
}
