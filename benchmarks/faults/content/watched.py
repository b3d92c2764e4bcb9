"""A Chromium that notes what a payload does: run, ask elsewhere, be stopped by the policy alone, be an element."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from benchmarks.faults.content.payloads import CALL
from tests.browser.conftest import CHROMIUM, QUIET

LISTEN = "addEventListener('securitypolicyviolation', e => reported(`${e.effectiveDirective} ${e.blockedURI}`), true)"
LOOK = """([call, host]) => {
    const from = (type, name) => one => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(one);
    const [attributes, kind, html] = ['attributes', 'localName', 'outerHTML'].map(name => from(Element, name));
    const [shadow, text] = [from(Element, 'shadowRoot'), from(Node, 'textContent')];
    const all = (root, selector) =>
        (root === document ? Document : DocumentFragment).prototype.querySelectorAll.call(root, selector);
    const active = new Set(['src', 'srcset', 'data', 'action', 'formaction', 'xlink:href', 'poster', 'ping', 'srcdoc',
        'background', 'code', 'style', 'id', 'name', 'values', 'to']);
    const theirs = value => value.includes(call) || value.includes(host);
    const wrong = (element, {name, value}) =>
        ((/^on/i.test(name) || active.has(name.toLowerCase())) && theirs(value))
        || (/href$/i.test(name) && !/^(https?:|mailto:|blob:|[.\\/?#]|[\\w.%-]+$|$)/i.test(value))
        || (/href$/i.test(name) && kind(element) !== 'a' && theirs(value));
    const roots = [document], told = [], words = [];
    for (const one of all(document, '*')) if (shadow(one)) roots.push(shadow(one));
    for (const root of roots) {
        words.push(text(root === document ? from(Document, 'documentElement')(root) : root));
        for (const element of all(root, '*')) {
            for (const attribute of attributes(element))
                if (wrong(element, attribute)) told.push(`<${kind(element)} ${attribute.name}=${attribute.value}>`);
            const code = ['script', 'style'].includes(kind(element)) ? text(element) : '';
            if (theirs(code) && !code.startsWith('window.gradio_config = {')) told.push(html(element));
            if (['input', 'textarea'].includes(kind(element))) words.push(element.value);
        }
    }
    const parts = 'script, style, iframe, object, embed, math, base, meta, link, template, noscript, x';
    const ours = all(document, 'gradio-app').length ? '#header, #first, #workspace .exchange, #sources' : 'main';
    for (const element of all(document, `:is(${ours}) :is(${parts}):not([src$="/widget.js"])`))
        told.push(html(element));
    const said = words.join(' ');
    return [said.split(call).length + said.split(host).length - 2, told];
}"""
"""What stands in a page: how often a payload as words, and each part of it that is no template's but a payload's.
Properties are taken from their types, since a payload may put an element of the same name in their place."""


@dataclass(slots=True)
class Watched:
    """A browser's tab. `shown` counts the calls and hosts of payloads that stood in pages as words."""

    tab: Any
    own: set[str]
    """Hosts that it may ask, with their ports."""
    host: str
    """That of the payloads."""
    shown: int = 0
    pages: int = 0
    ran: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    """Elements and attributes that no template makes."""

    def open(self, address: str) -> None:
        """Open an address and look at it; what a browser will not show, such as a download, is nothing to look at."""
        try:
            self.tab.goto(address, wait_until="load")
        except BrowserError as error:
            if "ERR_ABORTED" not in str(error) and "Download" not in str(error):
                raise
        self.look()

    def note_dialog(self, dialog: Any) -> None:
        """A dialog is a script that ran."""
        self.ran.append(dialog.message)
        dialog.dismiss()

    def look(self) -> None:
        """Count what the page shows and what of it is more than words."""
        shown, made = self.tab.evaluate(LOOK, [CALL, urlsplit(self.host).netloc])
        self.shown += shown
        self.pages += 1
        self.made += [f"{self.tab.url[:80]} {one[:120]}" for one in made]

    @property
    def failures(self) -> list[str]:
        """Everything that words do not do."""
        lists = (("ran", self.ran), ("asked", self.outside), ("the policy stopped", self.reported), ("made", self.made))
        return [f"{what} {one}" for what, ones in lists for one in ones]


@contextmanager
def watched(*own: str, host: str) -> Iterator[Watched]:
    """A tab that may ask the origins `own`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        made = Watched(context.new_page(), {urlsplit(one).netloc for one in own}, host)
        context.expose_binding("ran", lambda source, *_: made.ran.append(source["page"].url))
        context.expose_binding("reported", lambda source, told: made.reported.append(f"{told} {source['page'].url}"))
        context.add_init_script(LISTEN)
        context.on("request", lambda request: _asked(made, request.url))
        made.tab.on("dialog", partial(Watched.note_dialog, made))  # a bound method would be marked by playwright
        yield made
        browser.close()


def _asked(made: Watched, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("data", "blob", "about", "file") and parts.netloc not in made.own:
        made.outside.append(address)


@contextmanager
def noting_host() -> Iterator[tuple[str, list[str]]]:
    """A host that payloads name, and what it was asked for, whether a browser tells of it or not."""
    asked = list[str]()

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(CALL.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()
