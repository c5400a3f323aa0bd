// Elements without markup: what people wrote only ever becomes a text node.

/** An element: functions among the attributes listen, true is an empty attribute, null is none. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== false));
  return made;
}

/** A button that says `label`; `main` is the one that is meant first. */
export const button = (label, click, main = false) =>
  element("button", { type: "button", class: main ? "main" : null, click }, label);

/** Makes `nodes` the children of `parent`, moving as few as possible and keeping the focus. */
export function arrange(parent, nodes) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    const here = parent.children[index];
    if (here !== node) parent.insertBefore(node, here ?? null);
  });
  if (focused?.isConnected) focusOn(focused, { preventScroll: true });
}

/** Puts the cursor there, unless it is in the page around the desk: in the demo one person writes
    on both sides. */
export function focusOn(node, options) {
  const frame = window.frameElement;
  if (!frame || frame.ownerDocument.activeElement === frame) node.focus(options);
}
