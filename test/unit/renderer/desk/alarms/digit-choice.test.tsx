// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { DigitChoice } from '../../../../../renderer/desk/alarms/digit-choice';

const OPTIONS = [
  { id: 'a', name: 'Planlagt' },
  { id: 'b', name: 'Kjent feil' },
  { id: 'c', name: 'Annet' },
] as const;

function Choice() {
  const [chosen, setChosen] = useState<'a' | 'b' | 'c' | null>('a');
  return <DigitChoice label="Årsak" options={OPTIONS} chosen={chosen} onChoose={setChosen} />;
}

const radio = (name: RegExp): HTMLInputElement => screen.getByRole('radio', { name });

afterEach(cleanup);

test('a digit chooses, and the focus goes with it', () => {
  render(<Choice />);
  radio(/Planlagt/).focus();
  fireEvent.keyDown(radio(/Planlagt/), { key: '2' });
  expect(radio(/Kjent feil/).checked).toBe(true);
  expect(document.activeElement).toBe(radio(/Kjent feil/));
});

test('the same digit takes the choice back, and one that nothing has does nothing', () => {
  render(<Choice />);
  radio(/Planlagt/).focus();
  fireEvent.keyDown(radio(/Planlagt/), { key: '1' });
  expect(radio(/Planlagt/).checked).toBe(false);
  fireEvent.keyDown(radio(/Planlagt/), { key: '9' });
  expect(OPTIONS.some(({ name }) => radio(new RegExp(name)).checked)).toBe(false);
});
