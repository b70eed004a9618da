import { describe, expect, it } from 'vitest';
import { paperHtml } from '../../../../renderer/handover/paper/note-html';
import { paperName } from '../../../../renderer/handover/paper/use-paper';
import type { Handover, SignedText } from '../../../../shared/model/handover';
import { pastHandovers } from '../../../fixtures/handover-harness/past';

const names = { person: (id: string) => `P ${id}`, position: (id: string) => id, shift: (id: string) => id };
const [, , excepted] = pastHandovers();
if (!excepted?.text) throw new Error('a night with an exception');
const { handover, text } = excepted as { handover: Handover; text: SignedText };
const html = (change: Partial<{ handover: Handover; text: SignedText }> = {}): string =>
  paperHtml({ handover, text, names, amended: new Map(), at: handover.movedAt, ...change });

describe('a handover on paper', () => {
  it('says what was signed, by whom, when, with what exception, and the hash it is checked by', () => {
    const page = html();
    for (const line of text.lines) expect(page).toContain(line.text);
    expect(page).toContain('P natt');
    expect(page).toContain('med unntak: Dagoperatør 1 ble sittende fast på E6');
    expect(page).toContain(`SHA-256: ${handover.hash}`);
    expect(page).toContain('Ikke gjort');
  });

  it('is text wherever people wrote it: no markup, no script, nothing fetched', () => {
    const evil = '<img src=x onerror=alert(1)><script>alert(1)</script>';
    const page = html({
      text: { ...text, summary: evil, lines: text.lines.map((line) => ({ ...line, text: evil, lead: 4 })) },
    });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/<[^>]*\s(?:src|href)=/);
  });

  it('says of a draft that nobody has signed it', () => {
    const page = html({
      handover: { ...handover, hash: null, signatures: [], acceptedAt: null, state: 'preparing' },
    });
    expect(page).toContain('Utkast, ikke signert');
    expect(page).toContain('Ikke signert');
    expect(page).not.toContain('Signert tekst');
  });

  it('says that there is no summary, where nobody wrote one', () => {
    expect(html({ text: { ...text, summary: '' } })).toContain('Sammendrag er ikke skrevet');
    expect(html({ text: { ...text, summary: 'Rolig natt' } })).not.toContain('Sammendrag er ikke skrevet');
  });

  it('keeps what was struck, with its reason and its author', () => {
    const struck = { at: handover.movedAt, by: 'natt', reason: 'sto to ganger' };
    const page = html({ text: { ...text, lines: text.lines.map((line) => ({ ...line, struck })) } });
    expect(page).toContain('<del>');
    expect(page).toContain('av P natt: sto to ganger');
  });

  it('has the words of what was proposed after signing', () => {
    const amendment = {
      id: 'a',
      at: handover.movedAt,
      by: 'dag2',
      line: 'watch/T-9',
      section: 'watch' as const,
      hash: '0'.repeat(64),
      state: 'taken' as const,
      decided: { at: handover.movedAt, by: 'dag1' },
    };
    const page = paperHtml({
      handover: { ...handover, amendments: [amendment] },
      text,
      names,
      amended: new Map([['0'.repeat(64), 'Spør igjen 12:00']]),
      at: handover.movedAt,
    });
    expect(page).toContain('Spør igjen 12:00');
    expect(page).toContain('tatt med av P dag1');
  });

  it('is filed by its number', () => {
    expect(paperName('H-41', '2026-11-22_natt')).toBe('Vaktskifte H-41 2026-11-22_natt');
    expect(paperName('', '2026-11-22_natt')).toBe('Vaktskifte 2026-11-22_natt');
  });
});
