#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a run: pause, cancel, continue, save, close, open again; files that are wrong."""
import json
import os
import re
import resource
import shutil
import signal

from sonde_case import SLOW, Case, main, study, wait_gone, wait_until


def tells(path):
    with open(path) as f:
        return sum(1 for line in f if line.startswith('["tell"'))


class Life(Case):
    def endless(self):
        self.start(self.write('study.json', study()))
        self.button('Run').click()
        self.see('Running*')

    def test_run_cancel_continue_save_reopen(self):
        self.endless()
        self.button('Cancel Run').click()
        self.see('Cancelled*')
        first = self.points()
        self.assertGreater(first, 0)
        self.button('Continue').click()
        self.see('Running*')
        self.button('Cancel Run').click()
        self.see('Cancelled*')
        wait_until(lambda: self.points() > first, SLOW)
        self.app.key('ctrl+shift+s')
        path = self.path('kept.sonde')
        self.save_in_dialog(path)
        self.see('Saved')
        kept = self.points()
        self.assertEqual(tells(path), kept)
        self.app.key('ctrl+w')
        self.assertEqual(self.app.wait(SLOW), 0)

        self.start(path)
        self.see('Cancelled*')
        self.assertEqual(self.points(), kept)
        self.assertFalse(os.listdir(self.path('data/sonde/drafts')), 'a draft was left although the run is saved')

    def test_results_that_cannot_be_written_are_not_lost(self):
        self.start(self.write('study.json', study(saving={'interval': 0.2}, goal={'npoints': 500})))
        self.button('Run').click()
        self.see('Finished*')
        drafts = self.path('data/sonde/drafts')
        os.unlink(os.path.join(drafts, os.listdir(drafts)[0]))
        self.see('The Run Cannot Be Written')
        points = self.points()
        self.app.key('ctrl+w')
        self.see('Results Are Not Saved')
        self.button('Stay Here').click()
        wait_gone(lambda: self.app.exists('label', 'Results Are Not Saved'), SLOW)
        self.app.key('ctrl+q')
        self.see('Results Are Not Saved')
        # also in the notice, and twice in the dialog: for wide and for narrow windows
        dialog = wait_until(lambda: [w for w in self.app.windows() if w.name == 'Results Are Not Saved'], SLOW)[0]
        dialog.find('button', 'Save As*').click()
        path = self.path('kept.sonde')
        self.save_in_dialog(path)
        self.see('Saved')
        self.assertEqual(tells(path), points)
        self.app.key('ctrl+q')
        self.assertEqual(self.app.wait(SLOW), 0)

    def test_signal_while_nothing_can_be_written(self):
        """Nobody can be asked: the results become a draft, which the start page offers."""
        folder = self.path('gone')
        os.mkdir(folder)
        self.start(self.write('gone/study.json', study(saving={'interval': 0.2}, goal={'npoints': 500})))
        self.app.key('ctrl+shift+s')
        self.save_in_dialog(os.path.join(folder, 'run.sonde'))
        self.see('Saved')
        self.button('Run').click()
        self.see('Finished*')
        shutil.rmtree(folder)
        self.see('The Run Cannot Be Written')
        points = self.points()
        os.kill(self.app.pid, signal.SIGTERM)
        self.assertEqual(self.app.wait(SLOW), 0)
        draft, = os.listdir(self.path('data/sonde/drafts'))
        self.assertEqual(tells(self.path('data/sonde/drafts/' + draft)), points)
        self.start()
        self.see('Drafts')

    def test_killed(self):
        """A run that was killed tells so, with how long it took, and goes on."""
        self.start(self.write('study.json', study(goal={'npoints': 100000000}, execution={
            'executor': {'kind': 'threads'}, 'ntasks': 2, 'max_rate': 50})))
        path = self.path('run.sonde')
        self.app.key('ctrl+shift+s')
        self.save_in_dialog(path)
        self.see('Saved')
        self.button('Run').click()
        self.see('Running*')
        self.see('0:00:01', timeout=SLOW)
        os.kill(self.app.pid, signal.SIGKILL)
        self.app.wait(SLOW)
        self.start(path)
        self.see('Interrupted · *')
        self.assertFalse(self.app.exists('label', '0:00:00'))
        self.button('Continue').click()
        self.see('Running*')

    def test_file_that_may_not_grow(self):
        self.endless()
        resource.prlimit(self.app.pid, resource.RLIMIT_FSIZE, (100000, 100000))
        self.see('The Run Cannot Be Written')
        self.see('Paused*')
        self.app.key('ctrl+w')
        self.see('Results Are Not Saved')
        self.button('Lose Them').click()
        self.assertEqual(self.app.wait(SLOW), 0)

    def test_pause_and_continue(self):
        self.endless()
        self.button('Pause').click()
        self.see('Paused*')
        self.button('Continue').click()
        self.see('Running*')
        self.app.key('ctrl+r')
        self.see('Paused*')
        self.button('Cancel Run').click()
        self.see('Cancelled*')

    def test_goal_changed_while_running(self):
        self.start(self.write('study.json', study(goal={'npoints': 500000000})))
        self.button('Run').click()
        self.see('Running*')
        self.app.find('entry', 'Points reach').type('10')
        self.see('Finished*')

    def test_settled_and_edited_as_new(self):
        self.start(self.write('study.json', study(goal={'npoints': 20})))
        self.button('Run').click()
        self.see('Finished*')
        self.assertFalse(self.app.exists('entry', 'f(x) ='))
        self.see('a = 0.01,  b = 0.123')
        self.app.find('row', 'Edit as New Run').click()
        wait_until(lambda: len(self.app.windows()) == 2, SLOW)
        wait_until(lambda: self.app.exists('entry', 'f(x) ='), SLOW)

    def test_goal_reached_asks_for_a_further_one(self):
        self.start(self.write('study.json', study(goal={'npoints': 20})))
        self.button('Run').click()
        self.see('Finished*')
        self.button('Continue').click()
        self.see('The goal is reached. Set a further one to continue.')
        self.app.find('entry', 'Points reach').type('40')
        self.button('Continue').click()
        wait_until(lambda: self.points() >= 40, SLOW)

    def test_close_while_running(self):
        self.endless()
        self.app.key('ctrl+w')
        self.button('Stay Here').activate()
        wait_gone(lambda: self.app.exists('button', 'Stay Here'), SLOW)
        self.see('Running*')
        self.app.key('ctrl+w')
        self.button('Cancel and Save').activate()
        self.assertEqual(self.app.wait(SLOW), 0)

        self.start()
        self.see('Drafts')
        self.app.find('button', 'Test Run*').click(fx=0.2)
        self.see('Cancelled*')
        self.assertGreater(self.points(), 0)


