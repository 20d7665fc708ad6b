#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocol of sonde-cli ask-tell: every request, its errors, shapes of points and values, numbers at the edge."""

from sondetest import SEQUENTIAL, Folder, Talk, contains, equal, run_all, study

BARE = {'sonde': 1, 'domain': [{'name': 'x', 'min': 0, 'max': 1}], 'learner': {'kind': '1d'}}


def refused(answer, *words):
    equal(list(answer), ['error'])
    contains(answer['error'], *words)


def test_ask_and_tell():
    with Talk(BARE) as talk:
        equal(talk('ask', 2), {'points': [0, 1], 'loss_improvements': ['inf', 'inf']})
        equal(talk('tell', 0, 1), {})
        equal(talk('tell', 1, 2.5), {})
        equal(talk('npoints'), {'npoints': 2})
        equal(talk('data'), {'x': [0, 1], 'y': [1, 2.5]})
        equal(talk('ask', 1)['points'], [0.5])


def test_study_with_function():
    with Talk(study()) as talk:
        equal(talk('ask', 1)['points'], [-1])


def test_ask_without_tell_pending_leaves_no_trace():
    with Talk(BARE) as talk:
        first = talk('ask', 5, False)
        equal(talk('ask', 5, False), first)
        equal(talk('get')['state']['pending'], [])
        equal(talk('ask', 5), first)
        equal(len(talk('get')['state']['pending']), 5)


def test_ask_nothing():
    with Talk(BARE) as talk:
        equal(talk('ask', 0), {'points': [], 'loss_improvements': []})


def test_vector_values():
    with Talk(BARE) as talk:
        talk('tell', 0, [1, 2])
        talk('tell', 1, [3, 4])
        equal(talk('data')['y'], [[1, 2], [3, 4]])
        refused(talk.any('tell', 0.5, 1))
        refused(talk.any('tell', 0.5, [1, 2, 3]))
        equal(talk('npoints'), {'npoints': 2})


def test_list_of_one_is_no_number():
    with Talk(BARE) as talk:
        talk('tell', 0, [1])
        refused(talk.any('tell', 1, 2))
        equal(talk('data'), {'x': [0], 'y': [[1]]})


def test_non_finite_values():
    with Talk(BARE) as talk:
        for x, y in ((0, 'nan'), (1, 'inf'), (0.5, '-inf')):
            talk.line(f'["tell", {x}, "{y}"]')
        equal(talk('data')['y'], ['nan', 'inf', '-inf'])
        refused(talk.line('["tell", 0.25, NaN]'), '"nan"')
        refused(talk.line('["tell", 0.25, "1.5"]'), 'not a value')
        refused(talk.line('["tell", 0.25, null]'), 'not a value')


def test_numbers_come_back_as_they_were():
    numbers = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 2**53 + 2.0, 1e22, 123456789012345678]
    with Talk(BARE) as talk:
        for i, y in enumerate(numbers):
            talk('tell', (i + 1) / 10, y)
        equal([repr(float(y)) for y in talk('data')['y']], [repr(float(y)) for y in numbers])


def test_integers_beyond_64_bits():
    with Talk(BARE) as talk:
        talk.line('["tell", 0, 100000000000000000000]')
        talk.line('["tell", 1, -18446744073709551617]')
        equal(talk('data')['y'], [1e20, -18446744073709551616.0])


def test_tell_many():
    with Talk(BARE) as talk:
        equal(talk('tell_many', [0, 1, 0.5], [0, 1, 4]), {})
        equal(talk('npoints'), {'npoints': 3})
        equal(talk('tell_many', [], []), {})
        refused(talk.any('tell_many', [0.1, 0.2], [1]), 'as many')
        refused(talk.any('tell_many', [0.1, 0.2], [1, [2]]), 'same length')
        refused(talk.any('tell_many', [0.1]))
        equal(talk('npoints'), {'npoints': 3})


def test_tell_many_of_vectors():
    with Talk(BARE) as talk:
        talk('tell_many', [0, 1], [[0, 1], [2, 3]])
        equal(talk('data'), {'x': [0, 1], 'y': [[0, 1], [2, 3]]})


def test_pending_and_remove_unfinished():
    with Talk(BARE) as talk:
        talk('tell', 0, 0)
        talk('tell', 1, 1)
        talk('tell_pending', 0.5)
        equal(talk('ask', 1, False)['points'], [0.25])
        equal(talk('remove_unfinished'), {})
        equal(talk('ask', 1, False)['points'], [0.5])
        refused(talk.any('tell_pending', 'nan'), 'finite')


