// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type AlarmLook, alarmLook, alarmParts } from '../../../../renderer/parts/alarm-shape';
import { AlarmShape } from '../../../../renderer/parts/alarm-shape-icon';
import { ALARM_STATES } from '../../../../shared/model/alarms';
import { NODE_STATES } from '../../../../shared/model/states';

afterEach(cleanup);
const LOOKS: readonly AlarmLook[] = ['solid', 'outline', 'latched', 'thin', 'grey'];

describe('an alarm’s shape', () => {
  it('has the outline of its state in every look, so that colour and fill are never all that tells', () => {
    for (const state of NODE_STATES) {
      const bodies = new Set(LOOKS.map((look) => alarmParts(state, look).find(({ body }) => body)?.d));
      expect([...bodies], state).toHaveLength(1);
    }
  });

  it('tells what is owed by how much of it is ink: no two looks are drawn alike', () => {
    for (const state of NODE_STATES) {
      // Out of service is the thin one without its colour, which CSS takes away.
      const drawn = LOOKS.filter((look) => look !== 'grey').map((look) =>
        JSON.stringify(alarmParts(state, look)),
      );
      expect(new Set(drawn).size, state).toBe(drawn.length);
    }
  });

  it('is solid only for what nobody has taken, and dashed only for what came back unseen', () => {
    const solid = ALARM_STATES.filter((state) => alarmLook(state) === 'solid');
    expect(solid).toEqual(['unacknowledged']);
    for (const state of NODE_STATES) {
      for (const look of LOOKS) {
        expect(alarmParts(state, look).some(({ dashed }) => dashed)).toBe(look === 'latched');
      }
    }
  });

  it('pulses only while nobody has taken it', () => {
    const { container, rerender } = render(<AlarmShape state="down" look="solid" size={22} />);
    expect(container.querySelector('.alarm-pulse')).not.toBeNull();
    rerender(<AlarmShape state="down" look="outline" size={22} />);
    expect(container.querySelector('.alarm-pulse')).toBeNull();
  });

  it('is decoration beside words, and announced where it stands alone', () => {
    const { container, rerender } = render(<AlarmShape state="stale" look="outline" size={15} />);
    expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
    rerender(<AlarmShape state="stale" look="outline" size={15} label="Utdatert" />);
    expect(container.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('Utdatert');
  });
});