class Exports(Case):
    def test_picture_and_data(self):
        self.start(self.write('study.json', study(goal={'npoints': 30})))
        self.button('Run').click()
        self.see('Finished*')
        self.app.key('ctrl+e')
        self.app.find('button', 'Export…', timeout=SLOW).click()
        self.save_in_dialog(self.path('plot.svg'))
        self.see('Exported')
        with open(self.path('plot.svg')) as f:
            self.assertIn('<svg', f.read(2000))
        self.app.key('ctrl+shift+e')
        self.app.find('button', 'Export…', timeout=SLOW).click()
        self.save_in_dialog(self.path('data.csv'))
        wait_until(lambda: not self.app.exists('button', 'Export…'), SLOW)
        with open(self.path('data.csv')) as f:
            rows = f.read().splitlines()
        self.assertEqual(len([r for r in rows if re.match(r'[-0-9]', r)]), self.points())


class BadFiles(Case):
    def refused(self, path, heading):
        self.start(path)
        self.see(heading)
        # its window has a button of this name, too
        wait_until(lambda: [w for w in self.app.windows() if w.name == heading], SLOW)[0].find('button', 'Close').activate()
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)
        self.see('Examples')

    def test_not_ours(self):
        self.refused(self.write('noise.sonde', bytes(range(256)) * 20), '“noise.sonde” Cannot Be Opened')

    def test_absent(self):
        self.refused(self.path('absent.sonde'), '“absent.sonde” Cannot Be Opened')

    def test_newer(self):
        self.refused(self.write('newer.json', '{"sonde": 1000}'), '“newer.json” Cannot Be Opened')

    def test_wrong_study(self):
        self.start(self.write('wrong.json', study().replace('"min": -1', '"min": 5')))
        self.see('“wrong.json” Cannot Be Opened')
        self.see('*domain*min*')

    def run_file(self, lines):
        one = json.dumps(json.loads(study()))
        return '\n'.join([one] + lines) + '\n'

    def test_damaged_in_the_middle(self):
        text = self.run_file(['["tell",-1,-0.9,0.1]', '["tell",1,1.1,0.1]', '["tell",0,@@@@', '["tell",0.5,0.6,0.1]'])
        self.start(self.write('damaged.sonde', text))
        self.see('The File Is Damaged')
        self.button('Open What Can Be Read').activate()
        self.see('Recovered From a Damaged File')
        self.assertEqual(self.points(), 2)

    def test_torn_last_line(self):
        text = self.run_file(['["tell",-1,-0.9,0.1]', '["tell",1,1.1,0.1]']) + '["tell",0,'
        self.start(self.write('torn.sonde', text))
        self.see('Something in the File Was Put Right')
        self.assertEqual(self.points(), 2)

    def test_place_that_cannot_be_written(self):
        self.start(self.write('study.json', study(goal={'npoints': 20})))
        self.button('Run').click()
        self.see('Finished*')
        self.app.key('ctrl+shift+s')
        name = self.app.find('entry', 'Name', timeout=SLOW)
        self.app.settle()
        name.type('/proc/kept.sonde', enter=True)
        self.see('The Run Cannot Be Saved')


if __name__ == '__main__':
    main()
