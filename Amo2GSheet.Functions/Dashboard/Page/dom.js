// Elements whose text is text, and what is shown without losing the reader's place.

const Svg = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

export const meta = name => document.querySelector(`meta[name="${name}"]`).content;

/** An element. Strings become text nodes, never markup; attributes of null or false are left out, functions are listeners. */
export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** The same in a drawing. */
export const draw = (tag, attributes, ...children) => fill(document.createElementNS(Svg, tag), attributes, children);

function fill(made, attributes = {}, children = []) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

/** Sets a text only when it differs, so that a selection and a screen reader stay undisturbed. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A box for what may be wider than the window. It has a name and takes the focus, so that it scrolls by keys even when nothing in it can be pressed. */
export const box = (key, name, ...children) =>
  el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': name, 'data-key': `${key}:box` }, ...children);

/** Replaces what stands in an element; the focus goes to what took the place of what had it, and boxes stay scrolled as they were. */
export function show(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const scrolled = [...parent.querySelectorAll('.scroll')].map(one => [one.dataset.key, one.scrollLeft]).filter(([, left]) => left !== 0);
  parent.replaceChildren(...children.filter(child => child !== null && child !== undefined));
  const find = name => parent.querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (key) find(key)?.focus({ preventScroll: true });
  for (const [name, left] of scrolled) find(name)?.scrollTo({ left, behavior: 'instant' });
}
