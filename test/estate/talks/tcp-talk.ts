import { createServer } from 'node:net';
import type { Talk } from '../endpoint';

/** The first bytes that a TCP endpoint sends, and its check waits for. */
export const TCP_GREETING = '220';

/** Greets whoever connects, and hangs up. With errors it resets; a wrong answer is another greeting. */
export function tcpTalk(greeting = TCP_GREETING): Talk {
  return {
    server: (line) =>
      createServer((socket) => {
        if (line.behaviour().mode === 'errors') {
          socket.resetAndDestroy();
          return;
        }
        line.later(() => {
          const said = line.behaviour().mode === 'wrong-answer' ? 'VELKOMMEN' : greeting;
          socket.end(`${said} ${line.name}\r\n`);
        });
      }),
  };
}
