import type { ComponentProps, ReactNode } from 'react';

// A virtualised grid has one tab stop, the grid itself, which points at its active row (aria-activedescendant).
// Its rows and cells are thus neither focusable nor a <table>, whose rows could not be placed one by one.
const ROW = { role: 'row' } as const;
const CELL = { role: 'gridcell' } as const;
const HEAD = { role: 'columnheader' } as const;
const GROUP = { role: 'rowgroup' } as const;

/** A row of a virtualised grid. The keyboard is heard by the grid. */
export function GridRow(props: ComponentProps<'div'>): ReactNode {
  return <div {...ROW} {...props} />;
}

/** A cell of a virtualised grid. */
export function GridCell(props: ComponentProps<'span'>): ReactNode {
  return <span {...CELL} {...props} />;
}

/** The head of a column of a virtualised grid. */
export function GridHead(props: ComponentProps<'span'>): ReactNode {
  return <span {...HEAD} {...props} />;
}

/** The rows of a virtualised grid. */
export function GridBody(props: ComponentProps<'div'>): ReactNode {
  return <div {...GROUP} {...props} />;
}
