import type { Cause, CheckStatus, NodeStatus } from '../../../shared/model/room';
import type { Graph } from '../../../shared/rules/graph';
import { formatResponse } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';

/** What a reason in words is made from. */
export interface ReasonView {
  readonly graph: Graph;
  readonly check: (id: string) => CheckStatus | undefined;
  readonly node: (id: string) => NodeStatus | undefined;
  /** The name of a node. */
  readonly name: (id: string) => string;
}

/** Why a node is as it is, one short sentence for each cause, worst first: `egen måling: HTTP 503`. */
export function reasons(status: NodeStatus, view: ReasonView, speech: Speech): readonly string[] {
  return status.because.map((cause) => reason(cause, status, view, speech));
}

function reason(cause: Cause, status: NodeStatus, view: ReasonView, { t, lang }: Speech): string {
  switch (cause.kind) {
    case 'vantage':
      return t('desk:reason.vantage');
    case 'need': {
      const need = view.graph.nodes
        .get(status.id)
        ?.needs.find((item) => !item.soft && item.of.includes(cause.id));
      const left = need?.of.filter((id) => id !== cause.id && view.node(id)?.hard !== 'down') ?? [];
      if (left.length === 0) return t('desk:reason.need', { name: view.name(cause.id) });
      return t('desk:reason.redundancy', { name: view.name(cause.id), left: left.map(view.name).join(', ') });
    }
    case 'soft-need':
      return t('desk:reason.soft', { name: view.name(cause.id) });
    case 'unmeasured': {
      const check = view.graph.checks.get(cause.id);
      if (!check) return t('desk:reason.noChecks');
      const overdue = view.check(cause.id)?.overdue ?? false;
      return t(overdue ? 'desk:reason.neverHeard' : 'desk:reason.unmeasured', { check: check.name });
    }
    case 'source':
      return t('desk:reason.source', { name: view.name(cause.id) });
    case 'check': {
      const check = view.graph.checks.get(cause.id);
      const measured = view.check(cause.id);
      const name = check?.name ?? cause.id;
      if (!measured) return t('desk:reason.unmeasured', { check: name });
      if (measured.overdue) return t('desk:reason.overdue', { check: name });
      const limit = check?.warnMs ?? null;
      if (measured.ms !== null && limit !== null && measured.ms > limit && measured.confirmed !== 'unknown') {
        return t('desk:reason.slow', {
          check: name,
          ms: formatResponse(measured.ms, lang),
          limit: formatResponse(limit, lang),
        });
      }
      return t('desk:reason.own', {
        check: name,
        output: firstLine(measured.output) || t('desk:reason.noOutput'),
      });
    }
  }
}

/** The first line of what a check said; the rest is on the service page. */
export function firstLine(output: string): string {
  const end = output.search(/[\r\n]/);
  return (end < 0 ? output : output.slice(0, end)).trim();
}
