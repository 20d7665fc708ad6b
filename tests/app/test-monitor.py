#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages below the chart: what is known of a run."""
import json

from sonde_case import SLOW, Case, main, study, wait_gone, wait_until

TRACE = 'math domain error\n\nTraceback (most recent call last):\n  File "edge.py", line 18, in absorption\nValueError: math domain error'


class Monitor(Case):
    def run_file(self, events, **more):
        """A run file with these events, opened in the window."""
        lines = [json.dumps(json.loads(study(**more)))] + [json.dumps(e) for e in events]
        self.start(self.write('kept.sonde', '\n'.join(lines) + '\n'))

    def page(self, name):
        self.app.find('tab', name).click()


class Failures(Monitor):
    def setUp(self):
        super().setUp()
        xs = [-0.5, 0.25, 0.5]
        self.run_file([['tell', -1, -0.9, 0.1], ['tell', 1, 1.1, 0.1]] + [['fail', x, a, TRACE] for x in xs for a in (1, 2)] +
                      [['fail', 0.75, 1, 'took longer than 30 s']] + [['state', 'failed', '2024-05-04T03:02:01Z']],
                      goal={'npoints': 12})
        self.page('Failures')

    def test_equal_messages_are_one_row(self):
        row = self.app.find('row', 'math domain error')
        row.find('label', '3')
        row.find('label', 'x from −0.5 to 0.5')
        self.app.find('row', 'took longer than 30 s').find('label', 'x = 0.75')
        self.see('3 points · 2 attempts each')
        self.see('Traceback*absorption*')

    def test_one_point_is_chosen(self):
        points = self.app.find('list', 'Failed Points')
        points.find('label', 'x = 0.25').click()
        self.see('At x = 0.25')
        self.app.find('row', 'took longer than 30 s').click()
        self.see('1 point · 1 attempt')
        self.see('At x = 0.75')
        self.assertFalse(self.app.exists('list', 'Failed Points'))

    def test_retry_those_chosen(self):
        self.app.find('row', 'took longer than 30 s').click()
        self.see('At x = 0.75')
        self.button('Retry').click()
        wait_gone(lambda: self.app.exists('row', 'took longer than 30 s'), SLOW)

    def test_retry_all_mends_what_works_now(self):
        self.button('Retry All').click()
        self.see('Finished*')
        self.see('No point has failed.')


if __name__ == '__main__':
    main()
