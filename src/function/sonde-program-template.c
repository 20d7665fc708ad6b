/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts with places for variables and parameters, such as "--energy={E}". A place is a name in braces; braces around anything else are
 * left as they are, so that JSON can be an argument. {{x}} stands for the text {x}. */

#include "config.h"

#include <string.h>

#include "function/sonde-program-private.h"
#include "function/sonde-spec-private.h"

/* Pieces of text with a place after each but the last. */
struct _SondeTemplate
{
  GPtrArray *texts;
  GArray    *places;
};

/* The name that is enclosed at @text by @n braces on either side, NULL if there is none. */
static char *
read_name (const char  *text,
           guint        n,
           const char **rest)
{
  gsize open = strspn (text, "{");
  gsize length = strcspn (text + open, "{}");
  g_autofree char *name = g_strndup (text + open, length);

  if (open != n || strspn (text + open + length, "}") < n || !_sonde_spec_is_identifier (name))
    return NULL;
  *rest = text + length + 2 * n;
  return g_steal_pointer (&name);
}

static gboolean
find (const char * const *names,
      const char         *name,
      guint              *index)
{
  for (*index = 0; names[*index] != NULL; (*index)++)
    if (g_str_equal (names[*index], name))
      return TRUE;
  return FALSE;
}

/**
 * _sonde_template_new:
 * @names: (array zero-terminated=1): the names that places may have
 * @unknown: (out) (transfer full): another name that has a place in @text
 *
 * Returns: (transfer full) (nullable): the template, %NULL with @unknown
 */
SondeTemplate *
_sonde_template_new (const char          *text,
                     const char * const  *names,
                     char               **unknown)
{
  g_autoptr (SondeTemplate) self = g_new0 (SondeTemplate, 1);
  g_autoptr (GString) piece = g_string_new (NULL);

  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (guint));
  while (*text != '\0')
    {
      g_autofree char *literal = read_name (text, 2, &text);
      g_autofree char *name = literal == NULL ? read_name (text, 1, &text) : NULL;
      guint index;

      if (literal != NULL)
        g_string_append_printf (piece, "{%s}", literal);
      else if (name == NULL)
        g_string_append_c (piece, *text++);
      if (name == NULL)
        continue;
      if (!find (names, name, &index))
        {
          *unknown = g_steal_pointer (&name);
          return NULL;
        }
      g_ptr_array_add (self->texts, g_strdup (piece->str));
      g_array_append_val (self->places, index);
      g_string_truncate (piece, 0);
    }
  g_ptr_array_add (self->texts, g_strdup (piece->str));
  return g_steal_pointer (&self);
}

void
_sonde_template_free (SondeTemplate *self)
{
  g_ptr_array_unref (self->texts);
  g_array_unref (self->places);
  g_free (self);
}

gboolean
_sonde_template_uses (const SondeTemplate *self,
                      guint                name)
{
  for (guint i = 0; i < self->places->len; i++)
    if (g_array_index (self->places, guint, i) == name)
      return TRUE;
  return FALSE;
}

/* @values: for each of the names */
char *
_sonde_template_fill (const SondeTemplate *self,
                      const char * const  *values)
{
  g_autoptr (GString) text = g_string_new (g_ptr_array_index (self->texts, 0));

  for (guint i = 0; i < self->places->len; i++)
    {
      g_string_append (text, values[g_array_index (self->places, guint, i)]);
      g_string_append (text, g_ptr_array_index (self->texts, i + 1));
    }
  return g_strdup (text->str);
}
