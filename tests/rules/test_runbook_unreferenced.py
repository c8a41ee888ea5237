"""What one rule says where it cannot know: no case folder has a document that is broken on purpose."""

from readiness.model.outcome import Level, Outcome
from readiness.pipeline import Request, check
from tests.policy.changing import NOW, files, item, launch
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]


def test_while_a_document_is_broken_nobody_can_tell_which_runbooks_it_refers_to(repository: RepositoryBuilder) -> None:
    scope = launch(item(rollback={"steps": "runbooks/deploy.md#back", "within": "5m"}))
    runbooks = {"runbooks/deploy.md": "# Deploy\n\n## Back\n\nGo back.\n", "runbooks/dns.md": "# DNS\n\nx\n"}
    repository.commit({**files(scope), **runbooks, "scopes/broken.yaml": "kind: scope\nid: broken\n"})
    report = check(Request(root=repository.path, now=NOW, cache=False))
    [found] = [one for one in report.scopes[0].verdicts if one.code == "RDY325"]
    assert (found.level, found.found) == (Level.OBSERVE, Outcome.UNKNOWN)
    assert found.action == "correct the document that cannot be read"
