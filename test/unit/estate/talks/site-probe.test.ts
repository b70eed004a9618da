import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../../shared/time/clock';
import { type Behaviour, behaviourOf, type Controllable } from '../../../estate/behaviour';
import { Endpoint, freePorts } from '../../../estate/endpoint';
import { SiteProbe } from '../../../estate/talks/site-probe';

let line: Behaviour;
let video: Controllable;
let endpoint: Endpoint;

beforeEach(async () => {
  line = behaviourOf('normal');
  const probe = new SiteProbe(() => line);
  video = probe.add('e-resept', 'E-resept, Mo', 20);
  const [port = 0] = await freePorts(1, 0);
  endpoint = new Endpoint({ kind: probe.talk, name: 'x', port, expectedMs: 1, clock: systemClock() });
  await endpoint.apply('normal');
});
afterEach(() => endpoint.apply('down'));

async function ask(
  path: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${endpoint.port}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('a measuring point says how a service there is', async () => {
  expect(await ask('/e-resept')).toEqual({ status: 200, body: { tjeneste: 'E-resept, Mo', status: 'ok' } });
  expect(await video.apply('down')).toBe(true);
  expect(await video.apply('down')).toBe(false);
  expect(await ask('/e-resept')).toMatchObject({ status: 502, body: { status: 'ingen forbindelse' } });
  await video.apply('wrong-answer');
  expect(await ask('/e-resept')).toMatchObject({ status: 200, body: { status: 'ukjent' } });
  expect((await ask('/annet')).status).toBe(404);
  expect((await ask('/%zz')).status).toBe(404);
});

test('it tells what its router knows of the line', async () => {
  expect((await ask('/linje')).body.tapProsent).toBeLessThan(1);
  line = behaviourOf('loss', { level: 3 });
  expect((await ask('/linje')).body.tapProsent).toBe(3);
});
