"""The rules in the order in which they are asked; the first finding is the reason that a reader sees.

Each is blind to what it does not name: together they are strict, and a paraphrase that they cannot follow is turned
away.
"""

from __future__ import annotations

from qa.check.alternatives import check_alternatives
from qa.check.bearers import check_bearer
from qa.check.binding import check_binding, check_possession
from qa.check.comparatives import check_comparison
from qa.check.directions import check_direction, check_exchange
from qa.check.modality import check_modality
from qa.check.names import check_names
from qa.check.numbers import check_numbers
from qa.check.objects import check_objects
from qa.check.pair import Rule
from qa.check.polarity import check_polarity
from qa.check.quantifiers import check_quantifiers
from qa.check.relatives import check_relative
from qa.check.roles import check_order, check_voice
from qa.check.sources import check_speaker
from qa.check.substitution import check_substitution
from qa.check.times import check_time_order

RULES: tuple[Rule, ...] = (
    check_numbers,
    check_names,
    check_speaker,
    check_modality,
    check_polarity,
    check_quantifiers,
    check_comparison,
    check_time_order,
    check_order,
    check_voice,
    check_direction,
    check_exchange,
    check_binding,
    check_possession,
    check_bearer,
    check_relative,
    check_alternatives,
    check_objects,
    check_substitution,
)
