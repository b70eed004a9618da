import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP relay on loopback through which nothing comes back once it is told so. */
export class Valve {
  readonly url: string;
  readonly #server: Server;
  readonly #open: Set<Socket>;
  readonly #held: { back: boolean };

  private constructor(server: Server, open: Set<Socket>, held: { back: boolean }) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#server = server;
    this.#open = open;
    this.#held = held;
  }

  /** Relays to `port`. */
  static async open(port: number): Promise<Valve> {
    const open = new Set<Socket>();
    const held = { back: false };
    const server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          open.delete(socket);
          other.destroy();
        });
      }
      near.pipe(far);
      far.on('data', (part: Buffer) => {
        if (!held.back) near.write(part);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Valve(server, open, held);
  }

  /** From now on, what the far end says is lost. */
  holdBack(): void {
    this.#held.back = true;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
