// Questions to the service. Who is logged in no more goes to the log-in page, and comes back to where he was.
import { meta } from './dom.js';

/** What the service says about a mistake, in a sentence for people. */
export class Refusal extends Error { }

/** Asks; parameters of null are left out. */
export function ask(path, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined));
  return call(query.size > 0 ? `${path}?${query}` : path, {});
}

/** Orders something done. */
export const order = (path, body) => call(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': meta('csrf-token') },
  body: JSON.stringify(body),
});

async function call(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: 'same-origin', ...options });
  } catch {
    throw new Refusal('Сервис не отвечает. Проверьте связь и повторите.');
  }

  if (answer.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    // Nothing more is shown: the page is about to go.
    return new Promise(() => { });
  }

  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refusal(body?.error ?? `Сервис ответил ошибкой ${answer.status}. Повторите немного позже.`);
  return body;
}
