"""CodeDeploy: where the engine differs from AWS."""

from typing import Any

from moto.codedeploy import responses
from moto.codedeploy.exceptions import CodeDeployException
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random as random

from local_aws.corrections import correction

Record = dict[str, Any]


@correction
def deployments_end() -> None:
    """AWS: applications and their deployment groups can be deleted. moto: knows no call about it.

    https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteApplication.html
    """

    def delete_application(self: Any) -> EmptyResult:
        backend, name = self.codedeploy_backend, self._get_param("applicationName")
        for group in backend.deployment_groups.pop(name, {}):
            backend.tagger.delete_all_tags_for_resource(backend._deployment_group_arn(name, group))
        backend.applications.pop(name, None)
        backend.tagger.delete_all_tags_for_resource(backend._application_arn(name))
        return EmptyResult()

    def delete_deployment_group(self: Any) -> ActionResult:
        backend, application = self.codedeploy_backend, self._get_param("applicationName")
        name = self._get_param("deploymentGroupName")
        backend.deployment_groups.get(application, {}).pop(name, None)
        backend.tagger.delete_all_tags_for_resource(backend._deployment_group_arn(application, name))
        return ActionResult({"hooksNotCleanedUp": []})

    CodeDeployResponse.delete_application = delete_application
    CodeDeployResponse.delete_deployment_group = delete_deployment_group


@correction
def deployment_group_settings() -> None:
    """AWS: a group tells what it was given, and can be changed. moto: tells what is empty, too, and forgets
    alarms; knows no call that changes.

    https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UpdateDeploymentGroup.html
    """
    describe = responses._deployment_group_info
    changeable = {
        "alarmConfiguration": "alarm_configuration",
        "autoRollbackConfiguration": "auto_rollback_configuration",
        "blueGreenDeploymentConfiguration": "blue_green_deployment_configuration",
        "deploymentConfigName": "deployment_config_name",
        "deploymentStyle": "deployment_style",
        "ecsServices": "ecs_services",
        "loadBalancerInfo": "load_balancer_info",
        "serviceRoleArn": "service_role_arn",
        "triggerConfigurations": "trigger_configurations",
    }

    def described(group: Any) -> Record:
        told = describe(group) | {"alarmConfiguration": group.alarm_configuration}
        return {name: value for name, value in told.items() if value not in (None, {}, [])}

    def update(self: Any) -> ActionResult:
        group = self.codedeploy_backend.get_deployment_group(
            self._get_param("applicationName"), self._get_param("currentDeploymentGroupName")
        )
        for name, attribute in changeable.items():
            if self._get_param(name) is not None:
                setattr(group, attribute, self._get_param(name))
        return ActionResult({"hooksNotCleanedUp": []})

    responses._deployment_group_info = described
    CodeDeployResponse.update_deployment_group = update


@correction
def deployment_configs() -> None:
    """AWS: how fast traffic shifts is a thing of its own. moto: knows no call about it.

    https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentConfig.html
    """

    def configs(self: Any) -> dict[str, Record]:
        found: dict[str, Record] = vars(self.codedeploy_backend).setdefault("deployment_configs", {})
        return found

    def create(self: Any) -> ActionResult:
        name = self._get_param("deploymentConfigName")
        if name in configs(self):
            message = f"The deployment configuration {name} already exists."
            raise CodeDeployException("DeploymentConfigAlreadyExistsException", message)
        kept = ("computePlatform", "minimumHealthyHosts", "trafficRoutingConfig", "zonalConfig")
        asked = {key: self._get_param(key) for key in kept if self._get_param(key) is not None}
        configs(self)[name] = {
            "computePlatform": "Server",
            **asked,
            "createTime": utcnow(),
            "deploymentConfigId": str(random.uuid4()),
            "deploymentConfigName": name,
        }
        return ActionResult({"deploymentConfigId": configs(self)[name]["deploymentConfigId"]})

    def get(self: Any) -> ActionResult:
        name = self._get_param("deploymentConfigName")
        if name not in configs(self):
            message = f"No Deployment Configuration found for name: {name}"
            raise CodeDeployException("DeploymentConfigDoesNotExistException", message)
        return ActionResult({"deploymentConfigInfo": configs(self)[name]})

    def listed(self: Any) -> ActionResult:
        return ActionResult({"deploymentConfigsList": sorted(configs(self))})

    def delete(self: Any) -> EmptyResult:
        name = self._get_param("deploymentConfigName")
        every = self.codedeploy_backend.deployment_groups.values()
        if any(group.deployment_config_name == name for groups in every for group in groups.values()):
            message = f"The deployment configuration {name} is in use."
            raise CodeDeployException("DeploymentConfigInUseException", message)
        configs(self).pop(name, None)
        return EmptyResult()

    CodeDeployResponse.create_deployment_config = create
    CodeDeployResponse.get_deployment_config = get
    CodeDeployResponse.list_deployment_configs = listed
    CodeDeployResponse.delete_deployment_config = delete
