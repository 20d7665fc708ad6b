/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "study/sonde-event-index.h"

#define BLOCK (1 << 20)

/* As much as can be had, at most @n bytes. */
static gsize
read_block (int     fd,
            char   *block,
            gsize   n,
            goffset from)
{
  gsize done = 0;

  while (done < n)
    {
      gssize result = pread (fd, block + done, n - done, from + done);

      if (result > 0)
        done += result;
      else if (result == 0 || errno != EINTR)
        break;
    }
  return done;
}

/* Lines that are not blank; returns how much was used up. */
static gsize
scan_block (SondeEventScan *self,
            const char     *block,
            gsize           length)
{
  const char *line = block;
  const char *end = block + length;
  const char *line_break;

  while ((line_break = memchr (line, '\n', end - line)) != NULL)
    {
      SondeEventPlace place = (SondeEventPlace) (self->from + (line - block)) << SONDE_EVENT_KIND_BITS;

      place |= _sonde_event_classify (line, line_break);
      if (line_break > line && *line != '\r')
        g_array_append_val (self->places, place);
      line = line_break + 1;
    }
  return line - block;
}

/**
 * _sonde_event_scan_run:
 *
 * Finds all lines that have a line break. May run in any thread.
 */
void
_sonde_event_scan_run (SondeEventScan *self)
{
  gsize size = CLAMP (self->to - self->from, 1, BLOCK);
  g_autofree char *block = g_malloc (size);

  while (self->from < self->to)
    {
      gsize length = read_block (self->fd, block, MIN ((goffset) size, self->to - self->from), self->from);
      gsize used = scan_block (self, block, length);

      self->from += used;
      if (used > 0)
        continue;
      /* nothing but a part of a line: it is longer than the block, or all that is left */
      if (length < size)
        break;
      size *= 2;
      block = g_realloc (block, size);
    }
}

/**
 * _sonde_event_read_line:
 * @from: where it begins
 * @to: where the next one does
 * @length: (out): its length without the line break
 *
 * Returns: (transfer full) (nullable): the line with a 0 after it
 */
char *
_sonde_event_read_line (int      fd,
                        goffset  from,
                        goffset  to,
                        gsize   *length)
{
  g_autofree char *text = g_malloc (to - from + 1);

  *length = read_block (fd, text, to - from, from);
  while (*length > 0 && (text[*length - 1] == '\n' || text[*length - 1] == '\r'))
    (*length)--;
  text[*length] = '\0';
  return *length > 0 ? g_steal_pointer (&text) : NULL;
}
