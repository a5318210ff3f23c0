/**
 * What Netweight adds to VS Code: the one list of commands, and from it the manifest's `contributes`.
 * `npm run manifest` writes it into package.json; a test checks that it stands there.
 */
import { walkthroughs } from './walkthrough.js';

interface CommandEntry {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  /** When the palette offers it; absent: always. */
  readonly palette?: string;
  /** Also in a browser's extension host, without Node. */
  readonly inBrowser?: true;
  /** A key for it, and when it is heard. */
  readonly key?: { readonly key: string; readonly mac: string; readonly when: string };
  /** Where else it stands, and when. */
  readonly menus?: readonly { readonly menu: string; readonly when: string; readonly group: string }[];
}

const isSpec = 'resourceFilename =~ /\\.nn\\.json$/';
/** Files that hold data, by their names. */
const isData = 'resourceFilename =~ /\\.(csv|tsv|parquet|npz)(\\.gz)?$|images.idx[34].ubyte(\\.gz)?$/i';
/** Models that are explained without a run. */
const isOnnx = 'resourceExtname =~ /^\\.onnx$/i';
/** Files whose rows are lines. */
const isRows = 'resourceFilename =~ /\\.(csv|tsv)$/i';
const training = 'netweight.training';
const specIsActive = 'netweight.spec';
const never = 'false';
/** Where there may be Node: on a desktop or connected to a server, in a folder of files on a disk. */
const hasNode = '!virtualWorkspace && (!isWeb || remoteName)';
const inRuns = (item: string): string => `view == netweight.runs && viewItem ${item}`;
const aRun = inRuns('=~ /^run:/');
const aReadableRun = inRuns('=~ /^run:.*readable:/');
const anIdleRun = inRuns('=~ /^run:.*idle:/');
const one = '!listMultiSelection';
const runsHaveFocus = 'focusedView == netweight.runs';

/** Model files: those that nothing else opens show their weights at once, the others where that is chosen. */
const modelFiles = {
  default: ['safetensors', 'pt', 'pth', 'gguf', 'onnx', 'npy', 'npz', 'keras', 'tflite'],
  option: ['bin', 'ckpt', 'h5', 'hdf5'],
} as const;

/** All of them, without the dot. */
export const modelExtensions: readonly string[] = [...modelFiles.default, ...modelFiles.option];
const isModel = `resourceExtname =~ /^\\.(${modelExtensions.join('|')})$/i || resourceFilename =~ /model\\.json$/`;
/** Folders that hold several states of a model, as their names tell. */
const holdsCheckpoints =
  'explorerResourceIsFolder && resourceFilename =~ /ckpt|checkpoint|snapshot|weights|models?$/i';
const showsModel = 'activeCustomEditorId =~ /^netweight\\.weights/';

