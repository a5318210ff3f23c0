/** The type under which VS Code remembers run panels. */
export const runPanelType = 'netweight.run';
