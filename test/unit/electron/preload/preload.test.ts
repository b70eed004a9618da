import { beforeEach, describe, expect, it, vi } from 'vitest';
import { REQUESTS } from '../../../../shared/contract/ipc';

type Listener = (event: unknown, news: unknown) => void;
const electron = vi.hoisted(() => ({
  exposed: {} as Record<string, Record<string, (...args: unknown[]) => unknown>>,
  invoked: [] as unknown[][],
  listeners: new Map<string, Set<(event: unknown, news: unknown) => void>>(),
}));
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: never) => {
      electron.exposed[name] = api;
    },
  },
  ipcRenderer: {
    invoke: async (...call: unknown[]) => void electron.invoked.push(call),
    on: (channel: string, listen: Listener) => {
      electron.listeners.set(channel, (electron.listeners.get(channel) ?? new Set()).add(listen));
    },
    removeListener: (channel: string, listen: Listener) => electron.listeners.get(channel)?.delete(listen),
  },
}));
const page = {
  cursor: '',
  listeners: [] as (() => void)[],
};

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal('document', { documentElement: { style: page } });
  vi.stubGlobal('addEventListener', (_type: string, listen: () => void) => page.listeners.push(listen));
  electron.exposed = {};
  electron.invoked = [];
  electron.listeners.clear();
  page.cursor = '';
  page.listeners = [];
});

