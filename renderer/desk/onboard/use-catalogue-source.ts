import { useCallback, useEffect, useState } from 'react';
import type { CatalogueSourceAnswer } from '../../../shared/contract/wire';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useBridge } from '../desk-context';

/** A service's text as the file has it. What was known stays while it is asked for again. */
export interface Source {
  readonly phase: 'loading' | 'known' | 'offline' | 'failed';
  readonly answer: CatalogueSourceAnswer | null;
  readonly reason: string;
  readonly reload: () => void;
}

/**
 * Asks the hub for a service's text (null: for all that is no service), and again whenever the catalogue or the link has
 * changed.
 */
export function useCatalogueSource(service: string | null): Source {
  const bridge = useBridge();
  const version = useBoard((state) => state.catalogueVersion);
  const { reachable } = useLinkView();
  const [count, setCount] = useState(0);
  const [known, setKnown] = useState<{
    readonly of: string | null;
    readonly source: Omit<Source, 'reload'>;
  } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when any of these moved
  useEffect(() => {
    let over = false;
    void bridge.catalogueSource({ service }).then((answer) => {
      if (over) return;
      setKnown((before) => {
        const earlier = before?.of === service ? before.source.answer : null;
        if (answer.ok) return { of: service, source: { phase: 'known', answer: answer.value, reason: '' } };
        const phase = answer.error.code === 'offline' ? 'offline' : 'failed';
        return { of: service, source: { phase, answer: earlier, reason: answer.error.message } };
      });
    });
    return () => {
      over = true;
    };
  }, [bridge, service, version, reachable, count]);
  const reload = useCallback(() => setCount((before) => before + 1), []);
  const source =
    known?.of === service ? known.source : { phase: 'loading' as const, answer: null, reason: '' };
  return { ...source, reload };
}
