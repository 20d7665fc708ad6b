#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The nine one-dimensional functions of the reference's benchmark page: sonde-cli run reaches the goal, and at as many points as the
reference took, the piecewise linear interpolation is no farther from the function than the reference's."""

import bisect
import json
import math

import sondetest
from sondetest import SEQUENTIAL, Folder, equal, formula, reference, study


def interpolate(xs, ys, x):
    i = min(max(bisect.bisect_right(xs, x), 1), len(xs) - 1)
    t = (x - xs[i - 1]) / (xs[i] - xs[i - 1])
    return ys[i - 1] + t * (ys[i] - ys[i - 1])


def error_of(points, function, bounds):
    """root mean square difference to the function on a homogeneous grid of as many points"""
    xs, ys = zip(*sorted(points))
    n = len(xs)
    grid = [bounds[0] + i * (bounds[1] - bounds[0]) / (n - 1) for i in range(n)]
    return math.sqrt(sum((interpolate(xs, ys, x) - function(x))**2 for x in grid) / n)


def sample(case, goal):
    with Folder() as folder:
        folder.write('case.json', study(case['f'], case['bounds'], goal, **SEQUENTIAL))
        folder.run('run', 'case.json', '--info', 'none')
        points = json.loads(folder.run('export', 'case.sonde', '--format', 'json')[0])
        return folder.info('case.sonde'), points, folder.events('case.sonde')


def check_goal(case):
    names = {'loss_goal': 'loss', 'npoints_goal': 'npoints'}
    goal = {names[name]: value for name, value in case['goal'].items()}
    info, _, _ = sample(case, goal)
    equal(info['status'], 'finished')
    if 'loss' in goal:
        assert info['loss'] <= goal['loss'], info
    assert info['npoints'] <= max(case['npoints'], case['spread']['npoints'][1]), info


def check_error(case):
    """The spread is what the reference itself varies by under noise of 1e-13; sines tie, so rounding decides there."""
    _, _, events = sample(case, {'npoints': case['npoints']})
    points = [(x, y) for _, x, y, _ in events]
    equal(len(points), case['npoints'])
    found = error_of(points, formula(case['f']), case['bounds'])
    worst = max(case['error'], case['spread']['error'][1])
    assert found <= worst * (1 + 1e-6) + 1e-13, f'error {found}, reference {worst}'


def main():
    report = sondetest.Report()
    for case in reference('benchmarks.json'):
        if case['learner'] == 'Learner1D':
            report.case(f'{case["name"]}: the goal is reached', check_goal, case)
            report.case(f'{case["name"]}: the error is no worse', check_error, case)
    report.finish()


if __name__ == '__main__':
    main()
