"""The documents of launches, to be committed: checklist, run-of-show and index, each under its mark.

All are templates that a repository can replace. The same input gives the same bytes. `root` is the way from the folder
of the documents to the top of the repository, such as `../../`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from readiness.model.checklist import IndexEntry, ScopeChecklist
from readiness.model.outcome import ItemClass
from readiness.model.run_of_show import RunOfShow
from readiness.render.mark import DocumentKind, Mark
from readiness.render.markdown import tidy
from readiness.render.templates import render_template

_LINT: Final = "<!-- markdownlint-disable-file MD013 MD033 -->"
"""Rows of tables are long, and code that has a pipe or a backquote in it can be written as HTML alone."""

_TITLES: Final = {
    ItemClass.CRITICAL: "Launch-critical",
    ItemClass.ADJACENT: "Launch-adjacent",
    ItemClass.DEFERRED: "Deferred",
}


def checklist(scope: ScopeChecklist, templates: Mapping[str, str], root: str = "") -> str:
    """Return the launch checklist of `scope`, from `checklist.md.j2`.

    Raises:
        ReadinessError: RDY057, the template fails.
    """
    classes = [(title, scope.of_class(one)) for one, title in _TITLES.items()]
    body = render_template("checklist.md.j2", templates, scope=scope, classes=classes, root=root)
    return _marked(Mark(DocumentKind.CHECKLIST, scope.id), body)


def run_of_show(run: RunOfShow, templates: Mapping[str, str], root: str = "") -> str:
    """Return the run-of-show of one launch, from `run-of-show.md.j2`.

    Raises:
        ReadinessError: RDY057, the template fails.
    """
    body = render_template("run-of-show.md.j2", templates, run=run, scope=run.scope, root=root)
    return _marked(Mark(DocumentKind.RUN_OF_SHOW, run.scope.id), body)


def index(entries: Sequence[IndexEntry], templates: Mapping[str, str], root: str = "") -> str:
    """Return the page that leads to the documents of all launches, from `index.md.j2`.

    Raises:
        ReadinessError: RDY057, the template fails.
    """
    body = render_template("index.md.j2", templates, entries=entries, root=root)
    return _marked(Mark(DocumentKind.INDEX), body)


def _marked(mark: Mark, body: str) -> str:
    return f"{mark}\n{_LINT}\n\n{tidy(body)}"
