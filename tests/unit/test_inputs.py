"""Which files a plan is bound to: all that Terraform could read for the root, however the path is made."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tooling import inputs


@pytest.fixture(params=["team", "[team]"])
def checkout(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / str(request.param)
    for folder in (
        "environments/dev",
        "environments/prod",
        "modules/part",
        "modules/other",
        "shared/json",
        ".git",
    ):
        (top / folder).mkdir(parents=True)
    monkeypatch.setattr("tooling.paths.ROOT", top)
    monkeypatch.setattr("tooling.paths.CACHE", top / ".cache")
    (top / "README.md").write_text("read me")
    (top / "shared/json/a.json").write_text("{}")
    (top / "modules/part/main.tf").write_text("")
    (top / "modules/part/t.tftpl").write_text("")
    (top / "modules/other/main.tf").write_text("")
    (top / "environments/prod/main.tf").write_text("")
    manifest = top / "environments/dev/.terraform/modules/modules.json"
    manifest.parent.mkdir(parents=True)
    listed = [{"Key": "", "Dir": "."}, {"Key": "part", "Dir": "../../modules/part"}]
    manifest.write_text(json.dumps({"Modules": listed}))
    return top


def found(top: Path, code: str, *values: str, **more: str) -> set[str]:
    """The files, below the root `dev` without `environments/dev/`."""
    root = top / "environments" / "dev"
    (root / "main.tf").write_text(code)
    for name, text in more.items():
        file = root / name.replace("__", "/").replace("_tf", ".tf")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    hashes = inputs.hashes(root, root / ".terraform", values)
    return {name.removeprefix("environments/dev/") for name in hashes}


OWN = {"main.tf", "modules/part/main.tf", "modules/part/t.tftpl"}


def test_everything_below_the_root_and_the_modules_it_calls_is_an_input(checkout: Path) -> None:
    assert found(checkout, "") == OWN
    assert found(checkout, "", plain="x", deep__down__j="y", x_tfvars="") == OWN | {
        "plain",
        "deep/down/j",
        "x.tfvars",
    }


@pytest.mark.parametrize(
    "expression",
    [
        'file("${path.module}/../../shared/json/a.json")',
        'file("${path.root}/../../shared/json/${var.name}.json")',
        'file("../../shared/json/a.json")',
        'fileset("../../shared", "*/*.json")',
        'templatefile("${path.module}/../../shared/json/${lookup(local.names, "a")}.json", {})',
    ],
)
def test_a_path_that_leads_out_is_followed(checkout: Path, expression: str) -> None:
    assert found(checkout, f"locals {{ x = {expression} }}") == OWN | {"shared/json/a.json"}


@pytest.mark.parametrize(
    "expression",
    [
        'file(join("/", [path.module, "..", "..", "shared", "json", "a.json"]))',
        'file("${local.folder}/../a.json")',
        'file("../${var.name}/../../shared/json/a.json")',
        'file(format("%s/../../shared/json/a.json", path.module))',
        'file("${dirname(dirname(path.module))}/shared/json/a.json")',
    ],
)
def test_where_it_leads_cannot_be_told_everything_in_the_checkout_is_an_input(
    checkout: Path, expression: str
) -> None:
    names = found(checkout, f"locals {{ x = {expression} }}")
    assert names >= OWN | {"shared/json/a.json"}


def test_an_absolute_path_and_one_in_a_variable_are_inputs(checkout: Path, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).write_text(name)
    seen = found(checkout, f'locals {{ x = file("{tmp_path}/one") }}', str(tmp_path / "two"), "../../shared")
    assert seen - OWN == {"../one", "../two", "shared/json/a.json"}
    assert found(checkout, f'locals {{ x = "{tmp_path}/three" }}') - OWN == {"../three"}


@pytest.mark.parametrize(
    "code",
    [
        'locals {\n  base = "%s"\n  x = file("${local.base}/p.txt")\n}',
        'variable "dir" { default = "%s" }\nlocals { x = templatefile("${var.dir}/p.txt", {}) }',
        'locals { x = file(join("/", ["%s", "p.txt"])) }',
        'locals { x = file("%s/${"p"}.txt") }',
        'locals { x = fileset("%s", "*") }',
        'locals { x = file( pathexpand("%s/p.txt")) }',
        'locals {\n  base = "%s/${"in"}"\n  x = filebase64sha256(local.base)\n}',
    ],
)
def test_a_folder_outside_is_followed_from_where_its_path_begins(
    checkout: Path, tmp_path: Path, code: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "p.txt").write_text("")
    assert found(checkout, code % (tmp_path / "out")) - OWN == {"../out/p.txt"}


def test_a_folder_that_no_path_begins_with_is_not_followed(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "p.txt").write_text("")
    for read in ('file("plain.txt")', 'file("${path.module}/a")', "filemd5(path.root)", "1"):
        assert found(checkout, f'locals {{\n  mount = "{tmp_path}/out"\n  x = {read}\n}}') == OWN


def test_a_folder_with_too_many_files_is_named(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = checkout / "environments" / "dev"
    for name in "abc":
        (tmp_path / name).write_text("")
    monkeypatch.setattr(inputs, "MOST", 2)
    code = f'locals {{ x = fileset("{tmp_path}", "*") }}'
    large: list[Path] = []
    assert found(checkout, code) == OWN, "what is below it and the root's stays"
    inputs.hashes(root, root / ".terraform", large=large)
    assert large == [tmp_path]


def test_files_of_variables_and_the_paths_in_them_are_inputs(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_text("")
    (checkout / "big.tfvars").write_text(f'file = "{tmp_path}/one"')
    root = checkout / "environments" / "dev"
    assert set(inputs.hashes(root, root / ".terraform", more=[checkout / "big.tfvars"])) >= {
        "big.tfvars",
        "../one",
    }


def test_the_state_caches_and_what_cannot_be_read_to_its_end_are_none(checkout: Path) -> None:
    root = checkout / "environments" / "dev"
    os.mkfifo(root / "pipe")
    for name in (
        "terraform.tfstate",
        "terraform.tfstate.backup",
        "__pycache__/a",
        ".git/config",
        "crash.log",
    ):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("")
    assert found(checkout, "") == OWN


def test_links_are_followed_once(checkout: Path) -> None:
    root = checkout / "environments" / "dev"
    (root / "linked").symlink_to(checkout / "shared")
    (root / "again").symlink_to(root)
    (root / "gone").symlink_to(checkout / "nowhere")
    assert found(checkout, "") == OWN | {"linked/json/a.json", "gone"}


def test_a_path_is_an_input_before_its_file_is_there(checkout: Path) -> None:
    code = 'locals { x = fileexists("../../shared/new.json") }'
    assert found(checkout, code) == OWN
    (checkout / "shared/new.json").write_text("")
    assert found(checkout, code) == OWN | {"shared/new.json"}


def test_archives_that_terraform_writes_while_it_plans_are_known() -> None:
    archive = {"type": "archive_file", "values": {"output_path": "build/a.zip"}}
    module = {"child_modules": [{"resources": [archive, {"type": "aws_vpc", "values": {}}]}]}
    assert inputs.written({"prior_state": {"values": {"root_module": module}}}) == {"build/a.zip"}
    assert inputs.written({}) == set()
