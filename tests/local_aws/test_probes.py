"""The double, by the provider and by hand: what it applies plans empty, what breaks a model is refused.

The probes are all applied in one run: the waits of the provider overlap. Some are of the engines: of what
they were corrected in, or must not forget, and no module of the gallery shows; what other people's Terraform
commonly has is among them.
"""

import json
import os
import shutil

import pytest
from botocore.exceptions import ClientError

from local_aws.double import SERVICES
from tests.local_aws.conftest import start
from tooling import emulator
from tooling.aws import Target
from tooling.paths import CACHE, ROOT
from tooling.terraform import Terraform

PROBES = ROOT / "tests" / "local_aws" / "probes"
REGION = "eu-west-1"


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("double")


@pytest.fixture(scope="module")
def aws(directory):
    """A local AWS with nothing in it but what these tests make."""
    yield start(directory)
    emulator.stop(directory)


def refusal(call, **request):
    """The code of the error that a call is answered with."""
    with pytest.raises(ClientError) as refused:
        call(**request)
    return refused.value.response["Error"]["Code"]


@pytest.fixture
def unchecked(aws):
    """A client that sends what its own check of the model would not let through."""
    from botocore.config import Config

    return lambda service: aws.client(service, config=Config(parameter_validation=False))


@pytest.mark.slow
def test_probes_apply_plan_empty_and_leave_nothing(aws):
    folder = CACHE / "probes"
    shutil.rmtree(folder, ignore_errors=True)
    root = folder / "root"
    root.mkdir(parents=True)
    probes = sorted(path.name for path in PROBES.iterdir())
    calls = {"module": {name: {"source": os.path.relpath(PROBES / name, root)} for name in probes}}
    (root / "main.tf.json").write_text(json.dumps(calls))
    variables = Target("local", aws.url, REGION).variables()
    terraform = Terraform(root, variables, runs=folder / "runs", data=folder / "terraform")
    before = emulator.inventory(aws.directory)
    terraform.init()
    terraform.plan(folder / "plan")
    terraform.apply(folder / "plan")
    terraform.plan(folder / "second")
    changes = [
        change["address"]
        for change in terraform.show(folder / "second")["resource_changes"]
        if change["change"]["actions"] != ["no-op"]
    ]
    made = set(emulator.inventory(aws.directory))
    terraform.plan(folder / "destroy", destroy=True)
    terraform.apply(folder / "destroy")

    assert changes == []
    whole = {service.model for service in SERVICES.values() if not service.rest_elsewhere}
    nothing_to_make = {"compute-optimizer"}  # an account has it, and sets it
    assert {name.split("/")[0] for name in made} >= whole - nothing_to_make
    assert emulator.inventory(aws.directory) == before


def test_every_service_of_the_double_has_a_probe():
    assert {path.name for path in PROBES.iterdir()} >= {service.model for service in SERVICES.values()}


# A required member is missing; a type, a limit, a value of a list, a pattern is broken.
WRONG = [
    ("schemas", "create_discoverer", {}, "BadRequestException"),
    (
        "schemas",
        "create_registry",
        {"RegistryName": "wrong", "Description": "x" * 257},
        "BadRequestException",
    ),
    ("schemas", "create_registry", {"RegistryName": "wrong", "Description": 7}, "BadRequestException"),
    ("globalaccelerator", "create_accelerator", {"IdempotencyToken": "t"}, "InvalidArgumentException"),
    (
        "globalaccelerator",
        "create_accelerator",
        {"Name": "wrong", "IdempotencyToken": "t", "IpAddressType": "IPX"},
        "InvalidArgumentException",
    ),
    ("vpc-lattice", "create_service", {"name": "Wrong"}, "ValidationException"),
    ("vpc-lattice", "create_service", {"name": "wrong", "authType": "SOME"}, "ValidationException"),
    ("vpc-lattice", "create_target_group", {"name": "wrong", "type": "IP"}, "ValidationException"),
    ("xray", "create_group", {"FilterExpression": "wrong"}, "InvalidRequestException"),
    ("ce", "create_anomaly_monitor", {"AnomalyMonitor": {"MonitorName": "wrong"}}, "ValidationException"),
    ("accessanalyzer", "create_analyzer", {"analyzerName": "1", "type": "ACCOUNT"}, "ValidationException"),
    ("securityhub", "create_action_target", {"Name": "wrong"}, "InvalidInputException"),
    ("backup", "create_backup_vault", {"BackupVaultName": "wrong!"}, "InvalidParameterValueException"),
    ("guardduty", "create_detector", {"ClientToken": "wrong"}, "BadRequestException"),
    ("config", "put_conformance_pack", {"ConformancePackName": "1wrong"}, "InvalidParameterValueException"),
]


