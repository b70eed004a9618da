import { describe, expect, it } from 'vitest';
import { asSigned, signedHere } from '../../../../renderer/handover/model/use-handover';
import { hashOfText } from '../../../../shared/rules/handover/compose';
import { aText, THE_NIGHT } from '../../../fixtures/handover-bench';

const entry = (summary: string, fate = 'confirmed') => ({
  kind: 'handover.sign',
  subject: `handover/${THE_NIGHT}`,
  fate,
  payload: { text: aText([], { summary }) },
});
const hash = (summary: string): string => hashOfText(aText([], { summary }));

describe('what was signed at this console', () => {
  it('is the text that is signed now, and no other that was signed here before it', () => {
    const outbox = [entry('første'), entry('andre'), entry('avvist', 'refused')];
    expect(signedHere(outbox, THE_NIGHT, hash('første'))?.summary).toBe('første');
    expect(signedHere(outbox, THE_NIGHT, hash('andre'))?.summary).toBe('andre');
    expect(signedHere(outbox, THE_NIGHT, hash('signert et annet sted'))).toBeNull();
    expect(signedHere(outbox, THE_NIGHT, hash('avvist'))).toBeNull();
  });
});

describe('what this console kept of what was signed elsewhere', () => {
  it('is not shown for a text that was signed after that one was taken back', () => {
    const text = aText([], { summary: 'første' });
    expect(asSigned({ text, source: 'cache' }, hash('første'))?.text).toBe(text);
    expect(asSigned({ text, source: 'cache' }, hash('andre'))).toBeNull();
    expect(asSigned({ text: null, source: 'hub' }, hash('andre'))).toBeNull();
  });
});
