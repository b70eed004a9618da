import { describe, expect, it } from 'vitest';
import { eventBody, subjectsOf } from '../../../../../shared/model/events';
import { ERASED_NAME, SHIFT_LOG_SUBJECT } from '../../../../../shared/model/shift-log';
import { eraseInEvent } from '../../../../../shared/rules/watch/erase-event';
import { aFile, corrected, erasedPart, written } from '../../../../fixtures/shift-log';

describe('an event without what was erased', () => {
  const file = aFile('Ola Nordmann.png');
  const entry = written('entry-one', 'Ola Nordmann', { attachments: [file, aFile('kurve.png')] });

  it('has no words, or no name of a file, and still fits its schema', () => {
    const text = eraseInEvent(entry, { entry: 'entry-one', part: 'text' });
    expect(text).toMatchObject({
      entry: { body: { said: null }, attachments: [{ name: 'Ola Nordmann.png' }, {}] },
    });
    const both = eraseInEvent(text, { entry: 'entry-one', part: file.hash });
    expect(JSON.stringify(both)).not.toContain('Nordmann');
    expect(both).toMatchObject({
      entry: {
        attachments: [
          { hash: file.hash, name: ERASED_NAME, erased: true },
          { name: 'kurve.png', erased: false },
        ],
      },
    });
    expect(eventBody.parse(both)).toEqual(both);
    const correction = corrected('entry-one', 'correction', 'Ola');
    expect(eraseInEvent(correction, { entry: 'entry-one', part: 'correction' })).toMatchObject({
      correction: { body: { said: null } },
    });
  });

  it('is the very same where it holds nothing of it', () => {
    const correction = corrected('entry-one', 'correction', 'Ola');
    expect(eraseInEvent(entry, { entry: 'entry-two', part: 'text' })).toBe(entry);
    expect(eraseInEvent(correction, { entry: 'entry-one', part: 'text' })).toBe(correction);
    expect(eraseInEvent(correction, { entry: 'entry-two', part: 'correction' })).toBe(correction);
  });
});

describe('what the log finds events of the shift log by', () => {
  it('is the entry, what it is about, and the shift log as a whole', () => {
    const about = written('entry-one', 'x', {
      links: [
        { kind: 'node', id: 'dips@mo' },
        { kind: 'incident', id: 'I-3' },
      ],
    });
    expect(subjectsOf(about)).toEqual(['entry/entry-one', 'dips@mo', 'incident/I-3', SHIFT_LOG_SUBJECT]);
    for (const body of [corrected('entry-one', 'c', 'x'), erasedPart('entry-one', 'text')])
      expect(subjectsOf(body)).toEqual(['entry/entry-one', SHIFT_LOG_SUBJECT]);
  });
});
