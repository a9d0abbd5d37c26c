"""Our parts as a stranger would use them: in stock llama-index, with exact offsets whatever the text holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_index.core import VectorStoreIndex
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.evaluation import RetrieverEvaluator
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from llama_index.core.llms.callbacks import llm_completion_callback
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import Document, NodeRelationship, NodeWithScore, QueryBundle, TextNode

from qa.answer import NOT_FOUND, PERHAPS
from qa.bot import Bot, open_bot
from qa.filters import Filters
from qa.llama import (
    BuiltInEmbedding,
    QuoteSynthesizer,
    SentenceReranker,
    SourcelineNodeParser,
    SourcelineRetriever,
    as_chat_engine,
    as_query_engine,
    name_sentence,
)
from qa.llama.chat_engine import read_turns
from qa.records import Turn
from qa.settings import Settings
from tests.conftest import BRIDGE, FERRY, HERON
from tests.toys import run_elsewhere

CROSSING = "How long does a ferry crossing take?"
ANSWER = "A crossing takes 12 minutes."
UNKNOWN = "What is the boiling point of mercury?"


class ScriptedLLM(CustomLLM):
    """Says what it is told to, and keeps what it was asked."""

    says: str = "Twelve minutes."
    asked: list[str] = []

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=4_000, num_output=200)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        self.asked.append(prompt)
        return CompletionResponse(text=self.says)

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> Iterator[CompletionResponse]:
        yield CompletionResponse(text=self.says, delta=self.says)


def cut(bot: Bot, node: TextNode) -> str:
    article = bot.get_article(node.metadata["article_id"])
    assert article is not None
    assert article.sha256 == node.metadata["sha256"]
    return article.text[node.start_char_idx : node.end_char_idx]


# ---- parser


@given(
    st.lists(st.sampled_from(["No. ", "No", "A b. ", "\n\n", "Dr. Who said no. ", "é. ", "\u200b", " "]), max_size=12)
)
def test_a_node_is_the_slice_at_its_offsets_and_no_text_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    nodes = SourcelineNodeParser().get_nodes_from_documents([Document(text=text, id_="d")])
    assert [text[n.start_char_idx : n.end_char_idx] for n in nodes] == [n.text for n in nodes]
    spans = [(n.start_char_idx, n.end_char_idx) for n in nodes]
    assert spans == sorted(spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")


def test_a_sentence_that_also_stands_inside_another_keeps_its_own_place() -> None:
    text = 'She said "Yes." and no more. Yes. Yes.'
    nodes = SourcelineNodeParser().get_nodes_from_documents([Document(text=text, id_="d", metadata={"title": "T"})])
    assert [(n.text, n.start_char_idx) for n in nodes] == [(text[:28], 0), ("Yes.", 29), ("Yes.", 34)]
    assert [n.node_id for n in nodes] == ["d#0-28", "d#29-33", "d#34-38"]
    assert all(n.ref_doc_id == "d" and n.metadata == {"title": "T"} for n in nodes)
    assert nodes[1].relationships[NodeRelationship.NEXT].node_id == "d#34-38"


def test_behind_another_splitter_offsets_still_count_in_the_document() -> None:
    document = Document(text=BRIDGE, id_="bridge")
    pipeline = IngestionPipeline(transformations=[SentenceSplitter(chunk_size=60, chunk_overlap=0)])
    chunks = pipeline.run(documents=[document])
    assert len(chunks) > 1
    nodes = SourcelineNodeParser()(chunks)
    assert [BRIDGE[n.start_char_idx : n.end_char_idx] for n in nodes] == [n.text for n in nodes]


def test_a_document_without_text_gives_no_nodes() -> None:
    assert SourcelineNodeParser().get_nodes_from_documents([Document(text=" \n")]) == []


# ---- retriever


def test_a_stock_query_engine_shows_the_llm_our_sentences_with_their_article(small_bot: Bot) -> None:
    llm = ScriptedLLM()
    engine = RetrieverQueryEngine.from_args(SourcelineRetriever(small_bot, top_k=2), llm=llm)
    response = engine.query(CROSSING)
    assert str(response) == "Twelve minutes."
    assert "title: Ferry carries commuters while the bridge is shut" in llm.asked[-1]
    assert ANSWER in llm.asked[-1]
    assert "sha256" not in llm.asked[-1]
    best = response.source_nodes[0]
    assert (best.text, len(response.source_nodes)) == (ANSWER, 2)
    assert {key: best.metadata[key] for key in ("article_id", "source", "published", "author")} == {
        "article_id": "ferry",
        "source": "Valley Post",
        "published": "2025-03-20",
        "author": "Noor Haddad",
    }


def test_every_retrieved_node_is_a_whole_sentence_at_its_offsets(small_bot: Bot) -> None:
    found = SourcelineRetriever(small_bot).retrieve(CROSSING)
    assert len(found) == 10
    assert all(cut(small_bot, one.node) == one.text for one in found)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_retrieving_never_waits_for_a_writer(small_settings: Settings) -> None:
    class Writer:
        name = "never asked"

        def write(self, prompt: str, *, timeout_seconds: float) -> Iterator[str]:
            raise AssertionError(prompt)

    bot = open_bot(small_settings, writer=Writer())
    assert SourcelineRetriever(bot, top_k=1).retrieve(CROSSING)[0].text == ANSWER
    bot.close()


def test_filters_limit_what_is_found(small_bot: Bot) -> None:
    found = SourcelineRetriever(small_bot, filters=Filters(outlets=("Valley Post",))).retrieve(CROSSING)
    assert {one.metadata["article_id"] for one in found} == {"ferry"}


def test_the_evaluator_of_llama_index_measures_our_retriever(small_bot: Bot) -> None:
    article = small_bot.get_article("ferry")
    assert article is not None
    start = article.text.index(ANSWER)
    expected = [name_sentence("ferry", start, start + len(ANSWER))]
    evaluator = RetrieverEvaluator.from_metric_names(["hit_rate", "mrr"], retriever=SourcelineRetriever(small_bot))

    async def evaluate() -> list[dict[str, float]]:
        right = await evaluator.aevaluate(CROSSING, expected)
        wrong = await evaluator.aevaluate(CROSSING, ["ferry#0-1"])
        return [right.metric_vals_dict, wrong.metric_vals_dict]

    assert run_elsewhere(evaluate()) == [{"hit_rate": 1.0, "mrr": 1.0}, {"hit_rate": 0.0, "mrr": 0.0}]


# ---- reranker and synthesizer over nodes of others


def whole_documents() -> list[NodeWithScore]:
    texts = {"heron": HERON, "ferry": FERRY, "bridge": BRIDGE}
    return [NodeWithScore(node=TextNode(id_=name, text=text), score=0.1) for name, text in texts.items()]


def test_the_reranker_puts_the_node_with_the_answer_first() -> None:
    ranked = SentenceReranker(top_n=2).postprocess_nodes(whole_documents(), query_str=CROSSING)
    assert [one.node.node_id for one in ranked][0] == "ferry"
    assert len(ranked) == 2
    assert ranked[0].score > 0.9 > ranked[1].score
    with pytest.raises(ValueError, match="needs the question"):
        SentenceReranker().postprocess_nodes(whole_documents())


def test_the_synthesizer_quotes_whole_sentences_with_their_place_in_the_node() -> None:
    response = QuoteSynthesizer().synthesize(CROSSING, whole_documents())
    node = response.source_nodes[0].node
    assert str(response).startswith(f"{node.text} [1]")
    assert FERRY[node.start_char_idx : node.end_char_idx] == node.text
    assert "crossing takes 12 minutes" in node.text
    assert node.node_id == name_sentence("ferry", node.start_char_idx, node.end_char_idx)


def test_the_synthesizer_says_when_nothing_answers_and_cites_nothing() -> None:
    for nodes in (whole_documents(), []):
        response = QuoteSynthesizer().synthesize(QueryBundle(UNKNOWN), nodes)
        assert (str(response), response.source_nodes) == (NOT_FOUND, [])
    assert QuoteSynthesizer().get_response(CROSSING, [FERRY]).count("[1]") == 1


def test_the_synthesizer_streams_in_both_worlds() -> None:
    plain = str(QuoteSynthesizer().synthesize(CROSSING, whole_documents()))
    streaming = QuoteSynthesizer(streaming=True)
    assert "".join(streaming.synthesize(CROSSING, whole_documents()).response_gen) == plain

    async def stream() -> str:
        response = await streaming.asynthesize(CROSSING, whole_documents())
        return "".join([piece async for piece in response.async_response_gen()])

    assert run_elsewhere(stream()) == plain


def test_a_stock_vector_index_over_chroma_answers_with_our_parts(tmp_path: Path) -> None:
    chroma = pytest.importorskip(
        "llama_index.vector_stores.chroma", reason="pip install llama-index-vector-stores-chroma"
    )
    import chromadb
    from llama_index.core import StorageContext

    documents = [Document(text=t, id_=name) for name, t in (("bridge", BRIDGE), ("ferry", FERRY), ("heron", HERON))]
    client = chromadb.PersistentClient(str(tmp_path))
    collection = client.create_collection("sentences", embedding_function=None)
    index = VectorStoreIndex.from_documents(
        documents,
        transformations=[SourcelineNodeParser()],
        embed_model=BuiltInEmbedding(),
        storage_context=StorageContext.from_defaults(vector_store=chroma.ChromaVectorStore(collection)),
    )
    llm = ScriptedLLM()
    engine = index.as_query_engine(
        llm=llm,
        similarity_top_k=8,
        node_postprocessors=[SentenceReranker(top_n=3)],
        response_synthesizer=QuoteSynthesizer(),
    )
    for question, name, answer in (
        ("What will the repair cost?", "bridge", "The repair will cost $4.2 million and take 14 months."),
        ("How many chicks does a pair of herons raise?", "heron", HERON[HERON.index("A pair") :]),
    ):
        response = engine.query(question)
        node = response.source_nodes[0].node
        assert (node.ref_doc_id, node.text) == (name, answer)
        document = next(one for one in documents if one.id_ == name)
        assert document.text[node.start_char_idx : node.end_char_idx] == answer
    assert str(engine.query(UNKNOWN)) == NOT_FOUND
    assert llm.asked == []


# ---- the whole bot


def test_the_query_engine_answers_as_the_bot_does(small_bot: Bot) -> None:
    given_answer = small_bot.ask(CROSSING)
    response = as_query_engine(small_bot).query(CROSSING)
    assert str(response) == given_answer.text
    assert [one.text for one in response.source_nodes] == [c.quote for c in given_answer.citations]
    assert response.metadata["outcome"] == "answered"
    assert response.metadata["answer"]["answer"] == given_answer.text
    missing = as_query_engine(small_bot).query(UNKNOWN)
    assert (str(missing), missing.source_nodes, missing.metadata["outcome"]) == (NOT_FOUND, [], "not_found")


def test_the_engines_say_that_a_sentence_only_may_answer(small_settings: Settings) -> None:
    bot = open_bot(small_settings.model_copy(update={"score_floor": 1.0, "perhaps_floor": 0.0}))
    given_answer = bot.ask(CROSSING)
    assert given_answer.outcome == "perhaps"
    assert str(as_query_engine(bot).query(CROSSING)) == given_answer.text + PERHAPS
    chat = as_chat_engine(bot)
    assert str(chat.chat(CROSSING)) == given_answer.text + PERHAPS
    assert read_turns(chat.chat_history) == [Turn(CROSSING, given_answer.text)]
    bot.close()


def test_the_query_engine_streams_statements_then_knows_its_sources(small_bot: Bot) -> None:
    engine = as_query_engine(small_bot, streaming=True)
    plain = as_query_engine(small_bot).query(CROSSING)
    response = engine.query(CROSSING)
    assert response.source_nodes == []
    assert "".join(response.response_gen) == str(plain)
    assert [one.text for one in response.source_nodes] == [one.text for one in plain.source_nodes]

    async def stream() -> str:
        given_response = await engine.aquery(CROSSING)
        return "".join([piece async for piece in given_response.async_response_gen()])

    assert run_elsewhere(stream()) == str(plain)


def test_a_conversation_of_three_turns_leans_on_what_was_said(small_bot: Bot) -> None:
    chat = as_chat_engine(small_bot)
    first = chat.chat("What will the repair of the bridge cost?")
    second = chat.chat("How long will it take?")
    third = chat.chat(UNKNOWN)
    assert "$4.2 million" in str(first)
    assert "14 months" in second.source_nodes[0].text
    assert (str(third), third.source_nodes) == (NOT_FOUND, [])
    assert [m.role for m in chat.chat_history] == [MessageRole.USER, MessageRole.ASSISTANT] * 3
    chat.reset()
    assert chat.chat_history == []


def test_a_streamed_chat_is_the_same_chat(small_bot: Bot) -> None:
    history = [
        ChatMessage(role=MessageRole.SYSTEM, content="Be brief."),
        ChatMessage(role=MessageRole.USER, content="What will the repair of the bridge cost?"),
        ChatMessage(role=MessageRole.ASSISTANT, content="$4.2 million. [1]"),
    ]
    question = "How long will it take?"
    plain = as_chat_engine(small_bot).chat(question, history)
    streamed = as_chat_engine(small_bot)
    response = streamed.stream_chat(question, history)
    assert "".join(response.response_gen) == str(plain)
    assert [one.text for one in response.source_nodes] == [one.text for one in plain.source_nodes]
    assert len(streamed.chat_history) == 5

    async def stream() -> str:
        engine = as_chat_engine(small_bot)
        given_response = await engine.astream_chat(question, history)
        return "".join([piece async for piece in given_response.async_response_gen()])

    assert run_elsewhere(stream()) == str(plain)


def test_a_question_never_imports_llama_index(small_bot: Bot) -> None:
    code = (
        "import sys; from qa import load_settings, open_bot; "
        f"bot = open_bot(load_settings(index_dir={str(small_bot._settings.index_dir)!r})); "
        f"bot.ask({CROSSING!r}); bot.close(); print([m for m in sys.modules if m.startswith('llama_index')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
