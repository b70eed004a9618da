import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WAIT_MS } from '../../../../../electron/hub/actions/action-keeper';
import { ActionBench } from '../../../../fixtures/action-bench';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

let folder: ReturnType<typeof tempFolder>;
let bench: ActionBench;
beforeEach(() => {
  folder = tempFolder('actions');
  bench = new ActionBench(folder.path);
});
afterEach(async () => {
  await bench.keeper.stop();
  folder.remove();
});

describe('a runbook action', () => {
  it('is logged as starting before it runs, and with what came of it after', async () => {
    bench.add('si', 'echo "Hei $1"; echo "men $2" >&2; exit 3', {
      argv: ['{navn}', '--antall={n}'],
      args: [
        { type: 'text', id: 'navn', name: 'Navn', pattern: '[a-zø ;$()]+' },
        { type: 'integer', id: 'n', name: 'Antall', min: 0, max: 9 },
      ],
    });
    const { id, refused } = bench.request('si', { args: { navn: 'bodø; $(id)', n: 2 }, node: 'wan' });
    expect(refused).toBeNull();
    expect(bench.run(id)).toMatchObject({
      state: 'starting',
      requestedBy: 'kari',
      node: 'wan',
      endedAt: null,
    });
    // Nothing runs before that is on the disk.
    await pause(50);
    expect(bench.run(id).state).toBe('starting');
    bench.flush();
    expect(await bench.ended(id)).toMatchObject({
      state: 'failed',
      exit: 3,
      output: 'Hei bodø; $(id)\nmen --antall=2',
      startedAt: expect.any(Number),
    });
  });

  it('gets no shell, no input, hardly any environment, and a folder that is gone afterwards', async () => {
    process.env.VAKTROM_SECRET_OF_THE_TEST = 'hemmelig';
    bench.add('omgivelser', 'env; pwd; cat; touch here; echo slutt');
    const { id } = bench.request('omgivelser', { node: 'wan' });
    bench.flush();
    const { output, state } = await bench.ended(id);
    delete process.env.VAKTROM_SECRET_OF_THE_TEST;
    expect(state).toBe('succeeded');
    expect(output).toContain(`VAKTROM_RUN=${id}`);
    expect(output).toContain('VAKTROM_NODE=wan');
    expect(output).not.toContain('hemmelig');
    expect(output).toContain(join(bench.work, 'run-'));
    expect(output.endsWith('slutt')).toBe(true);
    expect(readdirSync(bench.work)).toEqual([]);
  });

  it('that is not on the list is refused, and so is one whose name only looks like it', () => {
    bench.add('si', 'true');
    for (const id of ['finnes-ikke', '../si', '__proto__', ''])
      expect(bench.request(id).refused).toBe(`«${id}» står ikke på listen over tiltak.`);
    expect(bench.request('si', {}, { subject: 'si' }).refused).toMatch(/står ikke på listen/);
    expect(bench.events.filter(({ body }) => body.type === 'run.moved')).toEqual([]);
  });

  it('is refused with the field that is wrong', () => {
    bench.add('si', 'true', {
      argv: ['{navn}', '{valg}', '{n}', '{på}'],
      args: [
        { type: 'text', id: 'navn', name: 'Navn', pattern: '[a-z-]+' },
        { type: 'choice', id: 'valg', name: 'Valg', options: ['a', 'b'] },
        { type: 'integer', id: 'n', name: 'Antall', min: 1, max: 3 },
        { type: 'boolean', id: 'på', name: 'På' },
      ],
    });
    const good = { navn: 'x', valg: 'a', n: 1, på: true };
    const reason = (change: Record<string, string | number | boolean>) =>
      bench.request('si', { args: { ...good, ...change } }).refused;
    expect(reason({ navn: '-rf' })).toBe('Feltet «Navn»: kan ikke begynne med «-».');
    expect(reason({ navn: 'x\ny' })).toBe('Feltet «Navn»: har tegn som ikke kan brukes.');
    expect(reason({ navn: 'X' })).toBe('Feltet «Navn»: har ikke den formen som kreves.');
    expect(reason({ navn: 5 })).toBe('Feltet «Navn»: har feil type.');
    expect(reason({ valg: 'c' })).toBe('Feltet «Valg»: må være a eller b.');
    expect(reason({ n: 4 })).toBe('Feltet «Antall»: må være fra 1 til 3.');
    expect(reason({ n: 1.5 })).toBe('Feltet «Antall»: må være et helt tall.');
    expect(reason({ på: 'ja' })).toBe('Feltet «På»: har feil type.');
    expect(reason({ ekstra: 1 })).toBe('«si» har ikke noe felt som heter «ekstra».');
    expect(bench.request('si', { args: { navn: 'x' } }).refused).toBe('Feltet «Valg»: må fylles ut.');
    expect(bench.request('si', { args: good, node: 'borte' }).refused).toBe('Tjenesten borte finnes ikke.');
    expect(bench.request('si', { args: good, dryRun: true }).refused).toBe(
      '«si» kan ikke prøves uten virkning.',
    );
    expect(reason({})).toBeNull();
  });

  it('runs one at a time, four at most in all, and cools down', async () => {
    const go = join(bench.programs, 'go');
    for (const id of ['a', 'b', 'c', 'd', 'e'])
      bench.add(id, `while [ ! -e ${go} ]; do sleep 0.02; done`, { cooldownMs: id === 'a' ? 60_000 : 0 });
    const first = bench.request('a');
    bench.flush();
    expect(bench.request('a').refused).toMatch(/^«a» kjører allerede, startet av kari \d\d:\d\d\.$/);
    for (const id of ['b', 'c', 'd']) expect(bench.request(id).refused).toBeNull();
    bench.flush();
    expect(bench.request('e').refused).toBe('Det kjører 4 tiltak allerede: vent til ett er ferdig.');
    writeFileSync(go, '');
    await bench.ended(first.id);
    expect(bench.request('a').refused).toMatch(/^«a» ble kjørt \d\d:\d\d\. Vent .+ til\.$/);
    bench.clock.advance(60_000);
    expect(bench.request('a').refused).toBeNull();
  });

  it('cools down no longer than it says when the clock was set back', async () => {
    bench.add('a', 'true', { cooldownMs: 60_000 });
    const { id } = bench.request('a');
    bench.flush();
    await bench.ended(id);
    bench.clock.jump(-3_600_000);
    expect(bench.request('a').refused).toMatch(/Vent 1 min til\.$/);
  });

  it('is ended with all that it started when its time is up', async () => {
    bench.add('henger', `sleep 300 & echo $! > "$(dirname "$0")/child"; echo begynt; sleep 300`, {
      timeoutMs: 5_000,
    });
    const { id } = bench.request('henger');
    bench.flush();
    const child = await until('it has begun', () => bench.note('child')?.trim());
    bench.clock.advance(5_000);
    expect(await bench.ended(id)).toMatchObject({ state: 'timed-out', exit: null, output: 'begynt' });
    await until('its child is gone', () => !isAlive(Number(child)));
  });

  it('is ended when the hub is stopped, and says so', async () => {
    bench.add('lang', 'echo begynt; touch "$(dirname "$0")/begun"; sleep 300');
    const { id } = bench.request('lang');
    bench.flush();
    await until('it has begun', () => bench.note('begun') !== null);
    const stopped = bench.keeper.stop();
    await until('it is told', () => {
      bench.clock.advance(50);
      return bench.run(id).endedAt;
    });
    await stopped;
    expect(bench.run(id)).toMatchObject({ state: 'failed', output: 'begynt\nAvbrutt: huben ble stanset.' });
    expect(bench.request('lang').refused).toBe('Huben stanser.');
  });

  it('says as much as fits, without control characters and without the secrets of its own command line', async () => {
    bench.add(
      'taler',
      `printf '\\033[31mrødt\\033[0m\\a\\r\\nlinje\\t2\\n'; echo "token: $2"; head -c 100000 /dev/zero | tr '\\0' x`,
      {
        argv: ['--token', 'svært-hemmelig'],
      },
    );
    const { id } = bench.request('taler');
    bench.flush();
    const { output } = await bench.ended(id);
    expect(output.startsWith('rødt\nlinje\t2\ntoken: ••••\nxxx')).toBe(true);
    expect(output.length).toBeLessThanOrEqual(16 * 1024);
    expect(output.endsWith('\n…')).toBe(true);
  });

  it('whose program may not be run is refused, and warned of when the list is read', () => {
    const outside = join(folder.path, 'outside');
    writeFileSync(outside, '#!/bin/sh\n', { mode: 0o700 });
    const target = (id: string, program: string): void =>
      bench.list(
        {
          id,
          name: id,
          order: 0,
          description: null,
          args: [],
          dryRun: false,
          approval: false,
          timeoutMs: 1_000,
          cooldownMs: 0,
        },
        { id, command: [program], dryRun: null },
      );
    target('utenfor', outside);
    symlinkSync(outside, join(bench.programs, 'lenke'));
    target('lenke', join(bench.programs, 'lenke'));
    symlinkSync('/bin/sh', join(bench.programs, 'skall'));
    target('skall', join(bench.programs, 'skall'));
    target('borte', join(bench.programs, 'borte'));
    mkdirSync(join(bench.programs, 'mappe'));
    target('mappe', join(bench.programs, 'mappe'));
    writeFileSync(join(bench.programs, 'data'), '', { mode: 0o600 });
    target('data', join(bench.programs, 'data'));
    const refusals = ['utenfor', 'lenke', 'skall', 'borte', 'mappe', 'data'].map(
      (id) => bench.request(id).refused,
    );
    expect(refusals[0]).toMatch(/ligger ikke i en mappe som huben får kjøre tiltak fra\.$/);
    expect(refusals[1]).toMatch(/ligger ikke i en mappe/);
    expect(refusals[2]).toMatch(/ligger ikke i en mappe/);
    expect(refusals[3]).toMatch(/finnes ikke på hubens maskin\.$/);
    expect(refusals[4]).toMatch(/er ikke en fil\.$/);
    expect(refusals[5]).toMatch(/er ikke kjørbart for huben\.$/);
    expect(new Set(bench.warnings).size).toBe(6);
  });

  it('that cannot be started says why', async () => {
    const file = bench.add('rar', 'true');
    writeFileSync(file, '#!/finnes/ikke\n', { mode: 0o700 });
    const { id } = bench.request('rar');
    bench.flush();
    expect(await bench.ended(id)).toMatchObject({
      state: 'failed',
      exit: null,
      output: expect.stringMatching(/^Kunne ikke startes: /),
    });
  });
});

