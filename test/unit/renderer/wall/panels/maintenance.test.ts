import { describe, expect, it } from 'vitest';
import { maintenancePanel } from '../../../../../renderer/wall/panels/maintenance';
import { itemsOf, stagePanel } from './room-stage';

describe('the panel of planned work', () => {
  it('says what runs, what it covers, and until when', () => {
    const { drawing } = stagePanel(maintenancePanel);
    expect(drawing.said[0]).toBe('Ny fastvare i WAN-ruter · pågår til 05:37');
    expect(drawing.said[1]).toBe('WAN, Bodø');
  });

  it('lists what begins within its hours, the first first', () => {
    const { drawing } = stagePanel(maintenancePanel);
    const coming = drawing.said.slice(drawing.said.indexOf('Kommer') + 1);
    expect(coming[0]).toMatch(/^Sertifikat på integrasjonsmotoren.*10:52–11:52$/u);
    expect(coming[1]).toBe('Bytte av kantsvitsjer · alt i Mo · 19:52–23:52');
    const near = stagePanel(maintenancePanel, { settings: { hours: 7 } });
    expect(near.drawing.said.some((said) => said.includes('kantsvitsjer'))).toBe(false);
  });

  it('puts what is over its time first, with its mark and its age', () => {
    const { drawing } = stagePanel(maintenancePanel, { scene: 'overrun', estate: 'demo' });
    expect(drawing.said[0]).toBe('Bytte av kantsvitsjer · over tiden siden 04:12, 40 min');
    const marks = itemsOf(drawing).flatMap((item) => (item.kind === 'mark' ? [item.mark] : []));
    expect(marks).toEqual(['overrun', 'maintenance']);
  });

  it('says that there is none now, and none planned', () => {
    const { drawing } = stagePanel(maintenancePanel, { scene: 'normal', settings: { hours: 1 } });
    expect(drawing.said).toEqual(['Ingen nå', 'Ingen planlagt den neste timen']);
  });
});
