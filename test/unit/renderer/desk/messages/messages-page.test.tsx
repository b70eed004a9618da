// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OutMessage } from '../../../../../shared/model/incidents';
import { SCENE_INCIDENT, SCENE_MESSAGE } from '../../../../fixtures/desk-harness/support-scene';
import { browserStandIns } from '../desk-window';
import { openSupport, type Support } from '../support-window';

// jsdom has no canvas to draw on.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

const LIST = { view: 'messages', message: null } as const;
let window: Support;
let restore: () => void;
beforeEach(() => {
  restore = browserStandIns();
});
afterEach(() => {
  window.close();
  restore();
  localStorage.clear();
});

const messages = (): readonly OutMessage[] =>
  [...window.bridge.state.incidents.values()].flatMap((entity) =>
    entity.kind === 'message' ? [entity.value] : [],
  );
const field = (label: RegExp): string => (window.getByLabelText(label) as HTMLTextAreaElement).value;
/** The message about the service that nobody has written of. */
const writeAboutKirkenes = async (): Promise<void> => {
  window = await openSupport({ view: 'service', node: 'sykesignal@kirkenes' });
  await window.press('m');
};

it('m drafts from the facts, Ctrl Enter approves exactly the text that stands there', async () => {
  await writeAboutKirkenes();
  expect(field(/Emne/)).toBe('Sykesignal er nede');
  expect(field(/Tekst/)).toContain('Det gjelder Kirkenes.');
  await window.write('Sykesignalet i Kirkenes er nede', /Emne/);
  await window.press('Enter', { ctrlKey: true });
  const [draft] = window.given('message.draft');
  expect(draft?.payload).toMatchObject({
    kind: 'first',
    series: null,
    node: 'sykesignal@kirkenes',
    subject: 'Sykesignalet i Kirkenes er nede',
    channels: ['epost-alle', 'statusside', 'teams'],
    version: null,
  });
  expect(window.given('message.approve')).toEqual([
    expect.objectContaining({ subject: draft?.subject, payload: { version: 1 } }),
  ]);
  const sent = messages().find(({ subject }) => subject === 'Sykesignalet i Kirkenes er nede');
  expect(sent).toMatchObject({ state: 'approved', version: 1 });
  // What the hub has is no longer a draft here.
  expect(window.tell()).toContain('0 av 3 kanaler sendt');
  expect(localStorage.getItem('vaktrom:message-drafts')).toBe('{}');
});

it('nothing goes out without an approval, and a saved draft is approved in the version that was read', async () => {
  await writeAboutKirkenes();
  await window.press('F2');
  expect(messages().filter(({ state }) => state === 'draft')).toMatchObject([{ version: 1, deliveries: [] }]);
  await window.write('Sykesignal, Kirkenes', /Emne/);
  await window.press('F2');
  await window.press('Enter', { ctrlKey: true });
  expect(window.given('message.draft').map(({ payload }) => payload.version)).toEqual([null, 1]);
  expect(window.given('message.approve').map(({ payload }) => payload.version)).toEqual([2]);
  expect(messages().find(({ subject }) => subject === 'Sykesignal, Kirkenes')).toMatchObject({
    state: 'approved',
  });
});

it('a message without a channel, a subject or a text is not approved, and says what lacks', async () => {
  await writeAboutKirkenes();
  for (const name of [/E-post, alle/, /Statussiden/, /Driftskanalen/]) await window.click(name, 'checkbox');
  await window.press('Enter', { ctrlKey: true });
  expect(window.tell()).toContain('Velg minst én kanal.');
  await window.write(' ', /Emne/);
  await window.press('Enter', { ctrlKey: true });
  expect(window.tell()).toContain('Skriv et emne.');
  expect(window.given('message.approve')).toEqual([]);
});

it('another promise is written into a text that nobody has touched, and only asked for in one that somebody has', async () => {
  await writeAboutKirkenes();
  await window.write('13:30', /Neste melding senest/);
  expect(field(/Tekst/)).toContain('13:30');
  await window.write('Vi ser på det.', /Tekst/);
  await window.write('14:00', /Neste melding senest/);
  expect(field(/Tekst/)).toBe('Vi ser på det.');
  expect(window.tell()).toContain('Teksten nevner ikke 14:00');
});

it('what was typed outlives leaving the page, and m leads back to it', async () => {
  await writeAboutKirkenes();
  await window.write('Nesten ferdig', /Emne/);
  await window.press('Escape');
  await window.happen(() => window.desk.open({ view: 'service', node: 'sykesignal@kirkenes' }));
  await window.press('m');
  expect(field(/Emne/)).toBe('Nesten ferdig');
});

