/** The one list of commands: what they are called, and where and when they are offered. */
import { modelExtensions } from './modelFiles.js';

export interface CommandEntry {
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
export const specIsActive = 'netweight.spec';
export const never = 'false';
/** Where there may be Node: on a desktop or connected to a server, in a folder of files on a disk. */
export const hasNode = '!virtualWorkspace && (!isWeb || remoteName)';
const inRuns = (item: string): string => `view == netweight.runs && viewItem ${item}`;
const aRun = inRuns('=~ /^run:/');
const aReadableRun = inRuns('=~ /^run:.*readable:/');
const anIdleRun = inRuns('=~ /^run:.*idle:/');
const one = '!listMultiSelection';
const runsHaveFocus = 'focusedView == netweight.runs';
const isModel = `resourceExtname =~ /^\\.(${modelExtensions.join('|')})$/i || resourceFilename =~ /(model|\\.safetensors\\.index)\\.json$/`;
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

export type CommandId = (typeof commands)[number]['id'];
export type BrowserCommandId = Extract<(typeof commands)[number], { readonly inBrowser: true }>['id'];
