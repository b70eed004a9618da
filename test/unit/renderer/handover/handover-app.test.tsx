// @vitest-environment jsdom

import { act } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { composeText, hashOfText, hashOfWords } from '../../../../shared/rules/handover/compose';
import { editOf, readDocument, SUMMARY_TEXT } from '../../../../shared/rules/handover/document';
import type { HandoverDesk } from '../../../fixtures/handover-harness/handover-desk';
import { draft, NIGHT } from '../../../fixtures/handover-harness/scenes';
import { browserStandIns } from '../desk/desk-window';
import { openHandover } from './handover-window';

// jsdom has no canvas, and no media queries.
vi.mock('uplot', () => ({ default: class {} }));

let restore = (): void => {};
let close = (): void => {};
beforeEach(() => {
  restore = browserStandIns();
});
afterEach(() => {
  close();
  restore();
  window.location.hash = '';
});

async function open(...args: Parameters<typeof openHandover>) {
  const window = await openHandover(...args);
  close = window.close;
  return window;
}

/** The document as main has it. */
const documentOf = (bridge: HandoverDesk) => readDocument(bridge.docOf(NIGHT));

describe('the note', () => {
  it('shows every drawn line in its section with its source, and none that only says how bad it is', async () => {
    const window = await open('draft');
    const drawn = draft(0).filter(({ key }) => !key.startsWith('severity/'));
    expect(
      window
        .rows()
        .filter((key) => !key.startsWith('empty/') && key !== 'summary')
        .sort(),
    ).toEqual(drawn.map(({ key }) => key).sort());
    expect(window.row('now/A-4127').textContent).toContain('A-4127');
    expect(window.text('.note-severity')).toContain('GULT');
  });

  it('makes no edit of a line that somebody only looked into', async () => {
    const window = await open('draft');
    await window.focus(window.row('now/A-4130'));
    await window.press('Enter');
    expect(window.field().value).toContain('Redundans tapt');
    await window.press('Escape');
    expect(documentOf(window.bridge).edits.size).toBe(0);
    expect(documentOf(window.bridge).history).toEqual([]);
  });

  it('keeps what is written in a line, letter by letter, with who wrote it and what it said before', async () => {
    const window = await open('draft');
    const before = draft(0).find(({ key }) => key === 'now/A-4130')?.text ?? '';
    await window.focus(window.row('now/A-4130'));
    await window.press('Enter');
    await window.type(`${before} Ring Mo.`);
    expect(documentOf(window.bridge).edits.get('now/A-4130')?.[0]?.words).toBe(`${before} Ring Mo.`);
    await window.press('Enter');
    const [entry] = documentOf(window.bridge).history;
    expect(entry).toMatchObject({
      by: 'natt',
      what: 'edited',
      section: 'now',
      before,
      after: `${before} Ring Mo.`,
    });
    expect(window.row('now/A-4130').textContent).toContain('endret 07:14 nattoperatør');
  });

  it('puts what somebody else writes into the field around the cursor, which stays at its words', async () => {
    const window = await open('draft');
    const line = draft(0).find(({ key }) => key === 'now/A-4130');
    if (!line) throw new Error('no such line');
    await window.focus(window.row(line.key));
    await window.press('Enter');
    await window.type(`${line.text} Ring Mo.`);
    const field = window.field();
    const at = line.text.length;
    await act(async () => {
      field.setSelectionRange(at, at);
    });
    await act(async () =>
      window.bridge.elsewhere(NIGHT, (doc) => editOf(doc, line, 'dag2', 0).insert(0, 'OBS: ')),
    );
    expect(field.value).toBe(`OBS: ${line.text} Ring Mo.`);
    expect(field.selectionStart).toBe(at + 'OBS: '.length);
  });

  it('adds a line with its first letter, takes it back with Ctrl Z, and leaves what others wrote', async () => {
    const window = await open('draft');
    await window.focus(window.row('if/wan-mo'));
    await window.press('a');
    expect(documentOf(window.bridge).own).toEqual([]);
    await window.type('HVIS alt faller: ring hendelsesleder');
    await window.press('Enter');
    expect(documentOf(window.bridge).own).toMatchObject([
      { section: 'if', words: 'HVIS alt faller: ring hendelsesleder', by: 'natt' },
    ]);
    await act(async () =>
      window.bridge.elsewhere(NIGHT, (doc) => doc.getText(SUMMARY_TEXT).insert(0, 'Rolig natt')),
    );
    await window.press('z', { ctrlKey: true });
    const after = documentOf(window.bridge);
    expect(after.own.map(({ words }) => words).join('')).toBe('');
    expect(after.summary).toBe('Rolig natt');
    expect(after.history.at(-1)).toMatchObject({ before: 'HVIS alt faller: ring hendelsesleder', after: '' });
  });

  it('stays at the line that was added, so that the next one comes beneath it; and where one was when none was', async () => {
    const window = await open('draft');
    await window.focus(window.row('now/A-4130'));
    await window.press('a');
    await window.type('Ringte Mo 07:10');
    await window.press('Enter');
    await window.press('a');
    await window.type('Ringte Rana 07:12');
    await window.press('Enter');
    expect(documentOf(window.bridge).own).toMatchObject([{ section: 'now' }, { section: 'now' }]);
    await window.focus(window.row('aside/U-17'));
    for (const key of ['Escape', 'Enter']) {
      await window.press('a');
      await window.press(key);
      await vi.waitFor(() => expect(document.activeElement).toBe(window.row('aside/U-17')));
    }
  });

  it('offers nobody’s work to the machine', async () => {
    const window = await open('draft', (desk) => {
      const machine = { name: 'Denne maskinen', initials: 'DM', roles: ['administrator' as const] };
      const person = { id: 'maskin', ...machine, active: true, machine: true };
      desk.state.apply({
        ...(desk.state.position ?? { origin: 'harness', epoch: 1, seq: 0 }),
        at: 0,
        body: { type: 'person.set', person, actor: 'maskin' },
      });
    });
    const names = [...document.querySelectorAll('.inline-select option')].map((one) => one.textContent);
    expect(names).toContain('dagoperatør 1');
    expect(names).not.toContain('Denne maskinen');
    expect(window.text('.note-saved')).not.toContain('1 endringer');
  });

  it('offers a summary from facts until it is signed, and then says that none was written', async () => {
    const window = await open('draft');
    const said = (): string => window.text('.note-summary-row');
    expect(said()).toMatch(/ALVOR: GULT\..*skriv sammendrag/);
    expect(said()).not.toContain('Gult.');
    await window.press('u', { ctrlKey: true });
    await window.write('Brannalarm, må ut', /grunn/i);
    await window.write('2468', /pin/i);
    await window.submit();
    expect(window.handover().state).toBe('signed');
    expect(said()).toBe('ALVOR: GULT.Sammendrag er ikke skrevet');
  });

  it('shows of a long line what was changed, and of a struck one why', async () => {
    const window = await open('draft');
    const before = draft(0).find(({ key }) => key === 'now/A-4130')?.text ?? '';
    await window.focus(window.row('now/A-4130'));
    await window.press('Enter');
    await window.type(`${before} Ring Mo.`);
    await window.press('Enter');
    expect(window.text('.history-words')).toBe('skrev «… Ring Mo.»');
    await window.focus(window.row('now/A-4130'));
    await window.press('Enter');
    await window.type(`${before} Ring Rana.`);
    await window.press('Enter');
    expect(window.text('.history-words')).toBe('skrev «Mo → Rana»');
  });

  it('strikes a line only with a reason, keeps it readable, and puts it back with the same key', async () => {
    const window = await open('draft');
    await window.focus(window.row('aside/U-17'));
    await window.press('Backspace');
    await window.submit();
    expect(documentOf(window.bridge).struck.size).toBe(0);
    await window.write('Står et annet sted', /hvorfor/i);
    await window.submit();
    expect(documentOf(window.bridge).struck.get('aside/U-17')).toMatchObject({
      reason: 'Står et annet sted',
      by: 'natt',
    });
    expect(window.row('aside/U-17').textContent).toContain('Backupnode 3');
    await window.focus(window.row('aside/U-17'));
    await window.press('Delete');
    expect(documentOf(window.bridge).struck.size).toBe(0);
  });

  it('carries a line on as a follow-up', async () => {
    const window = await open('draft');
    await window.focus(window.row('watch/T-9'));
    await window.press('b');
    await window.submit();
    expect(window.given('follow-up.set')[0]?.payload).toMatchObject({
      section: 'watch',
      node: 'san1',
      owner: 'dag1',
    });
  });

  it('shows other wordings of a line beneath it, and a newer fact beneath an older sentence', async () => {
    const window = await open('draft');
    const line = draft(0).find(({ key }) => key === 'now/A-4130');
    if (!line) throw new Error('no such line');
    await act(async () => {
      window.bridge.elsewhere(NIGHT, (doc) => editOf(doc, line, 'dag1', 1).insert(0, 'Merk: '));
      window.bridge.draw(
        NIGHT,
        draft(0).map((one) => (one.key === line.key ? { ...one, text: `${one.text}, 07:13` } : one)),
      );
    });
    const newer = window.rows().filter((key) => key.startsWith('now/A-4130'));
    expect(newer).toHaveLength(2);
    expect(window.row(newer[1] ?? '').textContent).toContain('Nytt siden');
  });

  it('says that it is not saved, and why, while main refuses it', async () => {
    const window = await open('fault');
    await window.press('o');
    await window.type('En natt');
    expect(window.text('.note-head [role="alert"]')).toContain('disken er full');
    window.bridge.answers.updateDoc = async ({ update }) => {
      Y.applyUpdate(window.bridge.docOf(NIGHT), update);
      return { ok: true, value: null };
    };
    await act(async () => window.clock.advance(6_000));
    await window.settle();
    expect(window.text('.note-head')).not.toContain('disken er full');
    expect(documentOf(window.bridge).summary).toContain('En natt');
  });

  it('asks who is here before anybody writes', async () => {
    const window = await open('draft', (desk) => desk.identity({ signedIn: null }));
    await window.press('a');
    expect(window.container.querySelector('dialog[open]')).not.toBeNull();
    expect(window.container.querySelector('.line-editor')).toBeNull();
  });
});

