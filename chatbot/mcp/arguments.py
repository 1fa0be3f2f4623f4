"""The arguments of the tools, with what a client reads of them, and a tool that says clearly which it cannot read."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, Field, ValidationError

from chatbot.assistant import LONGEST_QUESTION

EXCERPT = 4_000  # characters, where no end is given
LONGEST_EXCERPT = 20_000  # characters
_TROUBLE = "申し訳ありません。応答を用意できませんでした。少し待ってから、もう一度お試しください。 (The server failed; try again later.)"
_LONGEST_WORDS = 200  # characters of the words that records are looked up by
_LONGEST_SHOWN = 40  # characters of a wrong value in a message

# The assistant itself refuses an empty or too long question, in words for the user: the schema only tells the bounds.
Question = Annotated[
    str,
    Field(
        description="The question (質問), in Japanese or English.",
        json_schema_extra={"minLength": 1, "maxLength": LONGEST_QUESTION},
    ),
]
History = Annotated[
    tuple[Annotated[str, Field(max_length=LONGEST_QUESTION)], ...],
    Field(description="Earlier questions of the user, oldest first, if this is a follow-up.", max_length=50),
]
Explained = Annotated[
    bool, Field(description="Also tell how each source was found (words matched, ranks, relevance; 選ばれた理由).")
]
Query = Annotated[
    str,
    Field(
        description="Words that must all stand in the record (語), as printed in Japanese.", max_length=_LONGEST_WORDS
    ),
]
Ministry = Annotated[
    str, Field(description="Ministry (府省庁), as デジタル庁 or 厚生労働省.", max_length=_LONGEST_WORDS)
]
Number = Annotated[str, Field(description='Number of one policy (施策番号), as "1-26".', max_length=20)]
Group = Annotated[
    str,
    Field(
        description='Number of one group of procedures (グループの番号), as "31".',
        max_length=20,
        coerce_numbers_to_str=True,
    ),
]
Limit = Annotated[int, Field(description="How many at most.", ge=1, le=50)]
DocId = Annotated[str, Field(description="Id of the document; without it the documents are listed.", max_length=200)]
Start = Annotated[int, Field(description="First code point of the range.", ge=0)]
End = Annotated[
    int | None,
    Field(
        description=f"End of the range, not included; at most {LONGEST_EXCERPT:,} from start, {EXCERPT:,} by default."
    ),
]


class PlanTool(Tool):
    """A tool whose reply is a model, sent both as structured content and as its JSON."""

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:
        """The reply; ToolError, whose text says what is wrong, where it cannot be given."""
        if unknown := sorted(arguments.keys() - self.parameters["properties"].keys()):
            known = "、".join(self.parameters["properties"])
            raise ToolError(f"知らない引数です (unknown arguments): {'、'.join(unknown)}。使えるもの (known): {known}")
        try:
            reply: BaseModel = await super().run(arguments, context)
        except UnexpectedToolError as error:
            raise UnexpectedToolError(_TROUBLE) from error.__cause__
        except ToolError as error:
            raise ToolError(_said(error)) from error.__cause__
        return _result(reply) if convert_result else reply


def _result(reply: BaseModel) -> CallToolResult:
    text = TextContent(type="text", text=reply.model_dump_json())
    return CallToolResult(content=[text], structured_content=reply.model_dump(mode="json"))


def _said(error: ToolError) -> str:
    """What a tool said when it refused, or which of its arguments could not be read, and why."""
    if not isinstance(error.__cause__, ValidationError):
        return str(error.__cause__)
    faults = (
        f"{'.'.join(map(str, fault['loc']))}: {fault['msg']} ({repr(fault['input'])[:_LONGEST_SHOWN]})"
        for fault in error.__cause__.errors(include_url=False)
    )
    return f"引数を読めません (invalid arguments): {'; '.join(faults)}"
