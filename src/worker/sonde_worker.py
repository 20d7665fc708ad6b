#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluates functions written in Python for Sonde, by the worker protocol: JSON Lines on standard input and output.

Needs nothing but the standard library; numbers and arrays of numpy are taken as results where a function returns them.

1. Standard output is kept for the protocol, under another number: what the function, or C code beneath it, prints goes to standard
   error. Standard input is empty for the function.
2. A line that describes a function ("kind", "file", "name", "variables", "parameters") loads it: the file is read and run anew,
   and modules beside it are forgotten first, so that edits count from the next run on.
3. {"id": 7, "x": [0.3]} evaluates a point, {"id": 7, "points": [[0.3], [0.4]]} several. After a tenth of a second what is there of
   several is sent, and the rest left to be asked for again.
4. A function declared with "async def" runs on an event loop, many points at a time; this is announced as {"capacity": 100}.

What cannot be loaded is told as the failure of each point. The end of standard input ends the worker."""

import contextvars
import faulthandler
import importlib.util
import inspect
import io
import json
import linecache
import os
import sys
import time
import traceback
import types

VERSION = 1
ASYNC_CAPACITY = 100
BATCH_SECONDS = 0.1
MAX_VALUES = 100_000
MAX_MESSAGE = 2000
MAX_NAMES = 12
MAX_TRACEBACK = 16_000
MAX_OUTPUT = 64_000
OWN_FILE = (lambda: 0).__code__.co_filename


class Fault(Exception):
    """What a person should read about a function that cannot be evaluated, without a traceback."""


# Output

printed = contextvars.ContextVar('printed', default=None)


class Output(io.TextIOBase):
    """Standard output or error of the function: into the list of the point where many are under way, else to a descriptor."""

    encoding = 'utf-8'
    errors = 'backslashreplace'

    def __init__(self, fd):
        self.fd = fd

    def writable(self):
        return True

    def fileno(self):
        return self.fd

    def write(self, text):
        if self.closed:
            raise ValueError('I/O operation on closed file')
        texts = printed.get()
        if texts is not None:
            texts.append(text)
        else:
            write_all(self.fd, str(text).encode('utf-8', 'backslashreplace'))
        return len(text)

    @property
    def buffer(self):
        return io.FileIO(self.fd, 'wb', closefd=False)


def write_all(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def renew_streams(err):
    """Functions that close their streams do so for themselves, not for the next point."""
    for fd in (1, 2):
        try:
            os.fstat(fd)
        except OSError:
            os.dup2(err, fd)
    if sys.stdout is None or sys.stdout.closed:
        sys.stdout = Output(1)
    if sys.stderr is None or sys.stderr.closed:
        sys.stderr = Output(2)


fflush = None


def flush_c():
    """What C code printed waits in the buffer of the C library, which only it can empty."""
    global fflush
    if fflush is None:
        import ctypes
        fflush = ctypes.CDLL(None).fflush
        fflush.argtypes = [ctypes.c_void_p]
    fflush(None)


def flush_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    # without it no foreign C code is likely to be here, and importing it takes longer than most functions
    if 'ctypes' in sys.modules:
        flush_c()


# What went wrong

def cut(text, length):
    return text if len(text) <= length else text[:length // 2] + ' […] ' + text[-length // 2:]


def without_own_frames(exception):
    """Frames of this file are of no interest to whoever wrote the function."""
    trace = exception.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == OWN_FILE:
        trace = trace.tb_next
    return exception.with_traceback(trace)


def describe_place(exception, file):
    """The last line of the user's own file on the way to the exception."""
    place = None
    trace = exception.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            place = trace.tb_lineno
        trace = trace.tb_next
    return f' (line {place} of {os.path.basename(file)})' if place else ''


def describe(exception, file=None):
    """an exception → the message for a person and the traceback, which may be None"""
    if isinstance(exception, Fault):
        return str(exception), None
    exception = without_own_frames(exception)
    place = describe_place(exception, file)
    name = type(exception).__name__
    try:
        text = str(exception)
    except Exception:
        text = 'its message cannot be shown'
    if isinstance(exception, SystemExit):
        message = f'The function ended its process: it called exit ({text}){place}. Let it return or raise instead.'
    elif isinstance(exception, MemoryError):
        message = f'The function ran out of memory{place}.'
    elif isinstance(exception, ModuleNotFoundError):
        message = f'{name}: {text}{place}. Install it for {sys.executable}, or choose another interpreter.'
    elif isinstance(exception, SyntaxError):
        message = f'{name}: {text}'
    else:
        message = f'{name}: {text}{place}' if text else f'{name}{place}'
    try:
        trace = ''.join(traceback.format_exception(type(exception), exception, exception.__traceback__)).rstrip()
    except Exception:
        trace = ''
    return cut(message, MAX_MESSAGE), cut(trace, MAX_TRACEBACK)


