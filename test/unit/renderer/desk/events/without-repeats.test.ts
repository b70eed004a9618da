import { expect, it } from 'vitest';
import { withoutRepeats } from '../../../../../renderer/desk/events/without-repeats';

const said = (text: string) => ({ subject: 'core1', text });

it('keeps the first of those that say the same one after the other, and all that differ', () => {
  const events = ['nede', 'nede', 'nede', 'normal', 'nede'].map((text, index) => ({ text, index }));
  const left = withoutRepeats(events, ({ text }) => said(text));
  expect(left.map(({ index }) => index)).toEqual([2, 3, 4]);
});

it('tells what is said of two things apart', () => {
  const left = withoutRepeats(['a', 'b'], (subject) => ({ subject, text: 'nede' }));
  expect(left).toEqual(['a', 'b']);
});
