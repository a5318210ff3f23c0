import { Uri, workspace, type Disposable } from 'vscode';

const scheme = 'netweight-finding';

/** The page that explains a finding: the link of its code. */
export function findingPage(code: string): Uri {
  return Uri.from({ scheme, path: `/${code}.md` });
}

/** Pages that are made from the rules: they open without a network, and are those of the installed version. */
export function provideFindingPages(): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async ({ path }) => {
      const { makeRulePage } = await import('../../diagnose/rulesPage.js');
      return makeRulePage(path.slice(1).replace(/\.md$/, ''));
    },
  });
}
