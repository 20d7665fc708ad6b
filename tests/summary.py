#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what “meson test” left behind, prints what failed with its output, and ends with the line
“N passed, N failed, N skipped”, counted in single test cases.

usage: summary.py BUILD:TESTLOG.json…     or broken:BUILD for a build that could not be made

A test program that prints TAP counts as its cases, one that is a Python unittest as its tests, any other as one. A program
that fails although none of its cases did, by a crash or at its end, counts as one failed case more."""

import json
import re
import sys

TAP = re.compile(r'^(?P<not>not )?ok\b[^#]*(?:#\s*(?P<directive>SKIP|TODO))?', re.IGNORECASE)
RAN = re.compile(r'^Ran (\d+) tests? in ', re.MULTILINE)
OUTCOME = re.compile(r'^(?:OK|FAILED)(?: \((?P<counts>[^)]*)\))?$', re.MULTILINE)
GOOD = ('OK', 'EXPECTEDFAIL')
LOG_LINES = 60


def count_tap(text):
    """passed, failed, skipped of a program that prints TAP, or None"""
    passed = failed = skipped = 0
    for line in text.splitlines():
        match = TAP.match(line)
        if not match:
            continue
        directive = (match['directive'] or '').upper()
        if directive == 'SKIP':
            skipped += 1
        elif match['not'] and directive != 'TODO':
            failed += 1
        else:
            passed += 1
    return (passed, failed, skipped) if passed + failed + skipped else None


def count_unittest(text):
    """the same of a Python unittest, or None"""
    ran, outcome = RAN.search(text), OUTCOME.search(text)
    if not ran or not outcome:
        return None
    counts = dict(re.findall(r'([\w ]+?)=(\d+)', outcome['counts'] or ''))
    counts = {name.strip(): int(number) for name, number in counts.items()}
    failed = counts.get('failures', 0) + counts.get('errors', 0) + counts.get('unexpected successes', 0)
    skipped = counts.get('skipped', 0)
    return max(int(ran[1]) - failed - skipped, 0), failed, skipped


def count(test):
    """passed, failed, skipped of one test program"""
    result = test['result']
    text = test.get('stdout') or ''
    counts = count_tap(text) or count_unittest(text + '\n' + (test.get('stderr') or ''))
    if counts is None:
        return (int(result in GOOD), int(result not in GOOD + ('SKIP',)), int(result == 'SKIP'))
    if result not in GOOD + ('SKIP',) and counts[1] == 0:
        counts = (counts[0], 1, counts[2])
    return counts


def print_failure(build, test):
    print(f'\n--- {build}: {test["name"]}: {test["result"]}')
    for stream in ('stdout', 'stderr'):
        lines = (test.get(stream) or '').rstrip().splitlines()
        if stream == 'stdout':
            lines = [line for line in lines if not line.startswith('ok ')]
        for line in lines[-LOG_LINES:]:
            print(f'    {line}')


def read(name):
    try:
        with open(name, encoding='utf-8', errors='replace') as file:
            return [json.loads(line) for line in file if line.strip()]
    except FileNotFoundError:
        return None


def main():
    total = [0, 0, 0]
    for argument in sys.argv[1:]:
        build, _, name = argument.partition(':')
        tests = read(name) if build != 'broken' else None
        if not tests:
            print(f'\n--- {name if build == "broken" else build}: no test was run')
            total[1] += 1
            continue
        own = [0, 0, 0]
        for test in tests:
            counts = count(test)
            own = [a + b for a, b in zip(own, counts)]
            if counts[1]:
                print_failure(build, test)
        print(f'{build}: {own[0]} passed, {own[1]} failed, {own[2]} skipped in {len(tests)} programs')
        total = [a + b for a, b in zip(total, own)]
    print(f'{total[0]} passed, {total[1]} failed, {total[2]} skipped')
    return 1 if total[1] or not total[0] else 0


if __name__ == '__main__':
    sys.exit(main())
