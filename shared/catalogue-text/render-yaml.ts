import { Document, isMap, isScalar, isSeq, type Scalar, stringify, visit } from 'yaml';
import { LAYOUT, type Plain } from './yaml-text';

/** A value in flow style, on one line: `[a, b]`, `{id: x}`. */
export function renderFlow(value: Plain, padded = false): string {
  const document = new Document([value]);
  visit(document, {
    Collection: (_key, node) => {
      node.flow = true;
    },
  });
  // As an item of a list, so that what needs quotes there gets them.
  const text = document.toString({ ...LAYOUT, flowCollectionPadding: padded }).trim();
  return text.slice(1, -1).trim();
}

/** A single value that stands behind a key or a dash. `type`: the quoting of what it replaces, kept where it can be. */
export function renderScalar(value: Plain, type: Scalar['type'] | undefined, flow: boolean): string {
  const document = new Document([value]);
  const [scalar] = (document.contents as unknown as { readonly items: readonly unknown[] }).items;
  if (isScalar(scalar) && typeof value === 'string' && (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE')) {
    scalar.type = type;
  }
  if (typeof value === 'string' && value.includes('\n') && isScalar(scalar)) scalar.type = 'QUOTE_DOUBLE';
  if (flow && isSeq(document.contents)) document.contents.flow = true;
  const text = document.toString(LAYOUT).trim();
  return flow ? text.slice(1, -1).trim() : text.replace(/^-\s+/, '');
}

/** `key: value` as lines of block style, the first without indentation. Short lists stand on one line. */
export function renderPair(key: string, value: Plain): readonly string[] {
  return renderLines({ [key]: value });
}

/** A value as lines of block style: an item behind its dash. */
export function renderItem(value: Plain): readonly string[] {
  return renderLines(value);
}

function renderLines(value: Plain): readonly string[] {
  const document = new Document(value);
  visit(document, {
    Seq: (_key, node) => {
      if (node.items.every((item) => isScalar(item) && !String(item.value).includes('\n'))) node.flow = true;
    },
    Map: (_key, node) => {
      if (node.items.length === 0) node.flow = true;
    },
  });
  return document.toString(LAYOUT).trimEnd().split('\n');
}

/** An entry in flow style, on one line, from its text. Null where the text holds comments, which would be lost. */
export function flowText(document: Document): string | null {
  let comments = false;
  visit(document, {
    Node: (_key, node) => {
      if (node.comment || node.commentBefore) comments = true;
      if (isMap(node) || isSeq(node)) node.flow = true;
      else if (isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')) {
        node.type = 'QUOTE_DOUBLE';
      }
    },
  });
  if (comments || document.comment || document.commentBefore) return null;
  return document.toString({ ...LAYOUT, flowCollectionPadding: true }).trim();
}

/** An entry in block style from plain data, such as a new service. */
export function renderEntry(value: Plain): string {
  return stringify(value, (_key, item: unknown) => item, LAYOUT);
}
