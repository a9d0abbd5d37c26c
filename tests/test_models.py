"""The encoder: its port, its files, its promises."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from qa.errors import ModelError
from qa.models.encoder import BuiltInEncoder, load_encoder
from qa.models.session import ARITHMETIC, WEIGHTS_DIR, open_tokenizer

TEXTS = [
    "Vermont is giving a $22,000 grant to the group.",
    "The mayor resigned on Tuesday.",
    "Officials said the bridge would open in 2027, two years late, after a dispute over who pays for the cables.",
]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder("built-in")


def test_a_text_has_the_same_vector_alone_and_among_others(encoder):
    together = encoder.encode(TEXTS)
    alone = np.stack([encoder.encode([text])[0] for text in TEXTS])
    assert np.array_equal(together, alone)


def test_vectors_have_length_one_and_keep_the_order_of_their_texts(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    question = encoder.encode_question("How much money did Vermont give?")
    assert int(np.argmax(vectors @ question)) == 0


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_a_text_of_any_length_has_a_vector(encoder):
    empty, long = encoder.encode(["", "word " * 5_000])
    assert np.isfinite(empty).all()
    assert np.array_equal(long, encoder.encode(["word " * 6_000])[0])


def test_the_name_of_an_encoder_carries_the_hash_of_its_weights_and_its_arithmetic(encoder):
    hash_of_weights = json.loads((WEIGHTS_DIR / "encoder" / "manifest.json").read_text())["sha256"]["model.onnx"][:12]
    assert encoder.name == f"all-MiniLM-L6-v2-int8@{hash_of_weights}.{ARITHMETIC}"


def test_leaving_a_fusion_out_hardly_moves_a_vector(encoder):
    fused = onnxruntime.InferenceSession(WEIGHTS_DIR / "encoder" / "model.onnx", providers=["CPUExecutionProvider"])
    tokenizer = open_tokenizer(WEIGHTS_DIR / "encoder" / "tokenizer.json")
    texts = ["Vermont gave a grant.", "A crossing takes 12 minutes.", "Grey herons nest in March, " * 9]
    for text, vector in zip(texts, encoder.encode(texts), strict=True):
        mean = fused.run(None, {"input_ids": np.array([tokenizer.encode(text).ids])})[0][0].mean(axis=0)
        assert float(mean @ vector / np.linalg.norm(mean)) > 0.998


def test_changed_weights_are_refused_by_name(tmp_path: Path, encoder):
    folder = tmp_path / "encoder"
    shutil.copytree(WEIGHTS_DIR / "encoder", folder)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json has hash"):
        BuiltInEncoder(folder).encode(["text"])


def test_emptied_weights_are_refused_by_name(tmp_path: Path, encoder):
    folder = tmp_path / "encoder"
    shutil.copytree(WEIGHTS_DIR / "encoder", folder)
    (folder / "model.onnx").write_bytes(b"")
    with pytest.raises(ModelError, match=r"model\.onnx has hash"):
        BuiltInEncoder(folder).encode(["text"])


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path):
    with pytest.raises(ModelError, match="no model in"):
        BuiltInEncoder(tmp_path)


def test_every_file_of_a_model_is_named_in_its_manifest(encoder):
    manifest = json.loads((WEIGHTS_DIR / "encoder" / "manifest.json").read_text())
    assert set(manifest["sha256"]) == {"model.onnx", "tokenizer.json"}


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("built in", "neither 'built-in' nor 'module:name'"),
        ("no_such_package:Embedding", "install the package or mend QA_ENCODER"),
        ("json:Embedding", "json has no Embedding"),
        ("json:JSONDecoder", "is a JSONDecoder, not a llama-index BaseEmbedding"),
    ],
)
def test_an_encoder_that_cannot_be_had_is_refused_with_the_mend(setting, message):
    with pytest.raises(ModelError, match=message):
        load_encoder(setting)


def test_a_llama_index_embedding_serves_as_encoder_and_ours_as_a_llama_index_embedding(encoder):
    borrowed = load_encoder("qa.llama.embedding:BuiltInEmbedding")
    assert borrowed.dimension == encoder.dimension
    assert np.allclose(borrowed.encode(TEXTS), encoder.encode(TEXTS), atol=1e-6)
    assert np.allclose(borrowed.encode_question(TEXTS[0]), encoder.encode_question(TEXTS[0]), atol=1e-6)


def test_no_library_keeps_or_sends_usage_statistics(tmp_path: Path):
    script = (
        "from pathlib import Path; from qa import build_index, load_settings, open_bot; "
        "Path('a.txt').write_text('The ferry takes 12 minutes.'); settings = load_settings(index_dir='index'); "
        "build_index(['a.txt'], settings); bot = open_bot(settings); bot.ask('How long does it take?'); bot.close(); "
        "import os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    )
    homes = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    root = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", script]
    environment = {**os.environ, **homes, "PYTHONPATH": root}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "index"}  # no id of the machine, no queue of events
