#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong from outside: wrong studies, wrong files, wrong options, no room. Each time a message on standard error says what is
wrong and where, the exit code is right, nothing crashes and nothing is lost."""

import json
import os
import re
import resource
import shutil
import subprocess

import sondetest
from sondetest import PROGRAM, SEQUENTIAL, Folder, contains, equal, study

COMMANDS = ('run', 'info', 'export', 'replay', 'ask-tell')


def changed(path, value):
    """the study with one member set; path as a list of keys"""
    result = study()
    place = result
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return result


# what a study is, and what the message must name
STUDIES = {
    'unknown name in the formula': (changed(['function', 'expression'], 'x + foo'), ['function.expression', 'foo']),
    'formula with a missing bracket': (changed(['function', 'expression'], 'sin(x'), ['function.expression']),
    'formula that is cut off': (changed(['function', 'expression'], 'x +'), ['function.expression']),
    'empty formula': (changed(['function', 'expression'], ''), ['function.expression']),
    'formula of control characters': (changed(['function', 'expression'], '\x01\x02'), ['function.expression']),
    'formula of too many brackets': (changed(['function', 'expression'], '(' * 5000 + 'x' + ')' * 5000),
                                     ['function.expression']),
    'very long formula': (changed(['function', 'expression'], '+'.join(['x'] * 100000)), ['function.expression']),
    'formula that is a number': (changed(['function', 'expression'], 3), ['function.expression']),
    'parameter that is text': (changed(['function', 'parameters'], {'a': 'one', 'b': 1}), ['function.parameters.a']),
    'unknown kind of function': (changed(['function', 'kind'], 'oracle'), ['function.kind', 'oracle']),
    'no function': (changed(['function'], None), ['function']),
    'function that is a list': (changed(['function'], []), ['function']),
    'reversed bounds': (changed(['domain', 0, 'min'], 2), ['domain[0]']),
    'equal bounds': (changed(['domain', 0, 'min'], 1), ['domain[0]']),
    'infinite bound': (changed(['domain', 0, 'max'], 'inf'), ['domain[0].max']),
    'bound that is NaN': (changed(['domain', 0, 'min'], 'nan'), ['domain[0].min']),
    'bound beyond a double': ('{"sonde": 1, "function": {"kind": "formula", "expression": "x"}, "goal": {"loss": 1}, '
                              '"domain": [{"name": "x", "min": 0, "max": 1e999}]}', ['domain[0].max']),
    'missing bound': (changed(['domain', 0, 'min'], None), ['domain[0].min']),
    'no domain': (changed(['domain'], None), ['domain']),
    'empty domain': (changed(['domain'], []), ['domain']),
    'variable without a name': (changed(['domain', 0, 'name'], None), ['domain[0].name']),
    'variable with an empty name': (changed(['domain', 0, 'name'], ''), ['domain[0].name']),
    'goal of 0': (changed(['goal'], {'loss': 0}), ['goal.loss']),
    'negative goal': (changed(['goal'], {'loss': -1}), ['goal.loss']),
    'goal of 0 points': (changed(['goal'], {'npoints': 0}), ['goal.npoints']),
    'goal of half a point': (changed(['goal'], {'npoints': 0.5}), ['goal.npoints']),
    'goal that is text': (changed(['goal'], 'soon'), ['goal']),
    'unknown goal': (changed(['goal'], {'glory': 1}), ['goal', 'glory']),
    'end time that is none': (changed(['goal'], {'end_time': 'tomorrow'}), ['goal.end_time']),
    'unknown learner': (changed(['learner', 'kind'], '9d'), ['learner.kind', '9d']),
    'unknown loss': (changed(['learner', 'loss', 'kind'], 'grief'), ['learner.loss.kind', 'grief']),
    'unknown executor': (dict(study(), execution={'executor': {'kind': 'abacus'}}), ['execution.executor.kind', 'abacus']),
    'negative retries': (dict(study(), execution={'retries': -1}), ['execution.retries']),
    'tasks that are text': (dict(study(), execution={'ntasks': 'many'}), ['execution.ntasks']),
    'newer version': (dict(study(), sonde=2), ['sonde', 'newer']),
    'version that is text': (dict(study(), sonde='one'), ['sonde']),
    'no version': (changed(['sonde'], None), ['sonde']),
    'list instead of a study': ('[1, 2]', ['study.json']),
    'number instead of a study': ('7', ['study.json']),
    'null instead of a study': ('null', ['study.json']),
    'empty file': ('', ['study.json']),
    'truncated study': (json.dumps(study())[:70], ['study.json']),
    'two studies': ('{}{}', ['study.json']),
    'binary file': (bytes(range(256)) * 20, ['study.json']),
    'text with a zero': (b'{"sonde": 1}\0{}', ['study.json']),
    'prose': ('Dear Sonde,', ['study.json']),
    'very deep JSON': ('[' * 100000, ['study.json']),
}


def check_study(content, words):
    with Folder() as folder:
        folder.write('study.json', content)
        _, error = folder.run('run', 'study.json', code=2)
        contains(error, 'study.json', *words)
        equal(os.listdir(folder.path), ['study.json'], 'something was left behind')


def check_no_goal():
    """not wrong, but said"""
    with Folder() as folder:
        folder.write('study.json', changed(['goal'], None))
        _, error = folder.run('run', 'study.json', '--set', 'goal={"npoints": 10}', '--info', 'none')
        equal(error, '')
        folder.write('other.json', changed(['goal'], None))
        process = folder.start('run', 'other.json', '--info', 'json')
        line = process.stderr.readline().decode()
        process.stdout.readline()
        process.terminate()
        process.communicate(timeout=60)
        contains(line, 'other.json', 'warning', 'goal')
        equal(process.returncode, 3)


def check_unknown_key():
    with Folder() as folder:
        folder.write('study.json', dict(study(goal={'npoints': 10}), colour='blue'))
        _, error = folder.run('run', 'study.json', '--info', 'none')
        contains(error, 'warning', 'colour')
        contains(folder.read('study.sonde').split(b'\n')[0].decode(), '"colour": "blue"')


# a run file made by hand
HEAD = json.dumps(study(goal={'npoints': 20}))
TELL = '["tell", -1, -0.5, 0.001]\n'
RUNS = {
    'binary run': (os.urandom(3000), ['run.sonde']),
    'empty run': (b'', ['run.sonde']),
    'picture': (b'\x89PNG\r\n\x1a\n' + bytes(100), ['run.sonde']),
    'study that is cut off': (HEAD[:100], ['run.sonde']),
    'damaged line': (HEAD + '\n' + TELL + '["tell", 1, garbage\n' + TELL, ['run.sonde: Line 3 is damaged: column 13: ', '--recover']),
    'line of another kind': (HEAD + '\n' + TELL + '{"tell": 1}\n' + TELL, ['run.sonde', '3']),
    'bytes in the middle': (HEAD.encode() + b'\n' + TELL.encode() + bytes(4096) + b'\n' + TELL.encode(), ['run.sonde', '3']),
    'newer run': (json.dumps(dict(study(), sonde=99)) + '\n' + TELL, ['run.sonde', 'newer']),
}


def check_run(content, words):
    """no command takes it, the fault is said once, and it stays as it is"""
    with Folder() as folder:
        folder.write('run.sonde', content)
        before = folder.read('run.sonde')
        for command in ('run', 'info', 'export', 'replay'):
            _, error = folder.run(command, 'run.sonde', code=2)
            contains(error, *[word for word in words if word != '--recover' or command != 'replay'])
            equal(error.count('run.sonde'), 1, error)
        folder.run('plot', 'run.sonde', '-o', 'p.png', code=2)
        equal(folder.read('run.sonde'), before)


def check_torn_line():
    with Folder() as folder:
        folder.write('run.sonde', HEAD + '\n' + TELL + '["tell", 1, 1.0')
        _, error = folder.run('info', 'run.sonde')
        contains(error, 'run.sonde', 'warning', '3')
        _, error = folder.run('run', 'run.sonde', '--info', 'none')
        contains(error, 'warning')
        info = folder.info('run.sonde')
        equal((info['npoints'], info['status']), (20, 'finished'))
        equal(folder.events('run.sonde')[0], ['tell', -1, -0.5, 0.001])


def check_recover():
    with Folder() as folder:
        folder.write('run.sonde', HEAD + '\n' + TELL + 'garbage\n' + '["tell", 1, 1.5, 0.001]\n')
        before = folder.read('run.sonde')
        folder.run('run', 'run.sonde', '--recover', code=2)
        folder.run('run', 'run.sonde', '--recover', '-o', 'new.sonde', '--info', 'none')
        equal(folder.read('run.sonde'), before)
        equal(folder.info('new.sonde')['npoints'], 20)
        equal(folder.events('new.sonde')[0], ['tell', -1, -0.5, 0.001])
        out, _ = folder.run('export', 'run.sonde', '--recover')
        equal(len(out.splitlines()), 2)


def check_missing_file(command):
    with Folder() as folder:
        for name in ('missing.json', 'missing.sonde', 'no/such/folder.sonde'):
            _, error = folder.run(command, name, code=2)
            contains(error, name)


def check_folder(command):
    with Folder() as folder:
        for name in ('folder', 'folder.json', 'folder.sonde'):
            os.mkdir(folder.join(name))
            _, error = folder.run(command, name, code=2)
            contains(error, name)


def check_usage(arguments, words):
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 5}))
        out, error = folder.run(*arguments, code=2)
        contains(error, *words)
        equal(os.listdir(folder.path), ['peak.json'])


USAGE = {
    'unknown command': (['rum', 'peak.json'], ['rum']),
    'unknown option': (['run', 'peak.json', '--quick'], ['--quick']),
    'no argument': (['run'], ['STUDY']),
    'two arguments': (['run', 'peak.json', 'other.json'], ['other.json']),
    'wrong info': (['run', 'peak.json', '--info', 'loud'], ['loud', 'overwrite']),
    'interval of 0': (['run', 'peak.json', '--interval', '0'], ['--interval']),
    'interval that is text': (['run', 'peak.json', '--interval', 'soon'], ['soon']),
    'set without a value': (['run', 'peak.json', '--set', 'goal'], ['--set', 'KEY=VALUE']),
    'set without a key': (['run', 'peak.json', '--set', '=1'], ['--set']),
    'set of nonsense': (['run', 'peak.json', '--set', 'domain[x]=1'], ['domain[x]']),
    'set that makes it wrong': (['run', 'peak.json', '--set', 'domain[0].min=7'], ['domain[0]']),
    'plot of an unknown kind': (['run', 'peak.json', '--plot', 'p.gif'], ['p.gif', '.png']),
    'plot without a file': (['plot', 'peak.json'], ['-o']),
    'plot of no size': (['plot', 'peak.json', '-o', 'p.png', '--size', '0x0'], ['--size']),
    'plot of a monstrous size': (['plot', 'peak.json', '-o', 'p.png', '--size', '900000x900000'], ['--size']),
    'plot of a reversed range': (['plot', 'peak.json', '-o', 'p.png', '--x-range', '1:-1'], ['--x-range']),
    'plot of half a range': (['plot', 'peak.json', '-o', 'p.png', '--y-range', '1'], ['--y-range']),
    'plot of nothing known': (['plot', 'peak.json', '-o', 'p.png', '--what', 'wood'], ['--what', 'convergence']),
    'plot of a wrong quantity': (['plot', 'peak.json', '-o', 'p.png', '--quantity', 'y + wood'], ['--quantity', 'character 5', 'wood']),
    'plot of a negative time': (['plot', 'peak.json', '-o', 'p.png', '--upto', '-3'], ['--upto']),
    'plot of a NaN range': (['plot', 'peak.json', '-o', 'p.png', '--y-range', 'nan:1'], ['--y-range']),
    'unknown format': (['export', 'peak.json', '--format', 'xls'], ['xls', 'csv']),
    'unknown order': (['export', 'peak.json', '--order', 'random'], ['random', 'sorted']),
    'unknown benchmark': (['bench', 'no-such'], ['no-such']),
}


def check_unwritable():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}))
        for output in ('no/such/folder/run.sonde', '/proc/run.sonde', '/dev/full', 'peak.json/run.sonde'):
            before = os.stat('/dev/full')
            out, error = folder.run('run', 'peak.json', '-o', output, '--info', 'none', code=1)
            contains(error, output)
            equal(os.stat('/dev/full').st_rdev, before.st_rdev)
        os.mkdir(folder.join('taken'))
        _, error = folder.run('run', 'peak.json', '-o', 'taken', '--info', 'none', code=1)
        contains(error, 'taken')


def check_unwritable_results():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}))
        folder.run('run', 'peak.json', '--info', 'none')
        for arguments in (['export', 'peak.sonde', '-o', 'no/such/folder.csv'], ['export', 'peak.sonde', '-o', '/dev/full'],
                          ['export', 'peak.sonde', '-o', '.'], ['plot', 'peak.sonde', '-o', 'no/such/folder.png']):
            _, error = folder.run(*arguments, code=1)
            contains(error, arguments[-1])
        _, error = folder.run('run', 'peak.sonde', '--plot', 'no/such/folder.png', '--info', 'none', code=1)
        contains(error, 'no/such/folder.png')


def check_full_standard_output():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}))
        folder.run('run', 'peak.json', '--info', 'none')
        for arguments in (['export', 'peak.sonde'], ['info', 'peak.sonde'], ['info', 'peak.sonde', '--json'],
                          ['replay', 'peak.sonde']):
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([PROGRAM, *arguments], cwd=folder.path, env=folder.environment, stdout=full,
                                      stderr=subprocess.PIPE, timeout=60, check=False)
            equal(done.returncode, 1, ' '.join(arguments))
            contains(done.stderr.decode(), 'standard output')


def check_reader_that_goes():
    """a pipe that nobody reads is an error, not a crash"""
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 100000}))
        folder.run('run', 'peak.json', '--info', 'none')
        process = folder.start('export', 'peak.sonde')
        process.stdout.readline()
        process.stdout.close()
        equal(process.wait(60), 1)
        process.stderr.close()


def check_full_disk():
    """The disk is full in the midst of a run: it ends with a message, and what is in the file is whole."""
    limit = 200000

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 100000}, **SEQUENTIAL))
        process = folder.start('run', 'peak.json', '--info', 'none', preexec_fn=limited)
        _, error = process.communicate(timeout=120)
        equal(process.returncode, 1, error.decode())
        contains(error.decode(), 'peak.sonde')
        folder.run('run', 'peak.sonde', '--set', 'goal.npoints=20000', '--info', 'none')
        events = folder.events('peak.sonde')
        assert len(events) >= 20000 and len({event[1] for event in events}) == len(events)


def check_full_disk_from_the_start():
    """A run that is continued where there is no room for a single line ends at once."""
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 500}, **SEQUENTIAL))
        folder.run('run', 'peak.json', '--info', 'none')
        before = folder.read('peak.sonde')

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(before), len(before)))

        process = folder.start('run', 'peak.sonde', '--set', 'goal={"loss": 1e-300}', '--info', 'none', preexec_fn=limited)
        try:
            _, error = process.communicate(timeout=60)
        finally:
            process.kill()
        equal(process.returncode, 1, error.decode())
        contains(error.decode(), 'peak.sonde')
        equal(folder.read('peak.sonde'), before)


def check_full_disk_of_a_picture():
    """What cannot be written does not replace what is there."""
    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}))
        folder.run('run', 'peak.json', '--info', 'none')
        for command, name in (('plot', 'a.png'), ('plot', 'a.svg'), ('plot', 'a.pdf'), ('export', 'a.csv'), ('export', 'a.npy')):
            folder.write(name, 'precious')
            _, error = folder.run(command, 'peak.sonde', '-o', name, code=1, preexec_fn=limited)
            contains(error, name)
            equal(folder.read(name), b'precious', name)


def check_rescue():
    """The file is taken away while it is written: the results are put into the folder of the user's data, which need not exist."""
    with Folder() as folder:
        data = folder.join('home/data')
        folder.environment = dict(folder.environment, XDG_DATA_HOME=data)
        folder.write('peak.json', dict(study(goal={'loss': 1e-300}, **SEQUENTIAL), saving={'interval': 0.05}))
        process = folder.start('run', 'peak.json', '--info', 'json', '--interval', '0.05')
        while 'npoints' not in process.stdout.readline().decode():
            pass
        os.unlink(folder.join('peak.sonde'))
        _, error = process.communicate(timeout=60)
        equal(process.returncode, 1, error.decode())
        rescued = os.listdir(data)
        equal(len(rescued), 1, rescued)
        contains(error.decode(), rescued[0])
        assert folder.info(os.path.join('home/data', rescued[0]))['npoints'] > 0


