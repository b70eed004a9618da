// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { act, fireEvent } from '@testing-library/react';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchScene } from '../../../../fixtures/desk-harness/watch-scene';
import { openAlarms } from '../alarms/open-alarms';
import { browserStandIns } from '../desk-window';

vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

type Room = Awaited<ReturnType<typeof openAlarms>>;
let room: Room;
let restore: () => void;
beforeAll(() => {
  restore = browserStandIns();
});
afterAll(() => restore());
beforeEach(async () => {
  room = await openAlarms(watchScene);
  await room.press('8');
});
afterEach(() => room.close());

const text = (selector = 'body'): string => document.querySelector(selector)?.textContent ?? '';
const line = (): string => text('.routine-line[aria-selected="true"]');
const run = (id: string) => {
  const entity = room.bridge.state.watch.get(`routine-run:${id}`);
  return entity?.kind === 'routine-run' ? entity.value : undefined;
};
const followUps = () =>
  [...room.bridge.state.watch.values()].flatMap((entity) =>
    entity.kind === 'follow-up' ? [entity.value] : [],
  );
const write = async (name: RegExp, value: string): Promise<void> => {
  await act(async () => {
    fireEvent.change(room.getByLabelText(name), { target: { value } });
  });
};

describe('the routines of a watch', () => {
  it('begin with what is over its time, and the tab counts it', () => {
    expect(line()).toContain('Nødkurve-PC er oppdatert');
    expect(text('.tab[aria-current="page"]')).toContain('2 over tiden');
    expect(text('.list-total')).toBe('2 rutiner gjenstår, 2 oppfølginger bæres videre');
  });

  it('are ticked step by step by x, and done by s and Enter', async () => {
    await room.press('x');
    expect(run('nodkurve/2026-11-23')?.ticked).toEqual([0, 1, 2]);
    await room.press('x');
    expect(room.given()).toHaveLength(1);
    await room.press('s');
    await room.press('Enter');
    expect(run('nodkurve/2026-11-23')).toMatchObject({ state: 'done', settled: { by: 'leder', note: null } });
    expect(text('.tab[aria-current="page"]')).toContain('1 over tiden');
  });

  it('are not done with steps left, nor skipped, without a word of why', async () => {
    await room.press('s');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('Skriv hvorfor noen steg står igjen');
    await room.press('2');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('Skriv hvorfor den hoppes over');
    await write(/Hvorfor/, 'PC-en i Kirkenes er levert til reparasjon');
    await room.press('Enter');
    expect(run('nodkurve/2026-11-23')).toMatchObject({ state: 'skipped' });
  });

  it('are ticked by the mouse, any step, and taken back', async () => {
    const [mo] = document.querySelectorAll<HTMLInputElement>('.routine-steps input');
    await room.happen(() => fireEvent.click(mo as HTMLElement));
    expect(run('nodkurve/2026-11-23')?.ticked).toEqual([1]);
    await room.happen(() => fireEvent.click(document.querySelector('.routine-steps input') as HTMLElement));
    expect(run('nodkurve/2026-11-23')?.ticked).toEqual([0, 1]);
  });

  it('are opened again where they were done by mistake', async () => {
    await room.happen(() => room.desk.replace({ view: 'routines', item: 'sikkerhetskopi/2026-11-23' }));
    expect(text('.routine-detail')).toContain('én feilet, kjørt på nytt');
    await room.press('L');
    expect(run('sikkerhetskopi/2026-11-23')).toMatchObject({ state: 'overdue', settled: null });
  });

  it('lead to their page outside, and to the service that they are about', async () => {
    await room.happen(() => room.desk.replace({ view: 'routines', item: 'lydlogg/2026-11-23' }));
    await room.press('b');
    expect(room.bridge.calls).toContainEqual(['openLink', 'https://wiki.example.no/lydlogg']);
    await room.happen(() => room.desk.replace({ view: 'routines', item: 'nodkurve/2026-11-23' }));
    await room.happen(() => fireEvent.click(room.getByRole('button', { name: /Elektronisk kurve/ })));
    expect(room.desk.getState().trail.at(-1)).toEqual({ view: 'service', node: 'ek@mo' });
  });
});

describe('what is carried on', () => {
  it('is written by n, words and Enter, with a deadline that is today where only a time is said', async () => {
    await room.press('n');
    await write(/Hva skal følges opp/, 'Spør lagring om san1 igjen');
    await write(/Frist, klokken/, '12:00');
    await room.press('Enter');
    expect(followUps().find(({ text: said }) => said === 'Spør lagring om san1 igjen')).toMatchObject({
      number: expect.stringMatching(/^O-\d+$/),
      section: 'watch',
      dueAt: Date.UTC(2026, 10, 23, 11),
      carried: 0,
    });
  });

  it('names a service by what people call it, and says so where none is called that', async () => {
    await room.press('n');
    await write(/Hva skal følges opp/, 'Se på den');
    await write(/Gjelder/, 'Finnes ikke');
    await room.press('Enter');
    expect(text('.dialog .form-fault')).toContain('Ingen tjeneste heter «Finnes ikke»');
    await write(/Gjelder/, 'dips-arena@mo');
    await room.press('Enter');
    expect(followUps().find(({ text: said }) => said === 'Se på den')?.node).toBe('dips-arena@mo');
  });

  it('is changed by Enter, closed by L with how it ended, and opened again by L', async () => {
    await room.happen(() => room.desk.replace({ view: 'routines', item: 'oppfolging-01' }));
    await room.press('Enter');
    await write(/Hva skal følges opp/, 'san1 86 %');
    await room.press('Enter');
    expect(followUps().find(({ id }) => id === 'oppfolging-01')).toMatchObject({
      text: 'san1 86 %',
      owner: 'leder',
    });
    await room.press('L');
    await write(/Hvordan det endte/, 'ryddet av lagring');
    await room.press('F2');
    expect(followUps().find(({ id }) => id === 'oppfolging-01')?.closed).toMatchObject({
      note: 'ryddet av lagring',
    });
    await room.press('L');
    expect(followUps().find(({ id }) => id === 'oppfolging-01')?.closed).toBeNull();
  });

  it('is shown as done and marked while the hub is away, and confirmed when it is back', async () => {
    await room.happen(() => room.bridge.lose(10_000));
    await room.press('n');
    await write(/Hva skal følges opp/, 'Ring Bodø');
    await room.press('Enter');
    const made = [...document.querySelectorAll('.routine-line')].find((one) =>
      one.textContent?.includes('Ring Bodø'),
    );
    expect(made?.textContent).toContain('venter');
    expect(followUps().some(({ text: said }) => said === 'Ring Bodø')).toBe(false);
    await room.happen(() => room.bridge.deliver());
    expect(text('.inc-list')).toContain('O-');
    expect(text('.inc-list')).not.toContain('venter');
  });
});

describe('for everybody', () => {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  it.each([
    ['the list and a routine', []],
    ['settling', ['s']],
    ['a new follow-up', ['n']],
    ['a follow-up', ['ArrowDown', 'ArrowDown']],
  ])(
    'axe finds nothing wrong with %s',
    async (_, keys) => {
      for (const key of keys) await room.press(key);
      const axe = new Function('window', `${source}; return window.axe;`)(globalThis.window) as {
        run(root: Element, options: object): Promise<AxeResults>;
      };
      const { violations } = await axe.run(document.body, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    },
    30_000,
  );
});
