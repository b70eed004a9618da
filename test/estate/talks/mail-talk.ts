import { SMTPServer } from 'smtp-server';
import type { Talk } from '../endpoint';

/** Takes any mail and keeps none. With errors it refuses for a while, as a server does whose disk is full. */
export function mailTalk(): Talk {
  return {
    server: (line) =>
      new SMTPServer({
        logger: false,
        banner: line.name,
        authOptional: true,
        disableReverseLookup: true,
        disabledCommands: ['STARTTLS', 'AUTH'],
        onData: (stream, _session, callback) => {
          stream.resume();
          stream.once('end', () =>
            line.later(() => {
              const failing = line.behaviour().mode === 'errors';
              callback(failing ? Object.assign(new Error('disken er full'), { responseCode: 452 }) : null);
            }),
          );
        },
      }).server,
  };
}
