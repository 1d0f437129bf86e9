"""The commands ``claims …``: check a file of claims, show one with its readings, report on all."""

from __future__ import annotations

import functools
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.claims import Audit

#: Columns of the printed table; the files have all.
TABLE_COLUMNS = ("claim_id", "verdict", "claimed", "found", "ratio")


@functools.cache
def _options() -> list[click.Parameter]:
    """Return the options of an audit, made from their one declaration.

    It is read when a command is called: the start of the command line needs no tables.
    """
    from analysis.claims import Options

    found: list[click.Parameter] = []
    for name, field in Options.model_fields.items():
        choices = get_args(field.annotation)
        text = str(field.description)
        allowed = "" if choices else Options.say_range(name)
        found.append(
            click.Option(
                [f"--{name}"],
                default=field.default,
                show_default=True,
                metavar=f"[{'|'.join(choices)}]" if choices else None,
                type=click.STRING,
                help=f"{text[:1].upper()}{text[1:]}{f' ({allowed})' if allowed else ''}.",
            )
        )
    return found


class _Judging(click.Command):
    """A command that takes the options of an audit after its own."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        own = super().get_params(ctx)
        return [*own[: len(self.params)], *_options(), *own[len(self.params) :]]


#: The first line keeps click from running the others together.
EXAMPLES = """\b
python -m analysis claims show s1-trade-2014
python -m analysis claims indicators trade_turnover
python -m analysis claims check my_claims.csv
python -m analysis claims report --theme trade --verdict contradicted
python -m analysis claims report my_claims.csv --format csv > verdicts.csv"""

FILE = click.argument("file", required=False, type=click.Path(path_type=Path))


@click.group(epilog=EXAMPLES)
def claims() -> None:
    """Test what texts claim: check a file of claims, show one claim, report on all.

    A claim is a row: what is claimed of whom, for when, in which unit, by which comparison. The
    verdict is computed from the tables that ship; none is stored. Your own file works like the
    ledger: a CSV with the columns of `python -m analysis data show claims/claims`, of which
    claim_id, theme, statement, indicator, value, unit and comparator are needed.
    """


@claims.command()
@FILE
def check(file: Path | None) -> None:
    """Check the claims of FILE (default: the ledger that ships) without judging them.

    Every wrong cell is named with file, line and column, and the nearest valid name. Says how many
    claims a method can test and why the rest cannot be.
    """
    from analysis.claims import load, read
    from analysis.claims.audit import audit
    from analysis.claims.verdicts import NO_DATA, NOT_TESTABLE

    found = load() if file is None else read(file)
    frame = audit(found).frame
    untested = frame[frame["verdict"].isin([NO_DATA, NOT_TESTABLE])]
    click.echo(
        f"{file or 'data/claims/claims.csv'}: {len(found)} claims, every cell can be read; "
        f"{len(found) - len(untested)} have readings that test them"
    )
    for reason, count in untested["reason"].value_counts().items():
        click.echo(f"{count:5}  {reason}")


@claims.command()
@click.argument("names", nargs=-1)
def indicators(names: tuple[str, ...]) -> None:
    """List the indicators NAMES (default: all) with what tests them, and in which units.

    Where figures are with certain states only, the claim needs one of these on one side and the
    region or its states on the other.
    """
    from analysis import tables
    from analysis.claims import METHODS
    from analysis.claims.registry import read_indicators
    from analysis.errors import ParameterError, unknown

    known = read_indicators(tables.load("claims/indicators"))
    if strange := [name for name in names if name not in known]:
        raise ParameterError(unknown("indicator", strange, known))
    table = Table("indicator", "tested by", "units", "with", "else")
    for name in names or known:
        bound = [METHODS[each] for each in known[name].methods]
        held = {
            str(code)
            for each in bound
            for place, column in each.whom.items()
            for code in tables.load(place)[column].dropna().unique()
        }
        table.add_row(
            name,
            "\n".join(each.gives for each in bound) or "claims/evidence alone",
            ", ".join(dict.fromkeys(unit for each in bound for unit in each.units)),
            ", ".join(sorted(held)),
            known[name].reason,
        )
    _console().print(table)


@claims.command(cls=_Judging)
@click.argument("claim_id")
@FILE
def show(claim_id: str, file: Path | None, **options: str) -> None:
    """Show the claim CLAIM_ID (of FILE, default: the ledger) with every reading and the verdict."""
    from analysis.claims import sentences

    found = _audit(file, options)
    judgement = found[claim_id]
    frame = found.frame.set_index("claim_id").loc[claim_id]
    claim, console = judgement.claim, _console()
    console.print(f"{claim_id}: {judgement.verdict}", markup=False, style="bold")
    click.echo(claim.statement)
    where = f"{claim.text} {claim.lines}".strip()
    click.echo(f"{where or 'no text named'}; {claim.theme}; indicator {claim.indicator}")
    if claim.note:
        click.echo(f"Read as: {claim.note}")
    click.echo(f"\n{sentences.on_verdict(judgement)}")
    for more in (sentences.on_condition(judgement), frame["remark"]):
        if more:
            click.echo(more)
    click.echo(f"Tolerance: {judgement.tolerance}.")
    if judgement.depends_on_definition:
        click.echo("The verdict depends on the definition: compare the readings.")
    rows = found.readings
    rows = rows[rows["claim_id"] == claim_id]
    if rows.empty:
        return
    left_out = rows["is_chosen"].map({True: "", False: " (left out by the options)"})
    rows = rows.assign(word=rows["word"] + left_out)
    console.print(_table(rows, "reading", "word", "ratio", "table", "rows", "source"))


@claims.command(cls=_Judging)
@FILE
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A table to read, or all columns as CSV or JSON.",
)
@click.option("--text", "texts", multiple=True, help="Claims of this text only; may be repeated.")
@click.option("--theme", "themes", multiple=True, help="Claims of this theme; may be repeated.")
@click.option("--verdict", "verdicts", multiple=True, help="With this verdict; may be repeated.")
def report(
    file: Path | None,
    form: str,
    texts: tuple[str, ...],
    themes: tuple[str, ...],
    verdicts: tuple[str, ...],
    **options: str,
) -> None:
    """Report the verdicts on the claims of FILE (default: the ledger that ships)."""
    from analysis.claims import VERDICTS, count_by, sentences
    from analysis.errors import ParameterError, unknown
    from analysis.notebook.words import count

    frame = sentences.tell(_audit(file, options))
    for column, chosen, allowed in (
        ("text", texts, sorted(frame["text"].unique())),
        ("theme", themes, sorted(frame["theme"].unique())),
        ("verdict", verdicts, VERDICTS),
    ):
        if strange := [name for name in chosen if name not in allowed]:
            raise ParameterError(unknown(column, strange, allowed))
        if chosen:
            frame = frame[frame[column].isin(chosen)]
    if form == "csv":
        sys.stdout.write(frame.to_csv(index=False, float_format="%.10g", lineterminator="\n"))
        return
    if form == "json":
        click.echo(json.dumps(_records(frame), indent=1, ensure_ascii=False))
        return
    console, by_text = _console(), count_by(frame, "text").reset_index()
    console.print(_table(frame, *TABLE_COLUMNS))
    console.print(_table(by_text, *by_text.columns))
    n = count(len(frame), "claim")
    click.echo(f"{n}; look at one: python -m analysis claims show CLAIM_ID")


def _table(frame: pd.DataFrame, *columns: str) -> Table:
    table = Table(*columns)
    for row in frame.to_dict("records"):
        table.add_row(*(_cell(row[name]) for name in columns))
    return table


def _cell(value: object) -> str:
    """Write a ratio with three digits, nothing where there is none, and the rest as it is."""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.3g}"
    return str(value)


def _audit(file: Path | None, values: dict[str, Any]) -> Audit:
    from analysis.claims import Options, audit, read

    options = Options(**values)
    return audit(None if file is None else read(file, options), options)


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return rows as JSON holds them: a missing number is null."""
    return [
        {
            str(name): None if isinstance(cell, float) and not math.isfinite(cell) else cell
            for name, cell in row.items()
        }
        for row in frame.to_dict("records")
    ]


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 200, highlight=False)
