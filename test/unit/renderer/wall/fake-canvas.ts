/** A canvas context that notes what is drawn, for a DOM that has none. */
export interface FakeContext {
  readonly ctx: CanvasRenderingContext2D;
  /** `fillText` calls: text, x, y. */
  readonly texts: [string, number, number][];
  /** `fillRect` calls: colour and rectangle. */
  readonly rects: [string, number, number, number, number][];
  clear(): void;
}

/** @param widthOf the width of a text, in em */
export function fakeContext(widthOf: (text: string) => number = (text) => text.length * 0.55): FakeContext {
  const texts: FakeContext['texts'] = [];
  const rects: FakeContext['rects'] = [];
  const nothing = (): void => {};
  const state = { font: '400 10px x', fillStyle: '', textAlign: 'left' };
  const sizeOf = (): number => Number(/([\d.]+)px/u.exec(state.font)?.[1] ?? 0);
  const drawn = {
    fillText: (text: string, x: number, y: number) => texts.push([text, x, y]),
    fillRect: (x: number, y: number, w: number, h: number) =>
      rects.push([String(state.fillStyle), x, y, w, h]),
    measureText: (text: string) => ({ width: widthOf(text) * sizeOf() }),
  };
  const ctx = new Proxy(state, {
    get: (target, key) => Reflect.get(drawn, key) ?? Reflect.get(target, key) ?? nothing,
    set: (target, key, value) => Reflect.set(target, key, value),
  }) as unknown as CanvasRenderingContext2D;
  return {
    ctx,
    texts,
    rects,
    clear() {
      texts.length = 0;
      rects.length = 0;
    },
  };
}

/** Path2D for a DOM that has none. */
export class FakePath {
  readonly d: string;
  constructor(d = '') {
    this.d = d;
  }
}

/** Lets canvases of a DOM that has none hand their drawing over; what is drawn goes to `ctx`. @returns those that did */
export function handOver(ctx: FakeContext['ctx']): EventTarget[] {
  const handed: EventTarget[] = [];
  class FakeOffscreen extends EventTarget {
    width = 300;
    height = 150;
    getContext(): FakeContext['ctx'] {
      return ctx;
    }
  }
  HTMLCanvasElement.prototype.transferControlToOffscreen = () => {
    const made = new FakeOffscreen();
    handed.push(made);
    return made as unknown as OffscreenCanvas;
  };
  return handed;
}
