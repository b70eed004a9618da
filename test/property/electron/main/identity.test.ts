import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../electron/main/identity/identity';
import { DAY, identityRig } from '../../../unit/electron/main/identity/identity-fixture';

/** Somebody at a console without its hub, who guesses, kills, restarts, and sets the clock; and the file's fate. */

const PASSWORD = 'et godt langt passord';
type Step =
  | { readonly do: 'guess'; readonly password: string }
  | { readonly do: 'right' }
  | { readonly do: 'restart' }
  | { readonly do: 'jump'; readonly ms: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'revoke' }
  | { readonly do: 'corrupt'; readonly text: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('guess' as const), password: fc.string() }) },
  { weight: 3, arbitrary: fc.constant({ do: 'right' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'restart' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.integer({ min: -10 * DAY, max: 10 * DAY }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 1_200_000 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'revoke' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('corrupt' as const), text: fc.string() }) },
);

/** The least that must pass, ms of real time, before so many failures in a row can have been looked at. */
function leastTime(failures: number): number {
  let ms = 0;
  for (let n = 5; n < failures; n++) ms += Math.min(30_000 * 2 ** (n - 5), 900_000);
  return ms;
}

describe('a console without its hub, whoever sits at it', () => {
  it('is opened by the right password and by nothing else, and never tries more than time allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const folder = mkdtempSync(join(tmpdir(), 'vaktrom-identity-'));
        const rig = identityRig(folder);
        let desk: Identity = rig.open();
        try {
          await rig.hub.knows('kari', PASSWORD, '4711');
          await desk.signIn({ person: 'kari', by: 'password', secret: PASSWORD });
          await desk.stop();
          const until = rig.clock.now() + 3 * DAY;
          rig.hub.away = true;
          desk = rig.open();
          /** Failures that were looked at since the last success, and the real time of the first of them. */
          let failures = 0;
          let since = rig.clock.mono();
          /** Whether there is a leave, as far as anybody could know. */
          let leave = true;
          for (const one of steps) {
            switch (one.do) {
              case 'guess':
              case 'right': {
                const secret = one.do === 'right' ? PASSWORD : one.password;
                if (secret === '') break;
                const answer = await desk.signIn({ person: 'kari', by: 'password', secret });
                const code = answer.ok ? 'ok' : answer.error.code;
                if (code === 'ok') {
                  expect(one.do).toBe('right');
                  expect(leave).toBe(true);
                  expect(rig.clock.now()).toBeLessThan(until);
                  failures = 0;
                  since = rig.clock.mono();
                } else if (code === 'wrong') {
                  expect(one.do).toBe('guess');
                  failures += 1;
                  expect(rig.clock.mono() - since).toBeGreaterThanOrEqual(leastTime(failures));
                } else expect(['offline', 'expired', 'wait']).toContain(code);
                if (code === 'offline') expect(leave).toBe(false);
                break;
              }
              case 'restart':
                await desk.stop();
                desk = rig.open();
                expect(desk.state.signedIn).toBeNull();
                break;
              case 'jump':
                rig.clock.jump(one.ms);
                break;
              case 'pass':
                rig.clock.advance(one.ms);
                break;
              case 'revoke':
                desk.revoked();
                leave = false;
                expect(desk.state).toMatchObject({ signedIn: null, offlineReady: [] });
                break;
              case 'corrupt':
                await desk.stop();
                writeFileSync(join(folder, 'identity.json'), one.text);
                desk = rig.open();
                leave = false;
                // Without a leave there is nothing to guess: the count may begin anew.
                failures = 0;
                since = rig.clock.mono();
                expect(desk.state.signedIn).toBeNull();
                expect(rig.faults.at(-1)).toContain('moved to');
                break;
            }
            const { signedIn } = desk.state;
            if (signedIn) expect(signedIn).toMatchObject({ person: 'kari', offline: true, expiresAt: until });
          }
        } finally {
          await desk.stop();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
