"""`docs/threat-model.md`: its tables, made of the register of threats and of the list of policy."""

import importlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from readiness.model.problems import PROBLEMS
from readiness.policy.rows import ROWS
from tests.docs.pages import ROOT, filled
from tests.threats.register import REGISTER, Stopped, Threat

PATH: Final = "docs/threat-model.md"
FAMILIES: Final = ("test_records", "test_content", "test_making", "test_policy")


def families() -> Mapping[str, Mapping[str, Threat]]:
    """Return all threats by family and id."""
    known = {path.stem for path in Path(__file__).parent.glob("test_*.py")} - {"test_page"}
    assert known == {*FAMILIES}, "every family has its place on the page"
    for name in FAMILIES:
        importlib.import_module(f"tests.threats.{name}")
    order = [next(iter(rows.values())).test[0] for rows in REGISTER.values()]
    wanted = [f"tests/threats/{name}.py" for name in FAMILIES]
    return {family: REGISTER[family] for _, family in sorted(zip(map(wanted.index, order), REGISTER, strict=True))}


def threat_page() -> Mapping[str, str]:
    """Return the text of the page by its path."""
    text = filled((ROOT / PATH).read_text(), "threats", "\n".join(_threats()))
    return {PATH: filled(text, "policy", "\n".join(_policy()))}


def _threats() -> Iterator[str]:
    found = families()
    counts = Counter(one.stopped for rows in found.values() for one in rows.values())
    guarded = counts.total() - counts[Stopped.YES] - counts[Stopped.NO]
    yield (
        f"{counts.total()} threats: {counts[Stopped.YES]} are stopped always, {guarded} with a guard, "
        f"{counts[Stopped.NO]} not.\n"
    )
    for family, rows in found.items():
        first = next(iter(rows.values()))
        yield f"### {family}\n\nTried in [`{first.test[0]}`](../{first.test[0]}).\n"
        yield "| threat | what is done | what stops it | stopped |\n|---|---|---|---|"
        yield from (_row(one) for one in rows.values())
        yield ""


def _row(one: Threat) -> str:
    by = f" ({', '.join(map(_link, one.codes))})" if one.codes else ""
    stopped = f"**{one.stopped.value}**" if one.stopped is Stopped.NO else one.stopped.value
    return f"| **{one.title}**<br>`{one.id}` | {one.how} | {one.stops}{by} | {stopped} |"


def _link(code: str) -> str:
    if code in PROBLEMS:
        return f"[{code}](rules/problems.md#{code.lower()}-{PROBLEMS[code].slug})"
    return f"[{code}](rules/{code}.md)"


def _policy() -> Iterator[str]:
    yield "| change | the candidate |\n|---|---|"
    yield from (f"| `{row.slug}` | {row.change} |" for row in ROWS)
    yield ""
