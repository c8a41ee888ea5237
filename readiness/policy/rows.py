"""What counts as policy: the one list.

Everything that two policies can differ in belongs to exactly one row, the first that claims it. What no other row
claims is `other-policy`, so nothing goes unlisted. A review rule is a row to come: no document of this version has one.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from readiness.model.outcome import ItemClass, State
from readiness.policy.differences import Difference
from readiness.policy.facts import CONDITION, WORD, Path

REST: Final = "**"
"""As the last part of a pattern: anything that follows, also nothing."""

When = Callable[[Difference, Collection[Path]], bool]
"""Whether a row claims a difference; the paths are those of everything that is new in the candidate."""


def _always(_: Difference, __: Collection[Path]) -> bool:
    return True


def _gone(found: Difference, _: Collection[Path]) -> bool:
    return found.is_gone


def _new(found: Difference, _: Collection[Path]) -> bool:
    return found.is_new


def _becomes(value: str) -> When:
    return lambda found, _: found.after == value


def _moved(found: Difference, new: Collection[Path]) -> bool:
    """Return whether an item is gone from its scope and new in another."""
    return found.is_gone and any(path[2:] == found.path[2:] for path in new)


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of change of policy. `change` says what the candidate does, to be read after "the candidate"."""

    slug: str
    change: str
    at: tuple[str, ...]
    when: When = _always

    def claims(self, found: Difference, new: Collection[Path]) -> bool:
        """Return whether `found` is such a change; `new` are the paths of all that the candidate adds."""
        return any(_matches(pattern, found.path) for pattern in self.at) and self.when(found, new)


def _matches(pattern: str, path: Path) -> bool:
    parts = pattern.split("/")
    if parts[-1] == REST:
        parts.pop()
        path = path[: len(parts)] if len(path) >= len(parts) else ()
    return len(parts) == len(path) and all(map(fnmatchcase, path, parts))


_ITEM: Final = "scope/*/items/*"
_EVIDENCE: Final = f"{_ITEM}/evidence/*"

