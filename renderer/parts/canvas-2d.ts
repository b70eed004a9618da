/** What is drawn on: a canvas of the page, or one that is handed to the compositor by itself. */
export type Canvas2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
