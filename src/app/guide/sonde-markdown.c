/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of Markdown that the pages of the guide are written in: headings, paragraphs, lists, tables, code, pictures; in a line
 * bold, italic, code and links. What is not known stays as it is written, so nothing gets lost.
 *
 * 1. Lines are read one after another; the first characters of a line decide which block begins with it.
 * 2. A paragraph or an item takes the lines that follow until an empty one or one that begins another block.
 * 3. The text of a block becomes Pango markup; everything else is escaped. */

#include "config.h"

#include <pango/pango.h>
#include <string.h>

#include "app/guide/sonde-markdown.h"

typedef struct
{
  char      **lines;
  GPtrArray  *blocks;
} Parser;

static void
block_free (gpointer data)
{
  SondeBlock *block = data;

  g_free (block->text);
  g_free (block->mark);
  g_clear_pointer (&block->rows, g_ptr_array_unref);
  g_free (block);
}

static void
append_escaped (GString    *out,
                const char *text,
                gssize      length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (out, escaped);
}

static void append_inline (GString *out, const char *text, const char *end);

/* The text between two equal marks, as an element; NULL if there is no second one. Returns what comes after it. */
static const char *
append_between (GString    *out,
                const char *text,
                const char *end,
                const char *mark,
                const char *element)
{
  const char *inner = text + strlen (mark);
  const char *close = g_strstr_len (inner, end - inner, mark);

  if (close == NULL || close == inner || g_ascii_isspace (*inner) || g_ascii_isspace (close[-1]))
    return NULL;
  g_string_append_printf (out, "<%s>", element);
  if (*mark == '`')
    append_escaped (out, inner, close - inner);
  else
    append_inline (out, inner, close);
  g_string_append_printf (out, "</%s>", element);
  return close + strlen (mark);
}

/* [words](where) */
static const char *
append_link (GString    *out,
             const char *text,
             const char *end)
{
  const char *middle = g_strstr_len (text, end - text, "](");
  const char *close = middle != NULL ? g_strstr_len (middle, end - middle, ")") : NULL;

  if (close == NULL)
    return NULL;
  g_string_append (out, "<a href=\"");
  append_escaped (out, middle + 2, close - middle - 2);
  g_string_append (out, "\">");
  append_inline (out, text + 1, middle);
  g_string_append (out, "</a>");
  return close + 1;
}

static const char *
append_marked (GString    *out,
               const char *text,
               const char *end)
{
  switch (*text)
    {
    case '`':
      return append_between (out, text, end, "`", "tt");
    case '*':
      return text + 1 < end && text[1] == '*' ? append_between (out, text, end, "**", "b")
                                              : append_between (out, text, end, "*", "i");
    case '[':
      return append_link (out, text, end);
    case '\\':
      if (text + 1 >= end || !g_ascii_ispunct (text[1]))
        return NULL;
      append_escaped (out, text + 1, 1);
      return text + 2;
    default:
      return NULL;
    }
}

static void
append_inline (GString    *out,
               const char *text,
               const char *end)
{
  while (text < end)
    {
      const char *after = append_marked (out, text, end);
      const char *next = g_utf8_next_char (text);

      if (after == NULL)
        append_escaped (out, text, next - text);
      text = after != NULL ? after : next;
    }
}

/**
 * sonde_markdown_inline:
 * @text: a line or more
 *
 * Returns: (transfer full): it as Pango markup
 */
char *
sonde_markdown_inline (const char *text)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  append_inline (out, text, text + strlen (text));
  return g_string_free (out, FALSE);
}

/**
 * sonde_markdown_plain:
 * @markup: Pango markup with links
 *
 * Returns: (transfer full): the words without it
 */
char *
sonde_markdown_plain (const char *markup)
{
  GString *out = g_string_new (NULL);
  g_autofree char *marked = NULL;
  char *plain = NULL;

  g_return_val_if_fail (markup != NULL, NULL);

  /* Pango knows no links */
  for (const char *c = markup; *c != '\0'; c++)
    {
      if (g_str_has_prefix (c, "<a ") || g_str_has_prefix (c, "</a>"))
        c = strchr (c, '>');
      else
        g_string_append_c (out, *c);
    }
  marked = g_string_free (out, FALSE);
  if (!pango_parse_markup (marked, -1, 0, NULL, &plain, NULL, NULL))
    plain = g_strdup (marked);
  return plain;
}

/**
 * sonde_markdown_anchor:
 * @heading: its words
 *
 * Returns: (transfer full): what a link calls it, by the rule that code hosts use: small letters, hyphens between words
 */
char *
sonde_markdown_anchor (const char *heading)
{
  g_autofree char *small = NULL;
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (heading != NULL, NULL);

  small = g_utf8_strdown (heading, -1);
  for (const char *c = small; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_isalnum (letter) || letter == '-' || letter == '_')
        g_string_append_unichar (out, letter);
      else if (letter == ' ')
        g_string_append_c (out, '-');
    }
  return g_string_free (out, FALSE);
}

static SondeBlock *
add_block (Parser         *parser,
           SondeBlockKind  kind)
{
  SondeBlock *block = g_new0 (SondeBlock, 1);

  block->kind = kind;
  g_ptr_array_add (parser->blocks, block);
  return block;
}

static guint
get_indent (const char *line)
{
  return strspn (line, " ");
}

