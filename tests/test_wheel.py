"""What is installed from a wheel is what a checkout has: prompts, page and models are files of the package."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = "from setuptools.build_meta import build_wheel; build_wheel('dist')"  # as pip does it, without a registry


def test_the_wheel_holds_prompts_page_and_models_as_real_files(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    heavy = shutil.ignore_patterns("__pycache__", "*.onnx")  # 70 MB that only take time
    for name in ("qa", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True, ignore=heavy)
    subprocess.run([sys.executable, "-W", "ignore", "-c", BUILD], cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        names = set(files.namelist())
        for prompt in (ROOT / "prompts").glob("*.md"):
            assert files.read(f"qa/prompts/{prompt.name}") == prompt.read_bytes()
    assert len([name for name in names if name.startswith("qa/prompts/")]) >= 2
    assert not any(name.startswith(("prompts/", "tests/", "corpus/")) for name in names)
    for place in ("qa/web/static", "qa/evaluate/static", "qa/models/weights/reader", "qa/models/weights/left_out"):
        missing = {p.name for p in (ROOT / place).iterdir() if p.is_file()} - {Path(n).name for n in names}
        assert {name for name in missing if not name.endswith(".onnx")} == set()
