"""What each service calls the error for a value that its model does not allow.

A service has its own word for it, in its API reference under "Common errors" or at each operation.
"""

from botocore.model import OperationModel

from local_aws.edge.errors import Refusal
from local_aws.values.models import Breach, message

# The errors for a request that is wrong in itself; a service that is not below has one of them.
_INVALID = (
    "ValidationException",
    "InvalidInputException",
    "InvalidRequestException",
    "InvalidArgumentException",
    "InvalidParameterValueException",
    "InvalidParameterException",
    "BadRequestException",
)
_BY_SERVICE = {
    "acm": "ValidationException",
    "application-autoscaling": "ValidationException",
    "cloudfront": "MalformedXML",
    "codedeploy": "ValidationException",
    "cognito-idp": "InvalidParameterException",
    "ecr": "InvalidParameterException",
    "ecs": "InvalidParameterException",
    "eks": "InvalidParameterException",
    "elasticache": "InvalidParameterValue",
    "events": "ValidationException",
    "firehose": "ValidationException",
    "kinesis": "ValidationException",
    "kms": "ValidationException",
    "lambda": "ValidationException",
    "logs": "InvalidParameterException",
    "rds": "InvalidParameterValue",
    "redshift": "InvalidParameterValue",
    "route53": "InvalidInput",
    "s3": "InvalidArgument",
    "s3control": "InvalidRequest",
    "secretsmanager": "ValidationException",
    "servicediscovery": "InvalidInput",
    "sqs": "InvalidParameterValue",
    "ssm": "ValidationException",
    "stepfunctions": "ValidationException",
    "wafv2": "ValidationException",
}
_BY_PROTOCOL = {
    "query": "ValidationError",
    "ec2": "InvalidParameterValue",
    "rest-xml": "InvalidInput",
}
# These say that a parameter is missing in this way, the others as any other breach.
_MISSING = frozenset({"ec2", "elasticache", "rds", "redshift", "sqs"})
_SCHEMA = "The XML you provided was not well-formed or did not validate against our published schema"


def invalid(operation: OperationModel) -> str:
    """The error for a value that the service does not take."""
    service = operation.service_model
    if code := _BY_SERVICE.get(service.service_name) or _BY_PROTOCOL.get(service.protocol):
        return code
    own = [shape.name for shape in operation.error_shapes]
    of_service = [shape.name for shape in service.error_shapes]
    return next((name for names in (own, of_service) for name in _INVALID if name in names), _INVALID[0])


def refusal(operation: OperationModel, found: list[Breach]) -> Refusal:
    """The service's answer to a request that its model does not allow."""
    service, first = operation.service_model.service_name, found[0]
    if first.kind == "type":
        reason = f"Value{first.shown} at '{first.path}' cannot be converted to {first.constraint}"
        return unreadable(operation, reason)
    if service == "s3" and any("." in each.path for each in found):
        return Refusal("MalformedXML", _SCHEMA)
    name = _upper(first.path)
    if first.kind == "missing" and service in _MISSING:
        return Refusal("MissingParameter", f"The request must contain the parameter {name}")
    if service == "ec2":
        value = first.shown.strip(" '")
        return Refusal(
            invalid(operation), f"Value ({value}) for parameter {name} is invalid. {first.constraint}"
        )
    return Refusal(invalid(operation), message(found))


def unreadable(operation: OperationModel, reason: str) -> Refusal:
    """The service's answer to a request that is not of the form that its operation has."""
    protocol = operation.service_model.protocol
    if protocol in ("query", "ec2"):
        return Refusal("MalformedInput", reason)
    if protocol == "rest-xml":
        return Refusal("MalformedXML", _SCHEMA)
    code = invalid(operation)
    return Refusal(code if code == "BadRequestException" else "SerializationException", reason)


def _upper(path: str) -> str:
    return path[:1].upper() + path[1:]
