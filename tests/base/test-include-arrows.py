#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the arrows of src/DESIGN.md: a folder includes only what its line there names, and what these include.

usage: test-include-arrows.py SRC

One test case a folder, and a few on this checker itself, so that a mistake here cannot let everything pass."""

import pathlib
import re
import sys

# Libraries that only some layers may use, by the beginning of the header's name.
RESERVED = {
    'gtk/': {'app'},
    'adwaita': {'app'},
    'gdk/': {'app'},
    'cairo': {'plot', 'figure', 'app'},
    'pango': {'plot', 'figure', 'app'},
    'muParser': {'function'},
}
ARROW = re.compile(r'^- \*\*(?P<folder>[\w-]+)\*\* → (?P<targets>[^.]+)\.')
INCLUDE = re.compile(r'^\s*#\s*include\s*(?P<kind>["<])(?P<name>[^">]+)[">]')


def read_arrows(text):
    """folder → the folders that its line names, from the list in DESIGN.md"""
    arrows = {}
    for line in text.splitlines():
        match = ARROW.match(line)
        if match:
            targets = {target.strip() for target in match['targets'].split(',')}
            arrows[match['folder']] = targets - {'GLib'}
    return arrows


def reach(arrows, folder):
    """every folder that one may include: its own, those named, and what these may include"""
    found, todo = {folder}, list(arrows[folder])
    while todo:
        target = todo.pop()
        if target not in found:
            found.add(target)
            todo.extend(arrows[target])
    return found


def find_cycle(arrows):
    """a folder that can reach itself through others, or None"""
    for folder, targets in arrows.items():
        if any(folder in reach(arrows, target) for target in targets):
            return folder
    return None


def check_include(kind, name, folder, allowed, src, own):
    """what is wrong with one include line, or None"""
    if kind == '<':
        for begin, users in RESERVED.items():
            if name.startswith(begin) and folder not in users:
                return f'<{name}> belongs to {", ".join(sorted(users))} only'
        return None
    if name == 'config.h':
        return None
    top = name.split('/')[0]
    if '/' not in name:
        return f'"{name}" has no folder: write "{folder}/{name}"'
    if top not in allowed:
        return f'"{name}": no arrow leads from {folder} to {top}'
    # Generated headers (resources) are not in the source tree; only the application has some.
    if not (src / name).is_file() and own != 'app':
        return f'"{name}" does not exist'
    return None


def check_file(path, folder, allowed, src):
    """the faults of one file, each with its line"""
    faults = []
    includes = []
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            includes.append(match['name'])
            fault = check_include(match['kind'], match['name'], folder, allowed, src, folder)
            if fault:
                faults.append(f'{path.relative_to(src)}:{number}: {fault}')
    if path.suffix == '.c' and (not includes or includes[0] != 'config.h'):
        faults.append(f'{path.relative_to(src)}: the first include must be "config.h"')
    return faults


def sources(src, folder):
    return sorted(path for path in (src / folder).rglob('*') if path.suffix in ('.c', '.h', '.cpp'))


class Report:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def case(self, name, faults):
        self.count += 1
        self.failed += bool(faults)
        for fault in faults:
            print(f'# {fault}')
        print(f'{"not ok" if faults else "ok"} {self.count} - {name}', flush=True)


def check_the_checker(report, src):
    """The checker sees the faults it is there for."""
    arrows = {'a': {'b'}, 'b': {'c'}, 'c': set()}
    report.case('arrows are followed onward', [] if reach(arrows, 'a') == {'a', 'b', 'c'} else ['a must reach c'])
    report.case('arrows are not followed back', [] if reach(arrows, 'c') == {'c'} else ['c must reach nothing'])
    report.case('a cycle is found', [] if find_cycle({'a': {'b'}, 'b': {'a'}}) else ['the cycle was missed'])
    wrong = [('"', 'study/sonde-study.h'), ('"', 'sonde-points.h'), ('"', 'base/no-such-file.h'), ('<', 'gtk/gtk.h')]
    missed = [name for kind, name in wrong if check_include(kind, name, 'base', {'base'}, src, 'base') is None]
    report.case('wrong includes are found', [f'{name} was let through' for name in missed])


def main():
    src = pathlib.Path(sys.argv[1]).resolve()
    arrows = read_arrows((src / 'DESIGN.md').read_text(encoding='utf-8'))
    folders = sorted(path.name for path in src.iterdir() if path.is_dir())
    report = Report()

    check_the_checker(report, src)
    report.case('DESIGN.md names each folder',
                [f'{folder} has no line in DESIGN.md' for folder in folders if folder not in arrows])
    unknown = {target for targets in arrows.values() for target in targets} | set(arrows)
    report.case('each folder of DESIGN.md exists',
                [f'{folder} does not exist' for folder in sorted(unknown) if folder not in folders])
    cycle = find_cycle(arrows)
    report.case('no arrow points back', [f'{cycle} reaches itself'] if cycle else [])
    for folder in folders:
        allowed = reach(arrows, folder) if folder in arrows else {folder}
        faults = [fault for path in sources(src, folder) for fault in check_file(path, folder, allowed, src)]
        report.case(f'includes of {folder}', faults)

    print(f'1..{report.count}')
    return 1 if report.failed else 0


if __name__ == '__main__':
    sys.exit(main())
