import { join } from 'node:path';
import type { Degradation } from '../../../shared/contract/ipc';
import type { Projection } from '../../../shared/rules/projection';
import { success } from '../../../shared/util/result';
import { Documents } from '../documents/documents';
import { HandoverTexts } from '../documents/handover-texts';
import type { Identity } from '../identity/identity';
import type { HubLink } from '../link/hub-link';
import type { ConsoleOptions } from './console-options';
import { OFFLINE } from './offline';
import type { Questions } from './questions';

/** What of a console its documents are made of. */
export interface DocumentParts {
  readonly options: ConsoleOptions;
  readonly state: Projection;
  readonly link: () => HubLink | null;
  readonly identity: Identity;
  readonly questions: Questions;
  readonly onFault: (fault: Degradation | null, code?: Degradation['code']) => void;
}

/** Text that people write together, and what was signed of it. */
export function consoleDocuments(parts: DocumentParts): {
  readonly documents: Documents;
  readonly texts: HandoverTexts;
} {
  const { options, state, link, identity, questions, onFault } = parts;
  const documents = new Documents({
    file: join(options.dataFolder, 'docs.db'),
    clock: options.clock,
    state,
    ask: async (request) => (await link()?.doc(request)) ?? OFFLINE,
    log: () => (state.position === null ? null : `${state.position.origin}/${state.position.epoch}`),
    actor: async () => {
      const actor = await identity.act(undefined);
      return actor.ok ? success({ person: actor.value.person, session: actor.value.session }) : actor;
    },
    signedIn: () => identity.present,
    onFault,
    say: options.log,
  });
  const texts = new HandoverTexts({
    file: () => documents.file,
    state,
    ask: (question) => questions.ask(question),
  });
  return { documents, texts };
}
