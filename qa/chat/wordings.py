"""How people ask for something other than a fact, as `phrases.toml` lists it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_phrases() -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of the file, read once."""
    return tomllib.loads(files("qa.chat").joinpath("phrases.toml").read_text(encoding="utf-8"))
