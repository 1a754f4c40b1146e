"""Each correction is needed and works.

A check says whether a local AWS does as AWS does in one point. It must hold with the corrections and not
without them: when it holds without, the engine has learnt it, and the correction can be deleted.
"""

import importlib
import json
import os
import pkgutil
import re
import signal
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

import local_aws
from local_aws import processes
from tests.local_aws import checks
from tests.local_aws.checks import CHECKS, deploy, eventually, make_role
from tests.local_aws.checks.apigateway import DEFINITION, api_of, call, served
from tooling import emulator

FOLDER = Path(local_aws.__file__).parent
CORRECTIONS = [
    name for file in FOLDER.rglob("*.py") for name in re.findall(r"@correction\ndef (\w+)", file.read_text())
]
for module in pkgutil.iter_modules(checks.__path__):
    importlib.import_module(f"{checks.__name__}.{module.name}")  # they register


@pytest.mark.parametrize("correction", sorted(CHECKS))
def test_a_correction_works(corrected, correction, monkeypatch):
    monkeypatch.setattr(checks, "slowness", 10.0)  # of a busy machine
    assert CHECKS[correction](corrected)


@pytest.mark.parametrize("correction", sorted(CHECKS))
def test_a_correction_is_still_needed(as_it_comes, correction):
    try:
        held = CHECKS[correction](as_it_comes)
    except (ClientError, KeyError, IndexError, ValueError):
        held = False
    assert not held, "the engine does this by itself now: delete the correction"


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="reads /proc")
@pytest.mark.parametrize(("without", "outlives"), [([], False), (["functions_end_with_the_server"], True)])
def test_functions_end_with_the_server(tmp_path, connect, without, outlives):
    server = emulator.start(tmp_path, port=0, owner=os.getpid(), without_corrections=without)
    aws = connect(server.url)
    make_role(aws)
    pid_file = tmp_path / "pid"
    busy = deploy(
        aws,
        "import os, time\ndef handler(event, context):\n"
        f" open({str(pid_file)!r}, 'w').write(str(os.getpid()))\n time.sleep(60)",
        Timeout=90,
    )
    aws.client("lambda").invoke(FunctionName=busy, InvocationType="Event")
    assert eventually(lambda: pid_file.exists() and bool(pid_file.read_text()), 10)
    pid = int(pid_file.read_text())
    os.kill(server.pid, signal.SIGKILL)
    ended = eventually(lambda: processes.birth(pid) is None, 2)
    emulator.stop(tmp_path)
    if not ended:
        os.kill(pid, signal.SIGKILL)
    assert ended is not outlives


def test_every_correction_has_a_check():
    elsewhere = ["functions_end_with_the_server", "rights_of_callers", "calls_count_as_encrypted"]
    assert sorted(CORRECTIONS) == sorted([*CHECKS, *elsewhere])


def test_an_unknown_correction_cannot_be_left_out(tmp_path):
    with pytest.raises(emulator.PlatformError, match="No such correction: nonsense"):
        emulator.start(tmp_path, port=0, without_corrections=["nonsense"])


def test_a_definition_that_is_refused_changes_nothing(corrected):
    url = served(corrected, DEFINITION)
    api = api_of(url)
    gateway = corrected.client("apigateway")
    wrong = {**DEFINITION, "x-amazon-apigateway-gateway-responses": {"NO_SUCH": {"statusCode": "400"}}}
    for body in (json.dumps(wrong), "no definition", "{"):
        with pytest.raises(gateway.exceptions.BadRequestException):
            gateway.put_rest_api(restApiId=api, mode="overwrite", body=body)
    assert call(f"{url}/users?email=a") == (200, "/users")


def test_an_import_in_place_of_another_keeps_the_root(corrected):
    url = served(corrected, DEFINITION)
    api = api_of(url)
    gateway = corrected.client("apigateway")
    root = gateway.get_rest_api(restApiId=api)["rootResourceId"]
    other = {**DEFINITION, "paths": {"/other": {"get": {"responses": {}}}}}
    replaced = gateway.put_rest_api(restApiId=api, mode="overwrite", body=json.dumps(other))
    paths = {resource["path"] for resource in gateway.get_resources(restApiId=api)["items"]}
    assert replaced["rootResourceId"] == root
    assert paths == {"/", "/other"}
