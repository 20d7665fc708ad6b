# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test of the window needs: the program in a desktop, a study, and results in TAP."""
import json
import os
import re
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'desktop'))
from desk import App, wait_gone, wait_until, xdo     # noqa: E402,F401

SONDE = os.environ['SONDE']
APP_ID = 'io.github.sonde.Sonde'
SLOW = float(os.environ.get('SLOW', '30'))       # seconds that a loaded machine may take for what is usually at once


def study(expression='x + a^2/(a^2 + (x-b)^2)', parameters=None, goal=None, **more):
    """A study as JSON text; without a goal it runs until it is cancelled."""
    out = {'sonde': 1, 'title': 'Test Run',
           'function': {'kind': 'formula', 'expression': expression,
                        'parameters': {'a': 0.01, 'b': 0.123} if parameters is None else parameters},
           'domain': [{'name': 'x', 'min': -1, 'max': 1}],
           'learner': {'kind': '1d', 'loss': {'kind': 'default'}},
           'goal': goal,
           'execution': {'executor': {'kind': 'threads'}, 'ntasks': 2, 'retries': 0, 'raise_if_retries_exceeded': True,
                         'log': False},
           'saving': {'interval': 30}}
    out.update(more)
    return json.dumps(out)


class Case(unittest.TestCase):
    """A test with a folder of its own; start() begins the program in it."""
    env = {}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.app = None
        self.apps = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        mode = 'wb' if isinstance(content, bytes) else 'w'
        with open(self.path(name), mode) as f:
            f.write(content)
        return self.path(name)

    def start(self, *files):
        # drafts and recent files of this test only
        env = dict(self.env, XDG_DATA_HOME=self.path('data'))
        self.app = App([SONDE, *files], env=env, cwd=self.folder, timeout=SLOW, wmclass=APP_ID)
        self.apps.append(self.app)
        self.addCleanup(self.app.close)
        self.app.window()
        self.app.settle()
        return self.app

    def run(self, result=None):
        self.result, self.before = result, len(result.failures) + len(result.errors)
        return super().run(result)

    def tearDown(self):
        if len(self.result.failures) + len(self.result.errors) > self.before:
            for app in self.apps:
                app.failed()
            return
        for app in self.apps:
            self.assertEqual(app.complaints(), [], 'the program complained')

    # -- what a person sees and does
    def see(self, text, timeout=SLOW):
        return self.app.find('label', text, timeout=timeout)

    def button(self, name):
        return self.app.find('button', name)

    def ready_to_run(self):
        return self.button('Run').enabled

    def points(self):
        """The number in the card Points."""
        card = self.app.find('group', 'Points')
        for n in card.find_all('label'):
            digits = re.sub(r'\s', '', n.name)
            if digits.isdigit():
                return int(digits)
        raise AssertionError('no number of points')

    def view(self):
        """What the chart shows, as it tells screen readers: x from, to, y from, to."""
        text = self.app.find('image', 'Chart').description
        m = re.search(r'In view: across (\S+) to (\S+), up (\S+) to (\S+)\.$', text)
        return [self.number(g) for g in m.groups()]

    @staticmethod
    def number(text):
        for i, c in enumerate('⁰¹²³⁴⁵⁶⁷⁸⁹'):
            text = text.replace(c, str(i))
        return float(text.replace('−', '-').replace('×10', 'e').replace('⁻', '-'))

    def save_in_dialog(self, path):
        """In the file chooser that has just been asked for."""
        name = self.app.find('entry', 'Name', timeout=SLOW)
        self.app.settle()
        name.type(path, enter=True)
        wait_until(lambda: os.path.exists(path), SLOW, what='the file ' + path)


class TapResult(unittest.TestResult):
    def __init__(self, count):
        super().__init__()
        self.number = 0
        print('1..%d' % count, flush=True)

    def say(self, ok, test, note=''):
        self.number += 1
        print('%sok %d - %s%s' % ('' if ok else 'not ', self.number, test.id().replace('__main__.', ''), note), flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.say(True, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.say(True, test, ' # SKIP ' + reason)

    def explain(self, test, error):
        for line in self._exc_info_to_string(error, test).splitlines():
            print('# ' + line, flush=True)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.explain(test, error)
        self.say(False, test)

    def addError(self, test, error):
        super().addError(test, error)
        self.explain(test, error)
        self.say(False, test)


def main():
    """Runs the tests of the program, or those named, and says how they went."""
    module = sys.modules['__main__']
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(sys.argv[1:], module) if len(sys.argv) > 1 else loader.loadTestsFromModule(module)
    result = TapResult(suite.countTestCases())
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
