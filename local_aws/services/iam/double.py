"""IAM: users' SSH keys and credentials of services, tags of MFA devices. MiniStack answers for the rest.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
"""

import hashlib

from local_aws.double.hints import Kind, Record, Service, Values


def _fingerprint(key: Record, _: Values) -> None:
    digest = hashlib.md5(key.values["SSHPublicKeyBody"].encode(), usedforsecurity=False).hexdigest()
    key.values["Fingerprint"] = ":".join(digest[start : start + 2] for start in range(0, len(digest), 2))


def _tag(account: Record, request: Values) -> Values:
    kept = account.values["Tags"].setdefault(request["SerialNumber"], {})
    kept.update({each["Key"]: each["Value"] for each in request["Tags"]})
    return {}


def _untag(account: Record, request: Values) -> Values:
    for key in request["TagKeys"]:
        account.values["Tags"].get(request["SerialNumber"], {}).pop(key, None)
    return {}


def _tags(account: Record, request: Values) -> Values:
    kept = account.values["Tags"].get(request["SerialNumber"], {})
    return {"Tags": [{"Key": key, "Value": value} for key, value in kept.items()], "IsTruncated": False}


def _none(*_: object) -> Values:
    return {"Certificates": []}


SERVICE = Service(
    "iam",
    kinds=(
        Kind(
            "SSHPublicKey",
            members=("SSHPublicKeyId",),
            missing="NoSuchEntity",
            made={"SSHPublicKeyId": "APKA{new:.16}", "Status": "Active", "UploadDate": "{now}"},
            operations={"UploadSSHPublicKey": ("create", {})},
            rules={"create": _fingerprint},
        ),
        Kind(
            "ServiceSpecificCredential",
            members=("ServiceSpecificCredentialId",),
            missing="NoSuchEntity",
            made={
                "ServiceSpecificCredentialId": "ACCA{new:.16}",
                "ServicePassword": "{new}{new}",
                "ServiceUserName": "{UserName}-at-{account}",
                "Status": "Active",
            },
        ),
        Kind("Account", theirs=True, alone=True, made={"Tags": {}}),
    ),
    acts={
        "ListMFADeviceTags": ("Account", _tags),
        "ListSigningCertificates": ("Account", _none),
        "TagMFADevice": ("Account", _tag),
        "UntagMFADevice": ("Account", _untag),
    },
    everywhere=True,
    rest_elsewhere=True,
)
