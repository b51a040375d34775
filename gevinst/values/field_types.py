"""The types a field of a document may have; each has one strict reader (`gevinst/values/fields.py`)."""

from enum import StrEnum


class FieldType(StrEnum):
    """What a field holds, as a template names it."""

    CPR = "cpr"
    NAME = "name"
    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    CVR = "cvr"
    PNUMBER = "pnumber"
    GLN = "gln"
    IBAN = "iban"
    ACCOUNT = "account"
    FIK = "fik"
    ADDRESS = "address"
    CASE = "case"
    EMAIL = "email"
    PHONE = "phone"
    CODE = "code"
    REFERENCE = "reference"
