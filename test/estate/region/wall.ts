/** The wall of CONTROL-ROOM.md: six 55-inch displays, 1–3 above and 4–6 below, seven metres from the desks. */
export function wallLines(): string[] {
  const displays = Array.from({ length: 6 }, (_, index) => ({
    id: `skjerm-${index + 1}`,
    name: `Skjerm ${index + 1}`,
    col: (index % 3) + 1,
    row: Math.floor(index / 3) + 1,
  }));
  return [
    '# How the wall hangs. A computer with fewer displays takes the first of them, and scenes fold.',
    'wall:',
    '  size: 1920x1080',
    '  pitch: 0.634',
    '  bezel: 4',
    '  distance: 7',
    '  rest: normal',
    '  displays:',
    ...displays.map(
      ({ id, name, col, row }) => `    - { id: ${id}, name: ${name}, col: ${col}, row: ${row} }`,
    ),
    '  # The most important faults bring up Hendelse by themselves, and let go of the wall two minutes after.',
    '  takeOver:',
    '    - { id: viktigst, name: De viktigste, priorities: [1], incidents: [major], scene: hendelse, hold: 2m }',
  ];
}
