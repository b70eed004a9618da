/** What a zone holds: records by name (lower case, without the last dot). */
export type Zone = ReadonlyMap<string, readonly DnsRecord[]>;

/** A record that the estate's name server can tell. */
export type DnsRecord =
  | { readonly type: 'A'; readonly address: string }
  | { readonly type: 'TXT'; readonly text: string }
  | { readonly type: 'SRV'; readonly priority: number; readonly port: number; readonly target: string };

const HEADER_BYTES = 12;
const TYPES = { A: 1, TXT: 16, SRV: 33 } as const;
const ANY = 255;
const CLASS_IN = 1;
const TTL_SECONDS = 60;
const CODE = { fine: 0, malformed: 1, failure: 2, noName: 3, notDone: 4 } as const;
/** A pointer to the question's name, which every answer repeats. */
const SAME_NAME = Buffer.from([0xc0, HEADER_BYTES]);
/** An address of RFC 5737, for documentation: nobody's. */
const MISLEADING = '192.0.2.53';

interface Question {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** The question as it came, to be repeated. */
  readonly raw: Buffer;
}

/**
 * Answers one DNS message (RFC 1035); null when it is none or not a question, which is never answered. `fault`:
 * `refuse` answers SERVFAIL, `mislead` gives another address than is right. Whatever comes in, it never throws.
 */
export function answerQuery(message: Buffer, zone: Zone, fault: 'refuse' | 'mislead' | null): Buffer | null {
  if (message.length < HEADER_BYTES) return null;
  const flags = message.readUInt16BE(2);
  if ((flags & 0x8000) !== 0) return null;
  const reply = (code: number, question: Question | null, answers: readonly Buffer[] = []): Buffer => {
    const header = Buffer.alloc(HEADER_BYTES);
    message.copy(header, 0, 0, 2);
    // An answer, with authority, with the asker's opcode and wish for recursion.
    header.writeUInt16BE(0x8400 | (flags & 0x7900) | code, 2);
    header.writeUInt16BE(question ? 1 : 0, 4);
    header.writeUInt16BE(answers.length, 6);
    return Buffer.concat([header, ...(question ? [question.raw] : []), ...answers]);
  };
  if ((flags & 0x7800) !== 0) return reply(CODE.notDone, null);
  const question = message.readUInt16BE(4) === 1 ? readQuestion(message) : null;
  if (!question) return reply(CODE.malformed, null);
  if (fault === 'refuse') return reply(CODE.failure, question);
  const records = question.class === CLASS_IN ? zone.get(question.name) : undefined;
  if (!records) return reply(CODE.noName, question);
  const wanted = records.filter(({ type }) => question.type === ANY || question.type === TYPES[type]);
  return reply(
    CODE.fine,
    question,
    wanted.map((record) =>
      writeRecord(fault === 'mislead' && record.type === 'A' ? { ...record, address: MISLEADING } : record),
    ),
  );
}

function readQuestion(message: Buffer): Question | null {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (;;) {
    const length = message[at];
    // A name of more than 255 bytes, or one that is cut off, or a pointer where none may be.
    if (length === undefined || length > 63 || at - HEADER_BYTES + length > 255) return null;
    at += 1;
    if (length === 0) break;
    if (at + length > message.length) return null;
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  if (at + 4 > message.length) return null;
  return {
    name: labels.join('.').toLowerCase(),
    type: message.readUInt16BE(at),
    class: message.readUInt16BE(at + 2),
    raw: message.subarray(HEADER_BYTES, at + 4),
  };
}

function writeRecord(record: DnsRecord): Buffer {
  const data = recordData(record);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(TYPES[record.type], 0);
  head.writeUInt16BE(CLASS_IN, 2);
  head.writeUInt32BE(TTL_SECONDS, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([SAME_NAME, head, data]);
}

function recordData(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number));
    case 'TXT':
      return lengthAndText(record.text);
    default: {
      const numbers = Buffer.alloc(6);
      numbers.writeUInt16BE(record.priority, 0);
      numbers.writeUInt16BE(0, 2);
      numbers.writeUInt16BE(record.port, 4);
      const name = record.target.split('.').map(lengthAndText);
      return Buffer.concat([numbers, ...name, Buffer.from([0])]);
    }
  }
}

function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text.slice(0, 63), 'latin1');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
