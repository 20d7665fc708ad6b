#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chart by pointer and keyboard."""
import json
import re
import struct

from sonde_case import SLOW, Case, main, study, wait_until


class Chart(Case):
    def setUp(self):
        super().setUp()
        self.start(self.write('study.json', study(goal={'npoints': 60})))
        self.button('Run').click()
        self.see('Finished*')
        self.chart = self.app.find('image', 'Chart')
        self.app.settle()
        self.whole = self.view()

    def width(self):
        v = self.view()
        return v[1] - v[0]

    def height(self):
        v = self.view()
        return v[3] - v[2]

    def fits(self):
        wait_until(lambda: self.view() == self.whole, SLOW)
        wait_until(lambda: not self.button('Fit').enabled, SLOW)

    def test_wheel_zooms_around_the_pointer(self):
        self.chart.scroll(-4, fx=0.5, fy=0.5)
        wait_until(lambda: self.width() < 0.7 * (self.whole[1] - self.whole[0]), SLOW)
        self.assertLess(self.height(), 0.7 * (self.whole[3] - self.whole[2]))
        self.button('Fit').click()
        self.fits()

    def test_wheel_along_one_axis(self):
        self.chart.scroll(-4, keys='ctrl')
        wait_until(lambda: self.width() < 0.7 * (self.whole[1] - self.whole[0]), SLOW)
        self.chart.click(count=2)
        self.fits()
        self.chart.scroll(-4, keys='shift')
        wait_until(lambda: self.height() < 0.7 * (self.whole[3] - self.whole[2]), SLOW)
        self.assertEqual(self.view()[:2], self.whole[:2])

    def test_drag_moves(self):
        self.chart.drag((0.4, 0.5), (0.6, 0.5))
        wait_until(lambda: self.view()[0] < self.whole[0] - 0.2, SLOW)
        self.assertAlmostEqual(self.width(), self.whole[1] - self.whole[0], delta=0.02)
        self.chart.click(count=2)
        self.fits()

    def test_box(self):
        for drag in {'keys': 'shift'}, {'button': 3}:
            self.chart.drag((0.3, 0.3), (0.6, 0.6), **drag)
            wait_until(lambda: self.width() < 0.5 * (self.whole[1] - self.whole[0]), SLOW)
            self.assertLess(self.height(), 0.5 * (self.whole[3] - self.whole[2]))
            self.app.key('0')
            self.fits()

    def test_keyboard(self):
        self.chart.click()
        self.app.key('plus', 'plus', 'plus')
        wait_until(lambda: self.width() < 0.7 * (self.whole[1] - self.whole[0]), SLOW)
        here = self.view()
        self.app.key('shift+Right')
        wait_until(lambda: self.view()[0] > here[0], SLOW)
        self.app.key('shift+Up')
        wait_until(lambda: self.view()[2] > here[2], SLOW)
        self.app.key('minus')
        wait_until(lambda: self.width() > 1.1 * (here[1] - here[0]), SLOW)
        self.app.key('0')
        self.fits()

    def selected(self):
        """What screen readers are told of the selected point: its parts."""
        m = re.match(r'Selected: (.*?)\. Curve', self.chart.description)
        return m.group(1).split(', ') if m else None

    def at(self, x):
        """The selected point once it is at x, or where x() is true."""
        def there():
            parts = self.selected()
            here = parts and self.number(parts[0].split(' = ')[1])
            return parts if parts and (x(here) if callable(x) else here == x) else None
        return wait_until(there, SLOW)

    def test_walk(self):
        self.chart.click(fy=0.15, fx=0.15)
        self.app.key('Home')
        first = self.at(-1)
        self.assertEqual(first[1], 'f(x) = \u22120.999921')
        self.assertRegex(first[2], r'^the first$')
        self.assertRegex(first[4], r'^loss \S+ on the right$')
        self.app.key('Right')
        second = self.at(lambda x: x > -1)
        self.assertEqual(self.number(first[3].split('next at ')[1]), self.number(second[0].split(' = ')[1]))
        self.assertRegex(second[2], r'^between \u22121 and \S+$')
        self.assertRegex(', '.join(second[3:]), r'^loss \S+ on the left, \S+ on the right$')
        self.app.key('Left')
        self.at(-1)
        self.app.key('End')
        last = self.at(1)
        self.assertEqual(last[2], 'the last')
        self.app.key('Right')      # no further
        self.app.key('Left')
        self.at(lambda x: x < 1)
        self.app.key('Escape')
        wait_until(lambda: self.selected() is None, SLOW)

    def test_walk_moves_the_view(self):
        self.chart.click(fy=0.15, fx=0.15)
        self.app.key('plus', 'plus', 'plus')
        wait_until(lambda: self.width() < 0.7 * (self.whole[1] - self.whole[0]), SLOW)
        self.app.key('Home')
        self.at(-1)
        wait_until(lambda: self.view()[0] < -1 < self.view()[1], SLOW)
        self.app.key('End')
        self.at(1)
        wait_until(lambda: self.view()[0] < 1 < self.view()[1], SLOW)

    def test_quantity(self):
        self.button('Layers').click()
        self.app.find('menu item', 'Quantity…').activate()
        entry = self.app.find('entry', 'Quantity', timeout=SLOW)
        entry.type('10*y, q')
        self.see('Character 7: *')
        # what was right last stays
        wait_until(lambda: self.view()[3] > 5 * self.whole[3], SLOW)
        self.app.key('BackSpace')
        self.app.type('x')
        wait_until(lambda: self.app.exists('label', '10*y'), SLOW)
        self.assertFalse(self.app.exists('label', 'Character 7: *'))
        self.chart.click(fy=0.15, fx=0.15)
        self.app.key('Home')
        self.assertEqual(self.at(-1)[1], '10*y = \u22129.99921')
        self.button('Show the Values').click()
        self.fits()

    def test_layers(self):
        self.button('Layers').click()
        self.app.find('menu item', 'Logarithmic Horizontal Axis')
        losses = self.app.find('menu item', 'Loss of Intervals')
        losses.activate()
        self.app.key('Escape')


