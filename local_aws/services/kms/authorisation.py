"""KMS: who may use a key, by its key policy and its grants."""

from typing import Any

from ministack.core.responses import request_scope
from ministack.services import kms

from local_aws.authorisation import keys
from local_aws.authorisation.evaluation import Policy
from local_aws.authorisation.policies import as_document, resource_policy

Statement = dict[str, Any]
# Operations without an encryption context: a grant's constraints do not apply to them.
_WITHOUT_CONTEXT = frozenset({"DescribeKey", "RetireGrant", "GetPublicKey", "CreateGrant"})

_OF_AWS_ALLOW = ("Decrypt", "GenerateDataKey*", "ReEncrypt*", "CreateGrant", "DescribeKey")


@resource_policy("kms")
def of_key(arn: str) -> tuple[Policy, ...]:
    """The key policy, and the grants as statements of another one; none of a key that is not there.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
    """
    if keys.is_of_aws(arn):
        return (Policy(f"key {arn.partition(':alias/')[2]}: policy", as_document(_of_aws(arn))),)
    key = keys.record(arn)
    if key is None:
        return ()
    found = [Policy(f"key {key['KeyId']}: policy", as_document(key["Policy"]))] if key.get("Policy") else []
    with request_scope(*_scope(key["Arn"])):
        granted = [
            statement
            for grant in kms._grants.values()
            if grant["KeyId"] == key["Arn"]
            for statement in _statements(grant)
        ]
    if granted:
        document = {"Version": "2012-10-17", "Statement": granted}
        found.append(Policy(f"key {key['KeyId']}: grants", as_document(document)))
    return tuple(found)


def _of_aws(arn: str) -> dict[str, Any]:
    """The policy of a key that AWS manages: for principals of the account who call its service.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-aws-managed.html
    """
    region, account = arn.split(":")[3:5]
    through = f"{arn.rpartition('/')[2]}.{region}.amazonaws.com"
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [
            "kms:Decrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
            "kms:CreateGrant",
            "kms:DescribeKey",
        ],
        "Resource": "*",
        "Condition": {"StringEquals": {"kms:CallerAccount": account, "kms:ViaService": through}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _scope(arn: str) -> tuple[str, str]:
    region, account = arn.split(":")[3:5]
    return account, region


def _statements(grant: dict[str, Any]) -> list[Statement]:
    """What a grant allows. Its constraints bind operations that have an encryption context."""
    operations = set(grant["Operations"])
    condition = _condition(grant.get("Constraints") or {})
    plain = operations & _WITHOUT_CONTEXT if condition else operations
    who = grant["GranteePrincipal"]
    kind = "AWS" if who.startswith("arn:") or who.isdigit() else "Service"
    return [
        {
            "Sid": f"Grant{grant['GrantId'][:12]}",
            "Effect": "Allow",
            "Principal": {kind: who},
            "Action": sorted(f"kms:{operation}" for operation in some),
            "Resource": "*",
            **({"Condition": under} if under else {}),
        }
        for some, under in ((plain, {}), (operations - plain, condition))
        if some
    ]


def _condition(constraints: dict[str, Any]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html"""
    exactly = constraints.get("EncryptionContextEquals") or {}
    pairs = {**(constraints.get("EncryptionContextSubset") or {}), **exactly}
    condition: dict[str, Any] = {}
    if pairs:
        condition["StringEquals"] = {f"kms:EncryptionContext:{name}": text for name, text in pairs.items()}
    if exactly:
        condition["ForAllValues:StringEquals"] = {"kms:EncryptionContextKeys": sorted(exactly)}
    if source := constraints.get("SourceArn"):
        condition["ArnLike"] = {"aws:SourceArn": source}
    return condition
