"""Items that need each other in a circle, over all scopes."""

from collections.abc import Iterator, Mapping, Sequence

Node = tuple[str, str]
"""A scope and an item."""


def cycles(needs: Mapping[Node, Sequence[Node]]) -> Iterator[tuple[Node, ...]]:
    """Yield each circle that a walk along `needs` runs into, from its smallest node round and back to it.

    Walks in sorted order and without recursion, so that a chain of 10,000 items is no danger.
    """
    done: set[Node] = set()
    for start in sorted(needs):
        path: list[Node] = []
        on_path: dict[Node, int] = {}
        stack: list[tuple[Node, Iterator[Node]]] = []
        if start not in done:
            stack.append((start, iter(needs[start])))
            on_path[start] = 0
            path.append(start)
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                path.pop()
                del on_path[node]
                done.add(node)
            elif following in on_path:
                yield _from_smallest(path[on_path[following] :])
            elif following not in done:
                on_path[following] = len(path)
                path.append(following)
                stack.append((following, iter(needs.get(following, ()))))


def _from_smallest(circle: Sequence[Node]) -> tuple[Node, ...]:
    first = circle.index(min(circle))
    return (*circle[first:], *circle[:first], circle[first])
