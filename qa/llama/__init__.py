"""Parts of Sourceline as parts of llama-index, for pipelines of one's own; importing them imports llama-index.

>>> from qa import load_settings, open_bot
>>> from qa.llama import SourcelineRetriever, as_query_engine
>>> bot = open_bot(load_settings(index_dir="index"))
>>> SourcelineRetriever(bot).retrieve("Who asked for the bridge to be closed?")
>>> print(as_query_engine(bot).query("Who asked for the bridge to be closed?"))
"""

from qa.llama.chat_engine import SourcelineChatEngine, as_chat_engine
from qa.llama.embedding import BuiltInEmbedding
from qa.llama.nodes import name_sentence
from qa.llama.parser import SourcelineNodeParser
from qa.llama.query_engine import SourcelineQueryEngine, as_query_engine
from qa.llama.reranker import SentenceReranker
from qa.llama.retriever import SourcelineRetriever
from qa.llama.synthesizer import QuoteSynthesizer

__all__ = [
    "BuiltInEmbedding",
    "QuoteSynthesizer",
    "SentenceReranker",
    "SourcelineChatEngine",
    "SourcelineNodeParser",
    "SourcelineQueryEngine",
    "SourcelineRetriever",
    "as_chat_engine",
    "as_query_engine",
    "name_sentence",
]
