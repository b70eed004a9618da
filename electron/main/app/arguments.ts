import type { WindowKind } from '../../../shared/contract/ipc';
import type { Language } from '../../../shared/time/format';

/** What this run was asked to be, on the command line. */
export interface Arguments {
  /** Catalogue file for the console's own hub; null: an empty room. */
  readonly config: string | null;
  /** A hub that runs elsewhere; null: find or start one on this machine. */
  readonly hub: string | null;
  readonly tokenFile: string | null;
  /** File with the certificate authority that the hub's certificate is checked against. */
  readonly ca: string | null;
  /** Profile folder; null: the user's own. */
  readonly data: string | null;
  /** Data folder of the hub on this machine; null: inside the profile. Two profiles may share one hub. */
  readonly hubData: string | null;
  readonly kinds: readonly WindowKind[];
  /** How many walls; null: as many as the displays suggest. */
  readonly walls: number | null;
  /** Display of the first wall, counted from 1 in reading order; null: by default placement. */
  readonly wallDisplay: number | null;
  readonly lang: Language | null;
  readonly theme: 'night' | 'day' | null;
  /** The demonstration estate: kept in folders of its own, so that it never mixes with a real room. */
  readonly demo: boolean;
}

export type Parsed =
  | { readonly ok: true; readonly args: Arguments }
  | { readonly ok: false; readonly problems: readonly string[] };

const MAX_WALLS = 16;
const VALUED = [
  'config',
  'hub',
  'token-file',
  'ca',
  'data',
  'hub-data',
  'windows',
  'wall-display',
  'lang',
  'theme',
] as const;
type Valued = (typeof VALUED)[number];

/**
 * Parses the app's own flags, `--name value` or `--name=value`. Chromium's and Electron's switches stand in the
 * same list, so what is not ours is left alone. (`--display` is one of Chromium's: hence `--wall-display`.)
 */
export function parseArguments(argv: readonly string[]): Parsed {
  const values = new Map<Valued, string>();
  const flags = new Set<string>();
  const problems: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (!word.startsWith('--')) continue;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
    if (!isValued(name)) {
      flags.add(name);
      continue;
    }
    const next = argv[index + 1];
    const separate = equals < 0 && next !== undefined && !next.startsWith('--');
    const value = equals < 0 ? (separate ? next : '') : word.slice(equals + 1);
    if (separate) index++;
    if (value === '') problems.push(`--${name} needs a value`);
    else values.set(name, value);
  }
  const text = (name: Valued): string | null => values.get(name) ?? null;
  const whole = (name: Valued, max: number): number | null => {
    const value = text(name);
    if (value === null) return null;
    const number = Number(value);
    if (Number.isInteger(number) && number >= 1 && number <= max) return number;
    problems.push(`--${name} is a whole number from 1 to ${max}, not '${value}'`);
    return null;
  };
  const oneOf = <T extends string>(name: Valued, choices: readonly T[]): T | null => {
    const value = text(name);
    const found = choices.find((choice) => choice === value);
    if (value !== null && found === undefined)
      problems.push(`--${name} is ${choices.join(' or ')}, not '${value}'`);
    return found ?? null;
  };
  const hub = text('hub');
  if (hub !== null && !isHubUrl(hub))
    problems.push(`--hub is a URL such as http://127.0.0.1:8410, not '${hub}'`);
  if (hub !== null && text('config') !== null) {
    problems.push('--config and --hub exclude each other: a hub that runs elsewhere has its own catalogue');
  }
  const kinds = (['wall', 'desk'] as const).filter((kind) => flags.has(kind));
  const args: Arguments = {
    config: text('config'),
    hub,
    tokenFile: text('token-file'),
    ca: text('ca'),
    data: text('data'),
    hubData: text('hub-data'),
    kinds: kinds.length > 0 ? kinds : ['wall', 'desk'],
    walls: whole('windows', MAX_WALLS),
    wallDisplay: whole('wall-display', MAX_WALLS),
    lang: oneOf('lang', ['nb', 'en']),
    theme: oneOf('theme', ['night', 'day']),
    demo: flags.has('demo'),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, args };
}

function isValued(name: string): name is Valued {
  return (VALUED as readonly string[]).includes(name);
}

function isHubUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  return protocol === 'http:' || protocol === 'https:';
}
