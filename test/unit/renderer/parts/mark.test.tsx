// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { MARKS, type MarkName } from '../../../../renderer/parts/mark';
import { MarkIcon, MarkText } from '../../../../renderer/parts/mark-icon';
import { drawnPart, SHAPES } from '../../../../renderer/parts/state-shape';
import { StateShape } from '../../../../renderer/parts/state-shape-icon';
import { STATE_THEME } from '../../../../renderer/theme/state-theme';
import { NODE_STATES } from '../../../../shared/model/states';

afterEach(cleanup);

const names = Object.keys(MARKS) as MarkName[];

test.each(names)('%s is drawn as SVG from the same paths as on the canvas, as decoration', (mark) => {
  const { container } = render(<MarkIcon mark={mark} size={14} />);
  const paths = [...container.querySelectorAll('path')].map((path) => path.getAttribute('d'));
  expect(paths).toEqual(MARKS[mark].parts.map((part) => part.d));
  expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});

test('no mark has the shape of a state, nor of another mark', () => {
  const outlines = (parts: readonly { readonly d: string }[]): string => parts.map(({ d }) => d).join(' ');
  const states = NODE_STATES.map((state) => outlines(SHAPES[STATE_THEME[state].shape]));
  const marks = names.map((mark) => outlines(MARKS[mark].parts));
  expect(new Set([...states, ...marks]).size).toBe(states.length + marks.length);
});

test('what it says is text, and until when stands by itself', () => {
  const { container } = render(
    <MarkText mark="maintenance" text="Vedlikehold: <b>SAN</b>" until="til 04:00" />,
  );
  expect(container.querySelector('.mark-words')?.textContent).toBe('Vedlikehold: <b>SAN</b>');
  expect(container.querySelector('.mark-until')?.textContent).toBe('til 04:00');
});

describe('a fault that makes no sound', () => {
  test.each(NODE_STATES)('%s keeps its shape and colour, outlined and not filled', (state) => {
    const { container } = render(<StateShape state={state} size={16} quiet />);
    expect(container.querySelector('.filled')).toBeNull();
    expect(container.querySelector('svg')?.getAttribute('class')).toContain(`state-shape-${state}`);
    for (const path of container.querySelectorAll('path')) {
      expect(Number(path.getAttribute('stroke-width'))).toBeGreaterThan(0);
    }
    expect(container.querySelectorAll('path')).toHaveLength(SHAPES[STATE_THEME[state].shape].length);
  });

  test('outlined, down and redundancy lost are still two shapes', () => {
    const outlined = (state: 'down' | 'redundancy-lost'): readonly string[] =>
      SHAPES[STATE_THEME[state].shape].map((part) => drawnPart(part, true).d);
    expect(outlined('down')).toHaveLength(1);
    expect(outlined('redundancy-lost')).toHaveLength(2);
  });
});
