// The lowest contrast between any text of the chat and any colour it may stand on, how many texts
// were looked at, and which was the worst (WCAG 2.2, 1.4.3).
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };

  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  // The opaque colours behind an element; a gradient counts with all of its stops.
  const grounds = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      const stops = backgroundImage.match(/rgba?\([^)]*\)/g);
      if (stops) return stops.map(channels);
      const ground = channels(backgroundColor);
      if (ground[3] === 255) return [ground];
    }
    return [[255, 255, 255, 255]];
  };

  const root = document.querySelector("sila-chat").shadowRoot;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = { lowest: 21, texts: 0, worst: "" };
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const seen = element.checkVisibility({ visibilityProperty: true });
    if (!seen || element.closest(".unseen") || !walker.currentNode.data.trim()) continue;
    found.texts += 1;
    const ink = channels(getComputedStyle(element).color);
    for (const ground of grounds(element)) {
      const value = contrast(ink, ground);
      if (value >= found.lowest) continue;
      found.lowest = value;
      found.worst = `${element.className} ${element.textContent}`;
    }
  }
  return found;
}
