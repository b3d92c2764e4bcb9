"""Pairs of opposites: a sentence that says the opposite of a question's word does not answer it.

Written for this project; general English, since they are to tell "weak" from "strong" and "before" from "after".
"""

PAIRS = """
win lose; strong weak; begin end; start end; start finish; before after; increase decrease; rise fall; more less;
more fewer; first last; north south; east west; northern southern; eastern western; allow forbid; allow prohibit;
allow prevent; accept reject; accept refuse; agree disagree; high low; higher lower; highest lowest; large small;
larger smaller; largest smallest; most least; majority minority; maximum minimum; early late; earlier later;
earliest latest; old new; old young; oldest youngest; oldest newest; above below; inside outside; internal external;
include exclude; open close; enter leave; arrive leave; public private; legal illegal; friend enemy; rich poor;
good bad; better worse; best worst; positive negative; success failure; succeed fail; hot cold; warm cold; fast slow;
faster slower; gain lose; permanent temporary; major minor; upper lower; long short; longer shorter; longest shortest;
many few; same different; true false; far near; farthest nearest; easy difficult; easy hard; common rare;
simple complex; create destroy; build destroy; birth death; born died; victory defeat; attack defend; import export;
expand shrink; grow shrink; add remove; encourage discourage; join leave; remember forget; present absent;
active inactive; direct indirect; formal informal; possible impossible; able unable; likely unlikely; known unknown;
popular unpopular; dependent independent; regular irregular; always never; worsen improve; deteriorate improve;
deny admit; deny confirm; ancient modern; rural urban; wide narrow; heavy light; dark light; wet dry; full empty;
top bottom; war peace; benefit harm; save waste; borrow lend; continue stop; require forbid; cheap expensive;
compulsory voluntary; mandatory optional; free paid; local global; national international; central decentral
"""


def pairs() -> list[tuple[str, str]]:
    """The pairs, as written."""
    return [(left, right) for left, right in (pair.split() for pair in PAIRS.split(";"))]
