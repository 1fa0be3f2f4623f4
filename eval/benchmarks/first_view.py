"""How soon each page is there: `python -m eval.benchmarks.first_view`, or with `--url` of a server that runs.

Each visit is a first one, with nothing in the browser's cache. A page is usable once its main control is drawn, enabled
and not covered by anything; for the window that is after its scripts have run. What the table gives is of this machine,
server and browser together, and counts what else runs on it.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from eval.benchmarks.browser import CHROMIUM, launched
from eval.benchmarks.site_pages import PAGES, SitePage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BUDGET = 2.5  # seconds until a page can be used: "good" for the largest paint by Google's Web Vitals
RUNS = 5
READY_SECONDS = 120

_WATCH = """
window.usable = new Promise((resolve) => {
  const look = () => {
    const control = document.querySelector(CONTROL);
    const box = control?.getBoundingClientRect();
    if (!box?.width || control.disabled) return requestAnimationFrame(look);
    control.scrollIntoView({ block: "nearest" });
    const place = control.getClientRects()[0];
    const top = document.elementFromPoint(place.left + place.width / 2, place.top + place.height / 2);
    if (top && control.contains(top)) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  look();
});
"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: seconds from the start of the navigation, bytes as sent over the network, requests."""

    painted: float
    usable: float
    transferred: int
    requests: int


def main() -> None:
    """Print a row for each page, and which are over the budget."""
    arguments = _arguments()
    if find_spec("playwright") is None:
        sys.exit("Playwright がありません。make setup-dev で入ります。 (Playwright is missing: make setup-dev)")
    if not CHROMIUM.exists():
        sys.exit(f"{CHROMIUM} がありません。KEIKAKU_CHROMIUM で場所を指定してください。 (no Chromium there)")
    with _server(arguments.url) as url, launched() as browser:
        show(measured(browser, url, arguments.runs))


def measured(browser: Browser, url: str, runs: int) -> dict[str, list[Visit]]:
    """The visits of each page by its name, the pages in turns, after one visit to each that does not count."""
    pages = [page for page in PAGES if not page.asks]
    for page in pages:
        visit(browser, url, page)
    rows: dict[str, list[Visit]] = {page.name: [] for page in pages}
    for _ in range(runs):
        for page in pages:
            rows[page.name].append(visit(browser, url, page))
    return rows


def visit(browser: Browser, url: str, entry: SitePage) -> Visit:
    """Open a page in a context of its own, until it has come to rest."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    sizes: list[float] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(_WATCH.replace("CONTROL", repr(entry.controls[0])))
    page.goto(url + entry.address(), wait_until="load")
    usable = page.evaluate("window.usable")
    page.wait_for_timeout(200)  # milliseconds: what is fetched for the first view has come
    painted = page.evaluate(_PAINTED)
    context.close()
    return Visit(painted / 1000, usable / 1000, round(sum(sizes)), len(sizes))


def show(rows: dict[str, list[Visit]]) -> None:
    """The table, and the pages over the budget."""
    print(f"{'':26}{'painted, s':>16}{'usable, s':>16}{'':>12}{'':>10}")
    print(f"{'':26}{'median':>8}{'max':>8}{'median':>8}{'max':>8}{'kB':>12}{'requests':>10}")
    for name, visits in rows.items():
        painted, usable = [visit.painted for visit in visits], [visit.usable for visit in visits]
        kilobytes = statistics.median(visit.transferred for visit in visits) / 1000
        requests = statistics.median(visit.requests for visit in visits)
        print(
            f"{name:26}{statistics.median(painted):8.2f}{max(painted):8.2f}"
            f"{statistics.median(usable):8.2f}{max(usable):8.2f}{kilobytes:12.1f}{requests:10.0f}"
        )
    over = over_budget(rows)
    print(f"over the budget of {BUDGET} s: {', '.join(over) or 'none'} (1-minute load {os.getloadavg()[0]:.1f})")


def over_budget(rows: dict[str, list[Visit]], budget: float = BUDGET) -> list[str]:
    """The pages whose median time until use is over `budget` seconds."""
    return [name for name, visits in rows.items() if statistics.median(visit.usable for visit in visits) > budget]


@contextmanager
def _server(url: str) -> Iterator[str]:
    """The address of the server at `url`, or of one that is started for this, once it answers questions."""
    if url:
        yield url.rstrip("/")
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "keikaku.py", "chat", "--port", port]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(READY_SECONDS):
        if process.poll() is not None:
            sys.exit("サーバーを起動できません。keikaku build を先に実行してください。 (the server did not start)")
        try:
            with urllib.request.urlopen(f"{url}/api/ready"):
                return
        except (urllib.error.URLError, ConnectionError):  # not there yet, or 503 while the model loads
            time.sleep(1)
    sys.exit(f"サーバーが {READY_SECONDS} 秒たっても応じません。 (the server did not answer)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.first_view")
    parser.add_argument("--url", default="", help="a server that runs; else one is started")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"visits to each page ({RUNS})")
    return parser.parse_args()


if __name__ == "__main__":
    main()
