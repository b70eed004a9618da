// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure } from '../../../../../shared/util/result';
import { browserStandIns } from '../desk-window';
import { openWatch, type Watch } from '../people/people-window';

// jsdom has no canvas to draw on.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

let window: Watch;
let restore: () => void;
beforeEach(() => {
  restore = browserStandIns();
});
afterEach(() => {
  window.close();
  restore();
});

it('the status bar tells sound in a few words, and loudly when nothing can be heard', async () => {
  window = await openWatch();
  expect(window.status()).toContain('Lyder: prioritet 1');
  await window.happen(() => window.bridge.sound({ tone: null, device: 'ok' }));
  expect(window.status()).toContain('Lyd på');
  await window.press('F9');
  expect(window.status()).toContain('Lyd dempet til 04:02');
  await window.pass(121_000);
  expect(window.status()).not.toContain('dempet');
  for (const [change, words] of [
    [{ because: 'not-on-watch' }, 'Stille: ikke på vakt her'],
    [{ because: 'nobody-on-watch' }, 'Lyd på, ingen på vakt'],
    [{ because: 'hub-lost' }, 'Lyd på lokalt'],
    [{ device: 'blocked' }, 'Lyden spiller ikke'],
    [{ device: 'none' }, 'Ingen lydenhet'],
  ] as const) {
    await window.happen(() => window.bridge.sound(change));
    expect(window.status()).toContain(words);
  }
  expect(window.container.querySelector('.status-loud [role="status"]')?.textContent).toBe('Ingen lydenhet');
});

it('the sound menu says why, tests the sound, and takes the watch', async () => {
  window = await openWatch((desk) => desk.sound({ tone: null, because: 'not-on-watch' }));
  await window.click(/^Stille: ikke på vakt her$/);
  expect(window.dialog()).toContain('Andre er på vakt: alarmer høres hos dem.');
  await window.click(/^Prøv lyden$/);
  expect(window.called('testSound')).toHaveLength(1);
  await window.click(/^Gå av vakt her$/);
  expect(window.given('watch.leave')).toHaveLength(1);
});

it('nobody on watch is said loudly', async () => {
  window = await openWatch((desk) => {
    for (const console of ['console-1', 'console-2'])
      desk.write({ type: 'watch.changed', console, on: false, person: 'dag1' });
  });
  expect(window.status()).toContain('Ingen pult på vakt');
});

it('what was not done stays in sight until somebody has seen it', async () => {
  window = await openWatch((desk) =>
    desk.outbox(
      (['refused', 'expired'] as const).map((fate) => ({
        id: fate,
        kind: 'alarm.acknowledge',
        subject: 'core1',
        payload: { alarm: 'A-18', condition: 'down', note: null, own: true },
        actor: 'dag1',
        actedAt: desk.hubNow() - 600_000,
        expiresAt: desk.hubNow() - 1,
        fate,
        reason: fate === 'refused' ? 'Kvittert av nattoperatør 03:58.' : null,
        settledAt: desk.hubNow() - 1_000,
      })),
    ),
  );
  expect(window.status()).toContain('Utboks tom, 2 ikke gjort');
  await window.press('u');
  expect(window.dialog()).toContain('Kvitter A-18');
  expect(window.dialog()).toContain('Kvittert av nattoperatør 03:58.');
  await window.click(/^Alle 2 sett$/);
  expect(window.called('outboxSeen')).toEqual([['refused', 'expired']]);
  expect(window.status()).not.toContain('ikke gjort');
});

it('a disk that cannot forget an act is said, and the act is read all the same', async () => {
  window = await openWatch((desk) => {
    desk.answers.outboxSeen = async () => failure('outbox', 'disk full');
    desk.outbox([
      {
        id: 'x1',
        kind: 'check.recheck',
        subject: 'core1',
        payload: null,
        actor: 'dag1',
        actedAt: desk.hubNow() - 600_000,
        expiresAt: desk.hubNow() - 1,
        fate: 'expired',
        reason: null,
        settledAt: desk.hubNow() - 1_000,
      },
    ]);
  });
  await window.press('u');
  await window.click(/^Sett: Sjekk på nytt, Kjernenett dc1$/);
  expect(window.dialog()).toContain('disk full');
  expect(window.status()).not.toContain('ikke gjort');
});

it('a hub that shows another past is told to everybody, whoever is signed in', async () => {
  window = await openWatch((desk) =>
    desk.link({ degraded: [{ code: 'witness', detail: 'plass 412 har en annen kjede enn 23.11. 02:10' }] }),
  );
  expect(window.banners()).toContain(
    'Huben viser en annen fortid enn denne pulten har settplass 412 har en annen kjede enn 23.11. 02:10',
  );
});
