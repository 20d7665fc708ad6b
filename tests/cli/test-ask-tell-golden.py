#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every recorded case of the reference's learners of one and two variables, driven through sonde-cli ask-tell: the same points in the
same order, the same losses and improvements. Each recorded case is a test case. Of two variables the gradients are global ones; points
agree but for rounding, as far as the order of triangles does not decide (see the README of the recordings)."""

import math

import sondetest
from sondetest import Talk, decode, equal, formula, reference, u_seed

def close(found, expected, what, tolerance=1e-9):
    found, expected = decode(found), decode(expected)
    same = found == expected or (math.isnan(found) and math.isnan(expected))
    assert same or math.isclose(found, expected, rel_tol=tolerance, abs_tol=1e-15), \
        f'{what}: found {found!r}, expected {expected!r}'


def talk_for(case):
    learner = {'kind': '1d', 'loss': {'kind': case['loss'], **case.get('loss_params', {})}}
    bounds = [case['bounds']]
    if is_2d(case):
        learner.update({'kind': '2d', 'gradients': 'global'})
        learner.update({name: case[name] for name in ('aspect_ratio', 'stack_size') if name in case})
        bounds = case['bounds']
    domain = [{'name': name, 'min': low, 'max': high} for name, (low, high) in zip('xy', bounds)]
    return Talk({'sonde': 1, 'domain': domain, 'learner': learner})


def is_2d(case):
    return case['learner'] == 'Learner2D'


def function_of(case):
    return formula(case['f'], 'xy' if is_2d(case) else 'x')


# Where losses are equal, as infinite ones are, the order of Qhull's triangles decides; and where the four points of a square are told in another order than that of the plane, Qhull's choice between the two diagonals does not
# follow from the order in which points come either. Up to there the points are the same.
QHULL_CHOOSES = {'2d-asym_wave-aspect3': 12, '2d-vec-default': 23, '2dp-asym_ring-pool2': 4, '2dp-asym_ring-pool3': 4, '2dp-asym_wave-lifo3': 4,
                 '2d-seeded-asym_gauss-resolution': 0}
QHULL_CHOOSES_SCRIPTS = {'2ds-ask-many': 0, '2ds-corners': 4, '2ds-remove-bounds': 4, '2ds-unasked': 0}


def prefix_of(case):
    """how many points can be demanded"""
    if case['id'] in QHULL_CHOOSES:
        return QHULL_CHOOSES[case['id']]
    return min(case.get(name, case['n_asked']) for name in ('exact_prefix_1e15', 'exact_prefix_geom', 'exact_prefix_order'))


def breaks_ties(case):
    """whether losses depend on how four points on a circle are triangulated"""
    return case.get('exact_prefix_geom', case['n_asked']) < case['n_asked']


def same_point(found, expected, what):
    if not isinstance(expected, list):
        equal(found, expected, what)
    else:
        for a, b in zip(found, expected, strict=True):
            assert math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-10), f'{what}: found {found}, expected {expected}'


class Driver:
    """asks and tells as the schedule of a case says, and keeps what the case records"""

    def __init__(self, case, talk):
        self.case = case
        self.talk = talk
        self.function = function_of(case)
        self.asked = []
        self.improvements = []
        self.told = 0

    def ask(self, n):
        answer = self.talk('ask', n)
        self.asked += answer['points']
        self.improvements += answer['loss_improvements']
        return answer['points']

    def tell(self, x):
        self.talk('tell', x, self.function(x))
        self.told += 1
        self.check_loss('loss_at', True)
        self.check_loss('loss_pending_at', False)

    def check_loss(self, name, real):
        """losses are comparable as long as the points are"""
        expected = self.case.get(name, {}).get(str(self.told))
        if expected is not None and self.told <= prefix_of(self.case) and not breaks_ties(self.case):
            close(self.talk('loss', real)['loss'], expected, f'{name} {self.told}', 1e-6 if is_2d(self.case) else 1e-9)

    def sequential(self):
        while self.told < self.case['N']:
            self.tell(self.ask(1)[0])

    def batch(self, k, order):
        while self.told < self.case['N']:
            points = self.ask(k)
            if order == 'lifo':
                points = points[::-1]
            elif order == 'odd_even':
                points = points[1::2] + points[0::2]
            for x in points:
                self.tell(x)

    def pool(self, k):
        running = self.ask(k)
        step = 0
        while True:
            self.tell(running.pop(math.floor(u_seed(step) * len(running))))
            step += 1
            if self.told >= self.case['N']:
                return
            running += self.ask(1)

    def drive(self):
        for x in self.case.get('initial_points', []):
            self.talk('tell', x, self.function(x))
        schedule = self.case['schedule']
        if schedule['kind'] == 'sequential':
            self.sequential()
        elif schedule['kind'] == 'batch':
            self.batch(schedule['k'], schedule['order'])
        else:
            self.pool(schedule['k'])


def check_run(case):
    prefix = prefix_of(case)
    with talk_for(case) as talk:
        driver = Driver(case, talk)
        driver.drive()
    equal(len(driver.asked), case['n_asked'], 'number of points')
    for i, (found, expected) in enumerate(zip(driver.asked[:prefix], case['asked'])):
        same_point(found, expected, f'point {i}')
    for i, expected in enumerate(case['loss_improvements'][:0 if breaks_ties(case) else prefix]):
        close(driver.improvements[i], expected, f'improvement {i}', 1e-6 if is_2d(case) else 1e-9)
    if is_2d(case):
        return
    expected = set(case['asked'])
    common = len(set(driver.asked) & expected) / len(expected)
    assert common >= case['common_fraction'] - 1e-9, f'only {common} of the points are the same'


class Script:
    """plays the operations of a case; each returns what the case records for it"""

    def __init__(self, case, talk):
        self.talk = talk
        self.function = function_of(case)
        self.last = []

    def state(self):
        return {'npoints': self.talk('npoints')['npoints'], 'loss': self.talk('loss')['loss']}

    def pending(self):
        return {'npending': len(self.talk('get')['state']['pending'])}

    def ask(self, n, tell_pending=True):
        answer = self.talk('ask', n, tell_pending)
        if tell_pending:
            self.last = answer['points']
        return answer

    def tell(self, x):
        return self.tell_value(x, self.function(x))

    def tell_value(self, x, y):
        self.talk('tell', x, y)
        return self.state()

    def tell_pending(self, x):
        self.talk('tell_pending', x)
        return self.pending()

    def tell_many(self, xs, force=False):
        self.talk('tell_many', xs, [self.function(x) for x in xs], force)
        return self.state()

    def tell_last(self, order, begin=0, end=None):
        points = self.last[::-1] if order == 'lifo' else self.last
        for x in points[begin:end]:
            self.talk('tell', x, self.function(x))
        return self.state()

    def run(self, n):
        points = []
        for _ in range(n):
            points += self.talk('ask', 1)['points']
            self.talk('tell', points[-1], self.function(points[-1]))
        return {'points': points, 'loss': self.talk('loss')['loss']}

    def remove_unfinished(self):
        self.talk('remove_unfinished')
        return self.pending()

    def loss(self):
        return {'real': self.talk('loss', True)['loss'], 'pending': self.talk('loss', False)['loss']}

    def losses(self):
        return self.talk('losses')


def same(found, expected, what, tolerance):
    """points exactly, losses nearly; of two variables as exactly as gradients are computed"""
    equal(sorted(found), sorted(expected), what)
    for key, value in expected.items():
        if key == 'points':
            equal(len(found[key]), len(value), f'{what} {key}')
            for a, b in zip(found[key], value):
                same_point(a, b, f'{what} {key}')
        elif key in ('losses', 'losses_combined'):
            equal([cell for cell, _ in found[key]], [cell for cell, _ in value], f'{what} {key}')
            for (cell, a), (_, b) in zip(found[key], value):
                close(a, b, f'{what} {key} {cell}', tolerance)
        elif key == 'loss_improvements':
            equal(len(found[key]), len(value), f'{what} {key}')
            for a, b in zip(found[key], value):
                close(a, b, f'{what} {key}', tolerance)
        else:
            close(found[key], value, f'{what} {key}', tolerance)


def check_script(case):
    with talk_for(case) as talk:
        script = Script(case, talk)
        for i, (operation, expected) in enumerate(zip(case['ops'], case['results'])):
            found = getattr(script, operation[0])(*operation[1:])
            if i < QHULL_CHOOSES_SCRIPTS.get(case['id'], len(case['ops'])):
                same(found, expected, f'operation {i} {operation}', 1e-6 if is_2d(case) else 1e-9)


def check_out_of_bounds_bulk(case):
    """The reference uses a point outside of the bounds if it is told with many others (defect 6 of the notes on its
    algorithms). Here it is kept and not used, however it was told."""
    with talk_for(case) as talk:
        script = Script(case, talk)
        equal(script.tell_many(case['ops'][0][1])['npoints'], 4, 'points')
        found = script.losses()
        equal([cell for cell, _ in found['losses']], [[-1, 0], [0, 1]], 'intervals')
        for x in script.ask(4, False)['points']:
            assert -1 < x < 1, x
        equal(talk('data')['x'], [-1, 0, 1, 2], 'data')


def main():
    report = sondetest.Report()
    for name in ('learner1d.json', 'learner1d_vector.json', 'learner1d_parallel.json'):
        for case in reference(name):
            report.case(case['id'], check_run, case)
    for case in reference('learner2d.json'):
        report.case(case['id'], check_run, case)
    for case in reference('learner2d_scripts.json'):
        report.case(case['id'], check_script, case)
    for case in reference('learner1d_scripts.json'):
        check = check_out_of_bounds_bulk if case['id'] == '1ds-out-of-bounds-bulk' else check_script
        report.case(case['id'], check, case)
    report.finish()


if __name__ == '__main__':
    main()
