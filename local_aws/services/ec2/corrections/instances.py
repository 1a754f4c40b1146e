"""EC2 instances: where the engine differs from AWS."""

from typing import Any

from ministack.services import iam
from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.instances import Instance
from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateBackend
from moto.ec2.responses import EC2Response
from moto.iam.models import IAMBackend, InstanceProfile
from moto.moto_api._internal import mock_random as random

from local_aws.corrections import correction


@correction
def launch_template_tags() -> None:
    """AWS: a launch template's own tags are not what its versions tag. moto: are among it.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
    """
    create = LaunchTemplateBackend.create_launch_template

    def create_without(self: Any, name: str, description: str, data: dict[str, Any], tags: Any) -> Any:
        given = [
            each for each in data.pop("TagSpecifications", []) if each["ResourceType"] != "launch-template"
        ]
        return create(self, name, description, data | ({"TagSpecifications": given} if given else {}), tags)

    LaunchTemplateBackend.create_launch_template = create_without


@correction
def changed_tags_of_launch_templates() -> None:
    """AWS: a launch template tells its tags as they are. moto: as they were made.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
    """
    LaunchTemplate.tags = property(lambda self: self.get_tags(), lambda self, made: None)


class _PlacementGroup:
    def __init__(self, backend: Any, asked: dict[str, Any], tags: dict[str, str]) -> None:
        self._backend = backend
        self._asked = asked
        self.id = f"pg-{random.get_random_hex(17)}"
        backend.create_tags([self.id], tags)

    def described(self) -> dict[str, Any]:
        backend = self._backend
        place = f"{backend.region_name}:{backend.account_id}:placement-group/{self._asked['GroupName']}"
        tags = backend.describe_tags(filters={"resource-id": [self.id]})
        return self._asked | {
            "GroupArn": f"arn:{backend.partition}:ec2:{place}",
            "GroupId": self.id,
            "State": "available",
            "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in tags],
        }


@correction
def placement_groups() -> None:
    """AWS: instances are in placement groups. moto: knows no call about them, forgets an instance's.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreatePlacementGroup.html
    """

    run_instances = EC2Response.run_instances

    def run(self: Any) -> ActionResult:
        made: ActionResult = run_instances(self)
        for instance in made.result.instances:
            instance.placement.group_name = self._get_param("Placement.GroupName", "")
        return made

    def groups(self: Any) -> dict[str, _PlacementGroup]:
        found: dict[str, _PlacementGroup] = vars(self.ec2_backend).setdefault("placement_groups", {})
        return found

    def unknown(name: str) -> EC2ClientError:
        return EC2ClientError("InvalidPlacementGroup.Unknown", f"The Placement Group '{name}' is unknown.")

    def create(self: Any) -> ActionResult:
        name = self._get_param("GroupName")
        if name in groups(self):
            raise EC2ClientError("InvalidPlacementGroup.Duplicate", f"The Placement Group '{name}' exists.")
        asked = {"GroupName": name, "Strategy": self._get_param("Strategy", "cluster")}
        if asked["Strategy"] == "partition":
            asked["PartitionCount"] = self._get_int_param("PartitionCount", 2)
        if asked["Strategy"] == "spread":
            asked["SpreadLevel"] = self._get_param("SpreadLevel", "rack")
        tags = self._parse_tag_specification().get("placement-group", {})
        groups(self)[name] = _PlacementGroup(self.ec2_backend, asked, tags)
        return ActionResult({"PlacementGroup": groups(self)[name].described()})

    def describe(self: Any) -> ActionResult:
        names, ids = self._get_param("GroupNames", []), self._get_param("GroupIds", [])
        for name in names:
            if name not in groups(self):
                raise unknown(name)
        return ActionResult(
            {
                "PlacementGroups": [
                    group.described()
                    for name, group in groups(self).items()
                    if (not names or name in names) and (not ids or group.id in ids)
                ]
            }
        )

    def delete(self: Any) -> EmptyResult:
        name = self._get_param("GroupName")
        if groups(self).pop(name, None) is None:
            raise unknown(name)
        return EmptyResult()

    EC2Response.run_instances = run
    EC2Response.create_placement_group = create
    EC2Response.describe_placement_groups = describe
    EC2Response.delete_placement_group = delete


@correction
def interfaces_end_with_their_instance() -> None:
    """AWS: what an instance was started with ends with it, unless told otherwise. moto: only if told so.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html
    """
    prepare = Instance.prep_nics

    def prepare_to_end(self: Any, nic_spec: list[dict[str, Any]], *arguments: Any, **settings: Any) -> None:
        asked = {int(nic.get("DeviceIndex", 0)): dict(nic) for nic in nic_spec}
        prepare(self, nic_spec, *arguments, **settings)
        for index, interface in self.nics.items():
            own = asked.get(index, {})
            if "NetworkInterfaceId" not in own:
                interface.delete_on_termination = own.get("DeleteOnTermination", True)

    Instance.prep_nics = prepare_to_end


@correction
def monitoring_of_instances() -> None:
    """AWS: detailed monitoring is turned on and off. moto: lacks the calls.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html
    """

    def change(self: EC2Response, state: str) -> Any:
        instances = [self.ec2_backend.get_instance(each) for each in self._get_param("InstanceIds", [])]
        for instance in instances:
            instance.monitoring_state = state
        shown = [{"InstanceId": each.id, "Monitoring": {"State": state}} for each in instances]
        return ActionResult({"InstanceMonitorings": shown})

    EC2Response.monitor_instances = lambda self: change(self, "enabled")
    EC2Response.unmonitor_instances = lambda self: change(self, "disabled")


@correction
def profiles_of_instances() -> None:
    """AWS: an instance has one of the account's instance profiles. moto: looks in an IAM of its own.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IamInstanceProfileSpecification.html
    """

    def profile(self: IAMBackend, name: str, member: str) -> InstanceProfile:
        for (account, *_), each in list(iam._instance_profiles._data.items()):
            if account == self.account_id and each[member] == name:
                own = (each["InstanceProfileId"], each["InstanceProfileName"], each["Path"])
                return InstanceProfile(account, self.region_name, *own, [])
        kind = "name" if member == "InstanceProfileName" else "arn"
        where = f"Value ({name}) for parameter iamInstanceProfile.{kind} is invalid."
        raise EC2ClientError("InvalidParameterValue", f"{where} Invalid IAM Instance Profile {kind}")

    IAMBackend.get_instance_profile = lambda self, name: profile(self, name, "InstanceProfileName")
    IAMBackend.get_instance_profile_by_arn = lambda self, arn: profile(self, arn, "Arn")


@correction
def enclaves_of_instances() -> None:
    """AWS: says whether an instance has enclaves enabled. moto: does not.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnclaveOptions.html
    """
    run = EC2Response.run_instances

    def run_with_enclaves(self: Any) -> Any:
        answer = run(self)
        for instance in answer.result.instances:
            instance.enclave_options = {"Enabled": False, **self._get_param("EnclaveOptions", {})}
        return answer

    Instance.enclave_options = {"Enabled": False}
    EC2Response.run_instances = run_with_enclaves
