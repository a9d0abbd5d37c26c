"""A sentence as a llama-index node: its text, its offsets in the article, and what the article is."""

from __future__ import annotations

from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from qa.records import Article, Sentence

FOR_PROGRAMS = ["article_id", "sha256"]  # metadata that neither a model nor an embedding reads


def name_sentence(article_id: str, start: int, end: int) -> str:
    """Return the node id of a sentence: ``news/bridge#120-204``."""
    return f"{article_id}#{start}-{end}"


def make_node(article: Article, sentence: Sentence, score: float) -> NodeWithScore:
    """Return a sentence of an article as a node; ``text[start_char_idx:end_char_idx]`` of the article is its text."""
    node = TextNode(
        id_=name_sentence(article.id, sentence.start, sentence.end),
        text=article.text[sentence.start : sentence.end],
        start_char_idx=sentence.start,
        end_char_idx=sentence.end,
        metadata={
            "article_id": article.id,
            "title": article.title,
            "source": article.source,
            "published": article.published,
            "author": article.author,
            "url": article.url,
            "sha256": article.sha256,
        },
        excluded_embed_metadata_keys=[*FOR_PROGRAMS, "url"],
        excluded_llm_metadata_keys=FOR_PROGRAMS,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id, hash=article.sha256)},
    )
    return NodeWithScore(node=node, score=score)