describe('a desk that cannot write', () => {
  it('asks for the PIN where the desk is locked, before anything is written in vain', async () => {
    const window = await open('draft', (desk) => desk.identity({ locked: true }));
    await window.press('a');
    expect(window.container.querySelector('dialog[open]')?.textContent).toContain('PIN');
    expect(window.container.querySelector('.line-editor')).toBeNull();
    expect(window.text('.note-head')).toContain('Lås opp');
  });

  it('opens the text anew where main has forgotten the window, and sends what was written', async () => {
    const window = await open('draft');
    const { updateDoc } = window.bridge.answers;
    window.bridge.answers.updateDoc = async () => ({
      ok: false,
      error: { code: 'closed', message: 'closed' },
    });
    await window.press('o');
    await window.type('En natt');
    expect(window.bridge.calls.filter(([verb]) => verb === 'openDoc')).toHaveLength(1);
    if (updateDoc) window.bridge.answers.updateDoc = updateDoc;
    await act(async () => window.clock.advance(6_000));
    await window.settle();
    expect(window.bridge.calls.filter(([verb]) => verb === 'openDoc')).toHaveLength(2);
    expect(documentOf(window.bridge).summary).toBe('En natt');
  });
});

describe('the steps', () => {
  it('ticks and states back by keyboard, item by item', async () => {
    const window = await open('draft');
    await window.press('g');
    expect(window.handover().state).toBe('exchanging');
    await window.press('i');
    await window.press(' ');
    const [first, second] = window.handover().items;
    expect(first?.walked).not.toBeNull();
    await window.press('ArrowDown');
    await window.press('Enter');
    await window.write('på reserve', /sagt tilbake om/i);
    await window.press('Enter');
    expect(window.handover().items.find(({ key }) => key === second?.key)).toMatchObject({
      said: { words: 'på reserve' },
      walked: { by: 'natt' },
    });
  });

  it('writes the read-back into the document and says its hash', async () => {
    const window = await open('draft');
    await window.press('r');
    await window.type('Mo på reserve, melding 08:30');
    await window.press('Enter');
    expect(documentOf(window.bridge).readBack).toBe('Mo på reserve, melding 08:30');
    expect(window.handover().readBack?.hash).toBe(hashOfWords('Mo på reserve, melding 08:30'));
  });

  it('names what is missing, and signs only with an exception and its reason', async () => {
    const window = await open('draft');
    expect(window.text('.sign-missing')).toContain('tilbakelesningen');
    expect(window.container.querySelector<HTMLButtonElement>('.sign-button')?.disabled).toBe(true);
    await window.press('u', { ctrlKey: true });
    await window.write('2468', /pin/i);
    await window.submit();
    expect(window.given('handover.sign')).toEqual([]);
    await window.write('Brannalarm, må ut', /grunn/i);
    await window.write('2468', /pin/i);
    await window.submit();
    expect(window.handover().signatures[0]).toMatchObject({
      person: 'natt',
      exception: { reason: 'Brannalarm, må ut', missing: ['walked', 'said', 'read-back'] },
    });
    await window.press('Enter', { ctrlKey: true });
    await window.write('2468', /pin/i);
    await window.submit();
    expect(window.handover().state).toBe('accepted');
    // What was left out is never shown as done.
    const steps = [...window.container.querySelectorAll<HTMLElement>('.steps-bar li')];
    expect(steps.map(({ dataset }) => dataset.state)).toEqual(['done', 'left', 'left', 'done', 'done']);
    expect(steps[2]?.textContent).toBe('Tilbakelestikke gjort');
  });

  it('signs what is on the screen, whole, and lets the other sign it at the same desk with their own PIN', async () => {
    const window = await open('exchange');
    const text = composeText(documentOf(window.bridge), window.handover());
    await window.press('Enter', { ctrlKey: true });
    await window.write('0000', /pin/i);
    await window.submit();
    expect(window.handover().state).toBe('exchanging');
    expect(window.text('dialog .form-fault')).toContain('PIN');
    await window.write('2468', /pin/i);
    await window.submit();
    expect(window.handover()).toMatchObject({ state: 'signed', hash: hashOfText(text) });
    await window.press('Enter', { ctrlKey: true });
    await window.write('2468', /pin/i);
    await window.submit();
    expect(window.given('handover.accept')).toMatchObject([
      { as: 'dag1', payload: { hash: hashOfText(text) } },
    ]);
    expect(window.handover()).toMatchObject({ state: 'accepted', acceptedAt: expect.any(Number) });
    expect(window.text('.steps-bar')).toContain('Ansvar overført07:14');
  });

  it('hands what was agreed here to who was agreed on', async () => {
    const window = await open('exchange');
    await window.write('dag2', /hvem som får den/i);
    await window.press('Enter', { ctrlKey: true });
    await window.write('2468', /pin/i);
    await window.submit();
    expect(window.handover().transfers).toMatchObject([{ kind: 'follow-up', from: 'natt', to: 'dag2' }]);
  });

  it('signs provisionally on both sides while the hub is away, and says so', async () => {
    const window = await open('offline');
    for (const _ of [1, 2]) {
      await window.press('Enter', { ctrlKey: true });
      await window.write('2468', /pin/i);
      await window.submit();
    }
    expect(window.bridge.kept().map(({ kind, actor, fate }) => [kind, actor, fate])).toEqual([
      ['handover.sign', 'natt', 'queued'],
      ['handover.accept', 'dag1', 'queued'],
    ]);
    expect(window.container.querySelector('.handover')?.getAttribute('data-state')).toBe('accepted');
    expect(window.text('.note-head')).toContain('ikke bekreftet av huben');
    // Nowhere does it say that it has happened, only that it was done here.
    expect(window.text('.steps-bar')).toContain('Ansvar overført07:14, ikke bekreftet');
    expect(window.text('.signatures')).toContain('gjelder når huben har bekreftet det');
    expect(window.text('.signatures')).not.toContain('ansvaret er overført');
    expect(window.handover().state).toBe('exchanging');
  });

  it('leaves the signed text as it was, and shows what was written afterwards as an amendment to decide on', async () => {
    const window = await open('signed');
    const line = draft(0).find(({ key }) => key === 'watch/T-9');
    expect(window.row('watch/T-9').textContent).toContain(line?.text ?? '');
    expect(window.row('watch/T-9').textContent).not.toContain('Spør igjen');
    expect(window.row('proposed/watch/T-9').textContent).toContain('Spør igjen 12:00');
    const take = [...window.container.querySelectorAll<HTMLButtonElement>('.amendment-list button')][0];
    await act(async () => take?.click());
    await window.settle();
    expect(window.handover().amendments).toMatchObject([
      { by: 'dag2', state: 'taken', decided: { by: 'natt' } },
    ]);
    expect(window.row('watch/T-9').textContent).not.toContain('Spør igjen');
  });

  it('takes a signature back with a reason, and opens the text again', async () => {
    const window = await open('signed');
    await window.press('U');
    await window.write('Montør ringte', /grunn/i);
    await window.submit();
    expect(window.handover()).toMatchObject({ state: 'exchanging', hash: null, signatures: [] });
    expect(window.row('watch/T-9').textContent).toContain('Spør igjen 12:00');
  });
});

