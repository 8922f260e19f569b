// Bars by day, drawn as SVG at the width that there is, so that its letters keep their size on a phone and on paper.
import { draw } from './dom.js';
import { compact, isWeekend, longDay, monthText, number } from './words.js';

const height = 220;
const edge = { top: 12, right: 4, bottom: 22, left: 56 };

export function chart(report, metric) {
  const svg = draw('svg', { class: 'chart', role: 'img', 'aria-labelledby': 'chart-name', 'aria-describedby': 'chart-says', height });
  const paint = () => {
    const width = Math.max(svg.clientWidth, 240);
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.replaceChildren(
      draw('title', { id: 'chart-name' }, `${metric.title} по дням, ${monthText(report.month)}`),
      draw('desc', { id: 'chart-says' }, sentence(report, metric)),
      ...bars(report, report.byDay.map(day => day[metric.key]), width));
  };
  new ResizeObserver(paint).observe(svg);
  paint();
  return svg;
}

function bars(report, values, width) {
  const top = ceiling(Math.max(...values, 0));
  const step = (width - edge.left - edge.right) / values.length;
  const y = value => edge.top + (height - edge.top - edge.bottom) * (1 - Math.max(value, 0) / top);
  const every = step < 18 ? 5 : 1;
  return [
    ...[0, top / 2, top].map(value => draw('g', {},
      draw('line', { class: 'rule', x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value) }),
      draw('text', { class: 'scale', x: edge.left - 6, y: y(value) + 4 }, compact(value)))),
    ...values.map((value, place) => {
      const [day, x] = [report.days[place], edge.left + place * step];
      return draw('g', {},
        draw('rect', { class: isWeekend(day) ? 'bar-of-day weekend' : 'bar-of-day', x: x + step * .12, width: step * .76, y: y(value), height: y(0) - y(value) },
          draw('title', {}, `${longDay(day)}: ${number(value)}`)),
        place === 0 || (place + 1) % every === 0 ? draw('text', { class: 'day', x: x + step / 2, y: height - 6 }, String(place + 1)) : null);
    }),
  ];
}

/** A round number above the highest bar; even ones for small counts, so that the middle line is whole, too. */
function ceiling(highest) {
  if (highest <= 2) return 2;
  const size = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 4, 6, 8, 10].map(times => times * size).find(round => round >= highest);
}

/** What a month says in a sentence, for whoever does not see the chart. */
function sentence(report, metric) {
  const values = report.byDay.map(day => day[metric.key]);
  const best = Math.max(...values);
  return best <= 0
    ? `${metric.title}: за месяц ничего.`
    : `${metric.title} за месяц: ${number(report.total[metric.key])}; больше всего ${longDay(report.days[values.indexOf(best)])}: ${number(best)}. Все числа стоят в таблице ниже.`;
}
