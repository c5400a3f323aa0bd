"""Whether words stand out from their ground, as WCAG 2 reckons it: at least 4.5 to 1."""

from __future__ import annotations

from playwright.async_api import Page

LOOK = """() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (layers) => {
    context.clearRect(0, 0, 1, 1);
    for (const layer of layers) { context.fillStyle = layer; context.fillRect(0, 0, 1, 1); }
    return context.getImageData(0, 0, 1, 1).data;
  };
  const light = (layers) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = [...channels(layers)].map((byte) => byte / 255);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const grounds = (element) => {
    const found = [];
    for (let e = element; e; e = e.parentElement) found.unshift(getComputedStyle(e));
    return found.map((style) => style.backgroundColor);
  };
  const weak = [];
  const check = (element, style, words) => {
    const ground = grounds(element);
    const [low, high] = [light(ground), light([...ground, style.color])].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) weak.push(`${words}: ${ratio.toFixed(2)}`);
  };
  let seen = 0;
  for (const element of document.querySelectorAll("body *")) {
    const visible = element.checkVisibility({ visibilityProperty: true });
    if (!visible || element.matches(":disabled")) continue;
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const words = texts.map((node) => node.data).join("").trim();
    if (words) { check(element, getComputedStyle(element), words); seen += 1; }
    if (element.placeholder) {
      check(element, getComputedStyle(element, "::placeholder"), element.placeholder);
    }
  }
  return [seen, weak];
}"""


async def weak_words(page: Page) -> list[str]:
    """The visible words and placeholders whose contrast is too low, each with its ratio."""
    seen, weak = await page.evaluate(LOOK)
    assert seen > 0
    return list(weak)
