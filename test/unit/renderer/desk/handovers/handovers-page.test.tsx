// @vitest-environment jsdom
import { act, fireEvent } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure } from '../../../../../shared/util/result';
import type { HandoverDesk } from '../../../../fixtures/handover-harness/handover-desk';
import { handoverScene, MORNING, NIGHT } from '../../../../fixtures/handover-harness/scenes';
import { browserStandIns, openOver } from '../desk-window';

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
});

async function openPage(prepare: (desk: HandoverDesk) => void = () => {}) {
  const clock = new ManualClock(MORNING);
  const bridge = handoverScene('exchange', clock);
  prepare(bridge);
  const window = await openOver(bridge, clock, { view: 'handovers', handover: null });
  close = window.close;
  const settle = (): Promise<void> =>
    act(async () => {
      for (let round = 0; round < 8; round += 1) await Promise.resolve();
    });
  await settle();
  return {
    bridge,
    container: window.container,
    right: (): string => window.container.querySelector('.handovers-right')?.textContent ?? '',
    lines: (): readonly string[] =>
      [...window.container.querySelectorAll('.handover-line')].map(({ textContent }) => textContent ?? ''),
    press: async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) {
        await act(async () => {
          fireEvent.keyDown(document.activeElement ?? document.body, { key });
        });
        await settle();
      }
    },
    search: async (value: string): Promise<void> => {
      const field = window.container.querySelector('.handovers-search input') as HTMLInputElement;
      await act(async () => {
        fireEvent.change(field, { target: { value } });
      });
      await settle();
    },
  };
}

describe('the page of handovers', () => {
  it('has the one that is being made on top, and opens it in its own window', async () => {
    const page = await openPage();
    expect(page.lines()).toHaveLength(5);
    expect(page.lines()[0]).toContain('H-41');
    await page.press('Enter');
    expect(page.bridge.calls).toContainEqual(['openWindow', { kind: 'handover', page: NIGHT }]);
  });

  it('reads an older one as it was signed, without a window for it', async () => {
    const page = await openPage();
    await page.press('ArrowDown', 'ArrowDown');
    expect(page.right()).toContain('Kjernenett dc1 på ett ben');
    await page.press('Enter');
    expect(page.bridge.calls.filter(([verb]) => verb === 'openWindow')).toEqual([]);
  });

  it('finds words over everything that was signed', async () => {
    const page = await openPage();
    await page.search('kjernenett');
    expect(page.lines()).toHaveLength(1);
    expect(page.right()).toContain('H-39');
    await page.search('finnes ikke');
    expect(page.container.textContent).toContain('Ingen vaktskifter har disse ordene');
  });

  it('holds two against each other, the older on the left, and goes back with Escape', async () => {
    const page = await openPage();
    await page.press('ArrowDown', 'x', 'ArrowDown', 'x');
    const heads = [...page.container.querySelectorAll('.compare-table thead th')].map(
      ({ textContent }) => textContent,
    );
    expect(heads[0]).toContain('H-39');
    expect(heads[1]).toContain('H-40');
    expect(page.container.querySelector('tr[data-change="gone"]')?.textContent).toContain(
      'ikke nevnt lenger',
    );
    await page.press('Escape');
    expect(page.container.querySelector('.compare-table')).toBeNull();
  });

  it('shows adherence by month and position, with why exceptions were made and what was dropped', async () => {
    const page = await openPage();
    await page.press('ArrowRight');
    expect(page.right()).toContain('2026-11');
    expect(page.right()).toContain('nattoperatør');
    expect(page.right()).toContain('sittende fast på E6');
    expect(page.right()).toContain('A-4090');
  });

  it('says why the past cannot be read, and keeps the present', async () => {
    const page = await openPage((desk) => {
      desk.answers.handovers = async () => failure('offline', 'ingen kontakt med huben');
    });
    expect(page.container.textContent).toContain('ingen kontakt med huben');
    expect(page.lines()).toHaveLength(1);
  });

  it('has nothing that axe finds', async () => {
    const page = await openPage();
    const faults = async (): Promise<string[]> => {
      const whole = page.container.querySelector('.handovers-page') as HTMLElement;
      const found = await axe.run(whole, { rules: { 'color-contrast': { enabled: false } } });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    };
    expect(await faults()).toEqual([]);
    await page.press('ArrowDown', 'x', 'ArrowDown', 'x');
    expect(await faults()).toEqual([]);
    await page.press('ArrowRight');
    expect(await faults()).toEqual([]);
  });
});
