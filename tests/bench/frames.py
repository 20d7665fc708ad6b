#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures how long the window's main loop stalls while a formula of a microsecond runs at full speed.

usage: SONDE=build/src/app/sonde GSETTINGS_SCHEMA_DIR=build/data tests/desktop/desktop-session /usr/bin/python3 tests/bench/frames.py [POINTS [SECONDS [2d]]]

The run begins with POINTS results in its file (1000000), all of them shown, as a curve or, with 2d, as a surface; then, for SECONDS (20), the program is asked a question
each 10 ms that its main loop answers. What is printed are the times of the answers: a stall shows as a late one. A tool, not a test:
its figures are those of the machine, its display has no GPU, and each includes the way of the question over the bus.
"""
import json
import math
import os
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'desktop'))
from desk import App, wait_until     # noqa: E402

STUDY = {'sonde': 1, 'title': 'Frames', 'function': {'kind': 'formula', 'expression': 'sin(40*x) + 0.1*cos(3000*x)', 'parameters': {}},
         'domain': [{'name': 'x', 'min': 0, 'max': 1}], 'learner': {'kind': '1d', 'loss': {'kind': 'default'}}, 'goal': None,
         'execution': {'executor': {'kind': 'threads'}, 'ntasks': 0, 'retries': 0, 'raise_if_retries_exceeded': True, 'log': False},
         'saving': {'interval': 30}}


SURFACE = dict(STUDY, function={'kind': 'formula', 'expression': 'x + exp(-((x^2 + y^2 - 0.5)^2) / 0.002)', 'parameters': {}},
               domain=[{'name': 'x', 'min': -1, 'max': 1}, {'name': 'y', 'min': -1, 'max': 1}],
               learner={'kind': '2d', 'loss': {'kind': 'default'}})


def write_surface(path, n):
    """at places that cover the square evenly (those of a Kronecker sequence)"""
    with open(path, 'w') as f:
        f.write(json.dumps(SURFACE) + '\n')
        for i in range(n):
            x, y = 2 * (i * .7548776662466927 % 1) - 1, 2 * (i * .5698402909980532 % 1) - 1
            f.write('["tell",[%r,%r],%r,1e-6]\n' % (x, y, x + math.exp(-(x * x + y * y - .5) ** 2 / .002)))


def write_run(path, n):
    with open(path, 'w') as f:
        f.write(json.dumps(STUDY) + '\n')
        for i in range(n):
            x = i / (n - 1)
            f.write('["tell",%r,%r,1e-6]\n' % (x, math.sin(40 * x) + .1 * math.cos(3000 * x)))


def measure(app, seconds):
    answers, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        answers.append(app.latency())
        time.sleep(.01)
    return sorted(answers)


def show(title, answers):
    def at(q):
        return 1000 * answers[min(len(answers) - 1, int(q * len(answers)))]
    print('%-24s %5d questions   median %6.1f ms   99th percentile %6.1f ms   worst %6.1f ms'
          % (title, len(answers), at(.5), at(.99), at(1)), flush=True)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'frames.sonde')
        (write_surface if '2d' in sys.argv else write_run)(path, n)
        begin = time.monotonic()
        app = App([os.environ['SONDE'], path], env={'XDG_DATA_HOME': folder}, cwd=folder, timeout=60, wmclass='io.github.sonde.Sonde')
        try:
            app.find('image', 'Chart', timeout=60)
            print('%d points opened in %.1f s' % (n, time.monotonic() - begin), flush=True)
            app.settle()
            show('at rest', measure(app, min(seconds, 3)))
            app.find('button', re.compile('^(Run|Continue)$')).click()
            wait_until(lambda: app.exists('button', 'Cancel Run'), 60)
            show('at full speed', measure(app, seconds))
            app.find('button', 'Cancel Run').click()
        finally:
            app.close()


main()
