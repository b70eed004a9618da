import type { ReactNode } from 'react';
import type { Incident, IncidentEntity } from '../../../../shared/model/incidents';
import { ReportDialog } from '../report/report-dialog';
import {
  CloseForm,
  CommanderForm,
  FieldsForm,
  MergeForm,
  RestoreForm,
  TaskForm,
  TimesForm,
  UpdateForm,
} from './incident-forms';
import { RoutinesForm } from './routines-form';

/** What stands over an incident's page. */
export type IncidentForm =
  | {
      readonly kind:
        | 'fields'
        | 'commander'
        | 'update'
        | 'task'
        | 'times'
        | 'restore'
        | 'close'
        | 'merge'
        | 'report';
    }
  /** `site`: the one to begin with; null: the first that nobody has answered for. */
  | { readonly kind: 'routines'; readonly site: string | null };

/** The form that is open over an incident. */
export function IncidentDialogs(props: {
  readonly form: IncidentForm;
  readonly incident: Incident;
  readonly incidents: ReadonlyMap<string, IncidentEntity>;
  readonly onClose: () => void;
}): ReactNode {
  const { form, incident, incidents, onClose } = props;
  switch (form.kind) {
    case 'fields':
      return <FieldsForm incident={incident} onClose={onClose} />;
    case 'commander':
      return <CommanderForm incident={incident} onClose={onClose} />;
    case 'update':
      return <UpdateForm incident={incident} onClose={onClose} />;
    case 'task':
      return <TaskForm incident={incident} onClose={onClose} />;
    case 'times':
      return <TimesForm incident={incident} onClose={onClose} />;
    case 'restore':
      return <RestoreForm incident={incident} onClose={onClose} />;
    case 'close':
      return <CloseForm incident={incident} onClose={onClose} />;
    case 'merge':
      return <MergeForm incident={incident} onClose={onClose} />;
    case 'report':
      return <ReportDialog incident={incident} incidents={incidents} onClose={onClose} />;
    case 'routines':
      return <RoutinesForm incident={incident} site={form.site} onClose={onClose} />;
  }
}
