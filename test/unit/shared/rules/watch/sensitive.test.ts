import { describe, expect, it } from 'vitest';
import { numberKind, suspects } from '../../../../../shared/rules/watch/sensitive';

/** The first nine digits with both check digits, by the same modulus; null: there are none for them. */
function withCheck(nine: string): string | null {
  const digits = [...nine].map(Number);
  const rest = (weights: readonly number[], all: readonly number[]): number =>
    (11 - (weights.reduce((sum, weight, at) => sum + weight * (all[at] ?? 0), 0) % 11)) % 11;
  const first = rest([3, 7, 6, 1, 8, 9, 4, 5, 2], digits);
  const second = rest([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], [...digits, first]);
  return first === 10 || second === 10 ? null : `${nine}${first}${second}`;
}

/** A made-up number of somebody born on this day, in some series that has one. */
function made(date: string): string {
  for (let series = 100; series < 999; series++) {
    const number = withCheck(`${date}${series}`);
    if (number !== null) return number;
  }
  throw new Error(`no number for ${date}`);
}

const kinds = (text: string): readonly string[] => suspects(text).map(({ kind }) => kind);
const words = (text: string): readonly string[] => suspects(text).map(({ from, to }) => text.slice(from, to));

describe('what looks like a patient', () => {
  it('is a national identity number, however it is written', () => {
    const number = made('150654');
    expect(kinds(`Innringer oppgav ${number} på telefon.`)).toEqual(['birth-number']);
    const spaced = `${number.slice(0, 6)} ${number.slice(6)}`;
    expect(words(`(${spaced})`)).toEqual([spaced]);
    expect(kinds(`${number.slice(0, 6)}-${number.slice(6)}`)).toEqual(['birth-number']);
  });

  it('tells D-numbers, H-numbers and common help numbers apart', () => {
    expect(numberKind(made('550654'))).toBe('d-number');
    expect(numberKind(made('154654'))).toBe('h-number');
    expect(numberKind(made('810000'))).toBe('fh-number');
    expect(numberKind(made('158654'))).toBe('birth-number');
  });

  it('is no other number of eleven digits', () => {
    const number = made('150654');
    const wrong = `${number.slice(0, 10)}${(Number(number[10]) + 1) % 10}`;
    expect(suspects(`serienr ${wrong}`)).toEqual([]);
    // A date that is none, with check digits that hold.
    expect(numberKind(made('320654'))).toBeNull();
    expect(numberKind(made('310654'))).toBeNull();
    expect(numberKind(made('290253'))).toBeNull();
    expect(numberKind(made('290252'))).toBe('birth-number');
  });

  it('is not found inside a longer number', () => {
    const number = made('150654');
    expect(suspects(`1${number}`)).toEqual([]);
    expect(suspects(`${number}7`)).toEqual([]);
    expect(suspects(`sn${number}`)).toEqual([]);
  });

  it('is somebody with an age', () => {
    expect(kinds('Ringt av Kari Testperson, 78 år')).toEqual(['age']);
    expect(kinds('gjelder mann 54 år på post 3')).toEqual(['age']);
    expect(kinds('en 82 år gammel kvinne venter')).toEqual(['age']);
    expect(kinds('92-åringen skal flyttes')).toEqual(['age']);
  });

  it('is a date of birth, and a patient by name', () => {
    expect(words('født 12.03.1954, ligger på 4B')).toEqual(['født 12.03.1954']);
    expect(words('f. 120354')).toEqual(['f. 120354']);
    expect(kinds('Pasient Kari Testperson mangler i kurven')).toEqual(['patient']);
  });

  it('is not what a watch writes every night', () => {
    for (const text of [
      'Nettvakt ringt 04:02, svarte 04:11. Leverandørsak 118402, montør 09:00',
      'DIPS Arena redusert, Mo, siden 03:52. p95 4,1 s (forventet 2,0)',
      'Avtalen med leverandøren er 5 år gammel, utløper 2027',
      'San1 85 % (82 i går), 90 % tirsdag kveld',
      'Ring 77 62 60 00, eller +47 911 23 456',
      'Sertifikat 01:14–01:31 fornyet 23.11.2026',
      'Pasienter på Mo bruker nødrutine',
      'IP 10.66.4.20:443, MAC 00:1B:44:11:3A:B7',
      'Kontonummer 1234 56 78903',
    ])
      expect([text, suspects(text)]).toEqual([text, []]);
  });

  it('is told in order and once, where two readings overlap', () => {
    const number = made('150654');
    const text = `Pasient Kari Testperson, 72 år, ${number}`;
    expect(kinds(text)).toEqual(['age', 'birth-number']);
  });
});
