import { openOutbox } from '../../../../../electron/main/cache/outbox';
import { systemClock } from '../../../../../shared/time/clock';

/** Adds and settles commands without end, and says so on stdout *after* each is acknowledged, until it is killed. */
function main(file: string): void {
  const box = openOutbox({ file, clock: systemClock(), onFault: (fault) => console.error(fault) });
  for (let n = box.list().length; ; n++) {
    const id = `command-${n}`;
    const at = Date.now();
    box.add({
      id,
      kind: 'check.recheck',
      subject: 'lab',
      payload: null,
      actor: 'kari',
      session: 'session-1',
      proof: String(n).padStart(64, '0'),
      actedAt: at,
      expiresAt: at + 60_000,
    });
    process.stdout.write(`${id} queued\n`);
    if (n % 2 === 0) {
      box.mark(id, 'confirmed', null);
      process.stdout.write(`${id} confirmed\n`);
    }
  }
}

main(process.argv[2] ?? '');
