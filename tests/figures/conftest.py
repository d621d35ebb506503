"""The data services answering on an address, for clients that know nothing of Django."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


@pytest.fixture(autouse=True)
def counts() -> None:
    """Forget how often was asked before."""
    cache.clear()


@pytest.fixture
def served(copied_database, settings) -> Iterator[str]:
    """Return the address of the system, served by this process on a database of its own."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Threads, _Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.BASE_URL = f"http://127.0.0.1:{server.server_port}"
    yield settings.BASE_URL
    server.shutdown()
    thread.join()
    server.server_close()
