/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "geometry/sonde-heap.h"
#include "geometry/sonde-ordered-set.h"
#include "learner/sonde-learner-1d.h"
#include "learner/sonde-learner-private.h"
#include "learner/sonde-loss-1d.h"

G_BEGIN_DECLS

/* Cells with a loss and cells without one (where the function is NaN) are kept in two heaps: to choose from, they are merged; for
 * the loss of the whole, only the first counts. */
enum
{
  SONDE_CELLS_WITH_LOSS,
  SONDE_CELLS_WITHOUT_LOSS,
  SONDE_CELLS_N,
};

/* Postponed recomputation of every loss, in slices. */
typedef enum
{
  SONDE_REBUILD_NONE,
  SONDE_REBUILD_BEGIN,
  SONDE_REBUILD_LOSSES,
  SONDE_REBUILD_ARRANGE,
} SondeRebuildStage;

typedef struct
{
  SondeRebuildStage   stage;
  gboolean            whole;    /* see sonde_learner_1d_postpone() */
  SondeOrderedCursor  left;     /* the next interval */
  guint               heap;     /* the heap being arranged */
  guint               arranged;
} SondeRebuild;

/* A real interval lies between neighbouring known points, a combined one between neighbouring points known or pending. An interval is
 * called by its left end: the id of a known point, or the number of a pending one.
 *
 * The loss of a combined interval (u, v) is its share (v - u) L / (r - l) of the loss L of the real interval (l, r) around it, infinite
 * where there is none; so only the losses of real intervals are stored. */
struct _SondeLearner1D
{
  SondeLearner        parent_instance;

  SondeLoss1D         loss;
  const SondePoints  *points;
  double              min;
  double              max;
  double              dx_eps;                       /* intervals below it have loss 0 */
  double              min_spacing;                  /* what is asked for leaves parts at least so long; 0 without such a wish */
  guint               seed_grid;                    /* the points of the grid that is asked for first; 0 without one */
  guint               n_seeds;                      /* places in the order of the grid, from 1 on; some are skipped */
  guint               seed_at;                      /* all places before it are known or pending */
  const SondeVariable *variable;                    /* of the domain */
  gboolean            is_log;                       /* lengths are differences of logarithms */
  gboolean            may_close;                    /* some intervals need not be divided any more */
  GArray             *gaps;                         /* SondeGap1D: what is excluded between the bounds, ascending */
  guint               gap_at;                       /* the ends of all gaps before it are known or pending */

  SondeOrderedSet    *known;                        /* within the bounds: x -> id */
  SondeOrderedSet    *outside;                      /* known points outside the bounds: x -> id */
  SondeOrderedSet    *pending;                      /* x -> number */
  double             *pending_x;                    /* by number */
  guint               n_pending_x;
  GArray             *free_numbers;

  double             *losses;                       /* by the id of the left end */
  guint               n_losses;
  SondeHeap          *real[SONDE_CELLS_N];          /* real intervals, by id */
  SondeHeap          *combined[SONDE_CELLS_N];      /* combined intervals whose left end is known, by id */
  SondeHeap          *announced[SONDE_CELLS_N];     /* combined intervals whose left end is pending, by number */

  double              x_min;                        /* what has been seen, and at least the bounds until a bulk tell */
  double              x_max;
  double             *y_min;                        /* by component; min > max: nothing yet */
  double             *y_max;
  double              x_scale;
  double              y_scale;
  double              old_y_scale;                  /* when all losses were last computed */
  double              order_x_scale;                /* by which the heaps judge intervals without a finite loss */

  gboolean            is_stuck;                     /* the latest ask found nothing new, and nothing happened since */

  SondeStencil1D      stencil;
  SondeRebuild        rebuild;
};

/* Between the ends, which may be asked for, all is excluded. */
typedef struct
{
  double left;
  double right;
} SondeGap1D;

/* A combined interval with what is known of it. */
typedef struct
{
  double  left;
  double  right;
  double  loss;
} SondeCell1D;

/**
 * SondeOptions1D:
 * @seed_grid: how many equally spaced points come first, at least 2; 0: none
 * @min_spacing: how close points may come, in units of the domain; 0: as close as numbers can be
 */
typedef struct
{
  guint  seed_grid;
  double min_spacing;
} SondeOptions1D;

/* sonde-learner-1d-options.c */
gboolean _sonde_options_1d_read         (SondeOptions1D      *self,
                                         JsonObject          *spec,
                                         SondeDomain         *domain,
                                         char               **path_of_fault,
                                         GError             **error);

