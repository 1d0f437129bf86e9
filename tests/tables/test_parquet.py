"""Parquet tables: same types, checks and bytes as a table of the catalogue must have."""

import pandas as pd
import pytest

from analysis.compute import to_csv, to_parquet
from analysis.errors import CatalogError
from analysis.tables import check_content, parquet

SCHEMA = {
    "fields": [
        {"name": "iso3", "type": "string", "constraints": {"required": True, "minLength": 3}},
        {"name": "year", "type": "integer", "constraints": {"minimum": 1946}},
        {"name": "share", "type": "number"},
        {"name": "is_whole", "type": "boolean"},
        {"name": "signed", "type": "date"},
    ],
    "primaryKey": ["iso3", "year"],
}
FRAME = pd.DataFrame(
    {
        "iso3": ["CUB", "ARG", "ARG"],
        "year": [2001, 2000, 1999],
        "share": [0.1, None, 1e-9],
        "is_whole": [True, None, False],
        "signed": ["2001-02-03", None, "1999-12-31"],
    }
)


def content(frame=FRAME, schema=SCHEMA):
    return to_parquet(frame, "demo/one", schema)


def test_table_comes_back_typed_and_sorted():
    found = parquet.read("demo/one", content(), SCHEMA)
    assert found["iso3"].tolist() == ["ARG", "ARG", "CUB"]
    assert [str(each) for each in found.dtypes] == [
        *("str", "Int64", "float64", "boolean", "datetime64[s]")
    ]
    assert found["share"].isna().tolist() == [False, True, False]
    assert found["is_whole"].isna().tolist() == [False, True, False]


def test_same_frame_same_bytes_in_any_order():
    assert content() == content(FRAME[::-1])
    assert parquet.is_parquet(content())
    assert not parquet.is_parquet(to_csv(FRAME, "demo/one", SCHEMA))


def test_cells_as_text_are_those_of_the_csv():
    text = parquet.as_text(content())
    assert text.loc[2, ["iso3", "year", "share"]].tolist() == ["CUB", "2001", "0.1"]
    assert text.loc[1, "share"] == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"year": [2001, 1900, 1999]}, "row 1, column 'year': '1900' is below 1946"),
        ({"iso3": ["CUB", "AR", "ARG"]}, "row 1, column 'iso3': 'AR' is shorter than 3"),
        ({"iso3": ["CUB", None, "ARG"]}, "is missing but required"),
        ({"year": [2001, 1999, 1999]}, "occurs above already"),
        ({"year": [2001, None, 1999]}, "has a missing value"),
    ],
)
def test_offending_cells_are_named(change, message):
    with pytest.raises(CatalogError) as error:
        content(FRAME.assign(**change))
    assert message in str(error.value)


def test_damaged_file_and_other_columns_are_refused():
    whole = content()
    with pytest.raises(CatalogError, match="not a Parquet file that can be read"):
        check_content("demo/one", whole[: len(whole) // 2], SCHEMA)
    other = {**SCHEMA, "fields": SCHEMA["fields"][:-1]}
    with pytest.raises(CatalogError, match="unexpected 'signed'"):
        check_content("demo/one", whole, other)
    fields = [{**each, "type": "integer"} for each in SCHEMA["fields"][:1]]
    with pytest.raises(CatalogError, match="'iso3' is not of type integer"):
        check_content("demo/one", whole, {"fields": fields + SCHEMA["fields"][1:]})
