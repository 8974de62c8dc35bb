#!/usr/bin/env python3
"""run_unittest.py SCRIPT REPORT: runs a unittest file and writes a JUnit report for tool/test_summary."""
import importlib.util
import os
import sys
import time
import unittest
import xml.etree.ElementTree as xml


class Recorder(unittest.TextTestResult):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = []

    def startTest(self, test):
        self._began = time.perf_counter()
        super().startTest(test)

    def _record(self, test, outcome="", message=""):
        spent = time.perf_counter() - getattr(self, "_began", time.perf_counter())
        self.cases.append((test.id(), spent, outcome, message))

    def addSuccess(self, test):
        super().addSuccess(test)
        self._record(test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._record(test, "failure", str(err[1]))

    def addError(self, test, err):
        super().addError(test, err)
        self._record(test, "failure", repr(err[1]))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._record(subtest, "failure", str(err[1]))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._record(test, "skipped", reason)


def main(script, report):
    spec = importlib.util.spec_from_file_location("script", script)
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, os.path.dirname(script))
    sys.modules["script"] = module
    spec.loader.exec_module(module)
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    result = unittest.TextTestRunner(resultclass=Recorder, verbosity=2).run(suite)
    root = xml.Element("testsuites")
    for name, spent, outcome, message in result.cases:
        case = xml.SubElement(root, "testcase", classname=os.path.basename(script), name=name, time=f"{spent:.3f}")
        if outcome:
            xml.SubElement(case, outcome, message=message)
    os.makedirs(os.path.dirname(report), exist_ok=True)
    xml.ElementTree(root).write(report)
    return 0 if result.wasSuccessful() and result.cases else 1


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2]))
