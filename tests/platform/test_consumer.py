"""Other teams' repositories: one uses modules by git source and tag, one the harness with roots of its"
" own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tooling import emulator, uv
from tooling.aws import Target
from tooling.paths import CACHE, ROOT
from tooling.terraform import Terraform

CONSUMER = ROOT / "tests" / "consumer"
PLACE = ("--env", "dev", "--endpoint", "local")

MAIN = """
terraform {{
  required_version = ">= 1.11"
}}

provider "aws" {{
  region = "eu-west-1"
}}

module "orders" {{
  source = "git::file://{platform}//modules/data/dynamodb-table?ref=v9.9.9"

  name                = "consumer-orders"
  partition_key       = {{ name = "id" }}
  deletion_protection = false
}}

module "placed" {{
  source = "git::file://{platform}//modules/messaging/sqs-queue?ref=v9.9.9"

  name = "consumer-placed"
}}

output "url" {{
  value = module.placed.url
}}
"""


@pytest.mark.capability("use.consume", "apply")
def test_another_repository_uses_modules_by_source_and_tag(checkout, local, tmp_path):
    root = tmp_path / "orders"
    root.mkdir()
    (root / "main.tf").write_text(MAIN.format(platform=checkout.path))
    terraform = Terraform(root, local.target.variables(), runs=tmp_path / "runs")
    terraform.init()
    terraform.plan(tmp_path / "plan")
    terraform.apply(tmp_path / "plan")

    queue = terraform.outputs()["url"].value
    local.client("sqs").send_message(QueueUrl=queue, MessageBody="an order")
    local.client("dynamodb").put_item(TableName="consumer-orders", Item={"id": {"S": "1"}})
    assert terraform.plan(tmp_path / "again") is False

    terraform.plan(tmp_path / "destroy", destroy=True)
    terraform.apply(tmp_path / "destroy")
    assert terraform.state_list() == []
    if local.embedded:
        assert not [each for each in emulator.inventory(local.directory) if "consumer-" in each]


@dataclass(frozen=True)
class Team:
    """A repository with three lines of tasks and its own roots, and the programs of its environment."""

    path: Path
    programs: Path

    def run(self, *command: str, code: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        plain = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))
        }
        done = subprocess.run(
            [str(self.programs / command[0]), *command[1:]],
            cwd=self.path,
            env=plain | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def client(self, service: str) -> Any:
        url = json.loads(self.run("invoke", "local.status", "--json").stdout)["url"]
        return Target("local", url, "eu-west-1").client(service)


@pytest.fixture(scope="module")
def team(checkout, tmp_path_factory) -> Iterator[Team]:
    """The harness installed by git source and tag into a clean environment; the engines' ones are shared."""
    folder = tmp_path_factory.mktemp("team")
    venv = folder / "venv"
    source = f"microservices-platform[test] @ git+file://{checkout.path}@v9.9.9"
    for arguments in (
        ("venv", "--quiet", "--no-project", str(venv)),
        ("pip", "install", "--quiet", "--python", str(venv / "bin" / "python"), source),
    ):
        done = uv.run(*arguments)
        assert done.returncode == 0, done.stderr
    repository = Path(shutil.copytree(CONSUMER, folder / "orders"))
    (repository / ".cache").mkdir()
    (repository / ".cache" / "venvs").symlink_to(CACHE / "venvs")
    team = Team(repository, venv / "bin")
    yield team
    team.run("invoke", "local.stop")


@pytest.mark.capability("use.consume", "behaves")
@pytest.mark.capability("use.preflight", "behaves")
def test_another_repository_is_told_by_its_plan_what_aws_will_refuse(team):
    """What AWS will refuse is said by the plan, and is not begun."""
    wrong = {"TF_VAR_memory": "8192"}
    finding = "value:aws_ecs_task_definition.orders"
    planned = team.run("invoke", "plan", *PLACE, "--json", code=2, **wrong)
    assert [each["name"] for each in json.loads(planned.stdout)["preflight"]] == [finding]
    named = team.run("invoke", "preflight", "--env", "dev", code=1)
    assert "No Fargate configuration exists for given values: 256 CPU, 8192 memory" in named.stdout
    refused = team.run("invoke", "apply", *PLACE, "--yes", code=1, **wrong)
    assert (
        f"next: do what the review says instead; or, if a finding is wrong: invoke apply --env dev --overrule"
        f" {finding}" in refused.stderr
    )


@dataclass(frozen=True)
class Job:
    """A job of CI that was run: how it ended, and what it asked of the platform's API."""

    code: int
    said: str
    asked: list[str]
    sent: str


def steps(platform: str, job: str) -> list[str]:
    """The shell steps of a reusable job, each a script of its own on GitHub, one script on GitLab."""
    if platform == "github":
        workflow = yaml.safe_load((ROOT / ".github" / "workflows" / f"platform-{job}.yml").read_text())
        (only,) = workflow["jobs"].values()
        return [step["run"] for step in only["steps"] if "run" in step]
    jobs = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())
    return ["\n".join(jobs[f".platform-{job}"]["script"])]


