import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { OutMessage } from '../../../shared/model/incidents';
import { formatDate, formatSince, formatUntil } from '../../../shared/time/format';
import { type Attempt, attempt } from './letter';

/** What a status page shows. */
export interface PageContent {
  readonly title: string;
  readonly sender: string;
  /** Approved messages that go to this page. */
  readonly messages: readonly OutMessage[];
  /** ms UTC. */
  readonly now: number;
}

/** What a closing message has ended is shown for so long, ms. */
export const CLOSED_SHOWN_MS = 24 * 3_600_000;
const FILE = 'index.html';
const DRAFT = /^\.index\.html\.[0-9a-f]{8}\.ny$/;

/**
 * Writes the page into its folder in one step: whoever reads it sees the page before or this one, whole. Writing it again
 * does no harm. `folders`: the only ones, links followed, that a page may be in. Never rejects.
 */
export async function writePage(
  folder: string,
  folders: readonly string[],
  content: PageContent,
): Promise<Attempt> {
  try {
    const barred = 'mappen er ikke en som huben får skrive statussider i';
    // First by its name, so that nothing is made outside; then by where links really lead.
    if (!folders.some((root) => isInside(resolve(folder), resolve(root)))) return attempt('refused', barred);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const real = await realpath(folder);
    const roots = await Promise.all(folders.map((root) => realpath(root).catch(() => null)));
    if (!roots.some((root) => root !== null && isInside(real, root))) return attempt('refused', barred);
    for (const name of await readdir(real)) if (DRAFT.test(name)) await rm(join(real, name), { force: true });
    const draft = join(real, `.${FILE}.${randomUUID().slice(0, 8)}.ny`);
    const handle = await open(draft, 'wx', 0o644);
    try {
      await handle.writeFile(renderPage(content));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, join(real, FILE));
    return attempt('sent', null);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOSPC' || code === 'EDQUOT') return attempt('later', 'disken er full');
    const barred = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
    return barred
      ? attempt('refused', 'huben har ikke lov til å skrive i mappen')
      : attempt('refused', `siden kunne ikke skrives (${code || 'ukjent feil'})`);
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The page: without scripts, readable without styles, nothing fetched from anywhere. */
export function renderPage({ title, sender, messages, now }: PageContent): string {
  const series = [...new Set(messages.map((message) => message.series))]
    .map((id) => messages.filter((message) => message.series === id).sort((a, b) => a.part - b.part))
    .filter((parts) => {
      const last = parts.at(-1);
      return last?.kind !== 'closing' || now - (last.approved?.at ?? 0) < CLOSED_SHOWN_MS;
    })
    .sort((a, b) => (b.at(-1)?.approved?.at ?? 0) - (a.at(-1)?.approved?.at ?? 0));
  const open = series.filter((parts) => parts.at(-1)?.kind !== 'closing');
  const closed = series.filter((parts) => parts.at(-1)?.kind === 'closing');
  return `<!doctype html>
<html lang="nb">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta http-equiv="refresh" content="60">
<meta name="robots" content="noindex">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${html(title)}</h1>
<p class="written">${html(sender)}. Siden ble skrevet ${html(formatDate(now, 'nb'))} kl. ${html(clock(now))}.</p>
${open.length === 0 ? '<p>Ingen driftsmeldinger gjelder nå.</p>' : open.map((parts) => renderSeries(parts, now)).join('\n')}
${closed.length === 0 ? '' : `<h2 class="part">Avsluttet siste døgn</h2>\n${closed.map((parts) => renderSeries(parts, now)).join('\n')}`}
</main>
</body>
</html>
`;
}

function renderSeries(parts: readonly OutMessage[], now: number): string {
  const last = parts.at(-1);
  if (!last) return '';
  const before = parts.slice(0, -1).reverse();
  const next =
    last.nextAt === null || last.kind === 'closing'
      ? ''
      : `<p class="next">Neste melding senest ${html(formatUntil(last.nextAt, now, 'nb'))}.</p>`;
  const older =
    before.length === 0
      ? ''
      : `<details><summary>Tidligere meldinger (${before.length})</summary>${before.map((message) => renderText(message, now, 'h3')).join('')}</details>`;
  return `<article class="${last.kind === 'closing' ? 'over' : 'open'}">${renderText(last, now, 'h2')}${next}${older}</article>`;
}

function renderText(message: OutMessage, now: number, heading: 'h2' | 'h3'): string {
  const at = message.approved?.at ?? message.at;
  const paragraphs = message.body
    .split(/\n{2,}/)
    .map((part) => `<p>${html(part).replaceAll('\n', '<br>')}</p>`)
    .join('');
  return `<${heading}>${html(message.subject)}</${heading}><p class="when">${html(message.number)}, melding ${message.part}, ${html(formatSince(at, now))}</p>${paragraphs}`;
}

function clock(at: number): string {
  return formatSince(at, at);
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Grey and plain in both schemes; what is open has an edge, and the words say the rest. */
const STYLE = `:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;background:#f2f2f0;color:#1d1d1b}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.25rem;margin:0}h3{font-size:1.0625rem;margin:1rem 0 0}
.written,.when{color:#55554f;margin:.25rem 0 1rem;font-size:.9375rem}
.part{margin:2rem 0 .5rem}
article{background:#fff;border:1px solid #c9c9c4;border-left:.375rem solid #8a8a84;padding:1rem;margin:1rem 0}
article.open{border-left-color:#a33a00}
.next{font-weight:600}summary{cursor:pointer}
@media (prefers-color-scheme:dark){body{background:#1c1c1b;color:#e8e8e4}
.written,.when{color:#b4b4ae}article{background:#262625;border-color:#4a4a47;border-left-color:#77776f}
article.open{border-left-color:#e07a3c}}`;
