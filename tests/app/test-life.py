#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a run beyond its window: in the background, told by notifications, and written by another program."""
import os
import signal
import subprocess

from notifications import Notifications
from sonde_case import SLOW, Case, main, study, wait_until

CLI = os.environ['SONDE_CLI']
NOTIFICATIONS = Notifications()


def slowly(npoints, rate=20):
    """A study that takes npoints / rate seconds."""
    return study('x^2', {}, {'npoints': npoints},
                 execution={'executor': {'kind': 'threads'}, 'ntasks': 2, 'retries': 0, 'raise_if_retries_exceeded': True,
                            'max_rate': rate, 'log': False})


class Life(Case):
    def setUp(self):
        super().setUp()
        NOTIFICATIONS.shown.clear()
        NOTIFICATIONS.told.clear()

    def test_goes_on_without_its_window(self):
        self.start(self.write('slow.json', slowly(120)))
        self.button('Run').click()
        self.see('Running*')
        self.app.key('ctrl+w')
        self.button('Keep Running').click()
        wait_until(lambda: not self.app.exists('label', 'Running*'), SLOW)
        wait_until(lambda: NOTIFICATIONS.shown, SLOW, what='a notification')
        (number, (title, body)), = NOTIFICATIONS.shown.items()
        self.assertEqual(title, '“Test Run” has reached its goal')
        self.assertTrue(body)
        NOTIFICATIONS.click(number)
        self.see('Finished*')

    def test_window_in_front_says_it_itself(self):
        self.start(self.write('quick.json', slowly(20)))
        self.button('Run').click()
        self.see('Finished*')
        self.assertEqual(NOTIFICATIONS.told, [])

    def test_end_behind_another_window(self):
        self.start(self.write('behind.json', slowly(40, 10)))
        self.button('Run').click()
        self.see('Running*')
        self.app.key('ctrl+n')
        self.see('Examples')
        wait_until(lambda: NOTIFICATIONS.told == ['“Test Run” has reached its goal'], SLOW, what='the notification')
        self.app.key('ctrl+w')
        self.see('Finished*')
        wait_until(lambda: not NOTIFICATIONS.shown, SLOW, what='the notification to go with the window in front')

    def test_stay_and_cancel(self):
        self.start(self.write('slow.json', slowly(4000)))
        self.button('Run').click()
        self.see('Running*')
        self.app.key('ctrl+w')
        self.button('Stay Here').click()
        self.see('Running*')
        self.app.key('ctrl+w')
        self.button('Cancel and Save').click()
        self.assertEqual(self.app.wait(SLOW), 0)

    def test_run_of_another_program_is_watched(self):
        path = self.path('server.sonde')
        self.write('study.json', slowly(4000))
        other = subprocess.Popen([CLI, 'run', self.path('study.json'), '-o', path, '--info', 'none'], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        wait_until(lambda: os.path.exists(path) and open(path).read().count('"tell"') > 3, SLOW)
        self.start(path)
        self.see('Another Program Writes This Run')
        self.see('Watching · * points · read-only')
        before = self.points()
        wait_until(lambda: self.points() > before + 5, SLOW, what='points that the other program adds')
        self.assertFalse(self.button('Continue').enabled)
        self.assertEqual(self.app.windows()[0].name, 'Test Run (Read-Only)')
        other.send_signal(signal.SIGINT)
        self.see('Cancelled*')
        wait_until(lambda: self.button('Continue').enabled, SLOW)
        self.button('Continue').click()
        self.see('Running*')


if __name__ == '__main__':
    main()
