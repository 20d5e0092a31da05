"""What is wrong with the channels as they stand in the registry and the settings, before anything is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from config.registry import Registry
from config.registry.ways import secrets_in
from config.settings import Settings
from language import Message


def faults(registry: Registry, settings: Settings) -> Iterator[Message]:
    """Why what is named would not be reached, each once: channels are off, a secret is missing, Apprise does
    not know the kind of service. Never a URL: it may hold a secret."""
    if not registry.channels:
        return
    if not settings.channels_on:
        yield Message("channel.off", n=sum(len(each) for each in registry.channels.values()))
        return
    from engine.mail.channels.apprise_url import known, scheme_of

    missing: defaultdict[str, list[str]] = defaultdict(list)
    unknown: defaultdict[str, list[str]] = defaultdict(list)
    for recipient, channels in registry.channels.items():
        for way, url in channels.items():
            for name in secrets_in(url):
                if name not in settings.channel_secrets:
                    missing[name].append(f"{recipient} {way}")
            if not known(url):
                unknown[scheme_of(url)].append(f"{recipient} {way}")
    for name, where in missing.items():
        yield Message("channel.secret-missing", name=name, where=where)
    for scheme, where in unknown.items():
        yield Message("channel.scheme-unknown", scheme=scheme, where=where)
