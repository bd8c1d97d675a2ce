"""Errors nobody expected: a line in the log, and its traceback, under a number that the visitor is told."""

from secrets import token_hex

from streamlit.logger import get_logger

LOG, FRAMEWORK = get_logger("dashboard"), get_logger("streamlit.error_util")
UNNUMBERED = "Uncaught app execution"

FRAMEWORK.addFilter(lambda told: told.msg != UNNUMBERED)


def record(error: Exception, page: str, build: str = "") -> str:
    """The number under which the error is in the log, once and not a second time without it.

    page : its path, as a browser gave it
    """
    number = token_hex(4)
    LOG.error("error %s page=%.80r build=%s %.300r", number, page, build or "-", error, exc_info=error)
    return number
