"""A chapter of the gallery is applied once for many runs of its tests, as long as nothing of it changes."""

import os

import pytest

from tests.smoke import chapters, kept
from tests.smoke.local import Local
from tests.smoke.roots import planned
from tooling import emulator
from tooling.paths import CACHE

KEYS = """
module "kms_key_minimal" {
  source = "../../../modules/operations/kms-key/examples/minimal"
}

output "kms_key_minimal" {
  value = module.kms_key_minimal
}
"""


class AppliedError(Exception):
    pass


@pytest.fixture
def local_aws(tmp_path):
    """Starts one local AWS after the other, all at the same address."""
    started = []

    def start():
        directory = tmp_path / str(len(started))
        port = started[0][1] if started else 0
        server = emulator.start(directory, port=port, owner=os.getpid())
        started.append((directory, server.port))
        return Local(server.url, directory)

    yield start
    for directory, _ in started:
        emulator.stop(directory)


def test_the_next_run_finds_what_was_applied_and_applies_what_changed(local_aws, monkeypatch, tmp_path):
    gallery = tmp_path / "gallery"
    gallery.mkdir()
    for file in ("main.tf", ".terraform.lock.hcl"):
        (gallery / file).symlink_to(chapters.GALLERY / file)
    (gallery / "keys.tf").write_text(KEYS)
    for module in (chapters, kept):
        monkeypatch.setattr(module, "GALLERY", gallery)
        monkeypatch.setattr(module, "chapter_root", lambda name: CACHE / "kept" / name)

    def applied(*_):
        raise AppliedError

    first = local_aws()
    kept.kept_or_applied(first, "keys")
    emulator.stop(first.directory)

    monkeypatch.setattr(kept, "apply_chapter", applied)
    second = local_aws()
    chapter = kept.kept_or_applied(second, "keys")
    key = second.client("kms").describe_key(KeyId=chapter.outputs["kms_key_minimal"]["key"]["id"])
    assert key["KeyMetadata"]["KeyState"] == "Enabled"
    assert planned(chapter.terraform) == chapter.second_plan == {}
    with pytest.raises(AppliedError):  # in what is not empty
        kept.kept_or_applied(second, "keys")
    emulator.stop(second.directory)

    monkeypatch.setattr(kept, "_inputs", lambda *_: "changed")
    with pytest.raises(AppliedError):
        kept.kept_or_applied(local_aws(), "keys")
