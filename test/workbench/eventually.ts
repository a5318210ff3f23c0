const patienceMs = 10_000;
const pauseMs = 50;

/** Holds what follows in one of the next frames: checks until it passes; what still fails in the end is thrown. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await new Promise((next) => setTimeout(next, pauseMs))) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
