import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../../../electron/main/app/arguments';

const parse = (...argv: string[]) => parseArguments(argv);

describe('the app’s own flags', () => {
  it('opens a wall and a desk in the user’s own profile when nothing is said', () => {
    expect(parse()).toEqual({
      ok: true,
      args: {
        config: null,
        hub: null,
        tokenFile: null,
        ca: null,
        data: null,
        hubData: null,
        kinds: ['wall', 'desk'],
        walls: null,
        wallDisplay: null,
        lang: null,
        theme: null,
        demo: false,
      },
    });
  });

  it('takes values after a space and after an equals sign', () => {
    const spaced = parse('--config', 'a.yaml', '--lang', 'en', '--windows', '4', '--wall-display', '2');
    const joined = parse('--config=a.yaml', '--lang=en', '--windows=4', '--wall-display=2');
    expect(spaced).toEqual(joined);
    expect(spaced.ok && spaced.args).toMatchObject({
      config: 'a.yaml',
      lang: 'en',
      walls: 4,
      wallDisplay: 2,
    });
  });

  it('leaves the switches of Chromium and Electron and positional words alone', () => {
    const parsed = parse(
      '.',
      '--no-sandbox',
      '--remote-debugging-port=0',
      '--inspect=0',
      '--display=:77',
      '--desk',
      'x',
    );
    expect(parsed.ok && parsed.args).toMatchObject({ kinds: ['desk'], wallDisplay: null });
  });

  it('keeps an equals sign inside a value', () => {
    const parsed = parse('--hub=https://hub.example/?a=b');
    expect(parsed.ok && parsed.args.hub).toBe('https://hub.example/?a=b');
  });

  it.each([
    [['--lang=sv'], /--lang is nb or en, not 'sv'/],
    [['--theme', 'blue'], /--theme is night or day/],
    [['--windows=0'], /--windows is a whole number from 1 to 16/],
    [['--windows=2.5'], /--windows is a whole number/],
    [['--config'], /--config needs a value/],
    [['--config', '--wall'], /--config needs a value/],
    [['--hub=ftp://hub'], /--hub is a URL/],
    [['--hub=hub'], /--hub is a URL/],
    [['--hub=http://h', '--config=a'], /exclude each other/],
  ])('refuses %j and says why', (argv, reason) => {
    const parsed = parse(...argv);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.problems.join('\n')).toMatch(reason);
  });

  it('says all that is wrong at once', () => {
    const parsed = parse('--lang=sv', '--theme=blue');
    expect(!parsed.ok && parsed.problems).toHaveLength(2);
  });
});
