// Puts a drawn code into the page: parsed as an image, so that nothing in it can run.

/** Replaces what `box` holds by the SVG that our server drew. */
export function draw(box, svg) {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (parsed.nodeName !== "svg") return;
  box.replaceChildren(document.importNode(parsed, true));
}
