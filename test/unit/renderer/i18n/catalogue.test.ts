import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { translator } from '../../../../renderer/i18n';
import { MESSAGES, NAMESPACES } from '../../../../renderer/i18n/catalogue';

const SPACES = NAMESPACES.join('|');
const RENDERER = join(import.meta.dirname, '../../../../renderer');

function leaves(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : leaves(value as object, `${prefix}${key}.`),
  );
}

function keysOf(lang: 'nb' | 'en'): string[] {
  return Object.entries(MESSAGES[lang]).flatMap(([space, tree]) => leaves(tree, `${space}:`));
}

function textOf(lang: 'nb' | 'en', key: string): string {
  const [space, path] = key.split(':') as [keyof (typeof MESSAGES)['nb'], string];
  return path
    .split('.')
    .reduce<unknown>(
      (tree, part) => (tree as Record<string, unknown>)[part],
      MESSAGES[lang][space],
    ) as string;
}

const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(RENDERER, file), 'utf8') }));

/** Keys that sources name: whole (`'desk:list.title'`) and by pattern (`` `desk:fate.${fate}` ``). */
function named(): { readonly whole: ReadonlySet<string>; readonly patterns: readonly RegExp[] } {
  const whole = new Set<string>();
  const patterns: RegExp[] = [];
  for (const { text } of sources) {
    for (const [, key] of text.matchAll(new RegExp(`['"\`]((?:${SPACES}):[\\w.-]+)['"\`]`, 'g')))
      whole.add(key ?? '');
    for (const [, key] of text.matchAll(new RegExp(`\`((?:${SPACES}):[^\`]*\\$\\{[^\`]*)\``, 'g'))) {
      const escaped = (key ?? '').replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w-]+');
      patterns.push(new RegExp(`^${escaped}$`));
    }
  }
  return { whole, patterns };
}

const stem = (key: string): string => key.replace(/_(one|other)$/, '');

describe('message catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(keysOf('en').sort()).toEqual(keysOf('nb').sort());
    expect(keysOf('nb').length).toBeGreaterThan(100);
  });

  it('have the same places for values in both languages', () => {
    const places = (text: string) =>
      [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map((match) => match[1]).sort();
    for (const key of keysOf('nb'))
      expect([key, places(textOf('en', key))]).toEqual([key, places(textOf('nb', key))]);
  });

  it('hold no empty text and no exclamation mark', () => {
    for (const lang of ['nb', 'en'] as const) {
      for (const key of keysOf(lang)) expect(textOf(lang, key), key).toMatch(/^[^!]+$/);
    }
  });

  it('lack no key that a source names', () => {
    const there = new Set(keysOf('nb').map(stem));
    expect([...named().whole].filter((key) => !there.has(key))).toEqual([]);
  });

  it('hold no key that no source names', () => {
    const { whole, patterns } = named();
    const unused = keysOf('nb').filter(
      (key) => !whole.has(stem(key)) && !patterns.some((pattern) => pattern.test(stem(key))),
    );
    expect(unused).toEqual([]);
  });

  it('are spoken with values and plurals', () => {
    expect(translator('nb')('desk:list.found', { count: 1 })).toBe('1 treff');
    expect(translator('en')('desk:list.found', { count: 2 })).toBe('2 matches');
    expect(translator('nb')('desk:reason.need', { name: '<b>core1</b>' })).toBe('Følger av <b>core1</b>');
  });
});

describe('components', () => {
  it('have no visible text of their own', () => {
    const found: string[] = [];
    for (const { file, text } of sources.filter((source) => source.file.endsWith('.tsx'))) {
      const code = text.replaceAll(/\{\/\*[\s\S]*?\*\/\}/g, '').replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
      for (const [, words] of code.matchAll(/(?<![=\s])>([^<>{}()=;]*\p{L}{2,}[^<>{}()=;]*)<\//gu))
        found.push(`${file}: ${words}`);
      for (const [, name, words] of code.matchAll(
        /\b(title|placeholder|aria-label|label|alt)="([^"]*\p{L}{2,}[^"]*)"/gu,
      )) {
        found.push(`${file}: ${name}="${words}"`);
      }
    }
    expect(found).toEqual([]);
  });
});
