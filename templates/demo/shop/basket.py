"""A basket of goods. Prices are whole cents."""

from collections.abc import Mapping


def total(prices: Mapping[str, int], basket: Mapping[str, int]) -> int:
    """Return what `basket` (goods and how many) costs at `prices`."""
    return sum(prices[good] * count for good, count in basket.items())


def discounted(cents: int, percent: int) -> int:
    """Return `cents` less `percent`, rounded down in favour of the customer."""
    return cents * (100 - percent) // 100
