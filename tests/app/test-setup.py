#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing a study: what is wrong is said at its row, with what mends it."""
import json
import os

from sonde_case import SLOW, Case, main, study, wait_gone, wait_until


class Formula(Case):
    def setUp(self):
        super().setUp()
        self.start(self.write('study.json', study()))
        self.formula = self.app.find('entry', 'f(x) =')

    def mended(self):
        self.see('Ready')
        wait_until(self.ready_to_run, SLOW)

    def test_missing_bracket(self):
        self.formula.type('x + a^2/(a^2 + (x - b^2)')
        self.see('Not ready · the formula has an error')
        self.assertFalse(self.ready_to_run())
        self.button('Add “)”').click()
        self.mended()
        self.assertEqual(self.formula.text, 'x + a^2/(a^2 + (x - b^2))')

    def test_unknown_name_becomes_a_parameter(self):
        self.formula.type('x + c*a*b')
        self.see('Not ready · the formula has an error')
        self.button('Add Parameter “c”').click()
        self.mended()
        self.assertEqual(self.app.find('entry', 'Parameter c').text, '1')

    def test_corrected_by_typing(self):
        self.formula.type('x +')
        self.see('Not ready*')
        self.formula.type('x + 1')
        self.mended()
        self.assertFalse(self.app.exists('button', 'Add*“*”'))

    def test_typing_is_undone_in_the_entry_first(self):
        before = self.formula.text
        self.formula.click()
        self.app.key('End')
        self.app.type(' + 1')
        wait_until(lambda: self.formula.text == before + ' + 1', SLOW)
        self.assertTrue(self.button('Undo').enabled)
        for _ in range(4):
            if self.formula.text != before:
                self.app.key('ctrl+z')
                self.app.settle()
        wait_until(lambda: self.formula.text == before, SLOW)
        # taken back: there is nothing to undo
        wait_until(lambda: not self.button('Undo').enabled, SLOW)

    def test_undo_and_redo(self):
        before = self.formula.text
        self.formula.type('x')
        self.mended()
        self.button('Undo').click()
        wait_until(lambda: self.formula.text == before, SLOW)
        self.button('Redo').click()
        wait_until(lambda: self.formula.text == 'x', SLOW)


class TryOnePoint(Case):
    def setUp(self):
        super().setUp()
        self.start(self.write('study.json', study('2*x + a', {'a': 3}, goal={'npoints': 1000})))

    def try_it(self):
        self.button('Try').reveal().click()

    def test_middle_of_the_domain(self):
        self.try_it()
        self.see('0 → 3 · * · whole run *')

    def test_typed_point(self):
        entry = self.app.find('entry', 'Point to Try').reveal()
        entry.type('0.25', enter=True)
        self.see('0.25 → 3.5 · *')
        entry.type('7')
        self.see('“7” lies outside the domain. Type a number from −1 to 1.')
        self.assertFalse(self.button('Try').enabled)
        entry.type('-0.5')
        wait_gone(lambda: self.app.exists('label', '*outside the domain*'), SLOW)
        self.try_it()
        self.see('−0.5 → 2 · *')

    def test_answer_goes_with_the_formula(self):
        self.try_it()
        self.see('0 → 3 · *')
        self.app.find('entry', 'Points reach').reveal().type('500000000000')
        self.see('0 → 3 · * · whole run about *')
        self.app.find('entry', 'Parameter a').reveal().type('4')
        wait_gone(lambda: self.app.exists('label', '0 → *'), SLOW)
        self.try_it()
        self.see('0 → 4 · *')
        self.app.find('entry', 'f(x) =').type('2*x +')
        self.see('Available once the formula is valid')
        self.assertFalse(self.button('Try').enabled)

    def test_vector(self):
        self.app.find('entry', 'f(x) =').type('x, a*x + 1')
        self.see('Ready')
        self.try_it()
        self.see('0 → (0, 1) · *')


