import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCatalogue } from '../../../../electron/hub/catalogue/load-catalogue';
import { buildGraph } from '../../../../shared/rules/graph';
import { effectiveModes } from '../../../estate/fault-rules';
import { clockAt, parseScript, type Script } from '../../../estate/play/script';
import { regionCatalogue } from '../../../estate/region/catalogue';
import { faultsOf } from '../../../estate/region/plan';
import { REGION_SERVICES as services } from '../../../estate/region/services';
import { DIPS_STEPS } from '../../../estate/talks/dips-talk';

const HEAD = 'version: 1\nname: Prøve\nstart: "22:00"\nlength: 8h\nacts:\n';

function good(acts: string): Script {
  const parsed = parseScript(HEAD + acts);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.script;
}

function faultsIn(text: string): string[] {
  const parsed = parseScript(text);
  return parsed.ok ? [] : parsed.faults.map(({ line, col, reason }) => `${line}:${col} ${reason}`);
}

const told = (script: Script): string[] =>
  script.moments.map(({ offset, act, id }) => `${clockAt(script, offset)} ${act} ${id}`);

describe('a script', () => {
  test('puts times of day after its start, over midnight, and offsets beside them', () => {
    const script = good(
      [
        '  - { at: "01:14", break: nhn, fault: down, for: 17m, cause: x }',
        '  - { at: "22:40", break: wan@mo, fault: loss, level: 3, cause: y }',
        '  - { at: +5h, heal: wan@mo }',
      ].join('\n'),
    );
    expect(told(script)).toEqual([
      '22:40:00 break wan@mo',
      '01:14:00 break nhn',
      '01:31:00 heal nhn',
      '03:00:00 heal wan@mo',
    ]);
    expect(script.moments[0]).toMatchObject({ offset: 40 * 60_000, fault: 'loss', level: 3, until: null });
  });

  test('repeats what comes and goes, and heals before it breaks again at the same moment', () => {
    const script = good(
      [
        '  - { at: +1m, break: a, fault: down, for: 40s, times: 3, every: 9m, cause: x }',
        '  - { at: +100s, break: a, fault: slow, for: 1m, cause: y }',
      ].join('\n'),
    );
    expect(told(script)).toEqual([
      '22:01:00 break a',
      '22:01:40 heal a',
      '22:01:40 break a',
      '22:02:40 heal a',
      '22:10:00 break a',
      '22:10:40 heal a',
      '22:19:00 break a',
      '22:19:40 heal a',
    ]);
  });

  test('may raise the level of what goes on until it is healed', () => {
    const script = good(
      [
        '  - { at: +1h, break: san1, fault: full, level: 82, cause: x }',
        '  - { at: +2h, break: san1, fault: full, level: 86, cause: y }',
        '  - { at: +3h, heal: san1, cause: z }',
      ].join('\n'),
    );
    expect(script.moments.map(({ level, cause }) => [level, cause])).toEqual([
      [82, 'x'],
      [86, 'y'],
      [null, 'z'],
    ]);
  });

  test.each([
    [
      '  - { at: "25:00", break: a, fault: down, cause: x }',
      '6:11 a moment is a time of day (03:52) or an offset',
    ],
    ['  - { at: +1m, break: a, fault: gone, cause: x }', '6:33 Invalid option'],
    ['  - { at: +1m, break: a, fault: down }', '6:5 missing key "cause"'],
    ['  - { at: +1m, break: a, cause: x }', '6:5 missing key "fault"'],
    ['  - { at: +1m, cause: x }', '6:5 an entry breaks something or heals something'],
    [
      '  - { at: +1m, break: a, heal: b, fault: down, cause: x }',
      '6:5 an entry breaks something or heals something',
    ],
    ['  - { at: +1m, heal: a }', '6:22 "a" is not broken then'],
    ['  - { at: +1m, heal: a, for: 3m }', '6:30 "for" is for what is broken'],
    ['  - { at: +9h, break: a, fault: down, cause: x }', '6:11 this is after the end of the script'],
    ['  - { at: +7h, break: a, fault: down, for: 2h, cause: x }', '6:11 this goes on after the end'],
    [
      '  - { at: +1m, break: a, fault: down, for: 2m, times: 3, cause: x }',
      '6:5 "times" and "every" belong together',
    ],
    [
      '  - { at: +1m, break: a, fault: down, for: 9m, times: 3, every: 9m, cause: x }',
      '6:65 what comes again must have ended',
    ],
    ['  - { at: +1m, break: a, fault: down, cause: x, colour: red }', '6:49 unknown key "colour"'],
    [
      '  - { at: +1m, break: a, fault: down, for: 5m, cause: x }\n  - { at: +2m, break: a, fault: slow, cause: y }',
      '7:23 "a" is broken already then',
    ],
    ['  - { at: +1m, break: a, fault: down, cause: x, expect: { gone: [a] } }', '6:59 '],
  ])('%s is refused at its place', (acts, reason) => {
    expect(faultsIn(HEAD + acts)).toEqual(expect.arrayContaining([expect.stringContaining(reason)]));
  });

  test('that is no YAML, or no script, is refused with a place', () => {
    expect(faultsIn('acts: [')).toEqual([expect.stringMatching(/^1:\d+ not valid YAML/)]);
    expect(faultsIn('')).not.toEqual([]);
    expect(faultsIn('version: 2\nname: x\nstart: "22:00"\nlength: 8h\nacts: []')).toHaveLength(2);
    expect(faultsIn(HEAD.replace('8h', '0s'))).not.toEqual([]);
  });
});

