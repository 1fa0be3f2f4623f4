"""What a deployment sets for the server: the key, the rate, the proxies, the names and the address that people use."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

QUESTIONS_PER_MINUTE = 30  # by one client
ANY = "*"  # in KEIKAKU_HOSTS: every name
_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")
_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """`key` is empty where the API is open, `questions_per_minute` 0 where nothing is limited.

    `trusted_proxies` are the addresses and networks whose X-Forwarded-For is believed. `public_url` begins the links
    of answers that leave this server, without a slash at its end; empty: the address that was asked. `hosts` are the names,
    in lower case, under which the server is reached besides those of this machine; ANY among them for every name.
    """

    key: str = ""
    questions_per_minute: int = QUESTIONS_PER_MINUTE
    trusted_proxies: tuple[str, ...] = ()
    public_url: str = ""
    hosts: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the variables KEIKAKU_…; ValueError, for the user, where one cannot be used."""
        return cls(
            _key(environment.get("KEIKAKU_API_KEY", "")),
            _rate(environment.get("KEIKAKU_QUESTIONS_PER_MINUTE", "")),
            _proxies(environment.get("KEIKAKU_TRUSTED_PROXIES", "")),
            _url(environment.get("KEIKAKU_PUBLIC_URL", "")),
            _hosts(environment.get("KEIKAKU_HOSTS", "")),
        )


def address_of(request: Request) -> str:
    """The address that was asked, as its Host header names it; empty for one that is no address."""
    address = f"{request.url.scheme}://{request.url.netloc}"
    return address if _ADDRESS.fullmatch(address) else ""


def _key(text: str) -> str:
    key = text.strip()
    if not key.isascii() or not key.isprintable():
        raise ValueError("KEIKAKU_API_KEY には英数字と記号だけを使ってください（HTTP のヘッダーで送る値です）。")
    return key


def _rate(text: str) -> int:
    if not text.strip():
        return QUESTIONS_PER_MINUTE
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()):
        raise ValueError(f"KEIKAKU_QUESTIONS_PER_MINUTE は 0 以上の整数です（今は「{text}」）。0 なら制限しません。")
    return int(text)


def _proxies(text: str) -> tuple[str, ...]:
    proxies = _listed(text)
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy)
        except ValueError:
            raise ValueError(
                f"KEIKAKU_TRUSTED_PROXIES には IP アドレスかネットワークを「,」で並べてください（「{proxy}」は違います）。"
            ) from None
    return proxies


def _url(text: str) -> str:
    url = text.strip().rstrip("/")
    if url and not _URL.fullmatch(url):
        raise ValueError(f"KEIKAKU_PUBLIC_URL は https://example.jp のような URL です（今は「{text}」）。")
    return url


def _hosts(text: str) -> tuple[str, ...]:
    hosts = _listed(text)
    for host in hosts:
        if host != ANY and not _NAME.fullmatch(host):
            raise ValueError(
                "KEIKAKU_HOSTS にはサーバーの名前を、http:// やポート番号を付けずに「,」で並べてください"
                f"（「{host}」は違います）。すべての名前なら *、IPv6 のアドレスなら [2001:db8::1] のように書きます。"
            )
    return tuple(host.casefold() for host in hosts)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
