"""The command ``qa compare``: which questions got better and worse between two runs."""

from __future__ import annotations

from pathlib import Path

import click

from qa.commands.shared import OUTPUT, open_console


@click.command("compare")
@click.argument("before", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--html", "html_path", type=OUTPUT, metavar="FILE", help="Write the comparison as one HTML page.")
def compare_command(before: Path, after: Path, html_path: Path | None) -> None:
    """Show which questions got better and worse between two runs.

    \b
    Example:
      qa eval questions.jsonl --rows before.rows
      qa eval questions.jsonl --rows after.rows
      qa compare before.rows after.rows --html changes.html

    Each p-value is from a paired permutation test: how likely a difference at least this large is by chance.
    """
    print_changes(before, after, html_path)


def print_changes(before: Path, after: Path, html_path: Path | None = None) -> None:
    """Print what got better and worse from one file of rows to another, and write the page if one is named."""
    from qa.evaluate.compare import compare_runs
    from qa.evaluate.report import write_comparison
    from qa.evaluate.tables import lines_of_changes, lines_of_missing, table_of_changes

    comparison = compare_runs(before, after)
    console = open_console()
    console.print(table_of_changes(comparison))
    console.print()
    for line in (*lines_of_missing(comparison), *lines_of_changes(comparison)):
        console.print(line, markup=False, soft_wrap=True)
    if html_path:
        write_comparison(html_path, comparison)
