import type { CommandKind } from '../../../shared/contract/commands';
import { proofOf } from '../../../shared/contract/proof';
import type { Command } from '../../../shared/contract/wire';
import type { Notice } from '../../../shared/model/alarms';
import type { EventBody } from '../../../shared/model/events';
import type { Role } from '../../../shared/model/people';
import { mayGive, rolesFor } from '../../../shared/rules/permissions';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { Authority, CommandSource, Verdict } from '../commands';
import { sameSecret } from '../gateway/admission';
import type { ActingKey, CredentialsStore } from './credentials-store';
import { consoleOf, onlyMachine, personOf, sessionOf } from './people-view';
import { needsRole, WORDS } from './words';

type Refused = Extract<Verdict, { outcome: 'refused' }>;

/** How far a console's idea of the hub's time may be off, ms. */
const CLOCK_MS = 30_000;
/** An act that comes this long after it was done was done away from the hub, ms: its refusal may reach nobody there. */
const LATE_MS = 30_000;
/** Unseen notices about one person; more of them would say nothing new. */
const MAX_NOTICES = 50;
/** What could be asked before there were sessions. All else is nobody's word without one. */
const SESSIONLESS: ReadonlySet<CommandKind> = new Set([
  'check.recheck',
  'maintenance.set',
  'maintenance.remove',
  'maintenance.end',
  'maintenance.extend',
  'catalogue.edit',
  'silence.set',
  'silence.end',
]);
/** What acts of then are judged as while nobody is here: as the machine's own administrator's. */
const MACHINE_ROLES: readonly Role[] = ['administrator', 'shift-leader', 'operator'];

export interface AuthorityOptions {
  readonly clock: Clock;
  readonly state: Projection;
  readonly store: Pick<CredentialsStore, 'key'>;
}

/** Judges who gave a command and whether they may: by the session's secret, and by the room as it is now. */
export function createAuthority(options: AuthorityOptions): Authority {
  return {
    forged: (command, from) => forgeryIn(options, command, from),
    forbidden: (command, from) => forbiddenBy(options, command, from),
  };
}

function forgeryIn({ state, store }: AuthorityOptions, command: Command, from: CommandSource): string | null {
  if (from.kind === 'wall') return WORDS.wall;
  if (isSessionless(command, from)) {
    if (from.loopback && onlyMachine(state) && SESSIONLESS.has(command.kind)) return null;
    return WORDS.signInFirst;
  }
  if (!from.enrolled) return WORDS.notEnrolled;
  const key = command.session === null ? null : store.key(command.session);
  if (!key) return WORDS.unknownSession;
  const fits =
    key.person === command.actor &&
    key.console === from.console &&
    sameSecret(command.proof, proofOf(command, key.secret));
  return fits ? null : WORDS.unproven;
}

function forbiddenBy(options: AuthorityOptions, command: Command, from: CommandSource): Refused | null {
  if (isSessionless(command, from)) {
    return mayGive(MACHINE_ROLES, command.kind) ? null : refused(needsRole(rolesFor(command.kind)));
  }
  const { state, store, clock } = options;
  const key = command.session === null ? null : store.key(command.session);
  if (!key) return refused(WORDS.unknownSession);
  const person = personOf(state, key.person);
  const over = endOf(state, key, command.actedAt);
  if (over !== null) return refused(over, noticeOf(options, command, over));
  if (!person?.active) return refused(WORDS.notActive, noticeOf(options, command, WORDS.notActive));
  if (mayGive(person.roles, command.kind)) return null;
  const reason = needsRole(rolesFor(command.kind));
  // Whoever sits there reads it at once. What was done while the hub was away, they may have gone home from.
  const late = clock.now() - command.actedAt > LATE_MS;
  return refused(reason, late ? noticeOf(options, command, reason) : []);
}

/** Why nobody could act under a key at a time, or may any more; null: they could. */
function endOf(state: Projection, key: ActingKey, actedAt: number): string | null {
  const console = consoleOf(state, key.console);
  if (console && console.revokedAt !== null) return WORDS.revokedConsole;
  // The log may say so before the store does.
  const gone = key.kind === 'session' && key.endedAt === null && !sessionOf(state, key.id);
  if (key.why === 'revoked' || gone) return WORDS.revokedSession;
  const until = Math.min(key.expiresAt, key.endedAt ?? Number.POSITIVE_INFINITY);
  const within = actedAt >= key.openedAt - CLOCK_MS && actedAt <= until + CLOCK_MS;
  return within ? null : WORDS.sessionOver;
}

function noticeOf(
  { clock, state }: AuthorityOptions,
  command: Command,
  reason: string,
): readonly EventBody[] {
  let known = 0;
  for (const entity of state.alarms.values()) {
    if (entity.kind === 'notice' && entity.value.actor === command.actor) known += 1;
  }
  if (known >= MAX_NOTICES) return [];
  const notice: Notice = {
    id: command.id,
    kind: 'refused-act',
    at: clock.now(),
    actor: command.actor,
    command: command.kind,
    subject: command.subject,
    actedAt: command.actedAt,
    reason,
  };
  return [{ type: 'notice.raised', notice }];
}

/** What has waited in a console's outbox since before there were people. */
function isSessionless(command: Command, from: CommandSource): boolean {
  return command.session === null && from.enrolled;
}

function refused(reason: string, events: readonly EventBody[] = []): Refused {
  return { outcome: 'refused', reason, events };
}
