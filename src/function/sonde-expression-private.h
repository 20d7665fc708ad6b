/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <muParserDLL.h>

#include "function/sonde-expression.h"

G_BEGIN_DECLS

/* The way of a formula: text → tokens (scanner) → checked and rewritten in plain internal names (grammar) → muParser. */

/* Longer formulas are refused; twice as much, after rewriting, is what muParser takes. */
#define SONDE_EXPRESSION_MAX_LENGTH 8000

/* sonde-expression-functions.c */

#define SONDE_EXPRESSION_ANY_NUMBER G_MAXUINT

typedef struct
{
  const char *name;
  guint       min_args;
  guint       max_args;
  union
  {
    muFun1_t    one;
    muFun2_t    two;
    muMultFun_t many;
  } call;
} SondeExpressionFunction;

typedef struct
{
  const char *name;
  double      value;
} SondeExpressionConstant;

const SondeExpressionFunction *_sonde_expression_get_functions (guint *n);
const SondeExpressionConstant *_sonde_expression_get_constants (guint *n);

/* sonde-expression-scanner.c */

typedef enum
{
  TOKEN_NUMBER,
  TOKEN_NAME,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_COMMA,
  TOKEN_QUESTION,
  TOKEN_COLON,
  TOKEN_OPERATOR,       /* binary, or a sign */
  TOKEN_COMPARISON,
  TOKEN_NOT,
  TOKEN_ROOT,
  TOKEN_SUPERSCRIPT,
  TOKEN_END,
} SondeTokenKind;

/* @start, @end: bytes in the text; @position: characters before it; @code: what muParser calls the operator;
 * @value: of a number or superscript */
typedef struct
{
  SondeTokenKind  kind;
  guint           start;
  guint           end;
  int             position;
  const char     *code;
  double          value;
} SondeToken;

GArray   *_sonde_expression_scan         (const char  *text,
                                          int         *position,
                                          GError     **error);
gsize     _sonde_expression_name_length  (const char  *text);

/* sonde-expression-grammar.c */

/* @code: for muParser: variables are v0, v1 …, numbers and constants c0, c1 …, functions f0, f1 …;
 * @numbers: (element-type double): c0, c1 …; @origins: (element-type SondeOrigin); @n_results: components */
typedef struct
{
  GString *code;
  GArray  *numbers;
  GArray  *origins;
  guint    n_results;
} SondeExpressionCode;

/* From byte @offset on, the code stems from what stands at @position of the text. */
typedef struct
{
  guint offset;
  int   position;
} SondeOrigin;

SondeExpressionCode *_sonde_expression_check     (const char           *text,
                                                  const GArray         *tokens,
                                                  const char * const   *names,
                                                  int                  *position,
                                                  GError              **error);
void                 _sonde_expression_code_free (SondeExpressionCode  *self);

/* sonde-expression-names.c */

int   _sonde_expression_find_name    (const char * const *names,
                                      const char         *name);
char *_sonde_expression_suggest_name (const char * const *names,
                                      const char * const *others,
                                      const char         *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeExpressionCode, _sonde_expression_code_free)

G_END_DECLS
