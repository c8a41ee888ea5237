"""Times that no calendar has in UTC, from every tracker: an answer that cannot be understood, and no crash."""

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from readiness.trackers import github_answers, gitlab_client, jira_answers, redmine_client
from readiness.web.moments import Moment

NEVER = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")


@pytest.mark.parametrize("written", NEVER)
@pytest.mark.parametrize(
    ("shape", "field"),
    [
        (github_answers.Described, "updated"),
        (github_answers.Milestone, "due"),
        (gitlab_client.Answer, "updated_at"),
        (jira_answers.Fields, "updated"),
        (redmine_client.Answer, "updated_on"),
    ],
)
def test_a_time_that_utc_does_not_have_is_refused(shape: type[BaseModel], field: str, written: str) -> None:
    read = TypeAdapter(shape.model_fields[field].rebuild_annotation())
    with pytest.raises(ValidationError, match="no such time in UTC"):
        read.validate_python(written)


def test_a_time_is_told_in_utc() -> None:
    assert TypeAdapter(Moment).validate_python("2026-02-01T23:30:00-05:00").isoformat() == "2026-02-02T04:30:00+00:00"
