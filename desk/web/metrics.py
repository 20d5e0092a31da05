"""The figures of `engine.rounds.watch` and of this process as Prometheus reads them. docs/seeing.md names
each.

Labels have few values and none names a unit, a person or a duty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import version

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from desk.web.office import Office
from desk.web.readiness import Templates, free_bytes, ready, unexpected_lately
from engine.rounds.watch import OUTCOMES, PARTS, Watch, watch
from models.queries.seeing import AGES, OLDER, UNSENT
from models.states import ReplyState

CONTENT = "text/plain; version=0.0.4; charset=utf-8"
_AGES = (*(name for name, _ in AGES), OLDER)
_SENT = ("sent", "failed", "dead", "waiting", "cancelled")


def exposition(office: Office, templates: Templates) -> bytes:
    """The text of `/metrics`."""
    found = CollectorRegistry(auto_describe=False)
    found.register(_Figures(office, templates))
    return generate_latest(found)


class _Figures(Collector):
    def __init__(self, office: Office, templates: Templates) -> None:
        self._office, self._templates = office, templates

    def collect(self) -> Iterable[Metric]:
        office = self._office
        yield _labelled(
            "build_info",
            "Which version runs, on which kind of database",
            ("version", "database"),
            {(version("dondoc"), office.engine.dialect.name): 1},
        )
        yield _labelled("ready", "Whether this part can do its work", ("check",), ready(office))
        seen = _read(office)
        yield _labelled(
            "scrape_errors",
            "Whether this part of the figures could not be read",
            ("part",),
            {part: part in seen.faults for part in PARTS},
        )
        yield from _work(seen)
        yield from _outbox(seen, office.now)
        yield from _rounds(seen)
        yield from _kept(seen, office)
        yield _one("templates_ok", "Whether letters can be made of the office's own templates",
                   self._templates.good(office))  # fmt: skip
        yield _one("home_free_bytes", "Free space where the home lies", free_bytes(office))
        yield _one(
            "unexpected_error_lately",
            "Whether a command met an error that nobody foresaw, within a day",
            unexpected_lately(office),
        )
        answered = CounterMetricFamily(
            "dondoc_web_requests", "Requests to the pages, by kind of status", labels=("status",)
        )
        for status in ("2xx", "3xx", "4xx", "5xx"):
            answered.add_metric((status,), office.answered[status])
        yield answered


def _read(office: Office) -> Watch:
    try:
        with office.looking() as s:
            return watch(s, office.registry, office.now)
    except Exception as error:  # the database is away: that is a figure as well
        return Watch(faults=dict.fromkeys(PARTS, type(error).__name__))


def _work(seen: Watch) -> Iterator[Metric]:
    owed = seen.owed
    yield _labelled(
        "tasks",
        "Tasks that are open and in time, open and overdue, handed in and not yet accepted",
        ("standing",),
        {"open": owed.open, "overdue": owed.overdue, "submitted": owed.submitted},
    )
    yield _one("task_wait_seconds", "How long the oldest task has waited for a round", seen.waits)
    yield _labelled(
        "replies",
        "Mails in the mailbox of replies, by what became of them",
        ("state",),
        {state.value: seen.replies.get(state.value, 0) for state in ReplyState},
    )
    yield _one("reply_answers_waiting", "Answers to replies that are still to be sent", seen.answers)
    yield _one("replies_unread_seconds", "For how long their mailbox could not be read", seen.unread)


def _outbox(seen: Watch, now: datetime) -> Iterator[Metric]:
    counted: Counter[tuple[str, str]] = Counter({(kind, age): 0 for kind in UNSENT for age in _AGES})
    oldest = dict.fromkeys(UNSENT, 0.0)
    for each in seen.unsent:
        counted[each.kind, each.age] += each.n
        if each.oldest is not None:
            oldest[each.kind] = max(oldest[each.kind], (now - each.oldest).total_seconds())
    yield _labelled(
        "outbox_messages",
        "Messages that have not left, by what they wait for and how long ago they were to",
        ("state", "age"),
        counted,
    )
    yield _labelled("outbox_oldest_seconds", "How long ago the oldest was to leave", ("state",), oldest)
    yield _one(
        "outbox_failing", "Mails refused for now, when nothing has left since the oldest was to", seen.failing
    )
    claims = {"live": seen.claims.live, "expired": seen.claims.expired}
    yield _labelled("outbox_claims", "Messages in a sender's hands", ("state",), claims)
    lost = CounterMetricFamily(
        "dondoc_outbox_claims_lost", "Messages sent while another sender had taken them over"
    )
    lost.add_metric((), seen.claims_lost)
    yield lost
    yield _one("outbox_claim_lost_lately", "Whether that happened within a day", seen.lost_lately)
    yield _one(
        "mailboxes_refusing", "Mailboxes that refuse mail for good, or whose mail bounced", seen.refusing
    )
    yield _one("channels_failing", "Ways beside mail that could not be reached", seen.channels_failing)
    if seen.last_mail is not None:
        yield _one("mail_last_sent_timestamp_seconds", "When the last mail left", seen.last_mail.timestamp())
    did = seen.delivery
    if did:
        yield _one("delivery_last_timestamp_seconds", "When the last delivery ran", did["at"].timestamp())
        yield _labelled(
            "delivery_last_messages",
            "What the last delivery did",
            ("outcome",),
            {name: did.get(name, 0) for name in _SENT},
        )
    yield _one("delivery_stopped", "Whether the last delivery could not go on", bool(did.get("problem")))


def _rounds(seen: Watch) -> Iterator[Metric]:
    yield _one("round_behind_seconds", "How long ago a round was to run that did not", seen.behind)
    yield _one("round_ahead_seconds", "How far the last round lies ahead of the clock", seen.ahead)
    last, done = seen.round, seen.done
    outcome = last.outcome if last else ""
    yield _labelled(
        "round_last_outcome",
        "How the last round ended",
        ("outcome",),
        {each: each == outcome for each in OUTCOMES},
    )
    if done is not None:
        yield _one(
            "round_last_timestamp_seconds", "As of when the last round did its work", done.as_of.timestamp()
        )
        yield _one("round_last_duration_seconds", "How long it took", done.seconds or 0.0)
        figures = ("opened", "raised", "queued", "sent", "failed", "held", "waiting")
        yield _labelled(
            "round_last", "What it did", ("what",), {name: getattr(done, name) or 0 for name in figures}
        )
        yield _labelled(
            "round_last_findings", "What its audit found, by the finding's code", ("code",), done.findings
        )
    yield _one("round_last_problems", "Of these, how many wait for a person", done.errors if done else 0)


def _kept(seen: Watch, office: Office) -> Iterator[Metric]:
    yield _one("restore_waiting", "Whether a restored database waits for a person's word", seen.restored)
    if seen.backup is not None:
        yield _one("backup_last_timestamp_seconds", "When the last backup was taken", seen.backup.timestamp())
    yield _one("backup_age_seconds", "Age of the last backup, or of the office without any", seen.backup_age)
    registry = office.registry
    yield _one("registry_duties", "Duties of the registry that is used", len(registry.obligations))
    yield _one("registry_units", "Its units", len(registry.units))
    yield _one("registry_vanished_duties", "Duties of the last round that it has no more", seen.vanished)
    until = registry.verified_until
    days = (until - office.today).days if until is not None else 0
    yield _one("calendar_verified_days", "Days for which the days off are known for sure", days)


def _one(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"dondoc_{name}", about, value=float(value))


def _labelled(
    name: str,
    about: str,
    labels: tuple[str, ...],
    values: Mapping[str, float] | Mapping[tuple[str, str], float],
) -> Metric:
    family = GaugeMetricFamily(f"dondoc_{name}", about, labels=labels)
    for key, value in values.items():
        family.add_metric((key,) if isinstance(key, str) else key, float(value))
    return family
