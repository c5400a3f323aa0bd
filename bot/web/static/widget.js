/*
 * Sila's chat on a website: a launcher and a panel, kept apart from the page in a shadow root.
 *
 *   <script async src="https://HOST/widget.js" data-language="ar" data-position="end"></script>
 *
 * data-language  ar or en; without it the language of the page, else ar
 * data-position  start or end (the default): the launcher's side, in the reading direction
 * data-target    a selector: the panel stands inside that element, always open, no launcher
 * data-open      "true" opens the panel at once
 *
 * window.Sila = {open(), close(), toggle(), setLanguage(language)}, each promising its completion;
 * "sila:ready" is fired on window when the chat can be used.
 */
(() => {
  "use strict";
  if (window.Sila) return; // a page may name the script twice

  const { src, dataset } = document.currentScript;
  const settings = { ...dataset };
  const chat = import(new URL("/static/widget/chat.js", src)).then(({ start }) => start(settings));

  window.Sila = Object.freeze({
    open: () => chat.then(({ panel }) => panel.open()),
    close: () => chat.then(({ panel }) => panel.close()),
    toggle: () => chat.then(({ panel }) => panel.toggle()),
    setLanguage: (language) => chat.then((started) => started.setLanguage(language)),
  });
  chat.then(
    () => window.dispatchEvent(new CustomEvent("sila:ready")),
    () => {}, // the server is away: the page stays as it was, without a chat
  );
})();
