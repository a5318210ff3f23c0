import type { RunPanelEvents, RunSnapshot, WrittenText } from '../../protocol/runPanel.js';
import type { Activity, Bins, Progress, TrainingEvent } from '../../protocol/training.js';
import type { EpochMetrics } from '../../runs/metrics.js';
import type { Finding } from '../../runs/finding.js';
import type { RunRecord } from '../../runs/run.js';
import { placeFindings } from '../problems/placeFindings.js';
import { EpochStore } from './epochStore.js';
import { SampleStore } from './sampleStore.js';
import { describeSpec } from './summary.js';

export interface LiveRunStart {
  readonly specName: string;
  readonly specText: string;
  readonly directory: string;
  readonly run: RunRecord;
  /** What the run had before it was resumed. */
  readonly before: RunSnapshot | null;
}

/** A run that trains here: everything its panel shows, gathered from the worker's events. */
export class LiveRun {
  readonly directory: string;
  state: RunSnapshot['state'] = 'running';
  run: RunRecord;
  progress: Progress | null = null;
  findings: readonly Finding[] = [];
  private readonly epochs: EpochStore;
  private readonly samples: SampleStore;
  private histograms: RunSnapshot['histograms'];
  private readonly texts: WrittenText[];
  /** Units that do nothing, by layer; empty before they are measured. */
  activity: Activity = { deadShare: {}, saturatedShare: {} };
  /** As measured in this process, by parameter: at last, and at first where the run began here. */
  newestWeights: Readonly<Record<string, Bins>> = {};
  firstWeights: Readonly<Record<string, Bins>> = {};

  constructor(private readonly start: LiveRunStart) {
    this.directory = start.directory;
    this.run = start.run;
    this.epochs = new EpochStore(start.before?.epochs);
    this.samples = new SampleStore(start.before?.samples);
    this.histograms = start.before?.histograms ?? {};
    this.texts = [...(start.before?.texts ?? [])];
  }

  /** Takes in one event; gives what it adds to a panel, or null where it adds nothing. */
  apply(event: TrainingEvent): Partial<RunPanelEvents['update']> | null {
    switch (event.type) {
      case 'samples':
        this.samples.append(event.samples);
        this.progress = event.progress;
        return { samples: event.samples, progress: event.progress };
      case 'epoch':
        this.epochs.append(event.metrics);
        this.progress = event.progress;
        return { epochs: [event.metrics], progress: event.progress };
      case 'text':
        this.texts.push(event.written);
        return { texts: [event.written] };
      case 'histograms':
        this.histograms = event.histograms;
        this.newestWeights = event.histograms;
        if (!this.start.before && Object.keys(this.firstWeights).length === 0)
          this.firstWeights = event.histograms;
        return { histograms: event.histograms };
      case 'activity':
        this.activity = event.activity;
        return null;
      case 'findings':
        this.findings = event.findings;
        return { findings: placeFindings(this.start.specText, event.findings) };
      case 'paused':
        this.state = 'paused';
        return {};
      case 'continued':
        this.state = 'running';
        return {};
      case 'done':
        this.run = event.run;
        this.state = event.run.status;
        return { run: event.run };
      default:
        return null;
    }
  }

  get specText(): string {
    return this.start.specText;
  }

  /** As many as a panel shows, oldest first. */
  get allEpochs(): readonly EpochMetrics[] {
    return this.epochs.read();
  }

  get newestEpoch(): EpochMetrics | null {
    return this.epochs.read().at(-1) ?? null;
  }

  /** Gradient norms and update ratios of the newest sample, by parameter. */
  get newestSample(): ReturnType<SampleStore['newest']> {
    return this.samples.newest();
  }

  /** The training ended without a word of its own. */
  fail(error: string): void {
    this.state = 'failed';
    this.run = { ...this.run, status: 'failed', error };
  }

  snapshot(): RunSnapshot {
    const { specName, specText } = this.start;
    return {
      directory: this.directory,
      specName,
      run: this.run,
      state: this.state,
      ...describeSpec(specText, this.run),
      epochs: this.epochs.read(),
      samples: this.samples.read(),
      findings: placeFindings(specText, this.findings),
      progress: this.progress,
      texts: this.texts,
      histograms: this.histograms,
    };
  }
}
