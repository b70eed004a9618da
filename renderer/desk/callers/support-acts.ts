import { useMemo } from 'react';
import type { KnownError } from '../../../shared/model/incidents';
import { provisional } from '../../../shared/rules/incidents/provisional';
import { useT } from '../../i18n/react';
import { useBoardStore } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { subjectName } from '../events/command-words';
import { waitingCommands } from '../incidents/use-incidents';
import { useKeys } from '../keys/use-keys';
import { useWriteMessage } from '../messages/write-message';

/** What user support does about a node. None of these throws: what was refused is said in the status bar. */
export interface SupportActs {
  /**
   * One more has called about it (1), or one is taken back (-1). `node`: a node, or a service's id. Answers how many have
   * now, in words; null: it was refused.
   */
  count(node: string, by: 1 | -1): Promise<string | null>;
  /** Asks until when users report it down, or whether they still do. */
  report(node: string): void;
  retire(error: KnownError): void;
}

/** The acts of user support. */
export function useSupportActs(): SupportActs {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const store = useBoardStore();
  return useMemo(() => {
    const refused = (reason: string): void => desk.setState({ notice: t('desk:notice.refused', { reason }) });
    return {
      count: async (node, by) => {
        const answer = await acts.give({ kind: 'caller.add', subject: node, payload: { by } });
        if (!answer.ok) {
          refused(answer.error.message);
          return null;
        }
        const board = store.getState();
        // What the hub has counted by now is on the board, or it still waits here: both are in what is expected.
        const { incidents } = provisional(
          { ...board, room: board.room ?? undefined },
          waitingCommands(board.outbox),
          store.linkView().hubNow,
        );
        const entity = incidents.get(`callers:${node}`);
        const count = entity?.kind === 'callers' ? entity.value.count : 0;
        const name = subjectName(board, node, { t });
        return t(by === 1 ? 'callers:counted' : 'callers:taken', { name, count });
      },
      report: (node) => {
        if (store.getState().graph.nodes.has(node)) desk.show({ kind: 'user-report', node });
        else
          desk.setState({
            notice: t('callers:report.needsSite', { name: subjectName(store.getState(), node, { t }) }),
          });
      },
      retire: (error) => {
        void acts
          .give({ kind: 'known-error.retire', subject: `known-error/${error.id}`, payload: null })
          .then((answer) => {
            if (!answer.ok) refused(answer.error.message);
          });
      },
    };
  }, [acts, desk, store, t]);
}

/**
 * The keys of user support on a page whose focus is a node (null: none): a caller more or less, reported down by users, a
 * message out of the room.
 */
export function useSupportKeys(
  node: string | null,
  /** Counts in the page's own way; left out: in the common one. */
  count?: (node: string, by: 1 | -1) => void,
): void {
  const support = useSupportActs();
  const add = count ?? ((id, by) => void support.count(id, by));
  const write = useWriteMessage();
  const about = (run: (id: string) => void) => (): boolean => {
    if (node === null) return false;
    run(node);
    return true;
  };
  useKeys({
    callerAdd: about((id) => add(id, 1)),
    callerTake: about((id) => add(id, -1)),
    userReport: about(support.report),
    message: about((id) => write({ node: id, incident: null })),
  });
}
