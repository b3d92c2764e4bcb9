"""What is measured on a page as it is shown: by axe-core, and by the sizes and colours that the browser computed."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
BY_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules of axe-core that a theme can break."""

AT_REST = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const one of document.getAnimations()) { try { one.finish() } catch { one.cancel() } }
}"""
"""Colours that pass into each other have no contrast that lasts."""

SMALL = """() => {
  const inside = one => getComputedStyle(one).display === "inline"
    && [...one.parentElement.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 1);
  const pressed = "a, button, summary, select, textarea, input:not([type=hidden]), label:has(> input), [role=button]";
  const boxes = "label > input:is([type=radio], [type=checkbox])";
  return [...document.querySelectorAll(pressed)]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".unseen, svg"))
    .filter(one => !one.matches(boxes) && !inside(one))
    .filter(one => { const { width, height } = one.getBoundingClientRect(); return Math.min(width, height) < 23.9; })
    .map(one => one.outerHTML.slice(0, 120));
}"""
"""Targets of fewer than 24 px (WCAG 2.2, 2.5.8). Not those within a sentence, which the rule leaves out, nor the bars
of a plot, whose years and kinds the form above it narrows to as well; a box is pressed by its label, too.
"""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
"""The spacing of WCAG 2.1, 1.4.12."""
TWICE = "html { font-size: 200% !important; }"

CUT = """() => [...document.querySelectorAll("body *")]
  .filter(one => ["hidden", "clip"].includes(getComputedStyle(one).overflowY) && !one.closest(".unseen, svg, [inert]"))
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && one.innerText?.trim())
  .filter(one => one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 0)
  .map(one => one.outerHTML.slice(0, 120))"""
"""Elements whose text does not fit into them."""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(one => one.checkVisibility({ visibilityProperty: true })).map(one => Number(one.tagName[1]))"""
MAINS = """() => [...document.querySelectorAll("main, [role=main]")]
  .filter(one => one.checkVisibility({ visibilityProperty: true })).length"""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that axe-core found: its rule, whether WCAG asks for it, and where."""

    rule: str
    asked: bool
    where: str


def look(tab: Any, width: int, scheme: str) -> None:
    """Show a page in a window of that width and in that theme, at rest."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    tab.evaluate(AT_REST)


def faults(tab: Any, *, colours_alone: bool = False) -> list[Fault]:
    """What axe-core finds on a page as it is shown now."""
    chosen = {"type": "rule", "values": BY_COLOUR} if colours_alone else {"type": "tag", "values": TAGS}
    if not tab.evaluate("typeof axe === 'object'"):
        tab.evaluate(Axe().axe_script)
    asked = "options => axe.run(options).then(found => found.violations)"
    found = tab.evaluate(asked, {"runOnly": chosen, "resultTypes": ["violations"]})
    return [
        Fault(one["id"], "best-practice" not in one["tags"], f"{node['target']}: {node['failureSummary']}")
        for one in found
        for node in one["nodes"]
    ]


def styled(tab: Any, rules: str) -> Any:
    """Lay rules over a page; what takes them away again."""
    sheet = tab.evaluate_handle(
        """rules => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rules);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
          return sheet;
        }""",
        rules,
    )
    return lambda: sheet.evaluate(
        "sheet => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== sheet) }"
    )
