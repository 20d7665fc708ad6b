/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/setup/sonde-formula-fix.h"
#include "function/sonde-expression.h"

/* Closes what is open, or takes away the first closing bracket that closes nothing. */
static void
fix_bracket (SondeFormulaFix *self,
             const char      *expression)
{
  GString *mended = g_string_new (NULL);
  gboolean removed = FALSE;
  int depth = 0;

  for (const char *p = expression; *p != '\0'; p++)
    {
      if (*p == ')' && depth == 0 && !removed)
        {
          removed = TRUE;
          continue;
        }
      depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
      g_string_append_c (mended, *p);
    }
  for (int i = 0; i < depth; i++)
    g_string_append_c (mended, ')');
  if (removed || depth > 0)
    {
      self->label = g_strdup (removed ? _("Remove “)”") : _("Add “)”"));
      self->expression = g_string_free (mended, FALSE);
    }
  else
    g_string_free (mended, TRUE);
}

static gboolean
is_name_character (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static void
fix_unknown_name (SondeFormulaFix *self,
                  const char      *expression,
                  int              position)
{
  int length = (int) strlen (expression);
  int start = CLAMP (position, 0, length);
  int end;
  g_autofree char *name = NULL;

  while (start > 0 && is_name_character (expression[start - 1]))
    start--;
  for (end = start; is_name_character (expression[end]); end++)
    ;
  name = g_strndup (expression + start, end - start);
  /* what is called with arguments is meant as a function */
  while (g_ascii_isspace (expression[end]))
    end++;
  if (expression[end] == '(' || !sonde_expression_is_name (name))
    return;
  self->label = g_strdup_printf (_("Add Parameter “%s”"), name);
  self->parameter = g_steal_pointer (&name);
}

/**
 * sonde_formula_fix_find:
 * @self: (out caller-allocates): cleared with sonde_formula_fix_clear(); empty when nothing can be done by a button
 */
void
sonde_formula_fix_find (SondeFormulaFix    *self,
                        const char         *expression,
                        const char * const *names)
{
  g_autoptr (SondeExpression) compiled = NULL;
  g_autoptr (GError) error = NULL;
  int position = -1;

  memset (self, 0, sizeof *self);
  compiled = sonde_expression_new (expression, names, &position, &error);
  if (compiled != NULL)
    return;
  if (g_error_matches (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_BRACKET))
    fix_bracket (self, expression);
  else if (g_error_matches (error, SONDE_EXPRESSION_ERROR, SONDE_EXPRESSION_ERROR_UNKNOWN_NAME) && position >= 0)
    fix_unknown_name (self, expression, position);
}

void
sonde_formula_fix_clear (SondeFormulaFix *self)
{
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->expression, g_free);
  g_clear_pointer (&self->parameter, g_free);
}
