"""The catalogue is data, and every entry of it can be used."""

import re

from readiness.render.templates import catalogue_file
from readiness.scaffold.catalogue import ITEMS, entries
from readiness.scaffold.seen import Ships
from readiness.scaffold.signs import facts_of
from tests.scaffold.sites import SERVICE

WORDS = {"reports", "runbook", "support", "publish-command", "security-policy", "one-image-folder", "terraform-folder"}
FACTS = {"docker", "dependencies", "migrations", "terraform", "flags", "publishes", "one-image", "many-images"}


def test_every_kind_of_launch_has_a_proof_of_the_whole_and_something_critical_besides() -> None:
    for ships in Ships:
        asked = [entry for entry in entries() if ships in entry.ships]
        assert [entry.id for entry in asked if entry.evidence and entry.evidence.suites] == ["suite"]
        assert len([entry for entry in asked if entry.item_class == "launch-critical"]) > 1


def test_every_fact_that_is_asked_for_can_be_seen() -> None:
    assert {fact for entry in entries() for fact in entry.seen} <= FACTS
    assert {"docker", "terraform", "migrations", "dependencies", "one-image"} <= facts_of(SERVICE).keys()


def test_every_word_in_braces_stands_for_something() -> None:
    used = set(re.findall(r"\{([a-z-]+)\}", re.sub(r"^#.*$", "", catalogue_file(ITEMS), flags=re.MULTILINE)))
    assert used <= WORDS | FACTS


def test_an_entry_says_why_or_is_a_deferral() -> None:
    assert [entry.id for entry in entries() if entry.why is None and entry.follow_up is None] == []


def test_one_id_is_used_twice_only_by_entries_that_exclude_each_other() -> None:
    seen: set[tuple[str, Ships, tuple[str, ...]]] = set()
    for entry in entries():
        for ships in entry.ships:
            same = [facts for name, kind, facts in seen if (name, kind) == (entry.id, ships)]
            assert all({*facts, *entry.seen} == {"one-image", "many-images"} for facts in same), entry.id
            seen.add((entry.id, ships, entry.seen))
