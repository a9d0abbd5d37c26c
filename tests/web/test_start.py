"""The server imports Gradio without what only editors need."""

import subprocess
import sys

CODE = """
import ast, inspect, sys
parse, parsed = ast.parse, set()
def watch(*given, **more):
    parsed.add(sys._getframe(1).f_globals["__name__"])
    return parse(*given, **more)
ast.parse = watch
import qa.web.server, gradio
print("gradio.component_meta" in parsed, inspect.getfile(gradio.Chatbot).endswith("chatbot.py"))
"""


def test_no_component_is_parsed_to_write_stubs_and_files_are_found_again_afterwards() -> None:
    said = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]
