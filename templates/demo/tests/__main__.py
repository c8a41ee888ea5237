"""Runs the suite and writes reports/tests.xml, in the JUnit format: `python3 -m tests`."""

import sys
import time
import unittest
from datetime import datetime, timezone
from pathlib import Path
from xml.etree import ElementTree


class Cases(unittest.TextTestResult):
    """Keeps every test with its time in seconds and, where it failed, the reason."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.cases = []

    def startTest(self, test):
        super().startTest(test)
        self.began = time.perf_counter()
        self.case = ElementTree.Element("testcase", name=test.id().rpartition(".")[2], classname=test.id().rpartition(".")[0])
        self.cases.append(self.case)

    def stopTest(self, test):
        super().stopTest(test)
        self.case.set("time", f"{time.perf_counter() - self.began:.3f}")

    def addFailure(self, test, reason):
        super().addFailure(test, reason)
        ElementTree.SubElement(self.case, "failure", message=str(reason[1]))

    def addError(self, test, reason):
        super().addError(test, reason)
        ElementTree.SubElement(self.case, "error", message=str(reason[1]))


began = datetime.now(timezone.utc)
suite = unittest.defaultTestLoader.discover("tests", top_level_dir=".")
result = unittest.TextTestRunner(resultclass=Cases).run(suite)
report = ElementTree.Element(
    "testsuite",
    name="shop",
    timestamp=began.isoformat(timespec="seconds"),
    tests=str(len(result.cases)),
    failures=str(len(result.failures)),
    errors=str(len(result.errors)),
)
report.extend(result.cases)
path = Path("reports/tests.xml")
path.parent.mkdir(exist_ok=True)
ElementTree.ElementTree(report).write(path, encoding="utf-8", xml_declaration=True)
print(f"written: {path}")
sys.exit(not result.wasSuccessful())
