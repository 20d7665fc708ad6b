/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "function/sonde-expression-private.h"

#define LONGEST_SUGGESTION 32

/* Which of @names is meant: the very same one, or else one that looks the same (composed or decomposed accents,
 * subscript digits or plain ones); −1 if none. */
int
_sonde_expression_find_name (const char * const *names,
                             const char         *name)
{
  g_autofree char *normal = NULL;

  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;

  if (g_str_is_ascii (name))
    return -1;
  normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  for (int i = 0; names[i] != NULL; i++)
    {
      g_autofree char *other = g_utf8_normalize (names[i], -1, G_NORMALIZE_ALL_COMPOSE);

      if (g_strcmp0 (other, normal) == 0)
        return i;
    }
  return -1;
}

/* How many letters must be inserted, removed, replaced or swapped with their neighbour (Damerau and Levenshtein). */
static guint
count_typos (const char *a,
             const char *b)
{
  guint distance[LONGEST_SUGGESTION + 1][LONGEST_SUGGESTION + 1];
  g_autofree gunichar *ua = NULL;
  g_autofree gunichar *ub = NULL;
  glong na, nb;

  ua = g_utf8_to_ucs4_fast (a, -1, &na);
  ub = g_utf8_to_ucs4_fast (b, -1, &nb);
  if (na > LONGEST_SUGGESTION || nb > LONGEST_SUGGESTION)
    return G_MAXUINT;

  for (glong i = 0; i <= na; i++)
    for (glong j = 0; j <= nb; j++)
      {
        guint *best = &distance[i][j];

        *best = MAX (i, j);
        if (i == 0 || j == 0)
          continue;
        *best = distance[i - 1][j - 1] + (ua[i - 1] != ub[j - 1]);
        *best = MIN (*best, MIN (distance[i - 1][j], distance[i][j - 1]) + 1);
        if (i > 1 && j > 1 && ua[i - 1] == ub[j - 2] && ua[i - 2] == ub[j - 1])
          *best = MIN (*best, distance[i - 2][j - 2] + 1);
      }
  return distance[na][nb];
}

static void
look_for_nearest (const char * const  *names,
                  const char          *name,
                  const char         **nearest,
                  guint               *typos)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *other = g_utf8_casefold (names[i], -1);
      guint n = count_typos (folded, other);

      if (n < *typos)
        {
          *typos = n;
          *nearest = names[i];
        }
    }
}

/* A name near to @name, so near that it is probably a slip; NULL if there is none. Names of one letter resemble no other. */
char *
_sonde_expression_suggest_name (const char * const *names,
                                const char * const *others,
                                const char         *name)
{
  glong length = g_utf8_strlen (name, -1);
  guint allowed = length <= 1 ? 0 : length <= 4 ? 1 : 2;
  const char *nearest = NULL;
  guint typos = allowed + 1;

  look_for_nearest (names, name, &nearest, &typos);
  look_for_nearest (others, name, &nearest, &typos);
  return g_strdup (nearest);
}
