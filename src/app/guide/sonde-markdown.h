/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_BLOCK_HEADING,
  SONDE_BLOCK_PARAGRAPH,
  SONDE_BLOCK_ITEM,
  SONDE_BLOCK_TABLE,
  SONDE_BLOCK_CODE,
  SONDE_BLOCK_PICTURE,
} SondeBlockKind;

/**
 * SondeBlock:
 * @kind: what it is
 * @level: of a heading, from 1; how deep an item lies, from 0
 * @text: Pango markup; plain text of code; what a picture shows, in words
 * @mark: what stands before an item; the anchor of a heading; the file of a picture
 * @rows: (element-type GStrv) (nullable): of a table, the first is the heading; cells are Pango markup
 */
typedef struct
{
  SondeBlockKind  kind;
  guint           level;
  char           *text;
  char           *mark;
  GPtrArray      *rows;
} SondeBlock;

GPtrArray *sonde_markdown_parse  (const char *text);
char      *sonde_markdown_inline (const char *text);
char      *sonde_markdown_plain  (const char *markup);
char      *sonde_markdown_anchor (const char *heading);

G_END_DECLS
