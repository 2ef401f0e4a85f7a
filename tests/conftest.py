"""What the tests share: the national checklist, the labelled examples, the corpus where it is present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rules.loader import load_national
from rules.model import Checklist

ROOT = Path(__file__).parent.parent
CORPUS_VARIABLE = "FAZHI_CORPUS"


@pytest.fixture(scope="session")
def national() -> Checklist:
    return load_national()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of labelled reports that is kept outside the project."""
    named = os.environ.get(CORPUS_VARIABLE)
    if not named:
        pytest.skip(f"{CORPUS_VARIABLE} is not set: it names the folder of the labelled corpus")
    folder = Path(named)
    if not folder.joinpath("labels").is_dir():
        pytest.skip(f"{CORPUS_VARIABLE}={named} holds no labels/ folder")
    return folder
