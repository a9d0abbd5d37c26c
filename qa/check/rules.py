"""The rules in the order in which they are asked; the first finding is the reason that a reader sees.

Each is blind to what it does not name: together they are strict, and a paraphrase that they cannot follow is turned
away.
"""

from __future__ import annotations

from qa.check.alternatives import check_alternatives
from qa.check.bearers import check_bearer, check_binding
from qa.check.modality import check_modality
from qa.check.names import check_names
from qa.check.numbers import check_numbers
from qa.check.order import check_direction, check_order, check_time_order
from qa.check.pair import Rule
from qa.check.polarity import check_polarity
from qa.check.quantifiers import check_quantifiers
from qa.check.sources import check_speaker
from qa.check.substitution import check_substitution

RULES: tuple[Rule, ...] = (
    check_numbers,
    check_names,
    check_speaker,
    check_modality,
    check_polarity,
    check_quantifiers,
    check_time_order,
    check_order,
    check_direction,
    check_binding,
    check_bearer,
    check_alternatives,
    check_substitution,
)
