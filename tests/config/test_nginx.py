"""nginx as configured for production answers as the embedded server does."""

import http.client
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from gongkai.config.public_files import DYNAMIC, PublicFiles
from gongkai.portal import generations
from gongkai.portal.rules import TYPES
from tests.make import NOW
from tools import nginx
from tools.ports import free_port

COMPARED = (
    "Content-Type", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options",
    "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Last-Modified",
    "Content-Length",
)  # fmt: skip
MISSING = (404, "/nothing/of/the/kind.html")

pytestmark = pytest.mark.skipif(nginx.find() is None, reason="nginx is not installed")


def files() -> dict[str, bytes]:
    """Return a small site with a file of every kind."""
    kinds = {f"files/ab/abc.{ending}": ending.encode() * 9 for ending in (*TYPES, "bin")}
    return kinds | {
        "index.html": b"home" * 500, "404.html": "没有".encode() * 500, "columns/news/index.html": b"news",
        "columns/news/201410.html": b"october", "info/201410/a.html": b"article",
        "assets/0123456789abcdef.css": b"a{}", "assets/0123456789abcdef.svg": b"<svg/>",
        "robots.txt": b"User-agent: *\n", "sitemap.xml": b"<urlset/>", "feed.atom": b"<feed/>",
        generations.MANIFEST: b'{"cards": ["secret"]}',
    }  # fmt: skip


@pytest.fixture(scope="module")
def public(tmp_path_factory) -> Path:
    """Return a public folder, with secrets beside it."""
    folder = tmp_path_factory.mktemp("data") / "public"
    generations.point(folder, generations.lay(folder, "", files(), moment=NOW))
    (folder.parent / "secret.html").write_bytes(b"secret")
    return folder


@contextmanager
def served(public: Path, folder: Path, application: int = 9) -> Iterator[int]:
    port = free_port()
    site = nginx.site(public.parent, port=port, application=application, log=folder / "access.log")
    with nginx.running(nginx.write(folder, site), port):
        yield port


@pytest.fixture(scope="module")
def port(public, tmp_path_factory) -> Iterator[int]:
    """Return the port of a running nginx. Nobody listens where the application should."""
    with served(public, tmp_path_factory.mktemp("nginx")) as port:
        yield port


def asked(port: int, path: str, method: str = "GET", **headers: str):
    """Return (status, headers, body) of nginx's answer; the path is sent as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def embedded(public: Path, path: str, method: str = "GET", **headers: str):
    """Return the embedded server's answer; the path is decoded, as a server does."""
    said = {}

    def start(status, given):
        said.update(status=int(status[:3]), headers=dict(given))

    given = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    environ = {"PATH_INFO": path.split("?")[0], "REQUEST_METHOD": method} | given
    body = b"".join(PublicFiles(lambda *_: [b"the desk"], public)(environ, start))
    return said["status"], said["headers"], body


def alike(answer) -> tuple:
    """Return what must be the same in both servers' answers."""
    status, headers, body = answer
    unsaid = {"Content-Type", "Content-Length", "Last-Modified"} if status in {304, 405} else set()
    return status, {key: headers.get(key) for key in COMPARED if key not in unsaid}, body


def test_nginx_takes_the_configuration_as_it_is(public, tmp_path):
    plain = nginx.site(public.parent, port=1, application=2, log=tmp_path / "log")
    assert nginx.check(nginx.write(tmp_path, plain)) == ""


