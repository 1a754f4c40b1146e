"""Checks of the corrections of Fault Injection Service."""

from typing import Any

import boto3
from botocore.config import Config

from tests.local_aws.checks import ACCOUNT, check, document, eventually, name, refused_as


@check
def experiments_that_act(aws: Any) -> bool:
    """Calls of a role are throttled, and those of others not, until an alarm goes off; then not again."""
    fis, watch, iam, called = aws.client("fis"), aws.client("cloudwatch"), aws.client("iam"), name()
    watch.put_metric_alarm(
        AlarmName=called,
        Namespace="Orders",
        MetricName=called,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    (alarm,) = watch.describe_alarms(AlarmNames=[called])["MetricAlarms"]
    trusted = {"Service": "fis.amazonaws.com", "AWS": ACCOUNT}
    trust = document({"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"})
    role = iam.create_role(RoleName=called, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    rights = {
        "Effect": "Allow",
        "Action": ["fis:InjectApiThrottleError", "kinesis:ListStreams"],
        "Resource": "*",
    }
    iam.put_role_policy(RoleName=called, PolicyName="fis", PolicyDocument=document(rights))
    template = fis.create_experiment_template(
        description="throttled",
        roleArn=role,
        stopConditions=[{"source": "aws:cloudwatch:alarm", "value": alarm["AlarmArn"]}],
        targets={
            "roles": {"resourceType": "aws:iam:role", "resourceArns": [role], "selectionMode": "ALL"},
        },
        actions={
            "throttle": {
                "actionId": "aws:fis:inject-api-throttle-error",
                "parameters": {
                    "duration": "PT10M",
                    "operations": "ListStreams",
                    "percentage": "100",
                    "service": "kinesis",
                },
                "targets": {"Roles": "roles"},
            }
        },
    )["experimentTemplate"]["id"]

    def state(experiment: str) -> str:
        return str(fis.get_experiment(id=experiment)["experiment"]["state"]["status"])

    taken = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="fis")["Credentials"]
    kinesis = _of(taken, aws)
    first = fis.start_experiment(experimentTemplateId=template)["experiment"]["id"]
    during = (state(first), refused_as(kinesis.list_streams), refused_as(aws.client("kinesis").list_streams))
    watch.set_alarm_state(AlarmName=called, StateValue="ALARM", StateReason="tried")
    ended = eventually(lambda: state(first) == "stopped", 5)
    second = fis.start_experiment(experimentTemplateId=template)["experiment"]["id"]
    return (
        during[0] == "running"
        and during[1] not in (None, "AccessDeniedException")
        and during[2] is None
        and ended
        and refused_as(kinesis.list_streams) != during[1]
        and state(second) == "stopped"
    )


def _of(taken: Any, aws: Any) -> Any:
    """A client of a session, without retries."""
    return boto3.client(
        "kinesis",
        endpoint_url=aws.url,
        region_name="eu-west-1",
        aws_access_key_id=taken["AccessKeyId"],
        aws_secret_access_key=taken["SecretAccessKey"],
        aws_session_token=taken["SessionToken"],
        config=Config(retries={"max_attempts": 0}),
    )
