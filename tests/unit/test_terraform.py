"""Driving Terraform: the real program, in roots that need no provider and no AWS."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tooling import paths, unapplied
from tooling.errors import PlatformError
from tooling.terraform import (
    Interrupted,
    Killed,
    Locked,
    Terraform,
    Version,
    binary,
    diagnostics,
    mirror,
    proxy,
)

Root = Callable[[str], Terraform]

BOX = """
variable "size" {
  type    = number
  default = 1
  validation {
    condition     = var.size < 5
    error_message = "size is at most 4: write 4 instead of ${var.size}."
  }
}
resource "terraform_data" "box" {
  input = var.size
}
output "size" {
  value = terraform_data.box.output
}
output "secret" {
  value     = "s3cret"
  sensitive = true
}
"""
SLOW = """
resource "terraform_data" "first" {
}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" {
    command = "sleep %s"
  }
}
"""


def applied(terraform: Terraform, on_event: Callable[[dict[str, Any]], None] | None = None) -> None:
    plan = terraform.journal.folder / "plan.tfplan"
    terraform.init()
    terraform.plan(plan)
    terraform.apply(plan, on_event)


def at_start_of(name: str, do: Callable[[], None]) -> Callable[[dict[str, Any]], None]:
    def listen(event: dict[str, Any]) -> None:
        if event["type"] == "apply_start" and event["hook"]["resource"]["resource_name"] == name:
            do()

    return listen


# What it does.


def test_a_plan_an_apply_and_nothing_left_to_do(root: Root, tmp_path: Path) -> None:
    box, events = root(BOX), list[str]()
    plan = tmp_path / "plans" / "plan.tfplan"
    assert box.init()
    assert not box.init(), "a second init has nothing to do"
    assert box.state_version() == Version("", 0)
    assert box.plan(plan, on_event=lambda event: events.append(event["type"]))
    assert "planned_change" in events
    assert box.show(plan)["resource_changes"][0]["address"] == "terraform_data.box"
    box.apply(plan)
    assert box.state_list() == ["terraform_data.box"]
    assert box.outputs()["size"].value == 1
    assert box.outputs()["secret"].sensitive
    assert box.state_version().serial > 0
    assert not box.plan(plan)
    assert box.plan(plan, destroy=True)
    box.apply(plan)
    assert box.state_list() == []


def test_the_users_environment_stays_as_it_is(root: Root) -> None:
    before = dict(os.environ)
    box = root(BOX)
    applied(box)
    assert dict(os.environ) == before
    assert (box.environment["GOGC"], box.environment["TF_IN_AUTOMATION"]) == ("400", "1")


def test_init_runs_again_when_a_module_is_added(root: Root) -> None:
    box = root(BOX)
    box.init()
    (box.directory / "part").mkdir()
    (box.directory / "part" / "main.tf").write_text('output "x" {\n  value = 1\n}\n')
    root(BOX + 'module "part" {\n  source = "./part"\n}\n')
    assert box.init()
    assert not box.init()
    (box.directory / "part" / "more").mkdir()
    (box.directory / "part" / "more" / "main.tf").write_text("")
    (box.directory / "part" / "main.tf").write_text('module "more" {\n  source = "./more"\n}\n')
    assert box.init(), "also when it is a module of a module"


def test_a_mistyped_command_is_no_terraform_command(root: Root) -> None:
    with pytest.raises(AttributeError, match="aply"):
        root(BOX).aply()


def test_fmt_names_what_is_not_formatted_and_formats_it(root: Root) -> None:
    box = root('output "x" {\n  value=1\n}\n')
    assert box.fmt(check=True) == [box.directory / "main.tf"]
    assert box.fmt() == [box.directory / "main.tf"]
    assert box.fmt(check=True) == []


# What is wrong with the configuration.


def test_an_invalid_value_is_answered_with_the_rule_and_the_place(root: Root) -> None:
    box = root(BOX)
    box.environment["TF_VAR_size"] = "9"
    with pytest.raises(PlatformError) as told:
        applied(box)
    place = box.directory / "main.tf"
    assert told.value.message == (
        f"terraform plan failed: Invalid value for variable ({place}:2): "
        "size is at most 4: write 4 instead of 9."
    )


def test_validate_names_file_and_line(root: Root) -> None:
    box = root('\n\noutput "x" {\n  value = local.nothing\n}\n')
    box.init(backend=False)
    with pytest.raises(PlatformError, match=r"main\.tf:4.*nothing"):
        box.validate()
    root(BOX).validate()


def test_every_error_is_told_once(root: Root) -> None:
    box = root('output "x" {\n  value = local.a\n}\noutput "y" {\n  value = local.b\n}\n')
    box.init(backend=False)
    with pytest.raises(PlatformError) as told:
        box.validate()
    assert told.value.message.count("main.tf:") == 2
    assert not set("╷│╵") & set(told.value.message)


def test_a_missing_package_says_how_to_build_it(root: Root) -> None:
    box = root('output "hash" {\n  value = filebase64sha256("${path.module}/build/users.zip")\n}\n')
    with pytest.raises(PlatformError) as told:
        applied(box)
    assert "./invokew packages" in told.value.next_step


def test_a_plan_that_is_out_of_date_is_refused(root: Root, tmp_path: Path) -> None:
    box = root(BOX)
    box.init()
    box.plan(tmp_path / "early")
    applied(box)
    with pytest.raises(PlatformError, match="stale") as told:
        box.apply(tmp_path / "early")
    assert "./invokew plan" in told.value.next_step


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("write /x/plan.tfplan: no space left on device", "free some space"),
        ("mkdir /x/.terraform: read-only file system", "use a checkout"),
    ],
)
def test_a_full_or_read_only_disk_is_told_with_what_to_do(said: str, step: str) -> None:
    error = diagnostics.failure("plan", [diagnostics.Diagnostic("Failed to write plan file", said)])
    assert said in error.message and error.next_step.startswith(step)


# What damages it.


@pytest.mark.parametrize("damage", ["gone", "a file", "empty", "modules"])
def test_a_damaged_terraform_folder_is_repaired(root: Root, damage: str) -> None:
    box = root(BOX + 'module "part" {\n  source = "./part"\n}\n')
    (box.directory / "part").mkdir()
    (box.directory / "part" / "main.tf").write_text('output "x" {\n  value = 1\n}\n')
    applied(box)
    if damage == "modules":
        (box.data / "modules" / "modules.json").write_text("{")
    else:
        subprocess.run(["rm", "-r", str(box.data)], check=True)
        if damage == "a file":
            box.data.write_text("")
        if damage == "empty":
            box.data.mkdir()
    box.init()
    assert box.state_list() == ["terraform_data.box"]
    assert not box.plan(box.journal.folder / "plan.tfplan")


def test_a_held_lock_tells_who_holds_it_and_since_when(root: Root, tmp_path: Path) -> None:
    first = root(SLOW % 2)
    other = Terraform(first.directory, os.environ, tmp_path / "runs" / "other")
    told: list[PlatformError] = []

    def plan_too() -> None:
        with pytest.raises(Locked) as refused:
            other.plan(tmp_path / "other.tfplan")
        told.append(refused.value)
        with pytest.raises(PlatformError, match=r"apply of 'shop', begun by .* is still running"):
            Terraform(first.directory, os.environ, first.journal.folder).plan(tmp_path / "same.tfplan")

    applied(first, at_start_of("slow", plan_too))
    [error] = told
    assert "the state of 'shop' is locked: " in error.message
    assert "runs apply since 20" in error.message
    assert "./invokew unlock --env shop --id " in error.next_step


class Contended(unapplied.Empty):
    """A bucket whose state is locked for the first requests, by runs that end before they can be named."""

    refusals: ClassVar[list[int]] = []
    lock: ClassVar[list[bytes]] = []

    def do_PUT(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.refusals:
            self.answer(self.refusals.pop(), b"<Error><Code>Refused</Code><Message>no</Message></Error>")
        else:
            self.lock[:] = [body]
            self.answer(200, b"")

    def do_GET(self) -> None:  # noqa: N802
        if self.lock and self.path.partition("?")[0].endswith(".tflock"):
            self.answer(200, self.lock[0])
        else:
            super().do_GET()

    def do_DELETE(self) -> None:  # noqa: N802
        self.lock.clear()
        self.answer(204, b"")


@pytest.mark.parametrize(("refusals", "planned"), [([412], True), ([409, 412, 409], True), ([403], False)])
def test_a_lock_that_was_released_meanwhile_is_tried_again_and_another_error_is_not_called_a_lock(
    root: Root, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: list[int], planned: bool
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setattr(Contended, "refusals", refusals)
    monkeypatch.setattr(unapplied, "Empty", Contended)
    box = root(
        'terraform {\n backend "s3" {\n bucket = "b"\n key = "k"\n region = "eu-west-1"\n'
        ' use_lockfile = true\n }\n}\nresource "terraform_data" "a" {}\n'
    )
    with unapplied.initialized(box):
        if planned:
            assert box.plan(tmp_path / "x.tfplan")
        else:
            with pytest.raises(PlatformError, match="403") as refused:
                box.plan(tmp_path / "x.tfplan")
            assert not isinstance(refused.value, Locked)
            assert "unlock" not in refused.value.next_step
    assert not Contended.lock


def test_a_killed_terraform_is_said_to_be_recovered_by_the_same_command(root: Root) -> None:
    box = root(SLOW % 30)

    def kill() -> None:
        run = box.journal.last()
        assert run is not None
        os.kill(run.pid, signal.SIGKILL)

    with pytest.raises(Killed, match=r"killed \(SIGKILL\) during apply of 'shop'") as told:
        applied(box, at_start_of("slow", kill))
    assert "./invokew apply --env shop" in told.value.next_step
    assert box.journal.last() is not None, "it stays marked, for recovery"


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """As in a terminal: a shell starts what runs in its background with Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_ctrl_c_ends_terraform_in_order_and_says_how_to_go_on(root: Root) -> None:
    box = root(SLOW % 30)
    began = time.monotonic()
    with pytest.raises(Interrupted, match="saved in the state") as told:
        applied(box, at_start_of("slow", lambda: os.kill(os.getpid(), signal.SIGINT)))
    assert time.monotonic() - began < 15
    assert "./invokew apply --env shop" in told.value.next_step
    assert "terraform_data.first" in box.state_list()
    (box.directory / "main.tf").write_text(SLOW % 0)
    applied(box)
    assert not box.plan(box.journal.folder / "plan.tfplan")


