"""The manifest of a model: what is known of it, and the hash of each file that running it needs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def make_manifest(folder: Path, **facts: object) -> dict[str, object]:
    """Write ``manifest.json``: what is known of a model, and the hash of each file that running it needs."""
    names = [path.name for path in sorted(folder.iterdir()) if path.suffix in {".onnx", ".json", ".npz"}]
    hashes = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names if n != "manifest.json"}
    manifest = {**facts, "sha256": hashes}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def renew_manifest(folder: Path) -> None:
    """Write the manifest anew after a file has changed; what it says beside the hashes stays."""
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del facts["sha256"]
    make_manifest(folder, **facts)
