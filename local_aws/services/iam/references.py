"""IAM. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html

MiniStack itself refuses roles and users that have policies attached, such policies, and users with keys.
"""

from collections.abc import Iterator

from ministack.services import iam

from local_aws.references import existing
from local_aws.references.rules import Parameters, Rule, all_of


def _inline_policies(parameters: Parameters) -> Iterator[str]:
    role = iam._roles.get(parameters["RoleName"]) or {}
    if not role.get("AttachedPolicies"):  # which it says first
        yield from role.get("InlinePolicies") or ()


def _profiles(parameters: Parameters) -> Iterator[str]:
    role = iam._roles.get(parameters["RoleName"]) or {}
    for profile in all_of(iam._instance_profiles):
        if parameters["RoleName"] in profile.get("Roles", ()) and not role.get("AttachedPolicies"):
            yield profile["InstanceProfileName"]


def _roles(parameters: Parameters) -> Iterator[str]:
    yield from (iam._instance_profiles.get(parameters["InstanceProfileName"]) or {}).get("Roles", ())


def _versions(parameters: Parameters) -> Iterator[str]:
    policy = iam._policies.get(parameters["PolicyArn"]) or {}
    if not policy.get("AttachmentCount"):
        yield from (
            name for name, one in (policy.get("Versions") or {}).items() if not one["IsDefaultVersion"]
        )


def _members(parameters: Parameters) -> Iterator[str]:
    yield from (iam._groups.get(parameters["GroupName"]) or {}).get("Users", ())


def _rule(operation: str, found: object, message: str) -> Rule:
    return Rule(operation, found, "DeleteConflict", message, 409)  # type: ignore[arg-type]


def _trust(parameters: Parameters) -> Iterator[str]:
    return existing.missing_in_policy(
        parameters.get("AssumeRolePolicyDocument") or parameters.get("PolicyDocument")
    )


MISSING = (
    Rule(
        "AttachRolePolicy AttachUserPolicy AttachGroupPolicy",
        lambda parameters: existing.missing_policies(parameters["PolicyArn"]),
        "NoSuchEntity",
        "Policy {found} does not exist or is not attachable.",
        404,
    ),
    Rule(
        "CreateRole CreateUser PutRolePermissionsBoundary PutUserPermissionsBoundary",
        lambda parameters: existing.missing_policies(parameters.get("PermissionsBoundary")),
        "NoSuchEntity",
        "Scope ARN: {found} does not exist or is not attachable.",
        404,
    ),
    Rule(
        "CreateRole UpdateAssumeRolePolicy",
        _trust,
        "MalformedPolicyDocument",
        'Invalid principal in policy: "AWS":"{found}"',
    ),
)

IN_USE = (
    _rule("DeleteRole", _inline_policies, "Cannot delete entity, must delete policies first."),
    _rule(
        "DeleteRole",
        _profiles,
        "Cannot delete entity, must remove roles from instance profile first.",
    ),
    _rule(
        "DeleteInstanceProfile",
        _roles,
        "Cannot delete entity, must remove roles from instance profile first.",
    ),
    _rule(
        "DeletePolicy",
        _versions,
        "This policy has more than one version. Before you delete a policy, you must delete the policy's"
        " versions. The default version is deleted with the policy.",
    ),
    _rule("DeleteGroup", _members, "Cannot delete entity, must remove users from group first."),
)
