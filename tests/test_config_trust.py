"""The table `[trust]`: whose signatures count, and each mistake at its key."""

from datetime import date
from pathlib import Path

import pytest

from readiness.config import read_trust
from readiness.errors import ReadinessError
from readiness.model.trust import Trust
from tests.ssh import TYPES, key_pair
from tests.test_config import config_of, problems_of

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGF4j2rZTOZOHVuX2uHvyVIzzM4ABfCkUQ5ZC4Jy2aW7 ci@example"
OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJkTE4TTTAZiQGFGhwEPAOHxRoHWXjGHFr+zOCV8iZ3J"


def entry(*lines: str, key: str = ED25519, identity: str = "ci-release", header: str = "[[trust.keys]]") -> str:
    return "\n".join([header, f"key = '{key}'", f"identity = '{identity}'", *lines, ""])


def test_without_keys_nobody_asks_for_signatures() -> None:
    assert config_of().trust == Trust()
    assert not Trust().asks_for_signatures
    trust = config_of(readiness="[trust]\nexecuted_only = true\n").trust
    assert (trust.executed_only, trust.asks_for_signatures) == (True, False)


@pytest.mark.parametrize("name", ["readiness", "pyproject"])
def test_a_key_has_an_identity_bounds_and_days(name: str) -> None:
    header = "[[trust.keys]]" if name == "readiness" else "[[tool.readiness.trust.keys]]"
    lines = ("kinds = ['junit']", "surfaces = ['billing']", "from = 2026-10-01", "until = '2026-12-31'")
    trust = config_of(**{name: entry(*lines, header=header)}).trust
    (key,) = trust.keys
    assert trust.asks_for_signatures
    assert (key.key, key.identity, key.kinds, key.surfaces) == (ED25519, "ci-release", ("junit",), ("billing",))
    assert (key.from_, key.until, key.revoked) == (date(2026, 10, 1), date(2026, 12, 31), None)
    assert [key.covers(date(2026, *day)) for day in ((9, 30), (10, 1), (12, 31))] == [False, True, True]
    assert not key.covers(date(2027, 1, 1))


@pytest.mark.parametrize("name", ["ed25519", "p256", "p384"])
def test_what_ssh_keygen_writes_can_be_pasted(tmp_path: Path, name: str) -> None:
    pair = key_pair(tmp_path, name)
    assert config_of(readiness=entry(key=pair.line)).trust.keys[0].key == pair.line


@pytest.mark.parametrize("name", sorted(TYPES.keys() - {"ed25519", "p256", "p384"}))
def test_other_kinds_of_keys_are_refused(tmp_path: Path, name: str) -> None:
    (problem,) = problems_of(readiness=entry(key=key_pair(tmp_path, name).line))
    assert problem.startswith("readiness.toml:2:1 `key` cannot be used: keys of kind ")
    assert " are not accepted | paste the line of an ed25519 or ECDSA (P-256, P-384) public key" in problem


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(("kinds = []",), "4:1 `kinds` is empty", id="no-kinds"),
        pytest.param(("surfaces = []",), "4:1 `surfaces` is empty", id="no-surfaces"),
        pytest.param(("from = 2026-02-02", "until = 2026-02-01"), "1:1 `until` is 2026-02-01, before", id="order"),
        pytest.param(("from = 2026-02-01T00:00:00Z",), "4:1 `2026-02-01 00:00:00+00:00` is no day", id="a-moment"),
        pytest.param(("revoked = true",), "4:1 `revoked` wants a day", id="revoked-without-a-day"),
        pytest.param(("form = 2026-02-01",), "4:1 the key `form` is not known here | did you mean `from`?", id="typo"),
    ],
)
def test_a_mistake_is_explained_at_its_key(lines: tuple[str, ...], expected: str) -> None:
    (problem,) = problems_of(readiness=entry(*lines))
    assert problem.startswith(f"readiness.toml:{expected}")


@pytest.mark.parametrize(
    ("key", "why"),
    [
        pytest.param(ED25519.replace("ssh-ed25519 ", ""), "it is no OpenSSH public key", id="without-its-kind"),
        pytest.param("-----BEGIN OPENSSH PRIVATE KEY-----", "it is no OpenSSH public key", id="private"),
        pytest.param(ED25519[:40], "what follows its kind is damaged", id="cut"),
        pytest.param(ED25519.replace("IGF4", "IGF*"), "what follows its kind is damaged", id="no-base64"),
        pytest.param(ED25519.replace("ssh-ed25519", "ecdsa-sha2-nistp256"), "damaged", id="another-kind-inside"),
        pytest.param("sk-ssh-ed25519@openssh.com AAAA", "keys of kind sk-ssh-ed25519@openssh.com", id="hardware"),
        pytest.param("ssh-ed25519-cert-v01@openssh.com AAAA", "keys of kind ssh-ed25519-cert-v01", id="certificate"),
    ],
)
def test_what_is_no_key_is_refused(key: str, why: str) -> None:
    (problem,) = problems_of(readiness=entry(key=key))
    assert problem.startswith("readiness.toml:2:1 `key` cannot be used: ")
    assert why in problem


def test_a_mistake_in_the_second_key_is_shown_in_the_second_key() -> None:
    (problem,) = problems_of(readiness=entry() + entry("until = 'soon'", key=OTHER))
    assert problem.startswith("readiness.toml:7:1 `soon` is no day")


def test_the_same_key_may_not_have_two_identities() -> None:
    (problem,) = problems_of(readiness=entry() + entry(key=ED25519.removesuffix(" ci@example"), identity="ops"))
    assert problem.endswith("the key of ops is there twice, the other time for ci-release | keep one of the two")


def test_an_empty_list_of_keys_does_not_switch_trust_off() -> None:
    (problem,) = problems_of(readiness="[trust]\nkeys = []\n")
    assert problem.startswith("readiness.toml:2:1 `keys` is empty")


def test_a_key_without_an_identity_is_refused() -> None:
    (problem,) = problems_of(readiness=f"[trust]\nkeys = [{{key = '{ED25519}'}}]\n")
    assert problem == "readiness.toml:2:1 `identity` is missing | add `identity = …`"


def trust_of(path: Path, text: str) -> Trust:
    path.write_text(text)
    return read_trust(path)


def test_trust_can_be_kept_outside_of_the_repository(tmp_path: Path) -> None:
    path, text = tmp_path / "trust.toml", "[trust]\nexecuted_only = true\n" + entry()
    assert trust_of(path, text) == config_of(readiness=text).trust
    link = tmp_path / "mounted.toml"
    link.symlink_to(path)
    assert read_trust(link) == read_trust(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(None, "there is no such file", id="absent"),
        pytest.param("", "`trust` is missing", id="empty"),
        pytest.param("[trust]\n", "the file asks for nothing", id="nothing-asked"),
        pytest.param("[trust]\nexecuted_only = false\n", "the file asks for nothing", id="off"),
        pytest.param("[trsut]\n", "the key `trsut` is not known here", id="typo"),
        pytest.param(entry(identity="C I"), "`C I` is no id", id="identity"),
        pytest.param("[trust", "the file is no TOML", id="no-toml"),
    ],
)
def test_a_file_that_trusts_nobody_is_refused(tmp_path: Path, text: str | None, expected: str) -> None:
    path = tmp_path / "trust.toml"
    with pytest.raises(ReadinessError) as caught:
        read_trust(path) if text is None else trust_of(path, text)
    assert {problem.code for problem in caught.value.problems} == {"RDY040"}
    assert any(expected in problem.message for problem in caught.value.problems)
    assert all(str(problem.location).startswith(str(path)) for problem in caught.value.problems)
