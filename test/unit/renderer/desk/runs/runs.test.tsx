// @vitest-environment jsdom
import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstWritten, readWritten, restsUntil } from '../../../../../renderer/desk/runs/run-model';
import type { ActionRun } from '../../../../../shared/model/alarms';
import type { RunbookAction } from '../../../../../shared/model/catalogue';
import { browserStandIns } from '../desk-window';
import { openWatch, type Watch } from '../people/people-window';

// jsdom has no canvas to draw on.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

const ACTION: RunbookAction = {
  id: 'omstart',
  name: 'Start tjenesten på nytt',
  order: 9,
  description: null,
  args: [
    { type: 'choice', id: 'site', name: 'Sted', options: ['bodo', 'mo'] },
    { type: 'integer', id: 'wait', name: 'Ventetid, sekunder', min: 1, max: 60 },
    { type: 'text', id: 'host', name: 'Maskin', pattern: '^[a-z0-9-]+$' },
    { type: 'boolean', id: 'hard', name: 'Hardt' },
  ],
  dryRun: true,
  approval: false,
  timeoutMs: 30_000,
  cooldownMs: 600_000,
};

function aRun(change: Partial<ActionRun>): ActionRun {
  return {
    id: 'run-1',
    action: 'omstart',
    args: {},
    node: null,
    dryRun: false,
    requestedBy: 'dag1',
    requestedAt: 0,
    approval: null,
    state: 'succeeded',
    startedAt: 1_000,
    endedAt: 2_000,
    exit: 0,
    output: '',
    ...change,
  };
}

describe('the form of an action', () => {
  it('begins with the site of the alarm, and with nothing else chosen for the person', () => {
    expect(firstWritten(ACTION, 'dips-arena@mo')).toEqual({ site: 'mo', wait: '', host: '', hard: false });
    expect(firstWritten(ACTION, 'core1')).toMatchObject({ site: '' });
    const ofNode = {
      ...ACTION,
      args: [{ type: 'text' as const, id: 'node', name: 'Tjeneste', pattern: '.+' }],
    };
    expect(firstWritten(ofNode, 'dips-arena@mo')).toEqual({ node: 'dips-arena@mo' });
    expect(firstWritten(ofNode, null)).toEqual({ node: '' });
  });

  it('sends numbers as numbers, and says what is wrong with each argument', () => {
    const good = readWritten(ACTION.args, { site: 'mo', wait: ' 30 ', host: 'dips-1', hard: true });
    expect([...good.faults]).toEqual([]);
    expect(good.args).toEqual({ site: 'mo', wait: 30, host: 'dips-1', hard: true });
    const bad = readWritten(ACTION.args, { site: 'oslo', wait: '3.5', host: '-rf', hard: false });
    expect([...bad.faults]).toEqual([
      ['site', 'choice'],
      ['wait', 'type'],
      ['host', 'option'],
    ]);
    expect([...readWritten(ACTION.args, { site: '', wait: '61', host: 'a b', hard: false }).faults]).toEqual([
      ['site', 'missing'],
      ['wait', 'range'],
      ['host', 'pattern'],
    ]);
  });

  it('rests after a real run, never after a dry one', () => {
    expect(restsUntil(ACTION, [aRun({})], 2_000)).toBe(601_000);
    expect(restsUntil(ACTION, [aRun({})], 601_000)).toBeNull();
    expect(restsUntil(ACTION, [aRun({ dryRun: true })], 2_000)).toBeNull();
    expect(restsUntil(ACTION, [aRun({ startedAt: null, state: 'waiting' })], 2_000)).toBeNull();
  });
});

describe('the dialog', () => {
  let window: Watch;
  let restore: () => void;
  beforeEach(() => {
    restore = browserStandIns();
  });
  afterEach(() => {
    window.close();
    restore();
  });
  const open = (action: string): Promise<void> =>
    window.happen(() => window.desk.show({ kind: 'run', node: 'core1', action }));

  it('asks for an action, without effect first, and says that another person must approve', async () => {
    window = await openWatch();
    await open('nettport');
    expect(window.dialog()).toContain('En annen person må godkjenne før den kjøres.');
    await window.click(/^Prøvekjør uten virkning$/);
    await window.press('F2');
    expect(window.given('run.request')).toMatchObject([
      { subject: 'action/nettport', payload: { args: {}, node: 'core1', dryRun: true } },
      { subject: 'action/nettport', payload: { dryRun: false } },
    ]);
  });

  it('checks what is written before it is sent', async () => {
    window = await openWatch((desk) =>
      desk.write({
        type: 'catalogue.changed',
        name: 'Helse Nord',
        demo: true,
        put: [{ kind: 'action', value: ACTION }],
        drop: [],
      }),
    );
    await open('omstart');
    await window.press('F2');
    expect(window.dialog()).toContain('Må fylles ut.');
    expect(window.given('run.request')).toEqual([]);
    await window.write('90', /^Ventetid/);
    expect(window.dialog()).toContain('Fra 1 til 60.');
    await window.write('mo', /^Sted/);
    await window.write('30', /^Ventetid/);
    await window.write('dips-1', /^Maskin/);
    await window.happen(() => fireEvent.click(window.getByLabelText('Hardt')));
    await window.press('F2');
    expect(window.given('run.request')[0]?.payload).toMatchObject({
      args: { site: 'mo', wait: 30, host: 'dips-1', hard: true },
    });
  });

  it('lets the second person answer, and never the one who asked', async () => {
    window = await openWatch();
    expect(window.banners()).toContain('Venter på en annen person: Slå nettport av og på');
    await window.click(/^Se og svar$/);
    await window.write('ser riktig ut', /^Begrunnelse/);
    await window.click(/^Godkjenn og kjør$/);
    expect(window.given('run.approve')).toMatchObject([
      { subject: 'run/run-00000004', payload: { approved: true, reason: 'ser riktig ut' } },
    ]);
    await window.happen(() =>
      window.bridge.identity({
        signedIn: { person: 'dag1', since: 0, expiresAt: 9e15, offline: false, pin: true },
      }),
    );
    expect(window.dialog()).toContain('Du ba om den: en annen person må godkjenne.');
    expect(window.dialog()).not.toContain('Godkjenn og kjør');
    expect(window.banners()).not.toContain('Venter på en annen person');
  });

  it('says that an outcome is unknown, and what that means, and shows output as it came', async () => {
    window = await openWatch();
    await open('nettport');
    expect(window.dialog()).toMatch(
      /Utfall ukjent.*ingen vet om den virket\. Den kjøres ikke på nytt av seg selv/,
    );
    expect(window.container.querySelector('.runs-output')?.textContent).toBe(
      'Port 1/0/24: down\nville kjørt: shutdown, no shutdown\nIngen endring gjort.',
    );
  });
});
