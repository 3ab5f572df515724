"""What tests of bad days can ask for: a register in the middle of its work, and a seed that is told when a test fails."""

import os
import pathlib
import random

import pytest

from scene import Scene, prepare


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A register in the middle of its work, which is copied and never changed."""
    folder = tmp_path_factory.mktemp("scene")
    return prepare(folder / "data", folder / "log")


@pytest.fixture
def seed() -> int:
    """By which chance goes: SEED=… runs the same again."""
    number = int(os.environ.get("SEED", random.SystemRandom().randrange(1_000_000)))
    print(f"seed {number}")
    return number


@pytest.fixture
def log(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "log"
