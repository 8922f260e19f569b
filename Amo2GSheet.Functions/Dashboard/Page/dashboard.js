// The page's frame. What is shown stands in the address (from, to, group, view, number), so that reload, back and a shared link work.
import { byId, el, meta, setText, show } from './dom.js';
import { addMonths, groupInside, groupText, longDay, moment, monthDays, monthText, presets, rangeText } from './words.js';
import { ask, order } from './service.js';
import { showRange, showTotals } from './tables.js';
import { metricOf, showMonth } from './month.js';
import { isOpen } from './leads.js';

const everyGroup = '*';
const freshness = 60_000;
let asked = 0;
let last = null;

const wanted = () => {
  const query = new URLSearchParams(location.search);
  return {
    view: query.get('view') === 'month' ? 'month' : 'range',
    from: query.get('from'), to: query.get('to'), group: query.get('group'), number: query.get('number'),
  };
};

function addressOf(state) {
  const query = new URLSearchParams(Object.entries({ ...state, view: state.view === 'month' ? 'month' : null }).filter(([, value]) => value !== null));
  return query.size > 0 ? `/dashboard?${query}` : '/dashboard';
}

/** Shows something else; the way back stays. */
function go(change) {
  history.pushState(null, '', addressOf({ ...wanted(), ...change }));
  void load();
}

/** Another number of the month that is there already: nothing has to be asked, and it is no step to go back. */
function choose(number, answer) {
  history.replaceState(null, '', addressOf({ ...wanted(), number }));
  display(wanted(), answer);
}

async function load(isQuiet = false) {
  const [mine, state] = [++asked, wanted()];
  if (!isQuiet) {
    byId('main').setAttribute('aria-busy', 'true');
    setText(byId('state'), 'Загружаю…');
  }

  try {
    const answer = state.view === 'month'
      ? await ask('/api/dashboard/monthly-report', { month: state.to?.slice(0, 7), group: state.group })
      : await ask('/api/dashboard/stats', { from: state.from, to: state.to, group: state.group });
    if (mine !== asked || (isQuiet && isOpen())) return;
    show(byId('error'));
    const text = JSON.stringify([state, answer]);
    if (!isQuiet || text !== last) display(state, answer);
    last = text;
  } catch (refusal) {
    if (mine !== asked || isQuiet) return;
    complain(state, refusal);
  }

  byId('main').setAttribute('aria-busy', 'false');
}

function display(state, answer) {
  const isMonth = state.view === 'month';
  const range = isMonth ? { from: answer.days[0], to: answer.days.at(-1) } : { from: answer.from, to: answer.to };
  const what = isMonth ? monthText(answer.month) : rangeText(range.from, range.to);
  frame(state, range, answer.today);
  drawGroups(answer.groups, answer.group);
  setText(byId('shown'), answer.group === null ? what : `${what}, ${groupInside(answer.group)}`);
  setText(byId('state'), answer.updatedTo ? `Данные на ${moment(answer.updatedTo)}` : 'Данные из amoCRM ещё не прочитаны');
  note('staff-note', answer.staffNote);
  note('backfill', answer.backfill ? backfillText(answer.backfill) : null);
  showTotals(byId('totals'), answer.total, { title: what, query: { ...range, group: answer.group } });
  if (isMonth) showMonth(byId('view'), answer, metricOf(state.number), number => choose(number, answer));
  else showRange(byId('view'), answer);
}

/** Nothing old stays beside a message about the new. */
function complain(state, refusal) {
  last = null;
  frame(state, state, null);
  setText(byId('shown'), '');
  setText(byId('state'), '');
  note('staff-note', null);
  note('backfill', null);
  show(byId('totals'));
  show(byId('view'));
  show(byId('error'), el('p', { class: 'error' }, refusal.message, ' ', el('button', { type: 'button', click: () => load() }, 'Повторить')));
}

/** The controls as they fit to what is shown. */
function frame(state, range, today) {
  document.body.dataset.view = state.view;
  for (const view of ['range', 'month']) {
    const link = byId(`view-${view}`);
    link.href = addressOf({ ...state, view });
    if (view === state.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }

  byId('from').value = range.from ?? '';
  byId('to').value = range.to ?? '';
  byId('export').href = `/api/dashboard/export?${new URLSearchParams(Object.entries({ ...range, group: state.group }).filter(([name, value]) => ['from', 'to', 'group'].includes(name) && value !== null))}`;
  if (today === null) return;
  show(byId('presets'), ...presets(today).map(({ title, from, to }) => el('button', {
    type: 'button', 'data-key': title, 'aria-pressed': String(from === range.from && to === range.to), click: () => go({ from, to }),
  }, title)));
  const month = range.to.slice(0, 7);
  turn(byId('month-before'), addMonths(month, -1), text => `← ${text}`, false);
  turn(byId('month-after'), addMonths(month, 1), text => `${text} →`, month >= today.slice(0, 7));
}

function turn(button, month, label, isDisabled) {
  setText(button, label(monthText(month)));
  // Not disabled: a button that is would drop the focus of whoever has just pressed it.
  button.setAttribute('aria-disabled', String(isDisabled));
  button.onclick = () => { if (!isDisabled) go(monthDays(month)); };
}

function drawGroups(groups, chosen) {
  const all = groups.includes(chosen) || chosen === null ? groups : [...groups, chosen];
  show(byId('group'), ...[null, ...all].map(group => el('option', { value: group ?? everyGroup }, group === null ? 'Все группы' : groupText(group))));
  byId('group').value = chosen ?? everyGroup;
}

function note(id, text) {
  byId(id).hidden = !text;
  setText(byId(id), text ?? '');
}

function backfillText({ from, to, doneTo }) {
  const done = doneTo ? `готово по ${longDay(doneTo)}` : 'только начато';
  return `Идёт чтение истории за ${rangeText(from, to)}: ${done}. Числа ещё изменятся.`;
}

byId('range').addEventListener('submit', event => {
  event.preventDefault();
  const group = byId('group').value === everyGroup ? null : byId('group').value;
  // In the view of a month the days are not chosen here; those of the address stay.
  go(wanted().view === 'month' ? { group } : { from: byId('from').value || null, to: byId('to').value || null, group });
});
byId('group').addEventListener('change', () => byId('range').requestSubmit());

for (const view of ['range', 'month']) {
  byId(`view-${view}`).addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ view });
  });
}

byId('admin').hidden = meta('admin') !== 'yes';
byId('refill').addEventListener('click', async () => {
  try {
    await order('/api/kpi/backfill', { from: byId('from').value, to: byId('to').value });
    setText(byId('refill-said'), 'Принято. Ход виден вверху страницы.');
    void load(true);
  } catch (refusal) {
    setText(byId('refill-said'), refusal.message);
  }
});

// A page that stays open keeps up; nothing moves under somebody who reads a list of leads.
setInterval(() => { if (document.visibilityState === 'visible' && !isOpen()) void load(true); }, freshness);
addEventListener('popstate', () => load());
void load();
