/** The panel and the editor in the other themes, for people to look at. */
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { playFiles } from '../playground.js';
import { openSession, type Session } from '../session.js';

for (const theme of ['light', 'high-contrast'] as const) {
  describe(`the workbench in ${theme}`, function () {
    this.timeout(240_000);
    let session: Session;

    before(async () => {
      session = await openSession({ theme, width: 1760, height: 1000 });
      for (const [path, text] of Object.entries(playFiles)) session.write(path, text);
    });

    after(() => session?.close());

    it('shows a healthy run', async () => {
      const { page } = session;
      await openFile(page, 'penguins.nn.json');
      await runCommand(page, 'Netweight: Train');
      const panel = await findPanel(page, '.readouts');
      await panel.locator('header', { hasText: /Completed|Stopped early/i }).waitFor();
      await page.waitForTimeout(500);
      await session.screenshot(`penguins-${theme}`);
    });

    it('shows a finding on its line and in the panel', async () => {
      const { page } = session;
      await runCommand(page, 'View: Close All Editors');
      await openFile(page, 'deep.nn.json');
      await runCommand(page, 'Netweight: Train');
      await findPanel(page, '.finding');
      await page
        .locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error')
        .first()
        .waitFor();
      await page.waitForTimeout(1500);
      await session.screenshot(`finding-${theme}`);
    });
  });
}
