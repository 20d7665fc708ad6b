"""desk - drive a GTK 4 application as a person would, from a test.

Run inside `desktop-session` (a private Xvfb + D-Bus + AT-SPI bus + window manager):

    desktop-session /usr/bin/python3 my_test.py

What a test reads comes from the accessibility tree (AT-SPI); what it does goes
through the X server (xdotool: pointer and keyboard), or, where GTK offers it,
through AT-SPI actions.  In short:

    from desk import App, wait_until
    with App(['./sample']) as app:
        app.window('Sample')                       # waits until it is there
        app.find('button', 'Run').click()          # a real pointer click
        app.find('entry', 'Name').type('hello')    # click into it, select all, type
        app.key('ctrl+s')                          # a shortcut
        wait_until(lambda: app.find('label', 'saved*'))
        app.screenshot('window.png')

Needs (Debian): python3-gi xdotool x11-utils.

The module speaks AT-SPI's D-Bus protocol itself, with GDBus: no cache (GTK 4.8
offers clients one that is incomplete, and keeps widgets that have gone), the
role names that GTK gives (`switch` apart from `checkbox`), and three times as
fast as libatspi without its cache.

Coordinates.  GTK 4 knows no screen coordinates (neither does AT-SPI then):
extents are relative to the top-level window's content, and inside a popover
they are wrong by the popover's place.  `Node.rect()` repairs both by asking the
X server where the window, or the popover's own X window, is.
"""
import collections, fnmatch, os, re, signal, struct, subprocess, sys, tempfile, time, zlib

from gi.repository import Gio, GLib

TIMEOUT = float(os.environ.get('DESK_TIMEOUT', '10'))   # seconds; raise it on slow machines

# Other names for the role names that GTK 4.8 gives.
ROLES = {
    'entry': 'text box', 'check': 'checkbox', 'spin': 'spin button', 'combo': 'combo box', 'row': 'list item',
    'menuitem': 'menu item', 'progress': 'progress bar', 'toggle': 'button',
}

# Bits of AT-SPI's state set
STATES = {1: 'active', 3: 'busy', 4: 'checked', 5: 'collapsed', 7: 'editable', 8: 'enabled', 9: 'expandable',
          10: 'expanded', 11: 'focusable', 12: 'focused', 14: 'horizontal', 15: 'iconified', 16: 'modal',
          17: 'multi-line', 18: 'multiselectable', 20: 'pressed', 21: 'resizable', 22: 'selectable', 23: 'selected',
          24: 'sensitive', 25: 'showing', 29: 'vertical', 30: 'visible', 32: 'indeterminate', 33: 'required',
          36: 'invalid-entry', 41: 'checkable', 43: 'read-only'}


class DeskError(AssertionError):
    """Something that the test waited for did not come."""


# ------------------------------------------------------------------- waiting

def wait_until(predicate, timeout=None, what=None, every=0.03):
    """Call `predicate` until it gives something true, and return that.

    An AT-SPI error inside it (a widget that has just gone) counts as "not yet"."""
    end = time.monotonic() + (TIMEOUT if timeout is None else timeout)
    last = None
    while True:
        try:
            last = predicate()
            if last:
                return last
        except GLib.Error as error:
            last = error
        if time.monotonic() > end:
            raise DeskError('timed out waiting for %s (last: %r)' % (what or predicate, last))
        time.sleep(every)


def wait_gone(predicate, timeout=None, what=None):
    """Wait until `predicate` gives something false (or the widget it asks is gone)."""
    def absent():
        try:
            return not predicate()
        except GLib.Error:
            return True
    return wait_until(absent, timeout, what or 'something to go away')


# -------------------------------------------------------------------- AT-SPI

