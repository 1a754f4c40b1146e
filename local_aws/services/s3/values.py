"""S3: values that it refuses and that its model allows."""

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from local_aws.edge.errors import Refusal
from local_aws.values import Request, policies, values

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_NAME = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--table-s3")
_DIRECTORY = "--x-s3"
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
_INFREQUENT = ("STANDARD_IA", "ONEZONE_IA")
_DAYS_BEFORE = 30
_ORDER = ("STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
_POLICY = policies.Quotas(20_480, white_space=False)
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
_OF_OBJECTS = ("abortmultipartupload", "listmultipartuploadparts", "replicatedelete", "replicatetags")
_METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")
_ACTIONS = (
    "AbortIncompleteMultipartUpload",
    "Expiration",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionTransitions",
    "Transitions",
)


@values("CreateBucket")
def bucket_name(request: Request) -> Refusal | None:
    """Of what a host name may have, and not one that S3 keeps for itself."""
    name: str = request.parameters["Bucket"]
    is_directory = "Bucket" in request.parameters.get("CreateBucketConfiguration", {})
    reserved = name.startswith(_PREFIXES) or name.endswith(_SUFFIXES) or _is_address(name)
    if _NAME.fullmatch(name) and not reserved and is_directory == name.endswith(_DIRECTORY):
        return None
    return Refusal("InvalidBucketName", "The specified bucket is not valid.", members={"BucketName": name})


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.IPv4Address(name))
    except ValueError:
        return False


@values("PutBucketPolicy")
def policy(request: Request) -> Refusal | None:
    """A bucket's policy is well-formed, not too long, and of actions on this bucket and its objects.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
    """
    text: str = _text(request.parameters["Policy"])
    if problem := policies.malformed(text, "resource"):
        return _malformed("Invalid principal in policy" if policies.is_about_principals(problem) else problem)
    if _POLICY.exceeded_by(text):
        return Refusal("PolicyTooLarge", "Policy exceeds the maximum allowed document size.")
    named = (_wrong_statement(each, request.parameters["Bucket"]) for each in policies.statements(text))
    problem = next(filter(None, named), None)
    return _malformed(problem) if problem else None


def _text(document: Any) -> str:
    return document.decode() if isinstance(document, bytes) else str(document)


def _wrong_statement(statement: policies.Statement, bucket: str) -> str | None:
    actions = [action.lower() for action in policies.actions(statement)]
    if any(action != "*" and not action.startswith(("s3:", "s3express:")) for action in actions):
        return "Policy has invalid action"
    resources = policies.resources(statement)
    if not resources:
        return "Missing required field Resource"
    found = [re.fullmatch(r"arn:aws[\w-]*:s3:::(.+)", resource) for resource in resources]
    names = [match[1] for match in found if match and match[1].startswith(bucket)]
    if len(names) < len(resources):
        return "Policy has invalid resource"
    has = {kind for name in names for kind in _named(name)}
    if "Action" in statement and not all(_kinds(action) & has for action in actions):
        return "Action does not apply to any resource(s) in statement"
    return None


def _named(resource: str) -> set[str]:
    """What a resource may be, by its name: with a wildcard in the bucket's name both."""
    if "*" in resource.partition("/")[0]:
        return {"bucket", "object"}
    return {"object"} if "/" in resource else {"bucket"}


def _kinds(action: str) -> set[str]:
    """What an action is about: objects, buckets, or with a wildcard perhaps both."""
    name = action.partition(":")[2]
    if "*" in action or "?" in action:
        return {"bucket", "object"}
    is_of_objects = ("object" in name and "bucket" not in name) or name in _OF_OBJECTS
    return {"object"} if is_of_objects else {"bucket"}


def _malformed(message: str) -> Refusal:
    return Refusal("MalformedPolicy", message)


