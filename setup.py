"""What goes with the harness into other repositories, beside its own code."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class WithHouse(build_py):
    """Copies what `tooling` looks for beside itself when it is installed: see `tooling.paths`.

    The tasks, to be imported by a `tasks.py`; the types of the modules' inputs; the locks of the side
    environments; the local AWS, which runs in one of them.
    """

    def run(self) -> None:
        super().run()
        tooling = Path(self.build_lib) / "tooling"
        for file in sorted(HERE.glob("modules/*/*/variables.tf")):
            _copy(file, tooling / file.relative_to(HERE))
        _copy(HERE / "tasks.py", tooling / "tasks.py")
        house = [*HERE.glob("requirements/*.txt"), *HERE.glob("local_aws/**/*")]
        for file in sorted(house):
            if file.is_file() and not {"__pycache__", "build"} & {*file.parts} and file.suffix != ".pyc":
                _copy(file, tooling / "house" / file.relative_to(HERE))


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


setup(cmdclass={"build_py": WithHouse})
