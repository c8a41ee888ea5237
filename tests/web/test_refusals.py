import json

import pytest

from readiness.web.refusals import not_installed, quoted, refusal


def told(status: int, body: object = b"", *, given: bool = True) -> str:
    error = refusal(
        status, body, host="git.acme.example", variable="ACME_TOKEN", what="issue 12 of acme/platform", given=given
    )
    return f"{error.reason} | {error.action}"


@pytest.mark.parametrize(
    ("status", "given", "said"),
    [
        (401, True, "git.acme.example does not accept the token in ACME_TOKEN | put a valid token into ACME_TOKEN"),
        (401, False, "shows issue 12 of acme/platform to nobody without a token | put a token into ACME_TOKEN"),
        (403, False, "shows issue 12 of acme/platform to nobody without a token | put a token into ACME_TOKEN"),
        (403, True, "the token in ACME_TOKEN lacks the right to issue 12 of acme/platform at git.acme.example"),
        (
            404,
            True,
            "git.acme.example shows no issue 12 of acme/platform | check how it is written; if it exists, give",
        ),
        (404, False, "if it exists, put a token into ACME_TOKEN"),
        (410, True, "git.acme.example says that issue 12 of acme/platform is gone"),
        (422, True, "git.acme.example refuses issue 12 of acme/platform"),
        (418, True, "git.acme.example answers 418 about issue 12 of acme/platform"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, given: bool, said: str) -> None:  # noqa: FBT001 - a row of the table
    assert said in told(status, given=given)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"message": "Validation Failed", "errors": [{"message": "no title"}]}', ": Validation Failed; no title |"),
        ({"errorMessages": ["a", "b"], "errors": {"field": "c"}}, ": c; a; b |"),
        ({"message": {"title": ["can't be blank"]}}, ": can't be blank |"),
        ("plain words", ": plain words |"),
        (b"<html>a page</html>", "platform |"),
        (b"\xff\xfe", ": ��"),
        ([], "platform |"),
        (None, "platform |"),
        ({"message": "evil\x1b[2J\nline"}, ": evil [2J line |"),
        ({"message": "x" * 5000}, f": {'x' * 200}… |"),
        (json.dumps([[[[[["deep"]]]]]]), "platform |"),
    ],
)
def test_what_a_server_wrote_is_quoted_short_and_harmless(body: object, said: str) -> None:
    assert said in told(422, body)


def test_a_text_in_one_line_is_quoted_as_it_is() -> None:
    assert quoted("Zürich \u202e says\tno") == "Zürich says no"


def test_what_is_not_installed_is_said_with_the_command() -> None:
    assert not_installed("github").action == "run `pip install 'readiness[github]'`"
