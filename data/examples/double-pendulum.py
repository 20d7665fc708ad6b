# SPDX-License-Identifier: GPL-3.0-or-later
"""When a double pendulum first turns over.

Two equal rods with equal masses are let go at rest. From some angles the pendulum swings for ever, from others one of the rods goes over the
top sooner or later, and which is which changes from point to point: a smooth lake in a rough coast.
"""
from math import cos, pi, sin


def accelerations(a, b, va, vb):
    """Of both angles, in units of g over the length of a rod."""
    d = a - b
    below = 3 - cos(2 * d)
    return ((-3 * sin(a) - sin(a - 2 * b) - 2 * sin(d) * (vb * vb + va * va * cos(d))) / below,
            2 * sin(d) * (2 * va * va + 2 * cos(a) + vb * vb * cos(d)) / below)


def flip_time(first: "rad", second: "rad", longest=40.0, step=0.04):
    """Time until one of the rods goes over the top, at most as long as is looked"""
    a, b, va, vb = first, second, 0.0, 0.0
    # 2 cos(first) + cos(second) > 1: there is not the energy for it
    if 2 * cos(a) + cos(b) > 1:
        return longest
    time = 0.0
    while time < longest and abs(a) < pi and abs(b) < pi:
        # one step of Runge and Kutta's method of fourth order
        p1, q1 = accelerations(a, b, va, vb)
        p2, q2 = accelerations(a + step / 2 * va, b + step / 2 * vb, va + step / 2 * p1, vb + step / 2 * q1)
        p3, q3 = accelerations(a + step / 2 * (va + step / 2 * p1), b + step / 2 * (vb + step / 2 * q1), va + step / 2 * p2, vb + step / 2 * q2)
        p4, q4 = accelerations(a + step * (va + step / 2 * p2), b + step * (vb + step / 2 * q2), va + step * p3, vb + step * q3)
        a += step * (va + step / 6 * (p1 + p2 + p3))
        b += step * (vb + step / 6 * (q1 + q2 + q3))
        va += step / 6 * (p1 + 2 * p2 + 2 * p3 + p4)
        vb += step / 6 * (q1 + 2 * q2 + 2 * q3 + q4)
        time += step
    return min(time, longest)
