import type { EventBody } from '../../../shared/model/events';
import { formatSince } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import type { Speech } from '../../i18n/react';
import { commandName, consoleName, type EventNames, personName, subjectName } from './command-words';
import type { EventWords } from './event-words';

type PeopleBody = Extract<
  EventBody,
  {
    type:
      | 'notice.raised'
      | 'notice.seen'
      | 'person.set'
      | 'console.set'
      | 'session.opened'
      | 'session.ended'
      | 'signin.failed'
      | 'credentials.set'
      | 'watch.changed';
  }
>;

/** Who came, who went, who may do what, and what was refused. */
export function peopleWords(body: PeopleBody, at: number, names: EventNames, speech: Speech): EventWords {
  const { t } = speech;
  const who = (id: string): string => personName(names.people, id);
  const where = (id: string): string => consoleName(names.people, id);
  const say = (subject: string, text: string): EventWords => ({
    state: null,
    soft: false,
    node: null,
    subject,
    text,
  });
  switch (body.type) {
    case 'notice.raised': {
      const { notice } = body;
      return {
        ...say(
          t('log:people.notice'),
          t('log:people.refusedAct', {
            actor: who(notice.actor),
            what: commandName(notice.command, t),
            subject: subjectName(names, notice.subject, speech),
            time: formatSince(notice.actedAt, at),
            reason: notice.reason,
          }),
        ),
        state: 'warning',
      };
    }
    case 'notice.seen':
      return say(t('log:people.notice'), t('log:people.noticeSeen', { actor: who(body.actor) }));
    case 'person.set': {
      const roles = body.person.roles.map((role) => t(`people:role.${role}`)).join(', ');
      return say(
        body.person.name,
        t(body.person.active ? 'log:people.set' : 'log:people.deactivated', {
          actor: who(body.actor),
          roles: roles === '' ? t('people:noRoles') : roles,
        }),
      );
    }
    case 'console.set': {
      const { console: one, actor } = body;
      const name = one.name === '' ? one.id : one.name;
      return say(
        name,
        one.revokedAt === null
          ? t('log:people.enrolled', { kind: t(`people:consoleKind.${one.kind}`) })
          : t('log:people.revoked', { actor: who(actor) }),
      );
    }
    case 'session.opened':
      return say(
        who(body.session.person),
        t('log:people.signedIn', { console: where(body.session.console) }),
      );
    case 'session.ended':
      return say(
        who(body.session.person),
        t(`log:people.ended.${body.why}`, {
          console: where(body.session.console),
          actor: body.actor === null ? '' : who(body.actor),
        }),
      );
    case 'credentials.set': {
      const what = body.what.map((one) => t(`people:secret.${one}`)).join(', ');
      return say(
        who(body.person),
        body.actor === body.person
          ? t('log:people.ownCredentials', { what })
          : t('log:people.credentials', { what, actor: who(body.actor) }),
      );
    }
    case 'signin.failed':
      return say(
        body.person === '?' ? t('log:people.nobody') : who(body.person),
        t('log:people.signInFailed', { console: where(body.console), count: body.attempts }),
      );
    case 'watch.changed':
      return say(
        where(body.console),
        t(body.on ? 'log:people.onWatch' : 'log:people.offWatch', { actor: who(body.person) }),
      );
    default:
      return assertNever(body, 'peopleWords');
  }
}