@values("PutBucketLifecycleConfiguration")
def lifecycle(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html"""
    rules: list[dict[str, Any]] = request.parameters.get("LifecycleConfiguration", {}).get("Rules", [])
    ids = Counter(rule["ID"] for rule in rules if rule.get("ID"))
    if ids and max(ids.values()) > 1:
        return _argument("Rule ID must be unique. Found same ID for more than one rule")
    return next((Refusal(*wrong) for rule in rules for wrong in _wrong_in(rule)), None)


def _wrong_in(rule: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if not any(rule.get(action) for action in _ACTIONS):
        yield "InvalidRequest", "At least one action needs to be specified in a rule"
    where = f"filter '({_filter(rule)})'"
    for reason in (*_wrong_transitions(rule, where), *_wrong_expiration(rule, where)):
        yield "InvalidArgument", reason


def _filter(rule: dict[str, Any]) -> str:
    said = rule.get("Filter") or {}
    prefix = said.get("Prefix") or said.get("And", {}).get("Prefix") or rule.get("Prefix") or ""
    return f"prefix={prefix}"


def _wrong_transitions(rule: dict[str, Any], where: str) -> Iterator[str]:
    """Thirty days at least before and in infrequent access, and then ever colder."""
    transitions = [each for each in rule.get("Transitions", []) if each.get("Days") is not None]
    classes = Counter(each.get("StorageClass") for each in rule.get("Transitions", []))
    if classes and max(classes.values()) > 1:
        yield f"StorageClass must be different for 'Transition' actions in same 'Rule' with {where}"
    for each in transitions:
        if each["Days"] < 0:
            yield "'Days' in Transition action must be nonnegative"
        if each["StorageClass"] in _INFREQUENT and each["Days"] < _DAYS_BEFORE:
            yield (
                f"'Days' in Transition action must be greater than or equal to {_DAYS_BEFORE} for "
                f"storageClass '{each['StorageClass']}'"
            )
    ordered = sorted(transitions, key=lambda each: _ORDER.index(each["StorageClass"]))
    for warmer, colder in pairwise(ordered):
        least = _DAYS_BEFORE if warmer["StorageClass"] in _INFREQUENT else 1
        if colder["Days"] < warmer["Days"] + least:
            yield (
                f"'Days' in the 'Transition' action for StorageClass '{colder['StorageClass']}' for {where} "
                f"must be {least} days more than {where} in the 'Transition' action for StorageClass "
                f"'{warmer['StorageClass']}'"
            )


def _wrong_expiration(rule: dict[str, Any], where: str) -> Iterator[str]:
    days = rule.get("Expiration", {}).get("Days")
    if days is None:
        return
    if days <= 0:
        yield "'Days' for Expiration action must be a positive integer"
    latest = max((each.get("Days") or 0 for each in rule.get("Transitions", [])), default=-1)
    if days <= latest:
        yield (
            f"'Days' in the Expiration action for {where} must be greater than 'Days' in the Transition "
            "action"
        )


@values("PutBucketCors")
def cors(request: Request) -> Refusal | None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html"""
    for rule in request.parameters.get("CORSConfiguration", {}).get("CORSRules", []):
        for kind in ("AllowedOrigin", "AllowedHeader"):
            for value in rule.get(f"{kind}s", []):
                if value.count("*") > 1:
                    return _request(f'{kind} "{value}" can not have more than one wildcard.')
        for method in rule.get("AllowedMethods", []):
            if method not in _METHODS:
                return _request(
                    f"Found unsupported HTTP method in CORS config. Unsupported method is {method}"
                )
        for header in rule.get("ExposeHeaders", []):
            if "*" in header:
                return _request(
                    f'ExposeHeader "{header}" contains wildcard. We currently do not support wildcard for '
                    "ExposeHeader."
                )
    return None


def _argument(message: str) -> Refusal:
    return Refusal("InvalidArgument", message)


def _request(message: str) -> Refusal:
    return Refusal("InvalidRequest", message)
