/** Milliseconds of processor time that this thread has had: what else runs on the machine hardly counts. */
export function spentMs(): number {
  // In Node 24, which benchmarks run on, but not in the types of Node 20.
  const { threadCpuUsage } = process as unknown as { threadCpuUsage: () => NodeJS.CpuUsage };
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}
