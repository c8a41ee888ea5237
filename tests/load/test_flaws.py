"""One cause gives one problem, in words that say what to change, also where pydantic gives several errors."""

from collections.abc import Callable

import pytest

from readiness.model.loaded import Documents

Load = Callable[..., Documents]

ITEM = "kind: scope\nid: x\ntitle: X\nitems:\n  - id: a\n    title: A\n    class: launch-critical\n"


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (
            "    evidence: {kind: JUnit XML, path: a.xml}",
            "8:22 RDY013 `kind` cannot be `JUnit XML` | did you mean `junit`?",
        ),
        ("    evidence: {kind: 5, path: a.xml}", "8:22 RDY011 `kind` wants text, and this is the number 5"),
        (
            "    evidence: {path: a.bin}",
            "8:15 RDY012 `kind` is missing, and nothing here tells it | add `kind:`, one of",
        ),
        ("    evidence: 5", "8:15 RDY011 `evidence` wants a mapping, and this is the number 5 | write a mapping"),
        (
            "    evidence: [{kind: junit, path: a.xml, covers: {a: b}}]",
            "8:51 RDY011 `covers` wants text, and this is a map",
        ),
        ("    evidence: [{kind: junit, path: a.xml, covers: []}]", ""),
        (
            "    evidence: [{kind: junit, path: a.xml, run: [a, 5]}]",
            "8:52 RDY011 `run` wants text, and this is the number 5",
        ),
        (
            "    evidence: [{kind: junit, path: a.xml, level: true}]",
            "8:50 RDY011 `level` wants a word, and this is the truth",
        ),
        ("    evidence: {signoff: {who: a}}", "8:25 RDY011 `who` wants text, and this is a mapping"),
        (
            "    evidence: {signoff: a, who: b}",
            "8:15 RDY002 `signoff` stands for `who`, and both are here | leave one of them out",
        ),
        ("    evidence: {kind: signoff}", "8:15 RDY012 `who` is missing | add `who:`"),
        ("    rollback: [a]", "8:15 RDY011 `rollback` wants a mapping, and this is a list | write a mapping"),
        ("    needs: {a: b}", "8:12 RDY011 `needs` wants text, and this is a mapping"),
        ("    why: >\n      " + "y" * 10_001, "8:10 RDY029 `why` wants at most 10000 characters"),
        ("    owner: " + "y" * 101, "8:12 RDY029 `owner` wants at most 100 characters"),
        ('    surface: "a\\tb\\u200e"', "8:14 RDY015 `a\\tb\\u200e` is no id"),
        ("    titles: B", "8:5 RDY010 the key `titles` is not known here | did you mean `title`?"),
        ("surfaces: {a: {paths: [../b]}}", "8:24 RDY017 `../b` is no pattern that is understood"),
        ("surfaces: {a: {paths: []}}", "8:23 RDY029 `paths` is empty | write something, or remove the key"),
        ("surfaces: 5", "8:11 RDY011 `surfaces` wants a mapping, and this is the number 5"),
        ("surfaces:", ""),
        ("items2: 5", "8:1 RDY010 the key `items2` is not known here | did you mean `items`?"),
        ("waivers: {}", "8:10 RDY011 `waivers` wants a list, and this is a mapping"),
        ("phases: [{id: a, ends: 2026-12-15T00:00:00Z}]", "8:24 RDY014 `2026-12-15T00:00:00Z` is no day"),
        ("launch: ~", ""),
    ],
)
def test_one_cause_gives_one_problem(added: str, expected: str, loaded: Load) -> None:
    problems = loaded({"scopes/x.yaml": (ITEM + added + "\n").encode()}).problems
    found = [
        f"{problem.location}"[len("scopes/x.yaml:") :] + f" {problem.code} {problem.message} | {problem.fix}"
        for problem in problems
    ]
    assert len(found) == bool(expected)
    assert all(line.startswith(expected) for line in found)


def test_what_is_sound_in_a_refused_scope_is_still_looked_at(loaded: Load) -> None:
    added = """\
    owner: Head Of
    evidence:
      - {kind: junit, path: a.xml, max_skipped: many}
      - {id: needs, kind: junit, path: b.xml}
      - {id: c, kind: nothing}
  - id: b
    title: B
    class: launch-critical
    phase: after
launch: 2026-12-15
phases: [{id: after, ends: 2026-12-16}, {id: before, ends: 2026-12-01}]
"""
    problems = loaded({"scopes/x.yaml": (ITEM + added).encode()}).problems
    assert [problem.code for problem in problems] == ["RDY015", "RDY011", "RDY024", "RDY013", "RDY033", "RDY027"]


def test_a_scope_whose_launch_is_refused_has_no_late_phase(loaded: Load) -> None:
    added = "    phase: after\nlaunch: soon\nphases: [{id: after, ends: 2026-12-16}]\n"
    assert [problem.code for problem in loaded({"scopes/x.yaml": (ITEM + added).encode()}).problems] == ["RDY014"]


@pytest.mark.parametrize("defaults", ["defaults: {phase: after}", "defaults:\n  phase: after"])
def test_an_inherited_phase_can_be_too_late(defaults: str, loaded: Load) -> None:
    added = f"{defaults}\nlaunch: 2026-12-15\nphases: [{{id: after, ends: 2026-12-16}}]\n"
    assert [problem.code for problem in loaded({"scopes/x.yaml": (ITEM + added).encode()}).problems] == ["RDY033"]


def test_what_a_document_holds_cannot_reach_the_terminal_through_a_message(loaded: Load) -> None:
    hostile = '"\\x1b]0;x\\u202e\\n::error::" '
    for field in ("owner", "class", "title", "rollback", "evidence", hostile):
        problems = loaded({"scopes/x.yaml": f"{ITEM}    {field}: {hostile}\n".encode()}).problems
        assert problems
        assert all((problem.message + problem.fix).isprintable() for problem in problems)


def test_a_year_that_does_not_exist_is_said(loaded: Load) -> None:
    (problem,) = loaded({"scopes/x.yaml": (ITEM + "launch: 0000-01-01\n").encode()}).problems
    assert problem.message == "`0000-01-01` is no day: there is no year 0"
