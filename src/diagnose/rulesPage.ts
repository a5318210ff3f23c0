import { rules } from './index.js';
import type { Rule } from './rule.js';

const introduction = `# What can be ill with a training

Every finding, made from the rules themselves (\`npm run docs\`). A finding stands on the line of its layer, of
\`optimizer\` or of \`data\`, in the Problems panel, at the end of \`netweight train\` and in \`netweight check RUN\`. It speaks
of what lasts, not of one step, and names the first step at which it held. What follows from another finding is told as
related to that one. How often the rules are right, and what their fixes do: [diagnosis.md](diagnosis.md).

A rule is silenced in the spec by \`"health": { "overfitting": "off" }\`, and takes another threshold by
\`"health": { "dead-units": { "threshold": 0.8 } }\`.`;

const severities = {
  error: 'error: training cannot go on, or is spoilt',
  warning: 'warning: training is hurt',
  information: 'information',
} as const;

/** One rule alone; links to others lead to pages of the same kind beside it. Null: there is no such rule. */
export function makeRulePage(code: string): string | null {
  const rule = rules.find((one) => one.code === code);
  return rule ? `# ${code}\n\n${describeRule(rule, (other) => `${other}.md`)}\n` : null;
}

/** Where a finding is explained, within docs/rules.md. */
export function anchorOf(code: string): string {
  return `rules.md#${code}`;
}

/** docs/rules.md: a chapter for each rule, in the order of the table. */
export function makeRulesPage(): string {
  const chapters = rules.map((rule) => `## ${rule.code}\n\n${describeRule(rule, (other) => `#${other}`)}`);
  return `${[introduction, ...chapters].join('\n\n')}\n`;
}

function describeRule(rule: Rule, linkTo: (code: string) => string): string {
  const { doc, severity, threshold, needs, speaks, remedies, source, explains } = rule;
  const facts = [
    `- **Measured:** ${threshold === null ? 'whether it is so at all; there is no threshold.' : `${threshold.doc} Threshold: ${threshold.default}.`}`,
    `- **Severity:** ${severities[severity]}.`,
    `- **Speaks:** ${speaks}`,
    `- **Reads:** ${needs.map((need) => `\`${need}\``).join(', ')}.`,
    `- **Fixes:** ${remedies}`,
    `- **Explains:** ${(explains ?? []).map((other) => `[${other}](${linkTo(other)})`).join(', ') || 'nothing else'}.`,
    `- **Source:** ${source}`,
  ];
  return `${doc}\n\n${facts.join('\n')}`;
}