def make_suppressions_readable(folder):
    """a sanitizer reads its list as the user that the program is run by"""
    for name in ('TSAN_OPTIONS', 'LSAN_OPTIONS'):
        found = re.search('suppressions=([^:]+)', folder.environment.get(name, ''))
        if found:
            copy = shutil.copy(found.group(1), folder.path)
            folder.environment[name] = folder.environment[name].replace(found.group(1), copy)


def check_read_only_run():
    options = {}
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 50}))
        folder.run('run', 'peak.json', '--info', 'none')
        os.chmod(folder.join('peak.sonde'), 0o444)
        if os.geteuid() == 0:
            # root may write everything: let nobody do it, with a program that nobody may reach
            os.chmod(folder.path, 0o755)
            make_suppressions_readable(folder)
            options = {'user': 65534, 'executable': shutil.copy(PROGRAM, folder.join('sonde-cli'))}
        _, error = folder.run('run', 'peak.sonde', '--set', 'goal.npoints=60', '--info', 'none', code=1, **options)
        contains(error, 'peak.sonde')
        equal(folder.info('peak.sonde')['npoints'], 50)


def main():
    report = sondetest.Report()
    for name, (content, words) in STUDIES.items():
        report.case(name, check_study, content, words)
    report.case('no goal', check_no_goal)
    report.case('unknown key', check_unknown_key)
    for name, (content, words) in RUNS.items():
        report.case(name, check_run, content, words)
    report.case('torn last line', check_torn_line)
    report.case('recover', check_recover)
    for command in COMMANDS:
        report.case(f'{command} of a missing file', check_missing_file, command)
        report.case(f'{command} of a folder', check_folder, command)
    for name, (arguments, words) in USAGE.items():
        report.case(name, check_usage, arguments, words)
    report.case('unwritable run', check_unwritable)
    report.case('unwritable results', check_unwritable_results)
    report.case('full standard output', check_full_standard_output)
    report.case('reader that goes', check_reader_that_goes)
    report.case('full disk', check_full_disk)
    report.case('full disk from the start', check_full_disk_from_the_start)
    report.case('full disk of a picture', check_full_disk_of_a_picture)
    report.case('rescue', check_rescue)
    report.case('read-only run', check_read_only_run)
    report.finish()


if __name__ == '__main__':
    main()
