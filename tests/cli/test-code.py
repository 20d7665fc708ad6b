#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that are code, from the terminal: nothing runs without trust, and whatever goes wrong at a point is a failure of that point."""

import json
import os
import pty
import shutil
import subprocess

import sondetest
from sondetest import contains, equal, run_all


class Folder(sondetest.Folder):
    """a folder with these files"""

    def __init__(self, files):
        super().__init__()
        self.environment['XDG_CONFIG_HOME'] = self.join('.config')
        for name, content in files.items():
            self.write(name, content)


BAD_AT_ONE = '''
import os, sys, time, ctypes
def f(x):
    if x != 1:
        return x
    {}
'''


def python_study(file='f.py', name='f', **more):
    study = {'sonde': 1, 'function': {'kind': 'python', 'file': file, 'name': name},
             'domain': [{'name': 'x', 'min': 0, 'max': 1}], 'goal': {'npoints': 9},
             'execution': {'raise_if_retries_exceeded': False, 'timeout': 20}}
    study.update(more)
    return study


def check_bad_point(folder, words, retries=0, status=0):
    """One point fails, each time it is tried, with these words; the others are there."""
    out, error = folder.run('run', 's.json', '--trust', '--info', 'none', code=status)
    fails = folder.events('s.sonde', 'fail')
    equal([f[1] for f in fails], [1] * (retries + 1), error)
    for word in words:
        contains(fails[0][3], word)
    contains(error, 'the point 1 failed', words[0])
    tells = [t[1] for t in folder.events('s.sonde', 'tell')]
    equal(len(tells), len(set(tells)))
    assert len(tells) >= 9 and 1 not in tells, tells
    os.remove(folder.join('s.sonde'))


BAD_BODIES = [
    ('return "much"', ["'much'", 'not a number']),
    ('return None', ['None', 'return']),
    ('pass', ['None', 'return']),
    ('return {"a": 1}', ['dictionary']),
    ('return [[1, 2], [3]]', ['list within a list']),
    ('return [1, 2]', ['list of 2 numbers', 'plain numbers']),
    ('return [0.0] * 10**6', ['1000000', 'numbers']),
    ('return 1 + 2j', ['complex']),
    ('raise ValueError("no root here")', ['no root here', 'line 6 of f.py', 'Traceback']),
    ('sys.exit(3)', ['exit']),
    ('os._exit(3)', ['exit status 3']),
    ('ctypes.string_at(0)', ['crash']),
    ('os.kill(os.getpid(), 9)', ['kill']),
    ('return unknown', ['NameError', 'unknown']),
    ('return f(x, 1)', ['takes 1 positional argument']),
    ('return f(x / 0)', ['ZeroDivisionError']),
]


# The first value decides the shape, so it must be that of another point: one worker, which is asked for 0 first.
IN_ORDER = {'executor': {'kind': 'sequential'}, 'raise_if_retries_exceeded': False, 'timeout': 20}


def test_bad_values_and_ends():
    for body, words in BAD_BODIES:
        with Folder({'s.json': python_study(execution=IN_ORDER) if '[1, 2]' in body else python_study(), 'f.py': BAD_AT_ONE.format(body)}) as folder:
            check_bad_point(folder, words)


def test_bad_point_is_retried_and_may_end_the_run():
    study = python_study(execution={'retries': 2, 'raise_if_retries_exceeded': False})
    with Folder({'s.json': study, 'f.py': BAD_AT_ONE.format('raise ValueError("again")')}) as folder:
        check_bad_point(folder, ['again'], retries=2)
    study = python_study(execution={'retries': 1})
    with Folder({'s.json': study, 'f.py': BAD_AT_ONE.format('raise ValueError("no more")')}) as folder:
        out, error = folder.run('run', 's.json', '--trust', '--info', 'none', code=1)
        contains(error, 'The evaluation at 1 failed 2 times', 'no more')


def test_no_end():
    study = python_study(execution={'raise_if_retries_exceeded': False, 'timeout': 0.5})
    with Folder({'s.json': study, 'f.py': BAD_AT_ONE.format('while True: pass')}) as folder:
        check_bad_point(folder, ['longer than its limit of 0.5 s'])


def test_nan_is_a_value():
    with Folder({'s.json': python_study(), 'f.py': BAD_AT_ONE.format('return float("nan")')}) as folder:
        out, error = folder.run('run', 's.json', '--trust', '--info', 'none', code=0)
        equal([t[2] for t in folder.events('s.sonde', 'tell') if t[1] == 1], ['nan'])


