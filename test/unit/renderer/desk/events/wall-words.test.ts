import { expect, it } from 'vitest';
import { commandName, subjectName } from '../../../../../renderer/desk/events/command-words';
import { wallWords } from '../../../../../renderer/desk/events/wall-words';
import { translator } from '../../../../../renderer/i18n';
import { WallBench } from '../../../../fixtures/wall-bench';

const say = (lang: 'nb' | 'en') => ({ t: translator(lang), lang });

it('what was done to the wall is said in both languages, with who did it', () => {
  const bench = new WallBench();
  const { graph, catalogue, wall } = bench.state;
  const names = { graph, catalogue, wall };
  const told = (lang: 'nb' | 'en') => {
    const body = { type: 'wall.moved' as const, what: 'scene' as const, wall: bench.wall };
    return wallWords({ ...body, actor: 'kari', actedAt: bench.now }, bench.now, names, say(lang)).text;
  };
  bench.act('wall.scene', { scene: 'vaktskifte', about: 'core', until: bench.now + 3_600_000 });
  expect(told('nb')).toMatch(/^Vaktskifte om core til .*kari/);
  expect(told('en')).toMatch(/^Vaktskifte about core until .*kari/);
  bench.act('wall.clear', { what: 'scene', id: null });
  bench.alarm('core', { priority: 1 });
  bench.look();
  const taken = { type: 'wall.moved' as const, what: 'take-over' as const, wall: bench.wall };
  const words = wallWords({ ...taken, actor: null, actedAt: null }, bench.now, names, say('nb'));
  expect(words).toMatchObject({ subject: 'Veggen', text: 'Hendelse tok over for core' });
  expect(commandName('wall.send', translator('nb'))).toBe('Send til veggen');
  expect(subjectName(names, 'wall', say('en'))).toBe('The wall');
  expect(subjectName(names, 'scene/normal', say('nb'))).toBe('Scenen Normal');
});

it('that somebody cared for a wall is said with which, how and who', () => {
  const { state } = new WallBench();
  const { graph, catalogue, wall } = state;
  const names = { graph, catalogue, wall };
  const body = { type: 'wall.cared' as const, console: 'k', name: 'vegg-v', actor: 'kari', actedAt: 1_000 };
  const told = (lang: 'nb' | 'en', window: string | null, how: 'reload' | 'recreate' | 'restart') =>
    wallWords({ ...body, window, how }, 2_000, names, say(lang));
  expect(told('nb', 'wall-2', 'recreate')).toMatchObject({
    subject: 'Veggen på vegg-v',
    text: expect.stringMatching(/^nytt vindu for wall-2 bestilt.*kari/),
  });
  expect(told('nb', null, 'reload').text).toMatch(/^ny lasting bestilt/);
  expect(told('en', null, 'restart').text).toMatch(/^restart asked for.*kari/);
  expect(commandName('wall.care', translator('nb'))).toBe('Stell av veggen');
});
