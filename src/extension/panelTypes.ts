/** The types under which VS Code remembers panels, to bring them back in the next window. */
export const runPanelType = 'netweight.run';
export const explanationPanelType = 'netweight.explanation';
export const differencePanelType = 'netweight.difference';
export const comparePanelType = 'netweight.compare';
export const rangeTestPanelType = 'netweight.rangeTest';

export const panelTypes = [
  runPanelType,
  comparePanelType,
  explanationPanelType,
  differencePanelType,
  rangeTestPanelType,
] as const;
