#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak: a run through its window, and what its confinement lets through. Started by tests/flatpak/run."""
import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'desktop'))
from desk import App, bus, wait_until     # noqa: E402

APP_ID = 'io.github.sonde.Sonde'
WORK = sys.argv[1]
SLOW = 60
# only root in a container needs this: there is no system bus
os.environ.setdefault('DBUS_SYSTEM_BUS_ADDRESS', os.environ['DBUS_SESSION_BUS_ADDRESS'])


class Confined(App):
    """The window of a Flatpak: behind the proxy of its accessibility bus it has another process id."""

    def _look(self):
        for ref in bus().applications():
            if bus().ask(ref, 'Accessible', 'GetChildren') and APP_ID in str(bus().ask(ref, 'Accessible', 'GetRoleName')) + self.name_of(ref):
                return tuple(ref)

    @staticmethod
    def name_of(ref):
        from desk import Node
        return Node(None, tuple(ref)).name


def inside(*command):
    return subprocess.run(['flatpak', 'run', '--command=' + command[0], APP_ID, *command[1:]], capture_output=True, text=True)


class Confinement(unittest.TestCase):
    def test_the_home_is_out_of_reach(self):
        canary = os.path.join(os.environ['HOME'], 'canary')
        with open(canary, 'w') as file:
            file.write('sings')
        self.assertNotEqual(inside('cat', canary).returncode, 0)
        self.assertNotIn('sings', inside('sh', '-c', 'cat ~/canary; find / -name canary -exec cat {} + 2>/dev/null').stdout)

    def test_no_way_to_the_host_or_the_network(self):
        permissions = subprocess.run(['flatpak', 'info', '--show-permissions', APP_ID], capture_output=True, text=True).stdout
        for asked in 'filesystems', 'network', 'org.freedesktop.Flatpak', 'home':
            self.assertNotIn(asked, permissions)

    def test_the_command_samples(self):
        study = json.dumps({'sonde': 1, 'function': {'kind': 'formula', 'expression': 'x^2'},
                            'domain': [{'name': 'x', 'min': -1, 'max': 1}], 'goal': {'npoints': 50}})
        done = inside('sh', '-c', 'cd $XDG_DATA_HOME && printf %s "$1" >s.json && sonde-cli run s.json --info none && '
                      'sonde-cli info s.sonde --json', 'sh', study)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)['npoints'], 50)

    def test_desktop_files_are_there(self):
        share = os.path.join(os.environ['FLATPAK_USER_DIR'], 'exports', 'share')
        for name in 'applications/%s.desktop', 'icons/hicolor/scalable/apps/%s.svg', 'mime/packages/%s.xml':
            self.assertTrue(os.path.exists(os.path.join(share, name % APP_ID)), name)


class Window(unittest.TestCase):
    def test_a_run(self):
        app = Confined(['flatpak', 'run', '--die-with-parent', APP_ID], timeout=SLOW, wmclass=APP_ID)
        self.addCleanup(app.close)
        app.window(timeout=SLOW)
        app.find('button', 'Sharp Peak*', timeout=SLOW).click()
        app.find('button', 'Run', timeout=SLOW).click()
        wait_until(lambda: app.exists('label', 'Running*'), SLOW)
        app.settle(quiet=1, timeout=3)
        app.screenshot(os.path.join(WORK, 'running.png'), settle=False)
        wait_until(lambda: app.exists('label', 'Finished*'), 2 * SLOW)
        drafts = os.path.join(os.environ['HOME'], '.var', 'app', APP_ID, 'data', 'sonde', 'drafts')
        with open(os.path.join(drafts, os.listdir(drafts)[0])) as file:
            self.assertGreater(sum(line.startswith('["tell"') for line in file), 50)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
