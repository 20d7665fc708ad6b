# SPDX-License-Identifier: GPL-3.0-or-later
"""Twice x; from 2 on it fails, from 3 on it never returns."""


def twice(x):
    while x >= 3:
        pass
    if x >= 2:
        raise ValueError('too much')
    return 2 * x


async def twice_async(x):
    import asyncio
    await asyncio.sleep(1000 if x >= 3 else 0.001)
    return twice(x)
