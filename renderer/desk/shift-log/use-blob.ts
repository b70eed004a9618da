import { useEffect, useState } from 'react';
import { useBridge } from '../desk-context';

/** An attachment's bytes, as far as they are known. */
export type BlobState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'there'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Neither here nor at the hub now; or its content was erased. */
  | { readonly phase: 'away' | 'erased' }
  | { readonly phase: 'failed'; readonly error: string };

/** The bytes of an attachment, from this console's disk or from the hub. `again`: asks once more when it changes. */
export function useBlob(hash: string, again: unknown = null): BlobState {
  const bridge = useBridge();
  const [state, setState] = useState<BlobState>({ phase: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was away may be there when the link is back
  useEffect(() => {
    let wanted = true;
    const take = (next: BlobState): void => {
      if (wanted) setState(next);
    };
    setState((old) => (old.phase === 'there' ? old : { phase: 'loading' }));
    bridge.readBlob(hash).then(
      (answer) => {
        if (!answer.ok) return take({ phase: 'failed', error: answer.error.message });
        const { bytes, erased } = answer.value;
        if (bytes === null) return take({ phase: erased ? 'erased' : 'away' });
        take({ phase: 'there', bytes: new Uint8Array(bytes) });
      },
      (error: unknown) =>
        take({ phase: 'failed', error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [bridge, hash, again]);
  return state;
}

/** An address under which this window alone can show bytes; null until it is made. It is given up with the component. */
export function useObjectUrl(bytes: Uint8Array<ArrayBuffer> | null, type: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (bytes === null) return setUrl(null);
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return url;
}