class _Bus:
    """The accessibility bus."""

    ROOT = '/org/a11y/atspi/accessible/root'

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None,
                                    None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
            None, None)

    @staticmethod
    def request(ref, interface, method, signature=None, *args):
        """(bus name, path, interface, method, parameters); method '.X' reads the property X."""
        if method.startswith('.'):
            return (ref[0], ref[1], 'org.freedesktop.DBus.Properties', 'Get',
                    GLib.Variant('(ss)', ('org.a11y.atspi.' + interface, method[1:])))
        return (ref[0], ref[1], 'org.a11y.atspi.' + interface, method,
                GLib.Variant(signature, args) if signature else None)

    def ask(self, *request):
        """One question; waits for the answer.  GLib.Error if there is none."""
        out = self.bus.call_sync(*self.request(*request), None, Gio.DBusCallFlags.NONE, int(TIMEOUT * 1000), None).unpack()
        return out[0] if len(out) == 1 else out

    def ask_all(self, requests):
        """Many questions at once; None where there is no answer."""
        answers, left = [None] * len(requests), [len(requests)]
        def done(bus, result, i):
            left[0] -= 1
            try:
                out = bus.call_finish(result).unpack()
                answers[i] = out[0] if len(out) == 1 else out
            except GLib.Error:
                pass
        for i, r in enumerate(requests):
            self.bus.call(*self.request(*r), None, Gio.DBusCallFlags.NONE, int(TIMEOUT * 1000), None, done, i)
        context = GLib.MainContext.default()
        while left[0]:
            context.iteration(True)
        return answers

    def pid_of(self, name):
        return self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                  'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)), None,
                                  Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]

    def applications(self):
        return self.ask(('org.a11y.atspi.Registry', self.ROOT), 'Accessible', 'GetChildren')


_bus = None


def bus():
    global _bus
    if _bus is None:
        _bus = _Bus()
    return _bus


# ----------------------------------------------------------------------- X11

def _run(*argv):
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def xdo(*argv):
    """Run xdotool once with these words."""
    return _run('xdotool', *[str(a) for a in argv])


_XLINE = re.compile(r'^\s+(0x[0-9a-f]+) (?:"(.*)"|\(has no name\)): \((.*)\)\s+'
                    r'(\d+)x(\d+)\+(-?\d+)\+(-?\d+)\s+\+(-?\d+)\+(-?\d+)$')


def xwindows():
    """All X windows of 16x16 and more, lowest first: dicts of id, title, wmclass, x, y, w, h, depth."""
    found = []
    for line in _run('xwininfo', '-root', '-tree').splitlines():
        m = _XLINE.match(line)
        if m and int(m[4]) >= 16 and int(m[5]) >= 16:
            found.append(dict(id=m[1], title=m[2] or '', wmclass=m[3], w=int(m[4]), h=int(m[5]),
                              x=int(m[8]), y=int(m[9]), depth=len(line) - len(line.lstrip())))
    return found[::-1]          # xwininfo lists the topmost first


def grab(rect=None):
    """The screen, or the part `rect` (x, y, width, height) of it: width, height, BGRX bytes.

    desktop-session lets Xvfb keep its frame buffer in a file: read from there
    it costs a few ms.  On any other X server, ImageMagick's import does it."""
    path = os.environ.get('DESKTOP_SCREEN')
    if path:
        with open(path, 'rb') as f:                         # an XWD file, format 7
            data = f.read()
        head = struct.unpack('>25I', data[:100])
        start, width, height, stride, colours = head[0], head[4], head[5], head[12], head[19]
        data = memoryview(data)[start + 12 * colours:]
    else:
        width, height = [int(n) for n in _run('xdotool', 'getdisplaygeometry').split()]
        data = memoryview(subprocess.run(['import', '-silent', '-window', 'root', '-depth', '8', 'bgra:-'],
                                         check=True, capture_output=True).stdout)
        stride = width * 4
    x, y, w, h = rect or (0, 0, width, height)
    x, y, w, h = max(0, x), max(0, y), min(w, width - max(0, x)), min(h, height - max(0, y))
    return w, h, b''.join(data[(y + r) * stride + 4 * x:(y + r) * stride + 4 * (x + w)] for r in range(h))


def colours(rect):
    """How often each colour (r, g, b) occurs in that part of the screen."""
    _, _, data = grab(rect)
    counted = collections.Counter(struct.unpack('<%dI' % (len(data) // 4), data))
    out = collections.Counter()
    for c, n in counted.items():
        out[(c >> 16 & 255, c >> 8 & 255, c & 255)] += n
    return out


def write_png(path, width, height, bgrx):
    """Write what grab() gave as a PNG file."""
    rgb = bytearray(width * height * 3)
    rgb[0::3], rgb[1::3], rgb[2::3] = bgrx[2::4], bgrx[1::4], bgrx[0::4]
    raw = b''.join(b'\0' + rgb[3 * width * r:3 * width * (r + 1)] for r in range(height))
    def chunk(kind, body):
        return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))
    with open(path, 'wb') as f:
        f.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) +
                chunk(b'IDAT', zlib.compress(raw, 6)) + chunk(b'IEND', b''))


