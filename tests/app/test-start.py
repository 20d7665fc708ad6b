#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start page to a run."""
import os
import subprocess

from sonde_case import SLOW, SONDE, App, Case, main, study, wait_until, xdo

EXAMPLES = ('Sharp Peak', 'Comb', 'Step', 'Gap', 'Three Outputs', 'Noisy Signal', 'Slow Function', 'Hidden Peak', 'Two Waves',
            'Avoided Crossing')


def run_file(title, status='finished', n=9):
    """A run file as text: a parabola, n points, left with that status."""
    lines = [study('x^2', {}, {'loss': 1e-9}, title=title)]
    lines += ['["state", "running", "2026-01-01T10:00:00Z"]']
    lines += ['["tell", %r, %r, 0.001]' % (x, x * x) for x in (-1 + 2 * i / (n - 1) for i in range(n))]
    return '\n'.join(lines + ['["state", "%s", "2026-01-01T10:00:05Z"]' % status]) + '\n'


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
        # it is called after its formula until it gets a name
        wait_until(lambda: self.app.windows()[0].name == 'cos(9*x) (Draft)', SLOW)

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

    def test_guide(self):
        self.start()
        self.app.key('F1')
        guide = self.app.window('User Guide', SLOW)
        guide.find('heading', 'Getting Started')
        # by keyboard through the list, and back
        self.app.key('ctrl+f')
        self.app.type('tracebacks\n')
        guide.find('heading', 'For Users of AsyncRunner', timeout=SLOW)
        self.app.key('alt+Left')
        guide.find('heading', 'Getting Started', timeout=SLOW)
        # F1 again shows the same window, Escape closes it, and the program is still there
        self.app.key('Escape')
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)
        self.button('Main Menu').click()
        self.app.find('menu item', 'Help').click()
        self.app.window('User Guide', SLOW)
        self.app.key('F1')
        self.assertEqual(len(self.app.windows()), 2)
        self.app.key('ctrl+q')
        self.assertEqual(self.app.wait(SLOW), 0)

    def test_preferences(self):
        self.start()
        self.app.key('ctrl+comma')
        preferences = self.app.window('Preferences', SLOW)
        preferences.find('spin button', 'Parallel Tasks*').set_value(3)
        preferences.find('combo', 'Closing a Window*').choose('Cancel and Save')
        self.app.settle()
        self.app.key('Escape')
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)
        self.app.find('entry', 'Formula').type('cos(9*x)', enter=True)
        self.see('Ready')
        self.assertEqual(self.app.find('spin button', 'Parallel Tasks*').value, 3)
        self.app.find('button', 'Remove Condition').reveal().click()
        self.see('Run until cancelled')
        self.button('Run').click()
        self.see('Running*')
        self.app.key('ctrl+w')
        self.assertEqual(self.app.wait(SLOW), 0)

    # -- what was there before
    def start_with_recents(self, *titles):
        files = [self.write(t.replace(' ', '-') + '.sonde', run_file(t, s)) for t, s in titles]
        self.start(*files)
        wait_until(lambda: len(self.app.windows()) == len(files), SLOW)
        self.app.key('ctrl+n')
        wait_until(lambda: len(self.app.windows()) == len(files) + 1, SLOW)
        self.see('Examples')
        return files

    def test_recent_runs(self):
        files = self.start_with_recents(('First Run', 'finished'), ('Second Run', 'paused'))
        self.button('First Run')
        self.see('9 points · loss *')
        self.see('Finished')
        self.see('Paused')
        os.remove(files[0])
        self.button('First Run').click()
        self.see('“First-Run.sonde” is no longer there')
        wait_until(lambda: not self.app.exists('button', 'First Run'), SLOW)
        self.button('Second Run')

    def test_search(self):
        self.start_with_recents(('Zeta', 'finished'), ('Eta', 'finished'), ('Theta', 'cancelled'))
        self.app.key('ctrl+f')
        self.app.find('search box', 'Search Runs and Examples').type('theta')
        wait_until(lambda: not self.app.exists('button', 'Comb'), SLOW)
        self.button('Theta')
        self.app.find('search box', 'Search Runs and Examples').type('xyzzy')
        self.see('Nothing Found')
        self.app.key('Escape')
        self.button('Comb')

    def write_draft(self, title):
        os.makedirs(self.path('data/sonde/drafts'))
        return self.write('data/sonde/drafts/one.sonde', run_file(title, 'running'))

    def test_draft_opens(self):
        self.write_draft('Lost Work')
        self.start()
        self.see('Recovered draft')
        self.button('Open the draft “Lost Work”').click()
        self.see('Interrupted · 9 points kept')
        self.button('Continue')

    def test_draft_is_discarded_and_brought_back(self):
        path = self.write_draft('Lost Work')
        self.start()
        self.button('Discard the draft “Lost Work”').click()
        wait_until(lambda: not self.app.exists('label', 'Recovered draft'), SLOW)
        self.assertTrue(os.path.exists(path))
        self.button('Undo').click()
        self.see('Recovered draft')
        self.assertTrue(os.path.exists(path))
        self.button('Discard the draft “Lost Work”').click()
        self.button('New Study').move()          # a toast stays as long as the pointer is over it
        wait_until(lambda: not os.path.exists(path), SLOW, what='the draft to go when it cannot be undone any more')


