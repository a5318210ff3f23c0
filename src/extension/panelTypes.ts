/** The types under which VS Code remembers panels of runs, of explanations, and of compared model files. */
export const runPanelType = 'netweight.run';
export const explanationPanelType = 'netweight.explanation';
export const differencePanelType = 'netweight.difference';
export const comparePanelType = 'netweight.compare';
