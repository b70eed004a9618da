import { describe, expect, it } from 'vitest';
import { matchNodes, nodesOf } from '../../../../shared/rules/node-pattern';
import { aService } from '../../../fixtures/room';

const services = [aService('db'), aService('wan', [], ['mo', 'bodø']), aService('dns', [], ['mo'])];

describe('a pattern of nodes', () => {
  it.each([
    ['db', ['db']],
    ['wan', ['wan@mo', 'wan@bodø']],
    ['wan@bodø', ['wan@bodø']],
    ['*@mo', ['wan@mo', 'dns@mo']],
    ['*@bodø', ['wan@bodø']],
    // What is central is at no site.
    ['db@mo', []],
    ['dns@bodø', []],
    ['*', []],
    ['*@', []],
    ['@mo', []],
    ['nope', []],
    ['', []],
    ['wan@mo@bodø', []],
  ])('%j names %j', (pattern, nodes) => {
    expect(matchNodes(pattern, services)).toEqual(nodes);
  });

  it('names every node of its service', () => {
    expect(services.flatMap(nodesOf)).toEqual(['db', 'wan@mo', 'wan@bodø', 'dns@mo']);
  });
});
