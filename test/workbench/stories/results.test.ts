/** From a row that the network gets wrong to its line in the data, in the real workbench. */
import assert from 'node:assert/strict';
import { findPanel, openFile, runCommand } from '../../host/workbench.js';
import { headerSays, statusItem } from '../looking.js';
import { notes } from '../playground.js';
import { eventually } from '../eventually.js';
import { openSession, pictureFailures, type Session } from '../session.js';

describe('results in the workbench', function () {
  this.timeout(300_000);
  let session: Session;

  before(async () => {
    session = await openSession({ width: 1760, height: 1000, play: true });
  });
  after(() => session?.close());
  pictureFailures(() => session);

  it('shows how the network does once training has ended, and opens the line of a row that is most wrong', async () => {
    const { page } = session;
    await openFile(page, 'notes.nn.json');
    await runCommand(page, 'Netweight: Train');
    const panel = await findPanel(page, '.readouts');
    await headerSays(panel, /Completed/);
    await panel.locator('#results').scrollIntoViewIfNeeded();
    await panel.locator('#results .metrics td', { hasText: 'Accuracy' }).scrollIntoViewIfNeeded();
    const heads = panel.locator('#results .metrics th[scope="col"]');
    await eventually(async () => assert.deepEqual(await heads.allInnerTexts(), ['', 'Validation', 'Test']));
    await session.screenshot('results');
    const row = panel.locator('#results .worst tbody tr').nth(2);
    const [place = '', actual] = await row.locator('td').allInnerTexts();
    const line = Number(/^line (\d+)/.exec(place)?.[1]);
    await row.locator('button').click();
    await statusItem(page, new RegExp(`Ln ${line}, Col 1`)).waitFor();
    await page.locator('.tab.active', { hasText: 'notes.csv' }).waitFor();
    const [start = ''] = notes.split('\n').slice(line - 1);
    const id = /^(r\d+),/.exec(start)?.[1];
    assert.ok(id, `a row begins on line ${line}: ${start}`);
    const sign = new RegExp(`^${id},[^]*?,(same|other)$`, 'm').exec(notes)?.[1];
    assert.equal(sign, actual, 'it is the row of which the panel speaks');
    await session.screenshot('results-line');
  });
});
