"""Metrics Insights: queries over several metrics at once, as alarms may have them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
"""

import re
from dataclasses import dataclass

_NAME = r'(?:"[^"]+"|[\w./-]+)'
_QUERY = re.compile(
    rf"SELECT\s+(?P<statistic>AVG|COUNT|MAX|MIN|SUM)\s*\(\s*(?P<metric>{_NAME})\s*\)"
    rf"\s+FROM\s+(?:SCHEMA\s*\(\s*(?P<schema>{_NAME}(?:\s*,\s*{_NAME})*)\s*\)|(?P<namespace>{_NAME}))"
    r"(?:\s+WHERE\s+(?P<where>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_IS = re.compile(rf"\s*({_NAME})\s*=\s*'([^']*)'\s*")
_STATISTICS = {"AVG": "Average", "COUNT": "SampleCount", "MAX": "Maximum", "MIN": "Minimum", "SUM": "Sum"}


@dataclass(frozen=True)
class Query:
    """Which metrics are put together, and by which statistic. `names` are the exact dimensions, if given."""

    namespace: str
    metric: str
    statistic: str
    names: frozenset[str] | None
    values: dict[str, str]

    def takes(self, namespace: str, metric: str, dimensions: dict[str, str]) -> bool:
        """Whether a metric is one of those."""
        return (
            (namespace, metric) == (self.namespace, self.metric)
            and (self.names is None or self.names == dimensions.keys())
            and self.values.items() <= dimensions.items()
        )


def parse(expression: str) -> Query | None:
    """A query of one result with equalities only; None for anything else: GROUP BY, OR and the like."""
    found = _QUERY.fullmatch(expression.strip())
    if not found:
        return None
    namespace, *names = re.findall(_NAME, found["schema"] or found["namespace"])
    conditions = re.split(r"\bAND\b", found["where"], flags=re.IGNORECASE) if found["where"] else []
    equal = [_IS.fullmatch(each) for each in conditions]
    if not all(equal):
        return None
    return Query(
        _bare(namespace),
        _bare(found["metric"]),
        _STATISTICS[found["statistic"].upper()],
        frozenset(map(_bare, names)) if found["schema"] else None,
        {_bare(each[1]): each[2] for each in equal if each},
    )


def _bare(name: str) -> str:
    return name.strip('"')
