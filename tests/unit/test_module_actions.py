"""Actions that a module allows in policies which name what is not there before an apply.

A plan does not show such a policy, so `tests/plan/rights.toml` has no sentence of it. What is not in there is
here, with the page of AWS that asks for it.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tooling.paths import MODULES, ROOT

ALL = sorted({path.parent for path in MODULES.glob("*/*/*.tf")})
RIGHTS = tomllib.loads((ROOT / "tests" / "plan" / "rights.toml").read_text())
LATER = {
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-logging.html
    "compute/ecs-cluster": "kms:Decrypt",
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-kms-encryption.html
    # https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
    "compute/ecs-service": """
        ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetAuthorizationToken ecr:GetDownloadUrlForLayer
        kms:Decrypt logs:CreateLogStream logs:PutLogEvents
        secretsmanager:GetSecretValue ssm:GetParameters
        elasticfilesystem:AccessPointArn elasticfilesystem:ClientMount
        elasticfilesystem:ClientWrite
        kms:CreateGrant kms:DescribeKey kms:GenerateDataKeyWithoutPlaintext kms:GrantIsForAWSResource
        kms:ReEncrypt*
        xray:PutTelemetryRecords xray:PutTraceSegments
    """,
    # https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-shell-config.html
    "compute/ec2-autoscaling": "ssm:StartSession",
    # https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
    "compute/eks-cluster": "kms:Decrypt kms:DescribeKey kms:Encrypt",
    # https://docs.aws.amazon.com/secrets-manager/latest/userguide/ascp-examples.html
    "compute/eks-workload": """
        kms:Decrypt secretsmanager:DescribeSecret secretsmanager:GetSecretValue
        ssm:GetParameter ssm:GetParameters
    """,
    # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.access.html
    "data/aurora": "rds-data:BatchExecuteStatement",
    "data/dynamodb-table": "kms:Decrypt",
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    "data/s3-bucket": "lambda:InvokeFunction s3:AbortMultipartUpload",
    "discovery/lattice-service": "lambda:InvokeFunction",
    # https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
    "messaging/firehose": "s3:ListBucket",
    # https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
    "messaging/flink-application": """
        ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface
        ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups ec2:DescribeSubnets
        ec2:DescribeVpcs s3:GetObjectVersion
    """,
    # https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
    "messaging/kinesis-stream": "kms:Decrypt kms:GenerateDataKey",
    "messaging/mq-broker": "secretsmanager:DescribeSecret",
    # What may be granted on "*", for AWS knows no resource for it.
    "operations/iam-role": """
        cloudwatch:GetMetricData cloudwatch:GetMetricStatistics cloudwatch:ListMetrics
        cloudwatch:PutMetricData ecr:GetAuthorizationToken
        ecs:DescribeTaskDefinition ecs:DiscoverPollEndpoint ecs:RegisterTaskDefinition
        kafka:GetBootstrapBrokers logs:DescribeLogGroups secretsmanager:GetRandomPassword
        servicediscovery:DiscoverInstances servicediscovery:DiscoverInstancesRevision
        servicediscovery:UpdateInstanceCustomHealthStatus
        ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel
        ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel
        sts:GetCallerIdentity xray:BatchGetTraces xray:GetGroups xray:GetInsightSummaries
        xray:GetSamplingRules xray:GetSamplingTargets xray:GetServiceGraph xray:GetTraceGraph
        xray:PutTelemetryRecords xray:PutTraceSegments
    """,
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#eb-pipes-perms-msk
    "messaging/pipe": """
        dynamodb:ListStreams kms:Decrypt kms:DescribeKey kms:GenerateDataKey
        ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces
        ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs
    """,
    # https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
    # https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
    "messaging/schedule": """
        ecs:RunTask events:PutEvents firehose:PutRecord kinesis:PutRecord kms:Decrypt
        lambda:InvokeFunction scheduler:GetSchedule sns:Publish sqs:SendMessage states:StartExecution
    """,
    "messaging/sns-topic": "sns:*",
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
    "messaging/sqs-queue": "sqs:CancelMessageMoveTask sqs:ChangeMessageVisibility",
    # https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html
    "operations/audit": "kms:Decrypt kms:GenerateDataKey s3:ListBucket",
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    "operations/deploy-roles": """
        iam:CreateRole iam:DeleteRolePermissionsBoundary iam:PutRolePermissionsBoundary
        iam:PermissionsBoundary kms:Decrypt kms:GenerateDataKey
    """,
    "operations/backup": "iam:PassRole",
    "operations/secret": "kms:Decrypt lambda:InvokeFunction",
    "network/alb-service": "lambda:InvokeFunction",
    "serverless/graphql-api": "lambda:InvokeFunction",
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
    "serverless/http-api": "events:PutEvents lambda:InvokeFunction sqs:SendMessage states:StartExecution",
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
    # https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    # https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
    "serverless/lambda-function": """
        ec2:DescribeSecurityGroups ec2:DescribeVpcs elasticfilesystem:ClientWrite lambda:InvokeFunctionUrl
    """,
    # https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html
    "serverless/lambda-layer": "lambda:GetLayerVersion",
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
    "serverless/rest-api": "events:PutEvents lambda:InvokeFunction sqs:SendMessage states:StartExecution",
    "serverless/websocket-api": "lambda:InvokeFunction",
}
_ACTION = re.compile(r"(?<![\w:-])(?!aws:)[a-z0-9-]+:[A-Z*][A-Za-z*]*(?![\w:])")

every_module = pytest.mark.parametrize("module", ALL, ids=lambda path: str(path.relative_to(MODULES)))


@every_module
def test_actions_that_no_plan_shows_are_those_that_are_needed(module: Path) -> None:
    name = "/".join(module.parts[-2:])
    texts = [file.read_text() for file in sorted(module.glob("*.tf")) if file.name != "variables.tf"]
    written = {each for text in texts for each in re.findall(rf'"({_ACTION.pattern})"', text)}
    planned = set(_ACTION.findall(str(RIGHTS.get(name, {}))))
    assert written - planned == set(LATER.get(name, "").split())
