"""A function is released in steps: a new version to some calls, then to all. An unchanged one stays."""

import json
import shutil
from pathlib import Path

import pytest

from tests.smoke.roots import applied, destroy
from tooling import packages
from tooling.paths import CACHE
from tooling.terraform import Terraform

ROOT = Path(__file__).parent / "function"
FOLDER = CACHE / "function"
HANDLER = """
import os

def greet(event, context):
    import greeting  # from the layer
    called = context.invoked_function_arn
    return {"release": RELEASE, "text": greeting.TEXT, "shop": os.environ["SHOP"], "called": called}
"""


@pytest.fixture
def build(tmp_path):
    """Builds a release's package, each time from nothing."""
    folder = tmp_path / "shop"

    def make(release):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "shop").mkdir(parents=True)
        (folder / "shop/__init__.py").touch()
        (folder / "requirements.txt").touch()
        (folder / "shop/handlers.py").write_text(HANDLER.replace("RELEASE", str(release)))
        (folder / "service.toml").write_text('[handlers]\n"shop.handlers.greet" = ["SHOP"]\n')
        return packages.build(folder, cache=tmp_path / "cache").path

    return make


@pytest.fixture
def terraform(local, tmp_path, build):
    """The root with a package, and with a canary where one is named."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for leftover in ROOT.glob("terraform.tfstate*"):
        leftover.unlink()
    layer = tmp_path / "layer.zip"
    layer.write_bytes(packages.zipped({"python/greeting.py": b'TEXT = "hello"\n'}))

    def make(package, canary=None):
        variables = local.target.variables() | {
            "TF_VAR_canary": json.dumps(canary),
            "TF_VAR_layer": str(layer),
            "TF_VAR_package": str(package),
        }
        made = Terraform(ROOT, variables, runs=FOLDER, data=FOLDER / "terraform")
        if not (FOLDER / "terraform").exists():
            made.init()
        return made

    yield make
    destroy(make(build(1)))


def _release(local, package):
    """Release code as a pipeline does."""
    client, name = local.client("lambda"), "release-pipeline"
    client.update_function_code(FunctionName=name, ZipFile=package.read_bytes())
    version = client.publish_version(FunctionName=name)["Version"]
    client.update_alias(FunctionName=name, Name="live", FunctionVersion=version)


def _calls(local, number, function="release-function"):
    """Answers of calls through the alias, by the version that each reached."""
    client, found = local.client("lambda"), {}
    for _ in range(number):
        answer = client.invoke(FunctionName=function, Qualifier="live")
        found.setdefault(answer["ExecutedVersion"], []).append(json.load(answer["Payload"]))
    return found


@pytest.mark.capability("serverless.lambda", "behaves")
@pytest.mark.capability("serverless.lambda-deployments", "apply")
def test_a_release_goes_to_some_calls_then_to_all_and_changes_in_place(local, terraform, build):
    assert applied(terraform(build(1)))["module.function.aws_lambda_function.this"] == "create"
    (answer,) = _calls(local, 1)["1"]
    assert answer["text"] == "hello"
    assert answer["shop"] == "example"
    assert answer["called"].endswith(":function:release-function:live")

    # The same source, built again.
    assert not terraform(build(1)).plan(FOLDER / "again")

    _release(local, build(3))
    canary = terraform(build(2), {"stable_version": "1", "percent": 20})
    assert applied(canary) == {
        "module.function.aws_lambda_alias.this[0]": "update",
        "module.function.aws_lambda_function.this": "update",
    }
    assert not canary.plan(FOLDER / "again")
    reached = _calls(local, 200)
    assert {version: {each["release"] for each in answers} for version, answers in reached.items()} == {
        "1": {1},
        "2": {2},
    }
    # 40 are due. Of chance's doing, fewer than 15 or more than 70 come once in a hundred thousand runs.
    assert 15 <= len(reached["2"]) <= 70

    promoted = terraform(build(2))
    assert applied(promoted) == {"module.function.aws_lambda_alias.this[0]": "update"}
    assert _calls(local, 10).keys() == {"2"}
    assert _calls(local, 1, "release-pipeline")["2"][0]["release"] == 3, "Terraform took a release back"