/* The length of "- " or "12. " at the beginning of an item, 0 for other lines. */
static gsize
get_item_mark (const char *line)
{
  const char *start = line + get_indent (line);
  gsize digits = strspn (start, "0123456789");

  if (g_str_has_prefix (start, "- ") || g_str_has_prefix (start, "* "))
    return 2;
  return digits > 0 && g_str_has_prefix (start + digits, ". ") ? digits + 2 : 0;
}

static guint
get_heading_level (const char *line)
{
  guint level = strspn (line, "#");

  return level > 0 && line[level] == ' ' ? level : 0;
}

static gboolean
begins_block (const char *line)
{
  return *line == '\0' || get_heading_level (line) > 0 || get_item_mark (line) > 0 || *line == '|' || g_str_has_prefix (line, "```") ||
         g_str_has_prefix (line, "![");
}

/* the first line from @text on, and those that continue it */
static void
take_text (Parser     *parser,
           SondeBlock *block,
           const char *text)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *stripped = NULL;

  g_string_append (all, text);
  for (parser->lines++; *parser->lines != NULL && !begins_block (*parser->lines); parser->lines++)
    g_string_append_printf (all, " %s", *parser->lines + get_indent (*parser->lines));
  stripped = g_strstrip (g_strdup (all->str));
  block->text = sonde_markdown_inline (stripped);
}

static void
take_heading (Parser *parser)
{
  SondeBlock *block = add_block (parser, SONDE_BLOCK_HEADING);
  g_autofree char *plain = NULL;

  block->level = get_heading_level (*parser->lines);
  block->text = sonde_markdown_inline (*parser->lines + block->level + 1);
  plain = sonde_markdown_plain (block->text);
  block->mark = sonde_markdown_anchor (plain);
  parser->lines++;
}

static void
take_item (Parser *parser)
{
  const char *line = *parser->lines;
  gsize length = get_item_mark (line);
  const char *start = line + get_indent (line);
  SondeBlock *block = add_block (parser, SONDE_BLOCK_ITEM);

  block->level = get_indent (line) / 2;
  block->mark = g_ascii_isdigit (*start) ? g_strndup (start, length - 1) : g_strdup ("•");
  take_text (parser, block, start + length);
}

static void
take_code (Parser *parser)
{
  g_autoptr (GString) code = g_string_new (NULL);

  for (parser->lines++; *parser->lines != NULL && !g_str_has_prefix (*parser->lines, "```"); parser->lines++)
    g_string_append_printf (code, "%s%s", code->len > 0 ? "\n" : "", *parser->lines);
  if (*parser->lines != NULL)
    parser->lines++;
  add_block (parser, SONDE_BLOCK_CODE)->text = g_strdup (code->str);
}

/* ![words](file) alone on its line */
static void
take_picture (Parser *parser)
{
  const char *line = *parser->lines;
  const char *middle = strstr (line, "](");
  const char *close = middle != NULL ? strchr (middle, ')') : NULL;
  SondeBlock *block;

  if (close == NULL)
    {
      take_text (parser, add_block (parser, SONDE_BLOCK_PARAGRAPH), line);
      return;
    }
  block = add_block (parser, SONDE_BLOCK_PICTURE);
  block->text = g_strndup (line + 2, middle - line - 2);
  block->mark = g_strndup (middle + 2, close - middle - 2);
  parser->lines++;
}

/* | a | b |: a bar after a backslash is part of its cell */
static char **
split_row (const char *line)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  const char *start = line + 1;

  for (const char *c = start; *c != '\0'; c++)
    if (*c == '|' && c[-1] != '\\')
      {
        g_autofree char *cell = g_strstrip (g_strndup (start, c - start));

        g_ptr_array_add (cells, sonde_markdown_inline (cell));
        start = c + 1;
      }
  g_ptr_array_add (cells, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
}

static void
take_table (Parser *parser)
{
  SondeBlock *block = add_block (parser, SONDE_BLOCK_TABLE);

  block->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (; *parser->lines != NULL && **parser->lines == '|'; parser->lines++)
    if ((*parser->lines)[strspn (*parser->lines, "|-: ")] != '\0')
      g_ptr_array_add (block->rows, split_row (*parser->lines));
}

static void
take_block (Parser *parser)
{
  const char *line = *parser->lines;

  if (*line == '\0')
    parser->lines++;
  else if (get_heading_level (line) > 0)
    take_heading (parser);
  else if (get_item_mark (line) > 0)
    take_item (parser);
  else if (g_str_has_prefix (line, "```"))
    take_code (parser);
  else if (g_str_has_prefix (line, "!["))
    take_picture (parser);
  else if (*line == '|')
    take_table (parser);
  else
    take_text (parser, add_block (parser, SONDE_BLOCK_PARAGRAPH), line);
}

/**
 * sonde_markdown_parse:
 * @text: a page, UTF-8
 *
 * Returns: (transfer full) (element-type SondeBlock): what it consists of, in order
 */
GPtrArray *
sonde_markdown_parse (const char *text)
{
  g_auto (GStrv) lines = NULL;
  Parser parser;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_strchomp (*line);
  parser = (Parser) { .lines = lines, .blocks = g_ptr_array_new_with_free_func (block_free) };
  while (*parser.lines != NULL)
    take_block (&parser);
  return parser.blocks;
}