describe('a wish', () => {
  it('that comes late is not carried out by surprise', () => {
    bench.add('si', 'true');
    expect(bench.request('si', {}, { actedAt: bench.clock.now() - 180_000 }).refused).toMatch(
      /^Ønsket er fra \d\d:\d\d og kjøres ikke nå: be om det på nytt\.$/,
    );
  });

  it('is carried out once, whatever becomes of its receipt', async () => {
    bench.add('tell', 'echo x >> "$(dirname "$0")/count"');
    const { id } = bench.request('tell');
    bench.flush();
    await bench.ended(id);
    expect(bench.request('tell', {}, { id }).refused).toBe('Dette er allerede bedt om én gang.');
    bench.flush();
    expect(bench.note('count')).toBe('x\n');
  });

  it('that was starting when the hub was killed has an unknown outcome, and is not run again', async () => {
    bench.add('tell', 'echo x >> "$(dirname "$0")/count"');
    const { id } = bench.request('tell');
    bench.restart();
    bench.flush();
    await pause(50);
    expect(bench.run(id)).toMatchObject({
      state: 'unknown',
      endedAt: bench.clock.now(),
      output: 'Huben ble borte før den fikk vite hvordan det gikk. Det kjøres ikke om igjen.',
    });
    expect(bench.note('count')).toBeNull();
  });

  it('leaves no folder behind at a restart', () => {
    mkdirSync(join(bench.work, 'run-old'), { recursive: true });
    bench.restart();
    expect(existsSync(join(bench.work, 'run-old'))).toBe(false);
  });
});

