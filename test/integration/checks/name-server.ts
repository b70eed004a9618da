import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

/** How a name server answers one question: with records, or a response code of RFC 1035; null: not at all. */
export type Reply =
  | { readonly records: readonly Buffer[] }
  | { readonly rcode: number }
  | { readonly junk: Buffer }
  | null;

const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
};

/** A real name server on loopback (UDP), as small as a test needs (RFC 1035, 4.1). */
export class NameServer {
  readonly #socket: Socket = createSocket('udp4');
  readonly #reply: (name: string, type: string) => Reply;
  /** Questions so far. */
  asked = 0;

  constructor(reply: (name: string, type: string) => Reply) {
    this.#reply = reply;
    this.#socket.on('message', (message, from) => this.#answer(message, from));
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#socket.bind(0, '127.0.0.1', () => resolve(this.#socket.address().port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #answer(message: Buffer, from: RemoteInfo): void {
    this.asked += 1;
    const labels: string[] = [];
    let at = 12;
    for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
      labels.push(message.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const question = message.subarray(12, at + 5);
    const type = TYPES[message.readUInt16BE(at + 1)] ?? '?';
    const reply = this.#reply(labels.join('.').toLowerCase(), type);
    if (reply === null) return;
    if ('junk' in reply) {
      this.#socket.send(Buffer.concat([message.subarray(0, 2), reply.junk]), from.port, from.address);
      return;
    }
    const records = 'records' in reply ? reply.records : [];
    const header = Buffer.alloc(12);
    message.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | ('rcode' in reply ? reply.rcode : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    this.#socket.send(Buffer.concat([header, question, ...records]), from.port, from.address);
  }
}

/** A record for the name that was asked for. */
export function record(type: string, data: Buffer): Buffer {
  const number = Number(Object.entries(TYPES).find(([, name]) => name === type)?.[0]);
  const head = Buffer.alloc(12);
  // A pointer to the question's name.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(number, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** A domain name as it is on the wire. */
export function wireName(name: string): Buffer {
  const parts = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** 16-bit numbers, as records hold them. */
export function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}