/* sonde-learner-1d-gaps.c */
gboolean _sonde_learner_1d_scan         (SondeDomain         *domain,
                                         double              *min,
                                         double              *max,
                                         GArray              *gaps);
void     _sonde_learner_1d_add_gap      (SondeLearner1D      *self,
                                         double               left,
                                         double               right,
                                         double               x);
gboolean _sonde_learner_1d_is_in_gap    (SondeLearner1D      *self,
                                         double               left,
                                         double               right);
gboolean _sonde_learner_1d_find_missing_end
                                        (SondeLearner1D      *self);
guint    _sonde_learner_1d_ask_ends     (SondeLearner1D      *self,
                                         guint                n,
                                         double              *points);

/* sonde-learner-1d-seed.c */
void     _sonde_learner_1d_init_seeds   (SondeLearner1D      *self,
                                         guint                n);
guint    _sonde_learner_1d_ask_seeds    (SondeLearner1D      *self,
                                         guint                n,
                                         double              *points,
                                         guint                written);
gboolean _sonde_learner_1d_find_missing_seed
                                        (SondeLearner1D      *self);

/* sonde-learner-1d.c */
void     _sonde_learner_1d_widen        (SondeLearner1D      *self,
                                         const double        *y);
void     _sonde_learner_1d_scale        (SondeLearner1D      *self);
double  *_sonde_learner_1d_losses       (SondeLearner1D      *self);
void     _sonde_learner_1d_retell       (SondeLearner1D      *self,
                                         double               x,
                                         double               value,
                                         double               seen);
double   _sonde_learner_1d_residual     (SondeLearner1D      *self,
                                         double               x,
                                         const double        *y,
                                         guint32              left,
                                         guint32              right);

/* sonde-learner-1d-cells.c */
double   _sonde_learner_1d_evaluate     (SondeLearner1D      *self,
                                         SondeOrderedCursor   left);
void     _sonde_learner_1d_set_cell     (SondeLearner1D      *self,
                                         SondeHeap          **heaps,
                                         guint32              item,
                                         double               loss,
                                         double               left,
                                         double               right);
void     _sonde_learner_1d_share        (SondeLearner1D      *self,
                                         double               left,
                                         guint32              id,
                                         double               right,
                                         double               loss);
void     _sonde_learner_1d_refresh      (SondeLearner1D      *self,
                                         SondeOrderedCursor   left);
void     _sonde_learner_1d_get_real     (SondeLearner1D      *self,
                                         guint32              id,
                                         SondeCell1D         *cell);
void     _sonde_learner_1d_get_combined (SondeLearner1D      *self,
                                         double               left,
                                         SondeCell1D         *cell);

/* sonde-learner-1d-rebuild.c */
void     _sonde_learner_1d_postpone     (SondeLearner1D      *self,
                                         gboolean             whole);
gboolean _sonde_learner_1d_work         (SondeLearner        *learner,
                                         gint64               deadline);

/* sonde-learner-1d-bulk.c */
gboolean _sonde_learner_1d_tell_many    (SondeLearner        *learner,
                                         guint                n,
                                         const double        *xs,
                                         const double        *ys,
                                         guint                vdim,
                                         const float         *seconds,
                                         gboolean             force,
                                         GError             **error);

/* sonde-learner-1d-ask.c */
guint    _sonde_learner_1d_ask          (SondeLearner        *learner,
                                         guint                n,
                                         gboolean             tell_pending,
                                         double              *points,
                                         double              *loss_improvements);
gboolean _sonde_learner_1d_is_done      (SondeLearner        *learner);

/* sonde-learner-1d-pending.c */
void     _sonde_learner_1d_tell_pending (SondeLearner        *learner,
                                         const double        *x);
gboolean _sonde_learner_1d_settle       (SondeLearner1D      *self,
                                         double               x);
void     _sonde_learner_1d_remove_unfinished (SondeLearner   *learner);
guint    _sonde_learner_1d_n_pending    (SondeLearner        *learner);
void     _sonde_learner_1d_get_pending  (SondeLearner        *learner,
                                         double              *points);

/* sonde-learner-1d-check.c */
gboolean _sonde_learner_1d_is_valid     (SondeLearner1D      *self,
                                         const char         **why);

