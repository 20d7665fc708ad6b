#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A worker for Sonde in Perl: the winding number of the circle map t -> t + w - k/(2 pi) sin (2 pi t), a function of w. For k = 1 it is a
# devil's staircase: flat at every fraction.

use strict;
use warnings;
use JSON::PP;

my $pi = 4 * atan2 (1, 1);
my $json = JSON::PP->new->canonical;

# What is printed must not wait, or Sonde waits with it.
$| = 1;

# 1. Say hello.
print '{"sonde-worker": 1, "capacity": 1}', "\n";

# 2. The first line describes the function, with its parameters.
my $spec = $json->decode (scalar <STDIN>);
my $k = $spec->{parameters}{k} // 1;
my $turns = $spec->{parameters}{turns} // 2000;

sub winding_number {
  my ($w) = @_;
  my $t = 0;
  $t += $w - $k / (2 * $pi) * sin (2 * $pi * $t) for 1 .. $turns;
  return $t / $turns;
}

# 3. Answer each request, until the input ends. What goes wrong with a point is an answer, too.
while (my $line = <STDIN>) {
  my $request = $json->decode ($line);
  my $y = eval { winding_number ($request->{x}[0]) };
  my $answer = defined $y ? { id => $request->{id}, y => $y } : { id => $request->{id}, error => "$@" };
  print $json->encode ($answer), "\n";
}
