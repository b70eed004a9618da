import { describe, expect, it, vi } from 'vitest';
import { Channels } from '../../../../../electron/hub/messages/channels';
import type { Letter } from '../../../../../electron/hub/messages/letter';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';

// A file server that has fallen silent cannot be had here: its calls never come back.
vi.mock('../../../../../electron/hub/messages/status-page', () => ({
  writePage: () => new Promise(() => {}),
}));

const LETTER: Letter = {
  ...{ id: 'melding-1.side', continues: null, subject: 'Emne', body: 'Tekst', short: 'Kort', to: null },
  facts: {},
};

function channels(clock: ManualClock): Channels {
  const made = new Channels({ clock, state: new Projection(), pages: '/p', pageFolders: [], log: () => {} });
  const target = { kind: 'page' as const, folder: null, title: 'Side' };
  made.apply({ channels: new Map([['side', target]]), emails: new Map() });
  return made;
}

describe('a page on a disk that does not answer', () => {
  it('is given up in time, and tried again later', async () => {
    const clock = new ManualClock();
    const attempt = channels(clock).deliver('side', LETTER, new AbortController().signal);
    clock.advance(30_000);
    expect(await attempt).toEqual({ outcome: 'later', detail: 'disken svarte ikke i tide' });
  });

  it('does not keep the hub from ending', async () => {
    const ending = new AbortController();
    const attempt = channels(new ManualClock()).deliver('side', LETTER, ending.signal);
    ending.abort();
    expect(await attempt).toMatchObject({ outcome: 'later' });
  });
});
