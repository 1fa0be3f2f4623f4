"""What goes wrong, in one JSON form (RFC 9457, problem details), said in Japanese and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/docs#problem-"  # where each problem is explained


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its name in URIs, its HTTP status, and what is said of it."""

    name: str
    status: int
    title: str
    detail: str
    detail_en: str

    def as_dict(self, **members: Any) -> dict[str, Any]:
        """The JSON form; `members` replace what is said or add to it."""
        return {
            "type": f"{TYPES}{self.name}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "detail_en": self.detail_en,
        } | members


class ProblemRaised(Exception):
    """A request that ends with a problem; `members` as in `Problem.as_dict`."""

    def __init__(self, problem: Problem, *, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.headers = headers
        self.members = members


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None, **members: Any) -> JSONResponse:
    """The response to a request that ends with `problem`."""
    return JSONResponse(problem.as_dict(**members), problem.status, headers, MEDIA_TYPE)


UNREADABLE = Problem(
    "unreadable",
    400,
    "本文を読めません",
    "本文を JSON として読めません。UTF-8 の JSON で送ってください。",
    "The body is not JSON in UTF-8.",
)
NO_KEY = Problem(
    "no-key",
    401,
    "API キーが要ります",
    "x-api-key ヘッダーに正しい API キーを入れてください。",
    "Send the API key in the header x-api-key.",
)
FOREIGN_PAGE = Problem(
    "foreign-page",
    403,
    "ほかのサイトのページからは使えません",
    "Origin ヘッダーが、このサーバーの名前ではありません。このサーバーの名前なら、環境変数 KEIKAKU_HOSTS に加えてください。",
    "The header Origin is not a name of this server. If it is one, add it to the environment variable KEIKAKU_HOSTS.",
)
NOT_FOUND = Problem(
    "not-found",
    404,
    "ありません",
    "この場所には何もありません。/api/docs に一覧があります。",
    "Nothing is here; see /api/docs.",
)
NO_DOCUMENT = Problem(
    "no-document",
    404,
    "文書がありません",
    "その id の文書はありません。GET /api/documents で分かります。",
    "There is no document of that id; GET /api/documents lists them.",
)
NO_REQUEST = Problem(
    "no-request",
    404,
    "受け付けた依頼がありません",
    "その request_id の依頼はありません。結果を置いておく時間が過ぎたのかもしれません。もう一度送ってください。",
    "There is no request of that id; its result may have expired. Please send it again.",
)
WRONG_METHOD = Problem(
    "wrong-method",
    405,
    "このメソッドは使えません",
    "この場所ではそのメソッドを使えません。使えるものは Allow ヘッダーにあります。",
    "That method cannot be used here; the header Allow names those that can.",
)
TOO_LARGE = Problem(
    "too-large",
    413,
    "本文が大きすぎます",
    "送られた内容が大きすぎます。短くしてください。",
    "What was sent is too large. Please shorten it.",
)
NOT_JSON = Problem(
    "not-json",
    415,
    "JSON ではありません",
    "Content-Type: application/json で送ってください。",
    "Send the body as Content-Type: application/json.",
)
UNKNOWN_HOST = Problem(
    "unknown-host",
    421,
    "この名前では使えません",
    "Host ヘッダーの名前が、このサーバーの名前として登録されていません。この計算機からは、アドレスの名前を localhost にすると使えます。"
    "ほかの名前で使うときは、環境変数 KEIKAKU_HOSTS に加えてください。",
    "The name in the header Host is not known as one of this server. On this machine, use the name localhost; "
    "to use another name, add it to the environment variable KEIKAKU_HOSTS.",
)
INVALID = Problem(
    "invalid",
    422,
    "値が正しくありません",
    "送られた値に誤りがあります。errors に場所と理由があります。",
    "A value is wrong; errors names the place and the reason.",
)
TOO_MANY = Problem(
    "too-many",
    429,
    "回数が多すぎます",
    "短い間に送られた回数が多すぎます。少し待ってから、もう一度お試しください。",
    "Too many requests in a short time. Please wait a little and try again.",
)
FAILED = Problem(
    "failed",
    500,
    "処理できませんでした",
    "申し訳ありません。処理できませんでした。少し待ってから、もう一度お試しください。",
    "Sorry, this could not be done. Please try again in a little while.",
)
BUSY = Problem(
    "busy",
    503,
    "混み合っています",
    "ほかの質問に答えています。少し待ってから、もう一度お試しください。",
    "Other questions are being answered. Please try again in a little while.",
)
LOADING = Problem(
    "loading",
    503,
    "準備中です",
    "モデルを読み込んでいます。少し待ってから、もう一度お試しください。",
    "The model is still loading. Please try again in a little while.",
)
UNFIT = Problem(
    "unfit",
    503,
    "モデルを使えません",
    "モデルを読み込めませんでした。管理者は、サーバーの記録を確かめてください。",
    "The model could not be loaded; see the log of the server.",
)

PROBLEMS: Sequence[Problem] = (
    *(UNREADABLE, NO_KEY, FOREIGN_PAGE, NOT_FOUND, NO_DOCUMENT, NO_REQUEST, WRONG_METHOD, TOO_LARGE, NOT_JSON),
    *(UNKNOWN_HOST, INVALID, TOO_MANY, FAILED, BUSY, LOADING, UNFIT),
)
