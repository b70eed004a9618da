import type { ReactNode } from 'react';
import './notice.css';

/** What a view shows in place of content: why there is none, and what to do. */
export function Notice(props: {
  readonly title: string;
  readonly text?: string | undefined;
  /** Takes a whole view, or a piece of one. */
  readonly whole?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const { title, text, whole, children } = props;
  return (
    <div className="notice" data-whole={whole ? '' : undefined} role="status">
      <p className="notice-title">{title}</p>
      {text === undefined ? null : <p>{text}</p>}
      {children}
    </div>
  );
}
