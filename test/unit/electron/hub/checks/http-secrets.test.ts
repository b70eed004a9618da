import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../../../../electron/hub/checks/http-secrets';

const shown = (text: string, headers: Record<string, string> = {}, url = 'http://x.no/'): string =>
  secretsOf({ url, headers }).foreign(text);

describe('what an http check sends and never shows', () => {
  it('is every header that may hold a secret, whole or in part', () => {
    const headers = { Authorization: 'Bearer abc.def==', 'X-Api-Key': 'n0kkel', Cookie: 'sid=s3sjon; b=ja' };
    expect(shown('fikk Bearer abc.def==', headers)).toBe('fikk {{Authorization}}');
    expect(shown('ukjent token abc.def==', headers)).toBe('ukjent token {{Authorization}}');
    expect(shown('Bearer mangler', headers)).toBe('Bearer mangler');
    expect(shown('n0kkel, s3sjon', headers)).toBe('{{X-Api-Key}}, {{Cookie}}');
  });

  it('is not what every request says', () => {
    const headers = { Accept: 'application/json', 'User-Agent': 'vaktrom', 'X-Ja': 'ja' };
    expect(shown('application/json vaktrom ja', headers)).toBe('application/json vaktrom ja');
  });

  it('is the user, the password and the query of its address, as written and as meant', () => {
    const url = 'http://kari:p%C3%A5ss@x.no/sti?token=t0psecret&n=1';
    const basic = Buffer.from('kari:påss').toString('base64');
    expect(shown(`GET /sti?token=t0psecret&n=1 (kari, påss, p%C3%A5ss, ${basic})`, {}, url)).toBe(
      'GET /sti?token={{token}}&n=1 ({{username}}, {{password}}, {{password}}, {{authorization}})',
    );
  });
});
