// The journal, newest line on top.
import { byId, el, freshen } from './dom.js';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const most = 200;
let seen = null;

export function showJournal(lines) {
  const list = byId('lines');
  const isFirst = seen === null;
  seen ??= new Set();
  for (const line of lines) {
    const { decision } = line;
    if (seen.has(decision.key)) continue;
    seen.add(decision.key);
    const item = show(line);
    list.prepend(item);
    if (!isFirst) freshen(item);
  }
  while (list.children.length > most) list.lastElementChild.remove();
  byId('no-lines').hidden = list.children.length > 0;
  // What was there before the page is not news; what comes from now on is read out.
  if (isFirst) byId('log').setAttribute('aria-live', 'polite');
}

function show({ decision, name, latencyMs }) {
  const change = decision.before || decision.after ? ` ${quoted(decision.before)} → ${quoted(decision.after)}` : '';
  return el('li', {},
    el('time', { datetime: decision.at }, clock.format(new Date(decision.at))),
    el('span', { class: 'what' },
      decision.rule > 0 ? el('span', { class: 'rule' }, `rule ${decision.rule}`) : null,
      el('span', { lang: 'ru' }, ` ${name ?? ''} `), el('span', { class: 'hint' }, String(decision.lead)),
      decision.ruleText ? `: ${decision.ruleText} → ` : ': ',
      el('strong', {}, decision.sentence),
      change ? el('span', { lang: 'ru' }, change) : null,
      decision.detail ? el('span', { class: 'hint', lang: 'ru' }, ` ${decision.detail}`) : null),
    el('span', { class: 'took' }, latencyMs === null ? '' : took(latencyMs)));
}

const quoted = text => text ? `«${text}»` : '(nothing)';

const took = ms => ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