class Desktop(Case):
    def test_menus(self):
        self.start()
        self.app.key('ctrl+question')
        self.app.find('label', 'User guide', timeout=SLOW)
        self.app.key('Escape')
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)
        self.button('Main Menu').click()
        self.app.find('menu item', 'About Sonde').click()
        wait_until(lambda: len(self.app.windows()) == 2, SLOW)
        self.see('The Sonde developers')
        self.app.key('Escape')
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)

    def outside(self):
        """What a person would want to press and cannot, since it lies beyond the edge."""
        window = self.app.windows()[0]
        _, _, w, h = window.extents()
        found = []
        for role in 'button', 'entry', 'spin button', 'switch':
            for n in window.find_all(role):
                x, _, nw, _ = n.extents()
                if nw > 0 and 0 < x < w and x + nw > w + 1:
                    found.append((role, n.name, x, nw, w))
        return found

    def test_fits_in_any_width(self):
        """The display may change while it runs: nothing lies beyond the edge."""
        self.start(self.write('study.json', study(execution={'executor': {'kind': 'threads'}, 'ntasks': 2, 'max_rate': 20})))
        for width in 1200, 1000, 900, 720:
            self.app.resize(width, 760)
            self.assertEqual(self.outside(), [], 'at %d' % width)
        self.button('Run').click()
        self.see('Running*')
        for width in 370, 560, 700, 1010:
            self.app.resize(width, 720)
            self.assertEqual(self.outside(), [], 'at %d' % width)
        self.see('Running*')
        self.assertGreater(self.points(), 2)

    def test_newcomer_with_the_keyboard(self):
        """From the start page to an exported picture of an own formula, without the pointer."""
        self.start()
        self.see('Examples')
        self.app.type('exp(-20*x^2)\n')
        self.see('Ready')
        self.app.key('ctrl+r')
        self.see('Finished*')
        self.app.key('ctrl+e')
        self.see('Picture')
        self.app.settle()
        self.app.key('alt+e')
        path = self.path('mine.png')
        self.save_in_dialog(path)
        self.see('Exported')
        self.assertGreater(os.path.getsize(path), 1000)


class Opening(Case):
    def drop(self, *files):
        """Drags the files onto the window, as from a file manager."""
        source = App([os.environ['DRAG_SOURCE'], *files], timeout=SLOW, wmclass='drag-source')
        self.addCleanup(source.close)
        source.window('Files', SLOW)
        x, y, w, h = self.app.window_rect(self.app.windows()[-1])
        sx, sy, sw, sh = source.window_rect()
        words = ['mousemove', sx + sw // 2, sy + sh // 2, 'mousedown', 1]
        for i in range(1, 21):
            words += ['sleep', '0.02', 'mousemove', sx + sw // 2 + (x + 60 - sx - sw // 2) * i // 20,
                      sy + sh // 2 + (y + h - 60 - sy - sh // 2) * i // 20]
        xdo(*words, 'sleep', '0.3', 'mouseup', 1)
        return source

    def test_dropped(self):
        good = self.write('mine.sonde', run_file('Dropped Run'))
        bad = self.write('photo.png', b'\x89PNG\r\n\x1a\n\0\0' + bytes(range(256)))
        self.start()
        self.see('Examples')
        source = self.drop(bad)
        self.see('“photo.png” Cannot Be Opened')
        self.see('*not text: it is not a study*Sonde opens runs*')
        source.close()
        self.app.key('Escape')
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)
        source = self.drop(good, bad)
        self.see('Dropped Run')
        self.see('“photo.png” Cannot Be Opened')
        source.close()

    def test_large_file(self):
        n = 800000
        with open(self.path('large.sonde'), 'w') as f:
            f.write(study('x^2', {}, {'loss': 1e-9}, title='Large Run') + '\n')
            f.writelines('["tell", %.7f, %.7f, 1e-6]\n' % (-1 + 2 * i / n, (-1 + 2 * i / n) ** 2) for i in range(n))
        self.start()
        self.see('Examples')

        def choose():            # as a file manager does: the program that is there opens it
            other = subprocess.Popen([SONDE, self.path('large.sonde')])
            self.addCleanup(other.wait)
        choose()
        self.see('Opening “large.sonde”')
        self.assertLess(self.app.worst_latency(0.3), 0.25)
        self.button('Cancel').click()
        self.see('Examples')
        choose()
        self.see('Large Run', timeout=4 * SLOW)
        self.assertEqual(self.points(), n)


if __name__ == '__main__':
    main()
