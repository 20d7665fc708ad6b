/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "geometry/sonde-heap.h"
#include "geometry/sonde-ordered-set.h"
#include "geometry/sonde-quadrature.h"
#include "learner/sonde-learner-integrator.h"
#include "learner/sonde-learner-private.h"

G_BEGIN_DECLS

typedef struct _SondeInterval SondeInterval;

/* A ring; an empty one, or an entry in none, points to itself. */
typedef struct _SondeRing SondeRing;

struct _SondeRing
{
  SondeRing     *prev;
  SondeRing     *next;
  SondeInterval *owner;
};

struct _SondeInterval
{
  guint32        id;
  SondeInterval *parent;
  SondeInterval *children[2];       /* NULL before it is split */
  double         a;
  double         b;
  guint          depth;             /* of the rule whose nodes were asked for */
  int            depth_complete;    /* of the finest one that is known; −1: none */
  guint          rdepth;
  guint          ndiv;
  gboolean       is_live;           /* may be chosen to be refined or split */
  gboolean       is_removed;        /* known as well as rounding allows */
  gboolean       is_handed_up;      /* its leaves are among those of an ancestor */
  guint64        known;             /* a bit for each node of the finest rule */
  double         y[SONDE_QUADRATURE_NODES];
  double         c[SONDE_QUADRATURE_NODES];
  double         c00;
  double         igral;
  double         err;
  SondeRing      leaves;            /* from which the integral over it is estimated */
  SondeRing      as_leaf;           /* its own place among these, of itself or an ancestor */
};

typedef enum
{
  SONDE_NODE_WAITING,     /* on the stack */
  SONDE_NODE_PENDING,
  SONDE_NODE_KNOWN,
} SondeNodeState;

/* @first_owner: into the array of owners; G_MAXUINT32 at the end */
typedef struct
{
  double         x;
  double         y;
  SondeNodeState state;
  guint32        first_owner;
} SondeNode;

/* An interval that has a node, as its node number @index of the finest rule. */
typedef struct
{
  SondeInterval *interval;
  guint          index;
  guint32        next;
} SondeOwner;

struct _SondeLearnerIntegrator
{
  SondeLearner     parent_instance;

  double           tol;
  GPtrArray       *intervals;
  SondeOrderedSet *by_x;              /* x -> number of a node */
  GArray          *nodes;
  GArray          *owners;
  SondeOrderedSet *strays;            /* told, but nodes of no interval: x -> id of the point */
  GArray          *stack;             /* numbers of nodes to hand out, in order; some are known meanwhile */
  guint            stack_head;
  GPtrArray       *priority;          /* intervals to be split next, the last first */
  SondeHeap       *live;              /* by err, then a, largest first */
  SondeHeap       *live_least;        /* the other way round */
  guint            n_pending;
  gboolean         is_divergent;
  double           divergent_at;

  /* sums over the leaves of the whole, computed when they are asked for */
  gboolean         is_summed;
  double           igral;
  double           err;
  double           excess;            /* the part of err that belongs to removed intervals */
};

#define _sonde_integrator_node(self, i) (&g_array_index ((self)->nodes, SondeNode, i))

/* sonde-learner-integrator-tree.c */
SondeInterval *_sonde_integrator_add_first   (SondeLearnerIntegrator *self,
                                              double                  a,
                                              double                  b);
gboolean       _sonde_integrator_refill      (SondeLearnerIntegrator *self);
void           _sonde_integrator_grow_to     (SondeLearnerIntegrator *self,
                                              double                  x);
void           _sonde_integrator_set_live    (SondeLearnerIntegrator *self,
                                              SondeInterval          *interval,
                                              gboolean                is_live);
/* sonde-learner-integrator-estimate.c */
void           _sonde_integrator_feed        (SondeLearnerIntegrator *self,
                                              guint32                 number);
void           _sonde_integrator_sum         (SondeLearnerIntegrator *self);

static inline double
_sonde_interval_node (const SondeInterval *interval,
                      guint                index)
{
  return (interval->a + interval->b) / 2 + (interval->b - interval->a) * sonde_quadrature_get_node (index) / 2;
}

/* The nodes of a rule among those of the finest one. */
static inline guint
_sonde_interval_step (guint depth)
{
  return 8u >> depth;
}

static inline void
_sonde_ring_init (SondeRing     *ring,
                  SondeInterval *owner)
{
  ring->prev = ring->next = ring;
  ring->owner = owner;
}

static inline gboolean
_sonde_ring_is_empty (const SondeRing *ring)
{
  return ring->next == ring;
}

G_END_DECLS
