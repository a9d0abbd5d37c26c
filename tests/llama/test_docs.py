"""The page about llama-index: its examples run, one after the other, as a reader would type them."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "llama-index.md"


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("llama_index.vector_stores.chroma", reason="pip install llama-index-vector-stores-chroma")
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    blocks = list(re.finditer(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    assert len(blocks) == 7
    names: dict[str, object] = {}

    def run() -> None:
        for block in blocks:
            line = page.count("\n", 0, block.start(1))
            exec(compile("\n" * line + block[1], str(PAGE), "exec"), names)

    with ThreadPoolExecutor(max_workers=1) as elsewhere:  # in the main thread Playwright's loop may be running
        elsewhere.submit(run).result()
    names["bot"].close()  # type: ignore[attr-defined]


def test_the_page_names_every_part() -> None:
    import qa.llama

    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in qa.llama.__all__ if name not in page] == ["SourcelineChatEngine", "SourcelineQueryEngine"]
