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

    def test_accepted_as_gaps(self):
        self.button('Accept as NaN').click()
        wait_gone(lambda: self.app.exists('row', 'math domain error'), SLOW)
        self.page('Overview')
        wait_until(lambda: self.points() == 5, SLOW)
        with open(self.path('kept.sonde')) as f:
            self.assertEqual(sum('"nan"' in line for line in f), 3)

    def test_excluded(self):
        self.app.find('row', 'took longer than 30 s').click()
        self.see('At x = 0.75')
        self.button('Exclude…').click()
        self.see('Exclude 1 Point?')
        self.button('Exclude').activate()
        self.see('1 attempt, excluded')
        self.button('Retry All').click()
        self.see('Finished*')
        self.see('1 point · 1 attempt')
        with open(self.path('kept.sonde')) as f:
            self.assertFalse(any(line.startswith('["tell",0.75') for line in f))

    def test_excluded_is_kept_when_in_doubt(self):
        self.button('Exclude…').click()
        self.see('Exclude 3 Points?')
        self.app.key('Escape')
        self.button('Retry')
        self.see('2 attempts')
        self.assertFalse(self.app.exists('label', '2 attempts, excluded'))


class Points(Monitor):
    def table(self):
        return self.app.find(None, 'Table of Points')

    def rows(self):
        """What the table shows below its header: lists of cells."""
        cells = [n.name for n in self.table().find_all('label')]
        n = cells.index('State') + 1
        return [cells[i:i + n] for i in range(n, len(cells), n)]

    def column(self, number):
        return [r[number] for r in self.rows()]

    def numbers(self):
        return [int(c) for c in self.column(0) if c.isdigit()]

    def test_rows_sorted_listed_and_copied(self):
        self.run_file([['tell', -1, 3, 0.5], ['tell', 1, 1, 2], ['tell', 0.25, 2, 0.00125], ['fail', 0.5, 1, 'no answer']],
                      goal={'npoints': 50})
        self.page('Points')
        self.see('4 rows')
        # the newest first
        wait_until(lambda: self.column(0) == ['3', '2', '1', '–'], SLOW)
        self.assertEqual(self.rows(), [['3', '0.25', '2', '1.25 ms', 'Sampled'], ['2', '1', '1', '2 s', 'Sampled'],
                                       ['1', '−1', '3', '500 ms', 'Sampled'], ['–', '0.5', '–', '–', 'Failed: no answer']])
        self.table().find('label', 'f(x)').click()
        wait_until(lambda: self.column(2) == ['1', '2', '3', '–'], SLOW)
        self.table().find('label', 'f(x)').click()
        wait_until(lambda: self.column(2) == ['3', '2', '1', '–'], SLOW)
        self.table().find('label', 'Duration').click()
        wait_until(lambda: self.column(0) == ['3', '1', '2', '–'], SLOW)

        show = self.app.find('combo', 'Which Points to List')
        show.choose('Failed')
        self.see('1 row')
        wait_until(lambda: self.column(1) == ['0.5'], SLOW)
        show.choose('Sampled')
        self.see('3 rows')
        wait_until(lambda: len(self.rows()) == 3, SLOW)

        self.table().find('label', '500 ms').click()
        self.app.key('ctrl+c')
        self.app.find('entry', 'Points reach').click()
        self.app.key('ctrl+a', 'ctrl+v')
        wait_until(lambda: '1\t-1\t3\t0.5\tSampled' in self.app.find('entry', 'Points reach').text, SLOW)

    def test_newest_stay_in_view(self):
        self.start(self.write('study.json', study(goal=None, execution=dict(json.loads(study())['execution'], max_rate=20))))
        self.page('Points')
        self.see('There are no such points.')
        self.button('Run').click()
        wait_until(lambda: self.points() > 60, SLOW)
        # paused, so that rows stay while they are read
        self.button('Pause').click()
        self.see('Paused*')
        # rows have come on top, and what is in view went with them
        wait_until(lambda: max(self.numbers()) == self.points(), SLOW)
        self.button('Cancel Run').click()
        self.see('Cancelled*')


class Convergence(Monitor):
    def test_chart_and_live_information(self):
        self.start(self.write('study.json', study(goal={'npoints': 60})))
        self.page('Convergence')
        card = self.app.find('group', 'Live Information')
        card.find('label', 'Not started')
        self.button('Run').click()
        card.find('label', 'Goal reached', timeout=SLOW)
        for name in ('Latest Loss', 'Estimated Error', 'Samples', 'Elapsed Time', 'Overhead', 'Tasks Busy', 'Failed Points'):
            card.find('label', name)
        chart = self.app.find('image', 'Convergence Chart')
        wait_until(lambda: chart.description.startswith('Convergence: the loss went from '), SLOW)
        self.assertIn('points', chart.description)
        # moments are walked along as points are
        chart.click(fx=0.05, fy=0.05)
        self.app.key('End')
        wait_until(lambda: chart.description.startswith('Selected: 60 points, loss '), SLOW)
        self.app.key('Left')
        wait_until(lambda: chart.description.startswith('Selected: 59 points, loss '), SLOW)
        self.app.key('Escape')
        wait_until(lambda: chart.description.startswith('Convergence: '), SLOW)


class Log(Monitor):
    def details(self):
        cells = [n.name for n in self.app.find(None, 'Journal of the Run').find_all('label')]
        return [c for c in cells if ' = ' in c]

    def test_events_found_and_replayed(self):
        self.run_file([['state', 'running', '2024-05-04T03:02:01Z'], ['tell', -1, 3, 0.5], ['tell', 1, 1, 2],
                       ['fail', 0.5, 1, TRACE], ['tell', 0.25, 2, 0.125]])
        self.page('Log')
        every = ['x = 0.25 → 2', 'x = 0.5, attempt 1: math domain error', 'x = 1 → 1', 'x = −1 → 3']
        wait_until(lambda: self.details() == every, SLOW)
        kinds = self.app.find('combo', 'Which Events to List')
        kinds.choose('Failures')
        wait_until(lambda: self.details() == every[1:2], SLOW)
        kinds.choose('All Events')
        wait_until(lambda: self.details() == every, SLOW)
        self.app.find(None, 'Search the Log').click()
        self.app.type('→ 2')
        wait_until(lambda: self.details() == every[:1], SLOW)

        self.see('Point 3 of 3')
        before = self.view()
        self.app.find('slider', 'Replay').set_value(2)
        self.see('Point 2 of 3')
        self.button('Play Replay').click()
        self.see('Point 3 of 3')
        self.assertEqual(self.view(), before)

        # the chart says what it shows on every page, and leaves it
        self.app.find('slider', 'Replay').set_value(2)
        self.see('After 2 Points')
        self.page('Overview')
        self.button('After 2 Points').click()
        wait_gone(lambda: self.app.exists('label', 'After 2 Points'), SLOW)
        self.page('Log')
        self.see('Point 3 of 3')


if __name__ == '__main__':
    main()
