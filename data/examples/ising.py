# SPDX-License-Identifier: GPL-3.0-or-later
"""Magnetisation of the Ising model on a small square lattice, by Metropolis' method.

Each evaluation takes a while and has an error of its own, the larger the nearer the temperature is to the critical one, 2.269: that is
where more points, and more samples of each, are worth their time.
"""
from math import exp
from random import Random


def magnetisation(temperature, seed=0, size: int = 16, sweeps: int = 240):
    """Mean of the absolute magnetisation of a spin, after the first third of the sweeps"""
    random = Random(f'{temperature} {seed}').random
    n = size * size
    spins = [1] * n
    # by the spin times the sum of its four neighbours, when that costs energy
    chance = {e: exp(-2 * e / temperature) for e in (2, 4)}
    total = 0.0
    for sweep in range(sweeps):
        for i in range(n):
            e = spins[i] * (spins[i - size] + spins[(i + size) % n] + spins[i - 1] + spins[(i + 1) % n])
            if e <= 0 or random() < chance[e]:
                spins[i] = -spins[i]
        if sweep >= sweeps // 3:
            total += abs(sum(spins)) / n
    return total / (sweeps - sweeps // 3)
