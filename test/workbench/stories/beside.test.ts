/** What stands beside the code of a spec, and the view of its runs: in three themes, for people to look at. */
import { themes, type ThemeName } from '../../host/configuration.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { openSession, type Session } from '../session.js';

for (const theme of Object.keys(themes) as ThemeName[]) {
  describe(`beside the code in ${theme}`, function () {
    this.timeout(240_000);
    let session: Session;

    before(async () => {
      session = await openSession({ theme, width: 1400, height: 900 });
    });

    after(() => session?.close());

    it('says above each layer what it has learnt', async () => {
      const { page } = session;
      await openFile(page, 'penguins.nn.json');
      await page.locator('.codelens-decoration', { hasText: 'heNormal' }).waitFor();
      await session.screenshot(`lenses-untrained-${theme}`);
      await runCommand(page, 'Netweight: Train');
      const panel = await findPanel(page, '.readouts');
      await panel.locator('header', { hasText: /Completed|Stopped early/i }).waitFor();
      await page.locator('.codelens-decoration', { hasText: 'μ' }).first().waitFor();
      await page.waitForTimeout(500);
      await session.screenshot(`lenses-${theme}`);
    });

    it('shows a layer and the meaning of a key under the pointer', async () => {
      const { page } = session;
      const show = async (words: string, name: string): Promise<void> => {
        await page.locator('.monaco-editor .view-line span', { hasText: words }).last().hover();
        await page.locator('.monaco-hover:visible').first().waitFor();
        await page.waitForTimeout(800);
        await session.screenshot(`hover-${name}-${theme}`);
        await page.mouse.move(10, 890);
        await page.waitForTimeout(400);
      };
      await show('"hidden"', 'layer');
      await show('"relu"', 'relu');
      await show('"patience"', 'patience');
      await show('"adam"', 'adam');
    });
  });
}
