"""What settles a line of the worklist on the page itself: each form with its fields, who may send it, and the
act it does. Called like the forms of the Prefect UI, which do the same acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from config.typed_names import duty_code, unit_codes
from desk.deadlines import days_off
from desk.web.forms import Form
from engine.answers import answers, events, progress, requests, undo
from engine.answers.answers import Answer
from engine.answers.figures import as_message
from engine.answers.progress import as_message as how_far
from engine.errors import AnswerError, UnknownName
from engine.mail import rulings, silencing
from engine.mail.reviving import revive
from engine.overview.names import unit_called
from engine.persons.roles import Role
from engine.replies import confirming, deciding
from engine.replies.recording import Given
from engine.tasks import lookup
from engine.tasks.acts import Act, TaskRef
from engine.texts import LONGEST_TEXT
from language import Message


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind`: text, day, unit (one that there is), tick, or choice of what the page offers."""

    name: str
    kind: str = "text"
    required: bool = False
    most: int = LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, or in a rehearsal would be, line by line; `version` is the task's, before it."""

    lines: tuple[Message | str, ...]
    ref: TaskRef | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Settling:
    """A form. `of_task`: obligation, period and unit come along; `keys` are other fields that nobody types;
    `in_turn`: its act opens tasks, see `acting`."""

    fields: tuple[Field, ...]
    do: Callable[[Act, Form], Told]
    role: Role = Role.ADMINISTER
    of_task: bool = True
    keys: tuple[str, ...] = ()
    in_turn: bool = False


TASK = ("obligation", "period", "unit")
_REASON, _WHY_NOT, _NOTE = Field("reason", required=True), Field("reason"), Field("note")
_DAY = Field("new_day", "day", required=True)
_CONFIRMED = Field("confirmed", "tick")


def ref_of(act: Act, sent: Form) -> TaskRef:
    """The task that the form is about; UnknownName says what there is."""
    obligation, period, unit = (sent.text(name) for name in TASK)
    return lookup.ref_of(act.registry, obligation, period, unit, act.today)


def _answered(do: Callable[[Act, TaskRef, Form], Answer]) -> Callable[[Act, Form], Told]:
    def done(act: Act, sent: Form) -> Told:
        ref = ref_of(act, sent)
        # A rehearsal forgets the row as it ends: it is put into words while it stands.
        answer = do(act, ref, sent)
        task = answer.task
        before = task.version - (1 if answer.changed else 0)
        return Told(tuple(_lines(act, answer)), TaskRef(task.obligation, task.period, task.unit), before)

    return done


def _lines(act: Act, done: Answer) -> list[Message | str]:
    """What becomes of the task, as sentences."""
    task = done.task
    to = unit_called(act.registry, task.holder, act.today)
    answer = Message(f"undo.kind-{done.undone.kind}") if done.undone else ""
    found: list[Message | str] = [Message(f"home.does-{done.kind}", to=to, answer=answer)]
    if not done.changed:
        found.append(Message("home.as-before"))
    if done.kind in ("extended", "returned") or (done.undone and task.state.value == "open"):
        found.append(Message("home.then-day", day=task.working_deadline))
        if task.last_day != task.working_deadline:
            found.append(Message("home.then-last-day", day=task.last_day))
    if done.days_off:
        found.append(Message("home.day-moved", why=days_off(done.days_off)))
    if task.document_no and done.kind in ("submitted", "amended"):
        found.append(Message("home.then-number", number=task.document_no))
    if task.figure is not None and done.kind in ("submitted", "amended"):
        duty = act.registry.obligations.get(task.obligation)
        unit = duty.figure.unit if duty and duty.figure else ""
        found.append(Message("home.then-figure", figure=as_message(task.figure, unit)))
    if done.progress:
        found.append(Message("home.then-progress", said=how_far(done.progress)))
    if done.late and done.kind in ("submitted", "amended"):
        found.append(Message("home.then-late", day=task.last_day))
    if done.doubt:
        found.append(done.doubt)
    return found


def _submit(act: Act, ref: TaskRef, sent: Form) -> Answer:
    return answers.submit(
        act,
        ref,
        document_no=sent.text("document_no"),
        submitted_on=sent.day("sent_on"),
        figure=sent.text("figure") or None,
        note=sent.text("note"),
        amend=bool(sent.text("amend")),
        confirmed=bool(sent.text("confirmed")),
    )


def _extend(act: Act, ref: TaskRef, sent: Form) -> Answer:
    if (day := sent.day("new_day")) is None:
        raise AnswerError("page.day-missing")
    return answers.extend(act, ref, new_day=day, reason=sent.text("reason"))


def _return(act: Act, ref: TaskRef, sent: Form) -> Answer:
    if (day := sent.day("new_day")) is None:
        raise AnswerError("page.day-missing")
    confirmed = bool(sent.text("confirmed"))
    return answers.return_report(act, ref, new_day=day, reason=sent.text("reason"), confirmed=confirmed)


def _grant(act: Act, ref: TaskRef, sent: Form) -> Answer:
    to = sent.text("to_unit") or None
    return requests.grant(act, ref, new_day=sent.day("new_day"), to=to, reason=sent.text("reason"))


def _undo(act: Act, ref: TaskRef, sent: Form) -> Answer:
    what = sent.text("what")
    return undo.undo(act, ref, reason=sent.text("reason"), what=what if what in undo.ANSWERS else None)