# Results

def describe_value(value):
    if value is None:
        return 'None. Is a “return” missing?'
    if isinstance(value, str):
        return f'a text, {cut(repr(value), 60)}, not a number.'
    if isinstance(value, complex):
        return f'a complex number, {value}. Let it return [z.real, z.imag], or what you want to see of it.'
    if isinstance(value, dict):
        return 'a dictionary. Let it return a number or a list of numbers, such as list(d.values()).'
    return f'{cut(repr(value), 60)} of type {type(value).__name__}, not a number or a list of numbers.'


def to_float(value):
    """a number of any library → float, or None"""
    if isinstance(value, (str, bytes, complex)) or not (hasattr(value, '__float__') or hasattr(value, '__index__')):
        return None
    try:
        return float(value)
    except OverflowError:
        raise Fault('The function returned an integer too large for a floating-point number.') from None
    except Exception:
        return None


def flatten(value):
    """a list → its numbers as floats"""
    if len(value) == 0:
        raise Fault('The function returned an empty list. Let it return at least one number.')
    if len(value) > MAX_VALUES:
        raise Fault(f'The function returned {len(value)} numbers; at most {MAX_VALUES} can be kept of a point.')
    numbers = []
    for i, item in enumerate(value):
        number = item if type(item) is float else to_float(item)
        if number is None:
            if isinstance(item, (list, tuple)) or getattr(item, 'shape', ()):
                raise Fault('The function returned a list within a list. Let it return one flat list of numbers.')
            raise Fault(f'The function returned a list whose item {i} is {describe_value(item)}')
        numbers.append(number)
    return numbers


def to_numbers(value):
    """what a function returned → a float or a list of floats"""
    if type(value) is float:
        return value
    shape = getattr(value, 'shape', None)
    if isinstance(shape, tuple) and len(shape) > 1:
        raise Fault(f'The function returned an array of shape {shape}. Let it return a number or a flat list of numbers.')
    if isinstance(shape, tuple) and len(shape) == 1 and shape[0] > MAX_VALUES:
        return flatten(range(shape[0]))
    if isinstance(shape, tuple) and hasattr(value, 'tolist'):
        value = value.tolist()
    if isinstance(value, (list, tuple)) or type(value).__name__ == 'array' and hasattr(value, 'tolist'):
        return flatten(value)
    number = to_float(value)
    if number is None:
        raise Fault(f'The function returned {describe_value(value)}')
    return number


def format_number(value):
    if value - value == 0:
        return repr(value)
    return '"nan"' if value != value else '"inf"' if value > 0 else '"-inf"'


def format_value(value):
    if type(value) is float:
        return format_number(value)
    return '[' + ', '.join(map(format_number, value)) + ']'


def format_error(message, trace):
    text = '"error": ' + json.dumps(message)
    return text + ', "traceback": ' + json.dumps(trace) if trace else text


# The function

