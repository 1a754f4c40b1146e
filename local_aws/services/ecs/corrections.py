"""ECS: where the engine differs from AWS."""

from typing import Any

from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse

from local_aws.corrections import correction


@correction
def ecs_service_settings() -> None:
    """AWS: a service is described with all it was made with. moto: forgets these settings.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
    """
    kept = {
        "availabilityZoneRebalancing": "availability_zone_rebalancing",
        "capacityProviderStrategy": "capacity_provider_strategy",
        "deploymentConfiguration": "deployment_configuration",
        "enableECSManagedTags": "enable_ecs_managed_tags",
        "enableExecuteCommand": "enable_execute_command",
        "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    }
    create, update = EC2ContainerServiceResponse.create_service, EC2ContainerServiceResponse.update_service

    def keep(self: EC2ContainerServiceResponse, service: Service) -> None:
        for parameter, attribute in kept.items():
            value = self._get_param(parameter)
            if value is not None:
                setattr(service, attribute, value)
        if getattr(service, "capacity_provider_strategy", None):
            service.launch_type = None
        connected = self._get_param("serviceConnectConfiguration")
        for deployment in service.deployments:
            deployment["launchType"] = service.launch_type
            if connected is not None:
                deployment["serviceConnectConfiguration"] = connected

    def create_and_keep(self: EC2ContainerServiceResponse) -> Any:
        answer = create(self)
        keep(self, answer.result["service"])
        return answer

    def update_and_keep(self: EC2ContainerServiceResponse) -> Any:
        answer = update(self)
        keep(self, answer.result["service"])
        return answer

    EC2ContainerServiceResponse.create_service = create_and_keep
    EC2ContainerServiceResponse.update_service = update_and_keep


@correction
def ecs_deployments_end() -> None:
    """AWS: a deployment ends once its tasks run. moto: the first never does, later ones are not noted.

    Nothing runs here: that a deployment ended says nothing about its image.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
    """
    create, update = EC2ContainerServiceBackend.create_service, EC2ContainerServiceBackend.update_service

    def end(service: Service) -> Service:
        service.running_count, service.pending_count = service.desired_count, 0
        for deployment in service.deployments:
            deployment |= {
                "desiredCount": service.desired_count,
                "pendingCount": 0,
                "rolloutState": "COMPLETED",
                "rolloutStateReason": f"ECS deployment {deployment['id']} completed.",
                "runningCount": service.desired_count,
                "taskDefinition": service.task_definition,
            }
        return service

    def create_and_end(self: Any, *arguments: Any, **settings: Any) -> Service:
        return end(create(self, *arguments, **settings))

    def update_and_end(self: Any, *arguments: Any, **settings: Any) -> Service:
        return end(update(self, *arguments, **settings))

    EC2ContainerServiceBackend.create_service = create_and_end
    EC2ContainerServiceBackend.update_service = update_and_end
