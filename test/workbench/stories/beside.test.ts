/** What stands beside the code of a spec, in every theme, for people to look at. */
import { themes, type ThemeName } from '../../host/configuration.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { headerSays } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

/** A word of the spec, and the name of the picture of what stands over it. */
const hovers = { '"hidden"': 'layer', '"relu"': 'relu', '"patience"': 'patience', '"adam"': 'adam' };

describe('beside the code', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1400, height: 900 });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('stands above each layer how it begins, and what it has learnt', async () => {
    const { page } = session;
    await openFile(page, 'penguins.nn.json');
    await page.locator('.codelens-decoration', { hasText: 'heNormal' }).waitFor();
    await session.screenshot('lenses-untrained-dark');
    await runCommand(page, 'Netweight: Train');
    await headerSays(await findPanel(page, '.readouts'), /Completed|Stopped early/i);
    await page.locator('.codelens-decoration', { hasText: 'μ' }).first().waitFor();
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`stand a layer and the meaning of a key under the pointer, in ${theme}`, async () => {
      const { page } = session;
      if (theme !== 'dark') await session.changeTheme(theme);
      await page.waitForTimeout(500);
      await session.screenshot(`lenses-${theme}`);
      for (const [words, name] of Object.entries(hovers)) {
        await page.locator('.monaco-editor .view-line span', { hasText: words }).last().hover();
        await page.locator('.monaco-hover:visible').first().waitFor();
        await page.waitForTimeout(500);
        await session.screenshot(`hover-${name}-${theme}`);
        await page.mouse.move(10, 890);
        await page.locator('.monaco-hover:visible').first().waitFor({ state: 'detached' });
      }
    });
  }
});
