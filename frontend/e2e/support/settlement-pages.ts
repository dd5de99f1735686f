import type { Locator, Page } from '@playwright/test';
import type { PortalApi } from './api.ts';
import { PortalPages } from './portal-pages.ts';
import { expect } from './test.ts';
import { pattern, startingWith, type Texts } from './texts.ts';

/** The pages on which one sees that nobody pays, and says who does. */
export class SettlementPages {
  readonly portal: PortalPages;
  readonly page: Page;
  readonly t: Texts;

  constructor(page: Page, t: Texts) {
    this.portal = new PortalPages(page, t);
    this.page = page;
    this.t = t;
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  get confirm(): Locator {
    return this.dialog.getByRole('button', { name: this.t.settlement.dialog.confirm, exact: true });
  }

  get undo(): Locator {
    return this.page.getByRole('button', { name: pattern(this.t.settlement.done.undo_other) });
  }

  get change(): Locator {
    return this.portal.button(this.t.settlement.change);
  }

  heading(text: string): Locator {
    return this.page.getByRole('heading', { name: pattern(text) });
  }

  /** Opens the page of a workspace, which shows it under its name. */
  async visit(workspace: { id: string; name: string }) {
    await this.page.goto(`/billing/workspaces/${workspace.id}`);
    await expect(this.portal.heading(workspace.name)).toBeVisible();
  }

  /** AWS has said that the subscription has ended, and the portal has heard it. */
  async untilUnpaid(api: PortalApi, workspaceId: string) {
    await expect
      .poll(async () => (await api.workspace(workspaceId)).state, { timeout: 30_000 })
      .toMatch(/^(BUFFER|LOCKED)$/);
  }

  /** The preview that is open names the hour, and is confirmed. */
  async confirmPreview() {
    await expect(this.dialog.getByText(this.t.settlement.dialog.undo)).toBeVisible();
    await expect(this.dialog).toContainText(/\d\d:00 UTC/);
    await this.confirm.click();
    await expect(this.dialog).toBeHidden();
  }

  /** Picks one of the payers in the dialog, and goes on to its preview. */
  async pick(name: string) {
    await this.dialog.getByRole('radio', { name: startingWith(name) }).check();
    await this.dialog.getByRole('button', { name: this.t.settlement.dialog.continue, exact: true }).click();
  }
}
