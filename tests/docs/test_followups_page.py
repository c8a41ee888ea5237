"""`docs/followups.md`: its configuration is one, its lines are lines of a lock, its kinds are those that there are."""

import re
import tomllib

from readiness.config import Config
from readiness.model.tracking import Malformed, Told
from readiness.trackers import KINDS, known_trackers
from readiness.trackers.local import read_list
from readiness.trackers.lock import parse_lock, write_lock
from readiness.trackers.references import resolve
from tests.docs.pages import ROOT, fences, rows

PAGE = ROOT / "docs/followups.md"


def blocks(info: str) -> list[str]:
    return [fence.text for fence in fences(PAGE.read_text(encoding="utf-8")) if fence.info == info]


def test_the_configuration_is_understood() -> None:
    [text] = blocks("toml")
    config = Config.model_validate(tomllib.loads(text), context=None)
    assert {tracker.kind for tracker in config.trackers.values()} <= set(KINDS)


def test_the_line_of_a_lock_is_one() -> None:
    [text] = blocks("json")
    lock = parse_lock(text.encode())
    [told] = lock.issues.values()
    assert isinstance(told, Told)
    assert write_lock(lock).decode() == text


def test_the_list_of_issues_is_one() -> None:
    text = next(text for text in blocks("yaml") if text.startswith("# .readiness/"))
    assert [str(reference) for reference in read_list("file", "", text.encode())] == ["file:usage-dashboards"]


def test_every_kind_stands_in_the_table_with_its_variable_and_its_form() -> None:
    found = rows(PAGE.read_text(encoding="utf-8"), "kind")
    told = {name: cells for name, *cells in ([cell.strip("` ") for cell in row] for row in found)}
    assert set(told) == set(KINDS)
    for name, kind in KINDS.items():
        form, home, token, install = told[name]
        assert form in kind.forms
        assert home in {kind.home, "has to be said" if kind.connect else ""}
        assert token == (kind.token_env or "")
        assert install == (f"pip install 'readiness[{kind.extra}]'" if kind.extra else "")


def test_every_form_of_a_reference_names_an_issue() -> None:
    text = PAGE.read_text().partition("## How an issue is written")[2].partition("\n## ")[0]
    forms = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    written = [one for row in forms for one in re.findall(r"`([^`]+)`", row) if one != "#812"]
    assert len(written) >= 6
    known = known_trackers({}, KINDS)
    assert [one for one in written if isinstance(resolve(one, known, KINDS), Malformed)] == []
