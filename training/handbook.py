"""Make the vectors of the handbook that come with it: ``python -m training.handbook``, after a page has changed."""

from __future__ import annotations

from qa.asking.handbook import VECTORS, embed_pages, name_recipe, read_pages, read_vectors, write_vectors
from qa.models.encoder import load_encoder
from qa.models.session import BUILT_IN


def main() -> None:
    """Write ``qa/asking/handbook.npz``; pages that are as they were are not encoded again."""
    encoder = load_encoder(BUILT_IN)
    kept = {}
    if VECTORS.exists():
        made_with, before = read_vectors()
        kept = before if made_with == name_recipe(encoder) else {}
    write_vectors(name_recipe(encoder), embed_pages(read_pages(), encoder, kept))


if __name__ == "__main__":
    main()
