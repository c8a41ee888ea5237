import gzip
import json
import os
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from readiness.web.credentials import Credentials
from readiness.web.kept import KeptAnswers
from readiness.web.session import asking
from tests.trackers.cutting import cutting
from tests.trackers.server import Answer, Asked, as_json, in_turn, serving
from tests.trackers.talking import HASTY, TOKEN, failing, session_for

MIB = 1024 * 1024


def zipped(data: bytes, **headers: str) -> Answer:
    return Answer(gzip.compress(data), headers={"Content-Encoding": "gzip"} | headers)


def test_an_answer_may_be_packed() -> None:
    text = json.dumps(["x" * 1000] * 1000).encode()
    with serving(lambda _: zipped(text)) as server:
        assert asking(session_for(server.address), "GET", server.address).content == text
    assert server.asked[0].headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(b"[" + b" " * (8 * MIB)), id="plain"),
        pytest.param(Answer(b"[" + b" " * (8 * MIB), length=None), id="without-length"),
        pytest.param(zipped(b"[" + b" " * (64 * MIB)), id="bomb"),
    ],
)
def test_an_answer_without_end_is_not_read_to_its_end(answer: Answer) -> None:
    with serving(lambda _: answer) as server:
        error = failing(session_for(server.address), server.address)
    assert error.reason == f"the answer of 127.0.0.1:{server.port} is larger than 8 MiB"


def test_a_bomb_is_not_unpacked_before_it_is_found_out() -> None:
    packed = gzip.compress(bytes(60 * MIB))
    tracemalloc.start()
    try:
        with serving(lambda _: Answer(packed, headers={"Content-Encoding": "gzip"})) as server:
            failing(session_for(server.address), server.address)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * MIB


def test_an_answer_that_is_as_large_as_it_may_be_is_read() -> None:
    body = b"[" + b" " * 98 + b"]"
    with serving(in_turn(Answer(body), zipped(body))) as server:
        session = session_for(server.address, replace(HASTY, most_bytes=100))
        assert [asking(session, "GET", server.address).content for _ in range(2)] == [body, body]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(b"[]", headers={"Content-Encoding": "gzip"}), id="not-packed"),
        pytest.param(Answer(gzip.compress(b"[]")[:-9], headers={"Content-Encoding": "gzip"}), id="cut"),
        pytest.param(Answer(b"[]", headers={"Content-Encoding": "br"}), id="not-asked-for"),
        pytest.param(Answer(gzip.compress(b"[]"), headers={"Content-Encoding": "gzip, gzip"}), id="twice"),
    ],
)
def test_what_cannot_be_unpacked_is_no_answer(answer: Answer) -> None:
    with serving(lambda _: answer) as server:
        assert "cannot be undone" in failing(session_for(server.address), server.address).reason


def test_what_is_packed_without_a_header_of_gzip_is_read() -> None:
    with serving(lambda _: Answer(zlib.compress(b"[1]"), headers={"Content-Encoding": "deflate"})) as server:
        assert asking(session_for(server.address), "GET", server.address).json() == [1]


def test_an_answer_that_ends_too_early_is_none() -> None:
    with serving(lambda _: Answer(b"[]", length=99)) as server:
        assert "broke" in failing(session_for(server.address), server.address).reason


def test_an_answer_that_drips_is_not_waited_for() -> None:
    def respond(_: Asked) -> Answer:
        sleep(0.1)
        return Answer(b"[]")

    with serving(respond) as server:
        error = failing(session_for(server.address, replace(HASTY, read_s=0.02, tries=1)), server.address)
        slow = failing(session_for(server.address, replace(HASTY, answer_s=-1.0)), server.address)
    assert error.reason.endswith("does not answer in time")
    assert "takes longer than" in slow.reason


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(b"<html>Please log in</html>", headers={"Content-Type": "text/html"}), id="page"),
        pytest.param(Answer(b"<html>", headers={"Content-Type": "application/json"}), id="page-that-says-json"),
        pytest.param(Answer(b""), id="nothing"),
        pytest.param(Answer(b"[" * 200_000), id="deep"),
        pytest.param(Answer(b'{"a": "\xff"}'), id="no-utf-8"),
        pytest.param(Answer(b"[1]", status=300), id="choices"),
        pytest.param(Answer(b"", status=304), id="not-changed-unasked"),
    ],
)
def test_a_success_that_is_no_json_is_no_answer(answer: Answer) -> None:
    with serving(lambda _: answer) as server:
        assert f"127.0.0.1:{server.port}" in failing(session_for(server.address), server.address).reason


def test_a_refusal_may_be_a_page() -> None:
    with serving(lambda _: Answer(b"<html>", 404)) as server:
        assert asking(session_for(server.address), "GET", server.address).status_code == 404


def test_a_token_that_a_server_sends_back_is_taken_out() -> None:
    with serving(lambda asked: as_json({"message": f"bad {asked.headers['Authorization']}"}, 401)) as server:
        answer = asking(session_for(server.address), "GET", server.address)
    assert answer.json() == {"message": "bad Bearer [token]"}


@pytest.mark.parametrize(
    "spelled",
    [
        pytest.param("".join(f"\\u{ord(sign):04x}" for sign in TOKEN), id="all-by-number"),
        pytest.param(TOKEN.replace("_", "\\u005F"), id="one-by-number"),
    ],
)
def test_a_token_that_a_server_sends_back_in_other_letters_is_taken_out(spelled: str) -> None:
    with serving(lambda _: Answer(f'{{"you": "{spelled}", "n": "\\u0026"}}'.encode())) as server:
        response = asking(session_for(server.address), "GET", server.address)
    assert response.json() == {"you": "[token]", "n": "&"}


