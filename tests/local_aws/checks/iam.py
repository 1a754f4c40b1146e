"""IAM: whether a local AWS does as AWS does."""

import json
from typing import Any

from tests.local_aws.checks import check, name


@check
def oidc_provider_tags(aws: Any) -> bool:
    iam = aws.client("iam")
    made = iam.create_open_id_connect_provider(
        Url=f"https://{name()}.example.com",
        Tags=[{"Key": "Team", "Value": "a"}, {"Key": "Old", "Value": "a"}],
    )
    arn = made["OpenIDConnectProviderArn"]
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "Team", "Value": "b"}])
    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["Old"])
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["Tags"]
    return bool(found == [{"Key": "Team", "Value": "b"}])


@check
def managed_policies(aws: Any) -> bool:
    iam, role = aws.client("iam"), "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    version = iam.get_policy(PolicyArn=role)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=role, VersionId=version)["PolicyVersion"]["Document"]
    try:
        iam.get_policy(PolicyArn="arn:aws:iam::aws:policy/NoSuchPolicy")
    except iam.exceptions.NoSuchEntityException:
        return "logs:CreateLogGroup" in json.dumps(document)
    return False


@check
def mfa_devices_of_nobody(aws: Any) -> bool:
    iam = aws.client("iam")
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName=name())["VirtualMFADevice"]["SerialNumber"]
    return made in [each["SerialNumber"] for each in iam.list_virtual_mfa_devices()["VirtualMFADevices"]]


@check
def service_linked_roles(aws: Any) -> bool:
    iam, suffix = aws.client("iam"), name()
    asked = {"AWSServiceName": "autoscaling.amazonaws.com", "CustomSuffix": suffix}
    made = iam.create_service_linked_role(**asked)["Role"]
    kept = iam.get_role(RoleName=made["RoleName"])["Role"]
    return made["RoleName"].endswith(f"_{suffix}") and not kept.get("Description")
