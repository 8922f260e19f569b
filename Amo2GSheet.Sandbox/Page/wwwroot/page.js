// Listens to the sandbox and hands each section of its state to the part that shows it.
import { byId, say } from './dom.js';
import { showBoard } from './board.js';
import { showBook } from './sheet.js';
import { showJournal } from './journal.js';
import { showCalls, showFaults, showService } from './trouble.js';

const parts = {
  board: showBoard,
  book: showBook,
  journal: showJournal,
  calls: showCalls,
  faults: showFaults,
  service: showService,
};

const events = new EventSource('events');
for (const [name, show] of Object.entries(parts)) events.addEventListener(name, event => show(JSON.parse(event.data)));
events.addEventListener('open', () => { document.body.dataset.live = 'true'; byId('say').textContent = ''; });
events.addEventListener('error', () => {
  delete document.body.dataset.live;
  say('The sandbox does not answer: does ./demo.sh still run? The page comes back by itself.');
});
