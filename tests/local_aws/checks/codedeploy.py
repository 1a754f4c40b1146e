"""CodeDeploy: whether a local AWS does as AWS does."""

from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.checks import ROLE, check, name


@check
def deployments_end(aws: Any) -> bool:
    deploy, application = aws.client("codedeploy"), name()
    for _ in range(2):  # the second is not told of the first
        deploy.create_application(applicationName=application, computePlatform="Lambda")
        for group in ("one", "two"):
            deploy.create_deployment_group(
                applicationName=application, deploymentGroupName=group, serviceRoleArn=ROLE
            )
        deploy.delete_deployment_group(applicationName=application, deploymentGroupName="one")
        left = deploy.list_deployment_groups(applicationName=application)["deploymentGroups"]
        deploy.delete_application(applicationName=application)
    gone = application not in deploy.list_applications()["applications"]
    return gone and left == ["two"]


@check
def deployment_group_settings(aws: Any) -> bool:
    deploy, application = aws.client("codedeploy"), name()
    group = {"applicationName": application, "deploymentGroupName": "one"}
    alarms = {"enabled": True, "alarms": [{"name": "errors"}]}
    deploy.create_application(applicationName=application, computePlatform="Lambda")
    deploy.create_deployment_group(**group, serviceRoleArn=ROLE, alarmConfiguration=alarms)
    made = deploy.get_deployment_group(**group)["deploymentGroupInfo"]
    rollback = {"enabled": True, "events": ["DEPLOYMENT_FAILURE"]}
    deploy.update_deployment_group(
        applicationName=application, currentDeploymentGroupName="one", autoRollbackConfiguration=rollback
    )
    changed = deploy.get_deployment_group(**group)["deploymentGroupInfo"]
    return (
        made["alarmConfiguration"] == alarms
        and "loadBalancerInfo" not in made
        and changed["autoRollbackConfiguration"] == rollback
        and changed["alarmConfiguration"] == alarms
    )


@check
def deployment_configs(aws: Any) -> bool:
    deploy, config, application = aws.client("codedeploy"), name(), name()
    shift = {"type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": 25, "linearInterval": 1}}
    deploy.create_deployment_config(
        deploymentConfigName=config, computePlatform="Lambda", trafficRoutingConfig=shift
    )
    found = deploy.get_deployment_config(deploymentConfigName=config)["deploymentConfigInfo"]
    deploy.create_application(applicationName=application, computePlatform="Lambda")
    group = {"applicationName": application, "deploymentGroupName": "one"}
    deploy.create_deployment_group(**group, serviceRoleArn=ROLE, deploymentConfigName=config)
    refused = []
    try:
        deploy.delete_deployment_config(deploymentConfigName=config)
    except ClientError as problem:
        refused.append(problem.response["Error"]["Code"])
    deploy.delete_deployment_group(**group)
    deploy.delete_deployment_config(deploymentConfigName=config)
    try:
        deploy.get_deployment_config(deploymentConfigName=config)
    except ClientError as problem:
        refused.append(problem.response["Error"]["Code"])
    return found["trafficRoutingConfig"] == shift and refused == [
        "DeploymentConfigInUseException",
        "DeploymentConfigDoesNotExistException",
    ]
