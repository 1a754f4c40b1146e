"""Backups, budgets, audits and certificates of the gallery, as AWS's APIs show them."""

import json

import pytest
from botocore.exceptions import ClientError

of_backup = pytest.mark.capability("ops.backup", "apply")
of_baseline = pytest.mark.capability("security.baseline", "apply")
of_cost = pytest.mark.capability("cost.budgets", "apply")


def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "done"


@of_backup
def test_a_vault_is_locked_and_its_plans_select_by_tag(local, gallery):
    backup, made = local.target.client("backup"), gallery["backup_complete"]["backup"]
    vault = backup.describe_backup_vault(BackupVaultName=made["name"])
    assert vault["Locked"] and (vault["MinRetentionDays"], vault["MaxRetentionDays"]) == (7, 400)
    assert vault["LockDate"]  # from then on nobody can lift it
    plain = backup.describe_backup_vault(BackupVaultName=gallery["backup_existing"]["backup"]["name"])
    assert not plain["Locked"]
    (selection,) = backup.list_backup_selections(BackupPlanId=made["plans"]["daily"])["BackupSelectionsList"]
    found = backup.get_backup_selection(
        BackupPlanId=made["plans"]["daily"], SelectionId=selection["SelectionId"]
    )["BackupSelection"]
    assert {tag["ConditionKey"]: tag["ConditionValue"] for tag in found["ListOfTags"]} == {
        "Backup": "daily",
        "Data": "orders",
    }
    assert found["IamRoleArn"] == made["role_arn"]


@of_backup
def test_recovery_points_are_copied_to_a_second_region_and_stay_there(local, gallery):
    backup, made = local.target.client("backup"), gallery["backup_complete"]["backup"]
    (rule,) = backup.get_backup_plan(BackupPlanId=made["plans"]["daily"])["BackupPlan"]["Rules"]
    assert rule["EnableContinuousBackup"] and rule["Lifecycle"]["DeleteAfterDays"] == 30
    (copy,) = rule["CopyActions"]
    assert ":eu-central-1:" in copy["DestinationBackupVaultArn"]
    assert copy["Lifecycle"]["DeleteAfterDays"] == 14
    (monthly,) = backup.get_backup_plan(BackupPlanId=made["plans"]["monthly"])["BackupPlan"]["Rules"]
    assert monthly["Lifecycle"]["MoveToColdStorageAfterDays"] == 30
    assert monthly["CopyActions"][0]["Lifecycle"]["DeleteAfterDays"] == 365


@of_backup
def test_restores_are_tested_every_week(local, gallery):
    backup = local.target.client("backup")
    plan = backup.get_restore_testing_plan(RestoreTestingPlanName="example_backup_complete")
    assert plan["RestoreTestingPlan"]["ScheduleExpression"] == "cron(0 6 ? * SUN *)"
    selections = backup.list_restore_testing_selections(RestoreTestingPlanName="example_backup_complete")
    assert {each["ProtectedResourceType"] for each in selections["RestoreTestingSelections"]} == {
        "DynamoDB",
        "S3",
    }


@of_cost
def test_budgets_count_by_tag_and_service_and_notify_before_they_are_used_up(local, gallery):
    budgets, names = local.target.client("budgets"), gallery["budget_complete"]["budget"]["budgets"]
    found = budgets.describe_budget(AccountId="000000000000", BudgetName=names["orders"])["Budget"]
    assert float(found["BudgetLimit"]["Amount"]) == 900 and found["TimeUnit"] == "QUARTERLY"
    assert found["CostFilters"]["TagKeyValue"] == ["user:Service$orders"]
    assert set(found["CostFilters"]["Service"]) == {"AWS Lambda", "Amazon DynamoDB"}
    notified = budgets.describe_notifications_for_budget(
        AccountId="000000000000", BudgetName=names["environment"]
    )["Notifications"]
    assert {(each["NotificationType"], each["Threshold"]) for each in notified} == {
        ("ACTUAL", 80.0),
        ("ACTUAL", 100.0),
        ("FORECASTED", 90.0),
        ("FORECASTED", 110.0),
    }


@of_cost
def test_a_budget_that_is_used_up_stops_a_role(local, gallery):
    budgets, example = local.target.client("budgets"), gallery["budget_complete"]
    action = budgets.describe_budget_action(
        AccountId="000000000000",
        BudgetName=example["budget"]["budgets"]["orders"],
        ActionId=example["budget"]["actions"]["orders"],
    )["Action"]
    stopped = action["Definition"]["IamActionDefinition"]
    assert stopped["Roles"] == [example["pipeline"]["name"]] and action["ApprovalModel"] == "AUTOMATIC"
    role = action["ExecutionRoleArn"].rpartition("/")[2]
    document = local.target.client("iam").get_role_policy(RoleName=role, PolicyName="attach")[
        "PolicyDocument"
    ]
    (statement,) = document["Statement"]
    assert statement["Resource"].endswith(f"role/{example['pipeline']['name']}")
    assert statement["Condition"]["ArnEquals"]["iam:PolicyARN"] == stopped["PolicyArn"]


@of_cost
def test_unusual_cost_notifies_and_bills_are_split_by_tags(local, gallery):
    explorer = local.target.client("ce")
    arns = gallery["budget_complete"]["budget"]["monitors"]
    (monitor,) = explorer.get_anomaly_monitors(MonitorArnList=[arns["orders"]])["AnomalyMonitors"]
    assert monitor["MonitorSpecification"]["Tags"]["Values"] == ["orders", "payments"]
    frequencies = {
        each["Frequency"]
        for each in explorer.get_anomaly_subscriptions(MonitorArn=arns["orders"])["AnomalySubscriptions"]
    }
    assert {"DAILY", "IMMEDIATE"} <= frequencies
    tags = explorer.list_cost_allocation_tags(Status="Active")["CostAllocationTags"]
    assert {"CostCenter", "Environment", "Service"} <= {tag["TagKey"] for tag in tags}


