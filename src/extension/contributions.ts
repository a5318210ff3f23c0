/**
 * What Netweight adds to VS Code: the one list of commands, and from it the manifest's `contributes`.
 * `npm run manifest` writes it into package.json; a test checks that it stands there.
 */
interface CommandEntry {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  /** When the palette offers it; absent: always. */
  readonly palette?: string;
  /** Where else it stands, and when. */
  readonly menus?: readonly { readonly menu: string; readonly when: string; readonly group: string }[];
}

const isSpec = 'resourceFilename =~ /\\.nn\\.json$/';
/** Files that hold data, by their names. */
const isData = 'resourceFilename =~ /\\.(csv|tsv|parquet|npz)(\\.gz)?$|images.idx[34].ubyte(\\.gz)?$/i';
/** Files whose rows are lines. */
const isRows = 'resourceFilename =~ /\\.(csv|tsv)$/i';
const training = 'netweight.training';
const specIsActive = 'netweight.spec';

/** Model files: those that nothing else opens show their weights at once, the others where that is chosen. */
const modelFiles = {
  default: ['safetensors', 'pt', 'pth', 'gguf', 'onnx', 'npy', 'npz', 'keras', 'tflite'],
  option: ['bin', 'ckpt', 'h5', 'hdf5'],
} as const;

/** All of them, without the dot. */
export const modelExtensions: readonly string[] = [...modelFiles.default, ...modelFiles.option];
const isModel = `resourceExtname =~ /^\\.(${modelExtensions.join('|')})$/i || resourceFilename =~ /model\\.json$/`;
const showsModel = 'activeCustomEditorId =~ /^netweight\\.weights/';

export const commands = [
  {
    id: 'netweight.train',
    title: 'Train',
    icon: '$(play)',
    menus: [
      { menu: 'editor/title', when: isSpec, group: 'navigation@1' },
      { menu: 'explorer/context', when: isSpec, group: 'netweight@1' },
    ],
  },
  { id: 'netweight.trainSeeds', title: 'Train with Several Seeds…' },
  { id: 'netweight.findLearningRate', title: 'Find Learning Rate' },
  { id: 'netweight.fixAndTrain', title: 'Fix and Train' },
  { id: 'netweight.pause', title: 'Pause Training', icon: '$(debug-pause)', palette: training },
  { id: 'netweight.continue', title: 'Continue Training', icon: '$(debug-continue)', palette: training },
  { id: 'netweight.stop', title: 'Stop Training', icon: '$(debug-stop)', palette: training },
  { id: 'netweight.resume', title: 'Resume Run' },
  {
    id: 'netweight.showRun',
    title: 'Show Run',
    icon: '$(graph-line)',
    menus: [{ menu: 'editor/title', when: isSpec, group: 'navigation@2' }],
  },
  {
    id: 'netweight.explain',
    title: 'Explain Predictions',
    menus: [
      { menu: 'explorer/context', when: isSpec, group: 'netweight@2' },
      { menu: 'explorer/context', when: isData, group: 'netweight@2' },
      { menu: 'editor/context', when: isRows, group: 'netweight@1' },
    ],
  },
  {
    id: 'netweight.newNetwork',
    title: 'New Network from Data…',
    menus: [{ menu: 'explorer/context', when: isData, group: 'netweight@1' }],
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
    id: 'netweight.selectForCompare',
    title: 'Select for Compare Weights',
    palette: showsModel,
    menus: [{ menu: 'explorer/context', when: isModel, group: '3_compare@40' }],
  },
  {
    id: 'netweight.compareWithSelected',
    title: 'Compare Weights with Selected',
    palette: `${showsModel} && netweight.comparing`,
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

/** The manifest's `contributes`. */
export function makeContributions(): object {
  const entries: readonly CommandEntry[] = commands;
  const menus: Record<string, object[]> = {
    commandPalette: entries
      .filter(({ palette }) => palette !== undefined)
      .map(({ id, palette }) => ({ command: id, when: palette })),
  };
  for (const { id, menus: places = [] } of entries) {
    for (const { menu, when, group } of places) (menus[menu] ??= []).push({ command: id, when, group });
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
