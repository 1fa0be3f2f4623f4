"""The names under which the server is reached: a page of another name that leads here (DNS rebinding) gets nothing."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from chatbot.api.settings import ANY, Settings

LOCAL = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]*)?", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hosts:
    """The `names` by which the server is known, at any port; where it is open, it answers to others too."""

    names: frozenset[str]
    is_open: bool

    def answers(self, scope: Scope) -> bool:
        """Whether a request is for this server, by its one Host header."""
        given = Headers(scope=scope).getlist("host")
        return self.is_open or (len(given) == 1 and self._knows(given[0]))

    def trusts(self, scope: Scope) -> bool:
        """Whether a request comes from no page at all, or from a page of a name that is known."""
        origins = [_ORIGIN.fullmatch(origin) for origin in Headers(scope=scope).getlist("origin")]
        return all(origin is not None and self._knows(origin[1]) for origin in origins)

    def _knows(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return found is not None and found[1].casefold() in self.names


ANY_HOST = Hosts(frozenset(LOCAL), is_open=True)


def hosts_of(host: str, address: str, settings: Settings) -> Hosts:
    """The names of a server that was told to listen on `host`, which is the IP `address`.

    It answers to any name where the settings say so, or where they name none and other machines reach the address.
    """
    names = {*LOCAL, in_url(host).casefold(), *settings.hosts, _host_of(settings.public_url)}
    is_reached = not ipaddress.ip_address(address.partition("%")[0]).is_loopback
    return Hosts(frozenset(names - {"", ANY}), ANY in settings.hosts or (is_reached and not settings.hosts))


def in_url(host: str) -> str:
    """A name or an address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


def _host_of(url: str) -> str:
    return in_url(urlsplit(url).hostname or "")
