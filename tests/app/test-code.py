#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that are no formulas: a Python file becomes a study, nothing of it runs before it is trusted, and what runs is seen."""
import os

from sonde_case import SLOW, Case, main, study, wait_gone, wait_until

TWO_LINES = 'def f(x, a=0.01, b=0.123):\n    return x + a**2/(a**2 + (x - b)**2)\n'


class Python(Case):
    def write_file(self, text=TWO_LINES):
        """A Python file that leaves a trace where it runs."""
        return self.write('peak.py', text + f'\nopen({self.path("trace")!r}, "a").write("was run")\n')

    def was_run(self):
        return os.path.exists(self.path('trace'))

    def test_from_two_lines_to_a_plot(self):
        self.start(self.write_file())
        self.see('This study runs Python code from “peak.py”')
        self.see('Needs your trust to run')
        self.assertFalse(self.ready_to_run())
        self.assertFalse(self.button('Try').enabled)
        self.app.find('entry', 'Parameter a').type('0.02')
        self.assertFalse(self.was_run())
        self.button('Trust and Run').click()
        self.see('Finished*')
        self.assertTrue(self.was_run())
        self.assertGreater(self.points(), 20)
        self.see('f in peak.py')
        self.see('a = 0.02')

    def test_read_trusted_and_tried(self):
        self.start(self.write_file('def f(x):\n    print("asked for", x)\n    return x\n'))
        self.button('Show…').click()
        shown = self.app.window('What Would Run', SLOW)
        shown.find('label', 'For each point the function “f” of the Python file *peak.py, by python3')
        self.assertIn('asked for', shown.find(None, 'Text of What Would Run').text)
        self.assertFalse(self.was_run())
        shown.find('button', 'Trust').click()
        self.see('Ready')
        self.button('Try').click()
        self.see('0 → 0 · *')
        self.see('asked for 0.0')

    def test_changed_code_asks_again(self):
        file = self.write_file()
        self.start(file)
        self.button('Show…').click()
        self.app.window('What Would Run', SLOW).find('button', 'Trust').click()
        self.see('Ready')
        self.write_file(TWO_LINES.replace('x +', '2*x +'))
        self.see('Needs your trust to run')
        self.assertFalse(self.ready_to_run())
        self.assertFalse(self.was_run())

    def test_saved_file_is_read_again(self):
        self.start(self.write_file())
        self.app.find('entry', 'Parameter b')
        self.write_file('def f(x, width=3):\n    return x\n')
        self.app.find('entry', 'Parameter width')
        self.write_file('def f(x, width=3:\n    return x\n')
        self.see('peak.py has an error in line 1*')
        self.write_file('def f(x, height=3):\n    return x\n')
        self.app.find('entry', 'Parameter height')
        wait_gone(lambda: self.app.exists('label', 'peak.py has an error*'), SLOW)

    def test_no_python(self):
        self.start(self.write('peak.py', 'def f(x:\n    return x\n'))
        self.see('“peak.py” Cannot Be Opened')
        self.see('peak.py has an error in line 1*')

    def test_no_function(self):
        self.start(self.write('peak.py', 'x = 1\n'))
        self.see('“peak.py” Cannot Be Opened')
        self.see('It has no function of numbers to sample*')


class Workers(Case):
    def test_processes_and_output_by_point(self):
        self.start(self.write('talk.py', 'import os\ndef f(x):\n    print("asked for", x)\n    return x\n'))
        self.assertFalse(self.app.exists(None, 'Workers'))
        self.button('Trust and Run').click()
        self.see('Finished*')
        self.app.find(None, 'Workers').click()
        self.see('Idle')
        self.see('asked for *')
        path = self.path('talk.txt')
        self.button('Save the Output').click()
        self.save_in_dialog(path)
        wait_until(lambda: os.path.exists(path), SLOW, what='the output')
        with open(path) as f:
            text = f.read()
        self.assertIn('# x = -1\nasked for -1.0\n', text)
        self.assertIn('# x = 1\nasked for 1.0\n', text)


    def test_a_worker_that_hangs_is_restarted_by_hand(self):
        self.start(self.write('hang.py', 'import os, time\ndef f(x):\n    time.sleep(0 if os.path.exists("go") else 3600)\n    return x\n'))
        self.button('Trust and Run').click()
        self.see('Running*')
        self.app.find(None, 'Workers').click()
        self.see('Busy*')
        with open(self.path('go'), 'w'):
            pass
        self.button('Restart').click()
        self.see('Failed*')
        self.app.find(None, 'Failures').click()
        self.see('*restarted by hand*')


class Example(Case):
    def test_one_click_after_trust(self):
        self.start()
        self.button('Double Barrier').click()
        self.button('Trust and Run').click()
        self.see('Finished*')
        self.assertGreater(self.points(), 100)


class Kinds(Case):
    def choose(self, kind):
        self.start(self.write('study.json', study('x', {}, goal={'npoints': 12})))
        self.app.find('combo box', 'Kind').choose(kind)

    def test_program(self):
        self.choose('Program')
        command = self.app.find('entry', 'Command, {x} for the Value of x')
        self.see('Not ready*')
        command.type("echo {y}")
        self.see('There is no variable or parameter for {y}*')
        command.type("program-of-nobody {x}")
        self.see('There is no program "program-of-nobody"*')
        command.type("expr 3 * 4 ' '")
        self.see('The program is never told the variable x*')
        command.type('echo at {x}')
        self.see('This study runs the program “echo”')
        self.button('Trust and Run').click()
        self.see('Finished*')
        self.see('echo at {x}')

    def test_library(self):
        self.choose('Shared Library')
        self.see('A function of a library needs the file*')
        self.app.find('entry', 'Name of the Function in C').type('response()')
        self.assertFalse(self.ready_to_run())

    def test_back_to_the_formula(self):
        self.choose('Python Function')
        self.see('A Python function needs the file*')
        self.app.find('combo box', 'Kind').choose('Formula')
        self.see('Ready')
        self.assertEqual(self.app.find('entry', 'f(x) =').text, 'x')


if __name__ == '__main__':
    main()
