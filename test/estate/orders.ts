import { z } from 'zod';
import { readEstateFile } from './estate-file';
import type { Stage } from './play/player';

const ANSWER_MS = 10_000;

const activeFault = z.object({ id: z.string(), fault: z.string(), at: z.number() });
export const stateAnswer = z.object({
  propagate: z.boolean(),
  endpoints: z.number(),
  faults: z.array(activeFault),
  cutOff: z.array(z.string()),
});
export const breakAnswer = z.object({ faults: z.array(activeFault) });
const checkAnswer = z.object({ targets: z.array(z.string()) });
const errorAnswer = z.object({ error: z.string() });

/** Something that a person can put right: one line, exit code 2. */
export class Refused extends Error {}

/** Sends an order to the estate that runs in `folder`; `body` null asks only. Rejects with Refused. */
export async function order<T>(
  folder: string,
  path: string,
  body: unknown,
  answer: z.ZodType<T>,
): Promise<T> {
  const state = readEstateFile(folder);
  if (!state) throw new Refused(`no estate runs in ${folder} (npm run estate -- serve starts one)`);
  let said: unknown;
  let ok = false;
  try {
    const response = await fetch(`${state.control}${path}`, {
      ...(body !== null && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    ok = response.ok;
    said = await response.json();
  } catch (error) {
    throw new Refused(
      `the estate in ${folder} does not answer: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (ok) return answer.parse(said);
  const refused = errorAnswer.safeParse(said);
  throw new Refused(refused.success ? refused.data.error : 'the estate refused');
}

/** The estate of a folder as a script plays on it. */
export function stageOf(folder: string): Stage {
  const body = ({ id, fault, level, step }: Parameters<Stage['break']>[0]): Record<string, unknown> => ({
    id,
    fault,
    ...(level !== null && { level }),
    ...(step !== null && { step }),
  });
  return {
    check: async (wanted) => (await order(folder, '/check', body(wanted), checkAnswer)).targets,
    break: async (wanted) =>
      (await order(folder, '/break', body(wanted), breakAnswer)).faults.map(({ id }) => id),
    heal: async (id) => void (await order(folder, '/heal', { id }, stateAnswer)),
  };
}
