"""`dondoc web`: the units' pages alone, until Ctrl-C; `dondoc up` serves them with everything else."""

from __future__ import annotations

from desk import options
from desk.command import command
from desk.errors import Problem
from desk.home import make_home
from desk.office import Desk
from desk.output import line
from language import Message, system


@command(help="help.web")
@options.writing
def web(dry_run: bool) -> None:
    """Serve the pages where the settings say."""
    from desk.web.serving import listen, serve
    from engine.links.addresses import base_of

    desk = Desk()
    settings = desk.settings
    if not settings.page_port:
        raise Problem("cli.web.off")
    if dry_run:
        line(Message("cli.web.would", url=base_of(settings)))
        return
    from desk.web.office import Office

    make_home(settings.home)
    engine = desk.ready()
    try:
        listening = listen(settings.page_address, settings.page_port)
    except OSError as error:
        raise Problem(
            "cli.web.taken",
            address=settings.page_address,
            port=str(settings.page_port),
            why=system.why(error),
        ) from error
    line(Message("cli.web.serving", url=base_of(settings)))
    serve(Office(settings, engine), listening)
