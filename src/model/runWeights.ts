import { buildNetwork } from '../engine/build.js';
import type { NetworkConfig } from '../engine/config.js';
import { initialTensor } from '../engine/initialValues.js';
import type { ByteSource } from '../formats/byteSource.js';
import { FormatError } from '../formats/formatError.js';
import { openModel } from '../formats/index.js';
import { decodeCheckpointMetadata } from '../runs/checkpoint.js';
import { RunFolderError, joinPath, type FileSystem } from '../runs/fileSystem.js';
import { epochCheckpointName, runFiles } from '../runs/folder.js';
import { measureRun, type MeasuredRun } from '../runs/measuredRun.js';
import type { EpochMetrics } from '../runs/metrics.js';
import { RunReader } from '../runs/reader.js';
import type { RunRecord } from '../runs/run.js';
import type { StepHistogram } from '../runs/metricsBuilder.js';
import { parseSpec } from '../spec/parse.js';
import { toFloatTensor } from '../tensor/decode.js';
import type { FloatTensor } from '../tensor/tensor.js';

/** A run over time: its weights, read from its checkpoints when asked for, and what its events tell. */
export class RunWeights {
  /** What its folder and its event files tell. */
  readonly reader: RunReader;
  /** The network and the seed it began with; null where its beginning cannot be made again. */
  private beginning: Promise<Beginning | null> | null = null;

  constructor(
    private readonly fileSystem: FileSystem,
    readonly directory: string,
  ) {
    this.reader = new RunReader(fileSystem, directory);
  }

  /** Epochs whose weights can be had, rising: those of the checkpoints, and 0 where training began from the seed. */
  async listEpochs(): Promise<number[]> {
    const files = await this.reader.listCheckpoints();
    const epochs = files.flatMap(({ epoch }) => (epoch === null ? [] : [epoch]));
    return (await this.findBeginning()) ? [0, ...epochs] : epochs;
  }

  async bestEpoch(): Promise<number | null> {
    const record = await this.reader.readRecord();
    return 'reason' in record ? null : (record.value.best?.epoch ?? null);
  }

  /** A parameter at the end of an epoch. Throws where the checkpoint or the parameter is not there. */
  async readTensor(parameter: string, epoch: number): Promise<FloatTensor> {
    if (epoch === 0) return this.drawBeginning(parameter);
    const name = epochCheckpointName(epoch);
    const path = joinPath(this.directory, runFiles.checkpoints, name);
    const source = await this.openSource(path);
    if (!source) throw new RunFolderError(`The checkpoint of epoch ${epoch} is gone.`, 'not-found', path);
    const file = await openModel(source, name);
    const info = file.tensors.find((tensor) => tensor.name === parameter);
    if (!info) throw new RangeError(`${name} has no tensor "${parameter}".`);
    return toFloatTensor(await file.read(info));
  }

  /** What the event file tells of a parameter's values or gradients, oldest first, and steps in an epoch. */
  async readHistograms(
    kind: 'weights' | 'gradients',
    parameter: string,
  ): Promise<{ readonly histograms: readonly StepHistogram[]; readonly stepsPerEpoch: number }> {
    await this.reader.readEvents();
    const record = await this.reader.readRecord();
    const stepsPerEpoch = 'reason' in record ? 0 : record.value.stepsPerEpoch;
    return { histograms: this.reader.histograms.get(`${kind}/${parameter}`) ?? [], stepsPerEpoch };
  }

  /** The newest of everything that is said of the run beside its code. */
  readMeasured(record: RunRecord): Promise<MeasuredRun> {
    return measureRun(this.reader, record);
  }

  /** All epochs, oldest first. */
  async readEpochs(): Promise<readonly EpochMetrics[]> {
    await this.reader.readEvents();
    return this.reader.metrics(null).epochs;
  }

  private async drawBeginning(parameter: string): Promise<FloatTensor> {
    const beginning = await this.findBeginning();
    const tensor = beginning && initialTensor(beginning.network, parameter, beginning.seed);
    if (!tensor) throw new RangeError(`The beginning of "${parameter}" is not known.`);
    return tensor;
  }

  private findBeginning(): Promise<Beginning | null> {
    this.beginning ??= this.readBeginning().then((found) => {
      if (!found) this.beginning = null;
      return found;
    });
    return this.beginning;
  }

  /** Weights that training drew from its seed are drawn again; those it was given are not in the run folder. */
  private async readBeginning(): Promise<Beginning | null> {
    const record = await this.reader.readRecord();
    const source = await this.openSource(joinPath(this.directory, runFiles.checkpoints, runFiles.last));
    if ('reason' in record || !source) return null;
    const metadata = decodeCheckpointMetadata((await openModel(source, runFiles.last)).metadata);
    if (!metadata || parseSpec(metadata.spec).spec?.pretrained !== undefined) return null;
    const { network } = buildNetwork(metadata.network as NetworkConfig);
    return network ? { network, seed: record.value.seed } : null;
  }

  private async openSource(path: string): Promise<ByteSource | null> {
    const size = await this.fileSystem.size(path);
    if (size === null) return null;
    return {
      size,
      read: async (offset, length) => {
        const bytes = await this.fileSystem.readRange(path, offset, length);
        if (bytes.length < length) throw new FormatError('The file was cut while it was read', offset);
        return bytes;
      },
    };
  }
}

interface Beginning {
  readonly network: NonNullable<ReturnType<typeof buildNetwork>['network']>;
  readonly seed: number;
}
