"""What the door itself says: a plain sentence in both languages."""

from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from pages._frame import log
from pages._frame.door import headers


class Answer(NamedTuple):
    """An HTTP status and what it means, in Japanese and in English."""

    status: int
    ja: str
    en: str


UNKNOWN_HOST = Answer(
    421,
    "この名前のアドレスからは開けません。運用する方は、使う名前を ALLOWED_HOSTS に加えてください。",
    "This dashboard is not served under that name. Who runs it can add the name to ALLOWED_HOSTS.",
)
FOREIGN = Answer(403, "ほかのサイトのページからは使えません。", "Pages of other sites cannot use this dashboard.")
MISSING = Answer(404, "このアドレスには何もありません。", "There is nothing at this address.")
NO_METHOD = Answer(405, "ここでできるのは読むことだけです。", "This can only be read.")
LONG_ADDRESS = Answer(
    414,
    "アドレスが長すぎます。会議のリンクなら、図や話すことを減らして作り直してください。",
    "This address is too long. A link to a meeting gets shorter with fewer figures and notes.",
)
LONG_HEADERS = Answer(
    431,
    "ブラウザーが送る情報が大きすぎます。このサイトの Cookie を消して開き直してください。",
    "The browser sends too much. Remove this site's cookies and open it again.",
)
FAILED = Answer(
    500,
    "こちらの不具合で答えられませんでした。直らないときは、この番号を担当者に伝えてください：{0}",
    "Something failed on our side. If it stays, tell those who run this dashboard this number: {0}",
)


def written(answer: Answer, *details: str) -> PlainTextResponse:
    """The answer as a response with every header of ours."""
    text = f"{answer.ja}\n{answer.en}\n".format(*details)
    return PlainTextResponse(text, answer.status, {**dict(headers.SEALED), "Cache-Control": "no-store"})


def missing(_request: Request, _error: HTTPException) -> PlainTextResponse:
    return written(MISSING)


def failed(request: Request, error: Exception) -> PlainTextResponse:
    """An error nobody expected, under a number that the log has too."""
    return written(FAILED, log.record(error, request.url.path))
