import { describe, expect, it } from 'vitest';
import { Hops, leaveOrigin, turnOf } from '../../../../../electron/hub/checks/redirects';

const asked = (url: string, method = 'GET', body = false) => ({ url: new URL(url), method, body });
const to = (status: number, location?: string) => ({
  status,
  headers: location === undefined ? {} : { location },
});

describe('a request that leaves its origin', () => {
  it('takes along nothing that the origin alone was to see, under whatever name', () => {
    const headers = {
      host: 'a',
      authorization: 'x',
      cookie: 'x',
      'x-api-key': 'x',
      'proxy-authorization': 'x',
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'vaktrom',
      'content-type': 'text/plain',
      'content-length': 3,
      connection: 'close',
    };
    leaveOrigin(headers);
    expect(Object.keys(headers)).toEqual([
      'accept',
      'accept-encoding',
      'user-agent',
      'content-type',
      'content-length',
      'connection',
    ]);
  });
});

describe('a redirect', () => {
  it('is an answer when it says not where, or is none', () => {
    expect(turnOf(asked('http://a/'), to(302))).toEqual({ kind: 'answer' });
    expect(turnOf(asked('http://a/'), to(300, '/x'))).toEqual({ kind: 'answer' });
    expect(turnOf(asked('http://a/'), to(304, '/x'))).toEqual({ kind: 'answer' });
    expect(turnOf(asked('http://a/'), to(200, '/x'))).toEqual({ kind: 'answer' });
  });

  it.each([
    [301, 'GET', 'GET'],
    [301, 'POST', 'GET'],
    [302, 'PUT', 'PUT'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
  ])('%i turns %s into %s', (status, method, next) => {
    const turn = turnOf(asked('http://a/x/y', method, true), to(status, '../z'));
    expect(turn).toMatchObject({ kind: 'follow', asked: { method: next }, sameOrigin: true });
    if (turn.kind === 'follow') expect(turn.asked.url.href).toBe('http://a/z');
  });

  it('keeps the user of its own origin only, and reads UTF-8', () => {
    const same = turnOf(asked('http://u:p@a/'), to(302, '/x'));
    if (same.kind === 'follow') expect(same.asked.url.href).toBe('http://u:p@a/x');
    const other = turnOf(asked('http://u:p@a/'), to(302, 'https://a/x'));
    expect(other).toMatchObject({ sameOrigin: false });
    if (other.kind === 'follow') expect(other.asked.url.href).toBe('https://a/x');
    const latin = Buffer.from('/tromsø', 'utf8').toString('latin1');
    const turn = turnOf(asked('http://a/'), to(302, latin));
    if (turn.kind === 'follow') expect(decodeURI(turn.asked.url.pathname)).toBe('/tromsø');
  });
});

describe('the way through redirects', () => {
  it('may come by the same place again where cookies decide, as long as there are hops left', () => {
    const hops = new Hops(3, asked('http://a/'));
    expect(hops.next(asked('http://a/login'), false)).toBeNull();
    expect(hops.next(asked('http://a/'), false)).toBeNull();
    expect(hops.next(asked('http://a/home'), false)).toBeNull();
    expect(hops.next(asked('http://a/home2'), false)).toBe(
      'mer enn 3 videresendinger, sist til http://a/home2',
    );
  });

  it('shows no query', () => {
    const hops = new Hops(9, asked('http://a/?token=s3cret'));
    expect(hops.next(asked('http://a/?token=s3cret'), true)).toBe(
      'videresendingen går i ring: http://a/?… → http://a/?…',
    );
  });
});
