/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the descriptions of all kinds of functions have in common: members of a type, names of parameters, files. Every fault has the path
 * of the member it lies in and a sentence that says how to mend it. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "function/sonde-expression.h"
#include "function/sonde-spec-private.h"

/**
 * _sonde_spec_fail:
 *
 * Returns: always %FALSE
 */
gboolean
_sonde_spec_fail (SondeSpec  *self,
                  const char *path,
                  const char *format,
                  ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->path_of_fault != NULL)
    *self->path_of_fault = g_strdup (path);
  g_set_error_literal (self->error, SONDE_FUNCTION_ERROR, SONDE_FUNCTION_ERROR_SPEC, message);
  return FALSE;
}

/* Whether the member is there and not null. */
gboolean
_sonde_spec_has (SondeSpec  *self,
                 const char *name)
{
  JsonNode *node = json_object_get_member (self->members, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

gboolean
_sonde_spec_is_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* A finite number. */
gboolean
_sonde_spec_is_number (JsonNode *node,
                       double   *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

/**
 * _sonde_spec_read_text:
 * @remedy: (nullable): what to do if it is absent or no text; %NULL if it may be absent
 * @text: (out): the text, %NULL if it is absent
 */
gboolean
_sonde_spec_read_text (SondeSpec   *self,
                       const char  *name,
                       const char  *remedy,
                       char       **text)
{
  JsonNode *node = json_object_get_member (self->members, name);

  *text = NULL;
  if (remedy == NULL && !_sonde_spec_has (self, name))
    return TRUE;
  if (!_sonde_spec_is_text (node))
    return remedy != NULL ? _sonde_spec_fail (self, name, "%s", remedy) : _sonde_spec_fail (self, name, _("Here must be text in double quotes."));
  if (*json_node_get_string (node) == '\0')
    return remedy != NULL ? _sonde_spec_fail (self, name, "%s", remedy) : _sonde_spec_fail (self, name, _("Here must be a text that is not empty, or null."));
  *text = json_node_dup_string (node);
  return TRUE;
}

gboolean
_sonde_spec_read_boolean (SondeSpec  *self,
                          const char *name,
                          gboolean   *value)
{
  JsonNode *node = json_object_get_member (self->members, name);

  *value = FALSE;
  if (!_sonde_spec_has (self, name))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return _sonde_spec_fail (self, name, _("Here must be true or false, without quotes."));
  *value = json_node_get_boolean (node);
  return TRUE;
}

/* @object: (out) (transfer none): %NULL if it is absent */
gboolean
_sonde_spec_read_object (SondeSpec   *self,
                         const char  *name,
                         const char  *remedy,
                         JsonObject **object)
{
  JsonNode *node = json_object_get_member (self->members, name);

  *object = NULL;
  if (!_sonde_spec_has (self, name))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return _sonde_spec_fail (self, name, "%s", remedy);
  *object = json_node_get_object (node);
  return TRUE;
}

/* @count: (out): 0 if it is absent; a number that is there is at least 1 */
gboolean
_sonde_spec_read_count (SondeSpec  *self,
                        const char *name,
                        guint       maximum,
                        guint      *count)
{
  double value;

  *count = 0;
  if (!_sonde_spec_has (self, name))
    return TRUE;
  if (!_sonde_spec_is_number (json_object_get_member (self->members, name), &value) || value != floor (value) || value < 1 || value > maximum)
    return _sonde_spec_fail (self, name, _("Here must be a whole number from 1 to %u."), maximum);
  *count = (guint) value;
  return TRUE;
}

/* Letters of any script, digits and underscores, as programming languages agree on. */
gboolean
_sonde_spec_is_identifier (const char *name)
{
  if (!g_utf8_validate (name, -1, NULL) || *name == '\0')
    return FALSE;
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '_' && !g_unichar_isalpha (c) && (p == name || !g_unichar_isdigit (c)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
domain_has (SondeDomain *domain,
            const char  *name)
{
  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    if (g_str_equal (sonde_domain_get (domain, i)->name, name))
      return TRUE;
  return FALSE;
}

/**
 * _sonde_spec_check_parameter:
 *
 * Returns: whether a parameter can have this name
 */
gboolean
_sonde_spec_check_parameter (SondeSpec  *self,
                             const char *name)
{
  g_autofree char *path = g_strconcat ("parameters.", name, NULL);

  if (!_sonde_spec_is_identifier (name))
    return _sonde_spec_fail (self, path, _("“%s” cannot be the name of a parameter. Use letters, digits and underscores, beginning with a letter."), name);
  if (domain_has (self->domain, name))
    return _sonde_spec_fail (self, path, _("“%s” is already a variable of the domain. Give the parameter another name, or leave it out."), name);
  return TRUE;
}

/* The variables in their order, to be told to a worker. */
JsonArray *
_sonde_spec_list_variables (SondeDomain *domain)
{
  JsonArray *names = json_array_new ();

  for (guint i = 0; i < sonde_domain_get_ndim (domain); i++)
    json_array_add_string_element (names, sonde_domain_get (domain, i)->name);
  return names;
}

/* Whether there is a file that can be read. */
gboolean
_sonde_spec_check_file (const char  *file,
                        const char  *path,
                        char       **path_of_fault,
                        GError     **error)
{
  SondeSpec spec = { .path_of_fault = path_of_fault, .error = error };
  GStatBuf status;

  if (g_stat (file, &status) != 0)
    return _sonde_spec_fail (&spec, path, _("There is no file \"%s\". Was it moved? Enter where it is now; a path without a leading / counts from the folder of the study."), file);
  if (!S_ISREG (status.st_mode))
    return _sonde_spec_fail (&spec, path, _("\"%s\" is no file but something else, such as a folder. Choose the file itself."), file);
  if (g_access (file, 4 /* R_OK */) != 0)
    return _sonde_spec_fail (&spec, path, _("\"%s\" may not be read by you. Allow it with: chmod u+r \"%s\"."), file, file);
  return TRUE;
}

/**
 * _sonde_spec_find_program:
 * @program: a name that is looked up in PATH, or a path
 * @folder: (nullable): what a relative path counts from
 *
 * Returns: (transfer full) (nullable): the file that would be run
 */
char *
_sonde_spec_find_program (const char *program,
                          const char *folder)
{
  g_autofree char *path = NULL;

  if (strchr (program, '/') == NULL)
    return g_find_program_in_path (program);
  path = g_canonicalize_filename (program, folder);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&path) : NULL;
}

/* Whether there is a program that can be started. */
gboolean
_sonde_spec_check_program (const char  *program,
                           const char  *folder,
                           const char  *path,
                           char       **path_of_fault,
                           GError     **error)
{
  SondeSpec spec = { .path_of_fault = path_of_fault, .error = error };
  g_autofree char *found = _sonde_spec_find_program (program, folder);
  g_autofree char *file = NULL;

  if (found != NULL)
    return TRUE;
  if (strchr (program, '/') == NULL)
    return _sonde_spec_fail (&spec, path, _("There is no program \"%s\" on this computer. Install it, or write its path, such as \"./%s\" for one beside the study."),
                             program, program);
  file = g_canonicalize_filename (program, folder);
  if (!_sonde_spec_check_file (file, path, path_of_fault, error))
    return FALSE;
  return _sonde_spec_fail (&spec, path, _("\"%s\" is not a program that can be started. Make it one with: chmod +x \"%s\"; or put the program that understands it first, such as \"python3\"."),
                           file, file);
}
