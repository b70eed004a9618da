// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { SHAPE_BOX, SHAPES } from '../../../../renderer/parts/state-shape';
import { StateShape } from '../../../../renderer/parts/state-shape-icon';
import { STATE_THEME } from '../../../../renderer/theme/state-theme';
import { NODE_STATES } from '../../../../shared/model/states';

afterEach(cleanup);

describe.each(NODE_STATES)('%s', (state) => {
  test('is drawn as SVG from the same paths as on the canvas', () => {
    const { container } = render(<StateShape state={state} size={18} />);
    const paths = [...container.querySelectorAll('path')].map((path) => path.getAttribute('d'));
    expect(paths).toEqual(SHAPES[STATE_THEME[state].shape].map((part) => part.d));
    expect(container.querySelector('svg')?.getAttribute('width')).toBe('18');
  });

  test('stays inside its box', () => {
    for (const { d, line } of SHAPES[STATE_THEME[state].shape]) {
      // Absolute coordinates only; arcs give their end points, which here lie on the outermost sides.
      const ends = [...d.replaceAll(/A[\d.]+ [\d.]+ 0 [01] [01] /gu, 'L').matchAll(/[\d.]+/gu)].map((m) =>
        Number(m[0]),
      );
      expect(Math.min(...ends) - line / 2).toBeGreaterThanOrEqual(0);
      expect(Math.max(...ends) + line / 2).toBeLessThanOrEqual(SHAPE_BOX);
    }
  });
});

test('beside its word it is decoration; alone it is announced', () => {
  const { container } = render(<StateShape state="down" size={12} />);
  expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  render(<StateShape state="down" size={12} label="Nede" />);
  expect(screen.getByRole('img', { name: 'Nede' })).toBeTruthy();
});
