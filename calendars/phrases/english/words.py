"""The words of English timing phrases as tables, and the tokens of a phrase.

A number with letters behind it is a token of its own: `20th` is the number 20, `Q2` and `FY2026` are codes,
and `15h` or `by15`, which no slip-free text has, are numbers that nobody takes.
"""

from __future__ import annotations

import re

from calendars.periods import Kind
from calendars.phrases.text.lexicon import words
from calendars.phrases.text.tokens import Token


def words_in_order(text: str) -> list[str]:
    """The words of a table whose places count."""
    return text.split()


_MONTHS = words_in_order(
    "january february march april may june july august september october november december"
)
MONTHS = {name: n for n, name in enumerate(_MONTHS, 1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_WEEKDAYS = words_in_order("monday tuesday wednesday thursday friday saturday sunday")
WEEKDAYS = {name: n for n, name in enumerate(_WEEKDAYS)}
NUMBERS = {
    name: n
    for n, name in enumerate(
        words_in_order(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        ),
        1,
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
ORDINALS = {
    name: n
    for n, name in enumerate(
        words_in_order(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth"
        ),
        1,
    )
} | {"twentieth": 20, "thirtieth": 30}
UNITS = {
    "week": Kind.WEEK, "month": Kind.MONTH, "quarter": Kind.QUARTER, "half-year": Kind.HALF,
    "semester": Kind.HALF, "year": Kind.YEAR, "period": Kind.SPAN,
}  # fmt: skip
ADVERBS = {
    "weekly": Kind.WEEK, "monthly": Kind.MONTH, "quarterly": Kind.QUARTER, "half-yearly": Kind.HALF,
    "semi-annually": Kind.HALF, "semi-annual": Kind.HALF, "semiannually": Kind.HALF,
    "semiannual": Kind.HALF, "six-monthly": Kind.HALF, "annually": Kind.YEAR, "annual": Kind.YEAR,
    "yearly": Kind.YEAR,
}  # fmt: skip
"""How often, in one word. `biannual`, `bimonthly` and `biweekly` mean two things and stand nowhere."""
EVERY = words("each every")
NEXT = words("following next subsequent succeeding")
AFTER = words("following after succeeding")

_GLUED = {"half": ("year", "yearly"), "semi": ("annual", "annually"), "six": ("monthly",)}
_SUFFIX = {1: "st", 2: "nd", 3: "rd"}
_TOKEN = re.compile(
    r"(?P<num>\d+)(?P<suffix>st|nd|rd|th)?(?![^\W_])"
    r"|(?P<mixed>(?=[^\W_]*\d)[^\W_]+)"
    r"|(?P<word>[^\W\d_]+(?:['’](?:s|t)(?![^\W_]))?)"
    r"|(?P<sign>\S)",
    re.IGNORECASE,
)

TIMES = words(
    """
    day days week weeks month months quarter quarters year years half hour hours noon midnight period periods
    last following next subsequent succeeding each every end close beginning start before after within prior
    no later than latest deadline due weekly monthly quarterly yearly annually annual semi half-year
    daily once twice times today tomorrow yesterday quarter-end
    later earlier between until till since from past over fy
    """
) | frozenset([*(name for name in MONTHS if len(name) > 3), *WEEKDAYS, *NUMBERS, *ORDINALS])  # fmt: skip
"""Words that bear on time: one that no rule took makes the phrase's dates doubtful."""

DANGERS = words(
    """
    not no never nor neither none cannot don't doesn't isn't aren't won't needn't ceases cease ceased
    abolish abolished abolishes abolition cancel cancels cancelled canceled cancellation suspend suspended
    suspends suspension revoke revoked revokes repeal repealed repeals replace replaced replaces replacement
    instead supersede superseded supersedes withdraw withdrawn waive waived waiver exempt exempted exemption
    except excepting exception exceptions excluding excluded unless without otherwise postpone postponed
    defer deferred extend extended extension discontinue discontinued terminate terminated void expired
    expires expire lapsed lapses formerly previously previous preceding former old obsolete was were had has
    until till since starting beginning onward onwards commencing effective amended amends lunar example if
    provided whether may might could tentative tentatively expected estimated aim aims approximately about
    around approx circa between overdue later earlier ago already stopped stop stops delay delayed
    delays halt halted ended skip skipped omit omitted drop dropped void rescind rescinded invalid
    inapplicable     early mid ending ended means mean effect force valid validity have having
    defined refers refer denotes abrogated abrogate annulled annul nullified nullify scrapped scrap
    frozen abeyance inoperative lieu hitherto dispensed struck moved shifted but
    fail fails failing failure liable used longer deleted removed remove lifted relieved excused
    optional voluntarily whichever hardly
    """
)
"""Words that turn, limit, cancel or date something else: with one left over, no date is believed."""

ORDINARY = words(
    """
    a an the of in on by to for and or at as is be it its all any are per via our own with this that these
    those then must shall should will been their they them who whom which new use let set out up
    two data date dates form forms list lists cost costs send sends sent time times plan plans report reports
    submit submitted submits made make meeting team teams text head heads part parts list fund funds hand
    work works mail post lead leads tax law act art pay aid men man its units unit list note notes
    full ready state states party ward role roles case cases base based based held hold staff rate rates area
    line lines file files site sites list paid read latter land
    """
) | words(
    """
    ministry department office deadline deadlines monitor crop crops fire height weight there where user users
    water notify notified format bid bids bus map maps job jobs gap gaps web pdf ict you
    requests attend closed cover duly give ground live match mine pass provide provider reach reference
    referred request require seat seek teach tell thank tree upon workforce zone your fee gas oil key raw
    sum war way win run try
    """
)
"""Ordinary words that would pass for a slip of another, and the short ones."""

BODIES = words(
    """
    ministry department office committee district province council agency unit institution member employer
    operator company bank school party licensee organisation organization body municipality contractor
    """
)
"""Who reports: "each agency shall submit" says nothing of how often."""

LABELS = words(
    """
    no number annex appendix form section article point part step circular decision table item clause plan
    paragraph chapter schedule resolution decree law act version page target programme program phase stage
    """
)
"""Nouns after which a number is a name: "Annex 2"."""


def tokenise(text: str) -> list[Token]:
    """The tokens of a normalised text, in order."""
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        glued = bool(found) and start == last
        last = end
        if digits := match["num"]:
            size = len(digits)
            value = int(digits) if size <= 6 else 10**6
            suffix = (match["suffix"] or "").lower()
            kind = "num"
            if suffix:
                wanted = "th" if value % 100 in (11, 12, 13) else _SUFFIX.get(value % 10, "th")
                kind = "ord" if suffix == wanted else "mixed"
            found.append(Token(kind, digits, start, end, value, glued, size))
        elif mixed := match["mixed"]:
            found.append(Token("mixed", mixed.lower(), start, end, glued=glued))
        elif word := match["word"]:
            small = word.lower().replace("’", "'")
            found.append(Token("word", small.removesuffix("'s"), start, end, glued=glued))
        else:
            found.append(Token("sign", match["sign"], start, end, glued=glued))
    return _joined(found)


def _joined(tokens: list[Token]) -> list[Token]:
    """`half-year`, `semi annually`, `six-monthly` as one word each."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        k = i + 1
        if k < len(tokens) and tokens[k].text == "-":
            k += 1
        if token.kind == "word" and k < len(tokens) and tokens[k].text in _GLUED.get(token.text, ()):
            whole = f"{token.text}-{tokens[k].text}"
            out.append(Token("word", whole, token.start, tokens[k].end, glued=token.glued))
            i = k + 1
        else:
            out.append(token)
            i += 1
    return out


_MARKERS = (TIMES | DANGERS | frozenset(ADVERBS)) - words("no may prior over past") | words(
    "the of by in on during each every submit upon request needed required report continuously ongoing ad hoc"
)
_ISO = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def _marked(text: str) -> int:
    """How many words have a letter that English has not."""
    return sum(not word.isascii() for word in _WORD.findall(text))


def english(text: str) -> bool:
    """Whether a normalised text speaks English: more of its words bear on it than are written with marks."""
    said = _marked(text)
    spoken = sum(word in _MARKERS for word in re.findall(r"[a-z]+", text.lower()))
    return spoken + len(_ISO.findall(text)) > said


def vietnamese(text: str) -> bool:
    """Whether a normalised text has words with Vietnamese marks, and says nothing in English."""
    return _marked(text) > 0 and not english(text)
