#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""sonde-cli run: what it writes, what it says, how it ends."""

import json
import math
import os
import pty
import random
import re
import signal
import subprocess
import time

from sondetest import PEAK, PROGRAM, SEQUENTIAL, Folder, contains, equal, formula, run_all, study

# as slow as a formula can be: some ten microseconds
SLOW = '+'.join(['tan(x)'] * 1100)


def test_goal_is_reached():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'loss': 0.05}))
        out, error = folder.run('run', 'peak.json')
        contains(out, 'status: running', 'status: finished', 'elapsed time: 0:00:0', 'overhead: ', '# of points: ',
                 '# of samples: ', 'latest loss: 0.0', 'failures: 0')
        equal(error, '')
        info = folder.info('peak.sonde')
        equal((info['status'], info['goal_reached'], info['nfailed']), ('finished', True, 0))
        assert info['loss'] <= 0.05 and info['npoints'] == info['nsamples'] > 10


def test_values_are_those_of_the_function():
    true = formula(PEAK.replace('a', '0.01').replace('b', '0.123'))
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 300}, **SEQUENTIAL))
        folder.run('run', 'peak.json', '--info', 'none')
        events = folder.events('peak.sonde')
        equal(len(events), 300)
        equal(len({x for _, x, _, _ in events}), 300)
        for _, x, y, seconds in events:
            assert math.isclose(y, true(x), rel_tol=1e-14) and seconds >= 0, (x, y)


def test_vector_formula():
    with Folder() as folder:
        folder.write('waves.json', study('sin(x), cos(2*x)', goal={'npoints': 40}))
        folder.run('run', 'waves.json', '--info', 'none')
        for _, x, y, _ in folder.events('waves.sonde'):
            assert math.isclose(y[0], math.sin(x)) and math.isclose(y[1], math.cos(2 * x), abs_tol=1e-15), (x, y)


def test_output_file():
    with Folder() as folder:
        folder.write('peak.json', study())
        folder.run('run', 'peak.json', '-o', 'elsewhere.sonde', '--info', 'none')
        assert folder.exists('elsewhere.sonde') and not folder.exists('peak.sonde')


def test_continues_in_place():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}, **SEQUENTIAL))
        folder.run('run', 'peak.json', '--info', 'none')
        before = folder.read('peak.sonde')
        folder.run('run', 'peak.sonde', '--set', 'goal.npoints=120', '--info', 'none')
        after = folder.read('peak.sonde')
        assert after.startswith(before), 'what was there has changed'
        equal(folder.info('peak.sonde')['npoints'], 120)


def test_continued_run_chooses_as_an_uninterrupted_one():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}, **SEQUENTIAL))
        folder.run('run', 'peak.json', '-o', 'two.sonde', '--info', 'none')
        folder.run('run', 'two.sonde', '--set', 'goal.npoints=150', '--info', 'none')
        folder.run('run', 'peak.json', '-o', 'one.sonde', '--set', 'goal.npoints=150', '--info', 'none')
        equal([event[1:3] for event in folder.events('two.sonde')], [event[1:3] for event in folder.events('one.sonde')])


def test_study_continues_the_run_beside_it():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}, **SEQUENTIAL))
        folder.run('run', 'peak.json', '--info', 'none')
        _, error = folder.run('run', 'peak.json', '--set', 'goal.npoints=80', '--info', 'none')
        contains(error, 'Continuing peak.sonde with 50 points')
        equal(folder.info('peak.sonde')['npoints'], 80)


def test_other_results_are_not_replaced():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}))
        folder.run('run', 'peak.json', '--info', 'none')
        before = folder.read('peak.sonde')
        _, error = folder.run('run', 'peak.json', '--set', 'function.expression=x*a*b', code=2)
        contains(error, 'peak.sonde', 'not replaced')
        equal(folder.read('peak.sonde'), before)


def test_copy_continues_elsewhere():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}))
        folder.run('run', 'peak.json', '--info', 'none')
        before = folder.read('peak.sonde')
        folder.run('run', 'peak.sonde', '-o', 'copy.sonde', '--set', 'goal.npoints=90', '--info', 'none')
        equal(folder.read('peak.sonde'), before)
        equal(folder.info('copy.sonde')['npoints'], 90)
        _, error = folder.run('run', 'peak.sonde', '-o', 'copy.sonde', code=2)
        contains(error, 'copy.sonde')
        equal(folder.info('copy.sonde')['npoints'], 90)


