import * as Y from 'yjs';
import type { Presence } from '../../../shared/contract/documents';
import type { DeskBridge, News } from '../../../shared/contract/ipc';
import {
  type HandoverDocument,
  READ_BACK_TEXT,
  readDocument,
  SUMMARY_TEXT,
} from '../../../shared/rules/handover/document';
import type { Clock } from '../../../shared/time/clock';
import type { Failure, Result } from '../../../shared/util/result';

/** The origin of what a person at this window does: the only thing that Ctrl Z takes back. */
export const MINE = 'mine';
/** The origin of what main tells: it is not sent back. */
const THEIRS = 'theirs';

/** What failed is tried again after this, doubled each time up to the last, ms. */
const RETRY_MS = 250;
const RETRY_MAX_MS = 5_000;

export type DocumentBridge = Pick<
  DeskBridge,
  'openDoc' | 'updateDoc' | 'presentInDoc' | 'closeDoc' | 'onDoc'
>;

/** What a window knows of a document that people write together. */
export interface DocumentState {
  /** `failed`: main did not hand it out (`fault`); it is being asked again. */
  readonly phase: 'opening' | 'open' | 'failed';
  /** The hub is there, and has all that this console has. */
  readonly live: boolean;
  /** All that was written here is on this console's disk. */
  readonly saved: boolean;
  /** When main last said so, by this machine's clock, ms; null: nothing was written here. */
  readonly savedAt: number | null;
  /** Why the last thing was not saved, by main's code and words; it is tried again. Null: nothing is wrong. */
  readonly fault: Failure | null;
  /** Everybody else who is in it. */
  readonly present: readonly Presence[];
  readonly document: HandoverDocument;
  /** Something of one's own can be taken back, or done again. */
  readonly undoable: boolean;
  readonly redoable: boolean;
}

/**
 * A window's own copy of a document. It talks to main only: what is written here goes there at once, one message at a time
 * with what was written meanwhile in the next, and is kept here and tried again until main has it on disk.
 */
export class SharedDocument {
  readonly id: string;
  readonly doc = new Y.Doc();
  readonly #bridge: DocumentBridge;
  readonly #clock: Clock;
  readonly #undo: Y.UndoManager;
  readonly #listeners = new Set<() => void>();
  #state: DocumentState;
  #waiting: Uint8Array[] = [];
  #sending = false;
  #held: Uint8Array[] | null = null;
  #failures = 0;
  #cancelRetry: () => void = () => {};
  #running = false;
  #place: Pick<Presence, 'line' | 'writing'> = { line: null, writing: false };

