// Counters against the limits, the misfortunes, and the service's process.
import { byId, el, keep, order, setText } from './dom.js';

const states = { Running: 'The service runs', Starting: 'The service starts …', Killed: 'The service is gone' };

export function showCalls({ amo, sheets }) {
  const rows = [
    ['amo', 'amoCRM, busiest second', amo.busiestSecond, amo.perSecond, `${amo.busiestSecond} of ${amo.perSecond}; ${amo.total} calls, ${amo.refused} refused${amo.isBlocked ? '; shut out' : ''}`],
    ['reads', 'Google, reads this minute', sheets.readsThisMinute, sheets.perMinute, `${sheets.readsThisMinute} of ${sheets.perMinute}; ${sheets.reads} in all`],
    ['writes', 'Google, writes this minute', sheets.writesThisMinute, sheets.perMinute, `${sheets.writesThisMinute} of ${sheets.perMinute}; ${sheets.writes} in all`],
  ];
  const list = byId('calls');
  for (const [key, title, used, limit, words] of rows) {
    if (!byId(`${key}-meter`)) {
      list.append(el('dt', { id: `${key}-title` }, title),
        el('dd', {}, el('meter', { id: `${key}-meter`, min: 0, 'aria-labelledby': `${key}-title` })), el('dd', { id: `${key}-words` }));
    }
    const meter = byId(`${key}-meter`);
    meter.max = limit;
    meter.high = limit * 0.9;
    meter.value = used;
    setText(byId(`${key}-words`), words);
  }
}

export function showFaults(faults) {
  keep(byId('faults'), faults, fault => fault.key, fault => {
    const button = el('button', { type: 'button', role: 'switch' },
      el('span', { class: 'onoff', 'aria-hidden': 'true' }), el('span', {}, fault.title), el('span', { class: 'hint' }, fault.hint));
    button.addEventListener('click', () => order('PUT', `faults/${fault.key}`, { on: button.getAttribute('aria-checked') !== 'true' }));
    return el('li', {}, button);
  }, (item, fault) => {
    item.firstElementChild.setAttribute('aria-checked', String(fault.on));
    setText(item.querySelector('.onoff'), fault.on ? 'on' : 'off');
  });
}

let state = 'Starting';

byId('service').addEventListener('click', () => order('PUT', 'service', { running: state !== 'Running' }));

export function showService(service) {
  state = service.state;
  setText(byId('service-state'), states[state]);
  setText(byId('service'), state === 'Killed' ? 'Start the functions again' : 'Kill the functions');
  byId('service').disabled = state === 'Starting';
  const door = service.dashboard;
  byId('dashboard').hidden = !door;
  if (!door) return;
  byId('dashboard-link').href = door.address;
  setText(byId('dashboard-who'), `name ${door.name}, password ${door.password}`);
}
