"""The networks that come with the product: files checked against their hashes, then run on onnxruntime.

Importing this imports no numpy, which takes longer than the rest: the files are checked meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from qa.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime
    import tokenizers
    from numpy.typing import NDArray

# read when onnxruntime is imported, which happens below only: without it, the package writes an id of the machine into
# the user's cache folder and tells its maker of the sessions that are opened
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

WEIGHTS_DIR = Path(__file__).parent / "weights"
LARGE = WEIGHTS_DIR / "large_reader"  # reads the best windows again
BUILT_IN = "built-in"  # the setting of the encoder that comes with the product
MOST_THREADS = 8  # more cores than this are left to others

# onnxruntime's own fusion of addition and layer normalisation is slower than the two: without it the encoder takes
# .80 of the time and the reader .84 (one core with VNNI); vectors keep a cosine of .9998 on average, .9989 at worst
LEFT_OUT_FUSIONS = ["SkipLayerNormFusion"]
ARITHMETIC = 2
"""Grows when `open_session` changes what a model computes, so that vectors made before are made anew."""

Given = TypeVar("Given")
Made = TypeVar("Made")


class Network:
    """A network in 8-bit weights with the tokenizer of its texts.

    Making one is cheap: the files are checked and loaded at the first use, once. Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self.manifest = read_manifest(folder)
        self._folder = folder
        self._checking: Future[None] | None = None
        self._loading = Lock()
        self._pool = ThreadPoolExecutor(count_threads(), folder.name)  # shared by all callers, so they never crowd

    @property
    def name(self) -> str:
        """The model's name and the first digits of its weights' hash."""
        return f"{self.manifest['name']}@{self.manifest['sha256']['model.onnx'][:12]}"

    @property
    def tokenizer(self) -> tokenizers.Tokenizer:
        """The tokenizer, without the padding and truncation stored with it."""
        return self.load()[0]

    def run(self, ids: list[int], types: list[int] | None = None) -> NDArray[np.float32]:
        """Return the network's numbers for one text of token ids: shape (tokens, numbers); ``types`` tells segments."""
        import numpy as np

        inputs = {"input_ids": np.array([ids], np.int64)}
        if types is not None:
            inputs["token_type_ids"] = np.array([types], np.int64)
        numbers: NDArray[np.float32] = self.load()[1].run(None, inputs)[0][0]
        return numbers

    def map(self, work: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
        """Return what the work makes of each, done in parallel."""
        self.load()  # once, by the caller: the pool's threads find it there
        return list(self._pool.map(work, given))

    def begin_checking(self, threads: Executor) -> None:
        """Check the files while the caller goes on; later calls do nothing."""
        self._checking = self._checking or threads.submit(check_files, self._folder, self.manifest)

    def load(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        """Return tokenizer and session, whose files are checked and loaded at the first call."""
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> tuple[tokenizers.Tokenizer, onnxruntime.InferenceSession]:
        if self._checking is None or self._checking.exception():  # what was wrong then may be mended
            check_files(self._folder, self.manifest)
        tokenizer = _share_tokenizer(self._folder / "tokenizer.json", self.manifest["sha256"]["tokenizer.json"])
        return tokenizer, open_session(self._folder / "model.onnx")


class BuiltIn:
    """A model of ours around its network.

    Making one is cheap: the files are checked and loaded at the first use. Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self._network = share_network(folder)

    def load(self) -> None:
        """Load the network now, where it is not loaded."""
        self._network.load()

    @property
    def name(self) -> str:
        """The model's name and the first digits of its weights' hash."""
        return self._network.name


@lru_cache
def share_network(folder: Path) -> Network:
    """Return the network of a folder, the same one for everybody in this process."""
    return Network(folder)


def begin_loading(names: Iterable[str]) -> None:
    """Load networks that come with the product while the caller goes on, each in a thread of its own.

    A process that ends meanwhile waits for them: to end while one loads would be a crash.
    """
    networks = [share_network(WEIGHTS_DIR / name) for name in names]
    checking = ThreadPoolExecutor(max(1, count_threads() - 1), "check")  # one core is for the imports
    for network in networks:
        network.begin_checking(checking)
    checking.shutdown(wait=False)
    import onnxruntime  # noqa: F401 - here, for no two threads should import the same
    import tokenizers  # noqa: F401

    def load(network: Network) -> None:
        with suppress(ModelError):  # the first question meets it, too, and tells of it
            network.load()

    for network in networks:
        Thread(target=load, args=[network]).start()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return ``manifest.json`` of one model: its name, its sizes, and under ``sha256`` the hash of each file."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"no model in {folder}: install sourceline again") from None
    except ValueError:
        raise ModelError(f"{folder / 'manifest.json'} is not JSON: install sourceline again") from None
    return manifest


def check_files(folder: Path, manifest: dict[str, Any]) -> None:
    """Raise `ModelError` unless every file of the manifest is there with the hash that the manifest gives."""
    for name, expected in manifest["sha256"].items():
        path = folder / name
        if not path.is_file():
            raise ModelError(f"model file {path} is missing: install sourceline again")
        found = _hash(path)
        if found != expected:
            raise ModelError(f"model file {path} has hash {found[:12]}, not {expected[:12]}: install sourceline again")


def _hash(path: Path) -> str:
    """Return the SHA-256 of a file, computed in one go: after each piece of one a thread would wait for the others."""
    with path.open("rb") as file:
        if not path.stat().st_size:  # nothing that could be mapped
            return hashlib.sha256().hexdigest()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return hashlib.sha256(content).hexdigest()


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """Return a session in which one call uses one core: callers use the others by calling from several threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"], disabled_optimizers=LEFT_OUT_FUSIONS
    )


_sharing = Lock()
_tokenizers: dict[str, tokenizers.Tokenizer] = {}


def _share_tokenizer(path: Path, digest: str) -> tokenizers.Tokenizer:
    """Return the tokenizer of a file of this hash, the same one for every network."""
    with _sharing:
        if digest not in _tokenizers:
            _tokenizers[digest] = open_tokenizer(path)
        return _tokenizers[digest]


def open_tokenizer(path: Path) -> tokenizers.Tokenizer:
    """Return the word-piece tokenizer stored at ``path``, without the padding and truncation stored with it."""
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@lru_cache(maxsize=1)
def count_threads() -> int:
    """Return how many threads keep this process's cores busy."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1  # Linux alone
    return max(1, min(MOST_THREADS, allowed))
