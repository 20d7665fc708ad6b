#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages say what the help says: each command with its options, nothing that is not there; completion too."""

import os
import re
import shutil
import subprocess
import sys

from sondetest import PROGRAM, Report

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data')


def help_of(*command):
    return subprocess.run([PROGRAM, *command, '--help'], capture_output=True, text=True, check=True).stdout


def options_in_help(text):
    return set(re.findall(r'^\s+(?:-\w, )?(--[a-z][a-z-]*)', text, re.M)) - {'--help'}


def commands():
    return re.findall(r'^  ([a-z-]+) ', help_of().split('Commands:')[1].split('Options:')[0], re.M)


def manual():
    """The text of sonde-cli(1) by command."""
    with open(os.path.join(DATA, 'man', 'sonde-cli.1')) as file:
        text = re.sub(r'\\f[A-Z]', '', file.read()).replace('\\-', '-').split('.SH COMMANDS')[1].split('.SH EXIT')[0]
    parts = re.split(r'^\.SS ([a-z-]+)', text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def options_in_manual(text):
    """Those that head a paragraph."""
    heads = re.findall(r'^\.TP\n(.*)', text, re.M)
    return {option for head in heads for option in re.findall(r'--[a-z][a-z-]*', head)}


def equal(what, got, expected):
    assert got == expected, f'{what}: only in the first: {set(got) - set(expected)}, only in the second: {set(expected) - set(got)}'


def check_commands():
    equal('commands in manual and help', set(manual()), set(commands()))


def check_options(command):
    equal('options in manual and help', options_in_manual(manual()[command]), options_in_help(help_of(command)))


def check_window(program):
    """sonde(1) has what the window's program takes."""
    said = subprocess.run([program, '--help'], capture_output=True, text=True, check=True).stdout
    with open(os.path.join(DATA, 'man', 'sonde.1')) as file:
        text = re.sub(r'\\f[A-Z]', '', file.read()).replace('\\-', '-').split('.SH OPTIONS')[1].split('.SH FILES')[0]
    equal('options of sonde', options_in_manual(text), set(re.findall(r'^\s+(?:-\w, )?(--[a-z][a-z-]*)', said, re.M)))


def check_form(page):
    """No warning of the formatter."""
    done = subprocess.run(['groff', '-man', '-ww', '-z', '-Kutf8', os.path.join(DATA, 'man', page)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ''), done.stderr


def complete(*words):
    """What bash offers for the last of @words."""
    script = '''source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        compopt () { :; }
        _sonde_cli; printf '%s\\n' "${COMPREPLY[@]}"'''
    done = subprocess.run(['bash', '-O', 'extglob', '-c', script, 'bash', os.path.join(DATA, 'completions', 'sonde-cli.bash'),
                           PROGRAM, *words], capture_output=True, text=True)
    assert done.stderr == '', done.stderr
    return done.stdout.split()


def check_completion_of_commands():
    equal('commands offered', set(complete('')) - {'--help', '--version'}, set(commands()))
    equal('commands that begin so', complete('exp'), ['export'])


def check_completion_of_options(command):
    equal('options offered', {option.rstrip('=') for option in complete(command, '--')} - {'--help'}, options_in_help(help_of(command)))


def check_completion_of_values():
    equal('formats', complete('export', '--format=n'), ['--format=npy'])
    assert 'memory' in complete('bench', 'm')


def main():
    report = Report()
    report.case('commands', check_commands)
    for command in commands():
        report.case(f'options of {command}', check_options, command)
        report.case(f'completion of {command}', check_completion_of_options, command)
    if len(sys.argv) > 2:
        report.case('options of the window', check_window, sys.argv[2])
    report.case('completion of commands', check_completion_of_commands)
    report.case('completion of values', check_completion_of_values)
    if shutil.which('groff'):
        for page in sorted(os.listdir(os.path.join(DATA, 'man'))):
            report.case(f'form of {page}', check_form, page)
    report.finish()


if __name__ == '__main__':
    main()
