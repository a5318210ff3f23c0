/** "Get started with Netweight": five steps, each with a button that does it. Part of the manifest. */

/** What can be done with the example. */
export type ExampleStep = 'open' | 'train' | 'look' | 'compare';

interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly button: string;
  readonly command: string;
  /** What the command is told, for the steps that are done with the example. */
  readonly step?: ExampleStep;
}

const example = 'netweight.openExample';

export const walkthroughSteps: readonly WalkthroughStep[] = [
  {
    id: 'open',
    title: 'Open a network',
    description:
      'A network is a text: its data, its layers, how it is trained. The example tells three species of penguins apart by their bills, flippers and weight.',
    button: 'Open the Penguins Example',
    command: example,
    step: 'open',
  },
  {
    id: 'train',
    title: 'Train it',
    description:
      'Training runs in the editor and takes seconds. The panel beside the text shows the loss, the gradients and whatever is wrong while it happens.',
    button: 'Train the Penguins',
    command: example,
    step: 'train',
  },
  {
    id: 'look',
    title: 'See what a layer learnt',
    description:
      'Above each layer stands what it has learnt: mean, spread, gradient. A click on that line shows its weights, as they are and as they came to be.',
    button: 'Show the Hidden Layer',
    command: example,
    step: 'look',
  },
  {
    id: 'compare',
    title: 'Change one thing and compare',
    description:
      'This step sets another learning rate in the text (undo takes it back), trains again, and lays both runs beside each other: their curves, and what differs.',
    button: 'Change the Rate and Compare',
    command: example,
    step: 'compare',
  },
  {
    id: 'own',
    title: 'Begin with your own data',
    description:
      'A table in CSV or Parquet is enough. Netweight looks at its columns, proposes a network that fits them, and tells what it assumed.',
    button: 'New Network from Data…',
    command: 'netweight.newNetwork',
  },
];

export const walkthroughs = [
  {
    id: 'getStarted',
    title: 'Get started with Netweight',
    description: 'Train a network, look inside, change it, and compare: five steps, one button each.',
    icon: 'media/netweight.svg',
    steps: walkthroughSteps.map(({ id, title, description, button, command, step }) => ({
      id,
      title,
      description: `${description}\n[${button}](${link(command, step)})`,
      media: { markdown: `media/walkthrough/${id}.md` },
    })),
  },
];

function link(command: string, step: ExampleStep | undefined): string {
  return step === undefined
    ? `command:${command}`
    : `command:${command}?${encodeURIComponent(JSON.stringify([step]))}`;
}
