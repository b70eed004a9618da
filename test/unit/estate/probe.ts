import { request } from 'node:http';
import { connect } from 'node:net';

/** What a client meets at a port: its answer, or the code of the error (`ECONNREFUSED`, `ECONNRESET`). */
export interface Probe {
  readonly seen: string;
  readonly ms: number;
}

export function probeTcp(port: number): Promise<Probe> {
  const from = performance.now();
  return new Promise((done) => {
    const finish = (seen: string): void => done({ seen, ms: performance.now() - from });
    let text = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('end', () => finish(text));
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
  });
}

export function probeHttp(port: number): Promise<Probe> {
  const from = performance.now();
  return new Promise((done) => {
    const finish = (seen: string): void => done({ seen, ms: performance.now() - from });
    const sent = request({ port, host: '127.0.0.1', agent: false }, (response) => {
      response.resume();
      response.on('end', () => finish(String(response.statusCode)));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    sent.end();
  });
}
