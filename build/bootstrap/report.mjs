// What the set-up says, on stderr: one line when a step begins, one when it has ended, with its time.
// A step that finds nothing to do stays silent, so that a repeat is one line.

/** The set-up cannot go on. The message is one line that says what the person can do about it. */
export class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const began = process.hrtime.bigint();
const seconds = (since) => `${(Number(process.hrtime.bigint() - since) / 1e9).toFixed(1)} s`;

let worked = false;

/** Runs one step that has something to do. */
export async function step(what, work) {
  worked = true;
  const since = process.hrtime.bigint();
  console.error(`▸ ${what} …`);
  try {
    const result = await work();
    console.error(`✓ ${what}: ${seconds(since)}`);
    return result;
  } catch (error) {
    console.error(`✗ ${what}: ${seconds(since)}`);
    throw error;
  }
}

/** Something the person should see, though the work goes on. */
export function notice(text) {
  console.error(`! ${text}`);
}

export function ready() {
  console.error(`✓ set-up ${worked ? 'done' : 'complete, nothing to do'}: ${seconds(began)}`);
}

/** Runs a command's main function; a Stop becomes one line and its exit code. */
export async function runMain(main) {
  try {
    const code = await main();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`✗ ${error.message}`);
    process.exitCode = error.exitCode;
  }
}
