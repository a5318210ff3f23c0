/** The ways in which networks are made sick. */
import type { WrittenSpec } from './tables.js';

export type Change = (spec: WrittenSpec) => void;

export const hidden = ({ layers }: WrittenSpec) =>
  layers.filter(({ name }) => String(name).startsWith('hidden'));
/** Layers whose weights a change is about: `hidden1` … and the output. */
export const learning = (spec: WrittenSpec) => [...hidden(spec), ...output(spec)];
export const output = ({ layers }: WrittenSpec) => layers.slice(-1);
export const normal = (std: number) => ({ type: 'randomNormal', std });
export const constant = (value: number) => ({ type: 'constant', value });
export const uniform = (maximum: number) => ({ type: 'randomUniform', minimum: -maximum, maximum });
export const asIs: Change = () => undefined;
export const unscaled: Change = ({ data }) => (data.scale = 'none');
export const holdBack =
  (share: number): Change =>
  ({ data }) =>
    (data.validation = share);
export const freeze =
  (...patterns: string[]): Change =>
  (spec) =>
    (spec.pretrained = { freeze: patterns });
export const bias =
  (of: (spec: WrittenSpec) => Record<string, unknown>[], init: unknown): Change =>
  (spec) =>
    of(spec).forEach((layer) => (layer.biasInit = init));
export const penalise =
  (key: 'l1' | 'l2', strength: number): Change =>
  (spec) =>
    learning(spec).forEach((layer) => (layer[key] = strength));
export const schedule =
  (member: object): Change =>
  (spec) => {
    spec.schedule = member;
    spec.training.epochs = 30;
  };

export const initialise =
  (init: unknown, of: (spec: WrittenSpec) => Record<string, unknown>[] = learning): Change =>
  (spec) =>
    of(spec).forEach((layer) => (layer.init = init));
export const optimise =
  (optimizer: Record<string, unknown>): Change =>
  (spec) =>
    (spec.optimizer = optimizer);
export const train =
  (training: Record<string, unknown>): Change =>
  (spec) =>
    Object.assign(spec.training, training);
export const both =
  (...changes: Change[]): Change =>
  (spec) =>
    changes.forEach((change) => change(spec));

/** Keeps every n-th row of a class. */
export const rare =
  (value: string, every: number): Change =>
  ({ data }) =>
    (data.train = `${String(data.train)}#${value}/${every}`);

export const sgd = (learningRate: number, momentum = 0) => ({ type: 'sgd', learningRate, momentum });
export const adam = (learningRate: number) => ({ type: 'adam', learningRate });
export const lion = (learningRate: number) => ({ type: 'lion', learningRate });
