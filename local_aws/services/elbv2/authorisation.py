"""Elastic Load Balancing: calls functions that let it in, and writes logs to buckets that do."""

from typing import Any

from ministack.services import alb
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend

from local_aws.authorisation import deliveries, rights
from local_aws.authorisation.evaluation import Principal
from local_aws.corrections import correction
from local_aws.services.lambda_.authorisation import call_denied

# Accounts of Elastic Load Balancing that policies of older regions name instead of the service.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_ACCOUNTS = {
    "af-south-1": "098369216593",
    "ap-east-1": "754344448648",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-northeast-3": "383597477331",
    "ap-south-1": "718504428378",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-southeast-3": "589379963580",
    "ca-central-1": "985666609251",
    "eu-central-1": "054676820928",
    "eu-north-1": "897822967062",
    "eu-south-1": "635631232127",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "me-south-1": "076674570225",
    "sa-east-1": "507241528517",
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
}


@correction
def rights_of_target_groups() -> None:
    """AWS: a function must let its target group in, when it is registered and when it is called.

    moto: registers every function. MiniStack: calls it.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
    """
    register, invoke = ELBv2Backend.register_targets, alb._invoke_lambda_target

    def denied(function: str, group: str) -> bool:
        sender = deliveries.Sender.as_itself("elasticloadbalancing", group)
        return call_denied(sender, function) is not None

    def register_if_permitted(self: Any, group: str, targets: list[Any]) -> None:
        found = self.target_groups.get(group)
        for target in targets if found and found.target_type == "lambda" else []:
            if denied(target["Id"], group):
                raise ELBClientError(
                    "AccessDenied",
                    "elasticloadbalancing principal does not have permission to invoke"
                    f" {target['Id']} from target group {group}",
                )
        register(self, group, targets)

    async def invoke_if_permitted(function: str, group: str, *args: Any, **more: Any) -> Any:
        if denied(function, group):
            return 502, {"Content-Type": "text/html"}, b"<html><h1>502 Bad Gateway</h1></html>"
        return await invoke(function, group, *args, **more)

    ELBv2Backend.register_targets, alb._invoke_lambda_target = register_if_permitted, invoke_if_permitted


@correction
def rights_of_load_balancer_logs() -> None:
    """AWS: writes an object to the bucket when logs are turned on; its policy must allow it. moto: takes all.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
    """
    modify = ELBv2Backend.modify_load_balancer_attributes

    def modify_if_permitted(self: Any, arn: str, attributes: dict[str, Any]) -> Any:
        balancer = self.load_balancers.get(arn)
        settings = {**(balancer.attrs if balancer else {}), **attributes}
        for kind in ("access_logs", "connection_logs"):
            bucket = settings.get(f"{kind}.s3.bucket")
            changed = any(name.startswith(f"{kind}.") for name in attributes)
            if not changed or settings.get(f"{kind}.s3.enabled") != "true" or not bucket:
                continue
            prefix = settings.get(f"{kind}.s3.prefix")
            place = f"{bucket}/{prefix}" if prefix else bucket
            account = arn.split(":")[4]
            target = f"arn:aws:s3:::{place}/AWSLogs/{account}/ELBAccessLogTestFile"
            if not _may_write(arn, target):
                raise ELBClientError(
                    "InvalidConfigurationRequest",
                    f"Access Denied for bucket: {bucket}. Please check S3bucket permission",
                )
        return modify(self, arn, attributes)

    ELBv2Backend.modify_load_balancer_attributes = modify_if_permitted


def _may_write(balancer: str, target: str) -> bool:
    """Network Load Balancers have their logs delivered by CloudWatch Logs."""
    region, account = balancer.split(":")[3:5]
    if ":loadbalancer/net/" in balancer:
        service = rights.service("delivery.logs.amazonaws.com")
        context = rights.source(f"arn:aws:logs:{region}:{account}:*") | {
            "s3:x-amz-acl": "bucket-owner-full-control"
        }
        return rights.authorise(service, "s3:PutObject", target, context).allowed
    service = rights.service("logdelivery.elasticloadbalancing.amazonaws.com")
    callers = [(service, rights.source(balancer))]
    if region in _ACCOUNTS:
        owner = _ACCOUNTS[region]
        callers.insert(0, (Principal("root", f"arn:aws:iam::{owner}:root", owner), {}))
    return any(rights.authorise(who, "s3:PutObject", target, sent, account).allowed for who, sent in callers)
