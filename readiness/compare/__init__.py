"""What a change does to readiness: two sides judged by one clock, without a checkout, and held against each other.

`ends` finds the two trees, `standing` judges one of them, and each of the others tells one part of the diff, purely
from the two: `shifts` (worse, better), `reproofs`, `lists` (items, deferrals, waivers), `turns` (decisions); `passing`
what days alone have done. Requirements are matched by scope, subject and requirement, never by where they are written.
"""

from readiness.compare.comparing import Comparison, compare

__all__ = ["Comparison", "compare"]
