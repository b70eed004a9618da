import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { CatalogueEdit } from '../../../../shared/contract/commands';
import type {
  CatalogueHistory,
  CataloguePreview,
  CatalogueSourceAnswer,
  Command,
} from '../../../../shared/contract/wire';
import type { FileIssue } from '../../../../shared/model/events';
import type { Clock } from '../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../shared/util/result';
import type { Verdict } from '../../commands';
import { parseCatalogue } from '../load-catalogue';
import { applyChange, placeOfChange, showEntry, showRest } from './apply-change';
import { KnownTexts, shownDiff } from './known-texts';
import { nodeChanges } from './node-changes';
import { decode, encode, MAX_FILE_BYTES, NO_FILE, offersOf, type Present, readPresent } from './present-file';
import { textDiff } from './text-diff';
import { type VersionRecord, VersionStore, versionOf } from './versions';
import { type Draft, dropDraft, dropLeftDrafts, takePlace, writeDraft } from './write-file';

/** Places of faults that a refusal names. */
const MAX_TOLD = 10;
const MAX_REST_CHARACTERS = 500_000;

export interface CatalogueEditorOptions {
  /** Null: the hub has none, and nothing can be edited. */
  readonly file: string | null;
  /** The folder of versions; made when it is not there. */
  readonly history: string;
  readonly clock: Clock;
  readonly onFault: (reason: string | null) => void;
}

/** What an edit makes of the file. */
interface Wanted {
  readonly bytes: Buffer;
  readonly text: string;
  readonly at: CataloguePreview['at'];
  readonly services: readonly string[];
  readonly undoneTo: string | null;
  /** The difference, secrets masked. */
  readonly diff: () => string;
}

/**
 * Changes the catalogue file as people ask from a desk: the file stays the one source of truth, and the watch on it
 * does the rest. An edit is checked whole before anything is written, is based on the text that the person saw, is
 * written in one step, and happens once however often its command comes. Edits come one after the other.
 */
export class CatalogueEditor {
  readonly #options: CatalogueEditorOptions;
  readonly #versions: VersionStore;
  #ready = false;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #texts = new KnownTexts();

  constructor(options: CatalogueEditorOptions) {
    this.#options = options;
    this.#versions = new VersionStore(options.history, options.onFault);
  }

  /** Opens the versions and finds out what became of an edit that a crash cut short. Never throws. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#options.file === null) return;
      try {
        await this.#versions.open();
        await this.#settlePending();
        await dropLeftDrafts(this.#options.file, []);
        this.#ready = true;
        this.#options.onFault(null);
      } catch (error) {
        this.#options.onFault(error instanceof Error ? error.message : String(error));
      }
    });
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await this.#queue;
  }

  /** The file was read anew: a text that nobody edited here becomes a version too. Never throws. */
  noticed(): Promise<void> {
    return this.#inTurn(async () => {
      const now = await readPresent(this.#options.file);
      if (!now.ok || !this.#ready) return;
      try {
        await this.#keepPresent(now.value);
        this.#options.onFault(null);
      } catch (error) {
        this.#options.onFault(error instanceof Error ? error.message : String(error));
      }
    });
  }

