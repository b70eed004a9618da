import { Readable } from 'node:stream';
// nodemailer's own connection and composer, one below its transport: they tell when the text itself has begun to go.
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ChannelTarget } from '../catalogue/loaded';
import { type Attempt, attempt, type Letter } from './letter';

type Smtp = Extract<ChannelTarget, { kind: 'smtp' }>;

/** What nodemailer says of a failure. */
interface MailFault {
  readonly code?: string | undefined;
  /** The system's own, under nodemailer's. */
  readonly originalCode?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  readonly message: string;
}

const PATIENCE_MS = 15_000;

/**
 * Sends a letter by SMTP (RFC 5321), once. Never rejects. What the server answered is certain; where it fell silent after
 * the text had begun to go, nobody knows. Of several recipients, one that was taken is enough for `sent`: the others are
 * told of, and none of them makes it be sent to all again.
 */
export async function sendMail(target: Smtp, letter: Letter, signal: AbortSignal): Promise<Attempt> {
  const to = letter.to ? (letter.to.email === null ? [] : [letter.to.email]) : target.to;
  if (to.length === 0) return attempt('refused', 'mottakeren har ingen e-postadresse');
  const secrets = [target.from, ...to, ...(target.login ? [target.login.user, target.login.password] : [])];
  const raw = await compose(target, letter, to);
  let begun = false;
  const text = new Readable({
    read() {
      begun = true;
      this.push(raw);
      this.push(null);
    },
  });
  const connection = new SMTPConnection({
    host: target.host,
    port: target.port,
    secure: target.security === 'tls',
    requireTLS: target.security === 'starttls',
    ignoreTLS: target.security === 'none',
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
    socketCloseTimeout: 1_000,
    ...(target.ca !== null && { tls: { ca: target.ca } }),
  });
  return new Promise((resolve) => {
    let over = false;
    const end = (result: Attempt): void => {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', onAbort);
      if (result.outcome === 'sent') connection.quit();
      else connection.close();
      resolve(result);
    };
    const fail = (error: MailFault): void => end(judge(error, begun, secrets));
    const onAbort = (): void => end(attempt(begun ? 'unknown' : 'later', 'svarte ikke i tide'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    // Not `once`: what is closed may fail again, and an error that nobody hears would end the hub.
    connection.on('error', (error: MailFault) => fail(error));
    connection.once('end', () => fail({ code: 'ECONNECTION', message: 'forbindelsen ble brutt' }));
    const send = (): void => {
      connection.send({ from: target.from, to: [...to] }, text, (error, info) => {
        if (error) return fail(error);
        const taken = info?.accepted.length ?? to.length;
        const words = taken < to.length ? `${taken} av ${to.length} mottakere; resten ble avvist` : null;
        end(attempt('sent', words ?? info?.response ?? null, secrets));
      });
    };
    connection.connect((error) => {
      if (error) return fail(error);
      if (!target.login) return send();
      const { user, password } = target.login;
      connection.login({ user, pass: password, credentials: { user, pass: password } }, (refusal) =>
        refusal ? fail(refusal) : send(),
      );
    });
  });
}

async function compose(target: Smtp, letter: Letter, to: readonly string[]): Promise<Buffer> {
  const domain = target.from.replace(/^.*@|>.*$/g, '') || 'vaktrom.local';
  const idOf = (id: string): string => `<${id.replace(/[^A-Za-z0-9_.-]/g, '.')}@${domain}>`;
  const composer = new MailComposer({
    from: target.from,
    // Many recipients do not see each other's addresses.
    to: to.length === 1 ? [...to] : [],
    bcc: to.length === 1 ? [] : [...to],
    subject: letter.subject,
    text: letter.body,
    messageId: idOf(letter.id),
    ...(letter.continues !== null && {
      inReplyTo: idOf(letter.continues),
      references: idOf(letter.continues),
    }),
    // RFC 3834: no out-of-office answers to what a program sent.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function judge(error: MailFault, begun: boolean, secrets: readonly string[]): Attempt {
  const { code = '', responseCode = 0, response } = error;
  const said = response ?? '';
  if (code === 'EAUTH') {
    const outcome = responseCode >= 400 && responseCode < 500 ? 'later' : 'refused';
    return attempt(outcome, `innloggingen ble avvist: ${said || 'tjeneren tilbyr ingen'}`, secrets);
  }
  if (responseCode >= 400 && responseCode < 500) return attempt('later', said, secrets);
  if (responseCode >= 500) return attempt('refused', said, secrets);
  const { originalCode = '' } = error;
  if (/CERT|SELF_SIGNED|ERR_TLS/.test(originalCode))
    return attempt('refused', `sertifikatet godtas ikke (${originalCode})`, secrets);
  if (code === 'ETLS') return attempt('refused', 'tjeneren kan ikke, eller vil ikke, kryptere', secrets);
  const words = WORDS[code] ?? 'forbindelsen sviktet';
  return attempt(begun ? 'unknown' : 'later', words, secrets);
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNECTION: 'brøt forbindelsen',
  ESOCKET: 'kan ikke nås',
  ETIMEDOUT: 'svarte ikke i tide',
  EDNS: 'navnet kunne ikke slås opp',
  EPROTOCOL: 'svarte ikke som en e-posttjener',
};
