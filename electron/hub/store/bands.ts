import type { ChartBand } from '../../../shared/contract/wire';
import type { SampleFile } from './sample-file';

/** A stretch of time to be drawn behind charts. */
export interface Band extends ChartBand {
  /** Unique for its kind of thing, such as `mw/ID/START`: the same key again moves the band. */
  readonly key: string;
  /** Node ids; null: all of them (the hub was blind). */
  readonly nodes: readonly string[] | null;
}

const EVERYWHERE = '';
/** Bands of one answer; the newest are kept. */
const BANDS_LIMIT = 200;

/** Keeps a band. A disk that refuses is reported by the file, and the band is not drawn. */
export function putBand(file: SampleFile, band: Band): void {
  const { key, nodes, kind, from, to, label } = band;
  file.write((sql) => {
    for (const node of nodes ?? [EVERYWHERE]) {
      sql.run(
        'INSERT OR REPLACE INTO bands (node, key, kind, from_at, to_at, label) VALUES (?, ?, ?, ?, ?, ?)',
        node,
        key,
        kind,
        from,
        to,
        label,
      );
    }
  });
}

/** The bands of a node that touch `[from, to)`, ms UTC, in order of time. */
export function readBands(file: SampleFile, node: string, from: number, to: number): ChartBand[] {
  return file.read(
    (sql) =>
      sql
        .all<ChartBand>(
          `SELECT kind, from_at AS "from", to_at AS "to", label FROM bands
           WHERE node IN (?, ?) AND from_at < ? AND to_at > ? ORDER BY from_at DESC LIMIT ?`,
          EVERYWHERE,
          node,
          to,
          from,
          BANDS_LIMIT,
        )
        .reverse(),
    [],
  );
}
