import { describe, expect, it } from 'vitest';
import { onWatchPanel } from '../../../../../renderer/wall/panels/on-watch';
import { itemsOf, NOW, stagePanel } from './room-stage';

const MINUTE = 60_000;

describe('the panel of who has the watch', () => {
  it('names who has it with initials, and until when in its title', () => {
    const { facts, words, drawing } = stagePanel(onWatchPanel);
    expect(facts.head.title).toBe('På vakt til 07:15');
    expect(words).toContain('Nattoperatør');
    expect(words).toContain('NO');
    expect(drawing.said[0]).toContain('Nattoperatør');
  });

  it('is in the largest type where there is room', () => {
    const { drawing, view } = stagePanel(onWatchPanel);
    const name = itemsOf(drawing).find((item) => item.kind === 'text' && item.text === 'Nattoperatør');
    expect(name).toMatchObject({ size: view.scale.first });
  });

  it('says of each team whether it was called in this watch, and what came of it', () => {
    const { drawing } = stagePanel(onWatchPanel);
    const line = (name: string): string => drawing.said.find((said) => said.startsWith(name)) ?? '';
    expect(line('Nettvakt')).toContain('svarte 04:11');
    expect(line('DIPS')).toContain('svarte ikke 04:22');
    expect(line('Server og lagring')).toContain('ventes 05:32');
    expect(line('Integrasjon')).toContain('ringes siden 04:51');
    expect(line('Hendelsesleder')).toContain('ikke ringt');
  });

  it('puts a team that nobody answers for first, and strongly', () => {
    const { drawing } = stagePanel(onWatchPanel);
    const teams = drawing.said.slice(drawing.said.indexOf('Bakvakt nå') + 1);
    expect(teams[0]).toBe('Bildediagnostikk · ingen bakvakt');
  });

  it('leaves a call of an earlier watch out', () => {
    const { drawing } = stagePanel(onWatchPanel, {
      happens: (say, board) => {
        const duty = [...board.watch.values()].find((entity) => entity.kind === 'duty');
        if (duty?.kind !== 'duty') throw new Error('nobody has the watch');
        const value = { ...duty.value, since: NOW - 10 * MINUTE };
        say(NOW - 10 * MINUTE, {
          type: 'duty.changed',
          duty: value,
          why: 'taken',
          actor: 'natt',
          actedAt: NOW,
        });
      },
    });
    expect(drawing.said.find((said) => said.startsWith('Nettvakt'))).toContain('ikke ringt');
    expect(drawing.said.find((said) => said.startsWith('Integrasjon'))).toContain('ringes');
  });

  it('shows only the teams that it is asked for', () => {
    const { drawing } = stagePanel(onWatchPanel, { settings: { teams: ['dips'] } });
    expect(drawing.said.filter((said) => said.includes('ringt') || said.includes('svarte'))).toHaveLength(1);
  });

  it('says that a shift has ended and nobody has taken over', () => {
    const late = Date.UTC(2026, 10, 23, 6, 40);
    const { facts, drawing } = stagePanel(onWatchPanel, { now: late });
    expect(facts.head.title).toBeNull();
    expect(drawing.said).toContain('Vakten sluttet 07:15 og er ikke overtatt');
    expect(itemsOf(drawing).some((item) => item.kind === 'shape' && item.state === 'warning')).toBe(true);
  });

  it('says that no desk is on watch', () => {
    const { drawing } = stagePanel(onWatchPanel, { scene: 'nobody' });
    expect(drawing.said).toContain('Ingen pult på vakt: alarmer lyder overalt');
  });

  it('has the watch where the desks have it in a room without a plan', () => {
    const { words } = stagePanel(onWatchPanel, { scene: 'night' });
    expect(words).toEqual(expect.arrayContaining(['Nattoperatør', 'Brukerstøtte']));
  });

  it('says who comes next by the plan', () => {
    const { drawing } = stagePanel(onWatchPanel);
    expect(drawing.said.some((said) => said.startsWith('Neste: Dag, Dagoperatør 1'))).toBe(true);
  });

  it('says that the younger of two shifts comes next while they meet', () => {
    const { drawing } = stagePanel(onWatchPanel, { now: Date.UTC(2026, 10, 23, 6, 5) });
    expect(drawing.said.some((said) => said.startsWith('Neste: Dag, '))).toBe(true);
  });

  it('counts the teams that it has no room for', () => {
    const { drawing } = stagePanel(onWatchPanel, { body: { w: 880, h: 300 } });
    expect(drawing.leftOut).toBeGreaterThan(0);
    const shown = drawing.said.filter((said) => /ringt|svarte|ventes|ringes|ingen bakvakt/.test(said)).length;
    expect(shown + drawing.leftOut).toBe(6);
  });
});
