"""The hooks as pre-commit runs them: ours in a clone, and the one for other repositories in one of those."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tooling.paths import CACHE, ROOT
from tooling.venvs import python_of

pytestmark = pytest.mark.slow

TABLE = """\
resource "aws_dynamodb_table" "users" {
  name         = "users"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1"
  }
}
"""
README = "# users\n\n<!-- reference -->\n<!-- /reference -->\n"
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as it stands, as a repository of its own with a module more, and this run's environments."""
    clone = tmp_path_factory.mktemp("clone") / "platform"
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, files):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).write_bytes((ROOT / name).read_bytes())
            (clone / name).chmod((ROOT / name).stat().st_mode)
    python_of("policy")
    (clone / ".venv").symlink_to(sys.prefix)
    (clone / ".cache").mkdir()
    (clone / ".cache" / "venvs").symlink_to(CACHE / "venvs")
    subprocess.run(["git", "-C", str(clone), "init", "-q"], check=True)
    commit(clone)
    return clone


@pytest.fixture
def module(clone: Path) -> Path:
    folder = clone / "modules" / "data" / "users"
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(TABLE)
    (folder / "README.md").write_text(README)
    subprocess.run([".venv/bin/python", "-m", "tooling.hooks", "reference", "--write"], cwd=clone, check=True)
    return folder


def run(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    subprocess.run(["git", "-C", str(repository), "add", "-A"], check=True)
    return subprocess.run(
        [*PRE_COMMIT, *arguments], cwd=repository, capture_output=True, text=True, check=False
    )


def commit(repository: Path) -> None:
    git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "all", "--no-verify", "--allow-empty"], check=True)


def hooks(clone: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    return run(clone, "run", "--color", "never", "--files", *(str(file.relative_to(clone)) for file in files))


@pytest.mark.capability("use.precommit", "behaves")
def test_a_well_formed_change_passes(clone: Path, module: Path) -> None:
    done = hooks(clone, module / "main.tf", module / "README.md", clone / "tooling" / "paths.py")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("Passed") == 9
    assert not (module / ".terraform.lock.hcl").exists()


@pytest.mark.capability("use.precommit", "behaves")
@pytest.mark.parametrize(
    ("change", "hook", "answer"),
    [
        (("  hash_key     =", "  hash_key ="), "terraform-fmt", "next: ./invokew fmt"),
        (("    enabled = true\n", "    enabled = false\n"), "policy", "fix: Write point_in_time_recovery"),
        (('"PAY_PER_REQUEST"', "var.mode"), "terraform-validate", "undeclared"),
        (
            ('aws_dynamodb_table" "users"', 'aws_dynamodb_table" "people"'),
            "reference",
            "next: ./invokew docs",
        ),
    ],
)
def test_a_wrong_change_is_refused_with_what_to_do(
    clone: Path, module: Path, change: tuple[str, str], hook: str, answer: str
) -> None:
    (module / "main.tf").write_text(TABLE.replace(*change))
    done = run(clone, "run", hook, "--color", "never", "--files", "modules/data/users/main.tf")
    assert done.returncode == 1
    assert answer in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.capability("use.precommit", "behaves")
def test_a_commit_that_only_deletes_is_checked(clone: Path, module: Path) -> None:
    closed = 'variable "mode" {\n  type    = bool\n  default = false\n}\n'
    (module / "main.tf").write_text(closed + TABLE.replace("enabled = true\n", "enabled = var.mode\n", 1))
    (module / "on.auto.tfvars").write_text("mode = true\n")
    commit(clone)
    done = run(clone, "run", "policy", "--color", "never")
    assert done.returncode == 0, done.stdout
    (module / "on.auto.tfvars").unlink()
    done = run(clone, "run", "policy", "--color", "never")
    assert done.returncode == 1
    assert "PLATFORM_PITR" in done.stdout


@pytest.mark.capability("use.consume", "behaves")
@pytest.mark.capability("use.precommit", "behaves")
def test_another_repository_uses_the_policy_by_pre_commit(clone: Path, tmp_path: Path) -> None:
    commit(clone)
    other = tmp_path / "other"
    other.mkdir()
    subprocess.run(["git", "-C", str(other), "init", "-q"], check=True)
    (other / "main.tf").write_text(TABLE.replace("enabled = true\n", "enabled = false\n", 1))
    home = tmp_path / "home"  # holds an environment with checkov: not to be kept
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home)}
    subprocess.run(["git", "-C", str(other), "add", "-A"], check=True)
    command = [
        *PRE_COMMIT,
        "try-repo",
        str(clone),
        "platform-policy",
        "--color",
        "never",
        "--files",
        "main.tf",
    ]
    done = subprocess.run(command, cwd=other, env=environment, capture_output=True, text=True, check=False)
    shutil.rmtree(home, ignore_errors=True)
    if "pip" in done.stderr and "No matching distribution" in done.stderr:
        pytest.skip("no package index is within reach")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1: aws_dynamodb_table.users  PLATFORM_PITR" in done.stdout
    assert "fix: Write point_in_time_recovery" in done.stdout
