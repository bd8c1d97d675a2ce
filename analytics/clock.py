"""The clock on the wall: moments are stored in UTC and told in the city's time zone, CITY_TIMEZONE."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from analytics import caching
from analytics.words import era

ZONE = os.environ.get("CITY_TIMEZONE") or "Asia/Tokyo"


class UnknownZoneError(Exception):
    """CITY_TIMEZONE names no time zone; the message says so in both languages."""


@caching.of_code
def zone() -> ZoneInfo:
    """The city's time zone. Raises UnknownZoneError."""
    try:
        return ZoneInfo(ZONE)
    except (LookupError, ValueError):
        raise UnknownZoneError(
            f"CITY_TIMEZONE の「{ZONE}」というタイムゾーンはありません。Asia/Tokyo のように指定してください。\n"
            f"CITY_TIMEZONE: there is no time zone {ZONE}. Name one such as Asia/Tokyo."
        ) from None


def now() -> datetime:
    """The moment, UTC without saying so, as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None)


def told(moment: datetime) -> pd.Timestamp:
    """A stored moment as the clocks of the city show it."""
    return pd.Timestamp(moment).tz_localize(UTC).tz_convert(zone()).tz_localize(None)


def today() -> date:
    return told(now()).date()


def label(moment: datetime, language: str = "ja", *, with_era: bool = True) -> str:
    """A stored moment in words: 令和8（2026）年12月1日 05:25; 2026-12-01 05:25 in English."""
    local = told(moment)
    return f"{era.day_label(local.date(), language, with_era=with_era)} {local:%H:%M}"
