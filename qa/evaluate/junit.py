"""JUnit XML for continuous integration: a test case for each question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from qa.evaluate.rows import Row
from qa.evaluate.summary import Summary

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAYS = {
    "wrong": "answered, but no citation is right",
    "missed": "refused, though the articles answer it",
    "overreached": "answered, though the articles do not say",
}


def write_junit(path: Path, summary: Summary, rows: Iterable[Row]) -> None:
    """Write the rows as one test suite: a question that is not right is a failure, one that raised an error."""
    failures = sum(summary.results.get(result, 0) for result in _SAYS)
    counts = {"tests": str(summary.asked), "failures": str(failures), "errors": str(summary.results.get("error", 0))}
    suites = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(suites, "testsuite", {"name": _clean(summary.name)} | counts)
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in summary.measures.items():
        if value is not None:
            ElementTree.SubElement(properties, "property", {"name": name, "value": repr(value)})
    seconds = 0.0
    for row in rows:
        suite.append(_to_case(summary.name, row))
        seconds += row.seconds or 0.0
    suite.set("time", f"{seconds:.3f}")
    tree = ElementTree.ElementTree(suites)
    ElementTree.indent(tree)
    tree.write(path, encoding="utf-8", xml_declaration=True)


def _to_case(suite: str, row: Row) -> ElementTree.Element:
    name = f"{row.id}: {row.question}"
    case = ElementTree.Element(
        "testcase", {"classname": _clean(suite), "name": _clean(name[:300]), "time": f"{row.seconds or 0.0:.3f}"}
    )
    if row.result == "error":
        ElementTree.SubElement(case, "error", {"message": _clean(row.error)})
    elif row.result in _SAYS:
        failure = ElementTree.SubElement(case, "failure", {"message": _SAYS[row.result], "type": row.result})
        failure.text = _clean(str(row.answer["answer"])) if row.answer else ""
    return case


def _clean(text: str) -> str:
    """Return the text without the characters that XML cannot hold, even escaped."""
    return _NOT_XML.sub("\ufffd", text)