def test_code_needs_trust():
    with Folder() as folder:
        described = study(goal={'npoints': 20})
        described['saving'] = {'command': ['cp', '{file}', 'copy.sonde']}
        folder.write('peak.json', described)
        out, error = folder.run('run', 'peak.json', code=2)
        contains(error, 'cp {file} copy.sonde', '--trust')
        assert not os.path.exists(os.path.join(folder.path, 'copy.sonde'))
        folder.run('run', 'peak.json', '--trust')
        with open(os.path.join(folder.path, 'copy.sonde')) as copy, open(os.path.join(folder.path, 'peak.sonde')) as original:
            equal(copy.read(), original.read())


def test_goal_already_reached():
    with Folder() as folder:
        folder.write('peak.json', study())
        folder.run('run', 'peak.json', '--info', 'none')
        before = folder.read('peak.sonde')
        _, error = folder.run('run', 'peak.sonde')
        contains(error, 'already reached')
        equal(folder.read('peak.sonde'), before)


def test_set():
    with Folder() as folder:
        folder.write('peak.json', study())
        folder.run('run', 'peak.json', '--set', 'goal={"npoints": 33}', '--set', 'title=A title = with signs',
                   '--set', 'domain[0].max=3', '--set', 'execution.executor.kind=sequential', '--info', 'none')
        info = folder.info('peak.sonde')
        equal((info['npoints'], info['title']), (33, 'A title = with signs'))
        equal(info['study']['domain'][0]['max'], 3)
        equal(info['study']['execution']['executor'], {'kind': 'sequential'})


def test_set_of_what_makes_the_results():
    with Folder() as folder:
        folder.write('peak.json', study())
        folder.run('run', 'peak.json', '--info', 'none')
        _, error = folder.run('run', 'peak.sonde', '--set', 'domain[0].max=3', code=2)
        contains(error, 'peak.sonde')


def test_info_json():
    with Folder() as folder:
        folder.write('peak.json', study())
        out, _ = folder.run('run', 'peak.json', '--info', 'json')
        lines = [json.loads(line) for line in out.splitlines()]
        for line in lines:
            for key in ('status', 'elapsed', 'overhead', 'npoints', 'nsamples', 'loss', 'nfailed', 'n_running'):
                assert key in line, f'{key} is not in {line}'
        equal(lines[-1]['status'], 'finished')
        assert 'reason' in lines[-1] and lines[-1]['loss'] <= 0.1


def test_info_none():
    with Folder() as folder:
        folder.write('peak.json', study())
        equal(folder.run('run', 'peak.json', '--info', 'none'), ('', ''))


def test_info_overwrite():
    with Folder() as folder:
        folder.write('peak.json', study())
        out, _ = folder.run('run', 'peak.json', '--info', 'overwrite')
        contains(out, '\033[8A', '  latest loss: ', '# of points: ', '\033[K')


def test_terminal_is_overwritten():
    """on a terminal the block is the default, and no row is wider than it"""
    with Folder() as folder:
        folder.write('peak.json', study())
        ours, theirs = pty.openpty()
        process = subprocess.Popen([PROGRAM, 'run', 'peak.json'], cwd=folder.path, stdout=theirs,
                                   env=dict(folder.environment, TERM='xterm'))
        os.close(theirs)
        out = b''
        try:
            while chunk := os.read(ours, 65536):
                out += chunk
        except OSError:
            pass
        os.close(ours)
        equal(process.wait(), 0)
        contains(out.decode(), '\033[8A', 'finished')
        for row in re.sub('\033\\[[0-9]*[AK]', '', out.decode()).splitlines():
            assert len(row) <= 80, row


def test_plot():
    signs = {'png': b'\x89PNG', 'svg': b'<?xml', 'pdf': b'%PDF'}
    with Folder() as folder:
        folder.write('peak.json', study())
        for suffix, sign in signs.items():
            folder.run('run', 'peak.json', '--plot', f'p.{suffix}', '--info', 'none')
            assert folder.read(f'p.{suffix}').startswith(sign), suffix


def test_nan_on_half_the_domain_ends_at_the_goal():
    with Folder() as folder:
        folder.write('half.json', study('sqrt(x)', goal={'loss': 0.05}))
        folder.run('run', 'half.json', '--info', 'none')
        info = folder.info('half.sonde')
        equal(info['status'], 'finished')
        assert any(event[2] == 'nan' for event in folder.events('half.sonde'))


def test_duration_goal():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'duration': 0.2}))
        folder.run('run', 'peak.json', '--info', 'none')
        info = folder.info('peak.sonde')
        equal(info['status'], 'finished')
        assert info['elapsed'] >= 0.2


def wait_for_points(process):
    """the first line of JSON that reports points"""
    for line in process.stdout:
        state = json.loads(line)
        if state['npoints'] > 10:
            return state
    raise AssertionError('it ended: ' + process.stderr.read().decode())


