#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every recorded case of the reference's averages, noisy curves, integrals and balancing learners, and the rules of sequences, driven
through sonde-cli ask-tell. Each recorded case is a test case."""

import math
import struct
import subprocess

import sondetest
from sondetest import MASK, Talk, decode, equal, formula, mix, reference, u_seed

def u_seed_x(seed, x):
    bits = struct.unpack('<Q', struct.pack('<d', x + 0.0))[0]
    return (mix(mix(bits) + (seed + 1) * 0x9E3779B97F4A7C15 & MASK) >> 11) * 2.0**-53


def close(found, expected, what, tolerance=1e-9, absolute=1e-15):
    found, expected = decode(found), decode(expected)
    same = found == expected or (math.isnan(found) and math.isnan(expected))
    assert same or math.isclose(found, expected, rel_tol=tolerance, abs_tol=absolute), \
        f'{what}: found {found!r}, expected {expected!r}'


class Driver:
    """asks and tells as the schedule of a case says"""

    def __init__(self, case, talk, function):
        self.case = case
        self.talk = talk
        self.function = function
        self.asked = []
        self.improvements = []
        self.told = 0
        self.most = case.get('N', case.get('max_points'))

    def is_over(self):
        return self.told >= self.most

    def after(self):
        pass

    def ask(self, n):
        answer = self.talk('ask', n)
        self.asked += answer['points']
        self.improvements += answer['loss_improvements']
        return answer['points']

    def tell(self, x):
        self.talk('tell', x, self.function(x))
        self.told += 1
        self.after()

    def drive(self):
        schedule = self.case['schedule']
        if schedule['kind'] == 'pool':
            self.pool(schedule['k'])
            return
        while not self.is_over():
            points = self.ask(schedule.get('k', 1))
            if schedule.get('order') == 'lifo':
                points = points[::-1]
            elif schedule.get('order') == 'odd_even':
                points = points[1::2] + points[0::2]
            for x in points:
                self.tell(x)

    def pool(self, k):
        running = self.ask(k)
        step = 0
        while True:
            self.tell(running.pop(math.floor(u_seed(step) * len(running))))
            step += 1
            if self.is_over():
                return
            running += self.ask(1)


class AverageDriver(Driver):
    def after(self):
        for row in self.case['trace']:
            if row[0] != self.told:
                continue
            info = self.talk('info')
            equal(self.talk('npoints')['npoints'], row[1], 'points')
            close(info['mean'], row[2], 'mean', 1e-13)
            close(info['std'], row[3], 'std', 1e-10)
            close(self.talk('loss')['loss'], row[4], 'loss', 1e-10)
            close(self.talk('loss', False)['loss'], row[5], 'loss with pending', 1e-10)


def average_spec(case):
    return {'kind': 'average', **{k: case[k] for k in ('atol', 'rtol', 'min_npoints') if k in case}}


def check_average(case):
    def function(seed):
        return case['mean'] + case['sigma'] * (2 * u_seed(int(seed) + case.get('offset', 0)) - 1)
    with Talk({'sonde': 1, 'learner': average_spec(case)}) as talk:
        driver = AverageDriver(case, talk, function)
        driver.drive()
    equal(driver.asked[:len(case['asked_first'])], case['asked_first'], 'seeds')
    for i, expected in enumerate(case['loss_improvements']):
        close(driver.improvements[i], expected, f'improvement {i}', 1e-10)


class LossDriver(Driver):
    def after(self):
        expected = self.case['loss_at'].get(str(self.told))
        if expected is not None and self.told <= self.case.get('exact_prefix_1e15', math.inf):
            close(self.talk('loss')['loss'], expected, f'loss after {self.told}')


def one_variable(bounds):
    return [{'name': 'x', 'min': bounds[0], 'max': bounds[1]}]


def check_average1d(case):
    curve = formula(case['f'])

    def function(point):
        seed, x = point
        return curve(x) + case['sigma'] * (2 * u_seed_x(int(seed), x) - 1)
    learner = {'kind': 'average1d', **case['params']}
    if 'loss' in case:
        learner['loss'] = {'kind': case['loss']}
    with Talk({'sonde': 1, 'domain': one_variable(case['bounds']), 'learner': learner}) as talk:
        driver = LossDriver(case, talk, function)
        driver.drive()
        equal(talk('info')['nsamples'], case['N'], 'samples')
        equal(talk('npoints')['npoints'], len(case['final']['points']), 'points')
    expected = [[seed, x] for x, first, n in case['asked_runs'] for seed in range(first, first + n)]
    equal(driver.asked[:case['exact_prefix_1e15']], expected[:case['exact_prefix_1e15']], 'points')


class IntegralDriver(Driver):
    failed = False

    def tell(self, x):
        answer = self.talk.any('tell', x, self.function(x))
        self.told += 1
        self.failed = self.failed or 'error' in answer

    def is_over(self):
        return self.failed or super().is_over() or self.talk('info')['done']


def check_integral(case):
    learner = {'kind': 'integrator', 'tol': case['tol']}
    with Talk({'sonde': 1, 'domain': one_variable(case['bounds']), 'learner': learner}) as talk:
        driver = IntegralDriver(case, talk, formula(case['f']))
        driver.drive()
        info = talk('info')
        npoints = talk('npoints')['npoints']
    names = ('exact_prefix_1e15', 'exact_prefix_coeff', 'exact_prefix_impl')
    prefix = min(case[name] for name in names if name in case)
    equal(driver.asked[:min(prefix, 800)], case['asked'][:min(prefix, 800)], 'points')
    if prefix < case['n_asked']:
        assert abs(npoints - case['npoints']) <= 0.1 * case['npoints'] + 32, (npoints, case['npoints'])
        return
    equal(npoints, case['npoints'], 'points')
    equal(info['divergent'], case['status'] == 'divergent', 'divergent')
    close(info['igral'], case['igral'], 'integral', 1e-13)
    close(info['err'], case['err'], 'error', 1e-6, 1e-13 * max(abs(decode(case['igral'])), 1e-3))


def children_of(case):
    for child in case['children']:
        if case['child'] == 'AverageLearner':
            yield {'learner': average_spec(child)}
        else:
            spec = {'kind': '1d' if case['child'] == 'Learner1D' else 'nd'}
            if 'loss' in child:
                spec['loss'] = {'kind': child['loss'], **child.get('loss_params', {})}
            bounds = child['bounds'] if isinstance(child['bounds'][0], list) else [child['bounds']]
            yield {'domain': [{'name': 'xyz'[i], 'min': low, 'max': high} for i, (low, high) in enumerate(bounds)],
                   'learner': spec}


def formula_of_point(text):
    """of a number, or of a list of coordinates"""
    parser = sondetest.Parser(text)
    compiled = eval(f'lambda x, y=0, z=0: float({parser.choice()})', dict(sondetest.NAMES))  # pylint: disable=eval-used
    return lambda point: compiled(*point) if isinstance(point, list) else compiled(point)


def same_point_of_child(found, expected, what):
    """to the last digit, but for the learner of many variables, which computes places in another order"""
    if isinstance(expected[1], list):
        equal(found[0], expected[0], what)
        assert all(math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-10) for a, b in zip(found[1], expected[1], strict=True)), \
            f'{what}: found {found}, expected {expected}'
    else:
        equal(found, expected, what)


def check_balancing(case):
    functions = []
    for child in case['children']:
        if case['child'] == 'AverageLearner':
            functions.append(lambda seed, c=child: c['mean'] + c['sigma'] * (2 * u_seed(int(seed) + c.get('offset', 0)) - 1))
        else:
            functions.append(formula_of_point(child['f']))
    learner = {'kind': 'balancing', 'children': list(children_of(case)), 'strategy': case['strategy']}
    with Talk({'sonde': 1, 'learner': learner}) as talk:
        driver = LossDriver(case, talk, lambda point: functions[point[0]](point[1]))
        driver.drive()
        found = [child['npoints'] for child in talk('info')['children']]
    prefix = case.get('exact_prefix_1e15', case['n_asked'])
    for i, (a, b) in enumerate(zip(driver.asked[:prefix], case['asked'])):
        same_point_of_child(a, b, f'point {i}')
    equal(len(driver.asked), case['n_asked'], 'number of points')
    if prefix == case['n_asked']:
        equal(found, case['npoints_per_child'], 'points of children')
    for a, b in zip(found, case['npoints_per_child']):
        assert abs(a - b) <= 3 + 0.1 * b, (found, case['npoints_per_child'])


def check_sequence():
    with Talk({'sonde': 1, 'learner': {'kind': 'sequence', 'sequence': [7, 8, 9]}}) as talk:
        equal(talk('ask', 2, False)['points'], [0, 1], 'without a trace')
        equal(talk('ask', 2), {'points': [0, 1], 'loss_improvements': [1 / 3, 1 / 3]}, 'two')
        talk('tell', 1, 5)
        equal(talk('loss'), {'loss': 2 / 3}, 'loss')
        equal(talk('loss', False), {'loss': 1 / 3}, 'loss with pending')
        talk('remove_unfinished')
        equal(talk('ask', 9)['points'], [0, 2], 'the others')
        equal(talk('ask', 1)['points'], [], 'none left')
        talk('tell_many', [0, 2], [4, 6])
        equal(talk('loss'), {'loss': 0}, 'loss')
        equal(talk('info')['done'], True, 'done')
        state = talk('get')['state']
        talk('new')
        equal(talk('npoints'), {'npoints': 0}, 'new')
        talk('set', state)
        equal(talk('data'), {'x': [1, 0, 2], 'y': [5, 4, 6]}, 'copied')


def knows_nd():
    """whether this version has the learner of several variables"""
    folder = sondetest.Folder()
    folder.write('study.json', {'sonde': 1, 'domain': one_variable([0, 1]) + [{'name': 'y', 'min': 0, 'max': 1}],
                                'learner': {'kind': 'nd'}})
    return subprocess.run([sondetest.PROGRAM, 'ask-tell', 'study.json'], cwd=folder.path, stdin=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


def main():
    report = sondetest.Report()
    report.case('sequence', check_sequence)
    for name, check in (('average', check_average), ('average1d', check_average1d), ('integrator', check_integral),
                        ('balancing', check_balancing)):
        for case in reference(name + '.json'):
            if case.get('child') != 'LearnerND' or knows_nd():
                report.case(case['id'], check, case)
    report.finish()


if __name__ == '__main__':
    main()
