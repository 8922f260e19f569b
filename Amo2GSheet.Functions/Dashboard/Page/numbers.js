// What is counted, and a number as a button that opens the leads behind it.
import { el } from './dom.js';
import { number, percent } from './words.js';
import { openLeads } from './leads.js';

/** The numbers of a tally in the order of their columns; `kind` is the event that makes the number. */
export const metrics = [
  { key: 'sum', title: 'Сумма', kind: 'zakas' },
  { key: 'orders', title: 'Заказы', kind: 'zakas' },
  { key: 'dumkas', title: 'Раздумья', kind: 'dumka' },
  { key: 'consultations', title: 'Консультации', kind: 'consul' },
  { key: 'conversion', title: 'Конверсия' },
];

export const textOf = (metric, value) => metric.key === 'conversion' ? percent(value) : number(value);

/** A number: a button when leads stand behind it, a plain text when it is zero or there is none, and when it is a ratio of its neighbours. */
export function numberOf(metric, value, about, key) {
  const text = textOf(metric, value);
  if (!value) return el('span', { class: 'zero' }, text);
  if (metric.key === 'conversion') return el('span', { class: 'plain' }, text);
  const title = `${about.title}: ${metric.title.toLowerCase()}`;
  return el('button', {
    type: 'button', class: 'number', 'aria-haspopup': 'dialog', 'data-key': `${key}:${metric.key}`,
    click: () => openLeads(title, { kind: metric.kind, ...about.query }),
  }, text);
}