def test_loss_and_losses():
    with Talk(BARE) as talk:
        equal(talk('loss'), {'loss': 'inf'})
        talk('tell', 0, 0)
        talk('tell', 1, 0)
        talk('tell_pending', 0.5)
        equal(talk('loss', True), {'loss': 1})
        equal(talk('loss', False), {'loss': 0.5})
        equal(talk('losses'), {'losses': [[[0, 1], 1]], 'losses_combined': [[[0, 0.5], 0.5], [[0.5, 1], 0.5]]})


def test_new():
    with Talk(BARE) as talk:
        talk('tell', 0, [1, 2])
        equal(talk('new'), {})
        equal(talk('npoints'), {'npoints': 0})
        talk('tell', 0, 1)
        equal(talk('data'), {'x': [0], 'y': [1]})


def test_get_and_set():
    with Talk(BARE) as talk:
        for x in talk('ask', 7)['points'][:5]:
            talk('tell', x, x * x)
        state = talk('get')['state']
        expected = talk('ask', 9, False)
        talk('new')
        talk('set', state)
        equal(talk('get')['state'], state)
        equal(talk('ask', 9, False), expected)
        refused(talk.any('set', {'x': [0], 'y': []}))
        refused(talk.any('set', {}))
        refused(talk.any('set'))
        equal(talk('get')['state'], state)


def test_info_is_an_object():
    with Talk(BARE) as talk:
        assert isinstance(talk('info'), dict)


def test_points_outside_are_kept_and_not_used():
    with Talk(BARE) as talk:
        talk('tell', 5, 1)
        equal(talk('npoints'), {'npoints': 1})
        equal(talk('ask', 2)['points'], [0, 1])
        equal(talk('losses')['losses'], [])


def test_errors_do_not_end_the_conversation():
    with Talk(BARE) as talk:
        for line in ('{}', '[]', '[1]', '"ask"', 'null', '[', '["ask", 1', '["ask"] ["ask"]', 'ask 1', '\x01', '[[]]',
                     '["no_such"]', '["ask"]', '["ask", -1]', '["ask", 1.5]', '["ask", "one"]', '["ask", 1e99]',
                     '["ask", 1, 0]', '["tell"]', '["tell", 1]', '["tell", [1, 2], 1]', '["tell", "nan", 1]',
                     '["tell", 0.5, []]', '["tell", 0.5, {}]', '["tell", {}, 1]', '["loss", "real"]', '["tell_pending"]',
                     '["tell", 0.5, [[1]]]', '["tell", true, 1]'):
            refused(talk.line(line))
        refused(talk.line(b'["ask", \xff]'))
        refused(talk.line(b'["ask", 1]\0'))
        equal(talk('npoints'), {'npoints': 0})


def test_empty_lines_are_passed_over():
    with Talk(BARE) as talk:
        talk.process.stdin.write(b'\n\r\n\n')
        equal(talk.line('["npoints"]\r'), {'npoints': 0})


def test_long_lines():
    n = 200000
    xs = [i / n for i in range(n + 1)]
    with Talk(BARE) as talk:
        talk('tell_many', xs, xs)
        equal(talk('data'), {'x': xs, 'y': xs})
        refused(talk.line('["' + 'x' * 3000000 + '"]'))


def test_last_line_without_end():
    with Folder() as folder:
        folder.write('study.json', BARE)
        out, _ = folder.run('ask-tell', 'study.json', stdin=b'["npoints"]')
        equal(out, '{"npoints": 0}\n')


def test_run_file_gives_its_study():
    with Folder() as folder:
        folder.write('peak.json', study(goal={'npoints': 20}, **SEQUENTIAL))
        folder.run('run', 'peak.json', '--info', 'none')
        out, _ = folder.run('ask-tell', 'peak.sonde', stdin=b'["npoints"]\n["ask", 1]\n')
        contains(out, '{"npoints": 0}', '"points": [-1]')


def test_wrong_study():
    with Folder() as folder:
        folder.write('study.json', dict(BARE, domain=[{'name': 'x', 'min': 1, 'max': 0}]))
        _, error = folder.run('ask-tell', 'study.json', code=2)
        contains(error, 'study.json', 'domain[0]')


if __name__ == '__main__':
    run_all(globals())
