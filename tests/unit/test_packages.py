"""Lambda packages: the same bytes every time, nothing built twice, faults named before they are deployed."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tooling import packages, uv
from tooling.errors import PlatformError
from tooling.packages import Package, dependencies, handlers
from tooling.paths import EXAMPLES

Build = Callable[..., Package]


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """A service of one handler and one dependency in a wheel next to it; no boto3, it is slow to import."""
    return make_service(tmp_path / "here" / "greeter")


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def build(folder: Path, platform: str | None = None) -> Package:
        return packages.build(folder, platform, cache=tmp_path / "cache")

    return build


def make_service(folder: Path) -> Path:
    package = folder / "greeter"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "words.txt").write_text("hello")
    (package / "api.py").write_text(
        "import os\n\nimport tiny\n\nTABLE = os.environ['TABLE_NAME']\n\n\n"
        "def handler(event, context):\n    return tiny.ANSWER\n"
    )
    (folder / "service.toml").write_text('[handlers]\n"greeter.api.handler" = ["TABLE_NAME"]\n')
    lock(folder, wheel(folder.parent / "tiny-1.0-py3-none-any.whl", {"tiny.py": b"ANSWER = 42\n"}))
    return folder


def wheel(path: Path, content: dict[str, bytes]) -> Path:
    name, version, *tags = path.stem.split("-")
    info = f"{name}-{version}.dist-info"
    notes = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {'-'.join(tags)}\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    content = {**content, **{file: text.encode() for file, text in notes.items()}}
    record = "".join(f"{file},,\n" for file in [*content, f"{info}/RECORD"])
    with ZipFile(path, "w") as archive:
        for file, data in {**content, f"{info}/RECORD": record.encode()}.items():
            archive.writestr(file, data)
    return path


def lock(folder: Path, *wheels: Path) -> None:
    hashes = ((path, hashlib.sha256(path.read_bytes()).hexdigest()) for path in wheels)
    text = "".join(
        f"{path.name.split('-')[0]} @ {path.as_uri()} --hash=sha256:{value}\n" for path, value in hashes
    )
    (folder / "requirements.txt").write_text(text)


def names(package: Package) -> list[str]:
    with ZipFile(package.path) as archive:
        return archive.namelist()


def test_a_zip_holds_the_service_and_its_locked_packages(service: Path, build: Build) -> None:
    package = build(service)
    assert package.path == service / "build" / "greeter.zip"
    assert package.sha256 == hashlib.sha256(package.path.read_bytes()).hexdigest()
    assert names(package) == [
        "greeter/__init__.py",
        "greeter/api.py",
        "greeter/words.txt",
        "tiny-1.0.dist-info/METADATA",
        "tiny-1.0.dist-info/WHEEL",
        "tiny-1.0.dist-info/entry_points.txt",
        "tiny.py",
    ]


def test_the_same_inputs_give_the_same_bytes_in_another_place(service: Path, tmp_path: Path) -> None:
    other = make_service(tmp_path / "there" / "greeter")
    (other / "greeter" / "__pycache__").mkdir()
    (other / "greeter" / "__pycache__" / "api.cpython-311.pyc").write_bytes(b"compiled")
    (other / "greeter" / ".api.py.swp").write_bytes(b"edited")
    (other / "greeter" / "api.py").chmod(0o600)
    os.utime(other / "greeter" / "api.py", (0, 0))
    first = packages.build(service, cache=tmp_path / "cache-1")
    second = packages.build(other, cache=tmp_path / "cache-2")
    assert first.path.read_bytes() == second.path.read_bytes()


def test_a_zips_bytes_are_the_same_on_every_machine() -> None:
    content = {"users/api.py": b"def handler(event, context): ...\n" * 100, "a.txt": b"", "ü.txt": b"\xff"}
    assert packages.zipped(content) == packages.zipped(dict(reversed(content.items())))
    digest = hashlib.sha256(packages.zipped(content)).hexdigest()
    assert digest == "112055dafbc01cf1fdc51c165b2305293aa90fdbd11859e22990e253abba3ab4"


def test_an_unchanged_service_is_not_built_again(
    service: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(service)
    assert first.changed
    written = first.path.stat().st_mtime_ns

    def fail(*_: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr(dependencies, "installed", fail)
    monkeypatch.setattr(handlers, "check", fail)
    again = build(service)
    assert again == Package("greeter", first.path, first.sha256, changed=False)
    assert again.path.stat().st_mtime_ns == written


def test_a_changed_source_changes_the_zip(service: Path, build: Build) -> None:
    first = build(service)
    (service / "greeter" / "words.txt").write_text("good day")
    second = build(service)
    assert second.changed and second.sha256 != first.sha256
    (service / "greeter" / "words.txt").write_text("hello")
    assert build(service).sha256 == first.sha256


def test_a_changed_lock_changes_the_zip(service: Path, build: Build) -> None:
    first = build(service)
    lock(service, wheel(service.parent / "tiny-1.1-py3-none-any.whl", {"tiny.py": b"ANSWER = 43\n"}))
    second = build(service)
    assert second.sha256 != first.sha256
    assert "tiny-1.1.dist-info/METADATA" in names(second)


def test_a_service_without_dependencies_builds(service: Path, build: Build) -> None:
    (service / "requirements.txt").write_text("")
    (service / "greeter" / "api.py").write_text("def handler(event, context): ...\n")
    assert names(build(service)) == ["greeter/__init__.py", "greeter/api.py", "greeter/words.txt"]


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("import os\nimport absent\n", "ModuleNotFoundError: No module named 'absent'", 2),
        (
            "import rich\n",
            "ModuleNotFoundError: No module named 'rich'",
            1,
        ),  # in the harness, not in the lock
        ("import os\n\ndef handler(event, context)\n", "SyntaxError", 3),
        ("import os\nos.environ['UNDECLARED']\n", "KeyError: 'UNDECLARED'", 2),
        ("import boto3\n\nboto3.client('no-such-service')\n", "UnknownServiceError", 3),
        ("raise SystemExit(0)\n", "SystemExit", 1),
        ("def other(event, context): ...\n", "there is no function handler", 1),
    ],
)
def test_a_handler_that_does_not_import_is_named_with_its_line(
    service: Path, build: Build, code: str, error: str, line: int
) -> None:
    before = build(service)
    (service / "greeter" / "api.py").write_text(code)
    for _ in range(2):  # a fault is not remembered as a success
        with pytest.raises(PlatformError) as caught:
            build(service)
        assert "greeter.api.handler does not import" in caught.value.message
        assert error in caught.value.message
        assert f"{service}/greeter/api.py:{line}" in caught.value.message
        assert "api.py" in caught.value.next_step
    assert hashlib.sha256(before.path.read_bytes()).hexdigest() == before.sha256


def test_a_handler_that_ends_its_process_is_named(service: Path, build: Build) -> None:
    (service / "greeter" / "api.py").write_text("import os\nos._exit(7)\n")
    with pytest.raises(PlatformError, match=r"greeter\.api\.handler ended its process \(7\)"):
        build(service)


def test_a_handler_that_hangs_is_named(service: Path, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_TIMEOUT", 0.5)
    (service / "greeter" / "api.py").write_text("import time\ntime.sleep(60)\n")
    with pytest.raises(PlatformError, match=r"greeter\.api\.handler was not imported within 0\.5 s"):
        build(service)


def test_a_package_that_is_not_what_was_locked_is_refused(service: Path, build: Build) -> None:
    wheel(service.parent / "tiny-1.0-py3-none-any.whl", {"tiny.py": b"ANSWER = 'tampered'\n"})
    with pytest.raises(PlatformError) as caught:
        build(service)
    assert "Hash mismatch for `tiny" in caught.value.message
    assert "uv pip compile" in caught.value.next_step
    assert not (service / "build").exists()


def test_a_lock_without_hashes_is_refused(service: Path, build: Build) -> None:
    (service / "requirements.txt").write_text("tiny==1.0\n")
    with pytest.raises(PlatformError, match="must have a hash") as caught:
        build(service)
    assert "--generate-hashes" in caught.value.next_step


def test_a_missing_lock_is_refused(service: Path, build: Build) -> None:
    (service / "requirements.txt").unlink()
    with pytest.raises(PlatformError, match=r"requirements\.txt is missing") as caught:
        build(service)
    assert "requirements.in --output-file" in caught.value.next_step


def test_without_a_network_the_next_step_says_so(
    service: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    (service / "requirements.txt").write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    with pytest.raises(PlatformError, match="could not be installed") as caught:
        build(service)
    assert "Check the network" in caught.value.next_step


def test_compiled_code_is_refused_unless_a_platform_is_named(service: Path, build: Build) -> None:
    path = service.parent / "fast-1.0-cp313-cp313-manylinux2014_aarch64.whl"
    lock(service, wheel(path, {"fast/core.so": b"\x7fELF", "fast/__init__.py": b""}))
    with pytest.raises(PlatformError, match=r"compiled code, fast/core\.so") as caught:
        build(service)
    assert "package fast" in caught.value.next_step
    assert "fast/core.so" in names(build(service, "aarch64-manylinux2014"))
    with pytest.raises(PlatformError, match="could not be installed"):
        build(service, "x86_64-manylinux2014")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "is missing"),
        ("handlers = [", "cannot be used"),
        ("[service]\n", r"has no \[handlers\]"),
        ("[handlers]\n", "package.module.function"),
        ('[handlers]\nhandler = ["A"]\n', "package.module.function"),
        ('[handlers]\n"greeter.api.handler" = "A"\n', "are a list"),
        ('handlers = ["greeter.api.handler"]\n', "cannot be used"),
    ],
)
def test_an_unusable_service_file_is_refused(
    service: Path, build: Build, text: str | None, complaint: str
) -> None:
    (service / "service.toml").unlink()
    if text is not None:
        (service / "service.toml").write_text(text)
    with pytest.raises(PlatformError, match=rf"service\.toml.*{complaint}") as caught:
        build(service)
    assert "[handlers]" in caught.value.next_step


def damage_zip(service: Path, cache: Path) -> None:
    (service / "build" / "greeter.zip").write_bytes(b"half a z")


def remove_zip(service: Path, cache: Path) -> None:
    shutil.rmtree(service / "build")


def file_for_build_folder(service: Path, cache: Path) -> None:
    remove_zip(service, cache)
    (service / "build").write_text("")


def damage_dependency(service: Path, cache: Path) -> None:
    damage_zip(service, cache)
    (installed,) = cache.glob("dependencies/*/tiny.py")
    installed.write_text("ANSWER = 'damaged'\n")


def remove_dependency(service: Path, cache: Path) -> None:
    damage_zip(service, cache)
    (installed,) = cache.glob("dependencies/*/tiny.py")
    installed.unlink()


def file_for_dependencies(service: Path, cache: Path) -> None:
    damage_zip(service, cache)
    shutil.rmtree(cache / "dependencies")
    (cache / "dependencies").write_text("")


def file_for_cache(service: Path, cache: Path) -> None:
    shutil.rmtree(cache)
    cache.write_text("")


def damage_stamps(service: Path, cache: Path) -> None:
    for stamp in [*cache.glob("stamps/*"), *cache.glob("dependencies/*.sha256")]:
        stamp.unlink()
        stamp.mkdir() if stamp.parent.name == "stamps" else stamp.write_bytes(b"\xff\x00")


@pytest.mark.parametrize(
    "damage",
    [
        damage_zip,
        remove_zip,
        file_for_build_folder,
        damage_dependency,
        remove_dependency,
        file_for_dependencies,
        file_for_cache,
        damage_stamps,
    ],
)
def test_a_damaged_folder_is_repaired(
    service: Path, build: Build, tmp_path: Path, damage: Callable[[Path, Path], None]
) -> None:
    first = build(service)
    damage(service, tmp_path / "cache")
    assert build(service).sha256 == first.sha256
    assert not build(service).changed


def test_a_cached_installation_is_used_again(
    service: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(service)
    monkeypatch.setattr(uv, "run", lambda *_: pytest.fail("installed again"))
    (service / "greeter" / "words.txt").write_text("good day")
    assert build(service).changed


@pytest.mark.slow
def test_the_users_service_is_pure_python_and_imports(tmp_path: Path, build: Build) -> None:
    folder = tmp_path / "users"
    shutil.copytree(EXAMPLES / "shop" / "services" / "users", folder, ignore=shutil.ignore_patterns("build"))
    found = names(build(folder))
    assert {"users/api.py", "users/worker.py"} <= set(found)
    assert {name.split("/")[0] for name in found if "dist-info" not in name} == {
        "aws_lambda_powertools",
        "fastjsonschema",
        "jmespath",
        "typing_extensions.py",
        "users",
    }


def test_every_service_of_every_example_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / "shop" / "services" / name).mkdir(parents=True)
        (tmp_path / "shop" / "services" / name / "service.toml").touch()
    (tmp_path / "shop" / "services" / "notes").mkdir()
    monkeypatch.setattr(
        packages, "build", lambda folder, platform: Package(folder.name, folder, str(platform), changed=True)
    )
    assert [package.name for package in packages.build_all(tmp_path)] == ["one", "two"]