class Export(Case):
    def setUp(self):
        super().setUp()
        self.start(self.write('study.json', study('sin(3*x), cos(2*x)', {}, goal={'npoints': 40})))
        self.button('Run').click()
        self.see('Finished*')

    def save(self, name):
        self.app.find('button', 'Export…', timeout=SLOW).click()
        self.save_in_dialog(self.path(name))
        wait_until(lambda: not self.app.exists('button', 'Export…'), SLOW)
        self.see('Exported')
        with open(self.path(name), 'rb') as f:
            return f.read()

    def format(self, name):
        self.app.find('combo box', 'Format', timeout=SLOW)
        # that of the page one sees: the other page comes before it
        self.app.window('Export').find_all('combo box', 'Format')[-1].choose(name)

    def test_png_of_a_size(self):
        self.app.key('ctrl+e')
        self.app.find('spin button', 'Width', timeout=SLOW).set_value(127)
        self.app.find('spin button', 'Height').set_value(254)
        self.app.find('spin button', 'Resolution').set_value(200)
        self.see('1000 × 2000 dots')
        png = self.save('plot.png')
        self.assertEqual(png[:8], b'\x89PNG\r\n\x1a\n')
        self.assertEqual(struct.unpack('>II', png[16:24]), (1000, 2000))

    def test_pdf(self):
        self.app.key('ctrl+e')
        self.format('PDF')
        self.see('Used for PNG only')
        self.assertTrue(self.save('plot.pdf').startswith(b'%PDF'))

    def test_data_as_told(self):
        self.app.key('ctrl+shift+e')
        self.see('40 points, 3 numbers each')
        self.app.find('combo box', 'Order').choose('As the results came')
        rows = self.save('data.csv').decode().splitlines()[1:]
        xs = [float(r.split(',')[0]) for r in rows]
        self.assertEqual(len(xs), 40)
        self.assertNotEqual(xs, sorted(xs))

    def test_sorted_numpy(self):
        self.app.key('ctrl+e')
        self.app.find('button', 'Export…', timeout=SLOW)
        self.app.find('tab', 'Data').click()
        self.see('40 points, 3 numbers each')
        self.format('NumPy Array')
        npy = self.save('data.npy')
        self.assertEqual(npy[:6], b'\x93NUMPY')
        begin = 10 + struct.unpack('<H', npy[8:10])[0]
        numbers = struct.unpack('<%dd' % ((len(npy) - begin) // 8), npy[begin:])
        self.assertEqual(len(numbers), 120)
        self.assertEqual(list(numbers[::3]), sorted(numbers[::3]))

    def test_a_place_that_cannot_be_written(self):
        self.app.key('ctrl+e')
        self.app.find('button', 'Export…', timeout=SLOW).click()
        name = self.app.find('entry', 'Name', timeout=SLOW)
        self.app.settle()
        name.type('/proc/plot.png', enter=True)
        self.see('The Picture Cannot Be Exported')
        self.app.key('Escape')
        wait_until(lambda: not self.app.exists('label', 'The Picture Cannot Be Exported'), SLOW)
        self.app.key('Escape')
        wait_until(lambda: not self.app.exists('button', 'Export…'), SLOW)


class ExportMoving(Case):
    def setUp(self):
        super().setUp()
        self.start(self.write('study.json', study()))
        self.button('Run').click()
        self.see('Running*')
        wait_until(self.view, SLOW)

    def finish(self, name):
        self.app.find('button', 'Export…').click()
        self.save_in_dialog(self.path(name))
        self.see('Exported')
        with open(self.path(name), 'rb') as f:
            return f.read()

    def test_data_while_it_runs(self):
        wait_until(lambda: self.points() > 20000, SLOW)
        self.app.key('ctrl+shift+e')
        self.app.find('button', 'Export…', timeout=SLOW)
        rows = self.finish('data.csv').decode().splitlines()[1:]
        self.assertGreater(len(rows), 20000)
        xs = [float(r.split(',')[0]) for r in rows]
        self.assertEqual(xs, sorted(set(xs)))
        before = self.points()
        wait_until(lambda: self.points() > before, SLOW)
        self.button('Cancel Run').click()
        self.see('Cancelled*')

    def test_frozen_is_exported_as_it_is_seen(self):
        self.button('Freeze').click()
        self.see('Frozen')
        self.app.settle(quiet=1, timeout=5)
        before = self.points()
        wait_until(lambda: self.points() > before, SLOW)
        pictures = []
        for name in 'one.png', 'two.png':
            self.app.key('ctrl+e')
            self.app.find('button', 'Export…', timeout=SLOW)
            self.app.find_all('switch', 'Title')[-1].click()
            pictures.append(self.finish(name))
            before = self.points()
            wait_until(lambda: self.points() > before, SLOW)
        self.assertEqual(pictures[0], pictures[1])
        self.button('Cancel Run').click()
        self.see('Cancelled*')


class Surface(Case):
    def test_controls(self):
        text = json.loads(study('x + exp(-(x^2+y^2-0.75^2)^2/0.2^4), y', {}, goal={'npoints': 200}))
        text['domain'] = [{'name': n, 'min': -1, 'max': 1} for n in 'xy']
        text['learner'] = {'kind': '2d'}
        self.start(self.write('study.json', json.dumps(text)))
        self.button('Run').click()
        self.see('Finished*')
        chart = self.app.find('image', 'Chart')
        wait_until(lambda: 'up \u22121 to 1.' in chart.description, SLOW)
        self.button('Layers').click()
        self.assertFalse(self.app.exists('menu item', 'Rug Along the Axis'))
        self.assertTrue(self.app.find('menu item', 'While It Can Be Told Apart').checked)
        self.app.find('menu item', 'Mesh Never').activate()
        self.app.key('Escape')
        self.button('Layers').click()
        wait_until(lambda: self.app.find('menu item', 'Mesh Never').checked, SLOW)
        self.app.key('Escape')
        chart.click(fx=.5, fy=.4)
        self.app.key('Home')
        wait_until(lambda: chart.description.startswith('Selected: x = '), SLOW)
        self.app.find('combo', 'Value').choose('f₂')
        wait_until(lambda: ', f₂ = ' in chart.description.split('. ')[0], SLOW)


class Vector(Case):
    def test_walk_between_curves(self):
        self.start(self.write('study.json', study('sin(3*x), cos(2*x)', {}, goal={'npoints': 40})))
        self.button('Run').click()
        self.see('Finished*')
        chart = self.app.find('image', 'Chart')
        chart.click(fy=0.02, fx=0.5)

        self.app.key('Home')
        wait_until(lambda: chart.description.startswith('Selected: x = \u22121'), SLOW)
        first = chart.description.split(', ')[1]
        self.assertIn('\u22120.14112', first)
        self.app.key('Down')
        wait_until(lambda: '\u22120.416147' in chart.description.split(', ')[1], SLOW)
        self.app.key('Down')
        wait_until(lambda: chart.description.split(', ')[1] == first, SLOW)
        self.app.key('Up')
        wait_until(lambda: '\u22120.416147' in chart.description.split(', ')[1], SLOW)


class Follow(Case):
    def test_zoom_stays_while_points_come(self):
        self.start(self.write('study.json', study()))
        self.button('Run').click()
        self.see('Running*')
        chart = self.app.find('image', 'Chart')
        wait_until(self.view, SLOW)
        chart.scroll(-5)
        wait_until(lambda: self.view()[1] < 0.9, SLOW)
        here, points = self.view(), self.points()
        wait_until(lambda: self.points() > points, SLOW)
        self.assertEqual(self.view(), here)
        self.button('Cancel Run').click()
        self.see('Cancelled*')

    def test_frozen(self):
        self.start(self.write('study.json', study()))
        self.button('Run').click()
        self.see('Running*')
        chart = self.app.find('image', 'Chart')
        wait_until(self.view, SLOW)
        self.button('Freeze').click()
        self.see('Frozen')
        # a picture that was being drawn may still come
        self.app.settle(quiet=2.5, timeout=5)
        told, points = chart.description, self.points()
        wait_until(lambda: self.points() > points, SLOW)
        self.assertEqual(chart.description, told)
        self.button('Freeze').click()
        wait_until(lambda: chart.description != told, SLOW)
        self.button('Cancel Run').click()
        self.see('Cancelled*')


class Narrow(Case):
    def test_360(self):
        self.start(self.write('study.json', study(goal={'npoints': 40})))
        w, h = self.app.resize(370, 720)
        self.assertLessEqual(w, 372)
        self.app.settle()
        self.button('Run').click()
        self.see('Finished*')
        for card in 'Latest Loss', 'Points', 'Elapsed Time', 'Overhead':
            self.assertTrue(self.app.find('group', card).in_view(), card)
        self.assertTrue(self.app.find('image', 'Chart').in_view())
        self.app.key('F9')
        wait_until(lambda: self.app.find('label', 'f(x) =').in_view(), SLOW)
        self.button('Back to the Chart').click()
        wait_until(lambda: not self.app.find('label', 'f(x) =').in_view(), SLOW)
        self.app.resize(1210, 810)
        wait_until(lambda: self.app.find('label', 'Finished · *'), SLOW)

    def test_start_page(self):
        self.start()
        w, h = self.app.resize(370, 720)
        self.assertLessEqual(w, 372)
        self.button('Sharp Peak').click()
        self.see('Ready')


if __name__ == '__main__':
    main()
