import { describe, expect, it } from 'vitest';
import { fateShown } from '../../../../../renderer/desk/shell/fate-shown';

describe('the fate of a command', () => {
  it('is not done, but asked for, where the effect is outside and not seen yet', () => {
    expect(fateShown({ kind: 'silence.set', fate: 'confirmed' })).toBe('asked');
    expect(fateShown({ kind: 'silence.end', fate: 'confirmed' })).toBe('asked');
  });

  it.each(['queued', 'sent', 'refused', 'expired'] as const)('is %s as it is, whatever was asked', (fate) => {
    expect(fateShown({ kind: 'silence.set', fate })).toBe(fate);
    expect(fateShown({ kind: 'check.recheck', fate })).toBe(fate);
  });

  it('is done where the log itself is the effect', () => {
    expect(fateShown({ kind: 'maintenance.set', fate: 'confirmed' })).toBe('confirmed');
  });
});
