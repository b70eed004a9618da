import { describe, expect, it } from 'vitest';
import {
  differs,
  draftOf,
  faultOf,
  type MessageDraft,
  payloadOf,
  versionOf,
} from '../../../../../renderer/desk/messages/draft';
import {
  messageSections,
  nextOwed,
  openSeries,
  outcomeOf,
} from '../../../../../renderer/desk/messages/message-lines';
import { settled } from '../../../../../renderer/desk/messages/use-drafts';
import {
  type Incident,
  type IncidentEntity,
  incidentsKey,
  type OutMessage,
} from '../../../../../shared/model/incidents';

const MESSAGE: OutMessage = {
  id: 'message-1',
  number: 'D-1',
  series: 'message-1',
  part: 1,
  kind: 'first',
  state: 'draft',
  incident: null,
  node: 'core1',
  subject: 'Nett nede',
  body: 'Nettet er nede.',
  channels: ['epost', 'side'],
  nextAt: 5_000,
  version: 3,
  at: 1_000,
  by: 'dag1',
  approved: null,
  deliveries: [],
};
const DRAFT: MessageDraft = draftOf(MESSAGE);
const board = (...messages: readonly OutMessage[]): ReadonlyMap<string, IncidentEntity> =>
  new Map(
    messages.map((value) => {
      const entity: IncidentEntity = { kind: 'message', value };
      return [incidentsKey(entity), entity];
    }),
  );
const approved = (change: Partial<OutMessage>): OutMessage => ({
  ...MESSAGE,
  state: 'approved',
  approved: { at: 2_000, by: 'leder' },
  ...change,
});

describe('a draft', () => {
  it('that says the same in another order differs in nothing', () => {
    expect(differs({ ...DRAFT, channels: ['side', 'epost'], body: 'Nettet er nede.\n' }, MESSAGE)).toBe(
      false,
    );
    expect(differs({ ...DRAFT, nextAt: null }, MESSAGE)).toBe(true);
    expect(differs(DRAFT, undefined)).toBe(true);
  });

  it('counts on what it has given: the next change is of the version that the last one makes', () => {
    expect(versionOf({ version: null, ahead: 0 })).toBeNull();
    expect(versionOf({ version: null, ahead: 2 })).toBe(2);
    expect(payloadOf({ ...DRAFT, ahead: 1 }).version).toBe(4);
  });

  it('needs a subject, a text and a way out', () => {
    expect(faultOf({ ...DRAFT, subject: ' ' })).toBe('subject');
    expect(faultOf({ ...DRAFT, body: '\n' })).toBe('body');
    expect(faultOf({ ...DRAFT, channels: [] })).toBe('channels');
    expect(faultOf(DRAFT)).toBeNull();
  });
});

describe('when nothing of a draft waits any more', () => {
  it('it is forgotten where the hub says the same, or where it was discarded', () => {
    expect(settled(DRAFT, MESSAGE, 'dag1')).toBe('drop');
    expect(settled({ ...DRAFT, subject: 'mitt' }, { ...MESSAGE, state: 'discarded' }, 'dag1')).toBe('drop');
    expect(settled(DRAFT, approved({}), 'dag1')).toBe('drop');
  });

  it('what I wrote myself I have read; what somebody else wrote since is not counted as read', () => {
    const mine = { ...DRAFT, subject: 'mitt', version: 2, ahead: 1 };
    expect(settled(mine, MESSAGE, 'dag1')).toMatchObject({ version: 3, ahead: 0 });
    expect(settled(mine, { ...MESSAGE, by: 'leder' }, 'dag1')).toMatchObject({ version: 2, ahead: 0 });
  });

  it('a first save that the hub refused leaves it new', () => {
    expect(settled({ ...DRAFT, version: null, ahead: 1 }, undefined, 'dag1')).toMatchObject({
      version: null,
      ahead: 0,
    });
  });

  it('my text is kept where another went out meanwhile', () => {
    expect(settled({ ...DRAFT, body: 'mitt' }, approved({ by: 'leder' }), 'dag1')).toMatchObject({
      body: 'mitt',
    });
  });
});

describe('the list', () => {
  const delivery = (state: OutMessage['deliveries'][number]['state']) => ({
    channel: state,
    state,
    attempts: 1,
    at: 0,
    detail: null,
  });

  it('has what is owed first: drafts, then what is not out everywhere, then the rest', () => {
    const sections = messageSections(
      board(
        approved({ id: 'message-2', series: 'message-2', deliveries: [delivery('sent')] }),
        approved({
          id: 'message-3',
          series: 'message-3',
          deliveries: [delivery('sent'), delivery('refused')],
        }),
        MESSAGE,
      ),
      {},
    );
    expect(sections.map(({ section, lines }) => [section, lines.map(({ key }) => key)])).toEqual([
      ['drafts', ['message-1']],
      ['open', ['message-3']],
      ['sent', ['message-2']],
    ]);
  });

  it('has a draft once, also when it is written both here and at the hub', () => {
    const [drafts] = messageSections(board(MESSAGE), { [DRAFT.id]: { ...DRAFT, subject: 'endret' } });
    expect(drafts?.lines).toMatchObject([{ kind: 'draft', message: { number: 'D-1' } }]);
  });

  it('counts each fate', () => {
    expect(
      outcomeOf([delivery('sent'), delivery('sending'), delivery('unknown'), delivery('refused')]),
    ).toEqual({
      of: 4,
      sent: 1,
      waiting: 1,
      refused: 1,
      unknown: 1,
    });
  });
});

describe('a series', () => {
  it('goes on until a message closes it', () => {
    const first = approved({});
    const closing = approved({ id: 'message-9', part: 2, kind: 'closing', nextAt: null });
    const about = { node: 'core1', incident: null };
    expect(openSeries(board(first), about)?.series).toBe('message-1');
    expect(openSeries(board(first, closing), about)).toBeUndefined();
    expect(openSeries(board(first), { node: 'core2', incident: null })).toBeUndefined();
    expect(openSeries(board(first), { node: null, incident: null })).toBeUndefined();
  });

  it('belongs to its incident also by a name that the incident had before it became another', () => {
    const incident = { id: 'incident-2', aliases: ['incident-1'] } as unknown as Incident;
    const room = new Map([
      ...board(approved({ incident: 'incident-1', node: null })),
      ['incident:incident-2', { kind: 'incident', value: incident } as IncidentEntity] as const,
    ]);
    expect(openSeries(room, { node: null, incident: 'incident-2' })?.id).toBe('message-1');
    expect(openSeries(room, { node: null, incident: 'incident-3' })).toBeUndefined();
  });

  it('owes what its last message promised, and is late from that moment on', () => {
    const second = approved({ id: 'message-9', part: 2, kind: 'update', nextAt: 9_000 });
    expect(nextOwed([approved({}), second], 8_999)).toEqual({ at: 9_000, late: false });
    expect(nextOwed([approved({}), second], 9_000)).toEqual({ at: 9_000, late: true });
    expect(nextOwed([approved({}), { ...second, kind: 'closing' }], 8_000)).toBeNull();
    expect(nextOwed([MESSAGE], 8_000)).toBeNull();
  });
});
