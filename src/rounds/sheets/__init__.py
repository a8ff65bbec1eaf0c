"""Read, map, check and write spreadsheets. It knows no Django and nothing else of Rounds.

Promises: a hostile file is refused before it costs anything; every value keeps the address of its cell; a value
that can be read two ways is asked, never guessed; every row and every column is accounted for; what is written
holds no formula and reads back as it was.
"""

from rounds.sheets.cells.single_values import is_address
from rounds.sheets.checking.check import check_table
from rounds.sheets.checking.outcome import Answers, Checked, Group, Problem, Record
from rounds.sheets.errors import SENTENCES, SheetError
from rounds.sheets.mapping.plan import ColumnPlan, Plan, Status, make_plan
from rounds.sheets.mapping.tables import find_lines, find_table
from rounds.sheets.reading.model import (
    LIMITS,
    Column,
    HeaderLines,
    Limits,
    Row,
    Sheet,
    Span,
    Table,
    Workbook,
    address,
)
from rounds.sheets.reading.read import read_workbook
from rounds.sheets.reading.redcap import Folded, fold_export, is_export
from rounds.sheets.reading.redcap_dictionary import (
    DICTIONARY_LIMITS,
    Dictionary,
    dictionary_rows,
    is_dictionary,
    label_of,
    parse_choices,
    read_dictionary,
)
from rounds.sheets.reading.tables import choose_sheet, cut_table
from rounds.sheets.targets.catalogs import BOTH_SIDES, CATALOGS, EXISTING_PAIRS, MENTEES, MENTORS, ROSTERS
from rounds.sheets.targets.target import Catalog, Choice, Kind, Target
from rounds.sheets.writing.write import write_csv, write_workbook, write_xlsx

__all__ = [
    "BOTH_SIDES",
    "CATALOGS",
    "DICTIONARY_LIMITS",
    "EXISTING_PAIRS",
    "LIMITS",
    "MENTEES",
    "MENTORS",
    "ROSTERS",
    "SENTENCES",
    "Answers",
    "Catalog",
    "Checked",
    "Choice",
    "Column",
    "ColumnPlan",
    "Dictionary",
    "Folded",
    "Group",
    "HeaderLines",
    "Kind",
    "Limits",
    "Plan",
    "Problem",
    "Record",
    "Row",
    "Sheet",
    "SheetError",
    "Span",
    "Status",
    "Table",
    "Target",
    "Workbook",
    "address",
    "check_table",
    "choose_sheet",
    "cut_table",
    "dictionary_rows",
    "find_lines",
    "find_table",
    "fold_export",
    "is_address",
    "is_dictionary",
    "is_export",
    "label_of",
    "make_plan",
    "parse_choices",
    "read_dictionary",
    "read_workbook",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
