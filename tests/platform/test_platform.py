"""The main job as a newcomer does it: apply the local environment in a fresh checkout, and try it."""

from __future__ import annotations

import json
import re
import subprocess
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from tests.calls import call
from tooling import emulator
from tooling.aws import Target

pytestmark = pytest.mark.capability("use.local", "behaves")


@dataclass(frozen=True)
class Platform:
    """The applied platform: what the apply printed, and how to reach it."""

    printed: str
    requests: list[str]
    target: Target

    @property
    def users(self) -> str:
        found = re.search(r"^users  (\S+)$", self.printed, re.MULTILINE)
        assert found, self.printed
        return found[1]

    def call(self, method: str, path: str = "", body: Any = None, signed: bool = True) -> tuple[int, Any]:
        """A request to the users service: status and decoded body."""
        answer = call(method, self.users + path, body, signed=signed)
        return answer.status, answer.body


@pytest.fixture(scope="module")
def platform(checkout, applied_local) -> Platform:
    printed = applied_local
    status = json.loads(checkout.invokew("local.status", "--json").stdout)
    requests = re.findall(r"^  ((?:curl|ID=).*)$", printed, re.MULTILINE)
    return Platform(printed, requests, Target("local", status["url"], "eu-west-1"))


def item(platform: Platform, key: str) -> Any:
    """One item of the users table, None when it is not there."""
    found = platform.target.client("dynamodb").get_item(TableName="shop-local-users", Key={"pk": {"S": key}})
    return found.get("Item")


@pytest.fixture
def address() -> str:
    """An e-mail address nobody has yet."""
    return f"{uuid.uuid4().hex}@example.com"


def test_the_printed_requests_work_when_pasted_in_order(platform):
    done = subprocess.run(["bash"], input="\n".join(platform.requests), capture_output=True, text=True)
    (ordered, created), (order, *answers) = done.stderr.splitlines(), done.stdout.splitlines()
    assert (ordered[-4:], order[-4:], created[-4:]) == (" 202", " 200", " 201")
    assert [answer[-3:] for answer in answers] == ["200", "200", "400", "204"]
    assert json.loads(ordered[:-4])["id"] in order
    assert json.loads(created[:-4])["id"] in answers[0]
    assert "email is missing" in answers[2]


@pytest.mark.capability("app.users", "behaves")
def test_a_user_is_created_read_found_and_deleted(platform, address):
    status, user = platform.call("POST", body={"name": "Ada", "email": address.upper()})
    assert (status, user["email"]) == (201, address)
    assert platform.call("GET", f"/{user['id']}") == (200, user)
    assert platform.call("GET", f"?email={address}") == (200, user)
    assert platform.call("DELETE", f"/{user['id']}") == (204, "")
    assert platform.call("GET", f"/{user['id']}")[0] == 404
    assert platform.call("GET", f"?email={address}")[0] == 404


@pytest.mark.capability("app.users", "behaves")
def test_an_address_belongs_to_one_user_however_many_ask_at_once(platform, address):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(platform.call, "POST", "", {"name": str(n), "email": address}) for n in range(8)]
    assert sorted(each.result()[0] for each in asked) == [201] + 7 * [409]


@pytest.mark.capability("app.users", "behaves")
@pytest.mark.capability("serverless.rest-api", "behaves")
@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("POST", "", "{not json", 400, "JSON"),
        ("POST", "", {"name": "Ada"}, 400, "email"),
        ("POST", "", {"name": "", "email": "ada@example.com"}, 400, "name"),
        ("GET", "", None, 400, "email"),
        ("GET", "/nobody", None, 404, "no such user"),
        ("DELETE", "/nobody", None, 404, "no such user"),
    ],
)
def test_a_bad_request_is_refused_with_what_to_change(platform, method, path, body, status, says):
    answered, problem = platform.call(method, path, body)
    assert answered == status
    assert says in json.dumps(problem)


@pytest.mark.capability("serverless.rest-api", "behaves")
def test_an_unsigned_request_does_not_reach_the_service(platform, address):
    status, _ = platform.call("POST", body={"name": "Ada", "email": address}, signed=False)
    assert status == 403
    assert platform.call("GET", f"?email={address}")[0] == 404


@pytest.mark.capability("app.users", "behaves")
@pytest.mark.capability("serverless.event-sources", "apply")
def test_a_new_user_is_welcomed_once_and_a_deleted_one_not_at_all(platform, address, eventually):
    _, user = platform.call("POST", body={"name": "Ada", "email": address})
    welcome = eventually(lambda: item(platform, f"WELCOME#{user['id']}"))
    assert welcome["status"]["S"] != "cancelled"
    platform.call("DELETE", f"/{user['id']}")
    eventually(lambda: item(platform, f"WELCOME#{user['id']}")["status"]["S"] == "cancelled")


@pytest.mark.capability("serverless.event-sources", "apply")
def test_a_poison_message_reaches_the_dead_letters_and_its_batch_does_not(platform, address, eventually):
    sqs = platform.target.client("sqs")
    queue = sqs.get_queue_url(QueueName="shop-local-users-welcome")["QueueUrl"]
    dead = sqs.get_queue_url(QueueName="shop-local-users-welcome-dead-letters")["QueueUrl"]
    # The queue hides a failed message for three minutes between its five receives; not for this test.
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
    try:
        sqs.send_message(QueueUrl=queue, MessageBody="poison")
        _, user = platform.call("POST", body={"name": "Ada", "email": address})
        eventually(lambda: item(platform, f"WELCOME#{user['id']}"))
        messages = eventually(
            lambda: sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=1).get("Messages"), seconds=60
        )
        assert [message["Body"] for message in messages] == ["poison"]
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "180"})


@pytest.mark.capability("use.plan-apply", "behaves")
def test_a_second_apply_changes_nothing_and_says_so(platform, checkout):
    again = checkout.invokew("apply", "--env", "local")
    assert "nothing to change" in again.stdout
    assert checkout.invokew("plan", "--env", "local").returncode == 0


@pytest.mark.capability("security.iam", "apply")
def test_no_role_of_the_platform_has_a_wildcard_action(platform):
    iam = platform.target.client("iam")
    roles = [
        role["RoleName"] for role in iam.list_roles()["Roles"] if role["RoleName"].startswith("shop-local")
    ]
    assert len(roles) >= 3
    for role in roles:
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            for statement in document["Statement"]:
                actions = statement["Action"]
                assert not any(
                    "*" in action for action in ([actions] if isinstance(actions, str) else actions)
                )


@pytest.mark.capability("use.plan-apply", "behaves")
def test_destroy_leaves_nothing_behind(platform, checkout):
    checkout.invokew("destroy", "--env", "local")
    left = emulator.inventory(checkout.path / ".cache/local")
    assert [each for each in left if not each.startswith(("kms/", "s3/"))] == []
    assert all("terraform-state" in each for each in left if each.startswith("s3/"))
    assert "stopped" in checkout.invokew("local.stop").stdout
    assert checkout.git("status", "--porcelain") == ""
