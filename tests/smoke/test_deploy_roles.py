"""A deploy role made from recorded calls deploys what was recorded, and may do nothing else."""

import json
import os
import shutil
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.smoke.local import Local
from tests.smoke.roots import applied, destroy, planned, root_of
from tests.smoke.sessions import Sessions
from tooling import emulator, packages
from tooling.errors import PlatformError
from tooling.paths import MODULES, ROOT
from tooling.terraform import Terraform

pytestmark = pytest.mark.capability("use.ci", "behaves")

GITHUB = {"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com"}
APPLIES = GITHUB | {"sub": "repo:your-org/shop:environment:dev"}
PLANS = GITHUB | {"sub": "repo:your-org/shop:pull_request"}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """The roles of an environment whose apply and destroy were recorded, and the environment's root."""
    packages.build_all()
    top = tmp_path_factory.mktemp("deployed")
    directory = top / "local-aws"
    server = emulator.start(directory, port=0, owner=os.getpid())
    local = Local(server.url, directory)
    (top / "modules").symlink_to(MODULES)
    shutil.copytree(Path(__file__).parent / "deployed", top / "tests/smoke/deployed")
    zipped = str(ROOT / "examples/functions/services/echo/build/echo.zip")
    folder = top / "tests/smoke/deployed"
    root = root_of(folder / "environment", local, top / "runs", TF_VAR_package=zipped)
    emulator.record(directory, start=True)
    applied(root)
    planned(root)
    destroy(root)
    policy = emulator.record(directory, stop=True)["policy"]
    roles = root_of(folder / "roles", local, top / "runs-of-roles", TF_VAR_policy=json.dumps(policy))
    applied(roles)
    yield local, root, roles.outputs()["roles"].value, policy
    emulator.stop(directory)


@pytest.fixture
def role(deployed):
    """The environment's root with the rights of a role that a token opens, and clients with them."""
    local, root, roles, _ = deployed
    sessions = Sessions(local.url)

    def of(kind, **claims):
        access, secret, token = credentials = sessions.with_token(roles[f"{kind}_role_arns"]["dev"], **claims)
        environment = root.environment | {
            "AWS_ACCESS_KEY_ID": access,
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_SESSION_TOKEN": token,
        }
        of_role = Terraform(root.directory, environment, root.journal.folder / f"{kind}-role", root.data)
        return of_role, lambda service: sessions.client(service, credentials)

    return of


def denied(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return "AccessDenied" in refused.value.response["Error"]["Code"]


def test_the_role_applies_and_destroys_the_environment_and_is_refused_one_thing_more(deployed, role):
    local, _, _, _ = deployed
    root, client = role("apply", **APPLIES)
    assert set(applied(root).values()) == {"create"}
    assert planned(root) == {}
    table = {"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
    table |= {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
    assert denied(client("dynamodb").create_table, TableName="another", **table)
    assert denied(client("sqs").create_queue, QueueName="shop-deployed")
    assert denied(client("iam").create_user, UserName="somebody")
    assert denied(client("dynamodb").get_item, TableName="shop-deployed", Key={"id": {"S": "1"}})
    destroy(root)
    assert local.client("dynamodb").list_tables()["TableNames"] == []


def test_the_role_that_plans_changes_nothing(deployed, role):
    local, _, _, _ = deployed
    root, client = role("plan", **PLANS)
    assert set(planned(root).values()) == {"create"}
    with pytest.raises(PlatformError, match="AccessDenied"):
        applied(root)
    assert local.client("dynamodb").list_tables()["TableNames"] == []
    bucket = "shop-deployed-state"
    place = {"LocationConstraint": "eu-west-1"}
    local.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    state = client("s3")
    assert denied(state.put_object, Bucket=bucket, Key="dev.tfstate", Body=b"")
    state.put_object(Bucket=bucket, Key="dev.tfstate.tflock", Body=b"")  # while it plans


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("apply", "repo:your-org/shop:pull_request"),
        ("apply", "repo:your-org/shop:ref:refs/heads/main"),
        ("apply", "repo:your-org/shop:environment:prod"),
        ("apply", "repo:somebody/shop:environment:dev"),
        ("plan", "repo:your-org/other:pull_request"),
        ("plan", "repo:your-org/shop:ref:refs/heads/feature"),
    ],
)
def test_a_token_for_anything_else_opens_neither_role(role, kind, subject):
    with pytest.raises(ClientError, match="AccessDenied"):
        role(kind, **GITHUB | {"sub": subject})


def test_the_policies_have_what_was_recorded(deployed):
    local, _, roles, policy = deployed
    iam = local.client("iam")
    attached = iam.list_attached_role_policies(RoleName=roles["apply_role_arns"]["dev"].rpartition("/")[2])
    found = set()
    for each in attached["AttachedPolicies"]:
        version = iam.get_policy_version(PolicyArn=each["PolicyArn"], VersionId="v1")["PolicyVersion"]
        for statement in version["Document"]["Statement"]:
            found |= {(action, where) for action in statement["Action"] for where in statement["Resource"]}
    recorded = {
        (action, where)
        for statement in policy["Statement"]
        for action in statement["Action"]
        for where in statement["Resource"]
    }
    assert len(recorded) >= 30
    assert {(action, where) for action, where in found if "shop-deployed-state" not in where} == recorded
