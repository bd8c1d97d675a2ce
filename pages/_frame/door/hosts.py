"""Whose requests are answered: those that name this machine and come from no other site's page."""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.types import Scope

HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z_-]+(?:\.[0-9a-z_-]+)*)\.?(?::[0-9]{1,5})?", re.ASCII)
SECURE = {"https", "wss"}


class Hosts(NamedTuple):
    """Names a request may ask for, and origins of our own pages as a browser sees them before a proxy."""

    names: frozenset[str]
    origins: frozenset[str]


def read(setting: str) -> Hosts:
    """This machine's names and those of the setting, which are divided by commas.

    An entry that begins with a scheme says how visitors reach us through a proxy. Raises ValueError for one that is
    no name.
    """
    entries = [entry for part in setting.split(",") if (entry := part.strip().lower().rstrip("/"))]
    listed = {entry: name(entry.rpartition("://")[2]) for entry in entries}
    if wrong := [entry for entry, found in listed.items() if found is None]:
        raise ValueError(", ".join(wrong))
    own = name(socket.gethostname().lower()) or "localhost"
    names = frozenset({"localhost", own, own.partition(".")[0], *listed.values()})
    return Hosts(names, frozenset(entry for entry in entries if "://" in entry))


def name(host: str) -> str | None:
    """The name or address in what a Host header says, without its port; None where it is none."""
    found = HOST.fullmatch(host)
    return found[1] if found else None


def is_ours(scope: Scope, hosts: Hosts) -> bool:
    """Whether the request names this machine: by a name we know, or by the address at which it arrived.

    A port is not compared: a site that rebinds its name cannot change it, a tunnel or a container does.
    """
    given = Headers(scope=scope).getlist("host")
    asked = name(given[0].lower()) if len(given) == 1 else None
    if asked is None:
        return False
    address = _address(asked)
    arrived = _address((scope.get("server") or ("",))[0])
    return asked in hosts.names or (address is not None and (address.is_loopback or address == arrived))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_from_us(scope: Scope, hosts: Hosts) -> bool:
    """Whether the page that asks, where the browser names it, is one of ours."""
    headers = Headers(scope=scope)
    scheme = "https" if scope["scheme"] in SECURE else "http"
    ours = {f"{scheme}://{headers['host'].lower()}", *hosts.origins}
    return all(origin.lower() in ours for origin in headers.getlist("origin"))
