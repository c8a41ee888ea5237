"""What JSON, YAML and TOML can hold, as plain values."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

Data = None | bool | int | float | str | date | datetime | time | Sequence["Data"] | Mapping[str, "Data"]
