import { describe, expect, it } from 'vitest';
import { readNames, writeNames } from '../../../../../renderer/desk/incidents/forms/fields';

const SERVICES = [
  { id: 'dips-arena', name: 'DIPS Arena' },
  { id: 'dips-db', name: 'DIPS-database' },
  { id: 'ek', name: 'Elektronisk kurve' },
  { id: 'okonomi', name: 'Økonomi' },
];

describe('names written with commas', () => {
  it('are read by name, by id, and by the only one that begins so', () => {
    expect(readNames('dips arena, EK, øko', SERVICES)).toEqual({
      ids: ['dips-arena', 'ek', 'okonomi'],
      unknown: [],
    });
  });

  it('are not guessed where two begin alike, nor where none does', () => {
    expect(readNames('dips, ris', SERVICES)).toEqual({ ids: [], unknown: ['dips', 'ris'] });
  });

  it('are each there once, and come back as they were written', () => {
    expect(readNames('ek, Elektronisk kurve,, ', SERVICES).ids).toEqual(['ek']);
    expect(readNames(writeNames(['ek', 'dips-db'], SERVICES), SERVICES).ids).toEqual(['ek', 'dips-db']);
  });
});