  constructor(bridge: DocumentBridge, id: string, clock: Clock) {
    this.id = id;
    this.#bridge = bridge;
    this.#clock = clock;
    const { doc } = this;
    this.#undo = new Y.UndoManager(
      [
        doc.getMap('own'),
        doc.getMap('struck'),
        doc.getMap('severity'),
        doc.getText(SUMMARY_TEXT),
        doc.getText(READ_BACK_TEXT),
      ],
      { trackedOrigins: new Set([MINE]) },
    );
    this.#state = {
      phase: 'opening',
      live: false,
      saved: true,
      savedAt: null,
      fault: null,
      present: [],
      document: readDocument(doc),
      undoable: false,
      redoable: false,
    };
  }

  getState = (): DocumentState => this.#state;

  subscribe = (listen: () => void): (() => void) => {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  };

  /** Opens it at main, and keeps it up until the function that is returned is called. */
  start(): () => void {
    this.#running = true;
    const { doc } = this;
    doc.on('update', this.#wrote);
    doc.on('afterTransaction', this.#changed);
    const end = this.#bridge.onDoc((news) => this.#receive(news));
    this.#open();
    return () => {
      this.#running = false;
      this.#cancelRetry();
      end();
      doc.off('update', this.#wrote);
      doc.off('afterTransaction', this.#changed);
      void this.#bridge.closeDoc(this.id);
    };
  }

  /** Makes a change of one's own, which can be taken back. */
  change(run: (doc: Y.Doc) => void): void {
    this.doc.transact(() => run(this.doc), MINE);
  }

  /** From now on, what is done to this text can be taken back too. */
  tracks(text: Y.Text): void {
    this.#undo.addToScope(text);
  }

  /** What comes next is a step of its own for `undo`. */
  newStep(): void {
    this.#undo.stopCapturing();
  }

  /** Takes back the last thing that was done at this window; what others wrote since stays. */
  undo(): void {
    this.#undo.undo();
    this.#tell({});
  }

  redo(): void {
    this.#undo.redo();
    this.#tell({});
  }

  /** While somebody composes a letter (a dead key, an input method), nothing may move under them: news waits. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const update of held) Y.applyUpdate(this.doc, update, THEIRS);
  }

  /** Says where this window is: the line, and whether it writes there. */
  at(line: string | null, writing: boolean): void {
    if (line === this.#place.line && writing === this.#place.writing) return;
    this.#place = { line, writing };
    this.#sayPlace();
  }

  #sayPlace(): void {
    if (this.#state.phase !== 'open') return;
    // Presence is news of the moment: one that did not arrive is not worth a word.
    void this.#bridge.presentInDoc({ doc: this.id, ...this.#place });
  }

  #open(): void {
    this.#bridge.openDoc(this.id).then(
      (answer) => {
        if (!this.#running) return;
        if (!answer.ok) return this.#openFailed(answer.error);
        const { update, present, live } = answer.value;
        this.#failures = 0;
        this.#tell({ phase: 'open', fault: null, present, live });
        this.#take(update);
        this.#sayPlace();
        this.#send();
      },
      (error: unknown) => this.#openFailed({ code: 'ipc', message: wordsOf(error) }),
    );
  }

  #openFailed(fault: Failure): void {
    if (!this.#running) return;
    this.#tell({ phase: 'failed', fault });
    this.#again(() => this.#open());
  }

  #receive({ doc, update, present, live }: News['doc:changed']): void {
    if (doc !== this.id) return;
    if (update !== null) this.#take(update);
    this.#tell({ present, live });
  }

  #take(update: Uint8Array): void {
    if (this.#held) this.#held.push(update);
    else Y.applyUpdate(this.doc, update, THEIRS);
  }

  #wrote = (update: Uint8Array, origin: unknown): void => {
    if (origin === THEIRS) return;
    this.#waiting.push(update);
    this.#tell({ saved: false });
    this.#send();
  };

  #changed = (transaction: Y.Transaction): void => {
    if (transaction.changed.size > 0) this.#tell({ document: readDocument(this.doc) });
  };

  #send(): void {
    if (this.#sending || this.#waiting.length === 0 || this.#state.phase !== 'open') return;
    const update = Y.mergeUpdates(this.#waiting);
    this.#waiting = [];
    this.#sending = true;
    const settle = (answer: Result<null>): void => {
      this.#sending = false;
      if (answer.ok) {
        this.#failures = 0;
        const saved = this.#waiting.length === 0;
        this.#tell({ saved, savedAt: this.#clock.now(), fault: null });
        this.#send();
        return;
      }
      this.#waiting.unshift(update);
      this.#tell({ saved: false, fault: answer.error });
      // Main has forgotten this window (it was told of a page that went away): it is opened anew, and sent then.
      if (answer.error.code === 'closed') this.#tell({ phase: 'opening' });
      this.#again(() => (this.#state.phase === 'open' ? this.#send() : this.#open()));
    };
    this.#bridge
      .updateDoc({ doc: this.id, update })
      .then(settle, (error: unknown) =>
        settle({ ok: false, error: { code: 'ipc', message: wordsOf(error) } }),
      );
  }

  #again(run: () => void): void {
    if (!this.#running) return;
    const wait = Math.min(RETRY_MS * 2 ** this.#failures, RETRY_MAX_MS);
    this.#failures += 1;
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(wait, run);
  }

  #tell(change: Partial<DocumentState>): void {
    this.#state = {
      ...this.#state,
      ...change,
      undoable: this.#undo.canUndo(),
      redoable: this.#undo.canRedo(),
    };
    for (const listen of [...this.#listeners]) listen();
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
