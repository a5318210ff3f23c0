/** Colours of a picture that cannot read the theme: a hover's image knows only which kind of theme is on. */
export interface CardColors {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly bars: string;
  readonly healthy: string;
  readonly finding: string;
}

export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** Contrast of text ≥ 4.5 and of marks ≥ 3 on the hover's background in VS Code's own themes. */
export const cardColors: Readonly<Record<ThemeKind, CardColors>> = {
  dark: {
    text: '#cccccc',
    muted: '#a3a3a3',
    grid: '#3a3a3a',
    bars: '#4a8fd6',
    healthy: '#89d185',
    finding: '#f4655f',
  },
  light: {
    text: '#3b3b3b',
    muted: '#5a5a5a',
    grid: '#dcdcdc',
    bars: '#2f79c4',
    healthy: '#2f7d32',
    finding: '#c72e24',
  },
  highContrast: {
    text: '#ffffff',
    muted: '#c8cacc',
    grid: '#4a5058',
    bars: '#63b4ff',
    healthy: '#89d185',
    finding: '#ff8a7d',
  },
  highContrastLight: {
    text: '#292929',
    muted: '#454545',
    grid: '#b8b8b8',
    bars: '#0b4f9e',
    healthy: '#1d5c20',
    finding: '#a3180f',
  },
};
