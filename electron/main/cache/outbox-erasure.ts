import { COMMAND_PAYLOADS } from '../../../shared/contract/commands';
import { ERASED_NAME } from '../../../shared/model/shift-log';
import type { Erasure } from '../../../shared/rules/watch/erase-event';

/** What a command said, without what was erased of it; the very same where it holds nothing of it. */
export function withoutErased(kind: string, payload: unknown, { entry, part }: Erasure): unknown {
  if (kind === 'log.write') {
    const said = COMMAND_PAYLOADS[kind].safeParse(payload);
    if (!said.success || said.data.id !== entry) return payload;
    const { text, attachments } = said.data;
    if (part === 'text') return text === '' ? payload : { ...said.data, text: '' };
    if (!attachments.some((one) => one.hash === part && one.name !== ERASED_NAME)) return payload;
    const left = attachments.map((one) => (one.hash === part ? { ...one, name: ERASED_NAME } : one));
    return { ...said.data, attachments: left };
  }
  if (kind !== 'log.correct') return payload;
  const said = COMMAND_PAYLOADS[kind].safeParse(payload);
  return said.success && said.data.id === part ? { ...said.data, text: '' } : payload;
}
