import type { OutboxEntry } from '../../../shared/contract/ipc';
import { formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName } from '../events/command-words';
import { positionName } from '../events/watch-names';
import { said } from './outbox-said';

/** What was said with an act of the watch: an entry, a change of the roster, a step of a handover. Empty: nothing was. */
export function watchDetail(entry: OutboxEntry, names: EventNames, speech: Speech, now: number): string {
  const { t, lang } = speech;
  const quoted = (text: string | null | undefined): string =>
    text == null || text === '' ? '' : t('log:outbox.quoted', { text });
  const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
  const who = (id: string): string => personName(names.people, id);
  const excepted = (exception: { readonly reason: string } | null | undefined): string =>
    exception == null ? '' : t('watch:outbox.exception', { reason: exception.reason });
  switch (entry.kind) {
    case 'log.write': {
      const write = said(entry, 'log.write');
      if (write === null) return '';
      const count = write.attachments.length;
      return joined(quoted(write.text), count === 0 ? '' : t('watch:outbox.files', { count }));
    }
    case 'log.correct':
      return quoted(said(entry, 'log.correct')?.text);
    case 'log.erase':
      return quoted(said(entry, 'log.erase')?.why);
    case 'roster.set': {
      const set = said(entry, 'roster.set');
      if (set === null) return '';
      if (set.kind === 'absence')
        return joined(
          t('watch:roster.absence', {
            name: who(set.value.person),
            from: formatUntil(set.value.from, now, lang),
            to: formatUntil(set.value.to, now, lang),
          }),
          quoted(set.value.note),
        );
      return joined(
        set.value.person === null ? t('watch:duty.nobody') : who(set.value.person),
        quoted(set.value.note),
      );
    }
    case 'duty.take': {
      const take = said(entry, 'duty.take');
      if (take === null) return '';
      return joined(
        take.position === null ? '' : positionName(names.catalogue, take.position),
        take.alone ? t('watch:outbox.alone') : '',
        quoted(take.reason),
      );
    }
    case 'handover.people':
      return (said(entry, 'handover.people')?.people ?? []).map(({ person }) => who(person)).join(', ');
    case 'handover.item': {
      const item = said(entry, 'handover.item');
      if (item === null) return '';
      return joined(
        item.walked === true ? t('watch:outbox.walked') : '',
        item.to == null ? '' : t('watch:outbox.to', { name: who(item.to) }),
        quoted(item.said),
      );
    }
    case 'handover.sign':
      return excepted(said(entry, 'handover.sign')?.exception);
    case 'handover.accept':
      return excepted(said(entry, 'handover.accept')?.exception);
    case 'handover.unsign':
      return quoted(said(entry, 'handover.unsign')?.reason);
    case 'handover.amendment': {
      const taken = said(entry, 'handover.amendment')?.taken;
      return taken === undefined ? '' : t(taken ? 'watch:outbox.taken' : 'watch:outbox.declined');
    }
    case 'follow-up.set': {
      const set = said(entry, 'follow-up.set');
      if (set === null) return '';
      return joined(
        set.owner === null ? '' : t('watch:outbox.to', { name: who(set.owner) }),
        set.dueAt === null ? '' : t('watch:outbox.until', { time: formatUntil(set.dueAt, now, lang) }),
      );
    }
    case 'follow-up.close':
      return quoted(said(entry, 'follow-up.close')?.note);
    case 'routine.tick': {
      const tick = said(entry, 'routine.tick');
      if (tick === null) return '';
      return t(tick.on ? 'watch:outbox.ticked' : 'watch:outbox.unticked', { step: tick.step + 1 });
    }
    case 'routine.settle': {
      const settle = said(entry, 'routine.settle');
      return settle === null ? '' : joined(t(`watch:outbox.${settle.state}`), quoted(settle.note));
    }
    default:
      return '';
  }
}