@of_baseline
def test_a_trail_is_of_all_regions_validated_and_encrypted(local, gallery):
    trails, name = local.target.client("cloudtrail"), gallery["audit_complete"]["audit"]["name"]
    (trail,) = trails.describe_trails(trailNameList=[name])["trailList"]
    assert trail["IsMultiRegionTrail"] and trail["LogFileValidationEnabled"] and trail["KmsKeyId"]
    assert trail["IncludeGlobalServiceEvents"] and trail["CloudWatchLogsLogGroupArn"]
    assert trails.get_trail_status(Name=name)["IsLogging"]


@of_baseline
def test_what_the_trail_wrote_outlives_the_accounts_administrators(local, gallery):
    s3, bucket = local.target.client("s3"), gallery["audit_minimal"]["audit"]["bucket"]["name"]
    lock = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    assert lock["Rule"]["DefaultRetention"] == {"Days": 365, "Mode": "COMPLIANCE"}
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    allowed = {each["Principal"]["Service"] for each in policy["Statement"] if each["Effect"] == "Allow"}
    assert allowed == {"cloudtrail.amazonaws.com"}


@of_baseline
def test_a_trail_that_its_bucket_does_not_let_in_is_refused(local, gallery):
    bucket = gallery["audit_minimal"]["audit"]["bucket"]["name"]
    trails = local.target.client("cloudtrail")
    assert (
        code(trails.create_trail, Name="somebody-elses", S3BucketName=bucket)
        == "InsufficientS3BucketPolicyException"
    )


@of_baseline
def test_config_checks_what_no_plan_shows(local, gallery):
    config = local.target.client("config")
    rules = {
        rule["ConfigRuleName"].removeprefix("example-audit-complete-"): rule["Source"]["SourceIdentifier"]
        for rule in config.describe_config_rules()["ConfigRules"]
        if rule["ConfigRuleName"].startswith("example-audit-complete-")
    }
    assert len(rules) == 15 and rules["root-has-mfa"] == "ROOT_ACCOUNT_MFA_ENABLED"
    assert rules["passwords-are-long"] == "IAM_PASSWORD_POLICY"
    (status,) = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status["recording"]


@of_baseline
def test_intruders_and_shared_resources_are_looked_for(local, gallery):
    audit = gallery["audit_complete"]["audit"]
    detector = local.target.client("guardduty").get_detector(DetectorId=audit["detector_id"])
    assert detector["Status"] == "ENABLED"
    features = {each["Name"]: each["Status"] for each in detector["Features"]}
    assert (features["S3_DATA_EVENTS"], features["EKS_AUDIT_LOGS"]) == ("ENABLED", "DISABLED")
    analyzers = local.target.client("accessanalyzer").list_analyzers()["analyzers"]
    kinds = {each["type"] for each in analyzers if each["arn"] in audit["analyzers"].values()}
    assert kinds == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}
    standards = local.target.client("securityhub").get_enabled_standards()["StandardsSubscriptions"]
    assert len(standards) == 2


@of_baseline
def test_a_finding_of_high_severity_notifies_and_a_lesser_one_does_not(local, gallery):
    events = local.target.client("events")
    pattern = events.describe_rule(Name="example-audit-complete-guardduty")["EventPattern"]
    (target,) = events.list_targets_by_rule(Rule="example-audit-complete-guardduty")["Targets"]
    assert target["Arn"] == gallery["audit_complete"]["topic"]["arn"]

    def matches(severity):
        event = {
            "id": "1",
            "account": "000000000000",
            "source": "aws.guardduty",
            "time": "2026-11-29T00:00:00Z",
            "region": "eu-west-1",
            "resources": [],
            "detail-type": "GuardDuty Finding",
            "detail": {"severity": severity},
        }
        return events.test_event_pattern(EventPattern=pattern, Event=json.dumps(event))["Result"]

    assert [matches(severity) for severity in (8, 7, 5.5)] == [True, True, False]


@pytest.mark.capability("network.alb", "apply")
def test_a_certificate_is_issued_once_its_records_are_there_also_the_one_they_are_shared_with(local, gallery):
    acm, example = local.target.client("acm"), gallery["certificate_complete"]
    zone = local.target.client("route53").list_resource_record_sets(HostedZoneId=example["zone_id"])
    records = [each["Name"] for each in zone["ResourceRecordSets"] if each["Type"] == "CNAME"]
    assert len(records) == 2  # the domain and its wildcard share one
    for name, algorithm in (("certificate", "RSA_2048"), ("for_cdn", "EC_prime256v1")):
        found = acm.describe_certificate(CertificateArn=example[name]["arn"])["Certificate"]
        assert (found["Status"], found["KeyAlgorithm"]) == ("ISSUED", algorithm)
    # Nobody made the record of this one.
    nobody = {"DomainName": "nobody.example-certificate-complete.org", "ValidationMethod": "DNS"}
    alone = acm.request_certificate(**nobody)["CertificateArn"]
    assert acm.describe_certificate(CertificateArn=alone)["Certificate"]["Status"] == "PENDING_VALIDATION"
    acm.delete_certificate(CertificateArn=alone)
