"""What an environment is, as read from its main.tf."""

from __future__ import annotations

from pathlib import Path

import pytest

from tooling import environments, hcl, paths
from tooling.errors import PlatformError

BACKEND = 'backend "s3" {\n bucket = "b"\n key = "k.tfstate"\n region = "eu-west-1"\n use_lockfile = true\n }'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "ENVIRONMENTS", tmp_path)
    return tmp_path


def write(folder: Path, name: str, hcl: str) -> None:
    (folder / name).mkdir()
    (folder / name / "main.tf").write_text(hcl)


def test_the_environments_of_this_repository_can_all_be_read() -> None:
    found = {name: environments.get(name) for name in environments.names()}
    assert list(found) == ["local", "dev", "prod", "staging"]
    assert [name for name, each in found.items() if each.protected] == ["prod"]
    assert len({each.backend.bucket for each in found.values()}) == 4


def test_an_unknown_environment_is_answered_with_the_known_ones(folder: Path) -> None:
    write(folder, "dev", f"terraform {{\n{BACKEND}\n}}")
    write(folder, "local", f"terraform {{\n{BACKEND}\n}}")
    with pytest.raises(PlatformError) as told:
        environments.get("develop")
    assert told.value.message == "there is no environment 'develop'"
    assert told.value.next_step == "use one of: local, dev"


OPEN, CLOSED = "locals {\n protected = false\n}\n", "locals {\n protected = true\n}\n"


def protection(folder: Path, **files: str) -> tuple[bool, str]:
    (folder / "t").mkdir()
    (folder / "t" / "main.tf").write_text(f"terraform {{\n{BACKEND}\n}}\n")
    for name, text in files.items():
        with (folder / "t" / name.replace("_tf", ".tf")).open("a") as out:
            out.write(text)
    found = environments.get("t")
    if found.unclear:
        with pytest.raises(PlatformError, match="neither true nor false") as refused:
            environments.refuse_unclear(found)
        assert "write `protected = true` or `protected = false`" in refused.value.next_step
    else:
        environments.refuse_unclear(found)
    assert found.unclear == (found.because if "neither" in found.because else "")
    return found.protected, found.because


@pytest.mark.parametrize(
    ("files", "protected"),
    [
        ({"main.tf": CLOSED}, True),
        ({"main.tf": OPEN}, False),
        ({"main.tf": "locals {\n x = 1\n}\n" + OPEN}, False),
        ({"locals.tf": CLOSED}, True),
        ({"locals.tf": OPEN}, False),
        ({"more.tf.json": '{"locals": {"protected": true}}'}, True),
        ({"more.tf.json": '{"locals": [{"a": 1}, {"protected": false}]}'}, False),
        ({"main.tf": OPEN, "main_override.tf": CLOSED}, True),
        ({"main.tf": "locals { protected = true }"}, True),
        (
            {
                "main.tf": OPEN
                + '# locals { protected = true }\nlocals { note = "locals { protected = true }" }'
            },
            False,
        ),
        ({"main.tf": CLOSED + "locals {\n x = <<EOT\nlocals {\n protected = false\n}\nEOT\n}\n"}, True),
        ({"main.tf": OPEN + 'locals {\n a = "%{if var.r != "x"}y%{endif}"\n b = 1e3\n größe = 1\n}'}, False),
    ],
)
def test_protection_is_read_wherever_it_is_written(
    folder: Path, files: dict[str, str], protected: bool
) -> None:
    assert protection(folder, **files) == (protected, "")


@pytest.mark.parametrize(
    ("files", "because"),
    [
        ({}, "no file in t says `locals { protected = … }`"),
        (
            {"main.tf": 'locals {\n environment = "t"\n protected = local.environment == "t"\n}'},
            't/main.tf:11 says `protected = local.environment == "t"`, which is neither true nor false',
        ),
        ({"main.tf": 'locals {\n protected = "false"\n}'}, "neither true nor false"),
        ({"main.tf": "locals {\n protected = false && true\n}"}, "neither true nor false"),
        ({"main.tf": "locals {\n protected = (\n false)\n}"}, "neither true nor false"),
        ({"a.tf.json": '{"locals": {"protected": "${1 == 2}"}}'}, "neither true nor false"),
        ({"main.tf": OPEN, "more.tf": "locals {\n"}, "t/more.tf:1 cannot be read"),
        ({"main.tf": OPEN, "more.tf": 'x = "\n'}, "t/more.tf:1 cannot be read"),
        ({"main.tf": OPEN, "a.tf.json": "{"}, "t/a.tf.json:1 cannot be read"),
    ],
)
def test_what_cannot_be_read_counts_as_protected(folder: Path, files: dict[str, str], because: str) -> None:
    found = protection(folder, **files)
    assert found[0] is True and because in found[1].replace(f"{folder}/", "")


def test_a_backend_without_a_region_is_named(folder: Path) -> None:
    write(folder, "dev", 'terraform {\n backend "s3" {\n bucket = "b"\n key = "k"\n }\n}')
    with pytest.raises(PlatformError, match="no literal region") as told:
        environments.get("dev")
    assert "region" in told.value.next_step


def test_a_backend_in_another_file_is_found(folder: Path) -> None:
    write(folder, "dev", "")
    (folder / "dev" / "backend.tf").write_text(f"terraform {{\n{BACKEND}\n}}")
    (folder / "dev" / "x_override.tf").write_text('terraform {\n backend "s3" { key = "other" }\n}')
    assert environments.get("dev").backend == environments.Backend("b", "other", "eu-west-1")


def test_what_only_terraform_can_judge_is_left_to_it(folder: Path) -> None:
    write(folder, "dev", f"terraform {{\n{BACKEND}\n}}\n{OPEN}resource = = 1\n")
    assert environments.get("dev").backend.bucket == "b"


def test_a_file_without_an_end_is_named_with_its_line(folder: Path) -> None:
    write(folder, "dev", f"terraform {{\n{BACKEND}\n")
    with pytest.raises(PlatformError, match=r"dev/main\.tf:1 cannot be read"):
        environments.get("dev")


def test_locals_are_found_as_a_parser_of_all_of_hcl_finds_them() -> None:
    import hcl2

    seen = 0
    for file in paths.MODULES.glob("*/*/main.tf"):
        whole = [
            {name for name in body if not name.startswith("__")}
            for body in hcl2.loads(file.read_text()).get("locals", [])
        ]
        assert [set(block) for block in hcl.settings(file, "locals")] == whole, file
        seen += sum(map(len, whole))
    assert seen > 50
