import { describe, expect, it } from 'vitest';
import { lateBanners } from '../../../../../renderer/desk/roster/late-banners';
import { translator } from '../../../../../renderer/i18n';
import type { WatchEntity } from '../../../../../shared/model/watch';
import { ManualClock } from '../../../../../shared/time/clock';
import { AlarmDesk } from '../../../../fixtures/desk-harness/alarm-desk';
import { watchScene } from '../../../../fixtures/desk-harness/watch-scene';

const desk = new AlarmDesk(new ManualClock());
watchScene(desk, true);
const names = { catalogue: desk.state.catalogue, graph: desk.state.graph, people: desk.state.people };
const speech = { t: translator('nb'), lang: 'nb' as const };
const banners = (
  person: string | null,
  leader: boolean,
  watch: ReadonlyMap<string, WatchEntity> = desk.state.watch,
) =>
  lateBanners(
    watch,
    null,
    { person, leader },
    names as unknown as Parameters<typeof lateBanners>[3],
    desk.hubNow(),
    speech,
  );

describe('a handover that is late', () => {
  it('is told to everybody, with who is responsible all the same', () => {
    const [banner, ...more] = banners('stotte', false);
    expect(more).toEqual([]);
    expect(banner).toMatchObject({
      tone: 'warning',
      loud: false,
      act: { to: { handover: 'sent-vaktskifte' } },
    });
    expect(banner?.title).toMatch(/er ikke gjort: skulle vært ferdig 03:49, for 11 min siden/);
    expect(banner?.text).toBe(
      'nattoperatør har ansvaret til det er godtatt. Det er signert, og venter på dagoperatør 1, dagoperatør 2.',
    );
  });

  it('is louder to those it is between, and to the shift leader, who is asked to follow it up', () => {
    expect(banners('natt', false)[0]?.loud).toBe(true);
    expect(banners('dag2', false)[0]?.loud).toBe(true);
    expect(banners('leder', true)[0]).toMatchObject({
      loud: true,
      text: expect.stringContaining('Til vaktlederen'),
    });
    expect(banners(null, false)[0]?.loud).toBe(false);
  });

  it('is told no more when it is accepted', () => {
    const accepted = new Map(desk.state.watch);
    const late = accepted.get('handover:sent-vaktskifte');
    if (late?.kind !== 'handover') throw new Error('the scene has a handover');
    accepted.set('handover:sent-vaktskifte', {
      kind: 'handover',
      value: { ...late.value, state: 'accepted' },
    });
    expect(banners('natt', false, accepted)).toEqual([]);
  });
});
