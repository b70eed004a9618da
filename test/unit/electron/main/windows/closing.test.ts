import { describe, expect, it } from 'vitest';
import { closingQuestion } from '../../../../../electron/main/windows/closing';

describe('the question on closing the last window', () => {
  it.each(['nb', 'en'] as const)('offers the three ways in %s when the hub is our own', (lang) => {
    const question = closingQuestion(lang, true);
    expect(question.meanings).toEqual(['continue', 'end', 'cancel']);
    expect(question.buttons).toHaveLength(3);
    expect(question.meanings[question.defaultId]).toBe('continue');
    expect(question.meanings[question.cancelId]).toBe('cancel');
  });

  it('does not offer to end a watch that is not ours', () => {
    const question = closingQuestion('nb', false);
    expect(question.meanings).toEqual(['end', 'cancel']);
    expect(question.buttons[0]).toBe('Avslutt konsollen');
    expect(question.meanings[question.cancelId]).toBe('cancel');
  });
});
