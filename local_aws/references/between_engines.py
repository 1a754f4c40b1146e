"""References from one engine to what lives in the other."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import acm, cloudwatch_logs, ec2, s3
from moto.acm.models import AWSCertificateManagerBackend, CertificateNotFound
from moto.ec2.models import ec2_backends
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogsBackend
from moto.s3.exceptions import MissingBucket
from moto.s3.models import S3Backend

from local_aws.corrections import correction

Record = dict[str, Any]


class MotoView:
    """One kind of moto's EC2 resources, as MiniStack reads its own store of them."""

    def __init__(self, records: Callable[[Any], Iterator[tuple[str, Record]]]) -> None:
        self._records = records

    def _all(self, account: str, region: str) -> dict[str, Record]:
        return dict(self._records(ec2_backends[account][region]))

    def get(self, key: str, default: Any = None) -> Any:
        return self._all(get_account_id(), get_region()).get(key, default)

    def __getitem__(self, key: str) -> Record:
        return self._all(get_account_id(), get_region())[key]

    def __contains__(self, key: str) -> bool:
        return key in self._all(get_account_id(), get_region())

    def values(self) -> list[Record]:
        return list(self._all(get_account_id(), get_region()).values())

    def items(self) -> list[tuple[str, Record]]:
        return list(self._all(get_account_id(), get_region()).items())

    def get_scoped(self, account: str, region: str, key: str, default: Any = None) -> Any:
        return self._all(account, region).get(key, default)

    def contains_scoped(self, account: str, region: str, key: str) -> bool:
        return key in self._all(account, region)

    def clear(self) -> None:
        """Forgotten with moto's own."""


def _subnets(backend: Any) -> Iterator[tuple[str, Record]]:
    for in_zone in list(backend.subnets.values()):
        for subnet in list(in_zone.values()):
            ipv6 = [block["ipv6CidrBlock"] for block in subnet.ipv6_cidr_block_associations.values()]
            yield (
                subnet.id,
                {
                    "SubnetId": subnet.id,
                    "VpcId": subnet.vpc_id,
                    "CidrBlock": subnet.cidr_block,
                    "Ipv6CidrBlock": ipv6[0] if ipv6 else None,
                    "AvailabilityZone": subnet.availability_zone,
                    "AvailabilityZoneId": subnet.availability_zone_id,
                    "OwnerId": subnet.owner_id,
                },
            )


def _security_groups(backend: Any) -> Iterator[tuple[str, Record]]:
    for in_vpc in list(backend.groups.values()):
        for group in list(in_vpc.values()):
            yield group.id, {"GroupId": group.id, "GroupName": group.name, "VpcId": group.vpc_id}


def _vpcs(backend: Any) -> Iterator[tuple[str, Record]]:
    for vpc in list(backend.vpcs.values()):
        yield vpc.id, {"VpcId": vpc.id, "CidrBlock": vpc.cidr_block, "IsDefault": vpc.is_default}


@correction
def networks_of_moto_in_ministack() -> None:
    """Functions, databases and caches of MiniStack are placed in networks of moto."""
    ec2._subnets = MotoView(_subnets)
    ec2._security_groups = MotoView(_security_groups)
    ec2._vpcs = MotoView(_vpcs)
    ec2._ensure_defaults_initialized = ec2._init_defaults = lambda: None


@correction
def log_groups_of_ministack_in_moto() -> None:
    """Flow logs and DNS query logs of moto are delivered to log groups of MiniStack."""

    def tags_of(self: Any, name: str) -> dict[str, str]:
        with request_scope(self.account_id, self.region_name):
            group = cloudwatch_logs._log_groups.get(name)
        if group is None:
            raise ResourceNotFoundException
        return dict(group.get("tags") or {})

    def groups_of(self: Any, *_: Any, **__: Any) -> tuple[list[Any], None]:
        with request_scope(self.account_id, self.region_name):
            groups = [group for _, group in cloudwatch_logs._log_groups.items()]
        return [SimpleNamespace(arn=group["arn"].removesuffix(":*")) for group in groups], None

    LogsBackend.list_tags_log_group = tags_of
    LogsBackend.describe_log_groups = groups_of


@correction
def buckets_of_ministack_in_moto() -> None:
    """Flow logs, trails and access logs of moto are delivered to buckets of MiniStack."""

    def bucket_of(self: Any, name: str) -> Any:
        with request_scope(self.account_id, "us-east-1"):
            if name not in s3._buckets:
                raise MissingBucket(bucket=name)
            return s3._buckets[name]

    S3Backend.get_bucket = bucket_of


@correction
def certificates_of_ministack_in_moto() -> None:
    """Listeners of moto show certificates of MiniStack."""

    def certificate(self: Any, arn: str) -> Any:
        with request_scope(self.account_id, self.region_name):
            found = acm._certificates.get(arn)
        if found is None:
            raise CertificateNotFound(arn=arn, account_id=self.account_id)
        return found

    def used_by(self: Any, arn: str, load_balancer: str) -> None:
        certificate(self, arn)

    AWSCertificateManagerBackend.get_certificate = certificate
    AWSCertificateManagerBackend.set_certificate_in_use_by = used_by
