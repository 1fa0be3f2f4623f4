"""The app API of 源内 (行政実務用 AI アプリ): what its web application sends, and what it expects.

The form is that of 「AI アプリ API 仕様」 of March 2026 in the repository genai-web of the Digital Agency.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from chatbot.api import examples
from chatbot.api.models import Body, QuestionText
from chatbot.assistant import LONGEST_QUESTION

_INPUTS: dict[str, Any] = {"inputs": {"question": examples.QUESTION, "conversation_history": ""}}


class Turn(Body):
    """前のやりとり。源内の `input`（前の入力の JSON）か、`role` と `content`
    (An earlier turn: `input` as 源内 keeps it, the inputs in JSON; or `role` and `content`.)
    """

    input: str = ""
    role: str = ""
    content: str = ""

    @property
    def question(self) -> str:
        """What was asked in that turn; empty where it cannot be told."""
        if self.role == "user":
            return self.content
        try:
            inputs: Any = json.loads(self.input)
        except (ValueError, RecursionError):
            return self.input
        asked = inputs.get("question", "") if isinstance(inputs, dict) else inputs
        return asked if isinstance(asked, str) else json.dumps(asked)


History = Annotated[
    str | list[str | Turn] | None,
    Field(description="これまでのやりとり、古い順。文字列なら前の質問 (earlier turns, oldest first; or one question)"),
]


class Inputs(Body):
    """入力。ほかの項目は無視します (The inputs; others are ignored.)"""

    question: QuestionText | int | Annotated[float, Field(allow_inf_nan=False)] | bool = Field(
        description="質問。源内は数字だけの入力を数として送ります (the question; 源内 sends digits as a number)"
    )
    conversation_history: History = None
    conversation_histories: History = Field(
        default=None, description="源内の Web が送る名前 (as its web application sends it)"
    )

    @property
    def asked(self) -> str:
        """The question as typed."""
        return self.question if isinstance(self.question, str) else json.dumps(self.question)

    @property
    def history(self) -> list[str]:
        """The earlier questions, oldest first; what is longer than a question may be is none."""
        turns = self.conversation_histories or self.conversation_history or []
        questions = [turns] if isinstance(turns, str) else [t if isinstance(t, str) else t.question for t in turns]
        return [question for question in questions if _is_question(question)]


def _is_question(text: str) -> bool:
    is_text = not any("\ud800" <= character <= "\udfff" for character in text)  # what JSON may hold and UTF-8 not
    return is_text and bool(text.strip()) and len(text) <= LONGEST_QUESTION


class GennaiRequest(Body):
    """源内からの依頼 (A request of 源内.)"""

    model_config = ConfigDict(json_schema_extra={"examples": [_INPUTS]})
    inputs: Inputs


class Outputs(BaseModel):
    """回答 (The answer.)"""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outputs": "**回答**\n\n美容師免許の申請（…） \\[1\\]\n"}]}
    )
    outputs: str = Field(
        description="Markdown の回答。出典と原文の位置を含む (the answer with its sources, in Markdown)"
    )


class Accepted(BaseModel):
    """受け付けた (The request was taken.)"""

    outputs: str
    request_id: str
    status: Literal["PENDING"]
    status_url: str = Field(description="状態を尋ねる場所。同じサーバーの中の道 (where to ask, on this server)")


class Artifact(BaseModel):
    """添付 (A file that comes with the answer.)"""

    display_name: str
    mime_type: str
    contents: str = Field(description="内容、Base64 (the content, in Base64)")


class GennaiError(BaseModel):
    """答えられなかった理由 (Why there is no answer.)"""

    message: str
    details: str


class Status(BaseModel):
    """依頼の状態 (How a request stands.)"""

    request_id: str
    status: Literal["PENDING", "IN_PROGRESS", "COMPLETED", "ERROR"]
    progress: str
    created_at: str
    updated_at: str
    outputs: str | None = Field(None, description="COMPLETED のとき、Markdown の回答 (once COMPLETED)")
    artifacts: list[Artifact] | None = Field(
        None, description="COMPLETED のとき、`keikaku ask --json` の形の回答 (once COMPLETED, the answer as JSON)"
    )
    error: GennaiError | None = Field(None, description="ERROR のとき (on ERROR)")
