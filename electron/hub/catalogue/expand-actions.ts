import { posix, win32 } from 'node:path';
import type { ActionSpec, ArgSpec } from '../../../shared/contract/catalogue-alarms';
import { durationMs } from '../../../shared/contract/catalogue-words';
import type { ActionArg, RunbookAction } from '../../../shared/model/catalogue';
import { compilePattern, PatternFault } from '../../../shared/rules/source-mapping-pattern';
import type { ActionTarget } from './loaded';
import type { Notes } from './notes';
import { fillIn, placeholdersOf } from './placeholders';
import type { Path } from './yaml-source';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_COOLDOWN_MS = 10_000;

/** What reads its arguments as a program: with one of these, an argument would no longer be only an argument. */
const SHELL =
  /^(?:ba|da|z|k|mk|c|tc|fi|a|pwsh|power)?sh(?:ell)?(?:\.exe)?$|^(?:busybox|cmd|pwsh)(?:\.exe)?$/i;

/** Whether a program's file name is that of a shell. */
export function isShell(name: string): boolean {
  return SHELL.test(name);
}

/** A runbook action: what consoles know of it, and what only the hub may know. */
export function expandAction(
  spec: ActionSpec,
  index: number,
  notes: Notes,
): { readonly entity: RunbookAction; readonly target: ActionTarget } {
  const path: Path = ['actions', index];
  const args = Object.entries(spec.args ?? {}).map(([id, arg]) =>
    expandArg(id, arg, [...path, 'args', id], notes),
  );
  checkCommand(spec.command, args, [...path, 'command'], notes);
  if (spec.dryRun) checkCommand(spec.dryRun, args, [...path, 'dryRun'], notes);
  const used = new Set(spec.command.flatMap(placeholdersOf));
  for (const { id } of args)
    if (!used.has(id)) notes.faultAtKey([...path, 'args', id], `{${id}} does not stand in the command`);
  const timeoutMs = spec.timeout === undefined ? DEFAULT_TIMEOUT_MS : durationMs(spec.timeout);
  if (timeoutMs < 1_000 || timeoutMs > 600_000)
    notes.fault([...path, 'timeout'], 'timeout is from 1s to 10m');
  const cooldownMs = spec.cooldown === undefined ? DEFAULT_COOLDOWN_MS : durationMs(spec.cooldown);
  if (cooldownMs > 24 * 3_600_000) notes.fault([...path, 'cooldown'], 'cooldown is at most 24h');
  const { id, name } = spec;
  return {
    entity: {
      id,
      name,
      order: index,
      description: spec.description ?? null,
      args,
      dryRun: spec.dryRun !== undefined,
      approval: spec.approval ?? false,
      timeoutMs,
      cooldownMs,
    },
    target: { id, command: spec.command, dryRun: spec.dryRun ?? null },
  };
}

/** The arguments of a command with values filled in, which argFault has found nothing wrong with. */
export function fillArgv(
  argv: readonly string[],
  values: Readonly<Record<string, string | number | boolean>>,
): readonly string[] {
  const texts = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, String(value)]));
  return argv.map((part) =>
    fillIn(part, texts, (name) => {
      throw new Error(`argumentet «${name}» mangler`);
    }),
  );
}

function expandArg(id: string, spec: ArgSpec, path: Path, notes: Notes): ActionArg {
  const name = spec.name ?? id;
  switch (spec.type) {
    case 'choice':
      for (const [index, option] of spec.options.entries()) {
        if (option.startsWith('-'))
          notes.fault(
            [...path, 'options', index],
            'a value never begins with "-": write the option into the command',
          );
        if (spec.options.indexOf(option) !== index)
          notes.fault([...path, 'options', index], `"${option}" stands here twice`);
      }
      return { type: 'choice', id, name, options: spec.options };
    case 'integer':
      if (spec.max < spec.min) notes.fault([...path, 'max'], 'max is less than min');
      return { type: 'integer', id, name, min: spec.min, max: spec.max };
    case 'text':
      try {
        compilePattern(spec.pattern);
      } catch (error) {
        if (!(error instanceof PatternFault)) throw error;
        notes.fault([...path, 'pattern'], `not a pattern: ${error.message}`);
      }
      return { type: 'text', id, name, pattern: spec.pattern };
    case 'boolean':
      return { type: 'boolean', id, name };
  }
}

function checkCommand(argv: readonly string[], args: readonly ActionArg[], path: Path, notes: Notes): void {
  const [program = '', ...rest] = argv;
  checkProgram(program, [...path, 0], notes);
  for (const [index, part] of argv.entries()) {
    if (part.includes('\0')) notes.fault([...path, index], 'an argument holds no NUL');
  }
  for (const [index, part] of rest.entries()) {
    const place: Path = [...path, index + 1];
    for (const name of placeholdersOf(part)) {
      const arg = args.find(({ id }) => id === name);
      if (!arg) notes.fault(place, `nothing to fill in for {${name}}`);
      // Text and choices never begin with "-"; a number below zero does.
      else if (arg.type === 'integer' && arg.min < 0 && part.startsWith(`{${name}}`))
        notes.fault(place, `{${name}} may be below zero: what begins with "-" would be read as an option`);
    }
  }
}

function checkProgram(program: string, path: Path, notes: Notes): void {
  if (placeholdersOf(program).length > 0) {
    notes.fault(path, 'the program itself is not filled in: name it outright');
    return;
  }
  const flavour = posix.isAbsolute(program) ? posix : win32;
  if (!flavour.isAbsolute(program) || flavour.normalize(program) !== program || program.endsWith('/'))
    notes.fault(path, 'a program is an absolute path, without "." and ".."');
  else if (isShell(flavour.basename(program)))
    notes.fault(path, 'no shell: its arguments would be read as a program');
}
