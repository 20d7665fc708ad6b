#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help, info, export, plot, replay and bench of sonde-cli."""

import json
import math
import os
import struct

from sondetest import SEQUENTIAL, Folder, contains, equal, run_all, study

COMMANDS = ('run', 'info', 'plot', 'export', 'replay', 'ask-tell', 'bench')


class Sampled(Folder):
    """a folder with run.sonde, a finished run"""

    def __init__(self, expression='x^2', **execution):
        super().__init__()
        self.write('run.json', study(expression, goal={'npoints': 40}, **dict(SEQUENTIAL, **execution)))
        self.run('run', 'run.json', '--info', 'none')


def test_help():
    with Folder() as folder:
        out, _ = folder.run('--help')
        contains(out, *COMMANDS)
        equal(folder.run('help')[0], out)
        equal(folder.run(code=2)[0], out)


def test_help_of_each_command():
    with Folder() as folder:
        for command in COMMANDS:
            out, error = folder.run(command, '--help')
            contains(out, f'sonde-cli {command}', 'Examples:')
            equal(folder.run('help', command), (out, error))


def test_version():
    with Folder() as folder:
        contains(folder.run('--version')[0], 'sonde-cli 0.')


def test_info_of_a_run():
    with Sampled() as folder:
        out, _ = folder.run('info', 'run.sonde')
        contains(out, 'status: finished', '# of points: 40', '# of samples: 40', 'loss: ', 'failures: 0', 'elapsed time: ')
        info = folder.info('run.sonde')
        equal([info[key] for key in ('status', 'npoints', 'nsamples', 'nfailed', 'goal_reached')],
              ['finished', 40, 40, 0, True])
        assert 0 < info['loss'] < 1 and info['elapsed'] >= 0
        equal(info['study']['function']['expression'], 'x^2')


def test_info_of_a_study():
    with Folder() as folder:
        folder.write('study.json', study())
        info = folder.info('study.json')
        equal([info[key] for key in ('status', 'npoints', 'loss', 'goal_reached')], ['idle', 0, 'inf', False])


def test_info_leaves_the_file_alone():
    with Sampled() as folder:
        before = folder.read('run.sonde')
        for command in ('info', 'replay', 'export'):
            folder.run(command, 'run.sonde')
        equal(folder.read('run.sonde'), before)


def test_export_csv():
    with Sampled() as folder:
        lines = folder.run('export', 'run.sonde')[0].splitlines()
        told = [event[1] for event in folder.events('run.sonde')]
        equal(lines[0].split(',')[:2], ['x', 'y'])
        equal([float(line.split(',')[0]) for line in lines[1:]], told)
        for line in lines[1:]:
            x, y = map(float, line.split(',')[:2])
            equal(y, x * x)


def test_export_sorted():
    with Sampled() as folder:
        lines = folder.run('export', 'run.sonde', '--order', 'sorted')[0].splitlines()[1:]
        xs = [float(line.split(',')[0]) for line in lines]
        equal(xs, sorted(xs))
        equal(len(xs), 40)


def test_export_json():
    with Sampled() as folder:
        told = {event[1]: event[2] for event in folder.events('run.sonde')}
        text, _ = folder.run('export', 'run.sonde', '--format', 'json')
        json.loads(text)
        for x, y in told.items():
            contains(text, str(x), str(y))


def read_npy(data):
    """the numbers of a NumPy file and its shape, by the description of the format"""
    equal(data[:6], b'\x93NUMPY')
    length = struct.unpack('<H', data[8:10])[0]
    header = eval(data[10:10 + length])  # pylint: disable=eval-used
    equal((header['descr'], header['fortran_order'], (10 + length) % 64), ('<f8', False, 0))
    return [value for value, in struct.iter_unpack('<d', data[10 + length:])], header['shape']


def test_export_npy():
    with Sampled() as folder:
        folder.run('export', 'run.sonde', '-o', 'run.npy')
        numbers, shape = read_npy(folder.read('run.npy'))
        equal(shape[0], 40)
        equal(len(numbers), 40 * shape[1])
        told = folder.events('run.sonde')
        equal([numbers[i * shape[1]:i * shape[1] + 2] for i in range(40)], [event[1:3] for event in told])


def test_export_grid_of_a_line():
    with Sampled() as folder:
        lines = folder.run('export', 'run.sonde', '--grid', '11')[0].splitlines()
        equal(lines[0], 'x,value')
        rows = [tuple(map(float, line.split(','))) for line in lines[1:]]
        equal(len(rows), 11)
        for x, y in rows:
            assert abs(y - x * x) < 0.01, (x, y)
        folder.run('export', 'run.sonde', '--grid', '1', code=2)
        folder.run('export', 'run.sonde', '--grid', '5', '--format', 'json', code=1)