# --------------------------------------------------------------------- nodes

def tidy(name):
    """An accessible name as a person reads it.

    GTK 4.8 joins the label property, which keeps the underscore of a mnemonic,
    and the label child: "_Run Run".  That becomes "Run"."""
    name = (name or '').strip()
    for i, c in enumerate(name):
        if c == ' ' and name[:i].replace('_', '', 1) == name[i + 1:] or \
           c == ' ' and name[:i] == name[i + 1:]:
            return name[i + 1:]
    return name


def _matches(wanted, have):
    if wanted is None:
        return True
    if hasattr(wanted, 'search'):
        return bool(wanted.search(have))
    if any(c in wanted for c in '*?'):
        return fnmatch.fnmatchcase(have, wanted)
    return wanted == have


class Node:
    """One accessible object (a widget)."""

    def __init__(self, app, ref):
        self.app, self.ref = app, tuple(ref)

    def __repr__(self):
        try:
            return '<%s %r>' % (self.role, self.name)
        except GLib.Error:
            return '<gone>'

    def __eq__(self, other):
        return isinstance(other, Node) and self.ref == other.ref

    def __hash__(self):
        return hash(self.ref)

    def _ask(self, *request):
        return bus().ask(self.ref, *request)

    # -- reading
    @property
    def role(self):
        return self._ask('Accessible', 'GetRoleName')

    @property
    def name(self):
        return tidy(self._ask('Accessible', '.Name'))

    @property
    def description(self):
        return self._ask('Accessible', '.Description')

    @property
    def text(self):
        """Content of an entry, spin button, label or text view."""
        if 'org.a11y.atspi.Text' in self._ask('Accessible', 'GetInterfaces'):
            # not GetText (0, -1): GTK 4.8 answers that with nothing
            return self._ask('Text', 'GetText', '(ii)', 0, self._ask('Text', '.CharacterCount'))
        return self.name

    @property
    def value(self):
        """Number of a spin button, slider, progress bar or level bar."""
        return self._ask('Value', '.CurrentValue')

    @property
    def value_range(self):
        return self._ask('Value', '.MinimumValue'), self._ask('Value', '.MaximumValue')

    @property
    def states(self):
        low, high = self._ask('Accessible', 'GetState')
        bits = low | high << 32
        return {STATES.get(i, 'state-%d' % i) for i in range(64) if bits >> i & 1}

    @property
    def enabled(self):
        return 'sensitive' in self.states

    @property
    def checked(self):
        """Of a switch or check button; of a toggle button, whether it is pressed in."""
        return bool(self.states & {'checked', 'pressed'})

    @property
    def focused(self):
        return 'focused' in self.states

    @property
    def parent(self):
        ref = self._ask('Accessible', '.Parent')
        return Node(self.app, ref) if ref[1] != '/org/a11y/atspi/null' else None

    @property
    def children(self):
        return [Node(self.app, r) for r in self._ask('Accessible', 'GetChildren')]

    @property
    def actions(self):
        """Names of its AT-SPI actions."""
        try:
            return [self._ask('Action', 'GetName', '(i)', i) for i in range(self._ask('Action', '.NActions'))]
        except GLib.Error:
            return []

    def tree(self):
        """This object and all below it, depth first: (node, role, raw name, depth), all as of now."""
        level, kids, facts = [self.ref], {}, {}
        while level:
            answers = bus().ask_all([(r, 'Accessible', m) for r in level for m in ('GetRoleName', '.Name', 'GetChildren')])
            following = []
            for i, r in enumerate(level):
                role, name, below = answers[3 * i:3 * i + 3]
                if role is not None:
                    facts[r] = role, name or ''
                    kids[r] = [tuple(k) for k in below or [] if tuple(k) not in facts]
                    following += kids[r]
            level = following
        out = []
        def lay(r, depth):
            if r in facts:
                out.append((Node(self.app, r), *facts[r], depth))
                for k in kids[r]:
                    lay(k, depth + 1)
        lay(self.ref, 0)
        return out

    def walk(self):
        return [t[0] for t in self.tree()]

    # -- finding
    def find_all(self, role=None, name=None, showing=True):
        """All objects below with this role and name, at once.

        name: exact, or a pattern with * or ?, or a compiled regular expression.
        showing: leave out what has no size on the screen (collapsed, other pages)."""
        role = ROLES.get(role, role)
        return [n for n, r, raw, _ in self.tree()
                if (role is None or role == r) and _matches(name, tidy(raw)) and (not showing or n.is_showing())]

    def find(self, role=None, name=None, index=0, timeout=None, showing=True):
        """The index-th such object; waits until it is there."""
        def look():
            found = self.find_all(role, name, showing)
            return found[index] if len(found) > index else None
        return wait_until(look, timeout, '%s %r' % (role or 'anything', name))

    def exists(self, role=None, name=None):
        return bool(self.find_all(role, name))

    def outer(self):
        """The top-level window this is in, and the innermost popover (or None)."""
        popover, n = None, self
        while True:
            up = n.parent
            if up is None:
                raise DeskError('%r is in no window' % self)
            if up.role == 'application':
                return n, popover
            # only GtkPopover and GtkWindow bring this action
            if popover is None and n.role in ('widget', 'menu') and 'default.activate' in n.actions:
                popover = n
            n = up

    # -- where it is
    def extents(self):
        """As AT-SPI says: x, y, width, height from the content of the window (see the module's text)."""
        return self._ask('Component', 'GetExtents', '(u)', 1)       # 1: within the window

    def is_showing(self):
        try:
            e = self.extents()
            return e[2] > 0 and e[3] > 0
        except GLib.Error:
            return False

    def is_scrolled_window(self):
        return self._ask('Accessible', 'GetRole') == 49     # its role name says only "group"

    def in_view(self):
        """Whether its middle lies inside its window and inside the scrolled windows around it."""
        x, y, w, h = self.extents()
        if w <= 0 or h <= 0:
            return False
        mx, my, n = x + w / 2, y + h / 2, self.parent
        while n is not None and n.role != 'application':
            if n.is_scrolled_window() or n.parent.role == 'application':
                ex, ey, ew, eh = n.extents()
                if not (ex <= mx <= ex + ew and ey <= my <= ey + eh):
                    return False
            n = n.parent
        return True

    def rect(self):
        """Where it is on the screen: x, y, width, height."""
        x, y, w, h = self.extents()
        top, popover = self.outer()
        if popover is not None:
            px, py, pw, ph = popover.extents()
            ox, oy, _, _ = popover.parent.extents()
            best = self.app._xwindow(None, pw, ph, popup=True)
            k = self.app.scale
            return best['x'] + (x - ox) * k, best['y'] + (y - oy) * k, w * k, h * k
        tw, th = top.extents()[2:]
        xw = self.app._xwindow(top.name, tw, th)
        # The window's CSS border lies around its content, the same on all sides
        # (no compositor under Xvfb: no shadows).
        k = self.app.scale
        return (xw['x'] + (xw['w'] - tw * k) // 2 + x * k, xw['y'] + (xw['h'] - th * k) // 2 + y * k, w * k, h * k)

    def steady_rect(self):
        """rect(), once it has stopped moving (opening popovers, slides)."""
        last = None
        end = time.monotonic() + TIMEOUT
        while True:
            try:
                now = self.rect()
                if now == last or time.monotonic() > end:
                    return now
                last = now
            except (GLib.Error, DeskError):
                if time.monotonic() > end:
                    raise
            time.sleep(0.03)

    def point(self, fx=0.5, fy=0.5):
        """A point inside it, by fractions of its width and height."""
        x, y, w, h = self.steady_rect()
        return round(x + w * fx), round(y + h * fy)

    # -- doing, as a person
    def move(self, fx=0.5, fy=0.5):
        """Put the pointer over it (two steps: so there is a motion event)."""
        x, y = self.point(fx, fy)
        xdo('mousemove', x + 1, y, 'mousemove', x, y)
        return self

    def click(self, button=1, count=1, fx=0.5, fy=0.5, keys=''):
        """A pointer click in its middle (or at fx, fy).  keys: 'ctrl', 'shift+ctrl'..."""
        self.reveal()
        x, y = self.point(fx, fy)
        held = [k for k in keys.split('+') if k]
        words = ['mousemove', x + 1, y, 'mousemove', x, y]
        for k in held:
            words += ['keydown', k]
        words += ['click', '--repeat', count, '--delay', 40, button]
        for k in reversed(held):
            words += ['keyup', k]
        xdo(*words)
        return self

    def drag(self, start, end, button=1, steps=10, seconds=0.2, keys=''):
        """Press at `start`, move, release at `end`; both as fractions of width and height."""
        x, y, w, h = self.steady_rect()
        ax, ay, bx, by = x + w * start[0], y + h * start[1], x + w * end[0], y + h * end[1]
        words = ['mousemove', round(ax), round(ay)]
        for k in [k for k in keys.split('+') if k]:
            words += ['keydown', k]
        words += ['mousedown', button]
        for i in range(1, steps + 1):
            words += ['sleep', '%.3f' % (seconds / steps), 'mousemove',
                      round(ax + (bx - ax) * i / steps), round(ay + (by - ay) * i / steps)]
        words += ['sleep', '0.02', 'mouseup', button]
        for k in [k for k in keys.split('+') if k]:
            words += ['keyup', k]
        xdo(*words)
        return self

    def scroll(self, clicks, fx=0.5, fy=0.5, keys='', horizontal=False):
        """Turn the wheel over it: clicks > 0 down (or right), < 0 up (or left)."""
        x, y = self.point(fx, fy)
        button = (7 if clicks > 0 else 6) if horizontal else (5 if clicks > 0 else 4)
        words = ['mousemove', x + 1, y, 'mousemove', x, y]
        for k in [k for k in keys.split('+') if k]:
            words += ['keydown', k]
        words += ['click', '--repeat', abs(clicks), '--delay', 20, button]
        for k in [k for k in keys.split('+') if k]:
            words += ['keyup', k]
        xdo(*words)
        return self

    def reveal(self):
        """Scroll the scrolled window around it with the wheel until its middle is in view."""
        view = None
        n = self.parent
        while n is not None and n.role != 'application':
            if n.is_scrolled_window():
                view = n
                break
            n = n.parent
        if view is None:
            return self
        for _ in range(60):
            x, y, w, h = self.extents()
            vx, vy, vw, vh = view.extents()
            middle = y + h / 2
            if vy + 4 <= middle <= vy + vh - 4:
                break
            before = y
            # near the edge: the wheel must not turn a spin button or slider on its way
            view.scroll(1 if middle > vy + vh / 2 else -1, fx=0.01, fy=0.5)
            try:
                wait_until(lambda: self.extents()[1] != before, timeout=0.5)
            except DeskError:
                break
        return self

    def focus(self):
        """Give it the keyboard focus by clicking it (GTK 4.8 refuses AT-SPI's GrabFocus)."""
        return self.click()

    def type(self, text, clear=True, enter=False):
        """Click into it, select all there is (unless clear=False), type, and maybe press Return."""
        self.click()
        if clear:
            xdo('key', 'ctrl+a')
        self.app.type(text)
        if enter:
            xdo('key', 'Return')
        return self

    def choose(self, option):
        """Open it (drop-down, combo row, menu button) and click the entry of that name."""
        self.click()
        def entry():
            for n in self.app.find_all(None, option):
                if n.role in ('label', 'menu item', 'list item') and n.outer()[1] is not None:
                    return n
        try:
            found = wait_until(entry, timeout=5, what='entry %r' % option)
        except DeskError:
            xdo('key', 'End')                                # a long list: what is below is not there yet
            found = wait_until(entry, what='entry %r' % option)
        found.click()
        wait_gone(entry, what='popover with %r' % option)
        return self

    # -- doing, by AT-SPI: no pointer and no focus needed, but not what a person does
    def activate(self, action=None):
        """Do its AT-SPI action (GTK 4.8: 'click' of buttons and menu items, 'toggle' of switches)."""
        names = self.actions
        i = names.index(action) if action else 0
        if not names or not self._ask('Action', 'DoAction', '(i)', i):
            raise DeskError('%r has no action (%s)' % (self, names))
        return self

    def set_text(self, text):
        """Replace the text of an entry at once (also AdwEntryRow; not of a spin button)."""
        if not self._ask('EditableText', 'SetTextContents', '(s)', text):
            raise DeskError('cannot set the text of %r' % self)
        return self

    def set_value(self, number):
        """Set a spin button or slider at once."""
        bus().bus.call_sync(self.ref[0], self.ref[1], 'org.freedesktop.DBus.Properties', 'Set',
                            GLib.Variant('(ssv)', ('org.a11y.atspi.Value', 'CurrentValue', GLib.Variant('d', number))),
                            None, Gio.DBusCallFlags.NONE, int(TIMEOUT * 1000), None)
        return self

    def dump(self, out=None):
        """Print the tree below, for finding one's way."""
        for n, role, raw, depth in self.tree():
            print('%s%s %r %s %s %s' % ('  ' * depth, role, tidy(raw), n.actions if role != 'label' else '',
                                        n.extents() if n.is_showing() else '-', ' '.join(sorted(n.states))),
                  file=out or sys.stderr)


# ----------------------------------------------------------------------- app

class App(Node):
    """A running application.  Use it with `with`: it is ended when the block ends."""

    # noise that the accessibility bridge of GTK 4.8 makes on its own
    NOISE = re.compile('Screen coordinates not supported|Unable to acquire (the address of )?the accessibility bus|'
                       'Unknown key gtk-')

    def __init__(self, argv, env=None, cwd=None, timeout=None, wmclass=None):
        self.log = tempfile.NamedTemporaryFile('w+', prefix='app-', suffix='.log', delete=False)
        full = dict(os.environ)
        full.update(env or {})
        self.scale = int(full.get('GDK_SCALE') or 1)
        self.process = subprocess.Popen(argv, env=full, cwd=cwd, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=subprocess.STDOUT)
        self.pid = self.process.pid
        self.app = self
        self.wmclass = wmclass or os.path.basename(argv[0])
        try:
            self.ref = wait_until(self._look, timeout, 'the application on the accessibility bus')
        except BaseException:
            self.close()
            sys.stderr.write(self.output())
            raise

    def _look(self):
        if self.process.poll() is not None:
            raise DeskError('the application ended with status %s:\n%s' % (self.process.returncode, self.output()))
        for ref in bus().applications():
            try:
                if bus().pid_of(ref[0]) == self.pid and bus().ask(ref, 'Accessible', 'GetChildren'):
                    return tuple(ref)
            except GLib.Error:
                pass

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.failed()
        self.close()

    def failed(self):
        """For a test that has failed: print what the application wrote; with
        $DESK_FAILURES set to a folder, leave a picture of the screen there."""
        sys.stderr.write(self.output())
        folder = os.environ.get('DESK_FAILURES')
        if folder:
            try:
                os.makedirs(folder, exist_ok=True)
                write_png(os.path.join(folder, 'failure-%d.png' % self.pid), *grab())
            except (OSError, subprocess.SubprocessError) as error:
                sys.stderr.write('no picture: %s\n' % error)

    # -- its windows
    def windows(self):
        """All top-level windows.  Not by role: GtkFileChooserDialog has none ('filler')."""
        return self.children

    def window(self, title=None, timeout=None):
        """The top-level window of this title, once it is there and mapped."""
        def look():
            for w in self.windows():
                if _matches(title, w.name) and w.is_showing():
                    self._xwindow(w.name, *w.extents()[2:])
                    return w
        def quiet():
            try:
                return look()
            except DeskError:
                return None
        return wait_until(quiet, timeout, 'window %r' % title)

    def _xwindow(self, title, w, h, popup=False):
        """The X window of that size (and title): top-level, or popover."""
        best, least = None, None
        w, h = w * self.scale, h * self.scale
        for x in xwindows():
            if '"%s"' % self.wmclass not in x['wmclass']:
                continue
            # popovers are override-redirect: children of the root, without a frame
            off = abs(x['w'] - w) + abs(x['h'] - h)
            if off > 140:
                continue
            if not popup and tidy(x['title']) != title:
                off += 60
            if least is None or off <= least:                # the later one lies on top
                best, least = x, off
        if best is None:
            raise DeskError('no X window of about %dx%d (%r)' % (w, h, title))
        return best

    # -- its actions (GAction), as D-Bus offers them: for what no widget reaches
    def _actions(self, method, parameters, reply, app_id):
        path = '/' + app_id.replace('.', '/').replace('-', '_')
        return Gio.bus_get_sync(Gio.BusType.SESSION, None).call_sync(
            app_id, path, 'org.gtk.Actions', method, parameters, GLib.VariantType(reply),
            Gio.DBusCallFlags.NONE, 5000, None)

    def activate_action(self, app_id, name, parameter=None):
        """Activate an action of the GApplication ("app.name") of that id."""
        self._actions('Activate', GLib.Variant('(sava{sv})', (name, [parameter] if parameter else [], {})), '()', app_id)

    def action_state(self, app_id, name):
        """(enabled, state or None) of an action of the GApplication."""
        enabled, _, state = self._actions('Describe', GLib.Variant('(s)', (name,)), '((bgav))', app_id).unpack()[0]
        return enabled, (state[0] if state else None)

    # -- keyboard
    def key(self, *keys):
        """Press keys, e.g. key('ctrl+s'), key('Tab', 'Tab', 'Return')."""
        xdo('key', '--delay', 25, *keys)

    def type(self, text):
        """Type into what has the focus.

        What is not on the US keyboard goes in as GTK's Ctrl+Shift+U input:
        xdotool would bind a spare key to it for a moment, and a slow
        application then reads the key with another binding."""
        for run in re.findall(r'[\x20-\x7e]+|\n|\t|[^\x20-\x7e]', text):
            if run[0] in '\n\t':
                xdo('key', 'Return' if run == '\n' else 'Tab')
            elif run[0] <= '~':
                xdo('type', '--delay', 12, '--', run)
            else:
                xdo('key', '--delay', 12, 'ctrl+shift+u', *('%x' % ord(run)), 'space')

    def focused_node(self):
        """What has the keyboard focus (or None)."""
        nodes = self.walk()
        for n, state in zip(nodes, bus().ask_all([(n.ref, 'Accessible', 'GetState') for n in nodes])):
            if state and state[0] >> 12 & 1:
                return n

    # -- pictures
    def settle(self, quiet=0.1, timeout=3):
        """Wait until the screen has not changed for a while (animations, late redraws)."""
        end = time.monotonic() + timeout
        last, since = None, time.monotonic()
        while time.monotonic() < end:
            now = grab()[2]
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since >= quiet:
                return True
            time.sleep(0.02)
        return False

    def window_rect(self, window=None):
        """Where the X window lies on the screen: x, y, width, height."""
        w = window or self.windows()[0]
        x = self._xwindow(w.name, *w.extents()[2:])
        return x['x'], x['y'], x['w'], x['h']

    def screenshot(self, path, window=None, settle=True):
        """A PNG of one window (by default: the first), with what lies over it (popovers, dialogs)."""
        if settle:
            self.settle()
        write_png(path, *grab(self.window_rect(window)))
        return path

    def resize(self, width, height, window=None):
        """Resize as the window manager would; GTK may keep a larger minimum. Returns the new size."""
        w = window or self.windows()[0]
        x = self._xwindow(w.name, *w.extents()[2:])
        xdo('windowsize', x['id'], width, height)
        self.settle()
        now = [y for y in xwindows() if y['id'] == x['id']][0]
        return now['w'], now['h']

    # -- main loop
    def latency(self):
        """Seconds the application takes to answer one AT-SPI question.

        GTK answers from its main loop: so this is how long the main loop is busy."""
        t = time.monotonic()
        self._ask('Accessible', '.ChildCount')
        return time.monotonic() - t

    def worst_latency(self, seconds, every=0.01):
        """The longest latency() within so many seconds."""
        end, worst = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            worst = max(worst, self.latency())
            time.sleep(every)
        return worst

    # -- its end
    def output(self):
        """All that the application has written (stdout and stderr)."""
        with open(self.log.name, errors='replace') as f:
            return f.read()

    def complaints(self):
        """Lines of the output with a GLib warning or critical, less the known noise."""
        return [l for l in self.output().splitlines()
                if re.search(r'-(WARNING|CRITICAL|ERROR) \*\*', l) and not self.NOISE.search(l)]

    def wait(self, timeout=None):
        """Wait for it to end by itself; returns its exit status."""
        try:
            return self.process.wait(TIMEOUT if timeout is None else timeout)
        except subprocess.TimeoutExpired:
            raise DeskError('the application did not end') from None

    def close(self):
        """End it, if it still runs (TERM, then KILL)."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        self._text = self.output()
        self.output = lambda: self._text
        if os.path.exists(self.log.name):
            os.unlink(self.log.name)
