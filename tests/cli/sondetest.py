# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of sonde-cli share: cases reported as TAP, the program and its files in a folder of their own, and formulas
of the reference evaluated operation by operation as C does it.

Every test program takes the path of sonde-cli as its argument."""

import json
import math
import os
import re
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else 'sonde-cli'
REFERENCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data', 'reference')
TIMEOUT = 300

PEAK = 'x + a^2/(a^2 + (x-b)^2)'


class Report:
    """Runs cases and prints each as a line of TAP; a case fails by raising."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def case(self, name, function, *arguments):
        self.count += 1
        try:
            function(*arguments)
        except Exception:
            self.failed += 1
            for line in traceback.format_exc().splitlines():
                print(f'# {line}')
            print(f'not ok {self.count} - {name}', flush=True)
        else:
            print(f'ok {self.count} - {name}', flush=True)

    def finish(self):
        print(f'1..{self.count}', flush=True)
        sys.exit(1 if self.failed else 0)


def run_all(namespace):
    """runs every function test_… of a module, in the order in which they stand there"""
    report = Report()
    for name, function in list(namespace.items()):
        if name.startswith('test_') and callable(function):
            report.case(name[5:].replace('_', ' '), function)
    report.finish()


def equal(found, expected, what=''):
    assert found == expected, f'{what}: found {found!r}, expected {expected!r}'


def contains(text, *parts):
    for part in parts:
        assert part in text, f'{part!r} is not in: {text}'


def study(expression=PEAK, bounds=(-1, 1), goal=None, loss=None, **execution):
    """a study as a dictionary"""
    result = {
        'sonde': 1,
        'function': {'kind': 'formula', 'expression': expression},
        'domain': [{'name': 'x', 'min': bounds[0], 'max': bounds[1]}],
        'learner': {'kind': '1d', 'loss': loss or {'kind': 'default'}},
        'goal': goal if goal is not None else {'loss': 0.1},
    }
    if expression == PEAK:
        result['function']['parameters'] = {'a': 0.01, 'b': 0.123}
    if execution:
        result['execution'] = execution
    return result


SEQUENTIAL = {'executor': {'kind': 'sequential'}}


class Folder:
    """a temporary folder in which sonde-cli runs"""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix='sonde-test-')
        self.path = self.temporary.name
        self.environment = dict(os.environ, XDG_DATA_HOME=os.path.join(self.path, '.local'),
                                TMPDIR=self.path, LC_ALL='C.UTF-8')

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.temporary.cleanup()

    def join(self, name):
        return os.path.join(self.path, name)

    def write(self, name, content):
        """content: a study as a dictionary, text, or bytes"""
        if isinstance(content, dict):
            content = json.dumps(content, indent=2)
        if isinstance(content, str):
            content = content.encode('utf-8', 'surrogateescape')
        with open(self.join(name), 'wb') as file:
            file.write(content)
        return name

    def read(self, name):
        with open(self.join(name), 'rb') as file:
            return file.read()

    def exists(self, name):
        return os.path.exists(self.join(name))

    def start(self, *arguments, **options):
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.path, env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run(self, *arguments, code=0, stdin=b'', **options):
        """standard output and standard error, as text; the exit code must be this"""
        options.setdefault('stdout', subprocess.PIPE)
        done = subprocess.run([PROGRAM, *arguments], cwd=self.path, env=self.environment, input=stdin,
                              stderr=subprocess.PIPE, timeout=TIMEOUT, check=False, **options)
        out = (done.stdout or b'').decode('utf-8', 'replace')
        error = done.stderr.decode('utf-8', 'replace')
        assert done.returncode == code, f'exit code {done.returncode}, expected {code}\nstdout: {out}\nstderr: {error}'
        return out, error

    def info(self, name):
        return json.loads(self.run('info', name, '--json')[0])

    def events(self, name, kind='tell'):
        """the events of one kind in a run file"""
        lines = self.read(name).decode().split('\n')
        assert lines[-1] == '', 'the last line has no end'
        return [event for event in map(json.loads, lines[1:-1]) if event[0] == kind]