@pytest.mark.parametrize(("service", "call", "request_", "code"), WRONG)
def test_what_breaks_the_model_is_refused_as_the_service_does(aws, unchecked, service, call, request_, code):
    assert refusal(getattr(unchecked(service), call), **request_) == code
    assert not [name for name in emulator.inventory(aws.directory) if "wrong" in name.lower()]


NAMES = {"GroupName": "absent"}
ARN = "arn:aws:ce::000000000000:anomalymonitor/absent"
SUBSCRIBERS = {"Frequency": "DAILY", "Subscribers": [], "SubscriptionName": "absent"}
ID = "0" * 17
ABSENT = [
    ("schemas", "describe_registry", {"RegistryName": "absent"}, "NotFoundException"),
    ("schemas", "list_schemas", {"RegistryName": "absent"}, "BadRequestException"),
    ("globalaccelerator", "describe_listener", {"ListenerArn": "absent"}, "ListenerNotFoundException"),
    ("globalaccelerator", "list_listeners", {"AcceleratorArn": "absent"}, "AcceleratorNotFoundException"),
    ("vpc-lattice", "get_service", {"serviceIdentifier": f"svc-{ID}"}, "ResourceNotFoundException"),
    ("vpc-lattice", "get_auth_policy", {"resourceIdentifier": f"sn-{ID}"}, "ResourceNotFoundException"),
    ("xray", "get_group", NAMES, "InvalidRequestException"),
    ("ce", "get_anomaly_monitors", {"MonitorArnList": [ARN]}, "UnknownMonitorException"),
    (
        "ce",
        "create_anomaly_subscription",
        {"AnomalySubscription": {**SUBSCRIBERS, "MonitorArnList": [ARN]}},
        "UnknownMonitorException",
    ),
    ("accessanalyzer", "get_analyzer", {"analyzerName": "absent"}, "ResourceNotFoundException"),
    ("securityhub", "describe_hub", {}, "InvalidAccessException"),
    ("backup", "describe_backup_vault", {"BackupVaultName": "absent"}, "ResourceNotFoundException"),
    ("backup", "put_backup_vault_access_policy", {"BackupVaultName": "absent"}, "ResourceNotFoundException"),
    ("guardduty", "get_filter", {"DetectorId": "absent", "FilterName": "absent"}, "BadRequestException"),
    (
        "config",
        "delete_conformance_pack",
        {"ConformancePackName": "absent"},
        "NoSuchConformancePackException",
    ),
    (
        "securityhub",
        "batch_enable_standards",
        {"StandardsSubscriptionRequests": [{"StandardsArn": "arn:aws:securityhub:::standards/absent"}]},
        "InvalidAccessException",
    ),
]


@pytest.mark.parametrize(("service", "call", "request_", "code"), ABSENT)
def test_what_is_not_there_is_missing_as_the_service_says(aws, service, call, request_, code):
    assert refusal(getattr(aws.client(service), call), **request_) == code


def test_a_name_is_taken_once_and_what_is_in_use_stays(aws):
    lattice = aws.client("vpc-lattice")
    network = lattice.create_service_network(name="taken")
    service = lattice.create_service(name="taken")
    join = {"serviceIdentifier": service["arn"], "serviceNetworkIdentifier": network["id"]}
    joined = lattice.create_service_network_service_association(**join)
    assert refusal(lattice.create_service, name="taken") == "ConflictException"
    assert refusal(lattice.create_service_network_service_association, **join) == "ConflictException"
    assert refusal(lattice.delete_service, serviceIdentifier=service["id"]) == "ConflictException"

    [listed] = lattice.list_service_network_service_associations(serviceIdentifier=service["id"])["items"]
    assert (listed["id"], listed["serviceNetworkName"]) == (joined["id"], "taken")
    lattice.delete_service_network_service_association(
        serviceNetworkServiceAssociationIdentifier=joined["id"]
    )
    lattice.delete_service(serviceIdentifier=service["id"])
    lattice.delete_service_network(serviceNetworkIdentifier=network["id"])
    assert not lattice.list_services()["items"]


