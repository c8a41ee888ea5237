"""RDY324 listing-drifted: a document whose list of the launch's items is not the launch's.

## What it does
Warns about a list or table in a Markdown document, marked as that of the scope's items, that lacks one of them, names
something else, or names one twice; and about markers that cannot be understood: of a scope or class that does not
exist, without an end, one within another, the same one twice. With `class=` the list is of one class of items.

An entry names the first thing in it that can be an id: code, a link `#id` or an anchor. Markers in code are none.
Looked for in the thousand Markdown files nearest to the root, but for those that `readiness render` writes.

## Why it matters
People read the page in the manual, not the YAML. Whoever works from it does not prepare what is missing there.

## How to fix
Correct the list, or remove its markers.

## Example
```yaml
items:
  - id: deploy               # in a document:
    class: launch-critical   #   <!-- readiness:scope=public-launch class=launch-critical -->
                             #   - `deploy`: deploys drop no request
                             #   <!-- readiness:end -->
```
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from readiness.model.demands import LISTED
from readiness.model.dossier import Dossier, Listed
from readiness.model.outcome import Outcome
from readiness.model.place import Place
from readiness.model.plan import SubjectKind, WholeScope
from readiness.model.verdict import Finding
from readiness.model.wording import printable
from readiness.rules.base import Rule

_SHOWN: Final = 5


def check(scope: WholeScope, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if a marked list differs from the items of `scope`; not applicable where there is none."""
    demand = scope.demanded(LISTED)
    if demand is None:
        return
    lists = dossier.listed.get(scope.id, ())
    wrong = [(one, phrase) for one in lists if (phrase := _difference(one, scope))]
    if not lists:
        yield Finding(Outcome.NOT_APPLICABLE, demand, "no document that was looked into lists its items", "")
    elif wrong:
        first, _ = wrong[0]
        message = "; ".join(f"{printable(one.path)}:{one.line}: {phrase}" for one, phrase in wrong[:_SHOWN])
        more = f"; and {len(wrong) - _SHOWN} more lists" if len(wrong) > _SHOWN else ""
        action = f"correct the list in {printable(first.path)}"
        yield Finding(Outcome.FAILED, demand, message + more, action, Place(first.path, (first.line,)))


def _difference(one: Listed, scope: WholeScope) -> str:
    """Return how the list differs from the items of `scope`, as a phrase; empty where it does not."""
    if one.flaw is not None:
        return one.flaw
    wanted = [item for item, its in scope.classes.items() if one.of_class in {None, its}]
    named = Counter(one.names)
    phrases = (
        ("it lacks", [item for item in wanted if item not in named], ""),
        ("it names", [name for name in named if name not in scope.classes], ", not in the scope"),
        ("it names", [name for name in named if name in scope.classes and name not in wanted], f", not {one.of_class}"),
        ("it repeats", [name for name, number in named.items() if number > 1], ""),
    )
    return "; ".join(f"{verb} {_told(names)}{rest}" for verb, names, rest in phrases if names)


def _told(names: Iterable[str]) -> str:
    shown = [f"`{name}`" for name in names]
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more


RULE = Rule("RDY324", "listing-drifted", "0.1", SubjectKind.SCOPE, LISTED, check, __doc__)
