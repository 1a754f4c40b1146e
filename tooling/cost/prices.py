"""The price table: `prices.csv`, a line for each thing that AWS charges for.

Columns: `item` (the service, a dot, what is charged), `unit`, a price in US dollars for each region (empty
where it is not known), `free` (what each account has free each month), `source` (the page of AWS that
publishes it), `dated` (when the line was last looked at), `verified` (the regions whose price was compared
with a second source, a `*` for all), and `list` (where AWS's price list has it: service code, usage type and,
where needed, operation).
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from tooling.errors import PlatformError

TABLE = Path(__file__).with_name("prices.csv")
COLUMNS = ("item", "unit", "free", "source", "dated", "verified", "list")
SERVICES = {
    "alb": "Elastic Load Balancing", "apigateway": "API Gateway", "appsync": "AppSync",
    "aurora": "Aurora", "cloudfront": "CloudFront", "cloudwatch": "CloudWatch", "cognito": "Cognito",
    "dax": "DynamoDB Accelerator", "dynamodb": "DynamoDB", "ebs": "EBS", "ec2": "EC2", "ecr": "ECR",
    "efs": "EFS", "eks": "EKS", "elasticache": "ElastiCache", "eventbridge": "EventBridge",
    "fargate": "Fargate", "firehose": "Data Firehose", "flink": "Managed Service for Apache Flink",
    "globalaccelerator": "Global Accelerator", "kinesis": "Kinesis Data Streams", "kms": "KMS",
    "lambda": "Lambda", "lattice": "VPC Lattice", "mq": "Amazon MQ", "nat": "NAT gateway",
    "nlb": "Elastic Load Balancing", "rds": "RDS", "route53": "Route 53", "s3": "S3",
    "secretsmanager": "Secrets Manager", "sns": "SNS", "sqs": "SQS", "ssm": "Systems Manager",
    "states": "Step Functions", "transfer": "Data transfer", "vpc": "VPC", "waf": "WAF",
}  # fmt: skip


@dataclass(frozen=True)
class Price:
    """A line of the table.

    Attributes:
        prices: US dollars for one unit, by region.
        free: units that each account has free each month.
        verified: the regions whose price was compared with a second source.
        listed: service code, usage type and operation in AWS's price list; empty where it has none.
    """

    item: str
    unit: str
    prices: Mapping[str, Decimal]
    free: Decimal
    source: str
    dated: datetime.date
    verified: frozenset[str]
    listed: tuple[str, ...] = ()

    @property
    def service(self) -> str:
        """The service, as a bill names it."""
        return SERVICES[self.item.partition(".")[0]]


@dataclass(frozen=True)
class Table:
    """All prices, by item, and the regions they are for."""

    prices: Mapping[str, Price]
    regions: tuple[str, ...]

    @property
    def oldest(self) -> datetime.date:
        """When the line that was looked at least recently was."""
        return min(each.dated for each in self.prices.values())

    def of_region(self, region: str) -> str:
        """The region, if the table has prices for it.

        Raises:
            PlatformError: it has none.
        """
        if region not in self.regions:
            raise PlatformError(
                f"the price table has no region '{region}'" if region else "the plan does not say its region",
                f"add --region, one of: {', '.join(self.regions)}",
            )
        return region


@cache
def load(path: Path = TABLE) -> Table:
    """Read the table.

    Raises:
        PlatformError: it cannot be read; names the line.
    """
    with path.open(newline="", encoding="utf-8") as file:
        return read(file, path.name)


def read(lines: Iterable[str], name: str = TABLE.name) -> Table:
    """Read a table. See `load`."""
    rows = csv.DictReader(lines)
    regions = tuple(column for column in rows.fieldnames or () if column not in COLUMNS)
    found: dict[str, Price] = {}
    for row in rows:
        try:
            price = _price(row, regions)
        except (KeyError, ValueError, InvalidOperation, AttributeError) as error:
            raise PlatformError(
                f"{name}, line {rows.line_num}: not a price ({error})",
                f"the columns are {', '.join(COLUMNS)} and regions; see tooling/cost/prices.py",
            ) from error
        if price.item in found:
            raise PlatformError(f"{name}, line {rows.line_num}: {price.item} is there twice", "delete one")
        found[price.item] = price
    return Table(found, regions)


def written(table: Table) -> str:
    """The table as a file."""
    import io

    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["item", "unit", *table.regions, "free", "source", "dated", "verified", "list"])
    for each in table.prices.values():
        verified = "*" if each.verified >= set(table.regions) else " ".join(sorted(each.verified))
        prices = [f"{each.prices[region]:f}" if region in each.prices else "" for region in table.regions]
        free = f"{each.free:f}" if each.free else ""
        dated = each.dated.isoformat()
        write.writerow(
            [each.item, each.unit, *prices, free, each.source, dated, verified, "|".join(each.listed)]
        )
    return out.getvalue()


def _price(row: Mapping[str, str], regions: tuple[str, ...]) -> Price:
    if row["item"].partition(".")[0] not in SERVICES:
        raise ValueError(f"no service is known for {row['item']}")
    verified = row["verified"]
    return Price(
        item=row["item"],
        unit=row["unit"],
        prices={region: Decimal(row[region]) for region in regions if row[region]},
        free=Decimal(row["free"] or "0"),
        source=row["source"],
        dated=datetime.date.fromisoformat(row["dated"]),
        verified=frozenset(regions if verified == "*" else verified.split()),
        listed=tuple(row["list"].split("|")) if row["list"] else (),
    )
