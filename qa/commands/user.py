"""The commands ``qa user``: who may use the server, in the file that QA_PASSWORD_FILE names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from qa.errors import SettingsError

if TYPE_CHECKING:
    from qa.web.guard.passwords import PasswordFile


@click.group("user")
def user_command() -> None:
    """Say who may use the server, with a password for each.

    \b
    Example:
      export QA_PASSWORD_FILE=passwords
      qa user add anna
      qa serve --host 0.0.0.0

    A running server notices a change at once. Whoever is removed, or gets a new password, is logged out everywhere.
    """


@user_command.command("add")
@click.argument("name")
def add_command(name: str) -> None:
    """Add a person, or give one a new password.

    \b
    Example:
      qa user add anna
      pwgen 20 1 | qa user add robot

    The password is asked for twice, or read from the first line of standard input.
    """
    from qa.web.guard.passwords import check_name

    file = _open_file()
    check_name(name)
    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = _read_password(sys.stdin.buffer.readline())
    new = file.set(name, password)
    click.echo(f"{name}: {'added' if new else 'has a new password'}")


def _read_password(line: bytes) -> str:
    from qa.foreign import ForeignError, decode_utf8

    try:
        return decode_utf8(line).rstrip("\r\n")
    except ForeignError:
        raise SettingsError("the password on standard input is not UTF-8 text: send it in UTF-8") from None


@user_command.command("remove")
@click.argument("name")
def remove_command(name: str) -> None:
    """Remove a person.

    \b
    Example:
      qa user remove anna
    """
    _open_file().remove(name)
    click.echo(f"{name}: removed")


@user_command.command("list")
def list_command() -> None:
    """List the people.

    \b
    Example:
      qa user list
    """
    for name in sorted(_open_file().load()):
        click.echo(name)


def _open_file() -> PasswordFile:
    from qa.settings import load_settings
    from qa.web.guard.passwords import PasswordFile

    path = load_settings().password_file
    if not path.name:
        raise SettingsError("no password file is named: set QA_PASSWORD_FILE to where it is, or shall be")
    return PasswordFile(path)
