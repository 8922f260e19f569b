// The view of a range: cards of totals, a table per group, the receptionists. A click on a header sorts all tables of a kind alike.
import { box, el, show } from './dom.js';
import { groupText, receptionistText, staffText } from './words.js';
import { metrics, numberOf } from './numbers.js';

const collator = new Intl.Collator('ru', { numeric: true });
const byText = new Set(['name']);
const orders = { staff: { key: 'sum', down: true }, receptionists: { key: 'leads', down: true } };
const metric = key => metrics.find(one => one.key === key);

const staffColumns = [{ key: 'code', title: 'Код' }, { key: 'name', title: 'Сотрудник' }, ...metrics];
const receptionistColumns = [
  { key: 'name', title: 'Приёмщик' }, { key: 'leads', title: 'Лиды', kind: null },
  metric('consultations'), metric('orders'), metric('sum'), metric('conversion'),
];

/** The big numbers at the top. */
export function showTotals(parent, total, about) {
  show(parent, ...metrics.map(one => el('div', { class: 'card' },
    el('p', { class: 'soft' }, one.title),
    el('p', { class: 'big' }, numberOf(one, total[one.key], about, 'total')))));
}

/** The tables of a range. */
export function showRange(parent, stats) {
  const range = { from: stats.from, to: stats.to };
  const tables = stats.tables.map(({ group, staff, total }, place) => table({
    // A number, as a group may be named by several words, and no id is.
    kind: 'staff', id: `group-${place}`, key: `group-${group}`, title: groupText(group), columns: staffColumns, rows: staff, total,
    aboutRow: person => ({ title: staffText(person), query: { ...range, staff: person.code, group } }),
    aboutTotal: { title: groupText(group), query: { ...range, group } },
    empty: 'В этой группе никого нет.',
  }));
  const people = table({
    kind: 'receptionists', id: 'receptionists', key: 'receptionists', title: 'Приёмщики', columns: receptionistColumns, rows: stats.receptionists, total: stats.receptionistsTotal,
    aboutRow: ({ name }) => ({ title: receptionistText(name), query: { ...range, receptionist: name } }),
    aboutTotal: { title: 'Все приёмщики', query: { ...range, receptionists: 'all' } },
    note: 'Сделки, созданные за период, по полю «Приёмщик». Фильтр группы сюда не относится.',
    empty: 'За период не создано ни одной сделки.',
  });
  const nobody = stats.group === null ? 'На вкладке сотрудников никого нет, и за период ничего не засчитано.' : 'В этой группе никого нет, и за период ничего не засчитано.';
  show(parent, stats.tables.length === 0 ? el('p', {}, nobody) : null, ...tables, people);
}

function table({ kind, id, key, title, columns, rows, total, aboutRow, aboutTotal, note, empty }) {
  const section = el('section', { class: 'panel', 'aria-labelledby': `${id}-title` },
    el('h3', { id: `${id}-title` }, title), note ? el('p', { class: 'soft' }, note) : null);
  if (rows.length === 0) {
    section.append(el('p', { class: 'soft' }, empty));
    return section;
  }

  const heads = columns.map(column => el('th', { scope: 'col', 'data-column': column.key, class: isText(column) ? null : 'count' },
    el('button', { type: 'button', class: 'sort', 'data-key': `${key}:sort:${column.key}`, click: () => sortBy(kind, column) }, column.title)));
  const body = el('tbody');
  const made = el('table', { 'data-kind': kind, 'aria-labelledby': `${id}-title` }, el('thead', {}, el('tr', {}, ...heads)), body,
    el('tfoot', {}, el('tr', {},
      el('th', { scope: 'row', class: 'name', colspan: columns.filter(isText).length }, 'Итого'),
      ...columns.filter(column => !isText(column)).map(column => cell(column, total, aboutTotal, key)))));
  made.addEventListener('sort', () => {
    const order = orders[kind];
    heads.forEach((head, place) => columns[place].key === order.key ? head.setAttribute('aria-sort', order.down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort'));
    show(body, ...sorted(rows, order).map(row => el('tr', {}, ...columns.map(column => cell(column, row, aboutRow(row), `${key}:${row.code ?? row.name}`)))));
  });
  made.dispatchEvent(new Event('sort'));
  section.append(box(key, `Таблица «${title}»`, made));
  return section;
}

const isText = column => column.key === 'name' || column.key === 'code';

function cell(column, row, about, key) {
  if (column.key === 'name') return el('th', { scope: 'row', class: 'name' }, about.title);
  if (column.key === 'code') return el('td', { class: 'code' }, String(row.code));
  return el('td', { class: 'count', 'data-column': column.key }, numberOf(column, row[column.key], about, key));
}

function sortBy(kind, column) {
  const before = orders[kind];
  orders[kind] = { key: column.key, down: before.key === column.key ? !before.down : !isText(column) };
  for (const one of document.querySelectorAll(`table[data-kind="${kind}"]`)) one.dispatchEvent(new Event('sort'));
}

/** Equal ones stay in the order of the service; a conversion that there is not comes last. */
function sorted(rows, { key, down }) {
  const sign = down ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one[key], other[key]];
    if (byText.has(key)) return sign * collator.compare(a ?? '', b ?? '');
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    return sign * (a - b);
  });
}
