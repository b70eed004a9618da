import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { canonicalBody, nextLink } from './chain';
import type { StoredEvent } from './verify';

/**
 * A stretch of an epoch in a file: gzipped lines of JSON, so that it can be read without this program. The first
 * line says what it is and carries the chain's head before and after; each other line is an event with the chain's
 * head after it.
 */
export interface Segment {
  readonly origin: string;
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  /** The chain's head before the first event and after the last. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly events: readonly StoredEvent[];
}

/** What a log knows of a segment beside its content. */
export interface SegmentRow {
  readonly epoch: number;
  readonly from_seq: number;
  readonly to_seq: number;
  readonly before: Buffer;
  readonly after: Buffer;
  /** Of the file. */
  readonly sha256: Buffer;
  /** How often it was written anew without something that was erased. Missing where the schema is older: never. */
  readonly revision?: number;
}

const FORMAT = 'vaktrom log segment 1';
/** Far above what a segment of ours holds unpacked: a file that was put there must not fill the memory. */
const MAX_BYTES = 512 * 1024 * 1024;

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const headLine = z.object({
  format: z.literal(FORMAT),
  origin: z.string(),
  epoch: z.number().int(),
  from: z.number().int(),
  to: z.number().int(),
  before: hex,
  after: hex,
});
const eventLine = z.object({
  seq: z.number().int(),
  at: z.number(),
  chain: hex,
  body: z.object({ type: z.string() }).loose(),
});

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** The name of a segment's file. Each revision has its own, so that a crash leaves one that is whole. */
export function segmentName(row: Pick<SegmentRow, 'epoch' | 'from_seq' | 'to_seq' | 'revision'>): string {
  const revision = row.revision ? `.${row.revision}` : '';
  return `${row.epoch}-${row.from_seq}-${row.to_seq}${revision}.ndjson.gz`;
}

/** Whether a file may be a segment, or the draft of one. */
export function isSegmentName(name: string): boolean {
  return /^\d+-\d+-\d+(\.\d+)?\.ndjson\.gz(\.new)?$/.test(name);
}

/** Writes a segment, on the disk when the promise resolves. Returns the SHA-256 of the file. */
export async function writeSegment(folder: string, segment: Segment, revision = 0): Promise<Buffer> {
  const head = {
    format: FORMAT,
    origin: segment.origin,
    epoch: segment.epoch,
    from: segment.from,
    to: segment.to,
    before: Buffer.from(segment.before).toString('hex'),
    after: Buffer.from(segment.after).toString('hex'),
  };
  const lines = segment.events.map(
    ({ seq, at, chain, body }) =>
      `{"seq":${seq},"at":${JSON.stringify(at)},"chain":"${Buffer.from(chain).toString('hex')}","body":${body}}`,
  );
  const bytes = await pack(`${[JSON.stringify(head), ...lines].join('\n')}\n`);
  const name = segmentName({ epoch: segment.epoch, from_seq: segment.from, to_seq: segment.to, revision });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${name}.new`);
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, join(folder, name));
  // The name must be on the disk too before anything is deleted for it.
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return createHash('sha256').update(bytes).digest();
}

/**
 * Reads a registered segment. Throws an Error that says what is wrong when the file is missing, cut short, altered,
 * or not what was registered; its content is then not to be used.
 */
export async function readSegment(folder: string, row: SegmentRow): Promise<Segment> {
  const name = segmentName(row);
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, name));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(missing ? `segment ${name} is missing` : `segment ${name}: ${String(error)}`);
  }
  if (!createHash('sha256').update(bytes).digest().equals(row.sha256)) {
    throw new Error(`segment ${name} was altered or cut short: its SHA-256 is not the one that was kept`);
  }
  return parseSegment(name, await unpack(bytes, { maxOutputLength: MAX_BYTES }));
}

function parseSegment(name: string, bytes: Buffer): Segment {
  const lines = bytes.toString('utf8').trimEnd().split('\n');
  const head = headLine.parse(JSON.parse(lines[0] ?? ''));
  const events = lines.slice(1).map((line): StoredEvent => {
    const event = eventLine.parse(JSON.parse(line));
    return {
      seq: event.seq,
      at: event.at,
      type: event.body.type,
      body: canonicalBody(event.body as never),
      chain: Buffer.from(event.chain, 'hex'),
    };
  });
  if (events.length !== head.to - head.from + 1)
    throw new Error(`segment ${name} holds ${events.length} events`);
  return {
    origin: head.origin,
    epoch: head.epoch,
    from: head.from,
    to: head.to,
    before: Buffer.from(head.before, 'hex'),
    after: Buffer.from(head.after, 'hex'),
    events,
  };
}

/** The first fault of a segment's own chain, with the `seq` it is at; null: it is whole. */
export function segmentFault(segment: Segment): { readonly seq: number; readonly reason: string } | null {
  const { origin, epoch } = segment;
  let chain = segment.before;
  let seq = segment.from - 1;
  for (const event of segment.events) {
    seq += 1;
    if (event.seq !== seq) return { seq, reason: 'missing' };
    const link = nextLink(chain, { origin, epoch, ...event });
    if (!link.equals(event.chain)) return { seq, reason: 'altered: it does not fit the chain' };
    chain = link;
  }
  if (seq !== segment.to) return { seq, reason: 'missing' };
  return Buffer.from(chain).equals(segment.after)
    ? null
    : { seq, reason: 'the chain does not end where it was said to' };
}
