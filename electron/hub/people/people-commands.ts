import type { CommandKind } from '../../../shared/contract/commands';
import type { EventBody } from '../../../shared/model/events';
import { MACHINE_PERSON, type Person } from '../../../shared/model/people';
import type { Projection } from '../../../shared/rules/projection';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers, Verdict } from '../commands';
import type { CredentialsStore } from './credentials-store';
import { administrators, consoleOf, personOf, sessionOf, sessionsOf, watchOf } from './people-view';
import type { Sessions } from './sessions';
import { WORDS } from './words';

/** The kinds of command that this room takes. */
export type PeopleCommandKind = Extract<
  CommandKind,
  `watch.${string}` | 'notice.seen' | 'person.set' | 'console.revoke' | 'session.end'
>;

export interface PeopleCommandOptions {
  readonly clock: Clock;
  readonly state: Projection;
  readonly store: CredentialsStore;
  readonly sessions: Sessions;
}

/** What people do to people, consoles and the watch. Whether they may at all was judged before. */
export function peopleCommands(options: PeopleCommandOptions): Pick<CommandHandlers, PeopleCommandKind> {
  const { clock, state, store, sessions } = options;
  return {
    'person.set': ({ subject, actor }, { person }) => {
      if (subject !== `person/${person.id}`) return refused('Handlingen gjelder to forskjellige brukere.');
      return setPerson(options, person, actor);
    },
    'console.revoke': ({ subject, actor }, _, from) => {
      const id = idIn(subject, 'console/');
      const console = id === null ? undefined : consoleOf(state, id);
      if (!console) return refused('Konsollen finnes ikke her.');
      if (console.revokedAt !== null) return refused(`${console.name} er alt sperret.`);
      if (console.id === from.console) {
        return refused('Du kan ikke sperre konsollen du sitter ved. Gjør det fra en annen.');
      }
      const open = sessionsOf(state).filter((session) => session.console === console.id);
      const events = sessions.ending(open, 'revoked', actor);
      store.revokeKeys({ console: console.id }, clock.now());
      store.forgetConsole(console.id);
      return done(...events, {
        type: 'console.set',
        console: { ...console, revokedAt: clock.now() },
        actor,
      });
    },
    'session.end': ({ subject, actor }) => {
      const id = idIn(subject, 'session/');
      const session = id === null ? undefined : sessionOf(state, id);
      if (!session) return refused('Økten er alt avsluttet.');
      const { person, console } = session;
      store.endLeaves({ person, console }, 'revoked', clock.now());
      return done(...sessions.ending([session], 'revoked', actor));
    },
    'watch.take': ({ subject, actor }, _, from) => {
      if (subject !== `console/${from.console}`)
        return refused('Vakten kan bare tas på konsollen du sitter ved.');
      if (watchOf(state, from.console)?.person === actor) return done();
      return done({ type: 'watch.changed', console: from.console, on: true, person: actor });
    },
    'watch.leave': ({ subject, actor }, _, from) => {
      if (subject !== `console/${from.console}`)
        return refused('Vakten kan bare avsluttes på konsollen du sitter ved.');
      if (!watchOf(state, from.console)) return refused('Konsollen er ikke på vakt.');
      return done({ type: 'watch.changed', console: from.console, on: false, person: actor });
    },
    'notice.seen': ({ subject, actor }) => {
      const id = idIn(subject, 'notice/');
      if (id === null || !state.alarms.has(`notice:${id}`)) return refused('Beskjeden er alt sett.');
      return done({ type: 'notice.seen', id, actor });
    },
  };
}

function setPerson(
  { clock, state, store, sessions }: PeopleCommandOptions,
  asked: Person,
  actor: string,
): Verdict {
  const before = personOf(state, asked.id);
  if (asked.id === MACHINE_PERSON || asked.machine || before?.machine) return refused(WORDS.machineFixed);
  if (asked.roles.includes('wall')) return refused('Rollen vegg er for veggmaskiner, ikke for brukere.');
  const person: Person = { ...asked, roles: [...new Set(asked.roles)] };
  const admins = administrators(state, store.withPassword());
  const stays = person.active && person.roles.includes('administrator');
  if (!stays && admins.length === 1 && admins[0]?.id === person.id) {
    return refused(
      `${admins[0].name} er den siste administratoren som kan logge inn. Gi en annen rollen og et passord først.`,
    );
  }
  const set: EventBody = { type: 'person.set', person, actor };
  if (person.active || !before) return done(set);
  const open = sessionsOf(state).filter((session) => session.person === person.id);
  const events = sessions.ending(open, 'revoked', actor);
  store.revokeKeys({ person: person.id }, clock.now());
  return done(...events, set);
}

function idIn(subject: string, prefix: string): string | null {
  return subject.startsWith(prefix) ? subject.slice(prefix.length) : null;
}

function done(...events: readonly EventBody[]): Verdict {
  return { outcome: 'done', events };
}

function refused(reason: string): Verdict {
  return { outcome: 'refused', reason };
}