ROWS: Final = (
    Row("scope-removed", "removes or renames the scope", ("scope/*",), _gone),
    Row("scope-added", "adds a scope", ("scope/*",), _new),
    Row("scope-drafted", "makes the scope a draft", ("scope/*/state",), _becomes(State.DRAFT)),
    Row("scope-retired", "retires the scope", ("scope/*/state",), _becomes(State.RETIRED)),
    Row("state-changed", "changes the state of the scope", ("scope/*/state",)),
    Row("launch-moved", "moves the day of the launch", ("scope/*/launch",)),
    Row("phase-moved", "moves, adds or removes a phase", ("scope/*/phases/**",)),
    Row("surface-removed", "removes a surface", ("scope/*/surfaces/*",), _gone),
    Row("surface-added", "adds a surface", ("scope/*/surfaces/*",), _new),
    Row("surface-paths-changed", "changes the paths of a surface", ("scope/*/surfaces/*/paths",)),
    Row("risk-changed", "changes the risk of a surface", ("scope/*/surfaces/*/risk",)),
    Row("behaviour-removed", "removes a required behaviour", ("scope/*/behaviours/*",), _gone),
    Row("behaviour-changed", "changes or adds a required behaviour", ("scope/*/behaviours/**",)),
    Row("limit-removed", "removes an unsupported case", ("scope/*/unsupported/*",), _gone),
    Row("limit-changed", "changes or adds an unsupported case", ("scope/*/unsupported/**",)),
    Row("item-rescoped", "moves the item to another scope", (_ITEM,), _moved),
    Row("item-deleted", "deletes the item", (_ITEM,), _gone),
    Row("item-added", "adds an item", (_ITEM,), _new),
    Row("item-deferred", "defers the item", (f"{_ITEM}/class",), _becomes(ItemClass.DEFERRED)),
    Row("class-changed", "changes the class of the item", (f"{_ITEM}/class",)),
    Row("item-surface-changed", "moves the item to another surface", (f"{_ITEM}/surface",)),
    Row("item-phase-changed", "moves the item to another phase", (f"{_ITEM}/phase",)),
    Row("needs-changed", "changes what the item needs", (f"{_ITEM}/needs",)),
    Row(
        "acceptance-changed",
        "changes who accepted a lack or a deferral, or why",
        (f"{_ITEM}/rollback/accepted_by", f"{_ITEM}/rollback/because", f"{_ITEM}/follow_up/accepted_by"),
    ),
    Row("rollback-changed", "changes how the item is rolled back", (f"{_ITEM}/rollback/**",)),
    Row("issues-changed", "changes which issues the item stands for", (f"{_ITEM}/issues",)),
    Row("follow-up-changed", "changes the follow-up of the item", (f"{_ITEM}/follow_up/**",)),
    Row("owner-changed", "changes who owns it", ("scope/*/owner", f"{_ITEM}/owner")),
    Row("evidence-removed", "removes evidence", (_EVIDENCE,), _gone),
    Row("evidence-added", "adds evidence", (_EVIDENCE,), _new),
    Row("evidence-retargeted", "reads the evidence from elsewhere", (f"{_EVIDENCE}/path",)),
    Row("kind-changed", "changes the kind of evidence", (f"{_EVIDENCE}/kind",)),
    Row(
        "run-changed",
        "changes how the evidence is made",
        tuple(f"{_EVIDENCE}/{field}" for field in ("run", "cwd", "env", "timeout")),
    ),
    Row("covers-changed", "changes what the evidence covers", (f"{_EVIDENCE}/covers",)),
    Row("inputs-changed", "changes what the proof is made of", (f"{_EVIDENCE}/inputs", "configuration/inputs/**")),
    Row("max-age-changed", "changes how old evidence may be", (f"{_EVIDENCE}/max_age", "configuration/max_age")),
    Row("environment-changed", "changes where the evidence is from", (f"{_EVIDENCE}/environment",)),
    Row("level-changed", "changes how much the evidence weighs", (f"{_EVIDENCE}/level",)),
    Row("sign-off-changed", "changes a sign-off", (f"{_EVIDENCE}/{WORD}/**",)),
    Row("threshold-changed", "changes what is enough", (f"{_EVIDENCE}/{CONDITION}/**",)),
    Row("waiver-added", "adds a waiver", ("scope/*/waivers/*",), _new),
    Row("waiver-removed", "removes a waiver", ("scope/*/waivers/*",), _gone),
    Row("waiver-renewed", "renews a waiver", ("scope/*/waivers/*/renewed",)),
    Row("emergency-changed", "changes whether a waiver is for an emergency", ("scope/*/waivers/*/emergency",)),
    Row("waiver-changed", "changes a waiver", ("scope/*/waivers/**",)),
    Row("open-work-changed", "changes whose open issues have to be claimed", ("scope/*/open_work",)),
    Row("followups-lock-changed", "changes what trackers are said to have answered", ("issues/*followups.lock",)),
    Row("baseline-changed", "changes which findings are taken as known", ("baseline/*",)),
    Row("issue-list-changed", "changes a list of issues", ("issues/*",)),
    Row("directory-changed", "changes who is who in the directory", ("directory/**",)),
    Row("rule-level-changed", "sets the level of a rule", ("configuration/rules/**",)),
    Row("self-allowed", "changes whether one person may own and grant", ("configuration/allow_self",)),
    Row("files-ignored", "changes which files are ignored", ("configuration/ignore",)),
    Row("trust-changed", "changes who is trusted", ("configuration/trust/**",)),
    Row("ledger-moved", "takes records from elsewhere", ("configuration/ledger/**",)),
    Row("trackers-changed", "changes where issues are", ("configuration/trackers/**",)),
    Row("follow-up-limits-changed", "changes what is asked of deferrals and waivers", ("configuration/followups/**",)),
    Row("settings-changed", "changes the configuration", ("configuration/**",)),
    Row("yardstick-changed", "changes a file that evidence is held against", ("yardstick/*",)),
    Row("template-changed", "changes a template of documents", ("template/*",)),
    Row(
        "wording-changed",
        "changes words or an order of importance",
        (
            *(f"scope/*/{field}" for field in ("title", "milestone", "priority")),
            *(f"{_ITEM}/{field}" for field in ("title", "why", "priority")),
            "scope/*/surfaces/*/title",
        ),
    ),
    Row("other-policy", "changes policy in a way that has no name", (REST,)),
)
"""Every kind of change, the more telling before the more general."""


def row_of(found: Difference, new: Collection[Path]) -> Row:
    """Return the row that claims `found`; the last claims everything."""
    return next(row for row in ROWS if row.claims(found, new))
