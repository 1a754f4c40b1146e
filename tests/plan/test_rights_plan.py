"""Who may assume which role, whom policies let in, what grants allow: what is needed, no less and no more.

That these rights are enough is what the smoke tests show, on a local AWS that refuses what AWS refuses.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.plan.examples import Planned, Resource
from tests.plan.policies import DOCUMENT, Statement, grants, policies, statements

pytestmark = pytest.mark.slow

# Policies and grants in sentences, each with the page that asks for it.
RIGHTS = tomllib.loads(Path(__file__).with_name("rights.toml").read_text())
# Who works with a role: the service that assumes it, by the resource that names it.
ASSUMED_BY = {
    "aws_appsync_datasource": "appsync",
    "aws_appsync_graphql_api": "appsync",
    "aws_api_gateway_account": "apigateway",
    "aws_cloudwatch_event_target": "events",
    "aws_cloudwatch_log_subscription_filter": "logs",
    "aws_db_instance": "monitoring.rds",
    "aws_rds_cluster_instance": "monitoring.rds",
    "aws_rds_cluster": "monitoring.rds",
    "aws_db_proxy": "rds",
    "aws_dax_cluster": "dax",
    "aws_ecs_service": "ecs",
    "aws_ecs_task_definition": "ecs-tasks",
    "aws_eks_cluster": "eks",
    "aws_eks_fargate_profile": "eks-fargate-pods",
    "aws_eks_node_group": "ec2",
    "aws_eks_pod_identity_association": "pods.eks",
    "aws_fis_experiment_template": "fis",
    "aws_flow_log": "vpc-flow-logs",
    "aws_iam_instance_profile": "ec2",
    "aws_kinesis_firehose_delivery_stream": "firehose",
    "aws_kinesisanalyticsv2_application": "kinesisanalytics",
    "aws_lambda_function": "lambda",
    "aws_pipes_pipe": "pipes",
    "aws_s3_bucket_replication_configuration": "s3",
    "aws_scheduler_schedule": "scheduler",
    "aws_sfn_state_machine": "states",
    "aws_sns_topic": "sns",
}
# They say for which account they assume a role, so that a role can refuse to serve those of others.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
NAMES_ACCOUNT = {
    "appsync",
    "ecs-tasks",
    "eks-fargate-pods",
    "fis",
    "firehose",
    "kinesisanalytics",
    "monitoring.rds",
    "pipes",
    "s3",
    "scheduler",
    "sns",
    "states",
    "vpc-flow-logs",
}
_SOURCES = {"aws:SourceAccount", "aws:SourceArn"}


def test_a_role_is_assumed_by_the_service_that_works_with_it(planned: Planned) -> None:
    wrong = []
    for role in planned.of_type("aws_iam_role"):
        trusted, services = _trusted(planned, role), _services(planned, role)
        # Where several roles share a document, each has its own part of it.
        shared = len(_documents(planned, role)) > 1
        if trusted and services and not (services <= trusted if shared else services == trusted):
            wrong.append((role.address, sorted(trusted), sorted(services)))
    assert wrong == []


def test_a_role_serves_this_account_only(planned: Planned) -> None:
    wrong = [
        (role.address, service)
        for role in planned.of_type("aws_iam_role")
        for statement in _trust(planned, role)
        for _, service in statement.principals
        if service and service.removesuffix(".amazonaws.com") in NAMES_ACCOUNT
        if not any(each.key in _SOURCES and each.test in _EQUAL for each in statement.conditions)
    ]
    assert wrong == []


_EQUAL = {"StringEquals", "StringLike", "ArnEquals", "ArnLike"}


def test_what_is_not_encrypted_on_its_way_is_refused(planned: Planned) -> None:
    open_to_all = []
    for resource in planned.of_type(
        "aws_sqs_queue", "aws_sns_topic", "aws_s3_bucket_policy", "aws_sns_topic_policy"
    ):
        documents = _documents(planned, resource)
        if not any(_refuses_plain_text(each) for document in documents for each in statements(document)):
            open_to_all.append(resource.address)
    assert open_to_all == []


def test_policies_say_what_is_needed_and_nothing_else(planned: Planned) -> None:
    """What is granted by the modules beside it in the examples is theirs to say."""
    expected = {
        name: _sentences(policy["says"])
        for name, policy in RIGHTS.get(planned.module, {}).items()
        if name != "grants"
    }
    found = policies(planned)
    missing = {name: sorted(said - found.get(name, set())) for name, said in expected.items()}
    granted = {each for module in planned.beside for ones in _grants_of(module).values() for each in ones}
    extra = {name: sorted(said - expected.get(name, set()) - granted) for name, said in found.items()}
    assert {name: said for name, said in missing.items() if said} == {}
    assert {name: said for name, said in extra.items() if said} == {}


def test_grants_allow_what_is_needed_and_nothing_else(planned: Planned) -> None:
    assert grants(planned) == _grants_of(planned.module)


def _grants_of(module: str) -> dict[str, set[str]]:
    written = RIGHTS.get(module, {}).get("grants", {})
    return {name: {f"Allow {each}" for each in _sentences(text)} for name, text in written.items()}


def _sentences(text: str) -> set[str]:
    """One for each action of lines such as `Allow s3:GetObject s3:ListBucket to … if …`."""
    found = set()
    for line in filter(None, text.splitlines()):
        words = line.split(" ")
        ends = [words.index(each) for each in ("to", "if") if each in words] or [len(words)]
        effect = [words[0]] if words[0] in ("Allow", "Deny") else []
        found |= {" ".join([*effect, each, *words[min(ends) :]]) for each in words[len(effect) : min(ends)]}
    return found


def _trust(planned: Planned, role: Resource) -> list[Statement]:
    return statements(role) or [
        each for document in _documents(planned, role) for each in statements(document)
    ]


def _trusted(planned: Planned, role: Resource) -> set[str]:
    trusted = {
        name for each in _trust(planned, role) for kind, name in each.principals if kind == "Service" and name
    }
    return {name.removesuffix(".amazonaws.com") for name in trusted}


def _services(planned: Planned, role: Resource) -> set[str]:
    """Of all resources of the module that name the role."""
    return {
        ASSUMED_BY[each.type]
        for each in planned.own
        if each.call == role.call and role.label in each.references and each.type in ASSUMED_BY
    }


def _documents(planned: Planned, resource: Resource) -> list[Resource]:
    return [
        each
        for each in planned.own
        if each.type == DOCUMENT
        and each.call == resource.call
        and f"data.{each.label}" in resource.references
    ]


def _refuses_plain_text(statement: Statement) -> bool:
    return (
        statement.effect == "Deny"
        and ("*", "*") in statement.principals
        and any(
            each.key == "aws:SecureTransport" and each.values == ("false",) for each in statement.conditions
        )
    )
