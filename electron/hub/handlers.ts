import type { Projection } from '../../shared/rules/projection';
import type { Clock } from '../../shared/time/clock';
import type { CatalogueEditor } from './catalogue/editor/catalogue-editor';
import type { CheckScheduler } from './checks/scheduler';
import type { CommandHandlers } from './commands';
import type { Derived } from './derived';
import type { ConsoleSource } from './gateway/console-source';
import type { Keepers } from './keepers';
import type { MaintenanceKeeper } from './maintenance/maintenance-keeper';
import type { People } from './people/people';
import type { QuestionHandlers } from './questions';
import type { ShiftLogKeeper } from './shift-log/shift-log-keeper';
import type { SourceKeeper } from './sources/source-keeper';
import { answerChart, answerQuality, type ChartParts } from './store/chart-answer';
import type { SampleStore } from './store/sample-store';

/** The rooms that take commands and answer questions. */
export interface HandlerParts {
  readonly clock: Clock;
  readonly state: Projection;
  readonly source: ConsoleSource;
  readonly samples: SampleStore;
  readonly scheduler: CheckScheduler;
  readonly editor: CatalogueEditor;
  readonly sources: SourceKeeper;
  readonly maintenance: MaintenanceKeeper;
  readonly keepers: Keepers;
  readonly people: People;
  readonly derived: Derived;
  readonly shiftLog: ShiftLogKeeper;
}

/** Who does what people ask for. */
export function commandHandlers(parts: HandlerParts): CommandHandlers {
  const { state, scheduler, editor, sources, maintenance, keepers } = parts;
  return {
    'check.recheck': ({ subject }) => {
      const checks = state.graph.nodes.get(subject)?.checks;
      if (!checks) return { outcome: 'refused', reason: `Tjenesten «${subject}» finnes ikke her.` };
      if (checks.length === 0) return { outcome: 'refused', reason: `Ingenting måler «${subject}».` };
      return { outcome: 'done', after: () => scheduler.recheck(checks) };
    },
    'maintenance.set': (command, payload) => maintenance.set(command, payload),
    'maintenance.remove': (command) => maintenance.remove(command),
    'maintenance.end': (command, payload) => maintenance.end(command, payload),
    'maintenance.extend': (command, payload) => maintenance.extend(command, payload),
    'catalogue.edit': (command, edit) => editor.edit(command, edit),
    'silence.set': (command, payload) => sources.setSilence(command, payload),
    'silence.end': (command, payload) => sources.endSilence(command, payload),
    ...keepers.alarms.handlers,
    ...keepers.incidents.handlers,
    ...keepers.actions.handlers,
    ...keepers.wayOut.handlers,
    ...keepers.roster.handlers,
    ...keepers.handovers.handlers,
    ...keepers.wall.handlers,
    ...keepers.wallHealth.handlers,
    ...parts.people.handlers,
    ...parts.shiftLog.handlers,
  };
}

/** Who answers what consoles ask. */
export function questionHandlers(parts: HandlerParts): QuestionHandlers {
  const { clock, state, source, samples, editor, sources, maintenance, keepers } = parts;
  const chartParts: ChartParts = {
    samples,
    state,
    history: (node, before, limit, since) => source.history(node, before, limit, { since }),
    foreign: (node, at, stepMs) => sources.historyFor(node, at, stepMs),
  };
  return {
    time: () => ({ hubTime: clock.now() }),
    history: ({ node, before, limit, epoch }) => source.history(node, before, limit, { epoch }),
    samples: ({ service, since }) => ({ series: samples.read(checksOf(state, service), since) }),
    chart: (asked) => answerChart(asked, chartParts),
    quality: (asked) => answerQuality(asked, chartParts),
    'maintenance-preview': ({ window }) => maintenance.preview(window),
    'catalogue-source': ({ service }) => editor.source(service),
    'catalogue-preview': ({ edit }) => editor.preview(edit),
    'catalogue-history': ({ version }) => editor.history(version),
    'mapping-preview': ({ source: asked, rules }) => sources.previewMapping(asked, rules),
    search: (asked) => parts.derived.index.search(asked),
    'shift-log': (asked) => parts.shiftLog.answer(asked),
    'alarm-figures': (asked) => parts.derived.journal.figures(asked),
    handovers: (asked) => keepers.handovers.record.handovers(asked),
    'handover-text': (asked) => keepers.handovers.record.handoverText(asked),
    adherence: (asked) => keepers.handovers.record.adherence(asked),
    ...keepers.wall.questions,
    ...keepers.wallHealth.questions,
  };
}

/** The checks of a node, or of a service at all its sites. */
function checksOf(state: Projection, nodeOrService: string): readonly string[] {
  return [...state.graph.checks.values()]
    .filter(({ node }) => node === nodeOrService || node?.startsWith(`${nodeOrService}@`))
    .map(({ id }) => id);
}
