"""Tables (.xlsx, .csv): read with remarks on what is wrong in them, and written safely."""

from zaocha.sheets.tables.reading import read_table
from zaocha.sheets.tables.records import CellProblem, Row, Table
from zaocha.sheets.tables.writing import Cell, Column, Sheet, write_csv
from zaocha.sheets.tables.xlsx_writing import XLSX_TYPE, write_table, write_workbook

__all__ = [
    "XLSX_TYPE",
    "Cell",
    "CellProblem",
    "Column",
    "Row",
    "Sheet",
    "Table",
    "read_table",
    "write_csv",
    "write_table",
    "write_workbook",
]
