import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DeskBridge } from '../../shared/contract/ipc';
import type { Result } from '../../shared/util/result';
import { startHubProcess } from '../fixtures/hub-process';
import { aPerson, must, PASSWORD } from '../fixtures/people-room';
import { machineSecret, RawConsole } from '../fixtures/raw-console';
import { until } from '../fixtures/until';
import { allNormal, type ConsoleUnderTest, expect } from './support';

/** Asks the bridge of a desk's page. */
export const onBridge = <T, A>(
  desk: Page,
  run: (bridge: DeskBridge, args: A) => Promise<Result<T>>,
  args: A,
): Promise<Result<T>> => desk.evaluate(`(${run.toString()})(globalThis.vaktrom, ${JSON.stringify(args)})`);

/** A console of a wall and a desk on a hub of its own, with somebody signed in who may command the wall. */
export interface WallRoom {
  readonly wall: Page;
  readonly desk: Page;
  /** Another console of the room, as the machine's administrator. */
  readonly elsewhere: RawConsole;
  readonly admin: Parameters<RawConsole['give']>[0];
  /** Waits until the wall shows a scene. */
  shows(scene: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens it in `folder`, on a catalogue's file; all is normal. */
export async function openWallRoom(
  catalogue: string,
  folder: string,
  launch: (args: readonly string[], env?: Record<string, string>) => Promise<ConsoleUnderTest>,
  env: Record<string, string> = {},
): Promise<WallRoom> {
  const data = join(folder, 'hub');
  const hub = await startHubProcess(['--data', data, '--config', catalogue]);
  const elsewhere = await new RawConsole(hub.url, 'lokal', { machine: machineSecret(data) }).open();
  const close = async (): Promise<void> => {
    elsewhere.close();
    await hub.stop();
  };
  try {
    const admin = must(await elsewhere.auth({ do: 'sign-in-machine' }));
    const bearer = { session: admin.id, secret: admin.secret };
    const person = aPerson('kari', ['operator', 'shift-leader'], { name: 'Nattoperatør', initials: 'NO' });
    must(await elsewhere.give(admin, 'person.set', 'person/kari', { person }));
    const secrets = { person: 'kari', old: null, password: PASSWORD, pin: '4321' };
    must(await elsewhere.auth({ do: 'set-credentials', bearer, ...secrets }));
    const { code } = must(await elsewhere.auth({ do: 'enrolment-code', bearer, kind: 'desk' }));
    const look = ['--windows', '1', '--lang', 'nb', '--theme', 'night'];
    const console = await launch(['--hub', hub.url, ...look], env);
    const [wall, desk] = [await console.wall(), await console.desk()];
    await allNormal(wall);
    await until('it is enrolled', async () => (await onBridge(desk, (b, args) => b.enrol(args), code)).ok);
    const asked = { person: 'kari', by: 'password' as const, secret: PASSWORD };
    await until(
      'somebody is signed in',
      async () => (await onBridge(desk, (b, args) => b.signIn(args), asked)).ok,
      20_000,
    );
    const mirror = wall.locator('#mirror');
    const shows = (scene: string) => expect(mirror).toHaveAttribute('data-scene', scene, { timeout: 10_000 });
    return { wall, desk, elsewhere, admin, shows, close };
  } catch (error) {
    await close();
    throw error;
  }
}
