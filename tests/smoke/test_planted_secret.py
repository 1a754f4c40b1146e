"""A secret that Terraform writes is in Secrets Manager and in no file, output, log or process list."""

import json
import os
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4
from zipfile import BadZipFile, ZipFile

import pytest

from tests.smoke.local import Local
from tests.smoke.roots import applied, destroy, root_of
from tooling import emulator
from tooling.paths import MODULES

pytestmark = pytest.mark.capability("security.secrets", "behaves")

MARKED = "marked-for-the-scan"  # a description, which is no secret


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """What was planted, what was made up, where anything may lie, and what processes showed meanwhile."""
    top = tmp_path_factory.mktemp("planted")
    directory, secret = top / "local-aws", f"planted-{uuid4().hex}"
    server = emulator.start(directory, port=0, owner=os.getpid())
    local = Local(server.url, directory)
    emulator.record(directory, start=True)
    (top / "modules").symlink_to(MODULES)
    root = top / "tests" / "smoke" / "planted"
    shutil.copytree(Path(__file__).parent / "planted", root)
    watched = _Processes(secret)
    watched.start()
    terraform = root_of(root, local, top / "runs", TF_VAR_planted=secret)
    applied(terraform)
    watched.stop()
    secrets = local.client("secretsmanager")
    values = {
        name: secrets.get_secret_value(SecretId=name)["SecretString"]
        for name in ("planted", "planted-generated")
    }
    said = {
        "outputs": json.dumps({name: output.value for name, output in terraform.outputs().items()}),
        "calls": json.dumps(emulator.record(directory)),
        "denials": json.dumps(emulator.denials(directory)),
        "state": terraform.cmd("show", json=True)[1],
        "processes": "\n".join(watched.found),
    }
    emulator.snapshot("after", directory)
    yield secret, values, top, said
    destroy(terraform)
    emulator.stop(directory)


class _Processes(threading.Thread):
    """Looks at the command lines of all processes, as everybody on the machine can."""

    def __init__(self, secret):
        super().__init__(daemon=True)
        self.secret, self.found, self.seen, self._end = secret, [], set(), threading.Event()

    def run(self):
        while not self._end.is_set():
            for place in Path("/proc").glob("[0-9]*/cmdline"):
                with suppress(OSError):
                    line = place.read_bytes().decode(errors="replace")
                    self.seen.add(line.partition("\0")[0].rpartition("/")[2])
                    if self.secret in line:
                        self.found.append(line)
            time.sleep(0.05)

    def stop(self):
        self._end.set()
        self.join()
        assert any("terraform-provider-aws" in each for each in self.seen) or not Path("/proc/1").exists()


def contents(top):
    """Every file, and every file in an archive: plans and packages are such."""
    for path in top.rglob("*"):
        if path.is_file() and not path.is_symlink() and MODULES not in path.resolve().parents:
            yield str(path.relative_to(top)), path.read_bytes()
            with suppress(BadZipFile, OSError), ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.relative_to(top)}:{name}", archive.read(name)


def test_the_value_is_in_secrets_manager(planted):
    secret, values, _, _ = planted
    assert values["planted"] == secret
    assert len(json.loads(values["planted-generated"])["password"]) == 40


def test_it_is_in_no_state_plan_log_or_snapshot(planted):
    secret, values, top, _ = planted
    hidden = [secret.encode(), json.loads(values["planted-generated"])["password"].encode()]
    found = dict(contents(top))
    assert [name for name, content in found.items() if any(each in content for each in hidden)] == []
    # The scan sees what is there: in the state, in a plan, and it reads the log and the snapshot.
    marked = {name.rpartition("/")[2] for name, content in found.items() if MARKED.encode() in content}
    assert {"terraform.tfstate", "plan:tfplan"} <= marked
    names = {name.rpartition("/")[2] for name in found}
    assert "after.snapshot" in names and any(name.endswith(".log") for name in names)


def test_it_is_in_no_output_record_or_process_list(planted):
    secret, values, _, said = planted
    password = json.loads(values["planted-generated"])["password"]
    assert {name for name, text in said.items() if secret in text or password in text} == set()
    assert "planted" in said["outputs"] and "PutSecretValue" in said["calls"] and MARKED in said["state"]
