"""A running system and a browser: what a journey needs.

The demonstration is built once a run and copied for each process, so that processes do not meet.
"""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, sync_playwright

from tests.publishing.files import a_pdf

COMMAND = Path(sys.executable).with_name("gongkai")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 60  # seconds until the server must answer
PASSWORD = "yanshi-2014-gongkai"
EDITORS = frozenset({"songjia"})  # they sign in without a one-time code
ASKED = "2014年乡镇统计站人员编制情况（演示）"
REQUEST = {
    "about": ASKED,
    "text": "演示：各乡镇统计站的编制数和实有人数，按县（市、区）列出。",
    "name": "演示·申请人",
    "id_number": "演示E00001234",
    "phone": "0311-00005678",
}
PROOF = FilePayload(
    name="证件.pdf",
    mimeType="application/pdf",
    buffer=a_pdf(),
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True)
class Site:
    """A running system: where it answers and where it keeps its data."""

    url: str
    data: Path


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """Return this process's own copy of the demonstration's data folder."""
    run = Path(os.environ["GONGKAI_TEST_RUN"])
    built = run / "demonstration"
    with (run / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            building = run / "demonstration.building"
            done = subprocess.run(
                [COMMAND, "demo"], env=_environment(building), capture_output=True, text=True
            )
            if done.returncode:
                pytest.fail(f"gongkai demo failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
            building.rename(built)
    own = Path(os.environ["GONGKAI_DATA"]) / "journey"
    return Path(shutil.copytree(built, own, symlinks=True))


@pytest.fixture(scope="session")
def site(demonstration) -> Iterator[Site]:
    """Return the running system of this process, `gongkai serve` on the demonstration."""
    with _serving(demonstration) as url:
        yield Site(url, demonstration)


@pytest.fixture(scope="session")
def browser(tmp_path_factory) -> Iterator[Browser]:
    """Return a started browser that knows the Chinese fonts and calls nobody."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is absent (Debian package chromium)")
        pytest.skip("Chromium is absent (Debian package chromium): journeys not run")
    home = tmp_path_factory.mktemp("browser")
    # The driver keeps an event loop in this thread for the rest of the session; Django would take
    # every later query of this process for one made inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(QUIET), env=os.environ | _fonts(home)
        )
        yield started
        started.close()


@pytest.fixture
def page(browser, site) -> Iterator[Page]:
    """Return a fresh page at a desk; addresses are relative to the site."""
    yield from _page(browser, site, width=1280, height=900)


@pytest.fixture
def phone(browser, site) -> Iterator[Page]:
    """Return a fresh page on a phone."""
    yield from _page(browser, site, width=390, height=844, is_mobile=True, has_touch=True)


@pytest.fixture
def one_time_code(site) -> Callable[[str], str]:
    """Return a function: the code a user's device shows, one that was not used yet."""
    return lambda username: _code(site.data / "gongkai.sqlite3", username)


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Return what the browsers of those who signed in keep, so that each signs in once a run."""
    return {}


@pytest.fixture
def desk(browser, site, one_time_code, sessions) -> Iterator[Callable[..., Page]]:
    """Return a function: a person's page at the desk, signed in by hand; on a phone if asked."""
    contexts = []

    def opened(username: str, *, width: int = 1280, **more: bool) -> Page:
        kept = sessions.get(username)
        context = _context(browser, site, width=width, height=900, storage_state=kept, **more)
        contexts.append(context)
        page = context.new_page()
        if kept is None:
            _sign_in(page, username, "" if username in EDITORS else one_time_code(username))
            sessions[username] = context.storage_state()
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def ask() -> Callable[..., tuple[str, str]]:
    """Return a function: hand a request in on a page; its number and its query code.

    What is public already is offered once; whoever goes on chooses the proof again.
    """

    def asked(page: Page, **changes: str) -> tuple[str, str]:
        page.goto("/request/")
        for name, value in {**REQUEST, **changes}.items():
            page.fill(f"[name={name}]", value)
        page.select_option("[name=id_kind]", "护照")
        page.select_option("[name=way]", "凭查询码在本网站查看")
        page.set_input_files("[name=proof]", PROOF)
        with page.expect_navigation():
            page.click("button:text-is('提交')")
        if page.locator("button:has-text('继续提交')").count():
            page.set_input_files("[name=proof]", PROOF)
            with page.expect_navigation():
                page.click("button:has-text('继续提交')")
        return page.inner_text("dt:text-is('编号') + dd"), page.inner_text("#code")

    return asked


def _sign_in(page: Page, username: str, code: str) -> None:
    page.goto("/desk/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    if code:
        page.fill("input[name=code]", code)
    page.click("main button[type=submit], main button:not([type])")
    page.wait_for_url("**/desk/")


def _page(browser: Browser, site: Site, *, width: int, height: int, **more: bool) -> Iterator[Page]:
    context = _context(browser, site, width=width, height=height, **more)
    yield context.new_page()
    context.close()


def _context(
    browser: Browser, site: Site, *, width: int, height: int, **more: Any
) -> BrowserContext:
    context = browser.new_context(
        base_url=site.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        **more,
    )
    context.set_default_timeout(15_000)
    return context


def _environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment of a system with its own data, on SQLite whatever the suite uses."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"GONGKAI_DATA": str(data)} | more


@contextmanager
def _serving(data: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = data.parent / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", str(port)],
            env=_environment(data, GONGKAI_URL=url),
            stdout=output,
            stderr=output,
        )
    try:
        _wait(process, url, log)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen, url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/", timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"gongkai serve did not answer on {url}:\n{log.read_text()[-3000:]}")


def _fonts(home: Path) -> dict[str, str]:
    """Return the variables that show the packaged fonts to the browser, and only to it."""
    fonts = home / "fonts.conf"
    packaged = Path(pylopdf_fonts_zh_cn.__file__).parent
    fonts.write_text(FONTS.format(fonts=packaged, cache=home / "cache"))
    return {"FONTCONFIG_FILE": str(fonts), "XDG_CONFIG_HOME": str(home), "HOME": str(home)}


def _code(database: Path, username: str) -> str:
    """Return a user's one-time code, waiting for the next one if this one was used."""
    query = (
        "SELECT d.key, d.step, d.t0, d.digits, d.drift, d.last_t FROM otp_totp_totpdevice d"
        " JOIN people_user u ON u.id = d.user_id WHERE u.username = ? AND d.confirmed"
    )
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        row = connection.execute(query, [username]).fetchone()
    if row is None:
        pytest.fail(f"{username} has no one-time code device")
    key, step, t0, digits, drift, last = row
    totp = TOTP(bytes.fromhex(key), step, t0, digits, drift)
    while True:
        totp.time = time.time()
        if totp.t() > last:
            return f"{totp.token():0{digits}d}"
        time.sleep(0.5)
