"""Commands: qa demo | index | corpus | ask | check | eval | compare | doctor | serve | mcp | user | feedback."""

from __future__ import annotations

import errno
import logging
import signal
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from qa.commands.shared import make_plain
from qa.errors import SourcelineError

# in order of use; each is `NAME_command` in the file of its name, imported when it is named or listed
COMMANDS = ("demo", "index", "corpus", "ask", "check", "eval", "compare", "doctor", "serve", "mcp", "user", "feedback")


def load_command(name: str) -> click.Command:
    """Return one of the commands."""
    command: click.Command = getattr(import_module(f"qa.commands.{name}"), f"{name}_command")
    return command


# what no program can mend, and how a person does
_FULL_OR_SHUT = dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room") | dict.fromkeys(
    (errno.EROFS, errno.EACCES, errno.EPERM), "make it writable"
)


class _Group(click.Group):
    """Commands in order of use, and every error a person can mend as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args[0].startswith("-") and args[0] not in COMMANDS:
            near = get_close_matches(args[0], COMMANDS, n=1)
            mend = f"Did you mean '{near[0]}'?" if near else "See 'qa --help'."
            ctx.fail(f"No such command '{args[0]}'. {mend}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except SourcelineError as error:
            click.echo(make_plain(f"qa: {error}"), err=True)
            ctx.exit(1)
        except BrokenPipeError:  # the reader of our output has had enough
            sys.stdout = None
            ctx.exit(0)
        except OSError as error:
            if error.errno not in _FULL_OR_SHUT:
                raise
            where = error.filename or "the disk"
            click.echo(
                make_plain(f"qa: {where}: {error.strerror}: {_FULL_OR_SHUT[error.errno]}, then try again"), err=True
            )
            ctx.exit(1)
        except Exception as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # what C++ makes of it while a module loads
                raise error.__cause__ from None
            raise


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-v", "--verbose", is_flag=True, help="Log one line a question to standard error.")
@click.version_option(package_name="sourceline")
def main(verbose: bool) -> None:
    """Ask your articles; every statement in the answer points at the exact sentence that says so.

    \b
    Example:
      qa index articles/
      qa ask "Who asked for the bridge to be closed?"
    """
    logging.basicConfig(format="%(message)s", level=logging.INFO if verbose else logging.WARNING)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as cleanly as Ctrl-C


if __name__ == "__main__":
    main(prog_name="qa")
