import type { ComponentProps, ReactNode } from 'react';

// A region that scrolls must be reachable by keyboard (WCAG 2.1.1), although it is no control.
const REACHABLE = { tabIndex: 0 } as const;

/** A named region that scrolls by keyboard. */
export function ScrollRegion(
  props: ComponentProps<'section'> & { readonly 'aria-label': string },
): ReactNode {
  return <section {...REACHABLE} {...props} />;
}
