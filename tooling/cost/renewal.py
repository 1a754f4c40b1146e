"""Renews the price table from AWS's public price list, where there is a network.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
"""

from __future__ import annotations

import csv
import datetime
import io
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tooling.cost.prices import Price, Table
from tooling.errors import PlatformError

URL = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/{service}/current/{region}/index.csv"
# What usage types begin with in a region.
PREFIXES = {"eu-west-1": ("EU-", "EUW1-"), "us-east-1": ("", "USE1-")}
Fetch = Callable[[str, str], Iterable[str]]


@dataclass(frozen=True)
class Renewal:
    """The table with today's prices; what of it changed, and which items the price list did not have."""

    table: Table
    changed: Mapping[tuple[str, str], tuple[Decimal | None, Decimal]]
    missing: tuple[tuple[str, str], ...]


def renewed(table: Table, fetch: Fetch, today: datetime.date) -> Renewal:
    """Ask the price list for every line that says where it is listed.

    Args:
        fetch: gets a service code and a region; the lines of the price list's CSV file.
    """
    prices = dict(table.prices)
    changed: dict[tuple[str, str], tuple[Decimal | None, Decimal]] = {}
    missing = []
    for region in table.regions:
        for service in sorted({each.listed[0] for each in table.prices.values() if each.listed}):
            wanted = [each for each in prices.values() if each.listed and each.listed[0] == service]
            found = dict(_found(fetch(service, region), wanted, region))
            for each in wanted:
                if each.item not in found:
                    missing.append((each.item, region))
                    continue
                old, new = each.prices.get(region), found[each.item]
                if old != new:
                    changed[each.item, region] = (old, new)
                prices[each.item] = replace(
                    prices[each.item],
                    prices={**prices[each.item].prices, region: new},
                    verified=prices[each.item].verified | {region},
                    dated=today,
                )
    return Renewal(replace(table, prices=prices), changed, tuple(missing))


def download(service: str, region: str) -> Iterator[str]:
    """The lines of a service's file, as they come: some have gigabytes.

    Raises:
        PlatformError: it cannot be had.
    """
    url = URL.format(service=service, region=region)
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            yield from io.TextIOWrapper(answer, encoding="utf-8", newline="")
    except (urllib.error.URLError, OSError) as error:
        raise PlatformError(
            f"AWS's price list cannot be read: {url}: {error}",
            "try again where there is a network; without it, estimates use the table as it is",
        ) from error


def _found(lines: Iterable[str], wanted: list[Price], region: str) -> Iterator[tuple[str, Decimal]]:
    """The on-demand price of each item: of the first range that is charged."""
    keys: dict[tuple[str, str], str] = {}
    for each in wanted:
        for prefix in PREFIXES.get(region, ("",)):
            operation = each.listed[2] if len(each.listed) > 2 else ""
            keys[prefix + each.listed[1], operation] = each.item
    best: dict[str, tuple[Decimal, Decimal]] = {}
    for row in _rows(lines):
        usage, operation = row.get("usageType", ""), row.get("operation", "")
        item = keys.get((usage, operation)) or keys.get((usage, ""))
        if item is None or row.get("TermType") != "OnDemand" or row.get("Currency") != "USD":
            continue
        price, start = Decimal(row["PricePerUnit"]), Decimal(row["StartingRange"] or "0")
        if price and (item not in best or start < best[item][0]):
            best[item] = (start, price.normalize())
    yield from ((item, price) for item, (_, price) in best.items())


def _rows(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The file without what it says of itself before the header."""
    rows = csv.reader(lines)
    header: list[str] = []
    for row in rows:
        if header:
            yield dict(zip(header, row, strict=False))
        elif row and row[0] == "SKU":
            header = row