def _progress(act: Act, ref: TaskRef, sent: Form) -> Answer:
    return progress.report(act, ref, percent=sent.text("percent") or None, note=sent.text("note"))


def _decide(act: Act, sent: Form) -> Told:
    number = _number(sent, "reply", "replies.no-such-reply")
    if sent.text("decision") == "dismiss":
        reply = deciding.dismiss(act, number, reason=sent.text("reason"))
        first = Message("home.does-dismiss")
    else:
        given = Given(sent.text("figure") or None, bool(sent.text("amend")), bool(sent.text("confirmed")))
        reply = deciding.accept(act, number, task=sent.text("task") or None, given=given)
        first = Message("home.does-accept-reply")
    items = [item.did or confirming.waiting_line(item) for item in deciding.items_of(reply)]
    mailed = [Message("home.does-mail", address=reply.sender or "")] if reply.answer_next_at else []
    return Told((first, *items, *mailed))


def _retry(act: Act, sent: Form) -> Told:
    if not sent.text("numbers"):
        raise UnknownName("outbox.not-dead", numbers=("",))
    return Told((Message("home.does-retry", n=len(revive(act, sent.text("numbers")))),))


def _release(act: Act, sent: Form) -> Told:
    number = _number(sent, "number", "outbox.not-held")
    return Told((Message("home.does-release", n=len(rulings.release(act, [number]))),))


def _end_silence(act: Act, sent: Form) -> Told:
    number = _number(sent, "number", "silence.none-such")
    done = silencing.end(act, number, reason=sent.text("reason"))
    return Told((Message("form.silence-ended", **silencing.told(act.registry, done, act.now)),))


def _fire(act: Act, sent: Form) -> Told:
    if (day := sent.day("day")) is None:
        raise AnswerError("page.day-missing")
    chosen = list(unit_codes(act.registry, sent.text("units"), act.today)) or None
    done = events.report(
        act,
        [duty_code(act.registry, sent.text("obligation"))],
        day,
        units=chosen,
        reason=sent.text("reason"),
        past=bool(sent.text("past")),
        alike=bool(sent.text("alike")),
    )
    # The preview says of itself that it is one.
    real = [replace(each, dry_run=False) for each in done]
    return Told(
        tuple(Message("form.event", obligation=each.obligation, said=each.message()) for each in real)
    )


def _number(sent: Form, name: str, unknown: str) -> int:
    text = sent.text(name)
    if not text.isdecimal() or not text.isascii() or len(text) > 18:  # more than any table has
        raise UnknownName(unknown, number=text[:40], numbers=(text[:40],))
    return int(text)


FORMS: Mapping[str, Settling] = MappingProxyType(
    {
        "record-submission": Settling(
            (
                Field("document_no", required=True, most=100),
                Field("sent_on", "day"),
                Field("figure", most=40),
                _NOTE,
                Field("amend", "tick"),
                _CONFIRMED,
            ),
            _answered(_submit),
            Role.RECORD,
        ),
        "record-progress": Settling((Field("percent", most=8), _NOTE), _answered(_progress), Role.RECORD),
        "accept-report": Settling(
            (_NOTE,), _answered(lambda act, ref, sent: answers.accept(act, ref, note=sent.text("note")))
        ),
        "return-report": Settling((_DAY, _REASON, _CONFIRMED), _answered(_return)),
        "extend-deadline": Settling((_DAY, _REASON), _answered(_extend)),
        "waive-task": Settling(
            (_REASON,), _answered(lambda act, ref, sent: answers.waive(act, ref, reason=sent.text("reason")))
        ),
        "reassign-task": Settling(
            (Field("to", "unit", required=True), _REASON),
            _answered(
                lambda act, ref, sent: answers.reassign(
                    act, ref, to=sent.text("to"), reason=sent.text("reason")
                )
            ),
        ),
        "undo-answer": Settling((Field("what", "choice"), _REASON), _answered(_undo)),
        "grant-request": Settling(
            (Field("new_day", "day"), Field("to_unit", "unit"), _WHY_NOT), _answered(_grant)
        ),
        "refuse-request": Settling(
            (_REASON,),
            _answered(lambda act, ref, sent: requests.refuse(act, ref, reason=sent.text("reason"))),
        ),
        "pass-request-on": Settling(
            (Field("to_unit", "unit", required=True), _REASON),
            _answered(
                lambda act, ref, sent: requests.pass_on(
                    act, ref, to=sent.text("to_unit"), reason=sent.text("reason")
                )
            ),
        ),
        "decide-reply": Settling(
            (
                Field("task", "choice", most=200),
                Field("figure", most=40),
                Field("amend", "tick"),
                _CONFIRMED,
                _WHY_NOT,
            ),
            _decide,
            of_task=False,
            keys=("reply", "decision"),
        ),
        "retry-mail": Settling((), _retry, of_task=False, keys=("numbers",)),
        "release-mail": Settling((), _release, of_task=False, keys=("number",)),
        "end-silence": Settling((_REASON,), _end_silence, of_task=False, keys=("number",)),
        "fire-event": Settling(
            (
                Field("day", "day", required=True),
                _REASON,
                Field("units", most=2000),
                Field("alike", "tick"),
                Field("past", "tick"),
            ),
            _fire,
            of_task=False,
            keys=("obligation",),
            in_turn=True,
        ),
    }
)
"""By the name of the form."""
