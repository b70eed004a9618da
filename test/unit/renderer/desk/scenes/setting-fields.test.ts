import { describe, expect, it } from 'vitest';
import { REFRESHES, SETTING_FIELDS } from '../../../../../renderer/desk/scenes/setting-fields';
import { PANEL_KINDS, PANEL_SETTINGS } from '../../../../../shared/model/panels';

describe('the form of a panel', () => {
  it.each(PANEL_KINDS)('asks for every setting of %s, and for nothing else', (kind) => {
    const asked = SETTING_FIELDS[kind].map(({ name }) => name).sort();
    expect(asked).toEqual(Object.keys(PANEL_SETTINGS[kind].shape).sort());
  });

  it('has the bounds of the schemas', () => {
    for (const kind of PANEL_KINDS) {
      for (const field of SETTING_FIELDS[kind]) {
        const schema = Reflect.get(PANEL_SETTINGS[kind].shape, field.name) as {
          safeParse(value: unknown): { success: boolean };
        };
        const takes = (value: unknown): boolean => schema.safeParse(value).success;
        const where = `${kind}.${field.name}`;
        if (field.as === 'number') {
          const step = field.step ?? 1;
          expect([where, takes(field.least), takes(field.most)]).toEqual([where, true, true]);
          expect([where, takes(field.least - step), takes(field.most + step)]).toEqual([where, false, false]);
        } else if (field.as === 'ids') {
          const many = (count: number): string[] =>
            Array.from({ length: count }, (_, index) => `id-${index}`);
          expect([where, takes(many(field.most)), takes(many(field.most + 1))]).toEqual([where, true, false]);
        } else if (field.as === 'hours') {
          expect([where, field.choices.every(takes)]).toEqual([where, true]);
        } else if (field.as === 'refresh') {
          expect([where, REFRESHES.every(takes)]).toEqual([where, true]);
        }
      }
    }
  });
});
