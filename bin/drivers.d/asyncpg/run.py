"""Runs asyncpg's tests in the current directory and writes a line "NAME<tab>pass|fail|skip" for each into a file.

    run.py RESULTS [MODULE|MODULE.CLASS|MODULE.CLASS.TEST]...      default: all but those that look at its sources and surroundings
"""

import os
import sys
import unittest


class Results(unittest.TextTestResult):
    """A test fails when any part of it does."""

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.verdicts = {}

    def note(self, test, verdict):
        name = test.id()
        if self.verdicts.get(name) != "fail":
            self.verdicts[name] = verdict

    def addSuccess(self, test):
        super().addSuccess(test)
        self.note(test, "pass")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        # A skipped part does not make its test one that was skipped.
        if not isinstance(test, unittest.case._SubTest):
            self.note(test, "skip")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.note(test, "pass")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.note(test, "fail")

    def addError(self, test, err):
        super().addError(test, err)
        self.note(test, "fail")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note(test, "fail")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.note(test, "fail")


def main(results, names):
    sys.path.insert(0, os.getcwd())
    modules = names or sorted(
        "tests." + file[:-3] for file in os.listdir("tests") if file.startswith("test_") and not file.startswith("test__") and file.endswith(".py"))
    suite = unittest.defaultTestLoader.loadTestsFromNames(modules)
    outcome = unittest.TextTestRunner(verbosity=2, resultclass=Results).run(suite)
    with open(results, "w", encoding="utf-8") as file:
        for name, verdict in sorted(outcome.verdicts.items()):
            file.write(f"{name}\t{verdict}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
