// The view of a month: a number chosen among four, its chart by day, and beneath it the same by day and person.
import { box, el, show } from './dom.js';
import { isWeekend, longDay, monthText, staffText, weekday } from './words.js';
import { metrics, numberOf } from './numbers.js';
import { chart } from './chart.js';

// In the order in which they stand in a person's day.
const choices = metrics.filter(metric => metric.key !== 'conversion');

export const metricOf = key => choices.find(metric => metric.key === key) ?? choices[0];

/** Shows the month; `choose` is told the number that a person wants to see. */
export function showMonth(parent, report, metric, choose) {
  const total = { title: monthText(report.month), query: { from: report.days[0], to: report.days.at(-1), group: report.group } };
  show(parent,
    el('fieldset', { class: 'bar panel' }, el('legend', {}, 'Что показать по дням'), ...choices.map(one => el('label', { class: 'choice' },
      el('input', { type: 'radio', name: 'metric', value: one.key, checked: one === metric, 'data-key': `metric:${one.key}`, change: () => choose(one.key) }), one.title))),
    el('section', { class: 'panel', 'aria-labelledby': 'chart-title' },
      el('h3', { id: 'chart-title' }, `${metric.title} по дням`), chart(report, metric)),
    el('section', { class: 'panel', 'aria-labelledby': 'days-title' },
      el('h3', { id: 'days-title' }, `${metric.title} по дням и сотрудникам`),
      report.staff.length === 0 ? el('p', { class: 'soft' }, 'За месяц ничего не засчитано.') : box('days', 'Таблица по дням', table(report, metric, total))));
}

function table(report, metric, about) {
  const place = choices.indexOf(metric);
  const staff = [...report.staff].sort((one, other) => other.total[metric.key] - one.total[metric.key]);
  return el('table', { class: 'days', 'aria-labelledby': 'days-title' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'name' }, 'Сотрудник'), el('th', { scope: 'col', class: 'count' }, 'Итого'),
      ...report.days.map(day => el('th', { scope: 'col', class: isWeekend(day) ? 'count weekend' : 'count', title: longDay(day) },
        String(Number(day.slice(8))), el('span', { class: 'weekday' }, weekday(day)))))),
    el('tbody', {}, ...staff.map(person => line({
      name: staffText(person), more: person.group ? `${person.code}, ${person.group}` : String(person.code), key: `staff-${person.code}`, report, metric,
      query: { staff: person.code, group: person.group }, total: person.total[metric.key], about, values: person.days.map(day => day?.[place] ?? 0),
    }))),
    el('tfoot', {}, line({
      name: 'Все', key: 'all', report, metric, query: { group: report.group }, total: report.total[metric.key], about,
      values: report.byDay.map(day => day[metric.key]),
    })));
}

function line({ name, more, key, report, metric, query, total, about, values }) {
  const month = { title: `${name}, ${about.title}`, query: { ...about.query, ...query } };
  return el('tr', {},
    el('th', { scope: 'row', class: 'name' }, name, more ? el('span', { class: 'soft' }, more) : null),
    el('td', { class: 'count whole' }, numberOf(metric, total, month, key)),
    ...values.map((value, place) => {
      const day = report.days[place];
      return el('td', { class: isWeekend(day) ? 'count weekend' : 'count' },
        value === 0 ? null : numberOf(metric, value, { title: `${name}, ${longDay(day)}`, query: { ...query, from: day, to: day } }, `${key}:${day}`));
    }));
}
