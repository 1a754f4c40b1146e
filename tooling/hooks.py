"""What the hooks of .pre-commit-config.yaml run, each on the files that changed.

python -m tooling.hooks NAME [--write] FILE…
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tooling.errors import PlatformError
from tooling.paths import ROOT
from tooling.program import reported


def fmt(files: Sequence[Path], _: bool) -> int:
    """Terraform files are in their canonical form."""
    from tooling.terraform import binary

    done = subprocess.run(
        [binary.find(), "fmt", "-check", "-diff", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return 0
    if done.returncode != 3:  # not unformatted, but unreadable
        raise PlatformError(done.stderr.strip(), "correct the line it names")
    print(done.stdout, end="")
    raise PlatformError("not in the form of terraform fmt", "./invokew fmt")


def validate(files: Sequence[Path], _: bool) -> int:
    """The modules and roots of the files are valid."""
    from tooling import check

    for folder in sorted({file.resolve().parent for file in files}):
        lock = folder / ".terraform.lock.hcl"
        had_lock = lock.exists()
        try:
            check.validate(folder)
        finally:
            if not had_lock:  # modules have none, and init leaves one
                lock.unlink(missing_ok=True)
    return 0


def policy(files: Sequence[Path], _: bool) -> int:
    """Nothing that the files, or what differs from the last commit, can affect breaks a rule."""
    from tooling import policy as rules

    # pre-commit names no files that are deleted, and compares branches by their refs.
    since = os.environ.get("PRE_COMMIT_FROM_REF") or "HEAD"
    report = rules.run([file.absolute() for file in files], changed_only=True, since=since)
    if report.exit_code:
        print(rules.render_text(report))
    return report.exit_code


def reference(files: Sequence[Path], write: bool) -> int:
    """The READMEs of the files' modules say what the code says. Without files, of all modules."""
    from tooling import reference as references

    paths = [file.resolve() for file in files] or None
    if not write:
        references.check(paths)
        return 0
    for readme in references.update(paths):
        print(f"{readme.relative_to(ROOT)} written")
    return 0


def provider_6(_: Sequence[Path], write: bool) -> int:
    """What the modules use, provider 6 has too."""
    from tooling.terraform import provider_6 as next_major

    (next_major.write if write else next_major.check)()
    return 0


def engines(_: Sequence[Path], write: bool) -> int:
    """docs/local-aws.md lists the resource types there are, and which engine answers for them."""
    from tooling import emulator

    page, text = ROOT / "docs" / "local-aws.md", emulator.types_page()
    if write:
        page.write_text(text, encoding="utf-8")
    elif page.read_text(encoding="utf-8") != text:
        raise PlatformError("docs/local-aws.md is not up to date", "./invokew docs")
    return 0


def rules(_: Sequence[Path], write: bool) -> int:
    """docs/policy.md lists the rules there are."""
    from tooling.policy import page

    text = page.page(page.listed())
    if write:
        page.PAGE.write_text(text, encoding="utf-8")
    elif page.PAGE.read_text(encoding="utf-8") != text:
        raise PlatformError("docs/policy.md does not list the rules there are", page.COMMAND)
    return 0


PAGES = (reference, rules, engines)
"""What is generated from the code: each writes its pages, or refuses those that are not up to date."""

HOOKS: dict[str, Callable[[Sequence[Path], bool], int]] = {
    hook.__name__: hook for hook in (engines, fmt, validate, policy, provider_6, reference, rules)
}


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Run one hook; 0 when the files pass."""
    parser = argparse.ArgumentParser(prog="python -m tooling.hooks", description=__doc__)
    parser.add_argument("name", choices=HOOKS)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="correct instead of refuse, where a hook can")
    options = parser.parse_args(arguments)
    return HOOKS[options.name](options.files, options.write)


if __name__ == "__main__":
    sys.exit(main())
