"""The types of the modules' inputs go with the harness, so that it knows them in other repositories."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithTypes(build_py):
    """Copies `variables.tf` of each module to where `tooling.attributes` looks for it."""

    def run(self) -> None:
        super().run()
        here = Path(__file__).parent
        for file in sorted(here.glob("modules/*/*/variables.tf")):
            target = Path(self.build_lib) / "tooling" / file.relative_to(here)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


setup(cmdclass={"build_py": WithTypes})
