from readiness.prove.environment import ALWAYS, FIXED, MARK, visible_to_command
from tests.docs.guide_run import PATH as GUIDE
from tests.docs.pages import ROOT


def test_the_guide_names_every_variable_that_a_command_sees() -> None:
    text = (ROOT / GUIDE).read_text(encoding="utf-8")
    assert [name for name in sorted({*ALWAYS, *FIXED, MARK, "LC_*"}) if f"`{name}`" not in text] == []


def test_a_name_is_seen_whole_or_not_at_all() -> None:
    environment = {"CI_JOB_TOKEN": "secret", "CI": "true", "HOMEBREW_GITHUB_API_TOKEN": "secret", "LC_TIME": "C"}
    assert visible_to_command(environment, (), "m") == {"CI": "true", "LC_TIME": "C", **FIXED, MARK: "m"}


def test_what_is_named_is_seen_as_it_is_and_what_is_not_set_stays_so() -> None:
    assert visible_to_command({"TERM": "xterm"}, ("TERM", "TOKEN"), "m") == {"TERM": "xterm", MARK: "m"}


def test_nobody_outside_can_say_what_the_mark_is() -> None:
    assert visible_to_command({MARK: "theirs"}, (MARK,), "mine")[MARK] == "mine"
