#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chart by pointer and keyboard."""
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
        self.app.key('Right')
        wait_until(lambda: self.view()[0] > here[0], SLOW)
        self.app.key('Up')
        wait_until(lambda: self.view()[2] > here[2], SLOW)
        self.app.key('minus')
        wait_until(lambda: self.width() > 1.1 * (here[1] - here[0]), SLOW)
        self.app.key('0')
        self.fits()

    def test_layers(self):
        self.button('Layers').click()
        self.app.find('menu item', 'Logarithmic Horizontal Axis')
        self.app.key('Escape')


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

    def test_the_window_answers_at_full_speed(self):
        self.start(self.write('study.json', study()))
        self.button('Run').click()
        self.see('Running*')
        worst = self.app.worst_latency(1.5)
        self.button('Cancel Run').click()
        self.see('Cancelled*')
        self.assertLess(worst, 0.25)


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
