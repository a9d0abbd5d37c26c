"""The chat page, made of Gradio components: what stands on it, what it looks like, and what each event does.

Paper, ink and one highlighter are its theme: every colour of Gradio's is one of ours, light or dark. What stays in the
browser (the conversations, undo, the address line) is an event without a Python function, whose ``js`` calls
`static/page.js`; what needs the server is `ask`, and what adds or removes articles.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from html import escape
from typing import Annotated, Any, cast

import gradio as gr
from fastapi import FastAPI
from gradio.components.chatbot import Message, TextMessage
from gradio.events import api
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from qa.answer import answer_to_json
from qa.errors import SourcelineError
from qa.web.api.desk import Desk
from qa.web.api.schema import Asked
from qa.web.api.steps import Steps
from qa.web.guard.visitor import Visitor, find_visitor
from qa.web.languages import STATIC, load_words
from qa.web.page.parts import make_part, write_answer
from qa.wrong_values import say_mend

log = logging.getLogger("qa")

_COLOURS = {
    "var(--paper)": "body_background_fill background_fill_secondary block_background_fill color_accent_soft",
    "var(--sheet)": "background_fill_primary input_background_fill",
    "var(--ink)": (
        "body_text_color block_title_text_color link_text_color button_primary_background_fill "
        "button_primary_background_fill_hover button_secondary_text_color_hover"
    ),
    "var(--soft)": (
        "body_text_color_subdued block_label_text_color input_border_color input_placeholder_color "
        "button_secondary_text_color"
    ),
    "var(--rule)": "border_color_primary",
    "var(--focus)": "input_border_color_focus",
    "transparent": "button_secondary_background_fill button_secondary_background_fill_hover",
    "none": "block_shadow button_primary_shadow button_secondary_shadow input_shadow",
}
_SANS = ("system-ui", "Segoe UI", "Noto Sans", "Liberation Sans", "sans-serif")


def make_theme() -> gr.themes.Base:
    """Return the theme; its fonts are the system's, so that no file and no host is asked for one."""
    colours = {name: colour for colour, names in _COLOURS.items() for name in names.split()}
    dark = {f"{name}_dark": colour for name, colour in colours.items()}
    plain = {"color_accent": "var(--focus)", "block_border_width": "0px", "button_primary_text_color": "var(--paper)"}
    theme = gr.themes.Base(font=_SANS, font_mono=("ui-monospace", "monospace"))
    return theme.set(**colours, **dark, **plain, button_primary_text_color_dark="var(--paper)")


Json = dict[str, Any]

_SAID = "ask stop placeholder question_label conversation".split()


class Told(BaseModel):
    """An earlier turn as the browser sends it: the rest of its answer stays there, and is found by its id."""

    question: Annotated[str, StringConstraints(max_length=4_000)]
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    standalone: Annotated[str, StringConstraints(max_length=4_000)] = ""
    answer: Annotated[str, StringConstraints(max_length=20_000)] = ""


class Sent(BaseModel):
    """What the browser sends beside a question: the turns before it, and under other names what it is limited to."""

    model_config = ConfigDict(extra="allow")

    told: Annotated[list[Told], Field(max_length=200)] = []


def _refuse_other_forms(page: gr.Blocks) -> None:
    """Let a page refuse values of another form with a line: Gradio writes them into the log, question too.

    Not by a class of our own: for each, Gradio parses its source and writes a stub beside it.
    """
    read = page.preprocess_data

    async def preprocess_data(*given: Any, **named: Any) -> list[Any]:  # noqa: ANN401 - as Gradio calls it
        try:
            return cast(list[Any], await read(*given, **named))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise _refuse(
                "data", "send the values that the page sends, or a question and a list of earlier ones"
            ) from None

    page.preprocess_data = preprocess_data  # type: ignore[method-assign]


def make_words() -> gr.I18n:
    """Return the words of Gradio's own components in every language; ours say theirs by themselves."""
    return gr.I18n(**{code: {name: str(words[name]) for name in _SAID} for code, words in load_words().items()})


def mount_page(app: FastAPI, page: gr.Blocks) -> None:
    """Add the page to an application, below all of its paths."""
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=make_theme(),
        i18n=make_words(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=True,
        favicon_path=str(STATIC / "icon.svg"),
    )