def test_what_is_printed_harms_nothing():
    for body in ('print("x" * 10**6)', 'print(\'{"id": 1, "y": 5}\', flush=True); os.write(1, b\'{"id": 2, "y": 5}\\n\')',
                 'sys.stdout.close(); os.close(1); os.close(2)', 'os.system("sleep 600 & echo child")'):
        with Folder({'s.json': python_study(), 'f.py': BAD_AT_ONE.format(body + '\n    return 2 * x')}) as folder:
            out, error = folder.run('run', 's.json', '--trust', '--info', 'none', code=0)
            equal([t[2] for t in folder.events('s.sonde', 'tell') if t[1] == 1], [2])


def test_files_that_cannot_be_loaded():
    cases = [('def f(x:\n    return x\n', ['SyntaxError']), ('def g(x):\n    return x\n', ['There is no “f” in f.py', 'g']),
             ('def f(x, y):\n    return x\n', ['cannot be called']), ('import module_of_nobody\ndef f(x): return x\n', ['module_of_nobody']),
             ('f = 3\n', ['no function'])]
    for text, words in cases:
        with Folder({'s.json': python_study(execution={}), 'f.py': text}) as folder:
            out, error = folder.run('run', 's.json', '--trust', '--info', 'none', code=1)
            contains(error, *words)


def test_missing_files_are_told_before_anything_runs():
    cases = [(python_study(), 'function.file', 'There is no file'),
             (python_study(function={'kind': 'library', 'file': 'l.so', 'symbol': 'f'}), 'function.file', 'There is no file'),
             (python_study(function={'kind': 'program', 'argv': ['./p', '{x}']}), 'function.argv[0]', 'There is no file'),
             (python_study(function={'kind': 'program', 'argv': ['program-of-nobody', '{x}']}), 'function.argv[0]', 'no program')]
    for study, place, words in cases:
        with Folder({'s.json': study}) as folder:
            out, error = folder.run('run', 's.json', '--trust', code=2)
            contains(error, place, words)


PROGRAM = '''#!/bin/sh
echo "working on $1" >&2
case $1 in
1) {} ;;
*) echo "$1" ;;
esac
'''


def test_programs():
    cases = [('echo no luck >&2; exit 3', ['exit status 3', 'no luck']), ('kill -SEGV $$', ['crashed']), ('echo nothing', ['no number', 'nothing']),
             ('true', ['printed nothing']), ('echo 1 2', ['list of 2 numbers']), ('sleep 600', ['longer than its limit'])]
    study = python_study(function={'kind': 'program', 'argv': ['./p', '{x}']},
                         execution=dict(IN_ORDER, timeout=2))
    for body, words in cases:
        with Folder({'s.json': study, 'p': PROGRAM.format(body)}) as folder:
            os.chmod(folder.join('p'), 0o755)
            check_bad_point(folder, words)


def test_program_with_everything():
    argv = ['sh', '-c', 'echo "$FACTOR $(pwd)" >&2; cat data.txt; echo "# {x}"; awk "BEGIN {{print}}" </dev/null; echo "$FACTOR {a}"']
    study = python_study(function={'kind': 'program', 'argv': argv, 'parameters': {'a': 0.5}, 'environment': {'FACTOR': '{x}'},
                                   'folder': 'work'})
    with Folder({'s.json': study}) as folder:
        os.mkdir(folder.join('work'))
        with open(folder.join('work/data.txt'), 'w') as f:
            f.write('header 7\n')
        out, error = folder.run('run', 's.json', '--trust', '--info', 'none', code=0)
        for tell in folder.events('s.sonde', 'tell'):
            equal(tell[2], [tell[1], 0.5])


def test_numbers_in_any_locale():
    study = python_study(function={'kind': 'program', 'argv': ['sh', '-c', 'printf "%s\\n" "$LC_ALL|$LC_NUMERIC" | grep -qx "|C" && echo {x}']})
    with Folder({'s.json': study}) as folder:
        out, error = folder.run('run', 's.json', '--trust', '--info', 'none', code=0)


CANARY = 'open({!r}, "a").write("was run\\n")\ndef f(x): return x\n'


def canary_studies(folder):
    trace = folder.join('trace')
    script = '#!/bin/sh\necho "was run" >> ' + trace + '\necho 1\n'
    for name, text in (('f.py', CANARY.format(trace)), ('p', script), ('helper.py', CANARY.format(trace)), ('l.so', script)):
        with open(folder.join(name), 'w') as f:
            f.write(text)
        os.chmod(folder.join(name), 0o755)
    yield {'kind': 'python', 'file': 'f.py', 'name': 'f', 'interpreter': './p'}
    yield {'kind': 'python', 'file': 'f.py', 'name': 'f'}
    yield {'kind': 'program', 'argv': ['./p', '{x}']}
    yield {'kind': 'program', 'argv': ['./p'], 'persistent': True}
    yield {'kind': 'library', 'file': 'l.so', 'symbol': 'f'}


