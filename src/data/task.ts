export const tasks = ['classification', 'binary', 'multilabel', 'regression', 'language'] as const;
export type Task = (typeof tasks)[number];
