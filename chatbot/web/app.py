"""The chat window as a web application.

Gradio is imported only here and when it is used: its import takes about three seconds.
"""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from chatbot.web.conversation import Answerer
from chatbot.web.text import ENGLISH, JAPANESE

if TYPE_CHECKING:
    from fastapi import FastAPI

WINDOWS = (("/en", ENGLISH), ("/", JAPANESE))  # the root comes last: it would swallow the others


class PortInUse(ValueError):
    """Another program listens on the port. The text is for the user."""


def build_app(assistant: Answerer) -> FastAPI:
    """The application: the window in Japanese at `/`, in English at `/en/`.

    Nothing that is typed is stored, and neither server nor page asks anything of another host.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import RedirectResponse

    from chatbot.web import theme
    from chatbot.web.compare import add_compare
    from chatbot.web.security import Guard
    from chatbot.web.site import STYLESHEET, stylesheet
    from chatbot.web.window import build_window

    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answer")
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard)
    app.add_route("/en", lambda request: RedirectResponse("en/"))
    app.add_route(STYLESHEET, stylesheet)
    add_compare(app, assistant, worker)
    for path, texts in WINDOWS:
        gr.mount_gradio_app(
            app,
            build_window(assistant, worker, texts),
            path=path,
            theme=theme.theme(),
            css=theme.stylesheet(),
            head=theme.head(texts.language),
            show_error=False,
            footer_links=[],
            run_history=False,
            max_file_size=0,
            ssr_mode=False,
            enable_monitoring=False,
            mcp_server=False,
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        )
    return app


def launch(
    assistant: Answerer,
    host: str = "127.0.0.1",
    port: int = 7860,
    before_serving: Callable[[], None] = lambda: None,
) -> None:
    """Serves the window until Ctrl+C. Raises PortInUse, or ValueError for an address that cannot be used.

    `before_serving` is called once the window is built: what it starts in the background does not delay the window.
    """
    import uvicorn

    with _listen(host, port) as listener:
        app = build_app(assistant)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
        print(f"http://{host}:{port} で開けます（終了は Ctrl+C）", flush=True)
        server = uvicorn.Server(config)
        before_serving()
        # At the end open pages are cut off, which uvicorn would report with a traceback for each.
        logging.getLogger("uvicorn.error").addFilter(lambda record: not server.should_exit)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            print("終了しました。")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"ポート {port} は別のプログラムが使っています。--port {port + 1} のように別の番号を指定してください。"
            ) from error
        raise ValueError(f"{host} のポート {port} では待ち受けできません（{error.strerror}）。") from error
