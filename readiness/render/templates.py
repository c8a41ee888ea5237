"""Templates: the shipped ones, or the user's of the same name, rendered in a sandbox.

`NAME.md.j2` is Markdown, everything else HTML: whatever a template prints is escaped for its language, so a template
cannot forget to. A user's template can build on the one that it replaces: `{% extends "shipped/checklist.md.j2" %}`.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.render.escape import visible

_SHIPPED: Final = "shipped/"
_SOURCE: Final = "templates/"
_SHOWN: Final = 120
_DEMO_NAMES: Final = {
    "gitignore": ".gitignore",  # under its own name it would hide files of the checkout
    "readiness/followups.yaml.j2": ".readiness/followups.yaml",
}


def render_template(name: str, overrides: Mapping[str, str], **values: object) -> str:
    """Return the template `name`, taken from `overrides` or else from the shipped ones, filled with `values`.

    Raises:
        ReadinessError: RDY057, with the template's name and line.
    """
    return _rendered(name, overrides, _environment(overrides, markdown=name.endswith(".md.j2")), values)


def render_comment(name: str, overrides: Mapping[str, str], **values: object) -> str:
    """Return the template `name` as `render_template` does, for where people talk: no text in `values` becomes a link.

    Raises:
        ReadinessError: RDY057, with the template's name and line.
    """
    return _rendered(name, overrides, _environment(overrides, markdown=True, links=False), values)


def _rendered(name: str, overrides: Mapping[str, str], environment: Any, values: Mapping[str, object]) -> str:  # noqa: ANN401 - as below
    try:
        rendered: str = environment.get_template(name).render(**values)
    except Exception as error:  # a template is a program of the user: whatever it raises is its failure, not ours
        raise ReadinessError(_failure(name, overrides, error)) from error
    return rendered.strip("\n") + "\n"


def _environment(overrides: Mapping[str, str], *, markdown: bool, links: bool = True) -> Any:  # noqa: ANN401 - jinja2 is imported late
    from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    from readiness.render.markdown_escape import code, contact, escaped, reference, unlinked  # noqa: PLC0415

    class Loader(BaseLoader):
        """Looks in the overrides, then in the package."""

        def get_source(self, _: Environment, template: str) -> tuple[str, str, None]:
            """Return the text of `template`, and the name that its lines go by in a traceback."""
            text = overrides.get(template)
            if text is None:
                text = shipped().get(template.removeprefix(_SHIPPED))
            if text is None:
                raise TemplateNotFound(template)
            return text, _SOURCE + template, None

    # Templates of a user are programs of somebody; ours need no watching, which takes as long as rendering.
    environment = (ImmutableSandboxedEnvironment if overrides else Environment)(
        loader=Loader(),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=(escaped if links else unlinked) if markdown else None,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
    )
    environment.filters.update(code=code, contact=contact, duration=duration, reference=reference)
    return environment


@cache
def shipped() -> Mapping[str, str]:
    """Return the templates of this package by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(_folder().glob("*.j2"))}


def demo_files(values: Mapping[str, object]) -> Mapping[str, str]:
    """Return the files of the demo's repository by path; those that end in `.j2` are filled with `values`."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    # The demo is ours and no markup: nothing in it has to be escaped.
    environment = Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, keep_trailing_newline=True)  # noqa: S701
    files: dict[str, str] = {}
    root = _folder() / "demo"
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            name = path.relative_to(root).as_posix()
            text = path.read_text(encoding="utf-8")
            if name.endswith(".j2"):
                text = environment.from_string(text).render(values)
            files[_DEMO_NAMES.get(name, name.removesuffix(".j2"))] = text
    return files


def catalogue_file(name: str) -> str:
    """Return the text of a file of the catalogue that `readiness init` writes from."""
    return (_folder() / "catalogue" / name).read_text(encoding="utf-8")


def _folder() -> Path:
    """Return where the shipped templates lie: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    return next(one for one in (package / "templates", package.parent / "templates") if one.is_dir())


def duration(length: timedelta) -> str:
    """Return `length` as documents write it: `14d`, `15m`."""
    seconds = int(length.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _failure(name: str, overrides: Mapping[str, str], error: Exception) -> Problem:
    from jinja2 import TemplateNotFound, TemplateSyntaxError  # noqa: PLC0415

    match error:
        case TemplateSyntaxError():
            path, line = error.filename or _SOURCE + name, error.lineno
        case TemplateNotFound() if error.name == name:
            path, line = _SOURCE + name, 0
        case _:
            path, line = _deepest(error.__traceback__) or (_SOURCE + name, 0)
    if isinstance(error, TemplateNotFound):
        what = f"there is no template `{error.name}`"
    else:
        what = " ".join(str(error).split()) or type(error).__name__
    written = _line(path.removeprefix(_SOURCE), line, overrides)
    return Problem(
        "RDY057",
        f"the template {path.removeprefix(_SOURCE)} cannot be rendered: {what}{f' (in {written})' if written else ''}",
        "correct the template, or remove it so that the shipped one is used",
        Location(path, line, 1 if line else 0),
    )


def _line(name: str, line: int, overrides: Mapping[str, str]) -> str:
    """Return the line of a template that failed, in backquotes: what names the variable where the error does not."""
    text = overrides.get(name) or shipped().get(name.removeprefix(_SHIPPED), "")
    lines = text.splitlines()
    written = visible(lines[line - 1].strip()) if 0 < line <= len(lines) else ""
    return f"`{written[:_SHOWN]}{'…' if len(written) > _SHOWN else ''}`" if written else ""


def _deepest(trace: TracebackType | None) -> tuple[str, int] | None:
    """Return the last line of a template that `trace` went through."""
    found = None
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if path.startswith(_SOURCE):
            found = (path, trace.tb_lineno)
        trace = trace.tb_next
    return found
