// @vitest-environment jsdom
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderPage, writePage } from '../../../../../electron/hub/messages/status-page';
import type { OutMessage } from '../../../../../shared/model/incidents';
import { FOUR } from '../../../../fixtures/alarm-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';

const HOUR = 3_600_000;
const folder = tempFolder('pages');
afterAll(() => folder.remove());

function message(id: string, change: Partial<OutMessage> = {}): OutMessage {
  return {
    id,
    number: 'D-1',
    series: id,
    part: 1,
    kind: 'first',
    state: 'approved',
    incident: null,
    node: null,
    subject: 'Journalen er nede',
    body: 'Journalen er nede.\n\nFølg nødrutinen:\n- ring 4410',
    channels: ['side'],
    nextAt: FOUR + HOUR,
    version: 1,
    at: FOUR,
    by: 'kari',
    approved: { at: FOUR, by: 'kari' },
    deliveries: [],
    ...change,
  };
}

const page = (messages: readonly OutMessage[], now = FOUR): Document =>
  new DOMParser().parseFromString(
    renderPage({ title: 'Driftsstatus', sender: 'Driftssentralen', messages, now }),
    'text/html',
  );

describe('the status page', () => {
  it('says when it was written, and that nothing is the matter', () => {
    const text = page([]).body.textContent;
    expect(text).toContain('Siden ble skrevet mandag 23.11.2026 kl. 04:00');
    expect(text).toContain('Ingen driftsmeldinger gjelder nå.');
  });

  it('shows the newest message of each series, its promise, and those before it', () => {
    const update = message('b', {
      series: 'a',
      part: 2,
      kind: 'update',
      subject: 'Fortsatt nede',
      nextAt: FOUR + 2 * HOUR,
    });
    const shown = page([message('a'), update]);
    expect(shown.querySelectorAll('article')).toHaveLength(1);
    expect(shown.querySelector('article > h2')?.textContent).toBe('Fortsatt nede');
    expect(shown.querySelector('.next')?.textContent).toBe('Neste melding senest 06:00.');
    expect(shown.querySelector('details')?.textContent).toContain('Journalen er nede');
    expect(shown.querySelector('article br')).not.toBeNull();
  });

  it('shows what is closed apart, without a promise, for a day', () => {
    const closing = message('b', { series: 'a', part: 2, kind: 'closing', subject: 'Løst' });
    const shown = page([message('a'), closing]);
    expect(shown.body.textContent).toContain('Avsluttet siste døgn');
    expect(shown.querySelector('.next')).toBeNull();
    expect(page([message('a'), closing], FOUR + 24 * HOUR).querySelector('article')).toBeNull();
  });

  it('shows what people wrote as text, whatever they wrote, and runs nothing', () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(2)> & "hermetegn"';
    const shown = page([message('a', { subject: evil, body: evil })]);
    expect(shown.querySelector('script, img')).toBeNull();
    expect(shown.querySelector('article > h2')?.textContent).toBe(evil);
    expect(
      shown.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content'),
    ).toMatch(/^default-src 'none'/);
  });

  it('takes the place of the one before in one step, and leaves no draft behind', async () => {
    const own = join(folder.path, 'own');
    const here = join(own, 'side');
    mkdirSync(here, { recursive: true });
    writeFileSync(join(here, '.index.html.0123abcd.ny'), 'left by a crash');
    const write = (messages: readonly OutMessage[]) =>
      writePage(here, [own], { title: 'T', sender: 'S', messages, now: FOUR });
    expect(await write([message('a')])).toEqual({ outcome: 'sent', detail: null });
    expect(readFileSync(join(here, 'index.html'), 'utf8')).toContain('Journalen er nede');
    expect((await write([])).outcome).toBe('sent');
    expect(readFileSync(join(here, 'index.html'), 'utf8')).not.toContain('Journalen er nede');
    expect(readdirSync(here)).toEqual(['index.html']);
  });

  it('is written in the folders that are allowed and nowhere else, also by way of a link', async () => {
    const own = join(folder.path, 'allowed');
    const other = join(folder.path, 'other');
    mkdirSync(own);
    mkdirSync(other);
    symlinkSync(other, join(own, 'link'));
    const content = { title: 'T', sender: 'S', messages: [], now: FOUR };
    for (const wanted of [other, join(own, '..', 'new'), join(own, 'link')]) {
      expect(await writePage(wanted, [own], content)).toMatchObject({ outcome: 'refused' });
    }
    expect(readdirSync(other)).toEqual([]);
    expect(readdirSync(folder.path)).not.toContain('new');
    expect((await writePage(own, [own], content)).outcome).toBe('sent');
  });

  it('that cannot be written is refused with the reason', async () => {
    const own = join(folder.path, 'file');
    writeFileSync(own, '');
    const attempt = await writePage(join(own, 'side'), [own], {
      title: 'T',
      sender: 'S',
      messages: [],
      now: FOUR,
    });
    expect(attempt.outcome).toBe('refused');
    expect(attempt.detail).toMatch(/kunne ikke skrives \(ENOTDIR\)/);
  });
});
