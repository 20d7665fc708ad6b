/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <signal.h>
#include <string.h>

#include "base/sonde-points.h"
#include "executor/sonde-worker.h"
#include "worker-bench.h"

static const double ramp[] = { 0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875 };

static void
test_values (void)
{
  WorkerBench bench;

  worker_bench_init (&bench, "{\"kind\": \"processes\", \"workers\": 2}", python_function_new (NULL, "double", NULL, NULL));
  for (guint i = 0; i < 50; i++)
    worker_bench_submit (&bench, ramp, 1 + i % 8);
  worker_bench_wait (&bench);
  for (guint k = 0; k < 50; k++)
    {
      SondeBatch *batch = g_ptr_array_index (bench.batches, k);

      g_assert_null (batch->errors);
      g_assert_cmpuint (batch->vdim, ==, SONDE_SCALAR);
      for (guint i = 0; i < batch->n; i++)
        {
          g_assert_cmpfloat (batch->y[i], ==, 2 * batch->x[i]);
          g_assert_cmpfloat (batch->seconds[i], >=, 0);
        }
    }
  worker_bench_clear (&bench);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker-pool/values", test_values);

  return g_test_run ();
}
