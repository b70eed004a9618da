// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import {
  dropFilter,
  keepFilter,
  MAX_SAVED,
  savedFilters,
} from '../../../../../renderer/desk/alarms/saved-filters';

describe('saved filters', () => {
  beforeEach(() => localStorage.clear());

  it('stay in the order in which they were kept, each once', () => {
    keepFilter('eier:meg');
    keepFilter(' pri:1 ');
    keepFilter('eier:meg');
    expect(savedFilters().map(({ text }) => text)).toEqual(['eier:meg', 'pri:1']);
  });

  it('are no more than there are digits, and an empty one is none', () => {
    for (let count = 0; count < 12; count++) keepFilter(`pri:1 a${count}`);
    keepFilter('  ');
    expect(savedFilters()).toHaveLength(MAX_SAVED);
    expect(savedFilters()[0]?.text).toBe('pri:1 a0');
  });

  it('are forgotten one by one, and survive a storage that holds something else', () => {
    keepFilter('a');
    keepFilter('b');
    expect(dropFilter('a').map(({ name }) => name)).toEqual(['b']);
    localStorage.setItem('vaktrom:alarm-filters', '[not json');
    expect(savedFilters()).toEqual([]);
  });
});
