/** A piece of a report, before it is Markdown or HTML. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** As somebody wrote it, line by line. */
  | { readonly kind: 'quote'; readonly title: string; readonly text: string };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A report in words: an incident's, a handover's, the paper pack. */
export interface WrittenReport {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly Section[];
}
