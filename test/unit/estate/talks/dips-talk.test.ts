import { beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../shared/time/clock';
import { DIPS_RECORD, DIPS_USER, DipsApp } from '../../../estate/talks/dips-talk';
import type { Answer } from '../../../estate/talks/http-talk';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

let clock: ManualClock;
let app: DipsApp;

interface Visitor {
  readonly sessionId: string;
  readonly csrf: string;
}

function visit(): Visitor {
  const page = app.answer({ method: 'GET', path: '/', body: '', type: '', csrfHeader: '', sessionId: '' });
  const sessionId = /dips-sesjon=([^;]+)/.exec(page.headers?.['set-cookie'] ?? '')?.[1] ?? '';
  const csrf = /name="csrf" value="([^"]+)"/.exec(String(page.body))?.[1] ?? '';
  return { sessionId, csrf };
}

function ask(by: Visitor, method: string, path: string, body = '', type = '', csrfHeader = ''): Answer {
  return app.answer({ method, path, body, type, csrfHeader, sessionId: by.sessionId });
}

const credentials = (csrf: string): string =>
  new URLSearchParams({ csrf, bruker: DIPS_USER.name, passord: DIPS_USER.password }).toString();

function signIn(): Visitor {
  const visitor = visit();
  expect(ask(visitor, 'POST', '/logg-inn', credentials(visitor.csrf), FORM)).toMatchObject({
    status: 303,
    headers: { location: '/arbeidsflate' },
  });
  return visitor;
}

beforeEach(() => {
  clock = new ManualClock();
  app = new DipsApp(clock);
});

describe('the stand-in of the record system', () => {
  test('lets a user sign in, open a record, order a test and wait for its result', () => {
    const user = signIn();
    expect(String(ask(user, 'GET', '/arbeidsflate').body)).toContain('Arbeidsflate');
    expect(ask(user, 'GET', `/api/journaler/${DIPS_RECORD}`)).toMatchObject({ status: 200 });
    const path = `/api/journaler/${DIPS_RECORD}/rekvisisjoner`;
    const ordered = ask(user, 'POST', path, '{"analyse":"HB"}', JSON_TYPE, user.csrf);
    expect(ordered).toMatchObject({ status: 201, body: { status: 'bestilt', analyse: 'HB' } });
    const location = ordered.headers?.location ?? '';
    expect(ask(user, 'GET', location).body).toMatchObject({ status: 'bestilt' });
    clock.advance(1_000);
    expect(ask(user, 'GET', location).body).toMatchObject({ status: 'besvart' });
    expect(ask(user, 'POST', '/logg-ut', `csrf=${user.csrf}`, FORM).status).toBe(303);
    expect(ask(user, 'GET', '/arbeidsflate').status).toBe(303);
  });

  test('refuses who has no session, no token, the wrong password, or forges a request', () => {
    const stranger = { sessionId: 'x', csrf: 'y' };
    expect(ask(stranger, 'GET', '/arbeidsflate')).toMatchObject({ status: 303, headers: { location: '/' } });
    const visitor = visit();
    expect(ask(visitor, 'GET', '/arbeidsflate').status).toBe(401);
    expect(ask(visitor, 'POST', '/logg-inn', credentials('other'), FORM).status).toBe(403);
    expect(ask(visitor, 'POST', '/logg-inn', credentials(visitor.csrf), JSON_TYPE).status).toBe(403);
    const wrong = new URLSearchParams({ csrf: visitor.csrf, bruker: 'sonde', passord: 'x' }).toString();
    expect(ask(visitor, 'POST', '/logg-inn', wrong, FORM).status).toBe(401);
    const user = signIn();
    const path = `/api/journaler/${DIPS_RECORD}/rekvisisjoner`;
    expect(ask(user, 'POST', path, '{"analyse":"HB"}', JSON_TYPE, '').status).toBe(403);
    expect(ask(user, 'POST', path, '{"analyse":', JSON_TYPE, user.csrf).status).toBe(400);
    expect(ask(user, 'POST', path, 'analyse=HB', FORM, user.csrf).status).toBe(400);
    expect(ask(user, 'GET', '/api/rekvisisjoner/none').status).toBe(404);
    expect(ask(user, 'GET', '/annet').status).toBe(404);
  });

  test('forgets a session after a while, and keeps a bounded number of them and of orders', () => {
    const user = signIn();
    const path = `/api/journaler/${DIPS_RECORD}/rekvisisjoner`;
    const order = (): number => ask(user, 'POST', path, '{"analyse":"HB"}', JSON_TYPE, user.csrf).status;
    expect(Array.from({ length: 21 }, order).at(-1)).toBe(429);
    for (let n = 0; n < 100; n++) visit();
    expect(ask(user, 'GET', '/arbeidsflate').status).toBe(303);
    const other = signIn();
    clock.advance(6 * 60_000);
    expect(ask(other, 'GET', '/arbeidsflate').status).toBe(303);
  });
});
