#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What workers say on their standard output, line by line: ours, and those of the examples. And what the guard of a worker does.

usage: test-workers.py SRC BUILD LIBRARY"""

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback

SRC, BUILD, LIBRARY = sys.argv[1:4]
EXAMPLES = os.path.join(SRC, 'data', 'examples', 'workers')
FUNCTIONS = os.path.join(SRC, 'tests', 'executor', 'functions.py')
GUARD = os.path.join(BUILD, 'src', 'worker', 'sonde-guard')
PYTHON = '/usr/bin/python3' if os.path.exists('/usr/bin/python3') else 'python3'
OURS = [PYTHON, os.path.join(BUILD, 'src', 'worker', 'sonde_worker.py')]
NATIVE = [os.path.join(BUILD, 'src', 'worker', 'sonde-worker')]


class Worker:
    """A worker that has been told of a function."""

    def __init__(self, command, spec):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.hello = self.read()
        self.say(spec)

    def say(self, message):
        self.process.stdin.write(message if isinstance(message, str) else json.dumps(message) + '\n')
        self.process.stdin.flush()

    def read(self):
        line = self.process.stdout.readline()
        assert line.endswith('\n'), f'the worker said {line!r}, and on standard error: {self.process.stderr.read()}'
        return json.loads(line)

    def ask(self, x, number=1):
        self.say({'id': number, 'x': x})
        return self.read()

    def finish(self):
        """returns what it printed to standard error; it ends since its input does"""
        self.process.stdin.close()
        rest = self.process.stdout.read()
        assert rest == '', f'more than was asked for: {rest!r}'
        printed = self.process.stderr.read()
        assert self.process.wait(20) == 0, self.process.returncode
        return printed


def python(name, **more):
    return {'kind': 'python', 'file': FUNCTIONS, 'name': name, 'variables': ['x'], 'parameters': {}, **more}


def equal(found, expected):
    assert found == expected, f'found {found!r}, expected {expected!r}'


def test_hello():
    for command in (OURS, NATIVE):
        worker = Worker(command, python('double'))
        equal(worker.hello['sonde-worker'], 1)
        equal(worker.hello['capacity'], 1)
        equal(worker.hello['batches'], True)
        equal(worker.finish(), '')


def test_python():
    worker = Worker(OURS, python('double'))
    answer = worker.ask([0.5], 7)
    equal((answer['id'], answer['y']), (7, 1.0))
    assert 0 <= answer['seconds'] < 60
    equal(worker.ask([float('1e300')], 'any id')['id'], 'any id')
    worker.say({'id': 8, 'points': [[1.0], [2.0]]})
    answer = worker.read()
    equal([result['y'] for result in answer['results']], [2.0, 4.0])
    worker.say(python('returns_nan'))
    equal(worker.ask([1.0])['y'], 'nan')
    worker.say(python('returns_infinity'))
    equal(worker.ask([1.0])['y'], '-inf')
    worker.say(python('raises'))
    answer = worker.ask([1.0])
    assert answer['error'].startswith('ValueError: no such temperature (line '), answer
    assert OURS[1] not in answer['traceback'] and 'in raises' in answer['traceback'], answer
    equal(worker.finish(), '')


def test_order_of_members():
    for command, spec in ((OURS, python('double')), (NATIVE, {'kind': 'formula', 'expression': '2*x', 'variables': ['x']})):
        worker = Worker(command, spec)
        worker.say('{ "more": {"a": [1, null, true]}, "x" : [ 2.5 ] , "id": 3 }\n')
        answer = worker.read()
        equal((answer['id'], answer['y']), (3, 5))
        worker.finish()


def test_without_function():
    for command in (OURS, NATIVE):
        worker = Worker(command, '')
        assert 'No function was described' in worker.ask([1.0])['error']
        worker.say({'kind': 'tea'})
        assert '“tea”' in worker.ask([1.0])['error']
        worker.finish()


def test_printing():
    worker = Worker(OURS, python('prints_protocol'))
    equal(worker.ask([0.5], 5)['y'], 1.0)
    worker.say(python('prints_in_c'))
    equal(worker.ask([0.5])['y'], 1.0)
    printed = worker.finish()
    assert '{"id": 0, "y": 99}' in printed and '{"id": 1, "y": 99}' in printed and 'from C\nunfinished' in printed, printed
    worker = Worker(NATIVE, {'kind': 'library', 'file': LIBRARY, 'symbol': 'plain', 'variables': ['x']})
    equal(worker.ask([0.5])['y'], 1)
    equal(worker.finish(), 'x is 0.5\n')


def test_slow_batch_is_cut():
    worker = Worker(OURS, python('slow'))
    worker.say({'id': 1, 'points': [[float(i)] for i in range(1000)]})
    answer = worker.read()
    assert 1 <= len(answer['results']) < 1000
    worker.finish()


def test_coroutines():
    worker = Worker(OURS, python('waits'))
    equal(worker.ask([1.0], 1)['capacity'], 100)
    equal(worker.read()['y'], 2.0)
    for i in range(50):
        worker.say({'id': i, 'x': [float(i)]})
    answers = {answer['id']: answer for answer in (worker.read() for _ in range(50))}
    equal({i: (a['y'], a['output']) for i, a in answers.items()}, {i: (2.0 * i, f'begin {i}.0\n') for i in range(50)})
    worker.say(python('double'))
    equal(worker.read(), {'capacity': 1})
    equal(worker.ask([3.0])['y'], 6.0)
    worker.finish()


def test_numpy():
    if subprocess.run([PYTHON, '-c', 'import numpy'], stderr=subprocess.DEVNULL, check=False).returncode:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, 'mine.py')
        with open(file, 'w', encoding='utf-8') as stream:
            stream.write('import numpy as np\n'
                         'def scalar(x): return np.float32(x)\n'
                         'def none(x): return np.array(x)\n'
                         'def vector(x): return np.array([x, 2 * x])\n'
                         'def integers(x): return np.arange(3)\n'
                         'def matrix(x): return np.zeros((2, 2))\n'
                         'def many(x): return np.zeros(10**6)\n'
                         'def listed(x): return [np.float64(x), np.int8(3)]\n'
                         'def complex(x): return np.complex128(x)\n')
        worker = Worker(OURS, '')

        def call(name):
            worker.say(python(name, file=file))
            return worker.ask([0.5])
        equal(call('scalar')['y'], 0.5)
        equal(call('none')['y'], 0.5)
        equal(call('vector')['y'], [0.5, 1.0])
        equal(call('integers')['y'], [0.0, 1.0, 2.0])
        equal(call('listed')['y'], [0.5, 3.0])
        assert 'shape (2, 2)' in call('matrix')['error']
        assert '1000000 numbers' in call('many')['error']
        assert 'complex number' in call('complex')['error']
        worker.finish()


def test_formula():
    worker = Worker(NATIVE, {'kind': 'formula', 'expression': 'a*x, y', 'variables': ['x', 'y'], 'parameters': {'a': 3}})
    equal(worker.ask([2.0, 5.0])['y'], [6, 5])
    worker.say({'id': 2, 'points': [[1.0, 2.0], [0.1, 1e300]]})
    equal([result['y'] for result in worker.read()['results']], [[3, 2], [3 * 0.1, 1e300]])
    worker.say({'kind': 'formula', 'expression': 'x +', 'variables': ['x']})
    assert worker.ask([1.0])['error']
    worker.say({'kind': 'formula', 'expression': 'log(x)', 'variables': ['x']})
    equal(worker.ask([0])['y'], '-inf')
    worker.finish()


def test_library():
    worker = Worker(NATIVE, {'kind': 'library', 'file': LIBRARY, 'symbol': 'sum', 'variables': ['x', 'y', 'z']})
    equal(worker.ask([1.0, 2.0, 3.5])['y'], 6.5)
    worker.say({'kind': 'library', 'file': LIBRARY, 'symbol': 'twice', 'variables': ['x'], 'outputs': 1})
    equal(worker.ask([1.0])['y'], 2)
    assert 'returned 7 instead of 0' in worker.ask([2.0])['error']
    worker.say({'kind': 'library', 'file': LIBRARY + 'x', 'symbol': 'sum', 'variables': ['x']})
    assert 'cannot be loaded' in worker.ask([1.0])['error']
    worker.say({'kind': 'library', 'file': LIBRARY, 'symbol': 'sum', 'signature': 'float(float)', 'variables': ['x']})
    assert 'float(float)' in worker.ask([1.0])['error']
    worker.finish()


def test_children():
    for command, children in (
            (OURS, [python('double'), python('two_variables', variables=['x', 'y'])]),
            (NATIVE, [{'kind': 'formula', 'expression': '2*x', 'variables': ['x']},
                      {'kind': 'formula', 'expression': '10*x + y', 'variables': ['x', 'y']}])):
        worker = Worker(command, {'kind': 'children', 'functions': children})
        equal(worker.ask([0.0, 4.0, 0.0])['y'], 8.0)
        equal(worker.ask([1.0, 4.0, 5.0])['y'], 45.0)
        worker.finish()


def test_examples():
    worker = Worker([os.path.join(EXAMPLES, 'lyapunov.sh')], {'kind': 'program', 'parameters': {'steps': 20000}, 'variables': ['r']})
    equal(worker.hello, {'sonde-worker': 1, 'capacity': 1})
    assert abs(worker.ask([4.0])['y'] - math.log(2)) < 0.01
    # there the map has a cycle of two
    assert worker.ask([3.2], 12)['y'] < -0.5
    worker.finish()
    worker = Worker([os.path.join(EXAMPLES, 'staircase.pl')], {'kind': 'program', 'parameters': {'k': 1}, 'variables': ['w']})
    assert abs(worker.ask([0.5])['y'] - 0.5) < 1e-3
    assert abs(worker.ask([0.01], 2)['y']) < 1e-3
    equal(worker.ask([0.25], 3)['id'], 3)
    worker.finish()


# The guard

def run_guard(*command, options=(), **more):
    return subprocess.run([GUARD, *options, '--', *command], capture_output=True, text=True, timeout=60, check=False, **more)


def is_there(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8') as file:
            return file.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False


def wait_until_gone(pids):
    end = time.monotonic() + 60
    while any(is_there(pid) for pid in pids):
        assert time.monotonic() < end, f'still there: {[pid for pid in pids if is_there(pid)]}'
        time.sleep(0.01)


LEAVER = 'sleep 1000 & echo $!; setsid sleep 1000 & echo $!; '


def test_guard_ends_as_its_command():
    equal(run_guard('sh', '-c', 'echo out; echo err >&2; exit 5').returncode, 5)
    equal(run_guard('sh', '-c', 'kill -SEGV $$').returncode, -signal.SIGSEGV)
    done = run_guard('no-such-program')
    equal(done.returncode, 127)
    assert 'Cannot start “no-such-program”: No such file or directory' in done.stderr, done.stderr
    equal(run_guard('cat', input='through').stdout, 'through')


def test_guard_limits():
    equal(run_guard('nice', options=['--nice=5']).stdout.strip(), str(os.nice(0) + 5))
    done = run_guard(PYTHON, '-c', 'x = bytearray(300 << 20)', options=['--memory=200000000'])
    assert 'MemoryError' in done.stderr, done.stderr


def test_guard_ends_what_is_left():
    done = run_guard('sh', '-c', LEAVER)
    wait_until_gone([int(pid) for pid in done.stdout.split()])


def test_guard_ends_with_its_parent():
    """whatever ends the parent: nothing beneath it stays"""
    script = f'{GUARD} --parent=$$ -- sh -c \'{LEAVER} echo $$; exec sleep 1000\' & wait'
    parent = subprocess.Popen(['sh', '-c', script], stdout=subprocess.PIPE, text=True)
    pids = [int(parent.stdout.readline()) for _ in range(3)]
    assert all(is_there(pid) for pid in pids)
    parent.kill()
    parent.wait()
    wait_until_gone(pids)
    parent.stdout.close()


def main():
    count = failed = 0
    for name, function in list(globals().items()):
        if not name.startswith('test_'):
            continue
        count += 1
        try:
            function()
            print(f'ok {count} - {name[5:].replace("_", " ")}', flush=True)
        except Exception:
            failed += 1
            print(''.join(f'# {line}\n' for line in traceback.format_exc().splitlines()), end='')
            print(f'not ok {count} - {name[5:].replace("_", " ")}', flush=True)
    print(f'1..{count}')
    sys.exit(1 if failed else 0)


main()
