import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { FaultDetail } from './behaviour';
import { listen } from './endpoint';
import { type Estate, UnfitFault, UnknownInEstate } from './estate';
import { FAULTS } from './fault-rules';

const MAX_BODY = 10_000;

const faultOrder = z.strictObject({
  id: z.string().max(200),
  fault: z.enum(FAULTS),
  level: z.number().optional(),
  step: z.string().max(80).optional(),
});

const orders = {
  '/break': faultOrder,
  '/check': faultOrder,
  '/heal': z.strictObject({ id: z.string().max(200).optional() }),
  '/propagate': z.strictObject({ on: z.boolean() }),
} as const;

/** The estate's switchboard on a loopback port. */
export interface Control {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves `GET /list` and `POST /break`, `/check` (whether it could), `/heal`, `/propagate` (JSON). Every answer is
 * JSON.
 */
export async function startControl(estate: Estate): Promise<Control> {
  const server = createServer((request, response) => {
    handle(estate, request).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify(body));
      },
      () => response.destroy(),
    );
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  estate: Estate,
  request: IncomingMessage,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const refuse = (status: number, error: string) => ({ status, body: { error } });
  if (request.method === 'GET' && request.url === '/list') return { status: 200, body: estate.state() };
  if (request.method !== 'POST') return refuse(404, 'no such order');
  // A web page cannot send this type to another origin unasked.
  if (request.headers['content-type'] !== 'application/json')
    return refuse(415, 'orders are application/json');
  try {
    const order = await readJson(request);
    switch (request.url) {
      case '/break': {
        const { id, fault, ...detail } = orders['/break'].parse(order);
        return { status: 200, body: { faults: await estate.break(id, fault, given(detail)) } };
      }
      case '/check': {
        const { id, fault, ...detail } = orders['/check'].parse(order);
        return { status: 200, body: { targets: estate.wouldBreak(id, fault, given(detail)) } };
      }
      case '/heal':
        await estate.heal(orders['/heal'].parse(order).id);
        return { status: 200, body: estate.state() };
      case '/propagate':
        await estate.setPropagate(orders['/propagate'].parse(order).on);
        return { status: 200, body: estate.state() };
      default:
        return refuse(404, 'no such order');
    }
  } catch (error) {
    if (error instanceof UnknownInEstate) return refuse(404, error.message);
    if (error instanceof UnfitFault) return refuse(400, error.message);
    if (error instanceof z.ZodError || error instanceof SyntaxError) return refuse(400, 'malformed order');
    return refuse(500, error instanceof Error ? error.message : String(error));
  }
}

/** Without what was left out. */
function given(detail: {
  readonly level?: number | undefined;
  readonly step?: string | undefined;
}): Partial<FaultDetail> {
  return {
    ...(detail.level !== undefined && { level: detail.level }),
    ...(detail.step !== undefined && { step: detail.step }),
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new SyntaxError('too large');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}
