import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { FileIssue } from '../../../shared/model/events';

/** What a check reaches for: what only the hub may know. Placeholders are filled in. */
export type CheckTarget =
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly method: 'GET' | 'HEAD' | 'POST';
      readonly headers: Readonly<Record<string, string>>;
      /** Accepted status codes; null: 200 to 399. */
      readonly status: readonly number[] | null;
      readonly contains: string | null;
      /** PEM of the certificate authority to trust, or null for the system's. */
      readonly ca: string | null;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly expect: string | null }
  | { readonly kind: 'plugin'; readonly plugin: string; readonly args: readonly string[] }
  | { readonly kind: 'heartbeat'; readonly key: string | null };

/** A catalogue file that was read, checked and expanded. */
export interface LoadedCatalogue {
  readonly name: string;
  readonly demo: boolean;
  readonly entities: readonly CatalogueEntity[];
  /** By check id. */
  readonly targets: ReadonlyMap<string, CheckTarget>;
}

export type CatalogueOutcome =
  | { readonly ok: true; readonly catalogue: LoadedCatalogue }
  | { readonly ok: false; readonly issues: readonly FileIssue[] };
