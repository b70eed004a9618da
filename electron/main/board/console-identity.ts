import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AuthAnswer, AuthRequest } from '../../../shared/contract/auth';
import type { IdentityState } from '../../../shared/contract/ipc';
import type { LogEvent } from '../../../shared/model/events';
import type { Projection } from '../../../shared/rules/projection';
import type { Result } from '../../../shared/util/result';
import { Identity } from '../identity/identity';
import { noKeyring } from '../identity/keyring';
import type { HubLink } from '../link/hub-link';
import type { LinkMonitor } from '../link/link-monitor';
import type { ConsoleOptions } from './console-options';
import { OFFLINE } from './offline';

/** What of a console its identity is made of. */
export interface IdentityParts {
  readonly options: ConsoleOptions;
  readonly consoleId: string;
  readonly monitor: LinkMonitor;
  readonly state: Projection;
  readonly link: () => HubLink | null;
  readonly onChange: (identity: IdentityState) => void;
  readonly onFault: (detail: string | null) => void;
}

/** Who acts at a console. */
export function consoleIdentity(parts: IdentityParts): Identity {
  const { options, monitor, state, link } = parts;
  return new Identity({
    clock: options.clock,
    file: join(options.dataFolder, 'identity.json'),
    keyring: options.keyring ?? Promise.resolve(noKeyring('this console was given none')),
    console: { id: parts.consoleId, name: hostname(), kind: options.kind ?? 'desk' },
    hubNow: () => monitor.hubNow(),
    knownAt: () => monitor.state.knownAt,
    auth: async <R extends AuthRequest>(request: R): Promise<Result<AuthAnswer<R['do']>>> =>
      (await link()?.auth(request)) ?? OFFLINE,
    people: () => state.people,
    greetAnew: () => {
      const now = link();
      if (now?.connected) now.redial();
    },
    idleMs: options.idleMs ?? (() => 0),
    lockAfterMs: options.lockAfterMs ?? (() => null),
    onChange: parts.onChange,
    onFault: parts.onFault,
    log: options.log,
  });
}

/** What the log says of who may act, besides what the room's state shows. */
export function tellIdentity(identity: Identity, events: readonly LogEvent[]): void {
  for (const { body } of events) {
    if (body.type === 'session.ended') identity.ended(body.session.id);
    if (body.type === 'credentials.set' && body.what.includes('password'))
      identity.passwordChanged(body.person);
  }
}
