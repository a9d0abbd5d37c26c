"""The parts of the page that Gradio has no component for: fixed templates, drawn by our scripts with DOM calls alone.

Gradio puts what stands in a template's braces into code that it evaluates, and what it shows raw becomes HTML. So no
text of an article, a question or a model ever goes through a template: it travels as a value, and ``parts.js`` makes
text nodes of it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import gradio as gr
from gradio.components.chatbot import ComponentMessage

Json = dict[str, Any]

# the scripts are modules, which may be there later than the part
_DRAW = """const draw = () => window.sourceline.{name}(element, props, watch, trigger);
window.sourceline ? draw() : addEventListener("sourceline", draw, {{ once: true }});"""


def make_part(name: str, *, events: str = "", **options: Any) -> gr.HTML:  # noqa: ANN401
    """Return a part that the function ``name`` of our scripts draws; ``events`` are what it may trigger.

    It is no subclass: Gradio writes a file of types beside the source of each, wherever that lies.
    """
    return gr.HTML(
        html_template=f"<div class='part {name}'></div>",
        js_on_load=_DRAW.format(name=name) + "".join(f' // "{event}"' for event in events.split()),
        apply_default_css=False,
        **options,
    )


def write_answer(value: Json) -> ComponentMessage:
    """Return an answer, complete or not, as the content of a chat message."""
    return _read_blank().model_copy(update={"value": value})


@cache
def _read_blank() -> ComponentMessage:
    part = gr.HTML(
        html_template="<article class='turn'></article>",
        js_on_load=_DRAW.format(name="answer"),
        apply_default_css=False,
        render=False,
    )
    (message,) = gr.Chatbot(render=False).postprocess([{"role": "assistant", "content": part}]).root
    return cast(ComponentMessage, message.content[0])
