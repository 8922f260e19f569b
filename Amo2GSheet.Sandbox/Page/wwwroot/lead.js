// A lead's card as a dialog: all its fields to edit, or a new lead.
import { byId, el, order } from './dom.js';

const dialog = byId('lead');
const form = dialog.querySelector('form');
let save = null;
let remove = null;
let labels = 0;

form.addEventListener('submit', event => { event.preventDefault(); void close(save); });
byId('lead-cancel').addEventListener('click', () => dialog.close());
byId('lead-delete').addEventListener('click', () => void close(remove));

async function close(work) {
  if (await work()) dialog.close();
}

/** A dialog for a lead that is there. Only what was changed is sent, as amoCRM's own card does. */
export function editLead(board, lead) {
  const inputs = board.fields.map(field => [field, input(field, lead.fields[field.id] ?? '')]);
  const name = el('input', { value: lead.name });
  const price = el('input', { type: 'number', min: 0, value: lead.price });
  open(`Lead ${lead.id}`, [labelled('Name', name), labelled('Budget', price), ...inputs.map(([field, one]) => labelled(field.name, one, 'ru'))]);
  byId('lead-delete').hidden = false;
  save = () => {
    const words = {};
    if (name.value !== lead.name) words.name = name.value;
    if (Number(price.value) !== lead.price) words.price = Number(price.value);
    const changed = inputs.filter(([field, one]) => read(one) !== (lead.fields[field.id] ?? ''));
    if (changed.length > 0) words.fields = Object.fromEntries(changed.map(([field, one]) => [field.id, value(field, one)]));
    return Object.keys(words).length === 0 ? true : order('PATCH', `leads/${lead.id}`, words);
  };
  remove = () => order('DELETE', `leads/${lead.id}`);
}

/** A dialog for a new one, in the pipeline that is shown. */
export function addLead(board, pipeline) {
  const name = el('input', { required: true });
  const price = el('input', { type: 'number', min: 0, value: 1000000 });
  const person = el('input', { autocomplete: 'off' });
  const phone = el('input', { type: 'tel', autocomplete: 'off', value: '+998901234567' });
  const stages = el('select', { lang: 'ru' }, ...pipeline.stages.filter(stage => stage.isOpen).map(stage => el('option', { value: stage.id }, stage.name)));
  open(`New lead in ${pipeline.name}`, [labelled('Name', name), labelled('Budget', price), labelled('Contact', person), labelled('Phone', phone), labelled('Stage', stages)]);
  byId('lead-delete').hidden = true;
  save = () => order('POST', 'leads', {
    name: name.value,
    price: Number(price.value),
    pipeline_id: pipeline.id,
    status_id: Number(stages.value),
    contact: { name: person.value, phones: [phone.value] },
  });
}

function open(title, fields) {
  byId('lead-title').textContent = title;
  byId('lead-fields').replaceChildren(...fields);
  dialog.showModal();
  fields[0].querySelector('input').focus();
}

function labelled(text, control, lang = null) {
  // Beside its control and not around it: a label around a list would be called by all that is in the list.
  control.id = `field-${++labels}`;
  return el('div', {}, el('label', { for: control.id, lang }, text), control);
}

function input(field, text) {
  if (field.type === 'checkbox') {
    const box = el('input', { type: 'checkbox' });
    box.checked = text === 'true';
    return box;
  }
  if (field.options.length > 0) {
    const list = el('select', { lang: 'ru' }, el('option', { value: '' }, '—'), ...field.options.map(option => el('option', { value: option }, option)));
    list.value = text;
    return list;
  }
  const types = { date: 'date', date_time: 'date', numeric: 'number' };
  return el('input', { type: types[field.type] ?? 'text', value: text, step: field.type === 'numeric' ? 'any' : null });
}

const read = one => one.type === 'checkbox' ? (one.checked ? 'true' : '') : one.value;

/** In the form that the account takes; null clears. */
function value(field, one) {
  if (field.type === 'checkbox') return one.checked ? true : null;
  if (one.value === '') return null;
  if (field.type === 'date_time') return Math.floor(Date.parse(one.value) / 1000);
  return one.value;
}
