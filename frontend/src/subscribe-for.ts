/*
 * Which workspace one went to AWS Marketplace for. The purchase comes back through the landing, which knows nothing of it, so
 * the tab remembers; what it remembers is only what is looked at first, never a proof of anything.
 */
const KEY = 'guance.subscribe-for';

export function rememberWorkspace(workspaceId: string): void {
  try {
    sessionStorage.setItem(KEY, workspaceId);
  } catch {
    // Where nothing may be kept, the workspace is chosen by hand.
  }
}

export function rememberedWorkspace(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

export function forgetWorkspace(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
