"""Put every room and the compiled book into what is built; all else is said in pyproject.toml."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import rmtree

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))


class WithBook(build_py):
    """What setuptools builds, and the shipped book, checked and compiled; an editable install reads the data itself."""

    def run(self) -> None:
        """Build, with nothing left of an earlier build: a module that has moved would be shipped in both places."""
        if not self.editable_mode:
            rmtree(Path(self.build_lib, "mbc_cli"), ignore_errors=True)
        super().run()
        if not self.editable_mode:
            from mbc_cli.store.load import compile_shipped  # of the checkout that is built

            compile_shipped(self.book())

    def book(self) -> Path:
        """Where the compiled book stands in what is built."""
        return Path(self.build_lib, "mbc_cli", "book.sqlite")

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The files that are built."""
        return [*super().get_outputs(include_bytecode), *([] if self.editable_mode else [str(self.book())])]


setup(packages=[*find_packages(include=["mbc_cli", "mbc_cli.*"]), "mbc_cli.data"], cmdclass={"build_py": WithBook})
