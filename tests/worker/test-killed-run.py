#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run whose workers are killed again and again ends at its goal: every point is evaluated once, and no process is left.

usage: test-killed-run.py SONDE-CLI"""

import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

PYTHON = '/usr/bin/python3' if os.path.exists('/usr/bin/python3') else 'python3'
POINTS = 2000
FUNCTION = 'import time\ndef f(x):\n    time.sleep(0.001)\n    return x + 1e-4 / (1e-4 + (x - 0.3)**2)\n'


def read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def children(pid):
    return [int(child) for child in read(f'/proc/{pid}/task/{pid}/children').split()]


def find_workers(pid):
    """those that run our worker, beneath their guards"""
    beneath = [grandchild for child in children(pid) for grandchild in children(child)]
    return [worker for worker in beneath if 'sonde_worker.py' in read(f'/proc/{worker}/cmdline')]


def kill_until_done(process):
    """one worker every tenth of a second; returns all that were seen. A machine that is too busy to start one in that time is spared
    after a while."""
    seen = set()
    n_killed = 0
    pause = 0.1
    while process.poll() is None:
        time.sleep(pause)
        workers = find_workers(process.pid)
        seen.update(workers)
        if workers:
            try:
                os.kill(random.choice(workers), signal.SIGKILL)
                n_killed += 1
            except ProcessLookupError:
                pass
        if n_killed > 300:
            pause = 1
    return seen, n_killed


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'killed.json')
        with open(os.path.join(folder, 'mine.py'), 'w', encoding='utf-8') as file:
            file.write(FUNCTION)
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'sonde': 1, 'function': {'kind': 'python', 'file': 'mine.py', 'name': 'f', 'interpreter': PYTHON},
                       'domain': [{'name': 'x', 'min': -1, 'max': 1}], 'learner': {'kind': '1d'}, 'goal': {'npoints': POINTS},
                       'execution': {'executor': {'kind': 'processes', 'workers': 2}}}, file)
        process = subprocess.Popen([sys.argv[1], 'run', path, '--trust', '--info', 'none'], stderr=subprocess.PIPE, text=True,
                                   env=dict(os.environ, XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder, XDG_STATE_HOME=folder))
        seen, n_killed = kill_until_done(process)
        error = process.stderr.read()
        with open(os.path.join(folder, 'killed.sonde'), encoding='utf-8') as file:
            events = [json.loads(line) for line in file][1:]

    told = [event[1] for event in events if event[0] == 'tell']
    kinds = collections.Counter(event[0] for event in events)
    print(f'# {n_killed} killed; events: {dict(kinds)}')
    cases = {'it reaches its goal': process.returncode == 0,
             'workers were killed': n_killed >= 3,
             'every point is evaluated, and once': len(told) == len(set(told)) == POINTS,
             'none has failed': kinds['fail'] == 0,
             'no process is left': not any(read(f'/proc/{pid}/cmdline').count('sonde_worker.py') for pid in seen)}
    if not all(cases.values()):
        print(''.join(f'# {line}\n' for line in error.splitlines()), end='')
    for i, (name, passed) in enumerate(cases.items(), 1):
        print(f'{"ok" if passed else "not ok"} {i} - {name}')
    print(f'1..{len(cases)}')
    sys.exit(0 if all(cases.values()) else 1)


main()
