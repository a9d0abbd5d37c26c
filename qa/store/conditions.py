"""The filters of a question as a condition of SQL."""

from __future__ import annotations

import json

from qa.filters import Filters, normalise_address

MANY_NAMES = 20  # of outlets or collections
# not so "March 2026" or "05/06/2026", which stay as they were given
IS_DAY = f"glob('{'-'.join('[0-9]' * digits for digits in (4, 2, 2))}*', published)"


def write_condition(filters: Filters) -> tuple[str, tuple[str, ...]]:
    """Return the filters as a condition on the columns of an article; one without a day is in no range of days."""
    clauses, values = ["TRUE"], list[str]()
    lists = (("source", "IN", filters.outlets), ("collection", "IN", filters.collections))
    for column, test, names in (*lists, ("collection", "NOT IN", filters.without_collections)):
        if names:
            apart = " || ''" if len(names) > MANY_NAMES else ""  # from the index, asked for each pair of names else
            clauses.append(
                f"{column}{apart} {test} (SELECT value FROM json_each(CAST(? AS TEXT)))"
            )  # however many: it is one value
            values.append(json.dumps(names))
    for test, day in ((">=", filters.since), ("<=", filters.until)):
        if day:
            clauses.append(f"{IS_DAY} AND substr(published, 1, 10) {test} ?")
            values.append(day)
    if filters.page:
        clauses.append("page = ? AND page <> ''")
        values.append(normalise_address(filters.page))
    return " AND ".join(clauses), tuple(values)