describe('an action that takes a second person', () => {
  const add = (): string =>
    bench.add('farlig', 'echo "gjort $1"', {
      argv: ['ekte'],
      dry: ['prøve'],
      approval: true,
      cooldownMs: 60_000,
    });

  it('waits, and runs when somebody else says yes', async () => {
    add();
    const { id } = bench.request('farlig');
    bench.flush();
    expect(bench.run(id)).toMatchObject({ state: 'waiting', startedAt: null, approval: null });
    expect(bench.request('farlig').refused).toMatch(
      /^«farlig» venter allerede på godkjenning, bedt om av kari/,
    );
    expect(bench.approve(id, 'kari')).toBe(
      'Den som ba om tiltaket, kan ikke godkjenne det: det må være en annen.',
    );
    // Whoever sits at the hub's machine may be the one who asked.
    expect(bench.approve(id, 'maskinen')).toMatch(/^Maskinens egen bruker kan ikke godkjenne/);
    expect(bench.approve(id, 'ola', true, 'sett på det')).toBeNull();
    expect(bench.run(id)).toMatchObject({
      state: 'starting',
      approval: { by: 'ola', approved: true, reason: 'sett på det' },
    });
    expect(bench.approve(id, 'per')).toBe('Tiltaket venter ikke på godkjenning: det kjører allerede.');
    bench.flush();
    expect(await bench.ended(id)).toMatchObject({ state: 'succeeded', output: 'gjort ekte' });
  });

  it('can be tried without anybody’s word, and does not cool down from that', async () => {
    add();
    const { id } = bench.request('farlig', { dryRun: true });
    bench.flush();
    expect(await bench.ended(id)).toMatchObject({ state: 'succeeded', dryRun: true, output: 'gjort prøve' });
    const real = bench.request('farlig');
    expect(bench.approve(real.id, 'ola')).toBeNull();
  });

  it('is dropped when somebody says no, or whoever asked takes it back', () => {
    add();
    const { id } = bench.request('farlig');
    expect(bench.approve(id, 'ola', false, 'ikke nå')).toBeNull();
    expect(bench.run(id)).toMatchObject({
      state: 'rejected',
      approval: { by: 'ola', approved: false, reason: 'ikke nå' },
    });
    const again = bench.request('farlig');
    expect(bench.approve(again.id, 'kari', false)).toBeNull();
    expect(bench.run(again.id).state).toBe('rejected');
    expect(bench.waiting).toHaveLength(2);
  });

  it('is dropped after fifteen minutes, also when the hub was started again meanwhile', () => {
    add();
    const { id } = bench.request('farlig');
    bench.flush();
    bench.clock.advance(WAIT_MS / 2);
    bench.restart();
    bench.clock.advance(WAIT_MS / 2 - 1);
    expect(bench.run(id).state).toBe('waiting');
    bench.clock.advance(2);
    expect(bench.run(id)).toMatchObject({ state: 'expired', endedAt: bench.clock.now() });
    expect(bench.approve(id, 'ola')).toBe('Tiltaket venter ikke på godkjenning: det ventet for lenge.');
  });

  it('is dropped when what it would run was changed meanwhile', () => {
    add();
    const { id } = bench.request('farlig');
    bench.flush();
    bench.add('annet', 'true');
    expect(bench.run(id).state).toBe('waiting');
    bench.add('farlig', 'echo', { argv: ['noe annet'], approval: true });
    expect(bench.run(id)).toMatchObject({
      state: 'expired',
      output: 'Tiltaket ble endret mens det ventet på godkjenning.',
    });
  });

  it('is refused at the word when its program is gone', () => {
    const file = add();
    const { id } = bench.request('farlig');
    rmSync(file);
    expect(bench.approve(id, 'ola')).toMatch(/finnes ikke på hubens maskin\.$/);
    expect(bench.run(id).state).toBe('waiting');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
