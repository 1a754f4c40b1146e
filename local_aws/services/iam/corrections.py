"""IAM: where the engine differs from AWS."""

import importlib.util
import json
from pathlib import Path
from typing import Any

from ministack.services import iam

from local_aws.corrections import correction

_MANAGED = "arn:aws:iam::aws:policy/"


@correction
def oidc_provider_tags() -> None:
    """AWS: the tags of an OpenID Connect provider can be changed. MiniStack: knows no such calls.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html
    """

    def change(action: str, parameters: Any, without: set[str], given: list[dict[str, str]]) -> Any:
        arn = iam._p(parameters, "OpenIDConnectProviderArn")
        if (provider := iam._oidc_providers.get(arn)) is None:
            return iam._error(404, "NoSuchEntity", f"OIDC provider {arn} not found.", ns="iam")
        kept = [tag for tag in provider.get("Tags", []) if tag["Key"] not in without]
        provider["Tags"] = kept + given
        return iam._xml(200, f"{action}Response", "", ns="iam")

    def tag(parameters: Any) -> Any:
        given = iam._extract_tags(parameters)
        return change("TagOpenIDConnectProvider", parameters, {each["Key"] for each in given}, given)

    def untag(parameters: Any) -> Any:
        return change("UntagOpenIDConnectProvider", parameters, set(iam._extract_tag_keys(parameters)), [])

    iam._IAM_HANDLERS |= {"TagOpenIDConnectProvider": tag, "UntagOpenIDConnectProvider": untag}


@correction
def managed_policies() -> None:
    """AWS: has more than a thousand managed policies. MiniStack: has the most common ones; moto has them all.

    https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
    """
    look_up = iam._lookup_policy

    def lookup_policy(arn: str) -> Any:
        found = look_up(arn)
        if found is None and arn.startswith(_MANAGED):
            found = _managed_policy(arn.removeprefix(_MANAGED))
            if found is not None:
                iam._aws_managed_policies[arn] = found
        return found

    iam._lookup_policy = lookup_policy


def _managed_policy(name: str) -> Any:
    """The record of a managed policy by its path and name; None if AWS has none of that name."""
    path, _, title = name.rpartition("/")
    entry = _published(title)
    if entry is None or entry.get("Path", "/").strip("/") != path:
        return None
    return iam._make_aws_managed_record(name, json.dumps(entry["Document"]))


def _published(title: str) -> Any:
    """What moto has of a managed policy. Its file is 5 MB of JSON, of which one entry is read."""
    spec = importlib.util.find_spec("moto.iam")
    [folder] = spec.submodule_search_locations or [""] if spec else [""]
    text = Path(folder, "aws_managed_policies.py").read_text(encoding="utf-8")
    begin = text.find(f'\n "{title}":{{')
    if begin < 0:
        return None
    entry, _ = json.JSONDecoder().raw_decode(text[text.index("{", begin) :])
    return entry


@correction
def mfa_devices_of_nobody() -> None:
    """AWS: lists unassigned devices, too, unless the call excludes them. MiniStack: those of users only.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
    """
    listed = iam._list_virtual_mfa_devices

    def list_virtual_mfa_devices(parameters: Any) -> Any:
        return listed({"AssignmentStatus": ["Any"], **parameters})

    iam._IAM_HANDLERS["ListVirtualMFADevices"] = list_virtual_mfa_devices


@correction
def service_linked_roles() -> None:
    """AWS: has the description and the suffix that it is given, and no other. MiniStack: makes one up.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
    """
    create = iam._create_service_linked_role

    def create_service_linked_role(parameters: Any) -> Any:
        suffix = iam._p(parameters, "CustomSuffix")
        before = set(iam._roles)
        answer = create(parameters)
        for name in set(iam._roles) - before:
            role = iam._roles[name]
            role["Description"] = iam._p(parameters, "Description")
            if suffix:
                role["RoleName"] = f"{name}_{suffix}"
                role["Arn"] = f"{role['Arn']}_{suffix}"
                iam._roles[role["RoleName"]] = iam._roles.pop(name)
            shown = iam._role_xml(role["RoleName"])
            result = "CreateServiceLinkedRoleResult"
            body = f"<{result}><Role>{shown}</Role></{result}>"
            return iam._xml(200, "CreateServiceLinkedRoleResponse", body, ns="iam")
        return answer

    iam._IAM_HANDLERS["CreateServiceLinkedRole"] = create_service_linked_role