test('whatever is written, a script is read or refused with a place, never thrown at', () => {
  const entry = fc.record(
    {
      at: fc.oneof(fc.constantFrom('+1m', '22:30', '05:59', '+9h'), fc.string({ maxLength: 6 })),
      break: fc.constantFrom('a', 'b'),
      heal: fc.constantFrom('a', 'b'),
      fault: fc.constantFrom('down', 'slow', 'gone'),
      for: fc.constantFrom('40s', '3h', '0s', 'x'),
      times: fc.integer({ min: 0, max: 5 }),
      every: fc.constantFrom('1m', '40s'),
      cause: fc.string({ maxLength: 5 }),
    },
    { requiredKeys: ['at'] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(entry, { maxLength: 6 }), fc.jsonValue()), (acts) => {
      const text = JSON.stringify({ version: 1, name: 'x', start: '22:00', length: '8h', acts });
      const parsed = parseScript(text);
      if (!parsed.ok) {
        expect(parsed.faults.length).toBeGreaterThan(0);
        for (const { line, col } of parsed.faults) expect(Math.min(line, col)).toBeGreaterThan(0);
        return;
      }
      // Each is healed as often as it begins to be broken, or stands at the end.
      const broken = new Set<string>();
      let last = 0;
      for (const { act, id, offset } of parsed.script.moments) {
        expect(offset).toBeGreaterThanOrEqual(last);
        last = offset;
        if (act === 'break') broken.add(id);
        else expect(broken.delete(id)).toBe(true);
      }
      expect(last).toBeLessThanOrEqual(parsed.script.length);
    }),
  );
});

describe('the scripts that come with it', async () => {
  let port = 20_000;
  const text = regionCatalogue({
    portOf: () => port++,
    folder: '/estate',
    tools: { plugins: new Set(), ping: false, heartbeats: false },
    now: Date.UTC(2026, 10, 23),
  }).replaceAll('ca: estate-ca.pem', 'ca: test/fixtures/catalogue/ca.pem');
  const outcome = await parseCatalogue(text, 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  const { graph } = buildGraph(outcome.catalogue.entities);
  const folder = fileURLToPath(new URL('../../../estate/scripts/', import.meta.url));
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

  test('are a day and night, and a short one', () => {
    expect(scripts.sort()).toEqual(['dag-og-natt.yaml', 'nattevakt-kort.yaml']);
  });

  test.each(scripts)('%s is good, names what there is, and expects what follows', (name) => {
    const parsed = parseScript(readFileSync(folder + name, 'utf8'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const { moments } = parsed.script;
    for (const { act, id, fault, step, expect: expected, cause } of moments) {
      const node = graph.nodes.get(id) ?? [...graph.nodes.values()].find(({ service }) => service.id === id);
      expect([id, node === undefined]).toEqual([id, false]);
      if (act === 'heal' || fault === null) continue;
      expect(cause.length).toBeGreaterThan(10);
      expect(expected).not.toBeNull();
      if (step !== null) expect(DIPS_STEPS).toContain(step);
      for (const ids of Object.values(expected ?? {})) {
        for (const wanted of ids) expect([wanted, graph.nodes.has(wanted)]).toEqual([wanted, true]);
      }
      // By the graph: what is cut off is expected down, and nothing that is not.
      const flapDown = true;
      const modes = effectiveModes(graph, new Map([[id, fault]]), flapDown, true);
      for (const wanted of expected?.down ?? []) {
        if (wanted !== id) expect([id, wanted, modes.get(wanted)]).toEqual([id, wanted, 'down']);
      }
      for (const wanted of expected?.['redundancy-lost'] ?? []) {
        const lost = graph.nodes
          .get(wanted)
          ?.needs.some(
            ({ of, soft }) => !soft && of.length > 1 && of.some((need) => modes.get(need) === 'down'),
          );
        expect([id, wanted, modes.get(wanted), lost]).toEqual([id, wanted, 'normal', true]);
      }
    }
    // Each fault is one that its service can have.
    const region = moments.filter(({ act }) => act === 'break');
    for (const { id, fault } of region) {
      const service = id.split('@')[0];
      expect([id, faultsFor(service ?? '')]).toEqual([id, expect.arrayContaining([fault])]);
    }
  });
});

function faultsFor(service: string): readonly string[] {
  const found = services.find(({ id }) => id === service);
  return found ? faultsOf(found) : [];
}