const looking = [
  'snapshot',
  'onPatch',
  'onLink',
  'onSettings',
  'onSound',
  'onSoundTest',
  'onGlassLost',
  'soundReport',
  'frameBeat',
  'onPlace',
  'onWeb',
  'wallShows',
  'history',
  'chart',
  'figures',
  'readBlob',
];
const acting = [
  'samples',
  'openWindow',
  'setSettings',
  'openLink',
  'onOutbox',
  'onIdentity',
  'outboxSeen',
  'signInMachine',
  'signOut',
  'lock',
  'unlock',
  'enrolmentCode',
  'enrol',
  'silence',
  'testSound',
  'openDoc',
  'closeDoc',
  'onDoc',
  'handoverText',
  'wallHealth',
  'exportScene',
  'importScene',
  'printPapers',
  'papers',
  'openPaper',
];
const asking = {
  quality: 'quality:read',
  previewMaintenance: 'maintenance:preview',
  catalogueSource: 'catalogue:source',
  previewCatalogue: 'catalogue:preview',
  catalogueHistory: 'catalogue:history',
  previewMapping: 'mapping:preview',
  search: 'search:read',
  exportCsv: 'csv:export',
  saveReport: 'report:save',
  give: 'command:give',
  signIn: 'identity:sign-in',
  setCredentials: 'identity:set-credentials',
  addBlob: 'blob:add',
  saveBlob: 'blob:save',
  searchShiftLog: 'shift-log:search',
  updateDoc: 'doc:update',
  presentInDoc: 'doc:presence',
  handovers: 'handovers:read',
  adherence: 'adherence:read',
};
describe('what a preload gives its page', () => {
  it('gives a wall verbs that look, and none that act', async () => {
    await import('../../../../electron/preload/wall');
    expect(Object.keys(electron.exposed)).toEqual(['vaktrom']);
    expect(Object.keys(electron.exposed.vaktrom ?? {}).sort()).toEqual([...looking].sort());
  });

  it('gives a desk questions for the hub, and one verb for every command', async () => {
    await import('../../../../electron/preload/desk');
    const desk = electron.exposed.vaktrom ?? {};
    for (const [verb, channel] of Object.entries(asking)) {
      desk[verb]?.({ about: verb });
      expect(electron.invoked.at(-1)).toEqual([channel, { about: verb }]);
    }
  });

  it('gives a desk its verbs besides, each on its own channel of the contract', async () => {
    await import('../../../../electron/preload/desk');
    const desk = electron.exposed.vaktrom ?? {};
    expect(Object.keys(desk).sort()).toEqual([...looking, ...acting, ...Object.keys(asking)].sort());
    desk.snapshot?.();
    desk.history?.({ node: null });
    desk.samples?.({ service: 's' });
    desk.openWindow?.('wall');
    desk.setSettings?.({ theme: 'day' });
    desk.openLink?.('https://x');
    desk.frameBeat?.(60);
    desk.chart?.({ service: 's' });
    desk.figures?.({ from: 1 });
    desk.wallShows?.({ scene: null });
    desk.frameBeat?.(60, 2);
    desk.outboxSeen?.(['a']);
    desk.signInMachine?.();
    desk.signOut?.();
    desk.lock?.();
    desk.unlock?.('1234');
    desk.enrolmentCode?.('wall');
    desk.enrol?.('ABCD-1234');
    desk.silence?.();
    desk.testSound?.();
    desk.soundReport?.('none');
    desk.openWindow?.('handover', '2026-11-16_natt');
    desk.readBlob?.('a'.repeat(64));
    desk.openDoc?.('2026-11-16_natt');
    desk.closeDoc?.('2026-11-16_natt');
    desk.handoverText?.('2026-11-16_natt');
    desk.exportScene?.('normal');
    desk.importScene?.();
    desk.wallHealth?.();
    desk.printPapers?.();
    desk.papers?.();
    desk.openPaper?.('pakke.pdf');
    expect(electron.invoked).toEqual([
      ['board:snapshot', undefined],
      ['history:read', { node: null }],
      ['samples:read', { service: 's' }],
      ['window:open', { kind: 'wall' }],
      ['settings:set', { theme: 'day' }],
      ['link:open', { url: 'https://x' }],
      ['frame:beat', { frames: 60 }],
      ['chart:read', { service: 's' }],
      ['figures:read', { from: 1 }],
      ['wall:shows', { scene: null }],
      ['frame:beat', { frames: 60, longTasks: 2 }],
      ['outbox:seen', { ids: ['a'] }],
      ['identity:sign-in-machine', undefined],
      ['identity:sign-out', undefined],
      ['identity:lock', undefined],
      ['identity:unlock', { pin: '1234' }],
      ['identity:enrolment-code', { kind: 'wall' }],
      ['identity:enrol', { code: 'ABCD-1234' }],
      ['sound:silence', undefined],
      ['sound:test', undefined],
      ['sound:report', { device: 'none' }],
      ['window:open', { kind: 'handover', page: '2026-11-16_natt' }],
      ['blob:read', { hash: 'a'.repeat(64) }],
      ['doc:open', { doc: '2026-11-16_natt' }],
      ['doc:close', { doc: '2026-11-16_natt' }],
      ['handover:text', { handover: '2026-11-16_natt' }],
      ['scene:export', { scene: 'normal' }],
      ['scene:import', undefined],
      ['wall:health', undefined],
      ['paper:print', undefined],
      ['paper:list', undefined],
      ['paper:open', { file: 'pakke.pdf' }],
    ]);
    const others = Object.values(asking);
    expect(new Set([...electron.invoked.map(([channel]) => String(channel)), ...others])).toEqual(
      new Set(Object.keys(REQUESTS)),
    );
  });

  it('gives a handover window the desk’s verbs, no more and no fewer', async () => {
    await import('../../../../electron/preload/desk');
    const desk = Object.keys(electron.exposed.vaktrom ?? {});
    vi.resetModules();
    await import('../../../../electron/preload/handover');
    expect(Object.keys(electron.exposed.vaktrom ?? {})).toEqual(desk);
  });

  it('hands news on without Electron’s event, until the page leaves', async () => {
    await import('../../../../electron/preload/wall');
    const heard: unknown[][] = [];
    const leave = electron.exposed.vaktrom?.onPatch?.((...news: unknown[]) =>
      heard.push(news),
    ) as () => unknown;
    const tell = (news: unknown): void => {
      for (const listen of electron.listeners.get('board:patch') ?? []) listen({ sender: 'electron' }, news);
    };
    tell({ revision: 2 });
    expect(leave()).toBeUndefined();
    tell({ revision: 3 });
    expect(heard).toEqual([[{ revision: 2 }]]);
  });

  it('hides an idle pointer on a wall after three seconds, and shows it when it moves', async () => {
    await import('../../../../electron/preload/wall');
    vi.advanceTimersByTime(2_999);
    expect(page.cursor).toBe('');
    vi.advanceTimersByTime(1);
    expect(page.cursor).toBe('none');
    page.listeners[0]?.();
    expect(page.cursor).toBe('');
    vi.advanceTimersByTime(3_000);
    expect(page.cursor).toBe('none');
  });
});
