#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sources promise: every file with words for people is in POTFILES, every icon exists, every icon button has a name."""
import glob
import os
import re
import sys
import xml.etree.ElementTree as ET

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
THEMES = '/usr/share/icons/Adwaita/**/%s.svg'
failed = number = 0


def say(name, wrong):
    global failed, number
    number += 1
    for w in wrong:
        print('# ' + w)
    print('%sok %d - %s' % ('not ' if wrong else '', number, name))
    failed += bool(wrong)


def read(path):
    with open(os.path.join(ROOT, path)) as f:
        return f.read()


def sources(*ends):
    return sorted(os.path.relpath(p, ROOT) for p in glob.glob(os.path.join(ROOT, 'src/**/*'), recursive=True)
                  if p.endswith(ends))


print('1..3')
listed = set(read('po/POTFILES').split())
spoken = {p for p in sources('.c', '.cpp', '.h') if re.search(r'\b(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?) ?\(', read(p))
          and not p.endswith('.h')}
spoken |= {p for p in sources('.ui') if 'translatable="yes"' in read(p)}
say('POTFILES is complete', ['not in po/POTFILES: ' + p for p in sorted(spoken - listed)] +
    ['in po/POTFILES, but not there: ' + p for p in sorted(listed) if not os.path.exists(os.path.join(ROOT, p))])

used = set()
for p in sources('.c', '.ui'):
    if p.startswith('src/app/'):
        used |= set(re.findall(r'[">]([a-z][a-z-]+-symbolic)["<]', read(p)))
own = {os.path.basename(p)[:-4] for p in glob.glob(os.path.join(ROOT, 'src/app/icons/**/*.svg'), recursive=True)}
if os.path.isdir('/usr/share/icons/Adwaita'):
    say('icons exist', ['no such icon: ' + i for i in sorted(used - own) if not glob.glob(THEMES % i, recursive=True)])
else:
    number += 1
    print('ok %d - icons exist # SKIP no icon theme here' % number)

nameless = []
for p in sources('.ui'):
    for o in ET.parse(os.path.join(ROOT, p)).iter('object'):
        props = {c.get('name') for c in o.findall('property')}
        named = any(a.get('name') == 'label' for acc in o.findall('accessibility') for a in acc)
        if o.get('class') in ('GtkButton', 'GtkToggleButton', 'GtkMenuButton') and 'icon-name' in props and \
           not (named and 'tooltip-text' in props):
            nameless.append('%s: a button with an icon needs a name and a tooltip: %s' % (p, o.get('id')))
say('icon buttons have names and tooltips', nameless)
sys.exit(1 if failed else 0)