class Talk:
    """a conversation with sonde-cli ask-tell"""

    def __init__(self, content):
        self.folder = Folder()
        self.folder.write('study.json', content)
        self.process = subprocess.Popen([PROGRAM, 'ask-tell', 'study.json'], cwd=self.folder.path,
                                        env=self.folder.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, kind, *exception):
        self.process.stdin.close()
        code = self.process.wait(TIMEOUT)
        error = self.process.stderr.read().decode()
        self.process.stdout.close()
        self.process.stderr.close()
        self.folder.temporary.cleanup()
        if kind is None:
            assert code == 0 and error == '', f'exit code {code}, stderr: {error}'

    def line(self, text):
        """the answer to a line as it is"""
        data = text if isinstance(text, bytes) else text.encode()
        self.process.stdin.write(data + b'\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer.endswith(b'\n'), f'no answer to {text[:100]!r}: {self.process.stderr.read().decode()}'
        return json.loads(answer)

    def any(self, *request):
        return self.line(json.dumps([encode(part) for part in request]))

    def __call__(self, *request):
        answer = self.any(*request)
        assert 'error' not in answer, f'{request}: {answer["error"]}'
        return answer


def encode(value):
    """numbers that are not finite as the protocol writes them"""
    if isinstance(value, float) and not math.isfinite(value):
        return 'nan' if math.isnan(value) else 'inf' if value > 0 else '-inf'
    if isinstance(value, (list, tuple)):
        return [encode(part) for part in value]
    return value


def decode(value):
    return float(value) if isinstance(value, str) else value


# Formulas of the reference. Each operation is a call of the C library's function by way of Python, with the results of
# IEEE 754 where Python raises.

def divide(a, b):
    if b != 0:
        return a / b
    if a == 0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1, b)


def power(a, b):
    try:
        return math.pow(a, b)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if a == 0 else math.nan


def logarithm(a):
    if a == 0:
        return -math.inf
    return math.log(a) if a > 0 or math.isnan(a) else math.nan


def overflowing(function):
    def call(a):
        try:
            return function(a)
        except OverflowError:
            return math.inf if function is not math.sinh or a > 0 else -math.inf
        except ValueError:
            return math.nan
    return call


NAMES = {'divide': divide, 'power': power, 'log': logarithm, 'pi': math.pi, 'abs': math.fabs}
for name in ('sin', 'cos', 'tan', 'exp', 'sqrt', 'cosh', 'sinh', 'tanh', 'floor', 'atan'):
    NAMES[name] = overflowing(getattr(math, name))
TOKEN = re.compile(r'\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|&&|\|\||[<>=!]=|.)')


class Parser:
    """From the reference's notation to an expression of Python, one rule a method, loosest binding first."""

    def __init__(self, text):
        self.tokens = TOKEN.findall(text) + ['']
        self.place = 0

    def take(self, *choices):
        token = self.tokens[self.place]
        if token and (not choices or token in choices):
            self.place += 1
            return token
        return None

    def choice(self):
        condition = self.chain(0)
        if not self.take('?'):
            return condition
        yes = self.choice()
        assert self.take(':')
        return f'({yes} if {condition} else {self.choice()})'

    LEVELS = (('||',), ('&&',), ('<', '>', '<=', '>=', '==', '!='), ('+', '-'), ('*', '/'))
    PYTHON = {'||': 'or', '&&': 'and'}

    def chain(self, level):
        if level == len(self.LEVELS):
            return self.sign()
        left = self.chain(level + 1)
        while True:
            operator = self.take(*self.LEVELS[level])
            if not operator:
                return left
            right = self.chain(level + 1)
            if operator == '/':
                left = f'divide({left}, {right})'
            else:
                left = f'({left} {self.PYTHON.get(operator, operator)} {right})'

    def sign(self):
        return f'(-{self.sign()})' if self.take('-') else self.raised()

    def raised(self):
        base = self.atom()
        return f'power({base}, {self.sign()})' if self.take('^') else base

    def atom(self):
        if self.take('('):
            inner = self.choice()
            assert self.take(')')
            return inner
        token = self.take()
        if token in NAMES and token != 'pi':
            assert self.take('(')
            inner = self.choice()
            assert self.take(')')
            return f'{token}({inner})'
        return f'float({token})' if token[0].isdigit() else token


def formula(text, names='x'):
    """a function of x, or with several names of a list; a list of formulas gives a list of values"""
    if len(names) > 1:
        plain = formula_of(text, ', '.join(names))
        return lambda x: plain(*x)
    return formula_of(text, names)


def formula_of(text, arguments):
    if isinstance(text, list):
        parts = [formula_of(part, arguments) for part in text]
        return lambda *x: [part(*x) for part in parts]
    parser = Parser(text)
    code = parser.choice()
    assert parser.tokens[parser.place] == '', f'{text}: not read from {parser.tokens[parser.place:]}'
    compiled = eval(f'lambda {arguments}: float({code})', dict(NAMES))  # pylint: disable=eval-used
    return compiled


MASK = 2**64 - 1


def mix(z):
    """the hash of the recordings"""
    z ^= z >> 30
    z = z * 0xBF58476D1CE4E5B9 & MASK
    z ^= z >> 27
    z = z * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def u_seed(seed):
    """uniform from 0 to 1: what schedules and noise draw from"""
    return (mix((seed + 1) * 0x9E3779B97F4A7C15 & MASK) >> 11) * 2.0**-53


def reference(name):
    with open(os.path.join(REFERENCE, name), encoding='utf-8') as file:
        return json.load(file)['cases']
