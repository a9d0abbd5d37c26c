"""Imports point only downward, stages of a floor do not know each other, and each library has one home."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "qa").rglob("*.py"))

# from the ground up; a module may import what stands on a lower floor, and its own folder
FLOORS = [
    {"qa.headings", "qa.errors"},
    {"qa.foreign", "qa.version", "qa.records", "qa.tokens", "qa.memory", "qa.wrong_values", "qa.english"},
    {"qa.settings", "qa.filters", "qa.citing", "qa.conflicts", "qa.copies", "qa.clock"},
    {"qa.models"},
    {"qa.load", "qa.split", "qa.store"},
    {"qa.index", "qa.retrieve", "qa.chat", "qa.check"},
    {"qa.reading"},
    {"qa.answer"},
    {"qa.write", "qa.brief", "qa.itself", "qa.proof"},
    {"qa.asking"},
    {"qa.bot"},
    {"qa.evaluate", "qa.llama"},
    {"qa.web"},
    {"qa.commands"},
    {"qa.cli"},
]
READ_SETTINGS = {"qa.settings", "qa.index.build", "qa.write.loading", "qa.asking", "qa.bot", "qa.web", "qa.commands"}
HOMES = {
    "chromadb": {"qa.store.vectors"},
    "chromadb_rust_bindings": {"qa.store.native"},
    "tantivy": {"qa.store.word_index"},
    "sqlite3": {"qa.store.database", "qa.store.feedback", "qa.store.seal"},
    "psycopg": {"qa.store.postgres"},
    "tiktoken": {"qa.tokens"},
    "onnxruntime": {"qa.models"},
    "tokenizers": {"qa.models"},
    "gradio": {"qa.web"},
    "mcp": {"qa.web.api.mcp", "qa.web.api.mcp_errors"},
    "prometheus_client": {"qa.web.api.metrics"},
    "trafilatura": {"qa.load.html"},
    "charset_normalizer": {"qa.load.text"},
    "pypdf": set(),
    "pypdfium2": {"qa.load.paper.glyphs"},
    "docx": {"qa.load.docx"},
    "feedparser": {"qa.load.feed"},
    "argon2": {"qa.web.guard.passwords"},
    "itsdangerous": {
        "qa.web.guard.logins",
        "qa.web.guard.origins",
    },
    "llama_index": {"qa.models", "qa.llama"},
    "py3langid": {"qa.chat.language"},
    "Stemmer": {"qa.english.stems"},
    "torch": set(),
    "transformers": set(),
}


def name_module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def find_imports(path: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def is_in(module: str, place: str) -> bool:
    return module == place or module.startswith(place + ".")


def find_floor(module: str) -> int:
    return next(n for n, floor in enumerate(FLOORS) if any(is_in(module, place) for place in floor))


def find_place(module: str) -> str:
    return next(place for floor in FLOORS for place in floor if is_in(module, place))


def list_imports() -> Iterator[tuple[str, str]]:
    """Yield each module of the product with each name that it imports."""
    for path in MODULES:
        for imported in sorted(find_imports(path)):
            yield name_module(path), imported


def test_a_module_imports_only_from_lower_floors_or_its_own_folder() -> None:
    upward = [
        f"{module} imports {imported}"
        for module, imported in list_imports()
        if module != "qa" and imported.startswith("qa.") and find_place(imported) != find_place(module)
        if find_floor(imported) >= find_floor(module)
    ]
    assert upward == []


def test_a_library_is_used_only_in_its_home() -> None:
    strays = [
        f"{module} imports {imported}"
        for module, imported in list_imports()
        if (homes := HOMES.get(imported.split(".")[0])) is not None and not any(is_in(module, home) for home in homes)
    ]
    assert strays == []


def test_settings_are_read_only_where_everything_meets() -> None:
    readers = {module for module, imported in list_imports() if is_in(imported, "qa.settings")}
    assert [m for m in sorted(readers) if m != "qa" and not any(is_in(m, place) for place in READ_SETTINGS)] == []


def list_modules_imported(path: Path, modules: set[str]) -> set[str]:
    """Return the modules of the product that one imports, inside its own folder too; packages' own files left out."""
    found = set()
    for imported in find_imports(path):
        parts = imported.split(".")
        names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        found |= {next((name for name in names if name in modules), "")}
    return found - {"", "qa", name_module(path)}


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Inside folders too, and whether it imports at once, later, or for types alone."""
    modules = {name_module(path): path for path in MODULES}
    imports = {name: list_modules_imported(path, set(modules)) for name, path in modules.items()}
    sorter = TopologicalSorter(imports)
    try:
        sorter.prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_workshops_do_not_import_each_other() -> None:
    for path in sorted((ROOT / "training").rglob("*.py")):
        assert not any(i.split(".")[0] in {"benchmarks", "tests"} for i in find_imports(path)), path


def test_the_product_never_imports_its_workshops() -> None:
    for path in MODULES:
        assert not any(i.split(".")[0] in {"training", "benchmarks", "tests"} for i in find_imports(path))


def is_number(value: ast.expr) -> bool:
    """Whether an expression is a number, a sum of numbers, a range, or a row of such."""
    if isinstance(value, ast.Tuple):
        return all(is_number(one) for one in value.elts)
    if isinstance(value, ast.BinOp):
        return is_number(value.left) and is_number(value.right)
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "range"
    return isinstance(value, ast.Constant) and type(value.value) in (int, float)


def find_bare_numbers(path: Path) -> Iterator[str]:
    """Yield the named numbers of a module that say neither what they count nor why they are so."""
    lines, body = path.read_text(encoding="utf-8").split("\n"), parse(path).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and is_number(node.value):
            written = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            if not (isinstance(following, ast.Expr) or lines[node.lineno - 2].startswith("#") or "#" in written):
                yield f"{name_module(path)}, line {node.lineno}: {written}"


def test_a_number_with_a_name_says_what_it_counts_or_why_it_is_so() -> None:
    assert [bare for path in MODULES for bare in find_bare_numbers(path)] == []


def find_made_anew(path: Path) -> Iterator[str]:
    """Yield the sets of words in functions that are put together of others at each call, and of nothing else."""

    def is_known(node: ast.AST) -> bool:
        if isinstance(node, ast.BinOp):
            return isinstance(node.op, ast.BitOr) and is_known(node.left) and is_known(node.right)
        if isinstance(node, ast.Set):
            return all(isinstance(one, ast.Constant) for one in node.elts)
        return isinstance(node, ast.Name) and node.id.isupper()

    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            body = [node for statement in function.body for node in ast.walk(statement)]
            for node in body:
                if isinstance(node, ast.BinOp) and is_known(node):
                    yield f"{name_module(path)}, line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("folder", ["qa", "english", "chat", "check", "reading", "brief", "proof"])
def test_no_list_of_words_is_put_together_anew_for_each_word(folder: str) -> None:
    assert [made for path in MODULES if path.parent.name == folder for made in find_made_anew(path)] == []
