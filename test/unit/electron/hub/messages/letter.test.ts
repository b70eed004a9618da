import { describe, expect, it } from 'vitest';
import { attempt } from '../../../../../electron/hub/messages/letter';

describe('what became of an attempt', () => {
  it('is told without addresses and secrets, on one line', () => {
    expect(attempt('refused', '550 ola@x.example:\n avvist av hemmelig-1', ['hemmelig-1'])).toEqual({
      outcome: 'refused',
      detail: '550 … avvist av …',
    });
  });

  it('is told at once, whatever a stranger answers', () => {
    const began = performance.now();
    for (const answer of ['a'.repeat(65_536), `${'a'.repeat(65_000)}@`, '@'.repeat(65_536)]) {
      expect(attempt('refused', answer).detail?.length ?? 0).toBeLessThanOrEqual(300);
    }
    // In milliseconds; what is worked out over and over for each letter takes many seconds.
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('does not show the beginning of an address that was cut', () => {
    expect(attempt('refused', `${'ord '.repeat(60)}${'a'.repeat(200)}@x.example`).detail).not.toContain(
      'aaa',
    );
  });
});