def test_with_a_certificate_everything_is_served_under_it_and_nothing_beside_it(public, tmp_path):
    pair, authority = tmp_path / "gongkai", trustme.CA()
    own = authority.issue_cert("127.0.0.1")
    own.private_key_pem.write_to_path(f"{pair}.key")
    own.cert_chain_pems[0].write_to_path(f"{pair}.crt")
    port, safe_port = free_port(), free_port()
    site = nginx.site(public.parent, port=port, application=9, log=tmp_path / "log")
    site = site.replace("#tls ", "").replace("/etc/nginx/gongkai", str(pair))
    site = site.replace("listen 443 ", f"listen 127.0.0.1:{safe_port} ")
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with nginx.running(nginx.write(tmp_path, site), port, safe_port):
        status, headers, _ = asked(port, "/columns/news/")
        assert (status, headers["Location"]) == (308, "https://127.0.0.1/columns/news/")
        for path, status in (("/", 200), ("/nothing.html", 404), ("/desk/", 503)):
            connection = http.client.HTTPSConnection("127.0.0.1", safe_port, context=trust)
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.status == status
            assert answer.getheader("Strict-Transport-Security") == "max-age=31536000"
            connection.close()


ADDRESSES = [
    "/", "/index.html", "/404.html", "/columns/news/", "/columns/news/201410.html", "/robots.txt",
    "/info/201410/a.html", "/sitemap.xml", "/feed.atom", "/assets/0123456789abcdef.css",
    "/assets/0123456789abcdef.svg", "/?q=1", "/%69ndex.html", "/info%2f201410/a.html",
    *(f"/{name}" for name in files() if name.startswith("files/")),
]  # fmt: skip
TRICKS = [
    "/nothing.html", "/info/201410/b.html", "/info", "/info/201410", "/columns/", "/columns/news",
    "/info/201410/", "/.index", "/.generation.json", "/info/.index", "/info/201410/.index", "/.git/",
    "//", "//index.html", "/info//201410/a.html", "/info/../index.html", "/../secret.html",
    "/%2e%2e/secret.html", "/info/..%2f..%2fsecret.html", "/%2Eindex", "/info%2f.index",
    "/info%5c201410", "/..%5csecret.html", "/index.html/", "/index.html.", "/INDEX.HTML",
    "/ index.html".replace(" ", "%20"), "/current/index.html", "/trees/", "/deskx", "/static",
    "/search", "/design", "/files/ab/", "/files/ab/none.pdf", "/assets/none.css", "/" + "a" * 3000,
    "/%E6%B2%A1%E6%9C%89/", "/nothing.html?q=1", "/.index?x", "/assets/.index", "/assets/.hid",
    "/assets/%2ehid", "/assets//0123456789abcdef.css", "/assets/./0123456789abcdef.css",
]  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_file_is_the_same_from_both_servers(public, port, path):
    for method in ("GET", "HEAD"):
        given = alike(asked(port, path, method))
        assert given[0] == 200
        assert given == alike(
            embedded(public, path.replace("%69", "i").replace("%2f", "/"), method)
        )


@pytest.mark.parametrize("path", TRICKS)
def test_what_is_no_address_gets_the_one_page_from_both_servers(public, port, path):
    for method in ("GET", "HEAD"):
        nothing = asked(port, MISSING[1], method)
        found = asked(port, path, method)
        assert alike(found) == alike(nothing) == alike(embedded(public, MISSING[1], method))
        assert set(found[1]) == set(nothing[1])
        for header in ("ETag", "Location"):
            assert found[1].get(header) == nothing[1].get(header)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_is_taken(public, port, method):
    for path in ("/", "/columns/news/", "/info/201410/a.html"):
        answer = asked(port, path, method)
        assert answer[0] == embedded(public, path, method)[0] == 405
        assert (answer[1]["Allow"], answer[2]) == ("GET, HEAD", b"")
    nothing = asked(port, MISSING[1], method)
    assert nothing[0] in {404, 405}  # nginx looks for the file first; it tells nobody what is there
    for path in ("/info/201410/b.html", "/files/ab/none.pdf"):
        assert alike(asked(port, path, method)) == alike(nothing)


