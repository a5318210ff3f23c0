/** The main states in every theme, for people to look at; each picture is certain to be in its theme. */
import { themes, type ThemeName } from '../../host/configuration.js';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { headerSays } from '../looking.js';
import { openSession, pictureFailures, type Session } from '../session.js';

const size = { width: 1760, height: 1000 };
/** Leaves the panel beside the code 400 px. */
const narrow = { width: 1130, height: 1000 };

describe('the workbench in every theme', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ ...size, play: true });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  async function pictureThemes(state: string): Promise<void> {
    for (const theme of Object.keys(themes) as ThemeName[]) {
      await session.changeTheme(theme);
      await session.page.waitForTimeout(700);
      await session.screenshot(`${state}-${theme}`);
    }
  }

  it('shows a healthy run', async () => {
    const { page } = session;
    await openFile(page, 'penguins.nn.json');
    await runCommand(page, 'Netweight: Train');
    await headerSays(await findPanel(page, '.readouts'), /Completed|Stopped early/i);
    await pictureThemes('healthy');
  });

  it('shows a finding on its line and in the panel, where training is paused', async () => {
    const { page } = session;
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'sigmoids.nn.json');
    await runCommand(page, 'Netweight: Train');
    const panel = await findPanel(page, '.finding');
    await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor();
    await panel.locator('button', { hasText: 'Pause' }).click();
    await headerSays(panel, /Paused/i);
    await page.locator('.codelens-decoration', { hasText: 'paused' }).first().waitFor();
    await pictureThemes('finding');
  });

  it('shows both in a panel of 400 px', async () => {
    await session.page.setViewportSize(narrow);
    await pictureThemes('narrow');
  });
});
