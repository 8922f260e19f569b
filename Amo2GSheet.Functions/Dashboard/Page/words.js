// How numbers and days are written in Russian. Days are the texts of the service (2026-11-26), in its time zone and not the browser's.

const whole = new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat('ru-RU', { style: 'percent', maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('ru-RU', { notation: 'compact', maximumFractionDigits: 1 });
const thin = text => text.replace(/\u00a0/g, '\u202f');

export const number = value => thin(whole.format(value));
export const percent = value => value === null ? '—' : thin(percents.format(value));
export const compact = value => thin(short.format(value));

const utc = options => new Intl.DateTimeFormat('ru-RU', { timeZone: 'UTC', ...options });
const dayAndMonth = utc({ day: 'numeric', month: 'long' });
const monthName = utc({ month: 'long' });
const weekdayName = utc({ weekday: 'short' });
const at = day => new Date(`${day}T00:00:00Z`);
const text = date => date.toISOString().slice(0, 10);

/** «26 ноября 2026» */
export const longDay = day => `${dayAndMonth.format(at(day))} ${day.slice(0, 4)}`;

/** «26.11.2026» */
export const shortDay = day => `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;

/** «26.11.2026, 10:15» of a moment with its offset, as it reads there. */
export const moment = value => `${shortDay(value)}, ${value.slice(11, 16)}`;

export const weekday = day => weekdayName.format(at(day));
export const isWeekend = day => [0, 6].includes(at(day).getUTCDay());

/** «1–26 ноября 2026», «28 октября – 3 ноября 2026», «26 ноября 2026» */
export function rangeText(from, to) {
  if (from === to) return longDay(to);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${Number(from.slice(8))}–${longDay(to)}`;
  return `${from.slice(0, 4) === to.slice(0, 4) ? dayAndMonth.format(at(from)) : longDay(from)} – ${longDay(to)}`;
}

/** «Ноябрь 2026» */
export function monthText(month) {
  const name = monthName.format(at(`${month}-01`));
  return `${name[0].toUpperCase()}${name.slice(1)} ${month.slice(0, 4)}`;
}

export function addDays(day, days) {
  const date = at(day);
  date.setUTCDate(date.getUTCDate() + days);
  return text(date);
}

export function addMonths(month, months) {
  const date = at(`${month}-01`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return text(date).slice(0, 7);
}

/** The first and the last day of a month. */
export const monthDays = month => ({ from: `${month}-01`, to: addDays(`${addMonths(month, 1)}-01`, -1) });

/** The ready ranges, by the service's day; weeks begin on Monday, and nothing goes beyond today. */
export function presets(today) {
  const monday = addDays(today, -((at(today).getUTCDay() + 6) % 7));
  const month = today.slice(0, 7);
  const yesterday = addDays(today, -1);
  return [
    { title: 'Сегодня', from: today, to: today },
    { title: 'Вчера', from: yesterday, to: yesterday },
    { title: 'Эта неделя', from: monday, to: today },
    { title: 'Прошлая неделя', from: addDays(monday, -7), to: addDays(monday, -1) },
    { title: 'Этот месяц', from: `${month}-01`, to: today },
    { title: 'Прошлый месяц', ...monthDays(addMonths(month, -1)) },
  ];
}

export const groupText = group => group === '' ? 'Без группы' : `Группа ${group}`;

/** The same within a line. */
export const groupInside = group => group === '' ? 'без группы' : `группа ${group}`;

export const staffText = person => person.name || `Код ${person.code}`;
export const receptionistText = name => name || 'Без приёмщика';