def test_export_grid_of_a_surface():
    with Folder() as folder:
        described = study()
        described['function'] = {'kind': 'formula', 'expression': '2*log(x) + 3*y'}
        described['domain'] = [{'name': 'x', 'min': 0.01, 'max': 100, 'scale': 'log'}, {'name': 'y', 'min': -1, 'max': 1}]
        described['exclude'] = 'y > 0.7'
        described['learner'] = {'kind': '2d'}
        described['goal'] = {'npoints': 60}
        folder.write('plane.json', described)
        folder.run('run', 'plane.json', '--info', 'none')
        folder.run('export', 'plane.sonde', '--grid', '5', '-o', 'plane.npy')
        numbers, shape = read_npy(folder.read('plane.npy'))
        equal(tuple(shape), (25, 3))
        inside = 0
        for i in range(25):
            x, y, value = numbers[3 * i:3 * i + 3]
            assert math.isclose(x, 10 ** (i // 5 - 2), rel_tol=1e-12) and math.isclose(y, i % 5 / 2 - 1, abs_tol=1e-12)
            equal(math.isnan(value) if y > 0.7 else False, y > 0.7)
            if not math.isnan(value):
                inside += 1
                assert abs(value - 2 * math.log(x) - 3 * y) < 1e-9, (x, y, value)
        assert inside >= 12, inside


def test_export_of_vectors():
    with Sampled('x, x^2, x^3') as folder:
        lines = folder.run('export', 'run.sonde')[0].splitlines()
        for line in lines[1:]:
            x, *y = map(float, line.split(',')[:4])
            equal(y[:2], [x, x * x])


def test_export_suffix_chooses_the_format():
    with Sampled() as folder:
        folder.run('export', 'run.sonde', '-o', 'run.json')
        json.loads(folder.read('run.json'))
        folder.run('export', 'run.sonde', '-o', 'run.csv')
        contains(folder.read('run.csv').decode(), 'x,y')


def test_export_of_nan():
    with Sampled('sqrt(x)') as folder:
        lines = folder.run('export', 'run.sonde')[0].splitlines()[1:]
        assert any(line.split(',')[1] == 'nan' for line in lines)
        contains(folder.run('export', 'run.sonde', '--format', 'json')[0], 'nan')


def test_plot():
    with Sampled() as folder:
        for name, sign in (('p.png', b'\x89PNG'), ('p.svg', b'<?xml'), ('p.pdf', b'%PDF')):
            folder.run('plot', 'run.sonde', '-o', name)
            assert folder.read(name).startswith(sign), name


def png_size(data):
    return struct.unpack('>II', data[16:24])


def test_plot_size():
    with Sampled() as folder:
        folder.run('plot', 'run.sonde', '-o', 'p.png', '--size', '400x300', '--dpi', '101.6')
        equal(png_size(folder.read('p.png')), (400, 300))
        folder.run('plot', 'run.sonde', '-o', 'q.png', '--size', '400x300', '--dpi', '203.2')
        equal(png_size(folder.read('q.png')), (800, 600))


def test_plot_options_change_the_picture():
    with Sampled() as folder:
        folder.run('plot', 'run.sonde', '-o', 'plain.svg')
        plain = folder.read('plain.svg')
        for options in (['--no-points'], ['--no-line'], ['--no-rug'], ['--x-range', '0:0.5'], ['--y-range', '-1:2'],
                        ['--log-y'], ['--losses'], ['--upto', '10'], ['--quantity', 'y^2, x'], ['--what', 'convergence']):
            folder.run('plot', 'run.sonde', '-o', 'other.svg', *options)
            assert folder.read('other.svg') != plain, options


def test_plot_of_a_surface():
    """every option for surfaces changes the picture"""
    with Folder() as folder:
        surface = study('x + exp(-30*(x^2+y^2-0.5)^2), x*y', goal={'npoints': 120}, **SEQUENTIAL)
        surface['domain'].append({'name': 'y', 'min': -1, 'max': 1})
        surface['learner'] = {'kind': '2d'}
        folder.write('run.json', surface)
        folder.run('run', 'run.json', '--info', 'none')
        folder.run('plot', 'run.sonde', '-o', 'plain.svg')
        plain = folder.read('plain.svg')
        assert b'image/png' in plain
        for options in (['--colormap', 'magma'], ['--range', '0:2'], ['--log-color'], ['--no-colors'], ['--contours', '5'],
                        ['--no-mesh'], ['--no-points'], ['--component', '2'], ['--aspect', 'fill'], ['--section', '-1,0:1,0.5'],
                        ['--x-range', '0:1'], ['--upto', '40'], ['--quantity', 'z1^2 + y']):
            folder.run('plot', 'run.sonde', '-o', 'other.svg', *options)
            assert folder.read('other.svg') != plain, options
        folder.run('plot', 'run.sonde', '-o', 'again.svg', '--mesh', '--colormap', 'viridis', '--aspect', 'square')
        equal(folder.read('again.svg'), plain)


def test_plot_of_slices():
    """of three variables a surface over two, or a curve along one, wherever the others are cut"""
    with Folder() as folder:
        cube = study('x + y^2 + z^3', goal={'npoints': 80}, **SEQUENTIAL)
        cube['domain'] += [{'name': 'y', 'min': -1, 'max': 1}, {'name': 'z', 'min': -1, 'max': 1}]
        cube['learner'] = {'kind': 'nd'}
        folder.write('run.json', cube)
        folder.run('run', 'run.json', '--info', 'none')
        pictures = []
        for options in ([], ['--slice', 'z=0.5'], ['--axes', 'x,z'], ['--axes', 'z,x', '--slice', 'y=-1'], ['--curve', 'y'],
                        ['--curve', 'y', '--slice', 'x=0.3,z=-0.2'], ['--section', '-1,0:1,0.5']):
            folder.run('plot', 'run.sonde', '-o', 'other.svg', *options)
            assert folder.read('other.svg') not in pictures, options
            pictures.append(folder.read('other.svg'))
        folder.run('plot', 'run.sonde', '-o', 'other.svg', '--slice', 'z=0,x=0.7')
        equal(folder.read('other.svg'), pictures[0])


def test_plot_of_a_logarithmic_variable():
    """its axis is logarithmic unasked"""
    with Folder() as folder:
        sampled = study('x^2', bounds=(1e-3, 1e3), goal={'npoints': 30}, **SEQUENTIAL)
        sampled['domain'][0]['scale'] = 'log'
        folder.write('run.json', sampled)
        folder.run('run', 'run.json', '--info', 'none', '--plot', 'first.svg')
        folder.run('plot', 'run.sonde', '-o', 'plain.svg')
        folder.run('plot', 'run.sonde', '-o', 'log.svg', '--log-x')
        folder.run('plot', 'run.sonde', '-o', 'range.svg', '--x-range', '0.001:1000')
        equal(folder.read('plain.svg'), folder.read('log.svg'))
        equal(folder.read('plain.svg'), folder.read('first.svg'))
        assert folder.read('plain.svg') != folder.read('range.svg')


def test_plot_refuses_what_is_not_there():
    with Sampled() as folder:
        for options, words in ((['--colormap', 'jet'], ['jet', 'viridis']), (['--range', '1:0'], ['--range', '1:0']),
                               (['--contours', '-1'], ['--contours']), (['--component', '-2'], ['--component']),
                               (['--aspect', 'round'], ['round', 'square']), (['--section', '0,0'], ['--section']),
                               (['--section', '0,0:0,0'], ['--section']), (['--axes', 'x'], ['--axes']),
                               (['--axes', 'x,q'], ['q', 'choose from x']), (['--curve', 'q'], ['q', 'choose from x']),
                               (['--slice', 'x'], ['--slice']), (['--slice', 'x=nan'], ['--slice']),
                               (['--slice', 'q=1'], ['q', 'choose from x']), (['--mesh', '--no-mesh'], ['--mesh', '--no-mesh'])):
            contains(folder.run('plot', 'run.sonde', '-o', 'p.png', *options, code=2)[1], *words)
            assert not os.path.exists(os.path.join(folder.path, 'p.png')), options


def test_plot_of_no_points():
    with Folder() as folder:
        folder.write('study.json', study())
        folder.run('plot', 'study.json', '-o', 'p.png')
        assert folder.read('p.png').startswith(b'\x89PNG')


def test_replay_of_a_logged_run():
    with Sampled(log=True) as folder:
        assert folder.events('run.sonde', 'ask')
        out, _ = folder.run('replay', 'run.sonde')
        contains(out, '# of points: 40', 'none')


def test_replay_of_parallel_runs():
    with Folder() as folder:
        folder.write('run.json', study(goal={'npoints': 500}, executor={'kind': 'threads', 'workers': 4}, log=True))
        folder.run('run', 'run.json', '--info', 'none')
        folder.run('run', 'run.sonde', '--set', 'goal.npoints=900', '--info', 'none')
        contains(folder.run('replay', 'run.sonde')[0], 'none')


def test_replay_finds_a_difference():
    with Sampled(log=True) as folder:
        event = folder.events('run.sonde')[20]
        text = folder.read('run.sonde').decode()
        folder.write('other.sonde', text.replace(f'["tell", {event[1]},', '["tell", 0.12345,'))
        out, _ = folder.run('replay', 'other.sonde', code=1)
        contains(out, '0.12345')


def test_replay_without_log():
    with Sampled() as folder:
        contains(folder.run('replay', 'run.sonde')[0], '# of points: 40', 'not known')


def test_bench():
    with Folder() as folder:
        results = json.loads(folder.run('bench', 'learner-1e4', 'journal-1e4', '--json')[0])
        equal([result['name'] for result in results], ['learner-1e4', 'journal-1e4'])
        for result in results:
            assert result['points'] >= 10000 and result['points_per_second'] > 0, result
        out, _ = folder.run('bench', 'learner-1e4')
        contains(out, 'points/s', 'learner-1e4')


if __name__ == '__main__':
    run_all(globals())
