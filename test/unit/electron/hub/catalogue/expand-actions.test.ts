import { describe, expect, it } from 'vitest';
import { fillArgv, isShell } from '../../../../../electron/hub/catalogue/expand-actions';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../../../electron/hub/catalogue/loaded';

const TEXT = (action: string): string => `version: 1\nname: Rom\nservices: []\nactions:\n${action}`;

async function load(action: string): Promise<LoadedCatalogue> {
  const outcome = await parseCatalogue(TEXT(action), 'x.yaml');
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue;
}

async function faults(rest: string): Promise<readonly string[]> {
  const outcome = await parseCatalogue(TEXT(`  - { id: a, name: A, ${rest} }\n`), 'x.yaml');
  return outcome.ok ? [] : outcome.issues.map(({ reason }) => reason);
}

describe('a runbook action', () => {
  it('is told to consoles without what it runs', async () => {
    const { entities, actions } = await load(`  - id: slå-opp
    name: Slå opp
    command: [/usr/bin/getent, hosts, "{navn}", "--x={antall}", "{{navn}}"]
    dryRun: [/bin/echo, "{navn}"]
    args:
      navn: { type: text, name: Navn, pattern: "[a-z.]+" }
      antall: { type: integer, min: -5, max: 5 }
    approval: true
    timeout: 5s
    cooldown: 1m
  - { id: kort, name: Kort, command: [/bin/true], description: Gjør ingenting }
`);
    const told = entities.flatMap((entity) => (entity.kind === 'action' ? [entity.value] : []));
    expect(told).toEqual([
      {
        id: 'slå-opp',
        name: 'Slå opp',
        order: 0,
        description: null,
        args: [
          { type: 'text', id: 'navn', name: 'Navn', pattern: '[a-z.]+' },
          { type: 'integer', id: 'antall', name: 'antall', min: -5, max: 5 },
        ],
        dryRun: true,
        approval: true,
        timeoutMs: 5_000,
        cooldownMs: 60_000,
      },
      {
        id: 'kort',
        name: 'Kort',
        order: 1,
        description: 'Gjør ingenting',
        args: [],
        dryRun: false,
        approval: false,
        timeoutMs: 30_000,
        cooldownMs: 10_000,
      },
    ]);
    expect(JSON.stringify(entities)).not.toMatch(/getent|\/bin/);
    const target = actions.get('slå-opp');
    expect(fillArgv(target?.command ?? [], { navn: 'a.no', antall: -3 })).toEqual([
      '/usr/bin/getent',
      'hosts',
      'a.no',
      '--x=-3',
      '{navn}',
    ]);
    expect(fillArgv(target?.dryRun ?? [], { navn: 'a.no', antall: 1 })).toEqual(['/bin/echo', 'a.no']);
    expect(actions.get('kort')?.dryRun).toBeNull();
  });

  it.each([
    ['command: [getent]', 'a program is an absolute path, without "." and ".."'],
    ['command: [/usr/bin/../bin/id]', 'a program is an absolute path, without "." and ".."'],
    ['command: [/usr/bin/]', 'a program is an absolute path, without "." and ".."'],
    [
      'command: ["/usr/bin/{x}"], args: { x: { type: boolean } }',
      'the program itself is not filled in: name it outright',
    ],
    ['command: [/bin/sh, -c, id]', 'no shell: its arguments would be read as a program'],
    ['command: [/usr/bin/bash]', 'no shell: its arguments would be read as a program'],
    ['command: [/bin/busybox, sh]', 'no shell: its arguments would be read as a program'],
    ['command: [/bin/id, "{x}"]', 'nothing to fill in for {x}'],
    ['command: [/bin/id], args: { x: { type: boolean } }', '{x} does not stand in the command'],
    [
      'command: [/bin/id, "{x}"], args: { x: { type: integer, min: -1, max: 1 } }',
      '{x} may be below zero: what begins with "-" would be read as an option',
    ],
    ['command: [/bin/id, "{x}"], args: { x: { type: integer, min: 2, max: 1 } }', 'max is less than min'],
    [
      'command: [/bin/id, "{x}"], args: { x: { type: choice, options: [a, "-rf"] } }',
      'a value never begins with "-": write the option into the command',
    ],
    ['command: [/bin/id, "{x}"], args: { x: { type: choice, options: [a, a] } }', '"a" stands here twice'],
    [
      'command: [/bin/id, "{x}"], args: { x: { type: text, pattern: "(?=a)" } }',
      'not a pattern: «(?=» støttes ikke',
    ],
    ['command: [/bin/id], timeout: 10ms', 'timeout is from 1s to 10m'],
    ['command: [/bin/id], cooldown: 2d', 'cooldown is at most 24h'],
    ['command: [/bin/id], shell: true', 'unknown key "shell"'],
    [
      'command: [/bin/id, "{x}"], args: { x: { type: fil } }',
      'expected one of choice, integer, text, boolean, found "fil"',
    ],
    [
      'command: [/bin/id, "{X}"], args: { X: { type: boolean } }',
      'an argument is lower-case letters, digits, "-" and "_"',
    ],
  ])('%s is refused', async (rest, reason) => {
    expect(await faults(rest)).toContain(reason);
  });

  it('knows shells by their names', () => {
    for (const name of [
      'sh',
      'bash',
      'dash',
      'zsh',
      'ksh',
      'fish',
      'csh',
      'tcsh',
      'pwsh',
      'powershell.exe',
      'cmd.exe',
      'busybox',
    ])
      expect(isShell(name), name).toBe(true);
    for (const name of ['ssh', 'getent', 'publish', 'shutdown', 'mosh-server', 'tjeneste'])
      expect(isShell(name), name).toBe(false);
  });
});
