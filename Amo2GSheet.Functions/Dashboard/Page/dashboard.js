// The page's frame. What is shown stands in the address (from, to, group, view, number), so that reload, back and a shared link work.
import { byId, el, meta, setText, show } from './dom.js';
import { addMonths, groupInside, groupText, longDay, moment, monthDays, monthText, presets, rangeText } from './words.js';
import { ask, order } from './service.js';
import { showRange, showTotals } from './tables.js';
import { metricOf, showMonth } from './month.js';
import { isOpen } from './leads.js';

// No group's option is this one, however it is named: those of groups have a sign before the name.
const everyGroup = 'all';
const optionOf = group => group === null ? everyGroup : `=${group}`;
const groupOf = option => option === everyGroup ? null : option.slice(1);
const freshness = 60_000;
let asked = 0;
let last = null;
let latest = null;

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

/** The same for a group. Arrows go through the list one by one: all of them together are one step to go back. */
function goToGroup(change) {
  const address = addressOf({ ...wanted(), ...change });
  if (history.state === 'group') history.replaceState('group', '', address);
  else history.pushState('group', '', address);
  void load();
}

/** Another number of the month that is there already: nothing has to be asked, and it is no step to go back. */
function choose(number) {
  history.replaceState(history.state, '', addressOf({ ...wanted(), number }));
  display(wanted(), latest, true);
}

async function load(isQuiet = false) {
  // Who waits for an answer gets that one.
  if (isQuiet && byId('main').getAttribute('aria-busy') === 'true') return;
  const [mine, state] = [++asked, wanted()];
  if (!isQuiet) {
    byId('main').setAttribute('aria-busy', 'true');
    setText(byId('state'), 'Загружаю…');
    setText(byId('news'), 'Загружаю…');
  }

  try {
    const answer = state.view === 'month'
      ? await ask('/api/dashboard/monthly-report', { month: state.to?.slice(0, 7), group: state.group })
      : await ask('/api/dashboard/stats', { from: state.from, to: state.to, group: state.group });
    if (mine !== asked || (isQuiet && isOpen())) return;
    show(byId('error'));
    const isNews = !isQuiet || numbersOf(state, answer) !== last;
    if (isNews) display(state, answer, isQuiet);
    else keepUp(answer);
    if (isNews) setText(byId('news'), `${isQuiet ? 'Числа обновились' : byId('shown').textContent}. ${byId('state').textContent}`);
  } catch (refusal) {
    if (mine !== asked || isQuiet) return;
    complain(state, refusal);
  }

  byId('main').setAttribute('aria-busy', 'false');
}

/** All that an answer says, but for how fresh it is: that alone changes each minute, and is nothing to draw or to announce. */
const numbersOf = (state, { updatedTo, ...numbers }) => JSON.stringify([state, numbers]);

function keepUp(answer) {
  latest = answer;
  setText(byId('state'), answer.updatedTo ? `Данные на ${moment(answer.updatedTo)}` : 'Данные из amoCRM ещё не прочитаны');
}

/** Draws an answer; a quiet one leaves alone what somebody is about to ask for. */
function display(state, answer, isQuiet) {
  last = numbersOf(state, answer);
  keepUp(answer);
  const isMonth = state.view === 'month';
  const range = isMonth ? { from: answer.days[0], to: answer.days.at(-1) } : { from: answer.from, to: answer.to };
  const what = isMonth ? monthText(answer.month) : rangeText(range.from, range.to);
  frame(state, range, answer.today, isQuiet);
  drawGroups(answer.groups, answer.group);
  setText(byId('shown'), answer.group === null ? what : `${what}, ${groupInside(answer.group)}`);
  note('staff-note', answer.staffNote);
  note('backfill', answer.backfill ? backfillText(answer.backfill) : null);
  showTotals(byId('totals'), answer.total, { title: what, query: { ...range, group: answer.group } });
  if (isMonth) showMonth(byId('view'), answer, metricOf(state.number), choose);
  else showRange(byId('view'), answer);
}

/** Nothing old stays beside a message about the new. */
function complain(state, refusal) {
  last = null;
  frame(state, state, null, false);
  for (const id of ['shown', 'state', 'news']) setText(byId(id), '');
  note('staff-note', null);
  note('backfill', null);
  show(byId('totals'));
  show(byId('view'));
  show(byId('error'), el('p', { class: 'error' }, refusal.message, ' ', el('button', { type: 'button', click: () => load() }, 'Повторить')));
}

/** The controls as they fit to what is shown. */
function frame(state, range, today, isQuiet) {
  document.body.dataset.view = state.view;
  for (const view of ['range', 'month']) {
    const link = byId(`view-${view}`);
    link.href = addressOf({ ...state, view });
    if (view === state.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }

  setDay(byId('from'), range.from ?? '', isQuiet);
  setDay(byId('to'), range.to ?? '', isQuiet);
  byId('export').href = `/api/dashboard/export?${new URLSearchParams(Object.entries({ ...range, group: state.group }).filter(([name, value]) => ['from', 'to', 'group'].includes(name) && value !== null))}`;
  if (today === null) return;
  show(byId('presets'), ...presets(today).map(({ title, from, to }) => el('button', {
    type: 'button', 'data-key': title, 'aria-pressed': String(from === range.from && to === range.to), click: () => go({ from, to }),
  }, title)));
  const month = range.to.slice(0, 7);
  turn(byId('month-before'), addMonths(month, -1), text => `← ${text}`, false);
  turn(byId('month-after'), addMonths(month, 1), text => `${text} →`, month >= today.slice(0, 7));
}

/** A day that was typed and not asked for yet stays over a quiet answer: it is another one than was set here last. */
function setDay(input, day, isQuiet) {
  if (isQuiet && (input.value !== input.defaultValue || input.value === day)) return;
  input.defaultValue = day;
  input.value = day;
}

function turn(button, month, label, isDisabled) {
  setText(button, label(monthText(month)));
  // Not disabled: a button that is would drop the focus of whoever has just pressed it.
  button.setAttribute('aria-disabled', String(isDisabled));
  button.onclick = () => { if (!isDisabled) go(monthDays(month)); };
}

function drawGroups(groups, chosen) {
  const all = groups.includes(chosen) || chosen === null ? groups : [...groups, chosen];
  show(byId('group'), ...[null, ...all].map(group => el('option', { value: optionOf(group) }, group === null ? 'Все группы' : groupText(group))));
  byId('group').value = optionOf(chosen);
}

function note(id, text) {
  byId(id).hidden = !text;
  setText(byId(id), text ?? '');
}

function backfillText({ from, to, doneTo }) {
  const done = doneTo ? `готово по ${longDay(doneTo)}` : 'только начато';
  return `Идёт чтение истории за ${rangeText(from, to)}: ${done}. Числа ещё изменятся.`;
}

/** What the form asks for. In the view of a month the days are not chosen here; those of the address stay. */
function formed() {
  const group = groupOf(byId('group').value);
  return wanted().view === 'month' ? { group } : { from: byId('from').value || null, to: byId('to').value || null, group };
}

byId('range').addEventListener('submit', event => {
  event.preventDefault();
  go(formed());
});
byId('group').addEventListener('change', () => goToGroup(formed()));

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