describe('the window', () => {
  it('invites to begin where there is none', async () => {
    const window = await open('none');
    await window.press('g');
    expect(window.handover()).toMatchObject({ state: 'preparing', outgoing: [{ person: 'natt' }] });
    expect(window.container.querySelector('.handover')).not.toBeNull();
  });

  it('says to everybody that it is late, and who is responsible until it is accepted', async () => {
    const window = await open('late');
    expect(window.text('.note-late')).toContain('forsinket siden');
    expect(window.text('.signatures')).toContain('nattoperatør har ansvaret');
  });

  it('says that an old one is not here, instead of showing another', async () => {
    window.location.hash = '#2025-01-01_natt';
    const opened = await open('exchange');
    expect(opened.text('main')).toContain('ikke her lenger');
  });

  it('has nothing that axe finds, with a line open and with a dialog open', async () => {
    const window = await open('exchange');
    const faults = async (): Promise<string[]> => {
      const found = await axe.run(window.container, { rules: { 'color-contrast': { enabled: false } } });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    };
    expect(await faults()).toEqual([]);
    await window.press('o');
    expect(await faults()).toEqual([]);
    await window.press('Escape');
    await window.press('Enter', { ctrlKey: true });
    expect(await faults()).toEqual([]);
  }, 20_000);
});