def forget_modules(folder):
    """Modules of the user's own, in this folder, are loaded anew with the function; those installed, and those in C, stay."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, '__file__', None)
        if name == '__main__' or not isinstance(file, str) or not file.endswith('.py'):
            continue
        if file.startswith(folder + os.sep) and '-packages' + os.sep not in file and file != OWN_FILE:
            del sys.modules[name]


def run_file(file):
    """a Python file → its module, from the text of the file as it is now"""
    folder, base = os.path.split(file)
    name = os.path.splitext(base)[0]
    if not name.isidentifier() or name in sys.modules or name in getattr(sys, 'stdlib_module_names', ()):
        name = 'sonde_function_' + ''.join(c if c.isalnum() else '_' for c in name)
    try:
        with open(file, 'rb') as stream:
            source = stream.read()
    except OSError as error:
        raise Fault(f'The file {file} cannot be read: {error.strerror}.') from None
    module = types.ModuleType(name)
    module.__file__ = file
    module.__spec__ = importlib.util.spec_from_file_location(name, file)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    sys.argv = [file]
    linecache.checkcache()
    importlib.invalidate_caches()
    sys.modules[name] = module
    exec(compile(source, file, 'exec', dont_inherit=True), module.__dict__)
    return module


def find_function(module, name, file):
    found = module
    for part in name.split('.'):
        if not hasattr(found, part):
            own = [key for key, value in vars(module).items()
                   if inspect.isroutine(value) and not key.startswith('_') and getattr(value, '__module__', None) == module.__name__]
            more = ' …' if len(own) > MAX_NAMES else '.'
            has = f'It has: {", ".join(own[:MAX_NAMES])}{more}' if own else 'It defines no function.'
            raise Fault(f'There is no “{name}” in {os.path.basename(file)}. {has}')
        found = getattr(found, part)
    if not callable(found):
        raise Fault(f'“{name}” in {os.path.basename(file)} is no function but {cut(repr(found), 60)}.')
    return found


POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def takes_one(signature, given):
    """whether the function wants a point as one argument: it has one argument that must be given and no room for more"""
    named = [p for p in signature.parameters.values() if p.kind in POSITIONAL and p.name not in given]
    required = [p for p in named if p.default is p.empty]
    has_more = any(p.kind is p.VAR_POSITIONAL for p in signature.parameters.values())
    return len(named) == 1 and not has_more or len(required) == 1


def choose_way(function, variables, parameters):
    """how a point, a list of numbers, becomes the arguments: 'each', 'names' or 'tuple'

    Several variables are given one by one, by name where all the names fit; or as a tuple to a function of one argument."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return 'each'
    takes = [p.name for p in signature.parameters.values() if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    if len(variables) == 1:
        way = 'each'
    elif all(name in takes for name in variables):
        way = 'names'
    else:
        way = 'tuple' if takes_one(signature, parameters) else 'each'
    try:
        if way == 'names':
            signature.bind(**dict.fromkeys(variables), **parameters)
        else:
            signature.bind(*variables[:1 if way == 'tuple' else None], **parameters)
    except TypeError as error:
        name = getattr(function, '__name__', 'the function')
        given = ', '.join(list(variables) + [f'{key}={value!r}' for key, value in parameters.items()])
        raise Fault(f'{name}{signature} cannot be called as {name}({given}): {error}. '
                    'Let the domain have the variables that the function takes.') from None
    return way


def make_call(function, variables, parameters):
    """function → callable of a point"""
    way = choose_way(function, variables, parameters)
    if way == 'names':
        return lambda x: function(**dict(zip(variables, x)), **parameters)
    if way == 'tuple':
        return lambda x: function(tuple(x), **parameters)
    if len(variables) == 1 and not parameters:
        return lambda x: function(x[0])
    return lambda x: function(*x, **parameters)


def load_function(spec):
    """a description → the function and its call of a point"""
    file = os.path.abspath(spec['file'])
    module = modules.get(file) or run_file(file)
    modules[file] = module
    function = find_function(module, spec['name'], file)
    variables = spec.get('variables') or ['x']
    call = make_call(function, variables, spec.get('parameters') or {})
    return function, call


def load_children(spec):
    """several functions in one: a point is the number of one of them, from 0, and its arguments"""
    pairs = [load_function(child) for child in spec['functions']]
    sizes = [len(child.get('variables') or ['x']) for child in spec['functions']]
    whole = [[name in child.get('integers', ()) for name in child.get('variables') or ['x']] for child in spec['functions']]

    def call(x):
        k = int(x[0])
        return pairs[k][1]([int(v) if i else float(v) for v, i in zip(x[1:1 + sizes[k]], whole[k])])
    return pairs[0][0], call


modules = {}


class Function:
    """A function as described by a line. What cannot be loaded has a failure, a message with a traceback, in place of a call."""

    def __init__(self, spec):
        self.file = None
        self.call = None
        self.is_async = False
        self.capacity = 1
        self.failure = None
        try:
            self.load(spec)
        except BaseException as exception:
            self.failure = describe(exception, self.file)

    def load(self, spec):
        specs = spec['functions'] if spec.get('kind') == 'children' else [spec]
        for one in specs:
            if one.get('kind') != 'python':
                raise Fault(f'This worker evaluates functions written in Python, not those of the kind “{one.get("kind")}”.')
        self.file = os.path.abspath(specs[0]['file'])
        modules.clear()
        for one in specs:
            forget_modules(os.path.dirname(os.path.abspath(one['file'])))
        function, self.call = load_function(spec) if spec['kind'] == 'python' else load_children(spec)
        self.is_async = inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, '__call__', None))
        if self.is_async:
            self.capacity = max(1, int(spec.get('capacity') or ASYNC_CAPACITY))


# The worker

class Lines:
    """Standard input, line by line. Nothing is read ahead by a stream that another way of reading could not see."""

    def __init__(self, fd):
        self.fd = fd
        self.data = b''

    def read(self):
        """reads once; whether there can be more"""
        try:
            data = os.read(self.fd, 1 << 20)
        except BlockingIOError:
            return True
        self.data += data
        return bool(data)

    def take(self):
        """the next complete line, or None"""
        line, newline, rest = self.data.partition(b'\n')
        if not newline:
            return None
        self.data = rest
        return line

    def __iter__(self):
        while True:
            line = self.take()
            if line is not None:
                yield line
            elif not self.read():
                return


