import type { ReactNode } from 'react';

/** What is wrong with the field before it; announced when it comes. */
export function Fault({ text }: { readonly text: string | undefined }): ReactNode {
  return (
    <span className="mw-fault" role="alert">
      {text ?? ''}
    </span>
  );
}
