import { describe, expect, it } from 'vitest';
import { slopeOf } from '../../bench/slope';

/** Repeatable noise between −1 and 1. */
const noise = (index: number): number =>
  Math.sin(index * 12.9898) * 43_758.5453 - Math.floor(Math.sin(index * 12.9898) * 43_758.5453) - 0.5;

describe('the slope of a memory curve', () => {
  it('finds the slope of a line, and an interval that holds it', () => {
    const points = Array.from({ length: 240 }, (_, x) => [x, 5 + 0.3 * x + noise(x)] as const);
    const { slope, low, high } = slopeOf(points);
    expect(slope).toBeCloseTo(0.3, 2);
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.3);
  });

  it('does not take a saw-tooth of garbage collection for growth', () => {
    const points = Array.from({ length: 240 }, (_, x) => [x, 100 + (x % 7) * 4 + noise(x)] as const);
    const { low, high } = slopeOf(points);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('tells a slow leak beneath a saw-tooth', () => {
    const points = Array.from({ length: 480 }, (_, x) => [x, 100 + (x % 7) * 4 + 0.05 * x] as const);
    expect(slopeOf(points).low).toBeGreaterThan(0);
  });

  it('refuses to guess from too little', () => {
    expect(() => slopeOf([[0, 1]])).toThrow(/do not make/);
  });
});
