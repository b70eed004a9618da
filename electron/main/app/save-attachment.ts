import { extname } from 'node:path';
import type { Answers, Args } from '../../../shared/contract/ipc';
import { failure, type Result, success } from '../../../shared/util/result';
import { attachmentName } from '../../attachments/attachment-name';
import { judgeContent } from '../../attachments/judge-content';
import type { AttachmentsPort } from '../ipc/console-port';
import { choosePath, type SavingOptions } from './choose-path';
import { writeWhole } from './write-whole';

/**
 * Asks where an attachment is to be written, and writes it: whole or not at all, under a name that ends as its content does.
 * Null: the person thought better of it.
 */
export function saveAttachments(
  options: SavingOptions & { readonly attachments: Pick<AttachmentsPort, 'read'> },
): (args: Args<'blob:save'>, contentsId: number) => Promise<Result<Answers['blob:save']>> {
  const { attachments, log } = options;
  return async ({ hash, name }, contentsId) => {
    const read = await attachments.read(hash);
    if (!read.ok) return read;
    const { bytes, erased } = read.value;
    if (bytes === null) return failure(erased ? 'erased' : 'unknown', 'the file is not here');
    const judged = await judgeContent(bytes);
    if (!judged.ok) return judged;
    const file = attachmentName(name, judged.value);
    const path = await choosePath(options, contentsId, {
      title: 'saveAttachment',
      file,
      filter: { name: judged.value, extensions: [extname(file).slice(1)] },
    });
    if (path === null) return success(null);
    try {
      await writeWhole(path, bytes, 0o644);
      log.info({ path }, 'an attachment was saved');
      return success({ path });
    } catch (error) {
      log.warn({ err: error, path }, 'an attachment could not be saved');
      return failure('save', error instanceof Error ? error.message : String(error));
    }
  };
}
