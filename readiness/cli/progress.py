"""What is running now: on a terminal with a clock for each command, elsewhere a line when one begins and ends."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Final

from readiness.cli.proving import begun_line, command_text, ran_lines, took_text
from readiness.prove.ordering import Step
from readiness.prove.results import Ran, Watch
from readiness.render.escape import visible
from readiness.render.layout import plain

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_PER_SECOND: Final = 8


class Plain:
    """Writes a line for whatever happens, as CI logs have it."""

    def __init__(self, width: int) -> None:
        self._width = width

    def begun(self, step: Step) -> None:
        """Say that `step` has begun."""
        sys.stdout.write(plain([begun_line(step)]))
        sys.stdout.flush()

    def over(self, ran: Ran) -> None:
        """Say what became of a step."""
        sys.stdout.write(plain(ran_lines(ran, self._width)))
        sys.stdout.flush()


class Live:
    """Shows a line with a clock for each step that runs, below what has ended."""

    def __init__(self, console: "Console", width: int, stop: Event) -> None:
        self._console = console
        self._stop = stop
        self._width = width
        self._begun: dict[int, tuple[Step, float]] = {}

    def begun(self, step: Step) -> None:
        """Show `step` from now on."""
        self._begun[step.number] = (step, time.monotonic())

    def over(self, ran: Ran) -> None:
        """Take a step away, and say what became of it."""
        self._begun.pop(ran.step.number, None)
        from readiness.render.paint import painted  # noqa: PLC0415

        for row in ran_lines(ran, self._width):
            self._console.print(painted(row), soft_wrap=True)

    def __rich__(self) -> "RenderableType":
        """Return the lines of what runs now; called again and again, by a thread of the display."""
        from rich.console import Group  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        now = time.monotonic()
        spinning = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[int(now * _PER_SECOND) % 10]
        rows = [
            Text.assemble(
                (f"{spinning} ", "cyan"),
                (visible(step.name), "bold"),
                f"  {took_text(now - begun)}  ",
                (command_text(step), "dim"),
                overflow="ellipsis",
                no_wrap=True,
            )
            for step, begun in list(self._begun.values())
        ]
        if self._stop.is_set():
            rows.append(Text("stopping: what runs is asked to end, and killed if it does not", "yellow"))
        return Group(*rows)


@contextmanager
def watching(width: int, stop: Event, *, live: bool, coloured: bool) -> Iterator[Watch]:
    """Give somebody who looks on: with a display that lives on the terminal, or with lines."""
    if not live:
        yield Plain(width)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.live import Live as Display  # noqa: PLC0415

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, no_color=not coloured)
    shown = Live(console, width, stop)
    with Display(shown, console=console, refresh_per_second=_PER_SECOND, transient=True, redirect_stdout=False):
        yield shown
