/**
 * What Netweight adds to VS Code: the manifest's `contributes`, made from the lists beside this.
 * `npm run manifest` writes it into package.json; a test checks that it stands there.
 */
import { commands, hasNode, never, specIsActive, type CommandEntry } from './commandList.js';
import { weightsEditors } from './modelFiles.js';
import { walkthroughs } from './walkthrough.js';

/** When a command is offered that else is offered `when`, or always. */
function offered({ inBrowser }: CommandEntry, when?: string): string | undefined {
  if (inBrowser || when === never) return when;
  return when === undefined ? hasNode : `${hasNode} && (${when})`;
}

/** The manifest's `contributes`. */
export function makeContributions(): object {
  const entries: readonly CommandEntry[] = commands;
  const menus: Record<string, object[]> = {
    commandPalette: entries.flatMap((entry) => {
      const when = offered(entry, entry.palette);
      return when === undefined ? [] : [{ command: entry.id, when }];
    }),
  };
  for (const entry of entries) {
    for (const { menu, when, group } of entry.menus ?? [])
      (menus[menu] ??= []).push({ command: entry.id, when: offered(entry, when)!, group });
  }
  return {
    commands: entries.map(({ id, title, icon }) => ({
      command: id,
      title,
      category: 'Netweight',
      ...(icon === undefined ? {} : { icon }),
    })),
    menus,
    keybindings: [
      {
        command: 'netweight.train',
        key: 'ctrl+alt+t',
        mac: 'cmd+alt+t',
        when: `editorTextFocus && ${specIsActive}`,
      },
      ...entries.flatMap(({ id, key }) => (key ? [{ command: id, ...key }] : [])),
    ],
    viewsContainers: {
      activitybar: [{ id: 'netweight', title: 'Netweight', icon: 'media/netweight.svg' }],
    },
    views: {
      netweight: [
        {
          id: 'netweight.runs',
          name: 'Runs',
          icon: 'media/netweight.svg',
          contextualTitle: 'Netweight',
          when: hasNode,
        },
      ],
    },
    walkthroughs: walkthroughs.map((walkthrough) => ({ ...walkthrough, when: hasNode })),
    viewsWelcome: [
      {
        view: 'netweight.runs',
        when: 'workspaceFolderCount != 0',
        contents:
          'No network in this folder yet. A table in CSV is all that it takes.\n[New Network from Data…](command:netweight.newNetwork)\nOr begin with one that is ready.\n[Open the Penguins Example](command:netweight.openExample)\n[Get Started](command:workbench.action.openWalkthrough?%22netweight.netweight%23getStarted%22)',
      },
      {
        view: 'netweight.runs',
        when: 'workspaceFolderCount == 0',
        contents:
          'Runs are listed for the folder that is open.\n[Open Folder](command:vscode.openFolder)\nOr begin with a network that is ready.\n[Open the Penguins Example](command:netweight.openExample)\n[Get Started](command:workbench.action.openWalkthrough?%22netweight.netweight%23getStarted%22)',
      },
    ],
    customEditors: weightsEditors.map(({ viewType, priority, patterns }) => ({
      viewType,
      displayName: 'Netweight Weights',
      selector: patterns.map((filenamePattern) => ({ filenamePattern })),
      priority,
    })),
    languages: [{ id: 'jsonc', filenamePatterns: ['*.nn.json'] }],
    jsonValidation: [{ fileMatch: '*.nn.json', url: './dist/nn.schema.json' }],
    configurationDefaults: {
      'files.watcherExclude': { '**/.netweight/**': true },
      'search.exclude': { '**/.netweight': true },
    },
  };
}
