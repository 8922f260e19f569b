// A cell under the hand: a text box, or a list where the cell has a dropdown.
import { el, onChoice } from './dom.js';

export const isEditing = cell => cell.classList.contains('editing');

/**
 * Opens a cell. `leave` is told where the hand goes, by columns to the right; `done` gets what was entered and answers whether it was
 * taken.
 */
export function edit(cell, { label, text, list, first, done, leave }) {
  const box = list ? choices(list, text, label) : el('input', { 'aria-label': label, value: first ?? text });
  let isOpen = true;
  const close = async (isKept, then) => {
    if (!isOpen) return;
    isOpen = false;
    const value = box.value;
    cell.classList.remove('editing');
    // It shows what was entered until the sheet says otherwise.
    cell.textContent = isKept ? value : text;
    then();
    if (isKept && value !== text && !await done(value)) cell.textContent = text;
  };

  cell.classList.add('editing');
  cell.replaceChildren(box);
  box.focus();
  if (!list && first === null) box.select();
  else if (!list) box.setSelectionRange(first.length, first.length);
  if (list) onChoice(box, () => close(true, () => leave(0)));
  box.addEventListener('blur', () => close(true, () => {}));
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape') void close(false, () => leave(0));
    else if (event.key === 'Enter' && !list) void close(true, () => leave(0));
    else if (event.key === 'Tab') void close(true, () => leave(event.shiftKey ? -1 : 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function choices(list, text, label) {
  const values = list.includes(text) ? ['', ...list] : ['', ...new Set([text, ...list].filter(Boolean))];
  const box = el('select', { 'aria-label': label }, ...values.map(value => el('option', { value }, value || '—')));
  box.value = text;
  return box;
}
