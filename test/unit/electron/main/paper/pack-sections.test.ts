import { describe, expect, it } from 'vitest';
import { type PackView, packOf } from '../../../../../electron/main/paper/pack-sections';
import type { CatalogueEntity } from '../../../../../shared/model/catalogue';
import type { StatusEntity } from '../../../../../shared/model/room';
import type { WatchEntity } from '../../../../../shared/model/watch';
import type { Block, WrittenReport } from '../../../../../shared/paper/written-report';
import { said } from '../../../../fixtures/schema-4/open';

/** The paper pack of a real room: as schema 4 left it, in the middle of a bad hour. */

const map = <T>(entities: Readonly<Record<string, T>>): Map<string, T> => new Map(Object.entries(entities));
const FOLLOW_UP: WatchEntity = {
  kind: 'follow-up',
  value: {
    id: 'oppfolging-1',
    number: 'O-9',
    section: 'watch',
    text: 'Spør lagring igjen',
    node: null,
    owner: 'kari',
    dueAt: said.at - 60_000,
    due: true,
    at: said.at - 3_600_000,
    by: 'kari',
    carried: 2,
    closed: null,
  },
};
const DUTY: WatchEntity = {
  kind: 'duty',
  value: {
    id: 'room',
    shift: null,
    since: said.at,
    holders: [{ position: 'vakt', person: 'kari' }],
    handover: null,
  },
};

function view(watch: readonly WatchEntity[] = [DUTY, FOLLOW_UP]): PackView {
  const status = new Map<string, StatusEntity>();
  for (const node of Object.values(said.nodes)) status.set(`node:${node.id}`, { kind: 'node', value: node });
  const catalogue = map<CatalogueEntity>(said.catalogue);
  for (const [key, entity] of catalogue) {
    if (entity.kind !== 'team') continue;
    const contacts = entity.value.contacts.map((contact, index) => ({
      ...contact,
      position: index === 0 ? 'vakt' : null,
    }));
    catalogue.set(key, { kind: 'team', value: { ...entity.value, contacts } });
  }
  return {
    catalogue,
    status,
    room: { ...said.room, entryCount: 0, handoverCount: 0, followUpCount: 0, routineCount: 0 },
    maintenance: map(said.maintenance),
    alarms: map(said.alarms),
    people: map(said.people),
    incidents: map(said.incidents),
    watch: new Map(watch.map((entity) => [`${entity.kind}:${entity.value.id}`, entity])),
  };
}
const live = { now: said.at, lang: 'nb', knownAt: null, empty: false } as const;
const section = (report: WrittenReport, title: string): readonly Block[] =>
  report.sections.find((one) => one.title === title)?.blocks ?? [];
const words = (blocks: readonly Block[]): string => JSON.stringify(blocks);

describe('a paper pack', () => {
  it('names all that is not normal, worst first, and what it follows from', () => {
    const blocks = section(packOf(view(), live), 'Status');
    const table = blocks.find((block) => block.kind === 'table');
    const rows = table?.kind === 'table' ? table.rows : [];
    const wrong = Object.values(said.nodes).filter(({ state }) => state !== 'normal');
    expect(rows).toHaveLength(wrong.length);
    expect(rows[0]?.[2]).toBe('Nede');
    expect(words(blocks)).toMatch(/følger av /);
    expect(rows.every((row) => row.length === 5)).toBe(true);
  });

  it('has every open alarm with its owner and its shelf, and the open incident with its commander', () => {
    const report = packOf(view(), live);
    const alarms = words(section(report, 'Åpne alarmer'));
    for (const entity of Object.values(said.alarms)) {
      if (entity.kind !== 'alarm' || ['normal', 'suppressed'].includes(entity.value.state)) continue;
      expect(alarms).toContain(`"${entity.value.id}"`);
    }
    expect(alarms).toContain('P-2031 hos leverandør');
    expect(words(section(report, 'Hendelser'))).toMatch(/I-1.*DIPS Arena nede i Tromsø/);
  });

  it('says whom to call now, by which number, and who answers where that is a watch position', () => {
    const [table] = section(packOf(view(), live), 'Ringeliste');
    const rows = table?.kind === 'table' ? table.rows : [];
    // 07:33 on a Friday: the day's turn has begun.
    expect(rows[0]?.slice(0, 3)).toEqual(['Nettvakt', 'Nettvakt (svares av Kari)', '4410']);
    expect(rows[0]?.[3]).toBe('15:30');
  });

  it('says what to do without the machines, and where the emergency routine is', () => {
    const text = words(section(packOf(view(), live), 'Nødrutiner'));
    expect(text).toContain('https://example.invalid/nød');
    expect(text).toContain('1. Se oppstrøms');
  });

  it('names what is due, planned work, and who has the watch; or that nobody has', () => {
    const report = packOf(view(), live);
    expect(words(section(report, 'Oppgaver og rutiner som står åpne'))).toMatch(
      /O-9.*Spør lagring.*Kari.*forfalt/,
    );
    expect(words(section(report, 'Vedlikehold, nå og neste døgn'))).toContain('Arbeid på linjen');
    expect(words(section(report, 'Vakten'))).toContain('Kari');
    expect(words(section(packOf(view([]), live), 'Vakten'))).toContain('Ingen har vakten');
  });

  it('says on top how old it is where no hub vouches for it', () => {
    const old = packOf(view(), { ...live, knownAt: said.at - 7_200_000 });
    expect(old.subtitle).toMatch(/INGEN KONTAKT MED HUBEN. Alt under er sist kjent .*05:33/);
    expect(packOf(view(), live).subtitle).not.toContain('INGEN KONTAKT');
    expect(packOf(view(), { ...live, empty: true }).subtitle).toContain('ingenting er kjent');
  });

  it('is the same in English', () => {
    const report = packOf(view(), { ...live, lang: 'en' });
    expect(report.sections).toHaveLength(packOf(view(), live).sections.length);
    expect(words(section(report, 'Call list'))).toContain('answered by Kari');
  });
});
