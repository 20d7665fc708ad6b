# SPDX-License-Identifier: GPL-3.0-or-later
"""What people write, and what can go wrong with it. Each function misbehaves for x ≥ 1 only, where that is possible."""

import array
import os
import signal
import sys
import time

def _get_libc():
    import ctypes
    return ctypes.CDLL(None)


def double(x):
    return 2 * x


def scaled(x, a, b=0):
    return a * x + b


def pair(x):
    return [x, -x]


def one_in_list(x):
    return [2 * x]


def in_array(x):
    return array.array('d', [x, 3])


def two_variables(x, y):
    return 10 * x + y


def swapped(y, x):
    return 10 * x + y


def one_tuple(xy):
    x, y = xy
    return 10 * x + y


def kind_of_number(x):
    return 1 if type(x) is int else 2 if type(x) is float else 3


def slow(x):
    time.sleep(0.01)
    return 2 * x


def quite_fast(x):
    time.sleep(0.001)
    return 2 * x


async def waits(x):
    import asyncio
    print(f'begin {x}')
    await asyncio.sleep(0.05)
    return 2 * x


async def waits_and_fails(x):
    import asyncio
    await asyncio.sleep(0.001)
    if x >= 1:
        raise ValueError(f'not {x}')
    return 2 * x


def pid(x):
    return os.getpid()


# What goes wrong

def returns_text(x):
    return 'twelve' if x >= 1 else 2 * x


def returns_none(x):
    if x < 1:
        return 2 * x


def returns_dict(x):
    return {'a': x} if x >= 1 else 2 * x


def returns_complex(x):
    return complex(x, 1) if x >= 1 else 2 * x


def returns_ragged(x):
    return [1, [2, 3]] if x >= 1 else 2 * x


def returns_empty(x):
    return [] if x >= 1 else 2 * x


def returns_varying(x):
    return [x] * 3 if x >= 1 else [x, x]


def returns_nan(x):
    return float('nan') if x >= 1 else 2 * x


def returns_infinity(x):
    return -float('inf') if x >= 1 else 2 * x


def returns_million(x):
    return [0.5] * 1_000_000 if x >= 1 else 2 * x


def prints_much(x):
    for i in range(16 * 1024):
        print('x' * 63)
    return 2 * x


def prints_little(x):
    print(f'seen {x}')
    return 2 * x


def prints_in_c(x):
    libc = _get_libc()
    libc.puts(b'from C')
    libc.printf(b'%s', b'unfinished')
    return 2 * x


def prints_protocol(x):
    print('{"id": 0, "y": 99}')
    _get_libc().puts(b'{"id": 1, "y": 99}')
    sys.stdout.flush()
    os.write(1, b'{"id": 2, "y": 99}\n')
    return 2 * x


def raises(x):
    if x >= 1:
        raise ValueError('no such temperature')
    return 2 * x


def raises_far(x):
    return raises(x) + 0


def raises_odd(x):
    class Odd(Exception):
        def __str__(self):
            raise RuntimeError
    if x >= 1:
        raise Odd()
    return 2 * x


def recurses(x):
    return recurses(x) if x >= 1 else 2 * x


def exits(x):
    if x >= 1:
        sys.exit(3)
    return 2 * x


def exits_hard(x):
    if x >= 1:
        os._exit(3)
    return 2 * x


def crashes(x):
    import ctypes
    if x >= 1:
        ctypes.string_at(0)
    return 2 * x


def aborts(x):
    if x >= 1:
        os.abort()
    return 2 * x


def kills_itself(x):
    if x >= 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * x


def loops(x):
    while x >= 1:
        pass
    return 2 * x


def loops_deaf(x):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return loops(x)


def eats_memory(x):
    if x >= 1:
        eaten = []
        while True:
            eaten.append(bytearray(16 << 20))
    return 2 * x


def forks(x):
    """leaves a child that sleeps, one in a session of its own, and one that comes back from here"""
    if os.fork() == 0:
        time.sleep(1000)
        os._exit(0)
    if os.fork() == 0:
        os.setsid()
        time.sleep(1000)
        os._exit(0)
    if os.fork() == 0:
        return 7
    return 2 * x


def closes_stdout(x):
    sys.stdout.close()
    os.close(1)
    return 2 * x


def closes_all(x):
    if x >= 1:
        os.closerange(0, 64)
        time.sleep(1000)
    return 2 * x


def reads_input(x):
    return 2 * x + len(sys.stdin.read())


def changes_folder(x):
    os.chdir('/')
    return 2 * x


not_callable = 12


def wrong_arguments(a, b, c):
    return a
