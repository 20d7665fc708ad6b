#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start page to a run."""
from sonde_case import SLOW, Case, main, wait_until

EXAMPLES = ('Sharp Peak', 'Comb', 'Step', 'Gap', 'Three Outputs', 'Noisy Signal', 'Slow Function', 'Hidden Peak', 'Two Waves',
            'Avoided Crossing')


class Start(Case):
    def test_example_runs_to_its_end(self):
        self.start()
        self.see('Examples')
        for title in EXAMPLES:
            self.app.find('button', title)
        self.button('Sharp Peak').click()
        self.see('Ready')
        self.see('Nothing Sampled Yet')
        self.button('Run').click()
        self.see('Finished*', timeout=6 * SLOW)      # it keeps to a speed that a person can watch
        self.assertGreater(self.points(), 60)
        self.assertTrue(self.app.find('image', 'Chart').description.startswith('Curve of f(x)'))
        self.button('Continue')

    def test_new_study_from_formula(self):
        self.start()
        self.app.find('entry', 'Formula').type('cos(9*x)', enter=True)
        self.see('Ready')
        self.assertEqual(self.app.find('entry', 'f(x) =').text, 'cos(9*x)')
        self.assertTrue(self.ready_to_run())

    def test_wrong_formula_is_taken_along(self):
        self.start()
        self.app.find('entry', 'Formula').type('cos(9*x', enter=True)
        self.see('Not ready · the formula has an error')
        self.assertEqual(self.app.find('entry', 'f(x) =').text, 'cos(9*x')
        self.assertFalse(self.ready_to_run())

    def test_new_window(self):
        self.start()
        self.app.key('ctrl+n')
        wait_until(lambda: len(self.app.windows()) == 2, SLOW)
        self.app.key('ctrl+w')
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)
        self.app.key('ctrl+q')
        self.assertEqual(self.app.wait(SLOW), 0)


if __name__ == '__main__':
    main()
