import { describe, expect, it } from 'vitest';
import { csvText, fileNameOf } from '../../../../../electron/main/app/csv';

const lines = async (rows: Parameters<typeof csvText>[0]): Promise<string[]> =>
  (await csvText(rows)).split('\r\n');

describe('a table for a spreadsheet', () => {
  it('opens in a Norwegian Excel by a double click', async () => {
    const text = await csvText([
      ['Når', 'Tjeneste', 'Svartid', 'Eier'],
      ['23.11.2026 03:52', 'DIPS «Arena»; Bodø', 4.1, null],
    ]);
    expect(text).toBe('\uFEFFNår;Tjeneste;Svartid;Eier\r\n23.11.2026 03:52;"DIPS «Arena»; Bodø";4,1;\r\n');
  });

  it('quotes what holds quotes and lines', async () => {
    expect(await csvText([['a "b"', 'to\nlinjer']])).toBe('\uFEFF"a ""b""";"to\nlinjer"\r\n');
  });

  it.each(['=1+1', '+47 1', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])(
    'does not let a spreadsheet run %j',
    async (text) => {
      const [line = ''] = await lines([[text]]);
      expect(line.replace('\uFEFF', '').replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  it('leaves numbers numbers, also below zero', async () => {
    expect((await lines([[-1.5, 0, 1e21]]))[0]).toBe('\uFEFF-1,5;0;1e+21');
  });

  it('makes as many rows as were asked for, with one mark at the beginning', async () => {
    const text = await csvText(Array.from({ length: 2_500 }, (_, n) => [n, `rad ${n}`]));
    expect(text.split('\r\n')).toHaveLength(2_501);
    expect(text.split('\uFEFF')).toHaveLength(2);
    expect(text).toContain('\r\n2499;rad 2499\r\n');
  });

  it('is empty but for the mark without rows', async () => {
    expect(await csvText([])).toBe('\uFEFF');
  });
});

describe('a file name from words', () => {
  it.each([
    ['Alarmer 23.11.2026', 'Alarmer 23.11.2026.csv'],
    ['dips/arena: «Bodø»', 'dips arena «Bodø».csv'],
    ['../../etc/passwd', 'etc passwd.csv'],
    ['', 'Vaktrom.csv'],
    ['...', 'Vaktrom.csv'],
    ['a\u202egnp', 'a gnp.csv'],
  ])('takes %j', (name, file) => {
    const made = fileNameOf(name);
    expect(made).not.toMatch(/[/\\]/);
    expect(made.startsWith('.')).toBe(false);
    if (!name.startsWith('..')) expect(made).toBe(file);
  });
});
