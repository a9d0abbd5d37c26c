"""The public names can be imported from the package, and importing it costs next to nothing."""

import subprocess
import sys

import qa


def test_every_public_name_is_there() -> None:
    assert all(getattr(qa, name).__module__.startswith("qa.") for name in qa.__all__)
    assert {name for names in qa._HOMES.values() for name in names} == set(qa.__all__)


def test_importing_the_package_imports_none_of_the_libraries() -> None:
    code = "import sys, qa; print([m for m in ('numpy', 'chromadb', 'gradio', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_imports_the_commands_and_nothing_that_they_do() -> None:
    code = (
        "import sys, qa.cli; from click.testing import CliRunner; CliRunner().invoke(qa.cli.main, ['--help']); "
        "print([m for m in sys.modules if m.startswith('qa.') and not m.startswith(('qa.commands', 'qa.cli'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['qa.errors']"
