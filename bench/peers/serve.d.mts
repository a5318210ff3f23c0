/** `train(job, name)` gives a function that does some steps and says how many samples they were. */
export function serve<Job>(train: (job: Job, name: string) => Promise<() => number | Promise<number>>): void;
