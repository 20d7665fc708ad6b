#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window keeps one waiting; runs with nothing beside it."""
from sonde_case import Case, main, study


class Latency(Case):
    def test_the_window_answers_at_full_speed(self):
        self.start(self.write('study.json', study()))
        self.button('Run').click()
        self.see('Running*')
        worst = self.app.worst_latency(1.5)
        self.button('Cancel Run').click()
        self.see('Cancelled*')
        self.assertLess(worst, 0.25)


if __name__ == '__main__':
    main()
