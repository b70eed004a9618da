import type { DeskBridge } from '../../shared/contract/ipc';
import { until } from '../fixtures/until';
import { expect, test } from './support';

type WithBridge = { readonly vaktrom: DeskBridge };

test('the handover has a window of its own, once, with the desk’s verbs, and bytes come whole through its bridge', async ({
  estate,
  launch,
}) => {
  const console = await launch(['--config', estate.catalogue, '--desk']);
  const desk = await console.desk();
  await expect(desk.locator('[data-link="live"]').first()).toBeAttached({ timeout: 20_000 });
  const doc = `${new Date().toISOString().slice(0, 10)}_natt`;
  const windows = () => console.app.windows().filter((page) => page.url().includes('/handover/'));
  expect(
    await desk.evaluate(
      (page) => (globalThis as unknown as WithBridge).vaktrom.openWindow('handover', page),
      doc,
    ),
  ).toMatchObject({
    ok: true,
  });
  const [handover] = await until('its window', () => (windows().length > 0 ? windows() : null), 20_000);
  if (!handover) throw new Error('no window');
  expect(decodeURIComponent(new URL(handover.url()).hash)).toBe(`#${doc}`);
  // Again: the same window, at another handover.
  await desk.evaluate(() =>
    (globalThis as unknown as WithBridge).vaktrom.openWindow('handover', '2026-11-16_dag'),
  );
  await until(
    'it shows the other',
    () => decodeURIComponent(new URL(handover.url()).hash) === '#2026-11-16_dag',
  );
  expect(windows()).toHaveLength(1);
  await until('somebody is signed in', () =>
    handover.evaluate(async () => {
      const now = await (globalThis as unknown as WithBridge).vaktrom.snapshot();
      return now.ok && now.value.identity.signedIn !== null;
    }),
  );
  // A Yjs update that writes `hei` into the summary; written by hand, as the page has no Yjs to lend.
  const hello = [
    1,
    1,
    42,
    0,
    4,
    1,
    7,
    ...new TextEncoder().encode('summary'),
    3,
    ...new TextEncoder().encode('hei'),
    0,
  ];
  const kept = await handover.evaluate(
    async ({ doc, hello }) => {
      const opened = await (globalThis as unknown as WithBridge).vaktrom.openDoc(doc);
      const update = Uint8Array.from(hello);
      const said = await (globalThis as unknown as WithBridge).vaktrom.updateDoc({ doc, update });
      return { opened: opened.ok && opened.value.update instanceof Uint8Array, said };
    },
    { doc, hello },
  );
  expect(kept).toEqual({ opened: true, said: { ok: true, value: null } });
  const again = await desk.evaluate(async (doc) => {
    const opened = await (globalThis as unknown as WithBridge).vaktrom.openDoc(doc);
    return opened.ok ? new TextDecoder().decode(opened.value.update) : '';
  }, doc);
  expect(again).toContain('hei');
});
