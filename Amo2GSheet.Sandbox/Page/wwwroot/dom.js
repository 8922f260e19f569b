// What all parts need: elements whose text is text, keyed lists, tabs, orders to the server.

/** An element. Strings become text nodes, never markup; attributes of null or false are left out, functions are listeners. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

export const byId = id => document.getElementById(id);

/** Sets a text only when it differs, so that a selection and a screen reader stay undisturbed. */
export function setText(node, text) {
  if (node.textContent === text) return false;
  node.textContent = text;
  return true;
}

/** Makes the children of a parent stand for items, keeping elements, and with them the focus, of items that stay. */
export function keep(parent, items, keyOf, make, update) {
  const wanted = new Set(items.map(item => String(keyOf(item))));
  // First the gone ones: an element that is moved loses its focus, so what stays is moved only if the order changed.
  for (const child of [...parent.children]) if (!wanted.has(child.dataset.key)) child.remove();
  const present = new Map([...parent.children].map(child => [child.dataset.key, child]));
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const child = present.get(key) ?? make(item);
    child.dataset.key = key;
    update?.(child, item);
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

/** Shows for a moment that something just changed. */
export function freshen(node) {
  node.classList.remove('fresh');
  void node.offsetWidth;
  node.classList.add('fresh');
}

/** A tab list by the book: one stop for Tab, arrows go from tab to tab. */
export function showTabs(list, items, chosen, panel, choose) {
  keep(list, items, item => item.id,
    item => el('button', { type: 'button', role: 'tab', lang: 'ru', 'aria-controls': panel.id, click: () => choose(item.id) }),
    (tab, item) => {
      setText(tab, item.title);
      tab.setAttribute('aria-selected', String(item.id === chosen));
      tab.tabIndex = item.id === chosen ? 0 : -1;
    });
  list.onkeydown = event => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const tabs = [...list.children];
    const target = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    target.click();
    target.focus();
    event.preventDefault();
  };
}

/** Calls back when a choice is made. Arrows on a closed select are only looking around: Enter makes that choice. */
export function onChoice(select, choose) {
  let looking = false;
  select.addEventListener('pointerdown', () => { looking = false; });
  select.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      if (looking) {
        event.preventDefault();
        choose(select.value);
      }
      looking = false;
    } else if (!['Escape', 'Tab', 'Shift', ' '].includes(event.key)) {
      looking = true;
    }
  });
  select.addEventListener('change', () => { if (!looking) choose(select.value); });
}

let hush;

/** Says what went wrong, for some seconds. */
export function say(text) {
  byId('say').textContent = text;
  clearTimeout(hush);
  hush = setTimeout(() => { byId('say').textContent = ''; }, 8000);
}

/** Sends an order; says why when it was refused. */
export async function order(method, path, body) {
  try {
    const answer = await fetch(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    if (answer.ok) return true;
    const { error } = await answer.json().catch(() => ({}));
    say(error ?? `The sandbox answered ${answer.status}.`);
  } catch {
    say('The sandbox does not answer: does ./demo.sh still run?');
  }
  return false;
}
