#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A worker for Sonde in a shell and awk: the Lyapunov exponent of the logistic map x → r x (1 - x), a function of r. Above 0 it is chaotic.

# 1. Say hello.
echo '{"sonde-worker": 1, "capacity": 1}'

# 2. The first line describes the function: {"kind": "program", "parameters": {"steps": 20000}, …}. Take from it what is needed.
read -r spec
steps=$(printf '%s\n' "$spec" | sed -n 's/.*"steps"[: ]*\([0-9.]*\).*/\1/p')

# 3. Answer each request, {"id": 7, "x": [3.7]}, with a line such as {"id": 7, "y": 0.35}, until the input ends. mawk reads ahead
#    unless it is told not to.
interactive=
awk -W version 2>&1 </dev/null | grep -q mawk && interactive="-W interactive"
exec awk $interactive -v steps="${steps:-20000}" '{
  gsub (/[^-+.0-9eE]+/, " ")   # numbers and spaces remain, and become the fields
  id = $1; r = $2
  x = 0.4
  sum = 0
  for (i = -500; i < steps; i++)
    {
      slope = r * (1 - 2 * x)
      x = r * x * (1 - x)
      if (i >= 0)
        sum += log (slope < 0 ? -slope : slope > 0 ? slope : 1e-300)
    }
  printf "{\"id\": %d, \"y\": %.17g}\n", id, sum / steps
  fflush ()
}'
