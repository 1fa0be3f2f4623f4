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

from chatbot.api.hosts import ANY_HOST, Hosts, hosts_of, in_url
from chatbot.web.conversation import Answerer
from chatbot.web.text import ENGLISH, JAPANESE

if TYPE_CHECKING:
    from fastapi import FastAPI

WINDOWS = (("/en", ENGLISH), ("/", JAPANESE))  # the root comes last: it would swallow the others


class PortInUse(ValueError):
    """Another program listens on the port. The text is for the user."""


def build_app(assistant: Answerer, hosts: Hosts = ANY_HOST) -> FastAPI:
    """The application: the window in Japanese at `/`, in English at `/en/`, and the API below `/api`; under `hosts`.

    Nothing that is typed is stored, but for feedback where the environment names a file for it; neither server nor page
    asks anything of another host.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import RedirectResponse
    from starlette.middleware.gzip import GZipMiddleware

    from chatbot.api.app import add_api
    from chatbot.feedback import feedback_file
    from chatbot.web import theme
    from chatbot.web.caching import AssetCache
    from chatbot.web.compare import add_compare
    from chatbot.web.documents.pages import add_reading_pages
    from chatbot.web.missing import MissingPage
    from chatbot.web.policies import add_policy_pages
    from chatbot.web.procedures import add_procedure_pages
    from chatbot.web.security import Guard
    from chatbot.web.sheets import PATH, SheetStore, download
    from chatbot.web.site import SITES, STYLESHEET, stylesheet
    from chatbot.web.slashes import add_redirects
    from chatbot.web.window import build_window

    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answer")
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_api(app, assistant, worker)
    app.add_middleware(MissingPage)
    app.add_middleware(AssetCache)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)  # safe: no page holds a secret to be guessed
    app.add_middleware(Guard, hosts=hosts)  # the outermost: its headers are on refusals too
    app.add_route("/en", lambda request: RedirectResponse("en/"))
    app.add_route(STYLESHEET, stylesheet)
    add_reading_pages(app, assistant)
    add_procedure_pages(app, assistant.corpus)
    add_policy_pages(app, assistant.corpus)
    add_compare(app, assistant, worker)
    add_redirects(app)
    if os.environ.get("KEIKAKU_MCP") == "1":
        from chatbot.mcp.web import mount_mcp

        mount_mcp(app, assistant, worker, hosts)
    sheets = SheetStore()
    for site in SITES:
        app.add_route(f"{site.prefix}{PATH}/{{name}}", download(sheets, site))
    for path, texts in WINDOWS:
        gr.mount_gradio_app(
            app,
            build_window(assistant, worker, texts, sheets, feedback_file()),
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
    api_only: bool = False,
) -> None:
    """Serves the window, or with `api_only` the API alone, until Ctrl+C. Raises PortInUse, or ValueError for an address that cannot be used.

    `before_serving` is called once the window is built: what it starts in the background does not delay the window.
    """
    import uvicorn

    from chatbot.api.app import build_api_app
    from chatbot.api.settings import Settings

    settings = Settings.from_environment()
    proxies = settings.trusted_proxies
    with _listen(host, port) as listener:
        hosts = hosts_of(host, listener.getsockname()[0], settings)
        config = uvicorn.Config(
            build_api_app(assistant, settings, hosts) if api_only else build_app(assistant, hosts),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
            proxy_headers=bool(proxies),  # else a client could choose the address by which its calls are counted
            forwarded_allow_ips=list(proxies),
        )
        print(f"http://{in_url(host)}:{port} で開けます（終了は Ctrl+C）", flush=True)
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
