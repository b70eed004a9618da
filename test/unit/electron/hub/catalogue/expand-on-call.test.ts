import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { Team } from '../../../../../shared/model/catalogue';

const TEXT = (teams: string): string => `version: 1\nname: Rom\nservices: []\nonCall:\n${teams}`;

async function teams(text: string): Promise<readonly Team[]> {
  const outcome = await parseCatalogue(TEXT(text), 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue.entities.flatMap((entity) => (entity.kind === 'team' ? [entity.value] : []));
}

async function faults(text: string): Promise<readonly string[]> {
  const outcome = await parseCatalogue(TEXT(text), 'x.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line - 4}:${col} ${reason}`);
}

const CONTACTS =
  'contacts: [{ id: vakt, name: Vakt, phone: "4410" }, { id: bak, name: Bakvakt, phone: "+47 770 00 000" }]';

describe('a team on call', () => {
  it('answers always, with all its contacts, where it says no more', async () => {
    expect(await teams(`  - { id: nett, name: Nettvakt, ${CONTACTS} }\n`)).toEqual([
      {
        id: 'nett',
        name: 'Nettvakt',
        order: 0,
        contacts: [
          { id: 'vakt', name: 'Vakt', phone: '4410', position: null },
          { id: 'bak', name: 'Bakvakt', phone: '+47 770 00 000', position: null },
        ],
        turns: [
          { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', dates: null, contacts: ['vakt', 'bak'] },
        ],
      },
    ]);
  });

  it('has turns by weekday, as a list or a range, also over the week’s end', async () => {
    const [team] = await teams(`  - id: nett
    name: Nettvakt
    ${CONTACTS}
    turns:
      - { days: mon-fri, from: "07:30", to: "15:30" }
      - { days: [sun, wed, sun], to: "24:00" }
      - { days: fri-mon, contacts: [bak] }
      - { days: sat, dates: { from: 2026-12-24, to: 2027-01-01 } }
`);
    expect(
      team?.turns.map(({ days, from, to, dates, contacts }) => [
        days.join(''),
        from,
        to,
        dates,
        contacts.join(),
      ]),
    ).toEqual([
      ['12345', '07:30', '15:30', null, 'vakt,bak'],
      ['37', '00:00', '00:00', null, 'vakt,bak'],
      ['1567', '00:00', '00:00', null, 'bak'],
      ['6', '00:00', '00:00', { from: '2026-12-24', to: '2027-01-01' }, 'vakt,bak'],
    ]);
  });

  it('with a fault in it is refused with its place', async () => {
    expect(
      await faults(`  - id: nett
    name: Nettvakt
    contacts: [{ id: a, name: A, phone: "4410" }, { id: a, name: B, phone: "4411" }]
    turns:
      - { contacts: [b] }
      - { from: "24:00", dates: { from: "2026-02-30", to: "2026-01-01" } }
  - { id: nett, name: Igjen, contacts: [{ id: a, name: A, phone: "4412" }] }
`),
    ).toEqual([
      '3:57 duplicate contact "a" in team "nett"',
      '5:22 unknown contact "b" in team "nett"',
      '6:17 a turn begins before 24:00',
      '6:41 "2026-02-30" is no day of the calendar',
      '6:59 it ends before it begins',
      '7:11 duplicate id "nett" in onCall',
    ]);
    expect(await faults('  - { id: x, name: X, contacts: [{ id: a, name: A, phone: 4410 }] }\n')).toEqual([
      '1:59 expected text, found 4410',
    ]);
    expect(await faults('  - { id: x, name: X, contacts: [{ id: a, name: A, phone: "ring" }] }\n')).toEqual([
      '1:59 "ring": a telephone number is digits in quotes: "4410", "+47 77 00 00 00"',
    ]);
    expect(
      await faults(`  - { id: x, name: X, ${CONTACTS}, turns: [{ days: mon-xyz }, { days: [] }] }\n`),
    ).toHaveLength(2);
  });
});
