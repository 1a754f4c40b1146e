"""Functions. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html"""

from collections.abc import Iterable, Iterator

from ministack.core.responses import get_account_id, get_region
from ministack.services import lambda_svc, sqs

from local_aws.references import existing, networks
from local_aws.references.named_keys import unusable
from local_aws.references.rules import Parameters, Rule


def placed() -> networks.Placed:
    """Functions in networks; their interfaces stay as long as any version needs them."""
    for name, function in list(lambda_svc._functions.items()):
        versions = (function, *(function.get("versions") or {}).values())
        yield name, [(version.get("config") or {}).get("VpcConfig") for version in versions]


def _name(parameters: Parameters) -> str:
    """A function's name, which calls may give as an ARN, too."""
    return str(parameters["FunctionName"]).split(":function:")[-1].split(":")[0]


def _aliases(parameters: Parameters) -> Iterator[str]:
    name, version = _name(parameters), parameters.get("Qualifier")
    for alias_name, alias in list(((lambda_svc._functions.get(name) or {}).get("aliases") or {}).items()):
        routing = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
        if version and version in (alias.get("FunctionVersion"), *routing):
            yield alias_name


def _network(parameters: Parameters, what: str) -> Iterable[str]:
    return (parameters.get("VpcConfig") or {}).get(what) or ()


def _code_bucket(parameters: Parameters) -> Iterator[str]:
    if bucket := (parameters.get("Code") or parameters).get("S3Bucket"):
        yield from existing.missing_buckets(bucket)


def _source(parameters: Parameters, service: str) -> Iterator[str]:
    arn = parameters.get("EventSourceArn") or ""
    if arn.startswith(f"arn:aws:{service}:"):
        if service == "sqs" and sqs._queue_by_arn(arn) is None:
            yield arn
        if service == "kinesis":
            yield from existing.missing_streams(arn.partition("/consumer/")[0])


def _version(parameters: Parameters) -> Iterator[str]:
    name, version = _name(parameters), parameters.get("FunctionVersion")
    function = lambda_svc._functions.get(name)
    if function and version and version not in ("$LATEST", *function.get("versions", {})):
        yield f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:{name}:{version}"


MISSING = (
    Rule(
        "CreateFunction UpdateFunctionConfiguration",
        lambda parameters: existing.missing_subnets(_network(parameters, "SubnetIds")),
        "InvalidParameterValueException",
        "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message:"
        " The subnet ID '{found}' does not exist",
    ),
    Rule(
        "CreateFunction UpdateFunctionConfiguration",
        lambda parameters: existing.missing_groups(_network(parameters, "SecurityGroupIds")),
        "InvalidParameterValueException",
        "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error"
        " Message: The security group '{found}' does not exist",
    ),
    Rule(
        "CreateFunction UpdateFunctionCode",
        _code_bucket,
        "InvalidParameterValueException",
        "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket"
        " does not exist",
    ),
    Rule(
        "CreateEventSourceMapping",
        lambda parameters: _source(parameters, "sqs"),
        "InvalidParameterValueException",
        "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS"
        " Error Message: The specified queue does not exist for this wsdl version.",
    ),
    Rule(
        "CreateEventSourceMapping",
        lambda parameters: _source(parameters, "kinesis"),
        "InvalidParameterValueException",
        "Stream not found: {found}",
    ),
    Rule(
        "CreateAlias UpdateAlias",
        _version,
        "ResourceNotFoundException",
        "Function not found: {found}",
        404,
    ),
    Rule(
        "AddPermission",
        lambda parameters: existing.missing_principals(parameters["Principal"]),
        "InvalidParameterValueException",
        "The provided principal was invalid. Please check the principal and try again.",
    ),
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
    Rule(
        "CreateFunction UpdateFunctionConfiguration",
        unusable("KMSKeyArn"),
        "InvalidParameterValueException",
        "Lambda was unable to configure access to your environment variables because the KMS key is invalid"
        " for CreateGrant. Please check your KMS key settings.",
    ),
)

IN_USE = (
    Rule(
        "DeleteFunction",
        _aliases,
        "ResourceConflictException",
        "Unable to delete version because the following aliases reference it: [{all}]",
        409,
    ),
)