def test_a_token_with_a_slash_is_taken_out_where_json_has_another_before_it() -> None:
    credentials = Credentials.bearer("abc/def+ghi=")
    assert credentials.hidden(rb'{"you": "abc\/def+ghi\u003D"}') == b'{"you": "[token]"}'


def test_a_token_in_a_header_is_neither_kept_nor_told(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path)
    with serving(lambda _: as_json([], ETag=f'"{TOKEN}"', Link=f"<https://x/{TOKEN}>")) as server:
        response = asking(session_for(server.address, kept=kept), "GET", server.address)
    assert TOKEN not in str(response.headers)
    assert [TOKEN.encode() in file.read_bytes() for file in tmp_path.iterdir()] == [False]
    with serving(lambda _: Answer(status=302, headers={"Location": f"http://{TOKEN}.example.org/"})) as server:
        error = failing(session_for(server.address), server.address)
    assert TOKEN.casefold() not in f"{error} {error.action}".casefold()


def test_a_kept_answer_counts_when_the_server_says_so(tmp_path: Path) -> None:
    first = as_json(["old"], ETag='"1"', Link='<http://x>; rel="next"')
    with serving(in_turn(first, Answer(status=304), as_json(["new"], ETag='"2"'))) as server:
        answers = []
        for _ in range(3):
            session = session_for(server.address, kept=KeptAnswers(tmp_path / "kept"))
            answers.append(asking(session, "GET", f"{server.address}/issues"))
    assert [answer.json() for answer in answers] == [["old"], ["old"], ["new"]]
    assert (answers[1].status_code, answers[1].links["next"]["url"]) == (200, "http://x")
    assert [asked.headers.get("If-None-Match") for asked in server.asked] == [None, '"1"', '"1"']


def test_the_folder_of_kept_answers_is_private_and_has_no_token(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "kept"
    with serving(lambda _: as_json([TOKEN], ETag='"1"')) as server:
        asking(session_for(server.address, kept=KeptAnswers(folder)), "GET", server.address)
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert TOKEN.encode() not in file.read_bytes() + file.name.encode()


def test_a_kept_answer_is_of_one_address_and_one_asker() -> None:
    asker = Credentials.bearer(TOKEN).digest()
    other = Credentials.bearer("another-token").digest()
    keys = {
        KeptAnswers.key("http://a", "", asker),
        KeptAnswers.key("http://b", "", asker),
        KeptAnswers.key("http://a", "application/json", asker),
        KeptAnswers.key("http://a", "", other),
        KeptAnswers.key("http://a", "", Credentials.none().digest()),
    }
    assert len(keys) == 5


def test_a_kept_answer_cannot_add_a_header(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path)
    kept.put("key", {"etag": '"1"\r\nX-Evil: 1'}, b"[]")
    assert list(tmp_path.iterdir())
    assert kept.get("key") is None


@pytest.mark.parametrize("change", [b"", b"x", b"\n\n"])
def test_a_damaged_answer_is_asked_for_anew(tmp_path: Path, change: bytes) -> None:
    with serving(lambda _: as_json([1], ETag='"1"')) as server:
        for _ in range(2):
            session = session_for(server.address, kept=KeptAnswers(tmp_path))
            assert asking(session, "GET", server.address).json() == [1]
            (file,) = tmp_path.iterdir()
            file.write_bytes(file.read_bytes()[:-2] + change)
    assert [asked.headers.get("If-None-Match") for asked in server.asked] == [None, None]


def test_what_must_not_be_kept_or_cannot_be_is_not(tmp_path: Path) -> None:
    kept = KeptAnswers(tmp_path)
    kept.put("secret", {"etag": "x", "cache-control": "private, No-Store"}, b"[]")
    kept.put("nameless", {}, b"[]")
    KeptAnswers(tmp_path / "file" / "below").put("x", {"etag": "x"}, b"[]")
    (tmp_path / "folder").mkdir()
    kept.put("folder", {"etag": "x"}, b"[]")
    (tmp_path / "occupied").write_text("no folder")
    KeptAnswers(tmp_path / "occupied").put("x", {"etag": "x"}, b"[]")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder", "occupied"]
    assert KeptAnswers(tmp_path / "occupied").get("x") is None


def test_no_refusal_is_kept(tmp_path: Path) -> None:
    with serving(lambda _: as_json({}, 404, ETag='"1"')) as server:
        asking(session_for(server.address, kept=KeptAnswers(tmp_path)), "GET", server.address)
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_answers_make_room(tmp_path: Path) -> None:
    for number in range(2_001):
        (tmp_path / str(number)).touch()
    os.utime(tmp_path / "7", (0, 0))
    KeptAnswers(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1_001
    assert not (tmp_path / "7").exists()


def test_answers_are_kept_in_the_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    KeptAnswers.of_user().put("key", {"etag": "x"}, b"[]")
    assert (tmp_path / "readiness" / "trackers" / "key").exists()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"no HTTP at all\r\n\r\n", id="garbage"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n[]", id="many-headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n[]", id="endless-header"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n[]", id="two-lengths"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]", id="no-chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n", id="cut-chunks"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", id="other-protocol"),
        pytest.param(b"HTTP/1.1 99 x\r\nContent-Length: 2\r\n\r\n[]", id="no-status"),
    ],
)
def test_what_is_hardly_http_is_an_error_like_any_other(raw: bytes) -> None:
    with cutting(raw) as (address, _):
        failing(session_for(address, replace(HASTY, tries=1)), address)