/* A place, and a distance, in the coordinate in which intervals are measured and divided. */
static inline double
_sonde_learner_1d_place (SondeLearner1D *self,
                         double          x)
{
  return G_UNLIKELY (self->is_log) ? log (x) : x;
}

static inline double
_sonde_learner_1d_length (SondeLearner1D *self,
                          double          left,
                          double          right)
{
  return _sonde_learner_1d_place (self, right) - _sonde_learner_1d_place (self, left);
}

/* The whole numbers between two points; only for variables that take no others. */
static inline double
_sonde_learner_1d_n_inside (double left,
                            double right)
{
  return MAX (0, ceil (right) - 1 - floor (left));
}

/* The shortest of @parts equal parts, in units of the domain: the leftmost one, in logarithms. */
static inline double
_sonde_learner_1d_shortest_part (SondeLearner1D *self,
                                 double          left,
                                 double          right,
                                 guint           parts)
{
  return self->is_log ? left * expm1 (log1p ((right - left) / left) / parts) : (right - left) / parts;
}

/* Whether an interval may not be divided any more: its halves would be too short, or there is nothing inside that may be asked for. It
 * counts as known: its loss is 0. */
static inline gboolean
_sonde_learner_1d_is_closed (SondeLearner1D *self,
                             double          left,
                             double          right)
{
  if (G_LIKELY (!self->may_close))
    return FALSE;
  return (self->min_spacing > 0 && _sonde_learner_1d_shortest_part (self, left, right, 2) < self->min_spacing) ||
         (self->variable->is_integer && _sonde_learner_1d_n_inside (left, right) == 0) ||
         (self->gaps->len > 0 && _sonde_learner_1d_is_in_gap (self, left, right));
}

/* The place of an interval in the heaps; closed ones come after all others. */
#define SONDE_RANK_CLOSED (-1.0)

static inline double
_sonde_learner_1d_rank (SondeLearner1D *self,
                        double          loss,
                        double          left,
                        double          right)
{
  if (G_UNLIKELY (_sonde_learner_1d_is_closed (self, left, right)))
    return SONDE_RANK_CLOSED;
  return sonde_loss_1d_rank (loss, _sonde_learner_1d_length (self, left, right), self->order_x_scale);
}

/* Before anything that looks at the heaps. */
static inline void
_sonde_learner_1d_finish (SondeLearner1D *self)
{
  if (G_UNLIKELY (self->rebuild.stage != SONDE_REBUILD_NONE))
    _sonde_learner_1d_work ((SondeLearner *) self, G_MAXINT64);
}

/* The share that a part of @length has of the loss of a real interval of length @whole. The order of operations is that of the reference,
 * but where the product could leave the range of doubles or their full precision. */
static inline double
_sonde_learner_1d_share_of (double length,
                            double whole,
                            double loss)
{
  if (G_UNLIKELY (whole < 1e-290 || whole > 1e290))
    return length / whole * loss;
  return length * loss / whole;
}

static inline gboolean
_sonde_learner_1d_contains (SondeLearner1D *self,
                            double          x)
{
  return self->min <= x && x <= self->max;
}

static inline gboolean
_sonde_learner_1d_is_at (SondeOrderedCursor at,
                         double             x)
{
  return sonde_ordered_cursor_is_entry (at) && sonde_ordered_cursor_key (at) == x;
}

/* Whether a bound is neither known nor pending. Nothing lies beyond it in these sets, so it would be the outermost. */
static inline gboolean
_sonde_learner_1d_lacks_min (SondeLearner1D *self)
{
  return !_sonde_learner_1d_is_at (sonde_ordered_set_first (self->known), self->min) &&
         !_sonde_learner_1d_is_at (sonde_ordered_set_first (self->pending), self->min);
}

static inline gboolean
_sonde_learner_1d_lacks_max (SondeLearner1D *self)
{
  return !_sonde_learner_1d_is_at (sonde_ordered_set_last (self->known), self->max) &&
         !_sonde_learner_1d_is_at (sonde_ordered_set_last (self->pending), self->max);
}

/* Whether a point that must come before all others is neither known nor pending: the end of a gap, or a point of the seed grid. */
static inline gboolean
_sonde_learner_1d_lacks_seed (SondeLearner1D *self)
{
  return (self->gap_at < self->gaps->len && _sonde_learner_1d_find_missing_end (self)) ||
         (self->seed_at < self->n_seeds && _sonde_learner_1d_find_missing_seed (self));
}

G_END_DECLS
