#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Learners other than the curve: chosen in the set-up, run, and seen in the chart."""
import os

from sonde_case import SLOW, Case, main, study, wait_until


class Learners(Case):
    def look_for(self, what):
        self.app.find('combo', 'Looks For', showing=False).reveal().choose(what)

    def picture(self, name):
        """for who wants to look at it"""
        if os.environ.get('PICTURES'):
            self.app.screenshot(os.path.join(os.environ['PICTURES'], name + '.png'))

    def test_average(self):
        self.start(self.write('study.json', study('a', {'a': 1})))
        self.look_for('Average')
        self.app.find('entry', 'Error at Most', showing=False).reveal().type('0.1', enter=True)
        wait_until(self.ready_to_run, SLOW)
        self.button('Run').click()
        self.see('Finished*')
        self.assertGreaterEqual(self.points(), 30)
        self.picture('average')

    def test_integral_ends_by_itself(self):
        self.start(self.write('study.json', study('exp(x)', {})))
        self.look_for('Integral')
        wait_until(self.ready_to_run, SLOW)
        self.button('Run').click()
        self.see('Finished*')
        self.assertGreaterEqual(self.points(), 33)
        self.assertLess(self.points(), 40)
        self.picture('integral')

    def test_list_of_points(self):
        self.start(self.write('study.json', study('a*x^2', {'a': 2})))
        self.look_for('List of Points')
        self.app.find('entry', 'Values', showing=False).reveal().type('x = 0:1:21', enter=True)
        wait_until(self.ready_to_run, SLOW)
        self.button('Run').click()
        self.see('Finished*')
        self.assertEqual(self.points(), 21)
        self.picture('sequence')

    def test_family(self):
        self.start(self.write('study.json', study('x + a^2/(a^2 + (x-b)^2)', {'a': 0.01, 'b': 0.123})))
        self.look_for('Family of Curves')
        self.app.find('entry', 'Values', showing=False).reveal().type('a = 0.03, 0.1, 0.3', enter=True)
        wait_until(self.ready_to_run, SLOW)
        self.button('Run').click()
        self.see('Finished*')
        self.picture('family')
        self.app.find('combo', 'Next Point', showing=False).reveal().choose('Fewest Points')
        self.assertGreater(self.points(), 60)

    def test_noisy_curve(self):
        text = study('sin(x) + 0.1*normal(seed, x)', {}, goal={'expression': 'nsamples >= 1000'},
                     learner={'kind': 'average1d', 'min_samples': 10})
        self.start(self.write('study.json', text))
        self.button('Run').click()
        self.see('Finished*')
        self.picture('average1d')


if __name__ == '__main__':
    main()