class Rows(Case):
    def setUp(self):
        super().setUp()
        self.start(self.write('study.json', study(goal={'loss': 0.01})))

    def wrong(self, what):
        self.see('Not ready · ' + what)
        wait_until(lambda: not self.ready_to_run(), SLOW)

    def test_reversed_bounds(self):
        self.app.find('entry', 'Lower Bound').type('3')
        self.wrong('the domain has an error')
        self.button('Swap Them').click()
        self.see('Ready')
        self.assertEqual(self.app.find('entry', 'Lower Bound').text, '1')
        self.assertEqual(self.app.find('entry', 'Upper Bound').text, '3')

    def test_numbers_that_are_none(self):
        bound = self.app.find('entry', 'Upper Bound')
        for typed, said in (('1,5', '*has a comma. Write 1.5.'), ('abc', '*is not a number*'), ('1e400', '*not a finite number*'),
                            ('', 'Nothing is entered*')):
            bound.set_text(typed)
            self.see(said)
            self.assertEqual(bound.text, typed)
            self.wrong('the domain has an error')
        bound.type('1.5e0')
        self.see('Ready')
        self.assertEqual(bound.text, '1.5e0')

    def test_parameter(self):
        self.app.find('entry', 'Parameter a').type('1..2')
        self.wrong('a parameter has an error')
        self.app.find('entry', 'Parameter a').type('0.2')
        self.see('Ready')

    def test_goal(self):
        self.see('Stop when the loss is at most 0.01')
        entry = self.app.find('entry', 'Loss at most')
        entry.type('0')
        self.wrong('the goal has an error')
        entry.type('0.05')
        self.see('Stop when the loss is at most 0.05')
        self.button('Add Condition').click()
        self.see('Stop when the loss is at most 0.05, or after *')
        self.app.find('entry', 'Points reach').type('50')
        self.see('Stop when the loss is at most 0.05, or after 50 points')
        self.button('Remove Condition').click()
        self.see('Stop after 50 points')
        self.button('Remove Condition').click()
        self.see('Run until cancelled')

    def test_goal_of_time(self):
        self.app.find('combo', 'Condition').choose('Time reaches')
        entry = self.app.find('entry', 'Time reaches')
        self.assertEqual(entry.text, '1 min')
        entry.type('never')
        self.see('“never” is not a length of time*')
        entry.type('90 s')
        self.see('Ready')

    def test_goal_of_an_expression(self):
        self.app.find('combo', 'Condition').reveal().choose('Expression is true')
        self.see('Stop when loss < 0.01 && npoints > 100')
        entry = self.app.find('entry', 'Expression is true').reveal()
        entry.type('npoints >')
        self.wrong('the goal has an error')
        entry.type('npoints > 20')
        self.see('Stop when npoints > 20')
        self.button('Run').click()
        self.see('Finished*')
        self.app.find('entry', 'Expression is true')        # a further goal can be set

    def test_goal_of_a_time_of_day(self):
        self.app.find('combo', 'Condition').reveal().choose('Time is')
        entry = self.app.find('entry', 'Time is').reveal()
        entry.type('25:00')
        self.see('“25:00” is not a time*')
        self.wrong('the goal has an error')
        entry.type('18:00 tomorrow')
        self.see('Stop at *-* 18:00*')
        # what is wrong is told at Run in the same words
        entry.type('never')
        wait_until(lambda: self.button('Run').description.startswith('“never” is not a time'), SLOW)

    def test_goal_values_that_are_wrong(self):
        entry = self.app.find('entry', 'Loss at most').reveal()
        for typed, said in (('1e400', '*not a finite number*'), ('1,5', '*has a comma. Write 1.5.'),
                            ('', 'Nothing is entered*'), ('0', '*greater than 0*')):
            entry.set_text(typed)
            self.see(said)
            self.wrong('the goal has an error')
        entry.set_text('1×10⁻²\n')
        self.see('Stop when the loss is at most 0.01')

    def test_learner_options(self):
        self.app.find('row', 'More').reveal().click()
        grid = self.app.find('entry', 'Seed Grid').reveal()
        self.assertEqual(grid.text, '')
        for typed in '1', '2.5':
            grid.type(typed)
            self.see('*write a whole number from 2*')
            self.wrong('the learner has an error')
        grid.type('40')
        self.see('Ready')
        spacing = self.app.find('entry', 'Smallest Spacing').reveal()
        spacing.type('0')
        self.see('*smallest distance of points*')
        self.wrong('the learner has an error')
        spacing.type('0.001')
        self.see('Ready')
        grid.reveal().type(' ')
        self.see('Ready')
        self.button('Undo').click()
        wait_until(lambda: grid.text == '40', SLOW)
        self.button('Run').click()
        self.see('Finished*')
        self.see('Seed Grid')
        self.see('40')
        self.see('Smallest Spacing')

    def test_loss_brings_its_options(self):
        row = self.app.find('combo', 'Loss')
        row.reveal()
        row.choose('Curvature')
        entry = self.app.find('entry', 'Weight of Bends')
        self.assertEqual(entry.text, '1')
        entry.type('-1')
        self.wrong('the learner has an error')
        entry.type('2')
        self.see('Ready')
        row.choose('Resolution')
        self.app.find('entry', 'Least Spacing').reveal().type('2')
        self.see('The least spacing 2 is above the largest, 1*')
        self.wrong('the learner has an error')


