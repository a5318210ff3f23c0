/** The types under which VS Code remembers panels of runs and of explanations. */
export const runPanelType = 'netweight.run';
export const explanationPanelType = 'netweight.explanation';
