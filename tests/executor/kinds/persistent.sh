#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The worker protocol in a shell and awk: twice x; from 2 on it fails, from 3 on it never returns.
echo '{"sonde-worker": 1, "capacity": 1}'
read -r spec
exec awk -W interactive '{
  gsub (/[^-+.0-9eE]+/, " ")
  id = $1
  x = $2
  while (x >= 3)
    ;
  if (x >= 2)
    printf "{\"id\": %d, \"error\": \"too much\"}\n", id
  else
    printf "{\"id\": %d, \"y\": %.17g}\n", id, 2 * x
  fflush ()
}'
