import { describe, expect, it } from 'vitest';
import type { MappingRule } from '../../../../shared/contract/source-mapping';
import {
  compileMapping,
  type MappingRoom,
  type Placement,
  parseMatcher,
  placeAlert,
  worseSeverity,
} from '../../../../shared/rules/source-mapping';

const room: MappingRoom = {
  nodes: (service, site) => {
    const known: Record<string, readonly string[]> = {
      ekg: ['ekg@mo', 'ekg@tromsø'],
      pacs: ['pacs'],
      ris: ['ris'],
    };
    const nodes = known[service] ?? [];
    return site === null ? nodes : nodes.filter((node) => node === `${service}@${site}`);
  },
  vouches: (node) => node !== 'ris',
};

function place(labels: Record<string, string>, ...rules: MappingRule[]): Placement {
  const { mapping, faults } = compileMapping(rules);
  expect(faults).toEqual([]);
  return placeAlert(mapping, labels, room);
}

describe('matchers', () => {
  it.each([
    ['severity="critical"', { label: 'severity', op: '=', value: 'critical' }],
    ['team!=lab', { label: 'team', op: '!=', value: 'lab' }],
    ['instance=~"10\\..*"', { label: 'instance', op: '=~', value: '10\\..*' }],
    [' a !~ "x|y" ', { label: 'a', op: '!~', value: 'x|y' }],
    ['a="say \\"hi\\""', { label: 'a', op: '=', value: 'say "hi"' }],
    ['a=', { label: 'a', op: '=', value: '' }],
    ['a=""', { label: 'a', op: '=', value: '' }],
  ])('%s', (text, expected) => expect(parseMatcher(text)).toEqual(expected));

  it.each(['a', '="x"', '1a="x"', 'a="x', 'a="x"y"', 'a=="x" "'])('is none: %s', (text) => {
    const parsed = parseMatcher(text);
    if (text === 'a=="x" "') expect(parsed?.value).toBe('="x" "');
    else expect(parsed).toBeNull();
  });

  it('take a missing label for an empty one, and are anchored', () => {
    expect(place({ alertname: 'X' }, { match: ['team=""'], service: 'pacs' }).verdict).toBe('matched');
    expect(place({ alertname: 'X' }, { match: ['team!="lab"'], service: 'pacs' }).verdict).toBe('matched');
    expect(place({ alertname: 'X' }, { match: ['team=~".+"'], service: 'pacs' }).verdict).toBe('unmatched');
    expect(place({ a: 'abc' }, { match: ['a=~"b"'], service: 'pacs' }).verdict).toBe('unmatched');
    expect(place({ a: 'abc' }, { match: ['a!~"b"'], service: 'pacs' }).verdict).toBe('matched');
  });

  it('do not take what every object has for a label', () => {
    expect(place({}, { match: ['constructor=~".+"'], service: 'pacs' }).verdict).toBe('unmatched');
    expect(place({}, { match: ['toString=""'], service: 'pacs' }).verdict).toBe('matched');
  });

  it('must all hold', () => {
    const rule: MappingRule = { match: ['a="1"', 'b="2"'], service: 'pacs' };
    expect(place({ a: '1', b: '2' }, rule).verdict).toBe('matched');
    expect(place({ a: '1', b: '3' }, rule).verdict).toBe('unmatched');
  });
});

describe('places', () => {
  it('fills labels in, lower-cased', () => {
    const rule: MappingRule = { match: ['site!=""'], service: '{service}', site: '{site}' };
    expect(place({ service: 'EKG', site: 'Tromsø' }, rule)).toMatchObject({
      verdict: 'matched',
      nodes: ['ekg@tromsø'],
      rules: [0],
    });
  });

  it('is every site of a service where the rule names none', () => {
    expect(place({ a: '1' }, { match: ['a="1"'], service: 'ekg' }).nodes).toEqual(['ekg@mo', 'ekg@tromsø']);
  });

  it('is told when rules disagree, and counts on all of them', () => {
    const twice = place(
      { a: '1', site: 'mo' },
      { match: ['a="1"'], service: 'ekg', site: '{site}' },
      { match: ['a="1"'], service: 'pacs' },
    );
    expect(twice).toMatchObject({
      verdict: 'twice',
      nodes: ['ekg@mo', 'pacs'],
      rules: [0, 1],
      displaced: null,
    });
    const agreed = place(
      { a: '1' },
      { match: ['a="1"'], service: 'pacs' },
      { match: ['a=~"1"'], service: 'pacs' },
    );
    expect(agreed).toMatchObject({ verdict: 'matched', nodes: ['pacs'], rules: [0, 1] });
  });

  it('says why there is none', () => {
    expect(place({ a: '2' }, { match: ['a="1"'], service: 'pacs' }).displaced).toEqual({ why: 'no-rule' });
    const noLabel = place({ a: '1' }, { match: ['a="1"'], service: 'ekg', site: '{site}' });
    expect(noLabel).toMatchObject({
      verdict: 'unmatched',
      rules: [0],
      displaced: { why: 'no-label', label: 'site' },
    });
    const noNode = place({ a: '1' }, { match: ['a="1"'], service: 'kantine' });
    expect(noNode.displaced).toEqual({ why: 'no-node', node: 'kantine' });
    const stranger = place({ a: '1' }, { match: ['a="1"'], service: 'ris' });
    expect(stranger).toMatchObject({ verdict: 'unmatched', displaced: { why: 'not-vouched', node: 'ris' } });
  });
});

describe('severity', () => {
  const of = (labels: Record<string, string>, severity?: MappingRule['severity']) =>
    place({ a: '1', ...labels }, { match: ['a="1"'], service: 'pacs', ...(severity && { severity }) })
      .severity;

  it('is critical where it says critical, and a warning where it says anything else', () => {
    expect(of({ severity: 'critical' })).toBe('critical');
    expect(of({ severity: 'Critical' })).toBe('critical');
    expect(of({ severity: 'page' })).toBe('warning');
    expect(of({})).toBe('warning');
  });

  it('is what the rule’s map says, and the worse of two rules', () => {
    expect(of({ severity: 'page' }, { page: 'critical' })).toBe('critical');
    expect(of({ severity: 'critical' }, { critical: 'unknown' })).toBe('unknown');
    expect(of({ severity: 'toString' }, { page: 'critical' })).toBe('warning');
    expect(worseSeverity('warning', 'unknown')).toBe('unknown');
    expect(worseSeverity('critical', 'unknown')).toBe('critical');
    expect(worseSeverity(null, 'warning')).toBe('warning');
  });
});

describe('rules with a fault', () => {
  it('are told with their place, and left out', () => {
    const { mapping, faults } = compileMapping([
      { match: ['a=~"("', 'b="'], service: 'pacs' },
      { match: ['a="1"'], service: '{1x}', site: '{site' },
      { match: ['a="1"'], service: 'pacs' },
    ]);
    expect(faults.map(({ rule, field }) => [rule, field])).toEqual([
      [0, 'match/0'],
      [0, 'match/1'],
      [1, 'service'],
      [1, 'site'],
    ]);
    expect(mapping.rules.map(({ index }) => index)).toEqual([2]);
  });

  it('are too large together', () => {
    const rule: MappingRule = { match: ['a=~".{900}"'], service: 'pacs' };
    const { faults } = compileMapping(Array.from({ length: 30 }, () => rule));
    expect(faults[0]).toEqual({
      rule: 22,
      field: 'match',
      reason: 'reglenes mønstre er for store til sammen',
    });
  });
});
