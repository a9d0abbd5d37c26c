"""What an index is made with: two indexes of one recipe hold the same of the same articles."""

from __future__ import annotations

import json

from qa.split import identify_splitter

# how much of the vectors of the title, of the heading above and of each neighbour is mixed into a sentence's own
TITLE_SHARE, SECTION_SHARE, NEIGHBOUR_SHARE = 0.3, 0.3, 0.2
# what the derived stores hold of a sentence
DERIVED = (
    f"vectors with {TITLE_SHARE} title, {SECTION_SHARE} section and {NEIGHBOUR_SHARE} neighbours, "
    "words with title and section, headings as files mark them and of all levels"
)
_SHOWN_NAMES = {"chroma_url": "vector store"}


def write_recipe(encoder_name: str, chroma_url: str) -> str:
    """Return what an index is made with, as one string; an index of another recipe is made anew."""
    return json.dumps(
        {
            "encoder": encoder_name,
            "splitter": identify_splitter(),
            "chroma_url": chroma_url,
            "recipe": DERIVED,
        }
    )


def explain_difference(made_with: str, *, now: str) -> str:
    """Return why an index of one recipe cannot be asked by another, and what to do; empty when it can."""
    old, new = _parse(made_with), _parse(now)
    differ = [_SHOWN_NAMES.get(part, part) for part in new if old.get(part) != new[part]]
    return f"was made with another {' and '.join(differ)}: run 'qa index' to rebuild it" if differ else ""


def makes_same_vectors(made_with: str, recipe: str) -> bool:
    """Say whether two recipes turn the same title and sentences into the same vectors."""
    old, new = _parse(made_with), _parse(recipe)
    return all(old.get(part) == new[part] for part in ("encoder", "recipe"))


def find_chroma_url(recipe: str) -> str:
    """Return the Chroma server that holds the vectors of an index of this recipe; empty for one in its folder."""
    return str(_parse(recipe).get("chroma_url") or "")


def _parse(recipe: str) -> dict[str, object]:
    try:
        parts = json.loads(recipe)
    except ValueError:  # none, or a damaged one
        return {}
    return parts if isinstance(parts, dict) else {}
