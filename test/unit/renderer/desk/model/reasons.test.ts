import { describe, expect, it } from 'vitest';
import { firstLine, reasons } from '../../../../../renderer/desk/model/reasons';
import { nodeName } from '../../../../../renderer/desk/model/row';
import { translator } from '../../../../../renderer/i18n';
import type { Cause, CheckStatus, NodeStatus } from '../../../../../shared/model/room';
import { aCheckStatus, aNodeStatus, stillBoard } from '../board';

const board = stillBoard();
const nb = { t: translator('nb'), lang: 'nb' } as const;

function why(
  because: readonly Cause[],
  of: { node?: string; checks?: readonly CheckStatus[]; nodes?: readonly NodeStatus[] } = {},
): readonly string[] {
  const status = aNodeStatus(of.node ?? 'dips-arena@mo', 'down', { because: [...because] });
  return reasons(
    status,
    {
      graph: board.graph,
      check: (id) => of.checks?.find((check) => check.id === id),
      node: (id) => of.nodes?.find((node) => node.id === id),
      name: (id) => nodeName(board, id),
    },
    nb,
  );
}

const CHECK = 'dips-arena@mo/https';
const own: Cause = { kind: 'check', id: CHECK };

describe('reasons in words', () => {
  it('quotes the first line of what the check said', () => {
    const checks = [
      aCheckStatus(CHECK, { confirmed: 'critical', output: 'HTTP 503 Service Unavailable\n<html>' }),
    ];
    expect(why([own], { checks })).toEqual(['Egen måling, Åpne journal: HTTP 503 Service Unavailable']);
    expect(why([own], { checks: [aCheckStatus(CHECK, { confirmed: 'critical' })] })).toEqual([
      'Egen måling, Åpne journal: ingen melding',
    ]);
  });

  it('gives a slow answer with its limit', () => {
    const checks = [aCheckStatus(CHECK, { confirmed: 'warning', ms: 4_100, output: 'HTTP 200' })];
    expect(why([own], { checks })).toEqual(['Egen måling, Åpne journal: 4,1 s, grense 2,0 s']);
  });

  it('tells overdue from never measured', () => {
    expect(why([own], { checks: [aCheckStatus(CHECK, { overdue: true })] })[0]).toMatch(
      /ingen måling innen fristen/,
    );
    const unmeasured: Cause = { kind: 'unmeasured', id: CHECK };
    expect(why([unmeasured])).toEqual(['Åpne journal: ikke målt ennå']);
    expect(why([unmeasured], { checks: [aCheckStatus(CHECK, { overdue: true })] })[0]).toMatch(/aldri målt/);
    expect(why([{ kind: 'unmeasured', id: 'dips-arena@mo' }])).toEqual(['Ingen sjekk måler dette']);
  });

  it('tells what it follows from, and what still carries it', () => {
    expect(why([{ kind: 'need', id: 'wan@mo' }])).toEqual(['Følger av WAN, Mo i Rana']);
    const nodes = [aNodeStatus('virt1', 'normal'), aNodeStatus('virt2', 'down')];
    const need: Cause = { kind: 'need', id: 'virt2' };
    expect(why([need], { node: 'sql', nodes })).toEqual([
      'Virtualisering 2 er nede, bæres av Virtualisering 1',
    ]);
    const both = nodes.map((node) => ({ ...node, hard: 'down' as const }));
    expect(why([need], { node: 'sql', nodes: both })).toEqual(['Følger av Virtualisering 2']);
    expect(why([{ kind: 'soft-need', id: 'nhn' }])).toEqual(['Norsk helsenett er nede (myk avhengighet)']);
  });

  it('keeps the order, and calls what is gone by its id', () => {
    expect(
      why([
        { kind: 'vantage', id: 'room' },
        { kind: 'need', id: 'borte@mo' },
      ]),
    ).toEqual(['Vaktrom ser ikke nettet', 'Følger av borte, mo']);
    expect(firstLine('  a \r\nb')).toBe('a');
  });
});