class Worker:
    def __init__(self):
        self.pid = os.getpid()
        self.out = os.dup(1)
        self.err = os.dup(2)
        self.lines = Lines(os.dup(0))
        self.function = None
        self.announced = 1
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(2, 1)
        os.close(null)
        sys.stdin = open(0, encoding='utf-8', closefd=False)
        sys.stdout = Output(1)
        sys.stderr = Output(2)
        sys.dont_write_bytecode = True
        faulthandler.enable(2)

    def send(self, text):
        write_all(self.out, (text + '\n').encode())

    def load(self, spec):
        self.function = Function(spec)
        flush_streams()
        if self.function.capacity != self.announced:
            self.announced = self.function.capacity
            self.send(json.dumps({'capacity': self.announced}))

    def leave_if_forked(self):
        """a process that the function forked and that came back from it is none of ours"""
        if os.getpid() != self.pid:
            os._exit(0)

    def evaluate(self, x):
        """a point → the members of its result"""
        function = self.function
        if function is None:
            return '"error": "No function was described before the first point."'
        if function.failure is not None:
            return format_error(*function.failure)
        start = time.perf_counter()
        try:
            value = function.call(x)
            if hasattr(value, '__await__'):
                value = run_to_end(wait_for(value))
            seconds = time.perf_counter() - start
            self.leave_if_forked()
            return f'"y": {format_value(to_numbers(value))}, "seconds": {seconds:.4g}'
        except BaseException as exception:
            seconds = time.perf_counter() - start
            self.leave_if_forked()
            renew_streams(self.err)
            return f'{format_error(*describe(exception, function.file))}, "seconds": {seconds:.4g}'

    def answer(self, request):
        number = json.dumps(request['id'])
        if 'points' in request:
            end = time.perf_counter() + BATCH_SECONDS
            results = []
            for x in request['points']:
                results.append('{' + self.evaluate(x) + '}')
                if time.perf_counter() > end:
                    break
            text = f'{{"id": {number}, "results": [{", ".join(results)}]}}'
        else:
            text = f'{{"id": {number}, {self.evaluate(request["x"])}}}'
        flush_streams()
        renew_streams(self.err)
        self.send(text)

    async def evaluate_async(self, x):
        """a point → the members of its result"""
        texts = []
        printed.set(texts)
        start = time.perf_counter()
        try:
            text = f'"y": {format_value(to_numbers(await self.function.call(x)))}'
        except BaseException as exception:
            text = format_error(*describe(exception, self.function.file))
        text += f', "seconds": {time.perf_counter() - start:.4g}'
        self.leave_if_forked()
        if texts:
            text += ', "output": ' + json.dumps(cut(''.join(texts), MAX_OUTPUT))
        renew_streams(self.err)
        return text

    async def answer_async(self, request):
        number = json.dumps(request['id'])
        if 'points' in request:
            # each as a task, with its own output
            import asyncio
            tasks = [asyncio.create_task(self.evaluate_async(x)) for x in request['points']]
            results = ', '.join(['{' + await task + '}' for task in tasks])
            self.send(f'{{"id": {number}, "results": [{results}]}}')
        else:
            self.send(f'{{"id": {number}, {await self.evaluate_async(request["x"])}}}')

    async def serve_async(self, waiting):
        """answers points until another function is described; returns its description, or None at the end of input"""
        import asyncio
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        tasks = set()
        os.set_blocking(self.lines.fd, False)
        loop.add_reader(self.lines.fd, readable.set)
        try:
            while True:
                line = self.lines.take() if waiting is None else None
                message = waiting if waiting is not None else json.loads(line) if line is not None else None
                waiting = None
                if message is None:
                    readable.clear()
                    await readable.wait()
                    if not self.lines.read():
                        return None
                elif 'id' not in message:
                    await asyncio.gather(*tasks)
                    return message
                else:
                    task = loop.create_task(self.answer_async(message))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
        finally:
            loop.remove_reader(self.lines.fd)
            os.set_blocking(self.lines.fd, True)

    def run(self):
        self.send(json.dumps({'sonde-worker': VERSION, 'capacity': 1, 'batches': True, 'reload': True}))
        for line in self.lines:
            message = json.loads(line)
            if 'id' in message:
                if self.function is not None and self.function.is_async:
                    message = run_to_end(self.serve_async(message))
                    if message is None:
                        return
                    self.load(message)
                else:
                    self.answer(message)
            else:
                self.load(message)


async def wait_for(value):
    return await value


def run_to_end(coroutine):
    # most functions are none, and importing this takes as long as all the rest
    import asyncio
    return asyncio.run(coroutine)


if __name__ == '__main__':
    # the interpreter put the folder of this file first
    if sys.path and os.path.basename(OWN_FILE) == 'sonde_worker.py' and sys.path[0] == os.path.dirname(OWN_FILE):
        del sys.path[0]
    Worker().run()
    sys.stdout.flush()
    # threads that the function left do not keep the process
    os._exit(0)
