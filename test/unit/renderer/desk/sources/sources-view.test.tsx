// @vitest-environment jsdom
import { act, fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foreignSources } from '../../../../fixtures/desk-harness/sources-scene';
import { browserStandIns, calm, openDesk } from '../desk-window';

// A canvas is nothing that jsdom has.
vi.mock('../../../../../renderer/desk/service/response-chart', () => ({ ResponseChart: () => null }));

type Desk = Awaited<ReturnType<typeof openDesk>>;

describe('the sources view', () => {
  let restore: () => void;
  let desk: Desk;
  beforeEach(async () => {
    restore = browserStandIns();
    window.localStorage.clear();
    desk = await openDesk((bridge) => {
      calm(bridge);
      foreignSources(bridge, 50_000_000);
    });
    await desk.press('0');
    await desk.press('k');
  });
  afterEach(() => {
    desk.close();
    restore();
  });
  const text = (): string => desk.container.textContent ?? '';

  it('says of each source whether it answers, and quotes what could not be read as text', () => {
    expect(text()).toContain('Alertmanager klinikk');
    expect(text()).toContain('Svarer ikke siden');
    expect(text()).toContain('<!doctype html><title>Sign in</title><script>alert(1)</script>');
    expect(desk.container.querySelector('.sources script')).toBeNull();
    expect(text()).toContain('klokken går 10 min feil');
  });

  it('says of each alert how bad it is, and why it is outlined or odd', async () => {
    const line = (name: string): string =>
      [...desk.container.querySelectorAll('.alert-line')].find((item) => item.textContent?.includes(name))
        ?.textContent ?? '';
    expect(line('EndpointDown')).toMatch(/^Kritisk/);
    expect(line('LinkFlapping')).toContain('flere steder');
    expect(line('LinkFlapping')).toMatch(/; /);
    expect(line('QueueGrowing')).toContain('dempet');
    expect(line('ReplicaLag')).toContain('holdt tilbake');
    expect(desk.container.querySelector('.source-figures')?.textContent).toContain('8 varsler');
  });

  it('puts the hand where writing begins when a key asks for a silence', async () => {
    await desk.press('n');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Merkelapp');
    await desk.press('Escape');
    expect(desk.container.querySelector('.silence-form')).toBeNull();
    await desk.press('ArrowLeft');
    await desk.press('ArrowDown');
    await desk.press('n');
    // The alert has given the conditions: only the reason is missing.
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
  });

  it('sets a silence with what the person wrote, and keeps it when it is refused', async () => {
    await desk.press('n');
    const form = desk.container.querySelector('.silence-form') as HTMLFormElement;
    const fill = (label: string, value: string): void => {
      const field = form.querySelector(`[aria-label="${label}"], textarea`) as HTMLInputElement;
      fireEvent.change(
        label === 'Hvorfor' ? (form.querySelector('textarea') as HTMLTextAreaElement) : field,
        {
          target: { value },
        },
      );
    };
    fireEvent.submit(form);
    await desk.settle();
    expect(text()).toContain('Minst ett vilkår');
    fill('Merkelapp', 'alertname');
    fill('Verdi', 'EndpointDown');
    fireEvent.submit(form);
    await desk.settle();
    expect(text()).toContain('Skriv hvorfor.');
    fill('Hvorfor', 'Feilsøkes av nettvakt');
    desk.bridge.answers.give = async () => ({
      ok: false,
      error: { code: 'outbox', message: 'disken er full' },
    });
    fireEvent.submit(form);
    await desk.settle();
    expect(text()).toContain('Ble ikke tatt imot: disken er full');
    expect((form.querySelector('textarea') as HTMLTextAreaElement).value).toBe('Feilsøkes av nettvakt');
    delete desk.bridge.answers.give;
    fireEvent.submit(form);
    await desk.settle();
    const call = desk.bridge.calls.filter(([verb]) => verb === 'give').at(-1)?.[1];
    expect(call).toMatchObject({
      kind: 'silence.set',
      subject: 'am-klinikk',
      payload: {
        matchers: [{ name: 'alertname', value: 'EndpointDown', isRegex: false, isEqual: true }],
        comment: 'Feilsøkes av nettvakt',
      },
    });
    expect(desk.container.querySelector('.silence-form')).toBeNull();
  });

  it('tries a draft of the rules, keeps it, and saves it by the catalogue', async () => {
    const mapping = [...desk.container.querySelectorAll('[role="tab"]')].find(
      (tab) => tab.textContent === 'Tilordning',
    );
    await act(async () => fireEvent.click(mapping as Element));
    await desk.pass(400);
    const area = desk.container.querySelector('.rules-text') as HTMLTextAreaElement;
    expect(area.value).toContain('service=~".+"');
    fireEvent.change(area, { target: { value: '- match: [oops' } });
    await desk.settle();
    expect(text()).toContain('Kan ikke leses');
    fireEvent.change(area, { target: { value: '- match: [team="lab"]\n  service: sql\n' } });
    await desk.pass(400);
    expect(desk.bridge.calls.filter(([verb]) => verb === 'previewMapping').at(-1)?.[1]).toEqual({
      source: 'am-klinikk',
      rules: [{ match: ['team="lab"'], service: 'sql' }],
    });
    expect(window.localStorage.getItem('vaktrom:mapping-drafts')).toContain('team=');
    desk.bridge.answers.catalogueSource = async () => ({
      ok: true,
      value: {
        version: 'v1',
        text: '',
        line: 1,
        file: 'rom.yaml',
        templates: [],
        families: [],
        sites: [],
        hours: [],
      },
    });
    const save = [...desk.container.querySelectorAll('button')].find((item) =>
      item.textContent?.includes('Lagre i katalogen'),
    );
    await act(async () => fireEvent.click(save as Element));
    await desk.settle();
    expect(desk.bridge.calls.at(-1)).toMatchObject([
      'give',
      {
        kind: 'catalogue.edit',
        payload: { base: 'v1', change: { kind: 'source-rules', source: 'am-klinikk' } },
      },
    ]);
  });
});
