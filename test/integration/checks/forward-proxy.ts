import * as http from 'node:http';
import * as net from 'node:net';

/** A real HTTP forward proxy on loopback: CONNECT for https, whole addresses for http. */
export class ForwardProxy {
  /** What was asked of it: `CONNECT host:port`, `GET http://…`, in order. */
  readonly asked: string[] = [];
  /** Proxy-Authorization headers that came. */
  readonly credentials: (string | undefined)[] = [];
  /** What it answers instead of passing on; null: it passes on. */
  refuse: number | null = null;
  readonly #server = http.createServer((request, response) => this.#pass(request, response));
  readonly #sockets = new Set<net.Socket>();

  constructor() {
    this.#server.on('connection', (socket) => this.#keep(socket));
    this.#server.on('connect', (request: http.IncomingMessage, socket: net.Socket) => {
      this.#note(request);
      if (this.refuse !== null) {
        socket.end(`HTTP/1.1 ${this.refuse} No\r\n\r\n`);
        return;
      }
      const { hostname, port } = new URL(`http://${request.url}`);
      const onward = net.connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      this.#keep(onward);
      onward.on('error', () => socket.destroy());
    });
  }

  /** How many connections are open, to it and from it. */
  get open(): number {
    return this.#sockets.size;
  }

  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(this.#server.address() as net.AddressInfo).port}`);
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.#note(request);
    if (this.refuse !== null) {
      response.writeHead(this.refuse).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const options = { method: request.method ?? 'GET', headers, agent: false as const };
    const onward = http.request(request.url ?? '', options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  }

  #note(request: http.IncomingMessage): void {
    this.asked.push(`${request.method} ${request.url}`);
    this.credentials.push(request.headers['proxy-authorization']);
  }

  #keep(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
