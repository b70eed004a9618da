import { createInterface } from 'node:readline';
import { applyUpdate, Doc, mergeUpdates } from 'yjs';
import { startConsole } from '../../../electron/main/board/console';
import { SUMMARY_TEXT } from '../../../shared/rules/handover/document';
import { systemClock } from '../../../shared/time/clock';

/**
 * A console in a process of its own, which a test can kill: it writes each line that it reads at the end of the summary and
 * says `kept LINE` when its disk has it. Arguments: data folder, the hub's address, the machine's secret, the document.
 */
const [dataFolder = '', url = '', machine = '', id = ''] = process.argv.slice(2);
const console = startConsole({ clock: systemClock(), dataFolder, hubUrl: null, log: () => {} });
const doc = new Doc();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

console.documents.onNews((_window, { update, live }) => {
  if (update) applyUpdate(doc, update, 'main');
  say(live ? 'live' : 'away');
});
console.setHub(url, undefined, machine);

const opened = console.documents.open(id, 1);
if (!opened.ok) throw new Error(opened.error.message);
applyUpdate(doc, opened.value.update, 'main');

createInterface({ input: process.stdin }).on('line', (line) => {
  const made: Uint8Array[] = [];
  const note = (update: Uint8Array): void => void made.push(update);
  doc.on('update', note);
  const text = doc.getText(SUMMARY_TEXT);
  text.insert(text.length, line);
  doc.off('update', note);
  void console.documents.update({ doc: id, update: mergeUpdates(made) }, 1).then((kept) => {
    say(kept.ok ? `kept ${line}` : `refused ${kept.error.code}`);
  });
});