def test_an_unchanged_file_is_not_sent_again(public, port):
    for path in ("/", "/files/ab/abc.pdf"):
        _, headers, _ = asked(port, path)
        for given in ({"If_None_Match": headers["ETag"]}, {"If_None_Match": "*"},
                      {"If_Modified_Since": headers["Last-Modified"]}):  # fmt: skip
            status, again, body = asked(port, path, **given)
            assert (status, body) == (304, b"")
            assert again["Cache-Control"] == headers["Cache-Control"]
        day = "Fri, 01 Jan 2100 00:00:00 GMT"  # neither server takes another day than the file's
        for given in ({"If_Modified_Since": day}, {"If_None_Match": '"x"'}):
            assert asked(port, path, **given)[0] == embedded(public, path, **given)[0] == 200
    assert asked(port, MISSING[1], If_None_Match="*")[0] == 404


def test_a_part_of_a_file_is_given_by_nginx_and_the_whole_by_the_embedded_server(public, port):
    status, headers, body = asked(port, "/files/ab/abc.pdf", Range="bytes=0-2")
    assert (status, body, headers["Cache-Control"][:7]) == (206, b"pdf", "private")
    assert embedded(public, "/files/ab/abc.pdf", Range="bytes=0-2")[2] == b"pdf" * 9


def test_text_is_packed_for_who_asks_for_it(port):
    _, headers, body = asked(port, "/", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert headers["ETag"].startswith("W/")
    assert headers["Vary"] == "Accept-Encoding"
    assert len(body) < 1000


def test_a_flip_shows_on_the_very_next_request(tmp_path):
    public = tmp_path / "public"
    first = generations.lay(public, "", {"index.html": b"old", "404.html": b"no"}, moment=NOW)
    second = generations.lay(public, first, {"index.html": b"new", "more.html": b"m"}, moment=NOW)
    with served(public, tmp_path) as port:
        for _ in range(20):
            generations.point(public, first)
            assert asked(port, "/")[2] == b"old"
            assert asked(port, "/more.html")[2] == b"no"
            generations.point(public, second)
            assert asked(port, "/")[2] == b"new"
            assert asked(port, "/more.html")[2] == b"m"


def test_every_dynamic_address_is_the_applications_and_says_so_when_it_is_away(port):
    for path in (*(f"{start}x" for start in DYNAMIC), "/desk"):
        status, headers, body = asked(port, path)
        assert status == 503
        assert "公开网站的信息照常可读" in body.decode()
        assert headers["X-Robots-Tag"] == "noindex"


def test_no_log_keeps_a_query(public, tmp_path):
    """Neither of what is answered, nor of what is refused or finds no application."""
    queries = [f"{start}?q=secret" for start in (*DYNAMIC, "/desk", "/assets/none.css")]
    queries += ["/desk/cases/calendar/secret.ics", "/request/status/files/secret/"]
    with served(public, tmp_path) as port:
        for path in (*queries, "/?q=secret", "/nothing.html?secret", *["/search/?q=secret"] * 90):
            asked(port, path, Referer="http://x/?q=secret")
    log = (tmp_path / "access.log").read_text()
    assert "GET /search/" in log
    assert "GET /nothing.html" in log
    assert "secret" not in log + (tmp_path / "error.log").read_text()


def taken_until_refused(port: int, path: str, method: str) -> tuple[int, float]:
    """Return how many requests in a row were let through, and how long they took."""
    count, started = 0, time.monotonic()
    while count < 2_000 and (status := asked(port, path, method)[0]) != 429:
        assert status == 503
        count += 1
    return count, time.monotonic() - started


def test_searching_and_signing_in_are_limited_and_reading_is_not(public, tmp_path):
    with served(public, tmp_path) as port:
        assert {asked(port, "/")[0] for _ in range(100)} == {200}
        for path, method, burst, rate in (
            ("/search/?q=1", "GET", 40, 20), ("/desk/login/", "POST", 20, 2)
        ):  # fmt: skip
            count, seconds = taken_until_refused(port, path, method)
            assert burst < count <= burst + 2 + rate * seconds
        assert {asked(port, "/desk/login/")[0] for _ in range(40)} == {503}
