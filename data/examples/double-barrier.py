# SPDX-License-Identifier: GPL-3.0-or-later
"""Resonant tunnelling through a double barrier.

An electron of a given energy meets two barriers of gallium aluminium arsenide with a well of gallium arsenide between them. It passes
with certainty at the energies of the states in the well, and hardly ever elsewhere: peaks that are the narrower the thicker the barriers.
"""
import cmath

HBAR2_2M = 0.0381 / 0.067       # ħ²/2m in eV nm², for the effective mass in GaAs


def transmission(energy: "eV", height: "eV" = 0.3, barrier: "nm" = 4.0, well: "nm" = 8.0):
    """Probability of passing both barriers"""
    # layers from left to right: potential and thickness
    layers = [(0.0, 0.0), (height, barrier), (0.0, well), (height, barrier), (0.0, 0.0)]
    k = [cmath.sqrt((energy - v) / HBAR2_2M + 1e-12j) for v, _ in layers]
    # amplitudes to the right and to the left, from the last layer back to the first
    right, left = 1.0 + 0j, 0j
    for i in range(len(layers) - 2, -1, -1):
        # value and derivative are continuous where the layers meet
        ratio = k[i + 1] / k[i]
        a = ((1 + ratio) * right + (1 - ratio) * left) / 2
        b = ((1 - ratio) * right + (1 + ratio) * left) / 2
        phase = cmath.exp(-1j * k[i] * layers[i][1])
        right, left = a * phase, b / phase
    return 1 / abs(right)**2


if __name__ == '__main__':
    for n in range(1, 10):
        print(f'{n / 20:.2f} eV  {transmission(n / 20):.6f}')
