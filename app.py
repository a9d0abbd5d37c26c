"""Open the chat page: python app.py indexes corpus/ and serves it on http://127.0.0.1:7860."""

from __future__ import annotations

import sys
from pathlib import Path

from qa.errors import SourcelineError
from qa.index.build import build_index
from qa.settings import load_settings
from qa.web.server import serve

CORPUS = Path(__file__).parent / "corpus"
OWN_INDEX = Path(".qa-corpus")  # not where `qa index` puts your own articles


def main() -> None:
    """Bring the index of corpus/ up to date, then serve it until Ctrl-C."""
    try:
        settings = load_settings()
        if "index_dir" not in settings.model_fields_set:
            settings = load_settings(index_dir=OWN_INDEX)
        build_index([CORPUS], settings)
        serve(settings)
    except SourcelineError as error:
        sys.exit(f"app: {error}")
    except KeyboardInterrupt:
        sys.exit("app: stopped; what is indexed stays, and the next start goes on from there")


if __name__ == "__main__":
    main()
