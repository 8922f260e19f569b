// The leads behind a number, in a dialog. Esc closes it, and the browser gives the focus back to the number.
import { box, byId, el, setText, show } from './dom.js';
import { moment, number, receptionistText, staffText } from './words.js';
import { ask } from './service.js';

const kinds = { zakas: 'Заказ', dumka: 'Раздумье', consul: 'Консультация' };
const most = 500;

const dialog = byId('leads');
const list = byId('leads-list');
let asked = 0;

// A click beside the dialog closes it, as people expect on a phone.
dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener('close', () => { asked++; list.replaceChildren(); });

export const isOpen = () => dialog.open;

export async function openLeads(title, query) {
  const mine = ++asked;
  setText(byId('leads-title'), title);
  setText(byId('leads-said'), 'Загружаю…');
  list.replaceChildren();
  if (!dialog.open) dialog.showModal();
  try {
    const answer = await ask('/api/dashboard/leads', query);
    if (mine !== asked) return;
    setText(byId('leads-said'), said(answer));
    display(answer.leads.slice(0, most), 'receptionist' in query || 'receptionists' in query);
  } catch (refusal) {
    if (mine === asked) setText(byId('leads-said'), refusal.message);
  }
}

function said({ leads, total }) {
  if (total === 0) return 'За этим числом сейчас нет сделок.';
  const shown = Math.min(leads.length, most);
  return shown < total ? `Показаны первые ${number(shown)} из ${number(total)}; все есть в выгрузке.` : `Всего: ${number(total)}`;
}

/** Which receptionist a lead has is told for leads of the range; among leads of receptionists, which all are, an empty name is one that was left out. */
function display(leads, isByReceptionist) {
  const nameless = receptionistText('');
  show(list,
    leads.length > 0 ? box('leads', 'Таблица сделок', table(leads, isByReceptionist ? nameless : '—')) : null,
    !isByReceptionist && leads.some(lead => !lead.receptionist)
      ? el('p', { class: 'soft' }, 'Приёмщик известен только у лидов, созданных в выбранном периоде.') : null);
}

const table = (leads, nameless) => el('table', { 'aria-labelledby': 'leads-title' },
  el('thead', {}, el('tr', {}, ...['Сделка', 'Событие', 'Когда', 'Бюджет', 'Сотрудник', 'Группа', 'Приёмщик']
    .map(title => el('th', { scope: 'col', class: title === 'Бюджет' ? 'count' : null }, title)))),
  el('tbody', {}, ...leads.map(lead => line(lead, nameless))));

const line = (lead, nameless) => el('tr', {},
  el('th', { scope: 'row' }, link(lead)),
  el('td', {}, kinds[lead.kind] ?? 'Создана'),
  el('td', { class: 'tight' }, moment(lead.at)),
  el('td', { class: 'count' }, lead.budget === null || lead.budget === undefined ? '' : number(lead.budget)),
  el('td', {}, lead.staff ? staffText({ code: lead.staff, name: lead.staffName }) : ''),
  el('td', {}, lead.group ?? ''),
  el('td', {}, lead.receptionist || nameless));

/** The service makes the addresses; one of another kind is not followed. */
function link(lead) {
  if (!/^https?:\/\//.test(lead.url)) return String(lead.id);
  return el('a', { href: lead.url, target: '_blank', rel: 'noopener' }, String(lead.id),
    el('span', { class: 'unseen' }, ', откроется в amoCRM в новой вкладке'));
}
