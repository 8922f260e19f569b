// The amoCRM board: a pipeline at a time, its stages as columns. A lead is dragged, or sent on by the list on its card.
import { byId, el, freshen, keep, onChoice, order, setText, showTabs } from './dom.js';
import { addLead, editLead } from './lead.js';

const means = { trigger: 'a lead that comes here becomes a row', sent: 'a lead comes here when its order number is typed' };

let board = { pipelines: [], fields: [], leads: [] };
let chosen = null;
let stagesBefore = new Map();
let refocus = null;

byId('add-lead').addEventListener('click', () => addLead(board, pipeline()));

export function showBoard(state) {
  board = state;
  chosen ??= board.pipelines[0]?.id;
  draw();
  stagesBefore = new Map(board.leads.map(lead => [lead.id, lead.stage]));
}

const pipeline = () => board.pipelines.find(one => one.id === chosen) ?? board.pipelines[0];

function draw() {
  const shown = pipeline();
  const tabs = board.pipelines.map(one => ({ id: one.id, title: one.name }));
  showTabs(byId('pipelines'), tabs, shown.id, byId('stages'), id => { chosen = id; draw(); });
  setText(byId('scope'), shown.inScope ? 'Drag a lead, or choose on its card where it goes; its name opens its fields.' : 'Out of scope: the service leaves this pipeline alone.');
  keep(byId('stages'), shown.stages, stage => `${shown.id}-${stage.id}`, makeStage, (column, stage) => fillStage(column, stage, shown));
}

function makeStage(stage) {
  const title = `stage-${pipeline().id}-${stage.id}`;
  const column = el('section', { class: `stage ${stage.mark ?? ''}`, 'aria-labelledby': title },
    el('h3', { id: title, lang: 'ru' }, stage.name),
    stage.mark ? el('p', { class: 'means' }, means[stage.mark]) : null,
    el('ul'));
  if (!stage.isOpen) return column;
  column.addEventListener('dragover', event => { event.preventDefault(); column.classList.add('over'); });
  column.addEventListener('dragleave', () => column.classList.remove('over'));
  column.addEventListener('drop', event => {
    event.preventDefault();
    column.classList.remove('over');
    move(Number(event.dataTransfer.getData('text/plain')), stage.id);
  });
  return column;
}

function fillStage(column, stage, shown) {
  const leads = board.leads.filter(lead => lead.pipeline === shown.id && lead.stage === stage.id);
  keep(column.querySelector('ul'), leads, lead => lead.id, lead => makeCard(lead, shown), fillCard);
}

function makeCard(lead, shown) {
  const goes = el('select', { class: 'goes' }, el('option', { value: '' }, 'Move to …'),
    ...shown.stages.filter(stage => stage.isOpen && stage.id !== lead.stage).map(stage => el('option', { value: stage.id, lang: 'ru' }, stage.name)));
  onChoice(goes, value => { if (value) move(lead.id, Number(value), true); });
  const card = el('li', { class: 'card', draggable: 'true', 'data-lead': lead.id },
    el('button', { type: 'button', class: 'name', lang: 'ru', click: () => editLead(board, board.leads.find(one => one.id === lead.id)) }),
    el('p', { class: 'meta' }), el('p', { class: 'meta who', lang: 'ru' }), goes);
  card.addEventListener('dragstart', event => event.dataTransfer.setData('text/plain', String(lead.id)));
  if (refocus === lead.id) {
    // After this turn: the card is put into its column only once it is filled.
    queueMicrotask(() => { refocus = null; goes.focus(); });
  }
  if (stagesBefore.size > 0 && stagesBefore.get(lead.id) !== lead.stage) queueMicrotask(() => arrive(card));
  return card;
}

/** Shows where a lead went, also beyond the board's edge; the window itself stays where it is. */
function arrive(card) {
  const [edge, place] = [byId('stages').getBoundingClientRect(), card.getBoundingClientRect()];
  if (place.right > edge.right) byId('stages').scrollLeft += place.right - edge.right;
  else if (place.left < edge.left) byId('stages').scrollLeft -= edge.left - place.left;
  freshen(card);
}

function fillCard(card, lead) {
  setText(card.querySelector('.name'), lead.name || 'no name');
  setText(card.querySelector('.meta'), `${lead.id} · ${lead.price.toLocaleString('ru-RU')}`);
  setText(card.querySelector('.who'), lead.contact ?? '');
  card.querySelector('.goes').setAttribute('aria-label', `Move ${lead.name} (${lead.id}) to a stage`);
}

/** Sends a lead on. Its card is a new one in another column: who moved it by keys goes on from there. */
async function move(id, stage, byKeys = false) {
  const lead = board.leads.find(one => one.id === id);
  if (!lead || lead.stage === stage) return;
  refocus = byKeys ? id : null;
  if (!await order('PATCH', `leads/${id}`, { status_id: stage, pipeline_id: lead.pipeline })) refocus = null;
}