def test_what_is_part_of_another_goes_with_it(aws):
    lattice = aws.client("vpc-lattice")
    service = {"serviceIdentifier": lattice.create_service(name="whole")["id"]}
    answer = {"fixedResponse": {"statusCode": 404}}
    listener = lattice.create_listener(**service, name="http", protocol="HTTP", defaultAction=answer)["id"]
    rule = {"name": "get", "priority": 1, "match": {"httpMatch": {"method": "GET"}}, "action": answer}
    lattice.create_rule(**service, listenerIdentifier=listener, **rule)
    same = {**service, "listenerIdentifier": listener, **rule, "name": "other"}
    assert refusal(lattice.create_rule, **same) == "ConflictException"
    lattice.put_auth_policy(resourceIdentifier=service["serviceIdentifier"], policy="{}")
    lattice.delete_service(**service)
    assert not [name for name in emulator.inventory(aws.directory) if name.startswith("vpc-lattice/")]


def test_updates_are_kept(aws):
    schemas, lattice = aws.client("schemas"), aws.client("vpc-lattice")
    schemas.create_registry(RegistryName="updated")
    one = {"RegistryName": "updated", "SchemaName": "a"}
    schemas.create_schema(**one, Type="OpenApi3", Content="{}")
    assert schemas.update_schema(**one, Description="told")["SchemaVersion"] == "1"
    assert schemas.update_schema(**one, Content='{"openapi": "3.0.0"}')["SchemaVersion"] == "2"
    schema = schemas.describe_schema(**one)
    assert (schema["Description"], schema["Content"]) == ("told", '{"openapi": "3.0.0"}')
    assert schema["LastModified"] > schema["VersionCreatedDate"]
    assert refusal(schemas.delete_registry, RegistryName="updated") == "BadRequestException"
    schemas.delete_schema(**one)
    schemas.delete_registry(RegistryName="updated")

    config = {"port": 80, "protocol": "HTTP", "vpcIdentifier": "vpc-00000000"}
    group = lattice.create_target_group(name="updated", type="IP", config=config)["id"]
    lattice.update_target_group(targetGroupIdentifier=group, healthCheck={"path": "/health"})
    check = lattice.get_target_group(targetGroupIdentifier=group)["config"]["healthCheck"]
    assert (check["path"], check["healthCheckIntervalSeconds"]) == ("/health", 30)
    lattice.register_targets(targetGroupIdentifier=group, targets=[{"id": "10.0.0.1"}])
    [target] = lattice.list_targets(targetGroupIdentifier=group)["items"]
    assert (target["id"], target["port"], target["status"]) == ("10.0.0.1", 80, "UNAVAILABLE")
    lattice.delete_target_group(targetGroupIdentifier=group)


