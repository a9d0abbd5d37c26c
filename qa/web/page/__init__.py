"""The chat page, made with Gradio, which is imported here as a server needs it: silent, and in half the time.

At its import Gradio reads and parses the source of each component, to write beside it what an editor should offer. It
goes without where a class has no file; so for that moment its own have none.
"""

from __future__ import annotations

import inspect
import os
from typing import Any


def _import_gradio() -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # it reads these only now
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"  # no data frame of all past questions after each one
    getfile = inspect.getfile

    def find_file(thing: Any) -> str:  # noqa: ANN401 - as inspect has it
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError(f"{thing.__name__} needs no stub")
        return getfile(thing)

    vars(inspect).update(getfile=find_file)
    try:
        import gradio  # noqa: F401
    finally:
        vars(inspect).update(getfile=getfile)


_import_gradio()
