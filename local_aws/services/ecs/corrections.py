"""ECS: where the engine differs from AWS."""

from typing import Any

from moto.ecs.models import EC2ContainerServiceBackend, Service, Task
from moto.ecs.responses import EC2ContainerServiceResponse

from local_aws.containers.scheduler import is_run, remembered, scheduler
from local_aws.containers.tasks import TaskRecord
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

    Of tasks that are described only, nothing runs: that their deployment ended says nothing about the image.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
    """
    create, update = EC2ContainerServiceBackend.create_service, EC2ContainerServiceBackend.update_service

    def end(service: Service) -> Service:
        if is_run(service):  # these end when they end
            return service
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


@correction
def ecs_tasks_run() -> None:
    """AWS: services and tasks run. moto: describes them. Those run whose image was built here: `containers`.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
    """
    backend = EC2ContainerServiceBackend
    create, update, delete = backend.create_service, backend.update_service, backend.delete_service
    run, stop = backend.run_task, backend.stop_task

    def create_and_run(self: Any, *arguments: Any, **settings: Any) -> Service:
        service = create(self, *arguments, **settings)
        scheduler.created(service)
        return service

    def update_and_run(self: Any, properties: dict[str, Any]) -> Service:
        service = self._get_service(
            properties.get("cluster", "default"), properties["service"].split("/")[-1]
        )
        before, forced = remembered(service), bool(properties.get("force_new_deployment"))
        update(self, properties)
        scheduler.updated(service, before, forced)
        return service

    def delete_and_drain(self: Any, cluster: str, name: str, force: bool) -> Service:
        service = self._get_service(cluster, name.split("/")[-1])
        runs = is_run(service)
        delete(self, cluster, service.name, force)
        if runs:
            service.status, service.desired_count = "DRAINING", 0
            scheduler.wake()
        return service

    def run_here(
        self: Any,
        cluster: str,
        task_definition: str,
        count: int,
        overrides: dict[str, Any] | None,
        started_by: str,
        tags: list[dict[str, str]] | None,
        launch_type: str | None,
        network: dict[str, Any] | None = None,
        group: str | None = None,
        *rest: Any,
        **settings: Any,
    ) -> list[Task]:
        definition = self.describe_task_definition(task_definition)
        built = scheduler.built(definition)
        if not (built and network):
            given = (
                cluster,
                task_definition,
                count,
                overrides,
                started_by,
                tags,
                launch_type,
                network,
                group,
            )
            described: list[Task] = run(self, *given, *rest, **settings)
            return described
        found = self._get_cluster(cluster)
        records: list[Task] = []
        for _ in range(count):
            record = TaskRecord(
                self,
                found,
                definition,
                images=built,
                group=group or f"family:{definition.family}",
                network_configuration=network,
                started_by=started_by or "",
                launch_type=launch_type or "FARGATE",
                overrides=overrides,
                tags=tags,
            )
            self.tasks.setdefault(found.name, {})[record.task_arn] = record
            scheduler.start(record)
            records.append(record)
        return records

    def stop_here(self: Any, cluster: str, task: str, reason: str | None) -> Task:
        held = self.tasks.get(self._get_cluster(cluster).name, {})
        found = next((each for arn, each in held.items() if arn.endswith(task.split("/")[-1])), None)
        if not isinstance(found, TaskRecord):
            return stop(self, cluster, task, reason)
        scheduler.stop(found, reason or "Task stopped by user")
        return found

    backend.create_service, backend.update_service = create_and_run, update_and_run
    backend.delete_service = delete_and_drain
    backend.run_task, backend.stop_task = run_here, stop_here


@correction
def ecs_tasks_listed() -> None:
    """AWS: lists the tasks of a service, and only those that are to run. moto: lists all of the cluster.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
    """
    listed = EC2ContainerServiceBackend.list_tasks

    def list_tasks(
        self: Any,
        cluster: str | None = None,
        instance: str | None = None,
        family: str | None = None,
        started_by: str | None = None,
        service: str | None = None,
        desired: str | None = None,
    ) -> list[Task]:
        found = listed(self, cluster, instance, family, started_by, None, desired or "RUNNING")
        group = f"service:{service.split('/')[-1]}" if service else None
        return [each for each in found if group is None or each.group == group]

    EC2ContainerServiceBackend.list_tasks = list_tasks


@correction
def services_without_networks() -> None:
    """AWS: a service in a VPC may name no groups, the VPC's default group is its; another one has no network.

    moto: fails without groups; and describes a network that is empty, of which the Terraform provider dies.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
    """
    make, validate = Service.__init__, Service._validate_network

    def with_or_without(self: Service, *args: Any, **settings: Any) -> None:
        make(self, *args, **settings)
        if not self.network_configuration:
            self.network_configuration = None
        for deployment in self.deployments:
            if not deployment.get("networkConfiguration"):
                deployment.pop("networkConfiguration", None)

    def validate_network(self: Service, network: dict[str, Any]) -> Any:
        network["awsvpcConfiguration"].setdefault("securityGroups", [])
        return validate(self, network)

    Service.__init__, Service._validate_network = with_or_without, validate_network


@correction
def account_settings_of_everybody() -> None:
    """AWS: an account has defaults for all of its users, of more names. moto: each user's only, of seven.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSettingDefault.html
    """
    names = (
        "defaultLogDriverMode",
        "fargateFIPSMode",
        "fargateTaskRetirementWaitPeriod",
        "guardDutyActivate",
        "tagResourceAuthorization",
    )
    listed = EC2ContainerServiceBackend.list_account_settings
    put = EC2ContainerServiceBackend.put_account_setting

    def list_account_settings(
        self: EC2ContainerServiceBackend, name: str | None = None, value: str | None = None
    ) -> Any:
        if name in names:
            found = self.account_settings.get(name)
            return [found] if found and value in (None, found.value) else []
        return listed(self, name, value)

    def put_account_setting(self: EC2ContainerServiceBackend, name: str, value: str) -> Any:
        setting = put(self, name, value)
        setting.principal_arn = f"arn:aws:iam::{self.account_id}:root"
        setting.type = "user"
        return setting

    EC2ContainerServiceBackend.list_account_settings = list_account_settings
    EC2ContainerServiceBackend.put_account_setting = put_account_setting
    EC2ContainerServiceResponse.put_account_setting_default = EC2ContainerServiceResponse.put_account_setting
