"""The command ``qa doctor``: what is wrong with an index, and its mend."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from qa.commands.shared import index_dir_option, make_plain, tell_size


@click.command("doctor")
@index_dir_option
@click.option("--check", is_flag=True, help="Only say what is wrong: exit code 1 when something is.")
def doctor_command(index_dir: Path | None, check: bool) -> None:
    """Say what is damaged in an index, and mend it.

    \b
    Example:
      qa doctor --index-dir /srv/wiki/.qa

    Vectors and words are made anew from the library. An article whose text is damaged is removed and named: load its
    file again with `qa index`.
    """
    from qa.index.build import build_index, check_index, name_index
    from qa.settings import load_settings

    settings = load_settings(index_dir=index_dir)
    damage = check_index(settings)
    for store, reason in damage.items():
        click.echo(make_plain(f"{store}: {reason}"))
    if check or not damage:
        click.echo(f"{name_index(settings)}: {'run qa doctor to mend it' if damage else 'as it was written'}")
        sys.exit(bool(damage))
    report = build_index([], settings)
    for line in report.mended:
        click.echo(make_plain(line))
    click.echo(f"{report.index}: {tell_size(report.articles, report.sentences)}, mended")