class Execution(Case):
    def test_switches_and_counts_can_be_undone(self):
        self.start(self.write('study.json', study(goal={'npoints': 20})))
        for name, before in ('Stop After Failures*', True), ('Log Requests*', False), ('Release Threads at the End*', False):
            switch = self.app.find('switch', name).reveal()
            self.assertEqual(switch.checked, before, name)
            switch.click()
            wait_until(lambda: switch.checked != before, SLOW)
            self.button('Undo').click()
            wait_until(lambda: switch.checked == before, SLOW)
        for name, before in ('Parallel Tasks*', 2), ('Most per Second*', 0), ('Retries*', 0), ('Sync to Disk Every*', 30):
            spin = self.app.find('spin button', name).reveal()
            self.assertEqual(spin.value, before, name)
            spin.set_value(7)
            wait_until(lambda: self.button('Undo').enabled, SLOW)
            self.button('Undo').click()
            wait_until(lambda: spin.value == before, SLOW)
        self.assertFalse(self.button('Undo').enabled)

    def test_what_was_set_is_kept(self):
        self.start(self.write('study.json', study(goal={'npoints': 20})))
        switch = self.app.find('switch', 'Release Threads at the End*').reveal()
        switch.click()
        self.app.find('spin button', 'Retries*').reveal().set_value(3)
        self.see('Ready')
        self.button('Run').click()
        self.see('Finished*')
        self.button('Continue')
        self.app.find('entry', 'Points reach').reveal().type('40')
        self.button('Continue').click()             # its threads begin anew
        wait_until(lambda: self.points() >= 40, SLOW)
        self.see('Finished*')
        path = self.path('kept.sonde')
        self.app.key('ctrl+shift+s')
        self.save_in_dialog(path)
        self.see('Saved')
        with open(path) as f:
            execution = [json.loads(line) for line in f if '"execution"' in line][-1]
        execution = execution if isinstance(execution, dict) else execution[1]
        self.assertTrue(execution['execution']['shutdown_executor'])
        self.assertEqual(execution['execution']['retries'], 3)


class Command(Case):
    def test_runs_once_it_is_trusted(self):
        self.start(self.write('study.json', study(goal={'npoints': 20})))
        copy = self.path('copy.sonde')
        self.app.find('entry', 'Command After Each Save').reveal().type('cp {file} "' + copy)
        self.see('*cannot be split*')
        self.app.find('entry', 'Command After Each Save').type('cp {file} "' + copy + '"')
        self.see('This study runs a command after each save')
        self.see('Needs your trust to run')
        self.assertFalse(self.ready_to_run())
        self.button('Show…').click()
        self.app.window('What Would Run', SLOW).find('label', 'After each save the command: *' + copy + '*')
        self.app.key('Escape')
        wait_until(lambda: len(self.app.windows()) == 1, SLOW)
        self.button('Trust and Run').click()
        self.see('Finished*')
        self.app.key('ctrl+shift+s')
        self.save_in_dialog(self.path('kept.sonde'))
        wait_until(lambda: os.path.exists(copy), SLOW, what='the copy')


class Locale(Case):
    env = {'LC_NUMERIC': 'C.UTF-8'}

    def test_pasted_numbers(self):
        self.start(self.write('study.json', study()))
        bound = self.app.find('entry', 'Lower Bound')
        bound.set_text('−2 000')
        self.see('Ready')
        wait_gone(lambda: self.app.exists('label', '*is not a number*'), SLOW)


class Comma(Case):
    """Where numbers have a comma entries and cards show it, and take a point as well."""
    env = {'LC_ALL': 'de_DE.UTF-8', 'LANGUAGE': 'C', 'LOCPATH': os.environ.get('LOCPATH', '')}

    def test_one_decimal_mark(self):
        if not os.path.isdir(os.path.join(self.env['LOCPATH'], 'de_DE.UTF-8')):
            self.skipTest('no locale with a decimal comma here')
        self.start(self.write('study.json', study(goal={'loss': 0.05})))
        goal = self.app.find('entry', 'Loss at most').reveal()
        self.assertEqual(goal.text, '0,05')
        self.assertEqual(self.app.find('entry', 'Parameter a').text, '0,01')
        goal.type('0.04')
        self.see('Stop when the loss is at most 0.04')
        goal.type('0,03')
        self.see('Stop when the loss is at most 0.03')
        self.button('Run').reveal().click()
        self.see('Finished*')
        self.see('0,02*')


if __name__ == '__main__':
    main()
