import type { ReactNode } from 'react';
import { AlarmsPage } from './alarms-page';
import { CausesProvider } from './use-causes';

/** Alarms, by what is owed: where a watch is worked from. */
export function AlarmsView(): ReactNode {
  return (
    <CausesProvider>
      <AlarmsPage />
    </CausesProvider>
  );
}
