/** A channel of messages, the same for a worker's port and a panel's. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** The calls one side answers, and the events it may send. */
export interface Contract {
  readonly calls: Record<string, { args: unknown; reply: unknown }>;
  readonly events: Record<string, unknown>;
}
