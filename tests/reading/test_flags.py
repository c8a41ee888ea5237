import pytest

from readiness.reading.flags import flag_keys

JSON = b"""{
  "deploys-enabled": false,
  "billing": {"stripe": {"enabled": null}, "a/b": 1, "m~n": 2, "": 3},
  "billing.enabled": true,
  "list": [{"id": 1}, {"id": 2}]
}"""


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("deploys-enabled", id="a-flag-that-is-off"),
        pytest.param("billing", id="a-group"),
        pytest.param("billing.stripe.enabled", id="a-dotted-path-to-null"),
        pytest.param("billing.enabled", id="a-key-with-a-dot"),
        pytest.param("/billing/stripe/enabled", id="a-pointer"),
        pytest.param("/billing/a~1b", id="a-pointer-with-a-slash"),
        pytest.param("/billing/m~0n", id="a-pointer-with-a-tilde"),
        pytest.param("/billing/", id="a-pointer-to-the-empty-key"),
        pytest.param("/billing.enabled", id="a-pointer-to-a-key-with-a-dot"),
        pytest.param("/list/1/id", id="a-pointer-into-a-list"),
    ],
)
def test_a_key_that_is_there_is_found(key: str) -> None:
    assert flag_keys(JSON, "flags.json").holds(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        ".",
        "deploys",
        "Deploys-enabled",
        "billing.",
        ".billing",
        "billing.stripe.enabled.now",
        "stripe.enabled",
        "list.1.id",
        "/",
        "/deploys",
        "/billing.stripe",
        "/list/2",
        "/list/01",
        "/list/-1",
        "/list/-",
        "/list/¹",
        "/list/" + "9" * 5000,
        "/deploys-enabled/0",
    ],
)
def test_a_key_that_is_not_there_is_not_found(key: str) -> None:
    assert not flag_keys(JSON, "flags.json").holds(key)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("flags.yaml", b"deploys:\n  enabled: off\n"),
        ("flags.yml", b"deploys.enabled: off\n"),
        ("flags.toml", b"[deploys]\nenabled = false\n"),
        ("FLAGS.JSON", b'{"deploys": {"enabled": false}}'),
    ],
)
def test_each_format_is_read_by_its_ending(path: str, data: bytes) -> None:
    assert flag_keys(data, path).holds("deploys.enabled")
    assert not flag_keys(data, path).holds("deploys.disabled")


@pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"deploys"'])
def test_a_file_that_is_no_mapping_holds_no_flag(data: bytes) -> None:
    flags = flag_keys(data, "flags.json")
    assert not flags.holds("deploys")
    assert not flags.holds("/0")


@pytest.mark.parametrize(
    ("path", "data"),
    [("flags.json", b"{"), ("flags.yaml", b"a: 1\na: 2\n"), ("flags.toml", b"\xff"), ("flags.env", b"")],
)
def test_a_file_that_cannot_be_read_is_another_thing_than_a_key_that_is_not_there(path: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^(it|its) "):
        flag_keys(data, path)
