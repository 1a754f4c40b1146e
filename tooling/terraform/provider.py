"""One provider process for several Terraform commands in a row.

Terraform starts the AWS provider several times a command, and most of a plan's CPU goes into that. A command
that is given a running one uses it: https://developer.hashicorp.com/terraform/plugin/debugging
Such a process keeps the last configuration it was given, so it only ever serves one root that has one.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tooling import inputs
from tooling.terraform import Terraform

AWS = "registry.terraform.io/hashicorp/aws"
VARIABLE = "TF_REATTACH_PROVIDERS"
# Without it the program only says that it is a plugin: terraform's internal/plugin/serve.go
_COOKIE = {
    "TF_PLUGIN_MAGIC_COOKIE": "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    "PLUGIN_PROTOCOL_VERSIONS": "5",
}
# The provider ends with its standard input, and so with us, however we end. Its socket goes with its folder.
_GUARD = """
TMPDIR=$(mktemp -d)
export TMPDIR
"$0" </dev/null &
read -r _
kill $!
wait
[ -z "$TMPDIR" ] || rm -rf "$TMPDIR"
"""
_CONFIGURATION = re.compile(r'^\s*provider\s+"([^"]+)"', re.MULTILINE)


@contextmanager
def shared(terraform: Terraform) -> Iterator[bool]:
    """Let the commands inside share a provider, where that is safe; yields whether they do."""
    program = _program(terraform)
    # With AWS_CA_BUNDLE, a provider that is configured twice, as a plan to destroy does it, fails.
    taken = {VARIABLE, "AWS_CA_BUNDLE"} & terraform.environment.keys()
    if program is None or taken or not _one_configuration(terraform):
        yield False
        return
    guard = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, str(program)],
        cwd=terraform.directory,  # it reads files that arguments name, as a function's package
        env={**terraform.environment, **_COOKIE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        where = _handshake(guard)
        if where:
            terraform.environment[VARIABLE] = json.dumps({AWS: where})
        yield bool(where)
    finally:
        terraform.environment.pop(VARIABLE, None)
        guard.communicate("\n")


def _handshake(guard: subprocess.Popen[str]) -> Mapping[str, object]:
    """Where the provider listens, from its first line (core|protocol|network|address|grpc)."""
    line = guard.stdout.readline().strip().split("|") if guard.stdout else []
    if len(line) < 5 or line[4] != "grpc":
        return {}
    return {
        "Protocol": "grpc",
        "ProtocolVersion": int(line[1]),
        "Pid": guard.pid,
        "Test": True,  # Terraform leaves it running
        "Addr": {"Network": line[2], "String": line[3]},
    }


def _program(terraform: Terraform) -> Path | None:
    """The AWS provider that `init` installed, if it is the only one."""
    # The platform's folder may be a link, which glob does not follow.
    folders = [folder.resolve() for folder in (terraform.data / "providers" / AWS).glob("*/*")]
    found = [file for folder in folders for file in folder.glob("terraform-provider-aws*")]
    return found[0] if len(found) == 1 else None


def _one_configuration(terraform: Terraform) -> bool:
    """Whether nothing but one `provider "aws"` block configures it, in the root and every module."""
    folders = inputs.modules(terraform.directory, terraform.data)
    files = [file for folder in folders for file in inputs.code(folder)]
    text = "\n".join(file.read_text(errors="replace") for file in files)
    return _CONFIGURATION.findall(text).count("aws") == 1 and "configuration_aliases" not in text
