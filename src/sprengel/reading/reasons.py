"""The reason names the act the statement has in the end.

A verb's own act may be changed by who speaks or by what is said ("ablehnen" of a member is no
decision); the reason was written when only the verb was known.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sprengel.reading.document import Act, ReadDocument, Statement
from sprengel.reading.statements.speech import ACT_NAMES

_NAMED = re.compile(rf"= (?P<act>{'|'.join(ACT_NAMES.values())})\b")


def settle_reasons(document: ReadDocument) -> None:
    document.statements = tuple(_settled(s) for s in document.statements)


def _settled(statement: Statement) -> Statement:
    named = _NAMED.search(statement.reason)
    name = ACT_NAMES[Act(statement.act)]
    if named is None or named["act"] == name:
        return statement
    start, end = named.span("act")
    reason = f"{statement.reason[:start]}{name} (sonst {named['act']}){statement.reason[end:]}"
    return replace(statement, reason=reason)