def test_a_listener_that_fails_does_not_leave_terraform_alone(root: Root) -> None:
    box = root(SLOW % 30)

    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        applied(box, at_start_of("slow", fail))
    run = box.journal.last()
    assert run is not None
    with pytest.raises(ProcessLookupError):
        os.kill(run.pid, 0)


HARNESS = """
import os, sys
from pathlib import Path
from tooling.terraform import Terraform
box = Terraform(Path(sys.argv[1]), os.environ, Path(sys.argv[2]))
box.apply(box.journal.folder / "plan.tfplan", lambda event: print(event["type"], flush=True))
"""


def test_terraform_ends_in_order_when_the_harness_is_killed(root: Root) -> None:
    box = root(SLOW % 2)
    box.init()
    box.plan(box.journal.folder / "plan.tfplan")
    harness = subprocess.Popen(
        [sys.executable, "-c", HARNESS, str(box.directory), str(box.journal.folder)],
        cwd=paths.ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert harness.stdout is not None
    assert any(line == "apply_start\n" for line in harness.stdout)
    harness.kill()
    harness.communicate()
    with pytest.raises(PlatformError, match="is still running"), box.journal.dead():
        pass
    deadline = time.monotonic() + 20
    while "terraform_data.slow" not in box.state_list() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert "terraform_data.slow" in box.state_list()
    assert box.journal.read()[-1]["type"] == "outputs"


# What is missing.


def fake_terraform(folder: Path, version: str) -> Path:
    folder.mkdir(exist_ok=True)
    program = folder / "terraform"
    program.write_text(f"""#!/bin/sh\necho '{{"terraform_version": "{version}"}}'\n""")
    program.chmod(0o755)
    return program


@pytest.fixture
def no_terraform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any: an empty PATH, an empty cache."""
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.delenv("TERRAFORM_BIN", raising=False)
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    binary.version.cache_clear()


@pytest.mark.usefixtures("no_terraform")
def test_a_missing_terraform_says_which_is_needed_and_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match=r"Terraform 1\.11 or newer is needed; none is installed") as told:
        Terraform(tmp_path, {}, tmp_path)
    assert "./invokew doctor --install-terraform" in told.value.next_step
    assert "https://developer.hashicorp.com/terraform/install" in told.value.next_step


@pytest.mark.usefixtures("no_terraform")
def test_terraform_may_be_named_from_the_folder_one_is_in_or_from_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = fake_terraform(tmp_path / "bin", "1.11.4")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERRAFORM_BIN", "bin/terraform")
    assert binary.find() == str(program)
    monkeypatch.setenv("PATH", "bin")
    monkeypatch.setenv("TERRAFORM_BIN", "terraform")
    assert binary.find() == str(program)
    monkeypatch.delenv("TERRAFORM_BIN")
    assert binary.find() == str(program)


@pytest.mark.usefixtures("no_terraform")
@pytest.mark.parametrize(
    ("version", "enough"), [("1.10.9", False), ("1.9.0", False), ("1.11.0", True), ("2.0.1", True)]
)
def test_an_old_terraform_is_refused_with_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, enough: bool
) -> None:
    program = fake_terraform(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin")
    if enough:
        assert binary.find() == str(program)
        return
    with pytest.raises(PlatformError) as told:
        binary.find()
    assert told.value.message == f"Terraform 1.11 or newer is needed; {program} is {version}"


@pytest.mark.usefixtures("no_terraform")
def test_a_setting_that_names_no_terraform_is_the_thing_to_correct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRAFORM_BIN", "/nowhere/terraform")
    with pytest.raises(PlatformError, match="TERRAFORM_BIN names /nowhere/terraform") as told:
        binary.find()
    assert told.value.next_step == "correct TERRAFORM_BIN, or unset it"


@pytest.fixture
def releases(tmp_path: Path) -> Iterator[str]:
    """A place that publishes a terraform, like releases.hashicorp.com."""
    folder = tmp_path / "releases"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("terraform", fake_terraform(tmp_path / "published", binary.PINNED).read_text())
    target = folder / binary.PINNED / f"terraform_{binary.PINNED}_linux_amd64.zip"
    target.parent.mkdir(parents=True)
    target.write_bytes(archive.getvalue())

    class Files(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("no_terraform")
class TestInstall:
    @pytest.fixture(autouse=True)
    def _on_linux(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(binary.platform, "system", lambda: "Linux")
        monkeypatch.setattr(binary.platform, "machine", lambda: "x86_64")

    def test_the_pinned_version_is_installed_and_found(
        self, releases: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        published = tmp_path / "releases" / binary.PINNED / f"terraform_{binary.PINNED}_linux_amd64.zip"
        checksum = hashlib.sha256(published.read_bytes()).hexdigest()
        monkeypatch.setitem(binary.CHECKSUMS, "linux_amd64", checksum)
        installed = binary.install(releases)
        assert installed == paths.CACHE / "bin" / "terraform"
        monkeypatch.setenv("PATH", "/bin")
        assert binary.find() == str(installed)

    def test_a_file_that_is_not_the_published_one_is_not_installed(self, releases: str) -> None:
        with pytest.raises(PlatformError, match="is not the published file"):
            binary.install(releases)
        assert not (paths.CACHE / "bin").exists()

    def test_no_network_is_said(self) -> None:
        with pytest.raises(PlatformError, match="could not be downloaded") as told:
            binary.install("http://127.0.0.1:1")
        assert "by hand" in told.value.next_step

    def test_a_system_without_a_known_checksum_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(binary.platform, "machine", lambda: "riscv64")
        with pytest.raises(PlatformError, match=r"no checksum .* for linux_riscv64"):
            binary.install("http://127.0.0.1:1")


# Where providers come from.


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on it."""
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(mirror, "_PREFIXES", (str(tmp_path / "software"),))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "share"))
    for name in ("PLATFORM_PROVIDER_MIRROR", "TF_CLI_CONFIG_FILE", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def with_provider(folder: Path) -> Path:
    (folder / "registry.terraform.io" / "hashicorp" / "aws").mkdir(parents=True)
    return folder


def test_without_a_mirror_the_registry_is_used(machine: Path) -> None:
    assert mirror.find() is None
    assert "provider_installation" not in mirror.cli_config().read_text()


@pytest.mark.parametrize(
    "place",
    ["software/mirror", "software/vendor/mirror", "share/terraform/plugins", "home/.terraform.d/plugins"],
)
def test_a_mirror_is_found_where_software_is_installed(machine: Path, place: str) -> None:
    folder = with_provider(machine / place)
    assert mirror.find() == folder
    content = mirror.cli_config().read_text()
    assert f'path    = "{folder}"' in content
    assert 'exclude = ["registry.terraform.io/hashicorp/aws"]' in content


def test_an_explicit_mirror_comes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_provider(machine / "software" / "mirror")
    mine = with_provider(machine / "mine")
    monkeypatch.setenv("PLATFORM_PROVIDER_MIRROR", str(mine))
    assert mirror.find() == mine


def test_an_explicit_mirror_without_the_provider_is_refused(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLATFORM_PROVIDER_MIRROR", str(machine))
    with pytest.raises(PlatformError, match=r"there is no registry\.terraform\.io/hashicorp/aws in it"):
        mirror.cli_config()


def test_the_users_own_choice_is_respected(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_provider(machine / "software" / "mirror")
    own = machine / "own.tfrc"
    own.write_text("provider_installation {\n  direct {}\n}\n")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(own))
    assert mirror.cli_config() == own


def test_the_users_other_settings_are_kept(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = machine / "own.tfrc"
    own.write_text('credentials "app.terraform.io" {\n  token = "t"\n}\n')
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(own))
    assert own.read_text() in mirror.cli_config().read_text()


def test_a_setting_that_names_a_missing_file_is_harmless(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(machine / "missing.tfrc"))
    assert mirror.cli_config() == machine / "cache" / "terraform" / "cli.tfrc"


def test_no_reachable_provider_is_one_message_with_a_next_step(
    machine: Path, root: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    box = root(
        'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n'
    )
    with pytest.raises(PlatformError, match=r"could not connect to registry\.terraform\.io") as told:
        box.init()
    assert "PLATFORM_PROVIDER_MIRROR" in told.value.next_step


def test_the_journal_survives_a_line_that_was_cut_off(root: Root) -> None:
    box = root(BOX)
    applied(box)
    whole = box.journal.read()
    with box.journal.events.open("a") as events:
        events.write(json.dumps({"type": "apply_start"})[:9])
    assert box.journal.read() == whole


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}, {"HTTP_PROXY": "http://127.0.0.1:4566"}),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:4566", "http_proxy": "http://proxy:3128"}, {}),
        ({"AWS_ENDPOINT_URL": "https://emulator.example.com"}, {}),
        ({}, {}),
    ],
)
def test_a_local_aws_is_the_proxy_for_hosts_that_no_name_server_knows(variables, expected):
    assert proxy(variables) == expected
