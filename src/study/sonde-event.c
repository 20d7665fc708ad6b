/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "study/sonde-event.h"
#include "study/sonde-journal-private.h"

struct _SondeEvent
{
  GObject         parent_instance;

  SondeEventKind  kind;
  char           *name;
  guint           line;
  gint64          time;
  guint           ndim;
  double         *x;
  guint           vdim;
  double         *y;
  double          seconds;
  guint           count;
  SondeStatus     status;
  char           *text;
};

G_DEFINE_FINAL_TYPE (SondeEvent, sonde_event, G_TYPE_OBJECT)

/* in the order of SondeEventKind */
static const char * const names[] = { "study", "tell", "fail", "ask", "state" };

static void
sonde_event_finalize (GObject *object)
{
  SondeEvent *self = SONDE_EVENT (object);

  g_free (self->name);
  g_free (self->x);
  g_free (self->y);
  g_free (self->text);
  G_OBJECT_CLASS (sonde_event_parent_class)->finalize (object);
}

static void
sonde_event_class_init (SondeEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_event_finalize;
}

static void
sonde_event_init (SondeEvent *self)
{
  self->time = -1;
  self->seconds = NAN;
}

/* What comes between the first quotes of ["name", …]; its length, 0 if there is none. */
static gsize
find_name (const char  *line,
           const char  *end,
           const char **name)
{
  const char *close;

  while (line < end && (*line == '[' || g_ascii_isspace (*line)))
    line++;
  if (line == end || *line != '"')
    return 0;
  *name = line + 1;
  close = memchr (line + 1, '"', end - line - 1);
  return close != NULL ? close - line - 1 : 0;
}

/* Looks at the beginning of the line alone. */
SondeEventKind
_sonde_event_classify (const char *line,
                       const char *end)
{
  const char *name;
  gsize length;

  if (line < end && *line == '{')
    return SONDE_EVENT_STUDY;
  length = find_name (line, end, &name);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && memcmp (name, names[i], length) == 0)
      return i;
  return SONDE_EVENT_OTHER;
}

static void
set_text (SondeEvent *self,
          const char *text,
          gsize       length)
{
  g_free (self->text);
  self->text = g_utf8_make_valid (text, length);
}

static gboolean
on_study (gpointer     user_data,
          SondeStudy  *study,
          GError     **error)
{
  const char *title = sonde_study_get_title (study);

  if (title != NULL)
    set_text (user_data, title, strlen (title));
  return TRUE;
}

static gboolean
on_told (gpointer       user_data,
         const double  *x,
         const double  *y,
         guint          vdim,
         double         seconds,
         GError       **error)
{
  SondeEvent *self = user_data;

  self->x = g_memdup2 (x, self->ndim * sizeof (double));
  self->vdim = SONDE_STRIDE (vdim);
  self->y = g_memdup2 (y, self->vdim * sizeof (double));
  self->seconds = seconds;
  return TRUE;
}

static void
on_failed (gpointer      user_data,
           const double *x,
           guint         attempt,
           const char   *message)
{
  SondeEvent *self = user_data;

  self->x = g_memdup2 (x, self->ndim * sizeof (double));
  self->count = attempt;
  set_text (self, message, strlen (message));
}

static void
on_asked (gpointer user_data,
          guint    n)
{
  SONDE_EVENT (user_data)->count = n;
}

static void
on_state (gpointer    user_data,
          SondeStatus status,
          gint64      time)
{
  SondeEvent *self = user_data;

  self->status = status;
  self->time = time;
}

static const SondeJournalEvents events = { on_study, on_told, on_failed, on_asked, on_state };

/* A line that cannot be read is shown as it is. */
static void
read_line (SondeEvent *self,
           const char *text,
           gsize       length)
{
  SondeJournalReader *reader = _sonde_journal_reader_new (self->ndim, 0, &events, self);
  gboolean torn;

  _sonde_journal_reader_feed_rest (reader, text, length, &torn, NULL);
  _sonde_journal_reader_free (reader);
}

/**
 * sonde_event_new:
 * @line: its place in the file, from 1
 * @text: the line, with a 0 after it
 * @length: without its line break
 * @ndim: the number of variables of the study
 *
 * Returns: (transfer full): what the line says
 */
SondeEvent *
sonde_event_new (guint       line,
                 const char *text,
                 gsize       length,
                 guint       ndim)
{
  SondeEvent *self;
  const char *name;
  gsize n_name;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (SONDE_TYPE_EVENT, NULL);
  self->line = line;
  self->ndim = ndim;
  self->kind = _sonde_event_classify (text, text + length);
  n_name = find_name (text, text + length, &name);
  self->name = self->kind == SONDE_EVENT_OTHER ? g_utf8_make_valid (n_name > 0 ? name : "", n_name) : g_strdup (names[self->kind]);
  set_text (self, text, length);
  if (*text == '{')
    {
      g_autoptr (SondeStudy) study = sonde_study_parse (text, NULL);

      if (study != NULL)
        on_study (self, study, NULL);
    }
  else
    read_line (self, text, length);
  return self;
}

SondeEventKind
sonde_event_get_kind (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), SONDE_EVENT_OTHER);

  return self->kind;
}

const char *
sonde_event_get_name (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), NULL);

  return self->name;
}

guint
sonde_event_get_line (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), 0);

  return self->line;
}

gint64
sonde_event_get_time (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), -1);

  return self->time;
}

/**
 * sonde_event_get_x:
 * @ndim: (out) (optional): how many coordinates there are
 *
 * Returns: (nullable): the point of a result or of a failure
 */
const double *
sonde_event_get_x (SondeEvent *self,
                   guint      *ndim)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), NULL);

  if (ndim != NULL)
    *ndim = self->x != NULL ? self->ndim : 0;
  return self->x;
}

/**
 * sonde_event_get_y:
 * @vdim: (out) (optional): how many components there are
 *
 * Returns: (nullable): the value of a result
 */
const double *
sonde_event_get_y (SondeEvent *self,
                   guint      *vdim)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), NULL);

  if (vdim != NULL)
    *vdim = self->vdim;
  return self->y;
}

double
sonde_event_get_seconds (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), NAN);

  return self->seconds;
}

guint
sonde_event_get_count (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), 0);

  return self->count;
}

SondeStatus
sonde_event_get_status (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), SONDE_STATUS_IDLE);

  return self->status;
}

const char *
sonde_event_get_text (SondeEvent *self)
{
  g_return_val_if_fail (SONDE_IS_EVENT (self), NULL);

  return self->text;
}