def interrupted(folder, number):
    """starts a run that would not end, sends a signal once there are points, and returns what it says"""
    folder.write('slow.json', study(SLOW, goal={'npoints': 100000000}))
    process = folder.start('run', 'slow.json', '--info', 'json', '--interval', '0.02')
    state = wait_for_points(process)
    process.send_signal(number)
    out, error = process.communicate(timeout=60)
    equal(process.returncode, 3, f'exit code after {number}: {error}')
    return state, [json.loads(line) for line in out.decode().splitlines()], error.decode()


def test_interrupt_cancels_and_saves():
    with Folder() as folder:
        state, lines, error = interrupted(folder, signal.SIGINT)
        contains(error, 'Cancelled')
        equal(lines[-1]['status'], 'cancelled')
        info = folder.info('slow.sonde')
        equal((info['status'], info['npoints']), ('cancelled', lines[-1]['npoints']))
        assert info['npoints'] >= state['npoints']


def test_terminate_ends_cleanly():
    with Folder() as folder:
        _, lines, _ = interrupted(folder, signal.SIGTERM)
        info = folder.info('slow.sonde')
        equal((info['status'], info['npoints']), ('cancelled', lines[-1]['npoints']))


def test_cancelled_run_goes_on():
    with Folder() as folder:
        interrupted(folder, signal.SIGINT)
        n = folder.info('slow.sonde')['npoints']
        folder.run('run', 'slow.sonde', '--set', f'goal.npoints={n + 100}', '--info', 'none')
        info = folder.info('slow.sonde')
        equal(info['status'], 'finished')
        assert info['npoints'] >= n + 100


def test_second_process_is_kept_out():
    with Folder() as folder:
        folder.write('slow.json', study(SLOW, goal={'npoints': 100000000}))
        process = folder.start('run', 'slow.json', '--info', 'json', '--interval', '0.02')
        wait_for_points(process)
        try:
            done = subprocess.run([PROGRAM, 'run', 'slow.sonde', '--info', 'none'], cwd=folder.path,
                                  env=folder.environment, stderr=subprocess.PIPE, timeout=60, check=False)
            assert done.returncode in (1, 2), done
            contains(done.stderr.decode(), 'slow.sonde')
            equal(folder.info('slow.sonde')['status'], 'running')
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        equal(folder.info('slow.sonde')['status'], 'cancelled')


def time_to_points(folder):
    """how long it takes here from the start of the program to the first points; then it is killed"""
    begin = time.monotonic()
    process = folder.start('run', 'slow.json', '--info', 'json', '--interval', '0.01')
    wait_for_points(process)
    process.kill()
    process.communicate(timeout=60)
    return time.monotonic() - begin


def told_lines(data):
    """the whole lines of a run file that tell results"""
    return [line for line in data.split(b'\n')[:-1] if line.startswith(b'["tell"')]


def test_killed_20_times():
    """Killed at random moments it loses nothing: whatever was reported is in the file, whatever is in the file stays, and
    the run goes on to its goal."""
    moments = random.Random(20)
    with Folder() as folder:
        folder.write('slow.json', study(SLOW, goal={'npoints': 100000000}))
        latest = 2 * time_to_points(folder) + 0.1
        equal(folder.info('slow.sonde')['status'], 'interrupted')
        kept = told_lines(folder.read('slow.sonde'))
        for _ in range(20):
            process = folder.start('run', 'slow.json', '--info', 'json', '--interval', '0.01')
            try:
                out, _ = process.communicate(timeout=moments.uniform(0.0, latest))
                raise AssertionError('it ended by itself')
            except subprocess.TimeoutExpired:
                process.kill()
            out, error = process.communicate(timeout=60)
            assert process.returncode == -signal.SIGKILL, error
            reported = [json.loads(line)['npoints'] for line in out.decode().splitlines(True) if line.endswith('\n')]
            lines = told_lines(folder.read('slow.sonde')) if folder.exists('slow.sonde') else []
            assert lines[:len(kept)] == kept, 'results that were there have changed'
            assert len(lines) >= max(reported, default=0), f'{len(lines)} in the file, {max(reported)} reported'
            kept = lines
        goal = len(kept) + 200
        folder.run('run', 'slow.json', '--set', f'goal.npoints={goal}', '--info', 'none')
        lines = told_lines(folder.read('slow.sonde'))
        equal(lines[:len(kept)], kept)
        info = folder.info('slow.sonde')
        equal(info['status'], 'finished')
        equal(info['npoints'], len({json.loads(line)[1] for line in lines}))
        assert len(kept) > 0 and info['npoints'] >= goal, (len(kept), info['npoints'], goal)


if __name__ == '__main__':
    run_all(globals())
