import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  measuredMs,
  parsePerfdata,
  parsePluginOutput,
  parseRange,
} from '../../../../../electron/hub/checks/plugin-output';

const none = { warn: null, critical: null, min: null, max: null };

describe('parsePluginOutput', () => {
  it('parts the text from the performance data, with and without a space before the bar', () => {
    const http = parsePluginOutput(
      'HTTP OK: HTTP/1.0 200 OK - 168 bytes in 0.001 second response time |time=0.001376s;;;0.000000;10.000000 size=168B;;;0;\n',
    );
    expect(http.text).toBe('HTTP OK: HTTP/1.0 200 OK - 168 bytes in 0.001 second response time');
    expect(http.perfdata).toEqual([
      { ...none, label: 'time', value: 0.001376, unit: 's', min: 0, max: 10 },
      { ...none, label: 'size', value: 168, unit: 'B', min: 0 },
    ]);
    const tcp = parsePluginOutput('TCP OK - 0.000 second response time|time=0.000082s;;;0.000000;10.000000');
    expect(tcp.text).toBe('TCP OK - 0.000 second response time');
    expect(tcp.perfdata).toHaveLength(1);
  });

  it('takes the long text and the performance data of several lines', () => {
    const parsed = parsePluginOutput(
      'DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968\n' +
        '/ 15272 MB (77%);\n/boot 68 MB (69%); | /boot=68MB;88;93;0;98\n/home=69357MB;253404;253409;0;253414\n',
    );
    expect(parsed.text).toBe('DISK OK - free space: / 3326 MB (56%);');
    expect(parsed.long).toBe('/ 15272 MB (77%);\n/boot 68 MB (69%);');
    expect(parsed.perfdata.map((datum) => datum.label)).toEqual(['/', '/boot', '/home']);
  });

  it('is content with an empty bar, no bar, a first line without text, and nothing at all', () => {
    expect(parsePluginOutput('SNMP OK - Timeticks: (1634) 0:00:16.34 | ')).toEqual({
      text: 'SNMP OK - Timeticks: (1634) 0:00:16.34',
      long: '',
      perfdata: [],
    });
    expect(parsePluginOutput('CRITICAL: test critical\n').text).toBe('CRITICAL: test critical');
    expect(parsePluginOutput('\r\n\r\nsecond line\r\n').text).toBe('second line');
    expect(parsePluginOutput('')).toEqual({ text: '', long: '', perfdata: [] });
  });
});

describe('parsePerfdata', () => {
  it('reads quoted labels with spaces, doubled quotes and equals signs', () => {
    const labels = parsePerfdata("'C:\\ used space'=1GB 'it''s'=2 'a=b'=3 plain/label.1=4%").map(
      ({ label, value, unit }) => [label, value, unit],
    );
    expect(labels).toEqual([
      ['C:\\ used space', 1, 'GB'],
      ["it's", 2, ''],
      ['a=b', 3, ''],
      ['plain/label.1', 4, '%'],
    ]);
  });

  it('reads every unit of the guidelines, negative and exponent numbers, and U as not determined', () => {
    const values = parsePerfdata('a=1s b=2us c=3ms d=4% e=5KB f=6c g=-7.5 h=1.2e-05s i=U j=.5 k=5EB').map(
      ({ value, unit }) => [value, unit],
    );
    expect(values).toEqual([
      [1, 's'],
      [2, 'us'],
      [3, 'ms'],
      [4, '%'],
      [5, 'KB'],
      [6, 'c'],
      [-7.5, ''],
      [1.2e-5, 's'],
      [null, ''],
      [0.5, ''],
      [5, 'EB'],
    ]);
  });

  it('keeps thresholds as ranges', () => {
    expect(parsePerfdata('load1x100=22;0:500;@10:1000;0;')).toEqual([
      {
        label: 'load1x100',
        value: 22,
        unit: '',
        warn: { start: 0, end: 500, inside: false },
        critical: { start: 10, end: 1000, inside: true },
        min: 0,
        max: null,
      },
    ]);
  });

  it('leaves out what is no item and goes on behind it', () => {
    expect(
      parsePerfdata("garbage rta=nan =5 x= 'open=1 two  words=3 ok=7").map(({ label, value }) => [
        label,
        value,
      ]),
    ).toEqual([
      ['words', 3],
      ['ok', 7],
    ]);
  });

  it('gives back what was printed, whatever the label', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            label: fc.string({ minLength: 1 }).filter((label) => !/[\r\n|]/.test(label)),
            value: fc.integer({ min: -1e9, max: 1e9 }),
            unit: fc.constantFrom('', 's', 'ms', 'us', '%', 'B', 'KB', 'MB', 'TB', 'c'),
          }),
          { maxLength: 20 },
        ),
        (data) => {
          const printed = data.map(
            ({ label, value, unit }) => `'${label.replaceAll("'", "''")}'=${value}${unit};;`,
          );
          const read = parsePluginOutput(`OK|${printed.join(' ')}`).perfdata;
          expect(read.map(({ label, value, unit }) => ({ label, value, unit }))).toEqual(
            data.map((one) => ({ ...one, value: one.value + 0 })),
          );
        },
      ),
    );
  });

  it('never throws and ends soon on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(parsePluginOutput(text).text).toBeTypeOf('string');
        expect(parsePerfdata(text).length).toBeLessThanOrEqual(500);
      }),
    );
    expect(parsePerfdata("'".repeat(65_536))).toEqual([]);
    expect(parsePerfdata('a'.repeat(65_536))).toEqual([]);
    expect(parsePerfdata('=;'.repeat(32_768))).toEqual([]);
    expect(parsePerfdata('x=1 '.repeat(16_384))).toHaveLength(500);
  });
});

describe('parseRange', () => {
  it.each([
    ['10', { start: 0, end: 10, inside: false }],
    ['10:', { start: 10, end: Number.POSITIVE_INFINITY, inside: false }],
    ['~:10', { start: Number.NEGATIVE_INFINITY, end: 10, inside: false }],
    ['10:20', { start: 10, end: 20, inside: false }],
    ['@10:20', { start: 10, end: 20, inside: true }],
    ['5.000000', { start: 0, end: 5, inside: false }],
  ])('reads %s as the guidelines do', (text, range) => {
    expect(parseRange(text)).toEqual(range);
  });

  it.each(['', '@', 'x', '20:10', '1:2:3', '-5', '10s'])('has none in "%s"', (text) => {
    expect(parseRange(text)).toBeNull();
  });
});

describe('measuredMs', () => {
  it('takes time in s, ms and us, and else the round trip of a ping', () => {
    expect(measuredMs(parsePerfdata('size=5B time=0.25s;;;'))).toBe(250);
    expect(measuredMs(parsePerfdata('time=12ms'))).toBe(12);
    expect(measuredMs(parsePerfdata('time=500us'))).toBe(0.5);
    expect(measuredMs(parsePerfdata('rta=0.042000ms;100;500;0 pl=0%'))).toBe(0.042);
  });

  it('is null without one that can be believed', () => {
    expect(measuredMs(parsePerfdata('time=U'))).toBeNull();
    expect(measuredMs(parsePerfdata('time=12'))).toBeNull();
    expect(measuredMs(parsePerfdata('time=-1s'))).toBeNull();
    expect(measuredMs(parsePerfdata('load1=0.2'))).toBeNull();
    expect(measuredMs(parsePerfdata(`time=${'9'.repeat(400)}s`))).toBeNull();
    expect(measuredMs(parsePerfdata('time=1e308s rta=3ms'))).toBe(3);
  });
});
