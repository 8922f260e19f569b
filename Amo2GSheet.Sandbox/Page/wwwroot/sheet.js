// The spreadsheet as people see it: tabs, and a grid with one stop for Tab in which the arrow keys go from cell to cell.
import { byId, el, freshen, keep, order, setText, showTabs } from './dom.js';
import { edit, isEditing } from './cell.js';

const pinned = { ID: 'left', 'Статус': 'right' };
const letters = index => (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + index % 26);

let book = [];
let chosen = null;
let at = { row: 2, column: 0 };

const grid = byId('grid');

export function showBook(state) {
  book = state;
  draw();
}

const tab = () => book.find(one => one.id === chosen) ?? book[0];

function draw() {
  const shown = tab();
  if (!shown) return;
  showTabs(byId('book-tabs'), book, shown.id, byId('grid-panel'), id => { chosen = id; at = { row: 2, column: 0 }; grid.replaceChildren(); draw(); });
  const before = grid.dataset.columns;
  grid.dataset.columns = JSON.stringify([shown.id, shown.columns]);
  const isSame = before === grid.dataset.columns && grid.tBodies.length > 0;
  if (!isSame) {
    grid.replaceChildren(
      el('thead', {}, el('tr', {}, el('td', { class: 'number' }),
        ...shown.columns.map((name, column) => el('th', { scope: 'col', lang: 'ru', class: pinned[name] ?? '' }, name || letters(column))))),
      el('tbody'));
  }
  keep(grid.tBodies[0], shown.rows, row => row.row, row => makeRow(row, shown), (line, row) => fillRow(line, row, shown, isSame));
  at.row = Math.max(2, Math.min(at.row, shown.rows.at(-1)?.row ?? 2));
  at.column = Math.min(at.column, shown.columns.length - 1);
  point(false);
}

function makeRow(row, shown) {
  return el('tr', {}, el('th', { scope: 'row', class: 'number' }, String(row.row)),
    ...shown.columns.map((name, column) => el('td', {
      lang: 'ru', tabindex: -1, 'data-column': column, class: `${pinned[name] ?? ''} ${shown.lists[column] ? 'list' : ''}`,
    })));
}

function fillRow(line, row, shown, isNews) {
  row.cells.forEach((text, column) => {
    const cell = line.cells[column + 1];
    if (isEditing(cell)) return;
    if (setText(cell, text) && isNews) freshen(cell);
    cell.classList.toggle('noted', Boolean(row.notes[column]));
  });
}

const cellAt = ({ row, column }) => grid.querySelector(`tr[data-key="${row}"] td[data-column="${column}"]`);

/** Makes the chosen cell the one that Tab comes to, and tells about it above the grid. */
function point(focus) {
  for (const old of grid.querySelectorAll('td[tabindex="0"]')) old.tabIndex = -1;
  const cell = cellAt(at);
  if (!cell) return;
  cell.tabIndex = 0;
  if (focus) cell.focus();
  const shown = tab();
  const note = shown.rows.find(row => row.row === at.row)?.notes[at.column];
  const more = shown.more > 0 ? ` (${shown.more} more rows are not shown.)` : '';
  setText(byId('cell-info'), `${letters(at.column)}${at.row}, ${shown.columns[at.column]}${note ? `. Note: ${note}` : ': Enter or typing edits'}${more}`);
}

function open(first = null) {
  const shown = tab();
  const where = { ...at };
  edit(cellAt(where), {
    label: `${shown.columns[where.column]}, row ${where.row}`,
    text: shown.rows.find(row => row.row === where.row).cells[where.column],
    list: shown.lists[where.column] ?? null,
    first,
    done: text => send({ do: text === '' ? 'clear' : 'type', cell: letters(where.column) + where.row, text }),
    leave: step => {
      at = { row: where.row, column: Math.max(0, Math.min(where.column + step, shown.columns.length - 1)) };
      point(true);
    },
  });
}

const send = what => order('POST', 'edits', { edits: [{ tab: tab().title, ...what }] });

grid.addEventListener('keydown', event => {
  const cell = event.target.closest('td[data-column]');
  if (!cell || isEditing(cell) || event.ctrlKey || event.metaKey || event.altKey) return;
  const last = tab().columns.length - 1;
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -last], End: [0, last] };
  if (steps[event.key]) {
    const [down, right] = steps[event.key];
    const row = Math.max(2, Math.min(at.row + down, tab().rows.at(-1).row));
    at = { row, column: Math.max(0, Math.min(at.column + right, last)) };
    point(true);
  } else if (event.key === 'Enter' || event.key === 'F2') open();
  else if (event.key === 'Delete' || event.key === 'Backspace') void send({ do: 'clear', cell: letters(at.column) + at.row });
  else if (event.key.length === 1) open(event.key);
  else return;
  event.preventDefault();
});

grid.addEventListener('click', event => {
  const cell = event.target.closest('td[data-column]');
  if (!cell || isEditing(cell)) return;
  const where = { row: Number(cell.parentElement.dataset.key), column: Number(cell.dataset.column) };
  const isAgain = where.row === at.row && where.column === at.column && document.activeElement === cell && cell.dataset.clicked;
  for (const old of grid.querySelectorAll('[data-clicked]')) delete old.dataset.clicked;
  at = where;
  point(true);
  // A dropdown opens at once, any other cell at the second click, on a phone too.
  if (isAgain || tab().lists[where.column]) open();
  else cell.dataset.clicked = 'true';
});

byId('sort-up').addEventListener('click', () => send({ do: 'sort', column: tab().columns[at.column] }));
byId('sort-down').addEventListener('click', () => send({ do: 'sort', column: tab().columns[at.column], descending: true }));
byId('insert-row').addEventListener('click', () => send({ do: 'insertRows', row: at.row }));
byId('delete-row').addEventListener('click', () => send({ do: 'deleteRows', row: at.row }));
