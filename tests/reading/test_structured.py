import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.reading.structured import MAX_BYTES, read, read_json
from readiness.reading.values import Data

# Beyond the first plane JSON escapes by pairs, which YAML does not know.
TEXT = st.text(st.characters(max_codepoint=0xD7FF))
KEY = st.text(
    st.characters(max_codepoint=0xD7FF), max_size=50
)  # YAML allows 1,024 characters, and JSON escapes take up to twelve
PLAIN: st.SearchStrategy[Data] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"flags": {"deploys": true}, "n": 1.5}'),
        ("a.YAML", "flags:\n  deploys: true\nn: 1.5\n"),
        ("a.yml", "{flags: {deploys: true}, n: 1.5}"),
        ("a.toml", "n = 1.5\n[flags]\ndeploys = true\n"),
    ],
)
def test_each_format_gives_the_same_data(path: str, text: str) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        assert read(mark + text.encode(), path) == {"flags": {"deploys": True}, "n": 1.5}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("2026-11-20", "2026-11-20"),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("+3", 3),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("~", None),
        ("Null", None),
        ("FALSE", False),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("! 1", "1"),
        ("!!int 1", 1),
        ("!!float 1.0", 1.0),
        ("|\n a\n b", "a\nb"),
        ("[]", []),
        ("{a: }", {"a": None}),
        ("{on: 1, 8080: 2}", {"on": 1, "8080": 2}),
        ("'<<': 1", {"<<": 1}),
        ("[&a {b: 1}, *a]", [{"b": 1}, {"b": 1}]),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_yaml_means_what_version_1_2_says(text: str, expected: Data) -> None:
    found = read(text.encode(), "a.yaml")
    assert (found, type(found)) == (expected, type(expected))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [
        pytest.param("a.ini", b"", "its ending is none of .json, .yaml, .yml, .toml", id="another-ending"),
        pytest.param("json", b"{}", "its ending is none of", id="no-ending"),
        pytest.param("a.json", b"\xff", r"it is not UTF-8 \(byte 0\)", id="not-utf-8"),
        pytest.param("a.json", b" " * (MAX_BYTES + 1), "it is larger than", id="too-large"),
        pytest.param("a.json", b"", "it is not JSON: Expecting value in line 1, column 1", id="empty-json"),
        pytest.param("a.yaml", b"a: -.inf", "it holds -.inf, which is no number", id="yaml-infinite"),
        pytest.param("a.yaml", b"a: .nan", "it holds .nan, which is no number", id="yaml-nan"),
        pytest.param("a.json", b'{"a": NaN}', "it is not JSON: NaN is no number", id="json-nan"),
        pytest.param("a.json", b'{"a": {"b": 1, "b": 2}}', "it holds the key 'b' twice", id="json-twice"),
        pytest.param("a.json", b"[" * 101 + b"]" * 101, "nested more than 100 levels", id="json-deep"),
        pytest.param("a.json", b"[" * 200_000, "nested more than 100 levels", id="json-very-deep"),
        pytest.param("a.json", b"9" * 5000, "digits", id="json-huge-number"),
        pytest.param("a.toml", b"a = ", "it is not TOML", id="toml-syntax"),
        pytest.param("a.toml", b"a = 1\na = 2\n", "it is not TOML", id="toml-twice"),
        pytest.param("a.toml", b"a = " + b"[" * 5000, "nested more than 100 levels", id="toml-deep"),
        pytest.param("a.yaml", b"a: [1", "it is not YAML: .* in line", id="yaml-syntax"),
        pytest.param("a.yaml", b"a: 1\nb: 2\na: 3\n", "it holds the key 'a' twice", id="yaml-twice"),
        pytest.param("a.yaml", b"a: 1\n---\nb: 2\n", "it holds several documents", id="yaml-documents"),
        pytest.param("a.yaml", b"? [a]\n: 1\n", "it holds a key that is no text", id="yaml-key"),
        pytest.param("a.yaml", b"a: &a {b: 1}\nc:\n  <<: *a\n", "it merges mappings", id="yaml-merge"),
        pytest.param("a.yaml", b"a: *b\n", r"its alias \*b leads to nothing", id="yaml-alias"),
        pytest.param("a.yaml", b"a: &a [*a]\n", r"its alias \*a leads to nothing, or into itself", id="yaml-circle"),
        pytest.param("a.yaml", BOMB.encode(), "it expands to more than 1000000 values", id="yaml-bomb"),
        pytest.param("a.yaml", b"[" * 30_000, "nested more than 100 levels", id="yaml-deep"),
        pytest.param(
            "a.yaml", b"a: !!python/object:os.system x", "with the tag 'tag:yaml.org,2002:python", id="yaml-tag"
        ),
        pytest.param("a.yaml", b"a: !mine [1]", "with the tag '!mine'", id="yaml-list-tag"),
        pytest.param("a.yaml", b"!!int one", "with the tag", id="yaml-wrong-tag"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(data, path)


@given(PLAIN)
def test_json_is_read_alike_as_json_and_as_yaml(data: Data) -> None:
    text = json.dumps(data).encode()
    assert read(text, "a.json") == data
    assert read(text, "a.yaml") == data


def test_json_is_read_under_any_name_and_as_large_as_the_caller_allows() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": [1]}') == {"a": [1]}
    assert read_json(b" " * MAX_BYTES + b"[]") == []


@pytest.mark.parametrize("data", [b"", b"{", b"a: 1", b'{"a": 1, "a": 1}', b"[NaN]", b"\xff", b"[" * 200_000])
def test_what_is_no_json_is_refused_under_any_name(data: bytes) -> None:
    with pytest.raises(ValueError, match="it "):
        read_json(data)