def ran(team: Team, platform: str, job: str, fakes: Path) -> Job:
    """Run a job's steps in the team's repository, with stand-ins for `gh` and `curl`."""
    fakes.mkdir(exist_ok=True)
    for name in ("gh", "curl"):
        program = fakes / name
        program.write_text(FAKE)
        program.chmod(0o755)
    asked, sent = fakes / "asked", fakes / "sent"
    for left in (asked, sent):
        left.write_text("")
    variables = {
        "ENVIRONMENT": "dev",
        "RUN": str(team.programs / "invoke"),
        "SETUP": "true",
        "OPTIONS": "--endpoint local",
        "PATH": f"{fakes}{os.pathsep}{os.environ['PATH']}",
        "REPOSITORY": "team/orders",
        "PULL": "7",
        "COMMIT": "abc",
        "REVIEWED_BY": "pull.yml",
        "CI_API_V4_URL": "https://gitlab.example/api/v4",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_COMMIT_SHA": "abc",
        "REVIEW": "review dev",
        "GITLAB_TOKEN": "t",
        "FAKES": str(fakes),
    }
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    said, code = "", 0
    for step in steps(platform, job):
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step],
            cwd=team.path,
            env=plain | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        said += done.stdout + done.stderr
        if code := done.returncode:
            break
    return Job(code, said, asked.read_text().splitlines(), sent.read_text())


FAKE = """#!/bin/bash
# Stands in for gh and curl: notes what it is asked, keeps what it is sent, answers what matters.
echo "$(basename "$0") $*" >> "$FAKES/asked"
for word in "$@"; do
  case "$last $word" in
    *" body=@"* | *" body@"* | *" description@"*) cat "${word#*@}" >> "$FAKES/sent" ;;
    "--body-file "*) cat "$word" >> "$FAKES/sent" ;;
    "--output "*) cp "$FAKES/reviewed.plan" "$word" ;;
  esac
  last=$word
done
case "$(basename "$0") $*" in
  *"run download"*) cp "$FAKES/reviewed.plan" . ;;
  *"run list"*) echo 42 ;;
  *"/pulls"*) echo abc ;;
  *"/notes?"*) echo '[{"id": 5, "body": "<!-- platform review of dev -->old"}]' ;;
  *"/merge_requests") echo '[{"iid": 7}]' ;;
esac
"""


@pytest.fixture(scope="module")
def by_github(team, tmp_path_factory) -> dict[str, Job]:
    """The jobs of a pull request and of its merge, of a schedule, and of one after a change by hand."""
    fakes = tmp_path_factory.mktemp("github")
    found = {"pull": ran(team, "github", "pull", fakes)}
    shutil.copy(team.path / "reviewed.plan", fakes)
    found["merge"] = ran(team, "github", "merge", fakes)
    found["schedule"] = ran(team, "github", "drift", fakes)
    apis = team.client("apigatewayv2")
    (api,) = apis.get_apis()["Items"]
    apis.update_api(ApiId=api["ApiId"], Description="by hand")
    found["drift"] = ran(team, "github", "drift", fakes)
    return found


@pytest.mark.capability("use.ci", "behaves")
@pytest.mark.capability("use.consume", "behaves")
def test_on_github_one_comment_reviews_a_pull_request(by_github):
    pull = by_github["pull"]
    assert pull.code == 0, pull.said + pull.sent
    assert [line.split()[2:4] for line in pull.asked if "--method" in line] == [["--method", "POST"]]
    assert pull.sent.startswith("<!-- platform review of dev -->") and len(pull.sent) < 65_536
    assert "Passed: fmt, validate, policy" in pull.sent and "Plan for dev: 4 to add" in pull.sent
    assert "<summary>Cost</summary>" in pull.sent


@pytest.mark.capability("use.ci", "behaves")
def test_on_github_the_merge_applies_the_reviewed_plan(team, by_github):
    assert by_github["merge"].code == 0, by_github["merge"].said
    assert "orders" in team.run("invoke", "output", *PLACE, "--name", "table").stdout


@pytest.mark.capability("use.ci", "behaves")
def test_on_github_a_schedule_opens_an_issue_about_drift(by_github):
    assert by_github["schedule"].code == 0 and not by_github["schedule"].sent
    assert by_github["drift"].code == 2
    assert "issue create" in " ".join(by_github["drift"].asked)
    assert "aws_apigatewayv2_api.orders" in by_github["drift"].sent


@pytest.mark.capability("use.ci", "behaves")
def test_on_gitlab_the_jobs_do_the_same(team, by_github, tmp_path):
    """Its note is replaced; what was changed by hand is planned back, and applied by the merge."""
    drift = ran(team, "gitlab", "drift", tmp_path)
    assert drift.code == 2 and "aws_apigatewayv2_api.orders" in drift.sent
    pull = ran(team, "gitlab", "pull", tmp_path)
    assert pull.code == 0, pull.said + pull.sent
    assert any("--request PUT" in line and line.endswith("/notes/5") for line in pull.asked)
    assert "1 to change" in pull.sent
    shutil.copy(team.path / "reviewed.plan", tmp_path)
    merge = ran(team, "gitlab", "merge", tmp_path)
    assert merge.code == 0, merge.said
    team.run("invoke", "destroy", *PLACE, "--yes", "--allow-data-loss")


@pytest.mark.capability("use.consume", "behaves")
def test_another_repository_tests_its_root_with_the_fixtures_of_the_plugin(team):
    """`local_aws`, `applied`, `driven` and `eventually`, by an entry point: its tests import nothing."""
    done = team.run("pytest", "-q", "-p", "no:cacheprovider")
    assert "2 passed" in done.stdout