def test_a_plan_with_selections_stays_and_a_vault_is_locked_for_a_while(aws):
    backup = aws.client("backup")
    backup.create_backup_vault(BackupVaultName="kept", BackupVaultTags={"team": "orders"})
    rules = [{"RuleName": "daily", "TargetBackupVaultName": "kept"}]
    made = backup.create_backup_plan(BackupPlan={"BackupPlanName": "kept", "Rules": rules})
    plan = {"BackupPlanId": made["BackupPlanId"]}
    selected = {
        "SelectionName": "all",
        "IamRoleArn": "arn:aws:iam::000000000000:role/any",
        "Resources": ["*"],
    }
    selection = backup.create_backup_selection(**plan, BackupSelection=selected)["SelectionId"]
    rules[0]["ScheduleExpression"] = "cron(0 3 * * ? *)"
    changed = backup.update_backup_plan(**plan, BackupPlan={"BackupPlanName": "kept", "Rules": rules})
    [rule] = backup.get_backup_plan(**plan)["BackupPlan"]["Rules"]
    assert rule["RuleId"] and rule["ScheduleExpression"] == "cron(0 3 * * ? *)"
    assert changed["VersionId"] != made["VersionId"]
    assert refusal(backup.delete_backup_plan, **plan) == "InvalidRequestException"

    vault = {"BackupVaultName": "kept"}
    backup.put_backup_vault_lock_configuration(**vault, MinRetentionDays=7, ChangeableForDays=3)
    locked = backup.describe_backup_vault(**vault)
    assert (locked["Locked"], locked["MinRetentionDays"]) == (True, 7)
    assert (locked["LockDate"] - locked["CreationDate"]).days in (2, 3)
    backup.delete_backup_vault_lock_configuration(**vault)
    unlocked = backup.describe_backup_vault(**vault)
    assert not unlocked["Locked"] and "MinRetentionDays" not in unlocked
    assert backup.list_tags(ResourceArn=locked["BackupVaultArn"])["Tags"] == {"team": "orders"}

    backup.put_backup_vault_access_policy(**vault, Policy="{}")
    backup.delete_backup_vault(**vault)
    backup.delete_backup_selection(**plan, SelectionId=selection)
    backup.delete_backup_plan(**plan)
    assert not [name for name in emulator.inventory(aws.directory) if name.startswith("backup/")]


def test_features_that_a_request_does_not_name_stay_as_they_are(aws):
    guardduty = aws.client("guardduty", "eu-north-1")
    detector = {"DetectorId": guardduty.create_detector(Enable=True)["DetectorId"]}

    def set_and_read(name, status, **parts):
        agents = [{"Name": part, "Status": state} for part, state in parts.items()]
        feature = {"Name": name, "Status": status, **({"AdditionalConfiguration": agents} if agents else {})}
        guardduty.update_detector(**detector, Features=[feature])
        told = guardduty.get_detector(**detector)
        assert told["Status"] == "ENABLED"
        return {each["Name"]: each for each in told["Features"]}

    features = set_and_read("LAMBDA_NETWORK_LOGS", "DISABLED")
    assert features["LAMBDA_NETWORK_LOGS"]["Status"] == "DISABLED"
    assert features["S3_DATA_EVENTS"]["Status"] == "ENABLED"
    set_and_read("RUNTIME_MONITORING", "ENABLED", EKS_ADDON_MANAGEMENT="ENABLED")
    runtime = set_and_read("RUNTIME_MONITORING", "ENABLED", EC2_AGENT_MANAGEMENT="DISABLED")
    parts = {
        each["Name"]: each["Status"] for each in runtime["RUNTIME_MONITORING"]["AdditionalConfiguration"]
    }
    assert parts == {"EKS_ADDON_MANAGEMENT": "ENABLED", "EC2_AGENT_MANAGEMENT": "DISABLED"}
    assert refusal(guardduty.create_detector, Enable=True) == "BadRequestException"
    guardduty.delete_detector(**detector)


def test_what_an_account_has_is_set_and_is_nobodys_to_delete(aws):
    before = emulator.inventory(aws.directory)
    xray, costs, backup = (aws.client(service, "eu-north-1") for service in ("xray", "ce", "backup"))
    assert xray.get_encryption_config()["EncryptionConfig"]["Type"] == "NONE"
    xray.put_encryption_config(Type="KMS", KeyId="alias/any")
    assert xray.get_encryption_config()["EncryptionConfig"]["KeyId"] == "alias/any"
    xray.put_encryption_config(Type="NONE")
    assert "KeyId" not in xray.get_encryption_config()["EncryptionConfig"]

    backup.update_region_settings(ResourceTypeOptInPreference={"DynamoDB": True})
    assert backup.describe_region_settings()["ResourceTypeOptInPreference"] == {"DynamoDB": True}

    tags = [{"TagKey": "service", "Status": "Active"}]
    assert not costs.update_cost_allocation_tags_status(CostAllocationTagsStatus=tags).get("Errors")
    [tag] = costs.list_cost_allocation_tags(TagKeys=["service"])["CostAllocationTags"]
    assert (tag["Status"], tag["Type"]) == ("Active", "UserDefined")
    assert emulator.inventory(aws.directory) == before


