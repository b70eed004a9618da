import { X509Certificate } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CatalogueFile, CheckSpec } from '../../../shared/contract/catalogue-file';
import type { FileIssue } from '../../../shared/model/events';
import type { Authority } from './check-place';
import { expandCatalogue } from './expand';
import type { CatalogueOutcome } from './loaded';
import { parseFile } from './schema-faults';
import { type Fault, readYaml } from './yaml-source';

const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_AUTHORITY_BYTES = 1024 * 1024;
const MAX_AUTHORITIES = 100;
/** Faults that are reported at once. */
export const MAX_ISSUES = 100;

/**
 * Reads, checks and expands a catalogue file. Never throws: a file that cannot be read, that is not YAML, or
 * that says something wrong gives its faults, all at once (at most MAX_ISSUES), each with its place.
 */
export async function loadCatalogue(file: string): Promise<CatalogueOutcome> {
  const bytes = await readBounded(file, MAX_FILE_BYTES);
  if ('reason' in bytes) return refuse([{ file, line: 1, col: 1, reason: bytes.reason }]);
  const text = bytes.content.toString('utf8').replace(/^\uFEFF/, '');
  return parseCatalogue(text, file);
}

/** As loadCatalogue, of a text; `file` is its name, and where certificate files are looked for. */
export async function parseCatalogue(text: string, file: string): Promise<CatalogueOutcome> {
  try {
    const source = readYaml(text);
    if (source.faults.length > 0) return refuse(source.faults.map((fault) => ({ file, ...fault })));
    const parsed = parseFile(source.value);
    const faults: Fault[] = [...parsed.faults];
    if (parsed.file) {
      const authorities = await readAuthorities(parsed.file, dirname(file));
      const expansion = expandCatalogue(parsed.file, authorities, parsed.leftOut);
      faults.push(...expansion.faults.map((fault) => ({ ...fault, path: parsed.sourcePath(fault.path) })));
      if (faults.length === 0) {
        const { name, demo = false } = parsed.file;
        return {
          ok: true,
          catalogue: {
            name,
            demo,
            entities: expansion.entities,
            targets: expansion.targets,
            ...expansion.watch,
          },
        };
      }
    }
    const located = faults.slice(0, MAX_LOCATED);
    return refuse(
      located.map(({ path, atKey, reason }) => ({ file, ...source.locate(path, atKey), reason })),
      faults.length - located.length,
    );
  } catch (error) {
    // Whatever a hostile file makes of a library, the catalogue before it still applies.
    const reason = `cannot be understood: ${error instanceof Error ? error.message : String(error)}`;
    return refuse([{ file, line: 1, col: 1, reason }]);
  }
}

/** Faults whose place is looked up, so that a large file that is all wrong is still answered at once. */
const MAX_LOCATED = 5_000;

/** Puts faults into the order of the file; `more`: those that are left out of `issues`. */
function refuse(issues: readonly FileIssue[], more = 0): CatalogueOutcome {
  const distinct = new Map(issues.map((issue) => [`${issue.line}:${issue.col} ${issue.reason}`, issue]));
  const sorted = [...distinct.values()].sort((a, b) => a.line - b.line || a.col - b.col);
  const next = sorted[MAX_ISSUES - 1];
  if (!next || sorted.length + more <= MAX_ISSUES) return { ok: false, issues: sorted };
  const shown = sorted.slice(0, MAX_ISSUES - 1);
  const left = sorted.length + more - shown.length;
  return { ok: false, issues: [...shown, { ...next, reason: `… and ${left} more faults` }] };
}

async function readAuthorities(file: CatalogueFile, folder: string): Promise<ReadonlyMap<string, Authority>> {
  const names = new Set<string>();
  for (const spec of allChecks(file)) {
    if ('ca' in spec && spec.ca !== undefined) names.add(spec.ca);
  }
  for (const { ca } of file.sources ?? []) if (ca !== undefined) names.add(ca);
  for (const channel of file.channels ?? [])
    if ('ca' in channel && channel.ca !== undefined) names.add(channel.ca);
  const authorities = new Map<string, Authority>();
  for (const name of names) {
    const full = authorities.size >= MAX_AUTHORITIES;
    authorities.set(
      name,
      full
        ? { reason: `more than ${MAX_AUTHORITIES} certificate files` }
        : await readAuthority(resolve(folder, name)),
    );
  }
  return authorities;
}

function* allChecks(file: CatalogueFile): Generator<CheckSpec> {
  for (const service of file.services) yield* service.checks ?? [];
  for (const template of Object.values(file.templates ?? {})) yield* template.checks;
  yield* file.referencePoints ?? [];
}

async function readAuthority(file: string): Promise<Authority> {
  const bytes = await readBounded(file, MAX_AUTHORITY_BYTES);
  if ('reason' in bytes) return { reason: `certificate file: ${bytes.reason}` };
  const pem = bytes.content.toString('utf8');
  try {
    new X509Certificate(pem);
    return { pem };
  } catch {
    return { reason: 'certificate file: holds no PEM certificate' };
  }
}

/** Reads a regular file of a bounded size, or says in plain words why it cannot. */
async function readBounded(
  file: string,
  limit: number,
): Promise<{ readonly content: Buffer } | { readonly reason: string }> {
  try {
    // A pipe or a device would never end, and opening a pipe would already wait.
    if (!(await stat(file)).isFile()) return { reason: 'is not a file' };
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > limit) return { reason: `is larger than ${limit / 1024 / 1024} MiB` };
      return { content: await readFile(handle) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { reason: readFault(error) };
  }
}

function readFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (permissions)';
    default:
      return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
