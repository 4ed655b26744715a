// Taking a picture of what another screen shows: the real pixels, ready for a decoder.

const LONGEST = 1600;
const MARGIN = 24; // a code needs some quiet around it
const NODES = 6000;

/** A canvas with the picture at `url` and a white margin. */
export async function pictureFromUrl(url) {
  const image = await loaded(url);
  const width = image.naturalWidth || 512;
  const height = image.naturalHeight || 512;
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const { canvas, pen } = paper(width * scale + MARGIN * 2, height * scale + MARGIN * 2);
  pen.drawImage(image, MARGIN, MARGIN, width * scale, height * scale);
  return canvas;
}

function paper(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  return { canvas, pen };
}

function loaded(url) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("picture"));
    image.src = url;
  });
}

/**
 * A canvas with every img, svg and canvas of a page in a frame of our own origin, each where the
 * page shows it; null when the page is not ours or shows no picture.
 */
export async function pictureFromFrame(frame) {
  let doc;
  try {
    doc = frame.contentDocument;
  } catch {
    return null;
  }
  if (!doc?.documentElement) return null;
  const view = frame.contentWindow;
  const all = [...doc.querySelectorAll("img, svg, canvas")].filter((node) => !node.ownerSVGElement && isShown(node));
  const inView = all.filter((node) => touches(node.getBoundingClientRect(), view));
  const nodes = inView.length > 0 ? inView : all;
  if (nodes.length === 0) return null;
  const box = around(nodes);
  const scale = Math.min(2, LONGEST / Math.max(box.width, box.height));
  const { canvas, pen } = paper(box.width * scale, box.height * scale);
  for (const node of nodes) await draw(pen, node, box, scale);
  return canvas;
}

function isShown(node) {
  const rect = node.getBoundingClientRect();
  if (rect.width < 8 || rect.height < 8) return false;
  return node.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) ?? true;
}

function touches(rect, view) {
  return rect.bottom > 0 && rect.right > 0 && rect.top < view.innerHeight && rect.left < view.innerWidth;
}

function around(nodes) {
  const rects = nodes.map((node) => node.getBoundingClientRect());
  const left = Math.min(...rects.map((rect) => rect.left)) - MARGIN;
  const top = Math.min(...rects.map((rect) => rect.top)) - MARGIN;
  const right = Math.max(...rects.map((rect) => rect.right)) + MARGIN;
  const bottom = Math.max(...rects.map((rect) => rect.bottom)) + MARGIN;
  return { left, top, width: right - left, height: bottom - top };
}

async function draw(pen, node, box, scale) {
  const rect = node.getBoundingClientRect();
  const place = [(rect.left - box.left) * scale, (rect.top - box.top) * scale, rect.width * scale, rect.height * scale];
  try {
    // A code drawn in dark on nothing, on a dark page, is still on paper for the camera.
    if (node.tagName.toLowerCase() === "svg") pen.drawImage(await drawnSvg(node, place[2], place[3]), ...place);
    else if (node.tagName !== "IMG" || (node.complete && node.naturalWidth > 0)) pen.drawImage(node, ...place);
  } catch {
    // One picture that cannot be drawn must not hide the others.
  }
}

async function drawnSvg(node, width, height) {
  const copy = node.cloneNode(true);
  keepColours(node, copy);
  for (const part of copy.querySelectorAll("script, foreignObject")) part.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const source = new XMLSerializer().serializeToString(copy);
  const url = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
  try {
    return await loaded(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

// Outside its page a drawing loses the page's style sheet; what it looked like is written into it.
function keepColours(node, copy) {
  const from = [node, ...node.querySelectorAll("*")].slice(0, NODES);
  const to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((source, at) => {
    const style = source.ownerDocument.defaultView.getComputedStyle(source);
    for (const name of ["fill", "stroke", "stroke-width", "color", "opacity", "display", "visibility"]) {
      to[at].style.setProperty(name, style.getPropertyValue(name));
    }
  });
}

/** A small copy for a list. */
export function thumbnail(canvas, longest = 320) {
  const scale = Math.min(1, longest / Math.max(canvas.width, canvas.height));
  const { canvas: small, pen } = paper(canvas.width * scale, canvas.height * scale);
  pen.drawImage(canvas, 0, 0, small.width, small.height);
  return small;
}

export function toBlob(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("picture"))), "image/png");
  });
}