export const commands = [
  {
    id: 'netweight.train',
    title: 'Train',
    icon: '$(play)',
    menus: [
      { menu: 'editor/title', when: isSpec, group: 'navigation@1' },
      { menu: 'explorer/context', when: isSpec, group: 'netweight@1' },
      { menu: 'view/item/context', when: inRuns('== spec'), group: 'inline@1' },
      { menu: 'view/item/context', when: inRuns('== spec'), group: '1_open@1' },
    ],
  },
  { id: 'netweight.trainSeeds', title: 'Train with Several Seeds…' },
  { id: 'netweight.findLearningRate', title: 'Find Learning Rate' },
  { id: 'netweight.fixAndTrain', title: 'Fix and Train' },
  { id: 'netweight.pause', title: 'Pause Training', icon: '$(debug-pause)', palette: training },
  { id: 'netweight.continue', title: 'Continue Training', icon: '$(debug-continue)', palette: training },
  { id: 'netweight.stop', title: 'Stop Training', icon: '$(debug-stop)', palette: training },
  {
    id: 'netweight.resume',
    title: 'Resume Run',
    icon: '$(debug-continue)',
    menus: [
      { menu: 'view/item/context', when: inRuns('=~ /^run:.*resumable:/'), group: 'inline@1' },
      { menu: 'view/item/context', when: `${inRuns('=~ /^run:.*resumable:/')} && ${one}`, group: '1_open@2' },
    ],
  },
  {
    id: 'netweight.showRun',
    title: 'Show Run',
    icon: '$(graph-line)',
    menus: [
      { menu: 'editor/title', when: isSpec, group: 'navigation@2' },
      { menu: 'view/item/context', when: `${aReadableRun} && ${one}`, group: '1_open@1' },
    ],
  },
  {
    id: 'netweight.compareRuns',
    title: 'Compare Runs…',
    icon: '$(git-compare)',
    menus: [
      { menu: 'view/title', when: 'view == netweight.runs', group: 'navigation@2' },
      { menu: 'view/item/context', when: aReadableRun, group: '1_open@3' },
    ],
  },
  {
    id: 'netweight.restoreSpec',
    title: 'Restore the Spec of This Run…',
    palette: never,
    menus: [{ menu: 'view/item/context', when: `${aReadableRun} && ${one}`, group: '2_spec@1' }],
  },
  {
    id: 'netweight.renameRun',
    title: 'Rename…',
    palette: never,
    key: { key: 'f2', mac: 'enter', when: runsHaveFocus },
    menus: [{ menu: 'view/item/context', when: `${aReadableRun} && ${one}`, group: '3_change@1' }],
  },
  {
    id: 'netweight.deleteCheckpoints',
    title: 'Delete All but the Best Checkpoint…',
    icon: '$(clear-all)',
    palette: never,
    menus: [
      { menu: 'view/item/context', when: inRuns('== checkpoints'), group: 'inline@1' },
      { menu: 'view/item/context', when: `${anIdleRun} && ${one}`, group: '3_change@2' },
    ],
  },
  {
    id: 'netweight.deleteRun',
    title: 'Delete…',
    icon: '$(trash)',
    palette: never,
    key: { key: 'delete', mac: 'cmd+backspace', when: runsHaveFocus },
    menus: [{ menu: 'view/item/context', when: anIdleRun, group: '3_change@3' }],
  },
  {
    id: 'netweight.revealRun',
    title: 'Reveal Folder',
    palette: never,
    menus: [{ menu: 'view/item/context', when: `${aRun} && ${one}`, group: '4_folder@1' }],
  },
  { id: 'netweight.showMoreRuns', title: 'Show More Runs', palette: never },
  {
    id: 'netweight.refreshRuns',
    title: 'Refresh Runs',
    icon: '$(refresh)',
    menus: [{ menu: 'view/title', when: 'view == netweight.runs', group: 'navigation@9' }],
  },
  { id: 'netweight.openExample', title: 'Open the Penguins Example' },
  {
    id: 'netweight.explain',
    title: 'Explain Predictions',
    menus: [
      { menu: 'explorer/context', when: isSpec, group: 'netweight@2' },
      { menu: 'explorer/context', when: isData, group: 'netweight@2' },
      { menu: 'explorer/context', when: isOnnx, group: 'netweight@2' },
      { menu: 'editor/context', when: isRows, group: 'netweight@1' },
    ],
  },
  {
    id: 'netweight.newNetwork',
    title: 'New Network from Data…',
    icon: '$(add)',
    menus: [
      { menu: 'explorer/context', when: isData, group: 'netweight@1' },
      { menu: 'view/title', when: 'view == netweight.runs', group: 'navigation@1' },
    ],
  },
  {
    id: 'netweight.showWeightsBeside',
    title: 'Show Weights Beside',
    icon: '$(layout-sidebar-right)',
    palette: specIsActive,
    menus: [
      { menu: 'editor/title', when: isSpec, group: '1_netweight@1' },
      { menu: 'explorer/context', when: `netweight.spec && (${isModel})`, group: 'netweight@2' },
    ],
  },
  {
    id: 'netweight.showWeightsOverTime',
    title: 'Show Weights over Time',
    menus: [{ menu: 'explorer/context', when: holdsCheckpoints, group: 'netweight@1' }],
  },
  {
    id: 'netweight.selectForCompare',
    title: 'Select for Compare Weights',
    palette: showsModel,
    inBrowser: true,
    menus: [{ menu: 'explorer/context', when: isModel, group: '3_compare@40' }],
  },
  {
    id: 'netweight.compareWithSelected',
    title: 'Compare Weights with Selected',
    palette: `${showsModel} && netweight.comparing`,
    inBrowser: true,
    menus: [{ menu: 'explorer/context', when: `netweight.comparing && (${isModel})`, group: '3_compare@41' }],
  },
  {
    id: 'netweight.compareWithHead',
    title: 'Compare Weights with HEAD',
    icon: '$(git-compare)',
    palette: showsModel,
    menus: [
      {
        menu: 'explorer/context',
        when: `gitOpenRepositoryCount != 0 && (${isModel})`,
        group: '3_compare@42',
      },
      { menu: 'editor/title', when: `gitOpenRepositoryCount != 0 && ${showsModel}`, group: 'navigation@1' },
    ],
  },
] as const satisfies readonly CommandEntry[];

/** The editors of model files, by the names that VS Code remembers them by. */
export const weightsEditors = [
  {
    viewType: 'netweight.weights',
    priority: 'default',
    patterns: modelFiles.default.map((extension) => `*.${extension}`),
  },
  {
    viewType: 'netweight.weightsOption',
    priority: 'option',
    patterns: [...modelFiles.option.map((extension) => `*.${extension}`), '*model.json'],
  },
] as const;

export type CommandId = (typeof commands)[number]['id'];
export type BrowserCommandId = Extract<(typeof commands)[number], { readonly inBrowser: true }>['id'];

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
