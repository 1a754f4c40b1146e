"""docs/policy.md: the rules, as they are registered, and which of checkov's are off."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from tooling.paths import ROOT
from tooling.venvs import python_of

PAGE = ROOT / "docs" / "policy.md"
COMMAND = "./invokew docs"

_HEAD = """\
# Policy

Generated from `tooling/policy`. Regenerate it with `{command}`.

`./invokew policy` checks the code of all modules, examples and environments with checkov and with the rules
below, in one process. `--env NAME` adds the plan of an environment, where values are known that the code
leaves open. `--changed` looks at what differs from the last commit, deletions and files that git ignores
included, and at everything that this can affect: it finds what the whole scan finds there. What has not
changed is not checked again. [How it works](decisions/0007-policy-in-one-process.md) also lists the internals
of checkov that it leans on, and what guards each.

- What Terraform reads is checked: `.tf` and `.tf.json`, values for variables of a root, modules and files
  behind links. A block that cannot be read is a finding, `PLATFORM_READABLE`, and so are an override file and
  a call that leads nowhere; the rest is checked. `#checkov:skip=PLATFORM_READABLE: the reason` anywhere in
  the file accepts it.
- An attribute that the type of a module's input does not know is a finding, `PLATFORM_UNKNOWN_ATTRIBUTE`,
  with the nearest one that it knows: Terraform drops it without a word. The types are those of the called
  module: of a folder, of what `terraform init` has found, or, before that, of this platform's module that a
  git source names, as the rules' version has it. `./invokew validate` says it, too.
- A check that breaks is a finding, with its rule and the resource. The rest is checked.
- A finding names file, line, resource, rule, and what to write instead. Found through several calls of a
  module, it is reported once.
- What is not known yet breaks no rule: the plan decides.
- A rule that is right in general and wrong in one place is suppressed there, with the reason, in the block or
  in the module call: `#checkov:skip=PLATFORM_LONG_POLLING: looked at once a day`. Without a reason, or of a
  rule that does not exist, the suppression is a finding itself.
- A new rule is a function in `tooling/policy/checks`, with a folder of its name in `tests/policy/fixtures`.

Other repositories check their own code with the same rules:

```yaml
# .pre-commit-config.yaml
repos:
  - repo: https://github.com/your-org/microservices-platform
    rev: v0.1.0
    hooks:
      - id: platform-policy
```

## The platform's rules
"""


def listed() -> list[dict[str, str]]:
    """The registered rules, one entry for each kind of block."""
    command = [str(python_of("policy")), "-m", "tooling.policy.runner", "--rules"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    entries: list[dict[str, str]] = json.loads(done.stdout)
    return entries


def page(entries: Sequence[dict[str, str]]) -> str:
    """The page, in Markdown."""
    configuration = tomllib.loads(Path(__file__).with_name("checkov.toml").read_text(encoding="utf-8"))
    parts = [_HEAD.format(command=COMMAND)]
    for rule, group in groupby(
        sorted(entries, key=lambda entry: entry["rule"]), key=lambda entry: entry["rule"]
    ):
        kinds = list(group)
        parts.append(f"### {rule}\n\n{kinds[0]['title']} ([why]({kinds[0]['source']})).\n")
        fixes: dict[str, list[str]] = {}
        for entry in kinds:
            fixes.setdefault(entry["fix"], []).append(f"`{entry['kind']}`")
        parts += [f"- {', '.join(names)}: {fix}" for fix, names in fixes.items()]
        parts.append("")
    parts += ["## Rules of checkov that are off\n", "| Rule | Why |", "|---|---|"]
    parts += [f"| {rule} | {reason} |" for rule, reason in configuration["off"].items()]
    parts += [f"| {rule}, in plans | {reason} |" for rule, reason in configuration["off_in_plans"].items()]
    return "\n".join(parts) + "\n"
