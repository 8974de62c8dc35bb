#!/usr/bin/env python3
"""tool/test_summary, by which ./test fails: on a failure, on a report cut short, and where nothing ran."""
import os
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tool", "test_summary")
PASSED = '<testcase name="a"/>'
SKIPPED = '<testcase name="b"><skipped message="HEBB_DATA: not there"/></testcase>'


class Summary(unittest.TestCase):
    def summary(self, **reports):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in reports.items():
                with open(os.path.join(folder, name + ".xml"), "w") as file:
                    file.write(text)
            done = subprocess.run([sys.executable, TOOL, folder], capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout

    def suite(self, *cases):
        return "<testsuites><testsuite>" + "".join(cases) + "</testsuite></testsuites>"

    def test_what_passed_passes_and_a_skip_is_named(self):
        code, said = self.summary(x_test=self.suite(PASSED, SKIPPED))
        self.assertEqual(code, 0)
        self.assertIn("skipped: x_test: b (HEBB_DATA: not there)", said)
        self.assertIn("1 passed, 0 failed, 1 skipped", said)

    def test_a_failure_a_report_cut_short_and_no_report_fail(self):
        for name, reports in {
                "failure": {"x": self.suite(PASSED, '<testcase name="b"><failure>no</failure></testcase>')},
                "error": {"x": self.suite(PASSED, '<testcase name="b"><error>no</error></testcase>')},
                "cut short": {"x": self.suite(PASSED), "y": self.suite(PASSED)[:-20]},
                "only skipped": {"x": self.suite(SKIPPED)}, "none": {}}.items():
            with self.subTest(name):
                self.assertEqual(self.summary(**reports)[0], 1)


if __name__ == "__main__":
    unittest.main()