def test_tags_of_what_an_engine_keeps_are_that_engines(aws):
    config = aws.client("config")
    source = {"Owner": "AWS", "SourceIdentifier": "REQUIRED_TAGS"}
    role = "arn:aws:iam::000000000000:role/any"
    config.put_configuration_recorder(ConfigurationRecorder={"name": "any", "roleARN": role})
    rule = {"ConfigRuleName": "tags", "Source": source, "InputParameters": '{"tag1Key": "service"}'}
    config.put_config_rule(ConfigRule=rule, Tags=[{"Key": "team", "Value": "orders"}])
    pack = config.put_conformance_pack(
        ConformancePackName="pack", TemplateBody="Resources: {}", Tags=[{"Key": "team", "Value": "costs"}]
    )["ConformancePackArn"]
    kept = config.describe_config_rules(ConfigRuleNames=["tags"])["ConfigRules"][0]["ConfigRuleArn"]
    for arn, team in ((kept, "orders"), (pack, "costs")):
        assert config.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": team}]
    config.delete_conformance_pack(ConformancePackName="pack")
    config.delete_config_rule(ConfigRuleName="tags")
    config.delete_configuration_recorder(ConfigurationRecorderName="any")


def test_tags_come_and_go(aws):
    schemas = aws.client("schemas")
    arn = schemas.create_registry(RegistryName="tagged", Tags={"a": "1", "b": "2"})["RegistryArn"]
    schemas.tag_resource(ResourceArn=arn, Tags={"b": "3", "c": "4"})
    schemas.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert schemas.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"b": "3", "c": "4"}
    schemas.delete_registry(RegistryName="tagged")
    assert refusal(schemas.list_tags_for_resource, ResourceArn=arn) == "NotFoundException"


def test_an_accelerator_is_disabled_before_it_goes(aws):
    accelerators = aws.client("globalaccelerator", "us-west-2")
    arn = accelerators.create_accelerator(Name="on", IdempotencyToken="t")["Accelerator"]["AcceleratorArn"]
    code = refusal(accelerators.delete_accelerator, AcceleratorArn=arn)
    assert code == "AcceleratorNotDisabledException"
    accelerators.update_accelerator(AcceleratorArn=arn, Enabled=False)
    accelerators.delete_accelerator(AcceleratorArn=arn)
    assert refusal(accelerators.describe_accelerator, AcceleratorArn=arn) == "AcceleratorNotFoundException"


def test_lists_come_in_pages_and_regions_are_apart(aws):
    here, there = aws.client("schemas"), aws.client("schemas", "eu-central-1")
    names = ["page-1", "page-2", "page-3"]
    for name in names:
        here.create_registry(RegistryName=name)
    pages = here.get_paginator("list_registries").paginate(
        RegistryNamePrefix="page", PaginationConfig={"PageSize": 2}
    )
    assert [[one["RegistryName"] for one in page["Registries"]] for page in pages] == [names[:2], names[2:]]
    assert there.list_registries()["Registries"] == []
    assert refusal(here.list_registries, NextToken="none") == "BadRequestException"
    for name in names:
        here.delete_registry(RegistryName=name)


def test_what_the_double_does_not_serve_of_x_ray_is_served_still(aws):
    xray = aws.client("xray")
    segment = {
        "id": "70de5b6f19ff9a0a",
        "trace_id": "1-581cf771-a006649127e371903a2de979",
        "name": "probe",
        "start_time": 1478293361.271,
        "end_time": 1478293361.449,
    }
    assert (
        xray.put_trace_segments(TraceSegmentDocuments=[json.dumps(segment)])["UnprocessedTraceSegments"] == []
    )


def test_a_call_that_is_not_served_says_so(aws):
    assert refusal(aws.client("globalaccelerator").list_byoip_cidrs) == "NotImplemented"


def test_a_reset_forgets_all(aws, directory):
    aws.client("schemas").create_registry(RegistryName="forgotten")
    assert "schemas/registry/forgotten" in emulator.inventory(aws.directory)
    assert "schemas" in emulator.doubles(aws.directory)
    emulator.reset(directory)
    assert emulator.inventory(aws.directory) == emulator.doubles(aws.directory) == []