it('without the hub, draft and approval wait in their order, and say how long an approval holds', async () => {
  window = await openSupport({ view: 'service', node: 'sykesignal@kirkenes' }, (desk) => desk.lose(60_000));
  await window.press('m');
  await window.press('Enter', { ctrlKey: true });
  expect(window.store.getState().outbox).toMatchObject([
    { kind: 'message.draft', fate: 'queued' },
    { kind: 'message.approve', fate: 'queued', payload: { version: 1 } },
  ]);
  expect(window.tell()).toContain('En godkjenning gjelder i 15 minutter.');
  // Pressed again, it is not approved twice.
  await window.press('Enter', { ctrlKey: true });
  expect(window.store.getState().outbox).toHaveLength(2);
  await window.happen(() => window.bridge.deliver());
  expect(
    messages().filter(({ node, state }) => node === 'sykesignal@kirkenes' && state === 'approved'),
  ).toHaveLength(1);
});

it('a draft that somebody else has changed is to be read before mine is written over it', async () => {
  await writeAboutKirkenes();
  await window.press('F2');
  await window.write('Min tekst', /Emne/);
  const [draft] = messages().filter(({ state }) => state === 'draft');
  if (draft === undefined) throw new Error('no draft');
  await window.happen(() =>
    window.bridge.write({
      type: 'message.moved',
      message: { ...draft, subject: 'Den andres', version: 2, by: 'leder', at: draft.at + 1 },
      what: 'changed',
      channel: null,
      actor: 'leder',
      actedAt: draft.at + 1,
    }),
  );
  expect(window.tell()).toContain('Endret av skiftleder');
  expect(field(/Emne/)).toBe('Min tekst');
  await window.press('F2');
  expect(window.tell()).toContain('les det og gjør endringen din på nytt');
  expect(field(/Emne/)).toBe('Min tekst');
  await window.click(/Behold min/);
  await window.press('F2');
  expect(messages().find(({ id }) => id === draft.id)).toMatchObject({ subject: 'Min tekst', version: 3 });
});

it('m on what went out writes the next of its series; a closing message promises nothing more', async () => {
  window = await openSupport(LIST);
  expect(window.row()).toContain('D-7 nr. 1');
  await window.press('m');
  expect(window.tell()).toContain('Oppdatering');
  await window.click(/avslutning/, 'radio');
  expect(window.queryByLabelText(/Neste melding senest/)).toBeNull();
  await window.write('Løst: journalen er tilbake', /Emne/);
  await window.press('Enter', { ctrlKey: true });
  const [draft] = window.given('message.draft');
  expect(draft?.payload).toMatchObject({
    kind: 'closing',
    series: SCENE_MESSAGE,
    incident: SCENE_INCIDENT,
    nextAt: null,
  });
  expect(messages().find(({ kind }) => kind === 'closing')).toMatchObject({
    number: 'D-7',
    part: 2,
    state: 'approved',
  });
});

it('each channel has its fate; what was refused is tried again, what is unknown only after a second thought', async () => {
  window = await openSupport(LIST);
  expect(window.tell()).toContain('552 5.2.2 Postboksen til alle-ansatte er full');
  await window.press('r');
  expect(window.given('message.again').map(({ payload }) => payload.channel)).toEqual(['epost-alle']);
  await window.press('r');
  expect(window.dialog()).toContain('kan mottakerne få den to ganger');
  expect(window.given('message.again')).toHaveLength(1);
  await window.press('Escape');
  expect(window.given('message.again')).toHaveLength(1);
  const [again] = window.getAllByRole('button', { name: /Prøv Driftskanalen igjen/ });
  await window.happen(() => again?.click());
  await window.press('Enter', { ctrlKey: true });
  expect(window.given('message.again').map(({ payload }) => payload.channel)).toEqual([
    'epost-alle',
    'teams',
  ]);
});

it('a promise that was not kept is named in the list', async () => {
  window = await openSupport(LIST);
  expect(window.side()).toContain('Neste melding innen 12:16');
  await window.pass(20 * 60_000);
  expect(window.side()).toContain('1 melding er forsinket');
  expect(window.side()).toContain('Neste melding skulle vært sendt 12:16');
});

it('a notification tells whom it has asked, and s says that they have answered', async () => {
  window = await openSupport(LIST);
  await window.press('ArrowDown');
  expect(window.tell()).toContain('Venter på svar');
  expect(window.tell()).toContain('Nettvakt, vakt');
  await window.press('s');
  expect(window.given('notification.answer').map(({ subject }) => subject)).toEqual([
    'notification/nett-natt-sykesignal-kirkenes',
  ]);
  expect(window.tell()).toContain('Besvart');
});

it('a draft that only this desk has is discarded without asking the hub', async () => {
  await writeAboutKirkenes();
  await window.click(/Forkast/);
  expect(window.given('message.discard')).toEqual([]);
  expect(window.side()).not.toContain('Utkast');
});
