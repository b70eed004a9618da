import { type Session, session as sessions } from 'electron';
import type { Logger } from '../app/log';
import { bypassRules, extraPolicy, mayLoad, NOTHING, type WebRules } from './web-rules';

/** A session of its own, in memory, for one page. */
export interface Lease {
  readonly session: Session;
  /** Nothing may be loaded in it before. */
  readonly ready: Promise<void>;
  /** Forgets all that the page left in it. Its page must be gone. */
  release(): void;
}

/** What is in force in a session now. */
interface Seat {
  readonly session: Session;
  rules: WebRules;
  refused: (what: string, address: string) => void;
}

/**
 * Sessions for pages of the web: none shared by two pages at a time, none left with anything of the page before, and no
 * more of them than pages stood at once (Electron keeps each until the app ends).
 */
export class WebSessions {
  readonly #log: Logger;
  #free: Seat[] = [];
  #made = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** `refused`: something was asked for that is not within the rules. */
  lease(rules: WebRules, refused: Seat['refused']): Lease {
    const seat = this.#free.pop() ?? this.#make();
    seat.rules = rules;
    seat.refused = refused;
    const ready = keepToOrigins(seat.session, rules).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'a session of a web page could not be kept to its origins'),
    );
    // Not before: what keeps it to these origins may not come in upon the next page's.
    return { session: seat.session, ready, release: () => void ready.then(() => this.#release(seat)) };
  }

  #make(): Seat {
    this.#made += 1;
    // Without `persist:` nothing of it touches the disk.
    const made = sessions.fromPartition(`web-${this.#made}`, { cache: false });
    const seat: Seat = { session: made, rules: NOTHING, refused: () => undefined };
    guard(made, seat);
    return seat;
  }

  #release(seat: Seat): void {
    const { session: used } = seat;
    seat.rules = NOTHING;
    seat.refused = () => undefined;
    Promise.all([
      used.closeAllConnections(),
      used.clearStorageData(),
      used.clearCache(),
      used.clearAuthCache(),
      used.clearHostResolverCache(),
    ]).then(
      () => void this.#free.push(seat),
      // What cannot be emptied is never used again.
      (error: unknown) => this.#log.warn({ err: error }, 'a session of a web page could not be emptied'),
    );
  }
}

/** A proxy that is not there. */
const NOWHERE = 'http://127.0.0.1:1';

/**
 * Sends whatever does not go to a page's own origins to a proxy that is not there: a page has ways out that no request
 * shows (a relay that it names for a call). Where the room's own proxy stands between, it is that proxy's to say.
 */
async function keepToOrigins(session: Session, { origins }: WebRules): Promise<void> {
  const ways = await Promise.all([...origins].map((origin) => sessions.defaultSession.resolveProxy(origin)));
  const direct = ways.every((way) => way.trim() === 'DIRECT');
  await session.setProxy(
    direct
      ? { mode: 'fixed_servers', proxyRules: NOWHERE, proxyBypassRules: bypassRules({ origins }) }
      : { mode: 'system' },
  );
}

/** Everything that a page could ask of a session beyond its own origins, refused. */
function guard(session: Session, seat: Seat): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    seat.refused(`permission ${permission}`, '');
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, decide) => decide({ confirmed: false }));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    event.preventDefault();
    seat.refused('download', item.getURL());
  });
  for (const chooser of ['select-hid-device', 'select-serial-port', 'select-usb-device'] as const)
    session.on(chooser as 'select-hid-device', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, decide) => {
    const allowed = mayLoad(seat.rules, details.url);
    // A main frame's own way is judged where it is navigated, with more to say.
    if (!allowed && details.resourceType !== 'mainFrame') seat.refused('request', details.url);
    decide({ cancel: !allowed });
  });
  session.webRequest.onHeadersReceived((details, decide) => {
    const headers = { ...details.responseHeaders };
    const name = Object.keys(headers).find((key) => key.toLowerCase() === 'content-security-policy');
    const own = name === undefined ? [] : (headers[name] ?? []);
    headers[name ?? 'content-security-policy'] = [...own, extraPolicy(seat.rules)];
    decide({ responseHeaders: headers });
  });
}