  /** The text of a service (null: of all that is not one), secrets masked. Throws with the reason in words. */
  async source(service: string | null): Promise<CatalogueSourceAnswer> {
    const { text, version } = orThrow(await readPresent(this.#options.file));
    const key = this.#versions.key;
    await breathe();
    const file = orThrow(this.#texts.entries(version, text));
    const entry = service === null ? null : showEntry(file, service, key);
    const rest =
      service === null
        ? showRest(orThrow(this.#texts.masked(version, text, key))).slice(0, MAX_REST_CHARACTERS)
        : null;
    return {
      version,
      text: service === null ? rest : (entry?.text ?? null),
      line: service === null ? 1 : (entry?.line ?? null),
      file: this.#name(),
      ...offersOf(file.head),
    };
  }

  /** What an edit would do to the file as it is now, whatever it was based on. Throws with the reason in words. */
  async preview(edit: CatalogueEdit): Promise<CataloguePreview> {
    const now = orThrow(await readPresent(this.#options.file));
    const nothing = { added: [], removed: [], changed: [] };
    await this.#prepare(now);
    const wanted = await this.#wanted(now, edit);
    if (!wanted.ok) {
      // A fault in the entry's own text is told by its place there, also where the file has none of it yet.
      const at = this.#placeNow(now, edit.change);
      return {
        version: now.version,
        diff: '',
        issues: [this.#ownIssue(wanted.error.message, at)],
        nodes: nothing,
        at,
      };
    }
    const diff = wanted.value.diff();
    await breathe();
    const loaded = await parseCatalogue(wanted.value.text, this.#file());
    if (!loaded.ok) {
      const issues = loaded.issues.map((issue) => ({ ...issue, file: this.#name() }));
      return { version: now.version, diff, issues, nodes: nothing, at: wanted.value.at };
    }
    return {
      version: now.version,
      diff,
      issues: [],
      nodes: nodeChanges(await this.#texts.loaded(now.version, now.text, this.#file()), loaded.catalogue),
      at: wanted.value.at,
    };
  }

  /** The versions of the file, newest first, and one's difference from the one before. Throws with the reason. */
  history(version: string | null): Promise<CatalogueHistory> {
    return this.#inTurn(async () => {
      const now = orThrow(await readPresent(this.#options.file));
      if (!this.#ready) throw new Error('katalogens historikk kan ikke leses');
      await this.#keepPresent(now);
      const ids = this.#ids();
      const versions = ids.map(({ id, record }) => ({
        version: id,
        at: record.at,
        actor: record.actor,
        summary: record.summary,
      }));
      if (version === null) return { versions, diff: null };
      const at = ids.findIndex(({ id }) => id === version);
      const record = ids[at]?.record;
      if (!record) throw new Error('versjonen er ikke lenger i historikken');
      const after = await this.#versions.bytes(record.hash);
      const before = ids[at + 1]
        ? await this.#versions.bytes(ids[at + 1]?.record.hash ?? '')
        : Buffer.alloc(0);
      if (!after || !before) return { versions, diff: '… teksten er ikke lenger i historikken\n' };
      return { versions, diff: this.#diff(before, after) };
    });
  }

  /** Makes an edit, or says why not. It is on disk before the verdict; the log takes it from there. */
  edit(command: Command, edit: CatalogueEdit): Promise<Verdict> {
    return this.#inTurn(async () => {
      if (this.#options.file === null) return refuse(NO_FILE);
      if (!this.#ready) return refuse('katalogens historikk kan ikke skrives: endringen ble ikke gjort');
      await this.#settlePending();
      const done = this.#versions.byCommand(command.id);
      // It was written before a crash, and only the log did not hear of it.
      if (done) return this.#done(done);
      const now = await readPresent(this.#options.file);
      if (!now.ok) return refuse(now.error.message);
      if (edit.base !== now.value.version)
        return refuse('filen er endret siden: se hva som er nytt, og lagre igjen');
      const wanted = await this.#wanted(now.value, edit);
      if (!wanted.ok) return refuse(wanted.error.message);
      if (wanted.value.bytes.length > MAX_FILE_BYTES) return refuse('filen blir større enn 8 MiB');
      const loaded = await parseCatalogue(wanted.value.text, this.#file());
      if (!loaded.ok) return refuse(this.#words(loaded.issues));
      if (wanted.value.bytes.equals(now.value.bytes)) return refuse('endringen gjør ingen forskjell i filen');
      return this.#write(command, edit, now.value, wanted.value);
    });
  }

  async #write(command: Command, edit: CatalogueEdit, now: Present, wanted: Wanted): Promise<Verdict> {
    await this.#keepPresent(now);
    const draft = await writeDraft(this.#file(), wanted.bytes);
    if (!draft.ok) return refuse(draft.error.message);
    // From here a crash is told by the draft: while it is there, the file has not been replaced.
    const record = await this.#note(command, edit, now, wanted, draft.value);
    const again = await readPresent(this.#options.file);
    const taken =
      again.ok && again.value.version === now.version
        ? await takePlace(draft.value)
        : failure('base', 'filen ble endret i samme øyeblikk: se hva som er nytt, og lagre igjen');
    if (!taken.ok) {
      // In this order: a draft that is gone means that it took the file's place.
      await this.#versions.forget(record.seq);
      await dropDraft(draft.value.file);
      return refuse(taken.error.message);
    }
    // The file is as asked: what fails from here on must not say otherwise. It is settled at the next look.
    await this.#versions.settle(record.seq).catch((error: unknown) => this.#options.onFault(String(error)));
    return this.#done(record);
  }

  async #note(
    command: Command,
    edit: CatalogueEdit,
    now: Present,
    wanted: Wanted,
    draft: Draft,
  ): Promise<VersionRecord> {
    try {
      return await this.#versions.add(wanted.bytes, {
        before: now.version,
        at: this.#options.clock.now(),
        actor: command.actor,
        summary: plainLine(edit.summary),
        command: command.id,
        undoneTo: wanted.undoneTo,
        services: [...wanted.services],
        draft: draft.file,
      });
    } catch (error) {
      await dropDraft(draft.file);
      throw error;
    }
  }

  #done(record: VersionRecord): Verdict {
    return {
      outcome: 'done',
      events: [
        {
          type: 'catalogue.edited',
          actor: record.actor ?? '',
          summary: record.summary,
          before: record.before ?? '',
          after: record.hash,
          undoneTo: record.undoneTo,
          services: [...record.services],
        },
      ],
    };
  }

  /** Of edits that a crash cut short: those whose draft is gone were made, the others were not. */
  async #settlePending(): Promise<void> {
    for (const record of this.#versions.pending()) {
      const waiting = await stat(record.draft ?? '').then(
        () => true,
        () => false,
      );
      const now = waiting ? await readPresent(this.#options.file) : null;
      // A draft of the same bytes is a copy that came back with the folder, not one that waits.
      if (waiting && !(now?.ok && now.value.version === record.hash)) await this.#versions.forget(record.seq);
      else await this.#versions.settle(record.seq);
      if (record.draft !== null) await dropDraft(record.draft);
    }
  }

  /** The file as it is becomes the newest version, unless it is. */
  async #keepPresent({ bytes, version }: Present): Promise<void> {
    const newest = this.#versions.written().at(-1);
    if (newest?.hash === version) return;
    await this.#versions.add(bytes, {
      before: newest?.hash ?? null,
      at: this.#options.clock.now(),
      actor: null,
      summary: '',
      command: null,
      undoneTo: null,
      services: [],
      draft: null,
    });
  }

  async #wanted(now: Present, edit: CatalogueEdit): Promise<Result<Wanted>> {
    const { change } = edit;
    if (change.kind === 'restore') {
      const record = this.#ids().find(
        ({ id, record: { hash } }) => id === change.version || hash === change.version,
      );
      const bytes = record ? await this.#versions.bytes(record.record.hash) : null;
      const text = bytes ? decode(bytes) : null;
      if (!record || !bytes || text === null)
        return failure('unknown', 'versjonen er ikke lenger i historikken');
      return success({
        bytes,
        text,
        at: null,
        services: ['catalogue'],
        undoneTo: record.id,
        diff: () => this.#diff(now.bytes, bytes),
      });
    }
    const file = this.#texts.entries(now.version, now.text);
    if (!file.ok) return file;
    const { key } = this.#versions;
    const changed = applyChange(file.value, change, key);
    if (!changed.ok) return changed;
    const { text, at, services } = changed.value;
    return success({
      bytes: encode(text, now),
      text,
      at,
      services,
      undoneTo: null,
      diff: () => shownDiff(this.#texts.masked(now.version, now.text, key), changed.value.shown),
    });
  }

  /** Written versions, newest first. A text that came back has its hash as id only the last time. */
  #ids(): readonly { readonly id: string; readonly record: VersionRecord }[] {
    const seen = new Set<string>();
    return [...this.#versions.written()].reverse().map((record) => {
      const id = seen.has(record.hash) ? `${record.hash}.${record.seq}` : record.hash;
      seen.add(record.hash);
      return { id, record };
    });
  }

  #diff(before: Buffer, after: Buffer): string {
    const { key } = this.#versions;
    const [old, now] = [before, after].map((bytes) =>
      this.#texts.maskedText(versionOf(bytes), decode(bytes) ?? '', key),
    );
    return textDiff(old ?? '', now ?? '');
  }

  /** Reads the file as it is, step by step: heartbeats and checks go on in between, however large it is. */
  async #prepare({ version, text }: Present): Promise<void> {
    await breathe();
    this.#texts.entries(version, text);
    await breathe();
    this.#texts.masked(version, text, this.#versions.key);
    await breathe();
    await this.#texts.loaded(version, text, this.#file());
    await breathe();
  }

  #placeNow(now: Present, change: CatalogueEdit['change']): CataloguePreview['at'] {
    const file = this.#texts.entries(now.version, now.text);
    return placeOfChange(file.ok ? file.value : null, change);
  }

  /** A fault in the service's own text, `line:col reason`, at its place in the file. */
  #ownIssue(message: string, at: CataloguePreview['at']): FileIssue {
    const [, line = '1', col = '1', reason = message] = /^(\d+):(\d+) (.*)$/s.exec(message) ?? [];
    return { file: this.#name(), line: Number(line) + (at?.line ?? 1) - 1, col: Number(col), reason };
  }

  #words(issues: readonly FileIssue[]): string {
    const told = issues
      .slice(0, MAX_TOLD)
      .map(({ line, col, reason }) => `${this.#name()}:${line}:${col} ${reason}`);
    const more = issues.length - told.length;
    return `${told.join('; ')}${more > 0 ? `; og ${more} til` : ''}`;
  }

  #file(): string {
    return this.#options.file ?? '';
  }

  #name(): string {
    return basename(this.#file());
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(run);
    this.#queue = next.catch(() => {});
    return next;
  }
}

/** Where a hub keeps its catalogue's versions. */
export function historyFolder(data: string): string {
  return join(data, 'catalogue-history');
}

function refuse(reason: string): Verdict {
  return { outcome: 'refused', reason };
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** One line without control characters. */
function plainLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim();
}