def test_nothing_runs_without_trust():
    with Folder({}) as folder:
        for function in canary_studies(folder):
            study = python_study(function=function)
            with open(folder.join('s.json'), 'w') as f:
                json.dump(study, f)
            with open(folder.join('r.sonde'), 'w') as f:
                f.write(json.dumps(study) + '\n["tell", 0, 1, 0]\n["tell", 1, 2, 0]\n["tell", 0.5, 2, 0]\n')
            for command in (['info', 'r.sonde'], ['info', 'r.sonde', '--json'], ['plot', 'r.sonde', '-o', 'r.png'],
                            ['export', 'r.sonde', '-o', 'r.csv'], ['replay', 'r.sonde']):
                folder.run(*command)
            out, error = folder.run('ask-tell', 's.json', stdin=b'["ask", 2]\n["tell", 0, 1]\n', code=0)
            for name in ('s.json', 'r.sonde'):
                out, error = folder.run('run', name, code=2)
                contains(error, 'this study runs code', 'It can read and change your files', '--trust')
            for name in ('r.png', 'r.csv', 's.sonde'):
                if os.path.exists(folder.join(name)):
                    os.remove(folder.join(name))
            assert not os.path.exists(folder.join('trace')), function


def ask(folder, answer, code):
    """runs at a terminal; the answer is typed when there is a question; what was shown"""
    terminal, end = pty.openpty()
    process = subprocess.Popen([sondetest.PROGRAM, 'run', 's.json', '--info', 'none'], cwd=folder.path, env=folder.environment,
                               stdin=end, stdout=end, stderr=end)
    os.close(end)
    shown = b''
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:             # nobody has it open any more
            break
        if not data:
            break
        shown += data
        if b'[y/N]' in shown and answer is not None:
            os.write(terminal, answer)
            answer = None
    os.close(terminal)
    equal(process.wait(sondetest.TIMEOUT), code, shown)
    return shown.decode()


def test_question_at_a_terminal():
    with Folder({'s.json': python_study(), 'f.py': 'def f(x): return x\n'}) as folder:
        contains(ask(folder, b'\n', 2), 'the Python file ' + os.path.realpath(folder.join('f.py')), 'not run')
        ask(folder, b'n\n', 2)
        contains(ask(folder, b'y\n', 0), '[y/N]')
        assert '[y/N]' not in ask(folder, None, 0)
        # other code is asked for again
        folder.write('f.py', 'def f(x): return 2*x\n')
        os.remove(folder.join('s.sonde'))
        contains(ask(folder, b'\n', 2), '[y/N]')


def test_folder_with_study_and_code_can_be_moved():
    with Folder({}) as folder:
        os.mkdir(folder.join('a'))
        with open(folder.join('a/f.py'), 'w') as f:
            f.write('def f(x): return x\n')
        with open(folder.join('a/s.json'), 'w') as f:
            json.dump(python_study(), f)
        out, error = folder.run('run', 'a/s.json', '--trust', '--info', 'none', code=0)
        shutil.move(folder.join('a'), folder.join('b'))
        out, error = folder.run('run', 'b/s.sonde', '--trust', '--info', 'none', '--set', 'goal.npoints=20', code=0)
        assert len(folder.events('b/s.sonde', 'tell')) >= 20
        # the code alone is elsewhere now
        shutil.move(folder.join('b/f.py'), folder.join('f.py'))
        out, error = folder.run('run', 'b/s.sonde', '--trust', '--set', 'goal.npoints=30', code=2)
        contains(error, 'function.file', 'Was it moved')
        out, error = folder.run('run', 'b/s.sonde', '--trust', '--info', 'none', '--set', 'goal.npoints=30', '--set', 'function.file=f.py', code=0)
        assert len(folder.events('b/s.sonde', 'tell')) >= 30


def test_examples():
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data', 'examples')
    for name, goal in (('double-barrier', 'goal.loss=0.05'), ('double-pendulum', 'goal={"npoints": 50}'), ('ising', 'goal={"npoints": 3}')):
        with Folder({}) as folder:
            out, error = folder.run('run', os.path.join(here, name + '.json'), '-o', 'out.sonde', '--trust', '--info', 'none', '--set', goal, code=0)


run_all(globals())
