"""The office's templates, tried on made-up letters: one to each audience, with something in every section.

A template that fails on a real morning sets letters aside; `dondoc check` and `doctor` try it before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendars.periods import Kind, containing
from config.registry import Registry
from config.settings import Settings
from engine.errors import fault_of
from engine.mail import routing
from engine.mail.letter import Audience, Behind, Duty, EventAsk, Item, Letter, Party, Question, Watch
from engine.mail.render import html_of, pages_of, summary_of, text_of
from engine.mail.summary import WEEKLY, Fact, Summary
from language import Either, Message

_NAME, _NAME_EN = "Đơn vị thử", "Unit on trial"
_TITLE, _TITLE_EN = "Báo cáo thử", "Report on trial"


def template_fault(registry: Registry, settings: Settings, today: date) -> Message | None:
    """Why letters cannot be made of the templates that are used; None when each made-up letter could."""
    folder = settings.config / "templates"
    for letter in _letters(registry, settings, today):
        try:
            pages = pages_of(letter)
            text_of(letter, folder, pages)
            html_of(letter, folder, pages)
            if letter.summary is not None:
                summary_of(letter, letter.summary, folder)
        except Exception as error:  # whatever a template may do
            return Message("channel.template-broken", why=fault_of(error), where=str(folder))
    return None


def _letters(registry: Registry, settings: Settings, today: date) -> tuple[Letter, ...]:
    office = registry.office
    to, owner = Party(_NAME, office.mail_from, _NAME_EN), Party(_NAME, office.mail_from, _NAME_EN)
    document = next(iter(registry.documents.values()), None)
    number, dated = (document.number, document.date) if document else ("1/KH", today)
    duty = Duty(
        code="thu",
        title=_TITLE,
        period=containing(Kind.MONTH, today),
        owner=owner,
        document=number,
        document_date=dated,
        title_en=_TITLE_EN,
    )

    def item(days: int, reason: str) -> Item:
        day = today + timedelta(days=days)
        ref, uid = f"thu/{duty.period.code}/{days}", f"thu.{days}@{office.list_id}"
        return Item(duty=duty, ref=ref, uid=uid, unit=to, asked=day, last_day=day, workdays=abs(days),
                    late=days < 0, reason=reason, today=today)  # fmt: skip

    items = tuple(item(days, reason) for days, reason in (
        (-3, "overdue-3wd"), (0, "due-today"), (3, "reminder-3wd"), (30, "opened")
    ))  # fmt: skip
    watch = Watch(duty, today, today - timedelta(days=3), 3, True, today, (Behind(to, 3, True),), 2)
    question = Question(number, dated, _TITLE, today.year - 1, today.year, ((_TITLE, _TITLE_EN),), 1, owner)
    event = EventAsk(
        "thu", _TITLE, number, dated, "I.1", (("thu", _TITLE, _TITLE_EN),), (), False, None, owner
    )
    whole = {"items": items, "also": items[2:], "over": (replace(items[0], news="withdrawn"),)}
    asks = {"questions": (question,), "events": (event,), "watches": (watch,), "rerouted_from": _NAME}
    return tuple(
        Letter(
            office=office.name,
            office_en=office.name_en,
            audience=audience,
            recipient=to,
            today=today,
            reply_to=(owner,),
            languages=routing.languages(registry, settings),
            native=office.language.partition("+")[0],
            **said,
        )
        for audience, said in (
            (Audience.UNIT, whole | asks),
            (Audience.HEAD, {"items": items}),
            (Audience.LEADERSHIP, {"watches": (watch,)}),
            (Audience.LEADERSHIP, {"summary": _summary(office.zone, today)}),
        )
    )


def _summary(zone: ZoneInfo, today: date) -> Summary:
    figure, label = Message("summary.of", part=1, whole=2), Message("summary.mail-week")
    name, how = Either(_NAME, _NAME_EN), Message("summary.mail-behind", n=1)
    at = datetime.combine(today, time(8), zone)
    return Summary(WEEKLY, today, today, at, False, (Fact(figure, label),) * 3, ((name, how),) * 2)
