import { describe, expect, it } from 'vitest';
import { plainLine } from '../../../../../electron/main/app/log';

describe('a log line for people', () => {
  it.each([
    [{ level: 40, msg: 'the hub ended' }, 'warning: the hub ended\n'],
    [{ level: 50, msg: 'it failed', err: { message: 'disk full' } }, 'error: it failed (disk full)\n'],
    [{ level: 40, msg: 'brought back', reason: 'no frame' }, 'warning: brought back (no frame)\n'],
  ])('makes %j readable', (line, text) => expect(plainLine(JSON.stringify(line))).toBe(text));

  it('passes on what is no JSON', () => expect(plainLine('what\n')).toBe('what\n'));
});