def build_page(desk: Desk, steps: Steps, *, question_characters: int) -> gr.Blocks:
    """Return the page; questions wait in the desk's line alone, so Gradio's own lets all of them through."""
    say = make_words()

    def set_field(*, running: bool, **changes: Any) -> Json:  # noqa: ANN401
        return gr.update(
            submit_btn=False if running else say("ask"), stop_btn=say("stop") if running else False, **changes
        )

    async def respond(
        question: str, sent: object, chat: object, request: gr.Request
    ) -> AsyncGenerator[tuple[Any, Any]]:
        """Answer the question in the field, below the turns before it.

        ``sent`` holds these turns in short and what the question is limited to; the chat itself stays in the browser.
        """
        try:
            beside = Sent.model_validate(sent)
        except ValidationError as error:
            raise _refuse_malformed(error) from None
        turns = beside.told
        history = [{"question": one.standalone, "answer": one.answer} for one in turns if one.standalone]
        asked = {"question": question, "history": history, **(beside.model_extra or {})}
        before = [message for one in turns for message in _write_turn(one.question, {"id": one.id})]
        async with aclosing(steps.tell(asked, _find_visitor(request), door="page")) as telling:
            number = 0  # under which a step stands, so that it is sent whole, not as changes to the one before
            async for step in telling:
                number += 1
                is_last = bool(step.get("outcome") or step.get("refused"))
                first_or_nothing = set_field(running=True, value="") if number == 1 else gr.skip()
                turn = _write_turn(step["question"], {"id": step["id"], f"{number}": step})
                yield set_field(running=False) if is_last else first_or_nothing, [*before, *turn]

    async def ask(question: str, request: gr.Request, history: list[str] | None = None) -> Json:
        """Answer a question from the articles; every statement cites the exact sentence that says so."""
        try:
            asked = Asked.model_validate({"question": question, "history": _list_turns(history)})
            answer = await desk.ask(asked, _find_visitor(request), door="gradio").finish()
        except ValidationError as error:
            raise _refuse_malformed(error) from None
        except SourcelineError as error:
            raise gr.Error(str(error), print_exception=False) from None
        return answer_to_json(answer)

    write_answer({})  # made here once: inside an event, Gradio leaves a new component half made
    with gr.Blocks(title="Sourceline", fill_height=True, fill_width=True, analytics_enabled=False) as page:
        _refuse_other_forms(page)
        api(ask, api_name="ask", concurrency_limit=None)
        with gr.Sidebar(label="Sourceline", open=False, elem_id="side", width=340):
            past = make_part("conversations", events="open", elem_id="past")
        with gr.Row(elem_id="top"):
            masthead = make_part("masthead", events="fresh", elem_id="masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                make_part("hero", elem_id="hero-part")
                chat = gr.Chatbot(
                    elem_id="chat",
                    label=say("conversation"),
                    show_label=False,
                    container=False,
                    height=None,
                    layout="panel",
                    render_markdown=False,
                    editable="user",
                    buttons=[],
                    autoscroll=False,
                    group_consecutive_messages=False,
                    allow_tags=False,
                    latex_delimiters=[],
                )
                with gr.Column(elem_id="ask"):
                    field = gr.Textbox(
                        elem_id="field",
                        label=say("question_label"),
                        show_label=False,
                        container=False,
                        placeholder=say("placeholder"),
                        submit_btn=say("ask"),  # type: ignore[arg-type]
                        stop_btn=False,
                        max_length=question_characters,
                        lines=1,
                        max_lines=6,
                    )
                    limits = make_part("filters", elem_id="filters-part")
                wanted = make_part("discover", events="ask", elem_id="discover-part")
            make_part("reader", elem_id="reader-part")

        here: Json = {"fn": None, "show_progress": "hidden"}
        both: list[Any] = [field, chat]
        answering: Json = {
            "fn": respond,
            "js": "(question, limits, chat) => sourceline.asking(question, chat)",
            "inputs": [field, limits, chat],
            "outputs": both,
            "preprocess": False,
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": None,
        }
        running = [
            field.submit(**answering),
            wanted.ask(**here, js="() => [sourceline.wanted()]", outputs=[field]).then(**answering),
            chat.retry(**here, js="chat => sourceline.again(chat)", inputs=[chat], outputs=both).then(**answering),
            chat.edit(**here, js="chat => sourceline.edited(chat)", inputs=[chat], outputs=both).then(**answering),
        ]
        for asked in running:
            asked.success(**here, js="chat => sourceline.settle(chat)", inputs=[chat])
            asked.failure(**here, js="chat => sourceline.failed(chat)", inputs=[chat], outputs=both)
        field.stop(**here, js="chat => sourceline.stopped(chat)", inputs=[chat], outputs=both, cancels=running)
        chat.undo(**here, js="chat => sourceline.undone(chat)", inputs=[chat], outputs=both)
        # what is still being answered belongs to the conversation that is left
        masthead.fresh(**here, js="() => sourceline.fresh()", outputs=both, cancels=running)
        past.open(**here, js="() => sourceline.opened()", outputs=both, cancels=running)
        page.load(**here, js="() => [sourceline.begin()]", outputs=[chat])
    page.queue(max_size=None, default_concurrency_limit=None)
    return cast(gr.Blocks, page)


def _write_turn(question: str, shown: Json) -> list[Message]:
    return [
        # the chat shows text as HTML, whatever it is told: what could begin a tag or a reference is escaped
        Message(role="user", content=[TextMessage(text=escape(question, quote=False))]),
        Message(role="assistant", content=[write_answer(shown)]),
    ]


def _list_turns(history: object) -> object:
    """Return the earlier questions as turns; what is no list of them as it is, for the schema to refuse."""
    return [{"question": earlier} for earlier in history] if isinstance(history, list) else history or []


def _refuse_malformed(error: ValidationError) -> gr.Error:
    first = error.errors()[0]
    return _refuse(".".join(map(str, first["loc"])) or "the body", say_mend(first))


def _refuse(place: str, mend: str) -> gr.Error:
    """Return what a program is told of a question that is none; what it sent stands in no log."""
    log.warning("a question was refused: %s: %s", place, mend)
    return gr.Error(f"{place}: {mend}", print_exception=False)


def _find_visitor(request: gr.Request) -> Visitor:
    return find_visitor(request.request) if request.request else Visitor("", "")
