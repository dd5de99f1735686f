import type { Locator, Page } from '@playwright/test';
import { type Buyer, masked } from './buyer.ts';
import type { Emulator } from './emulator.ts';
import { expect } from './test.ts';
import { fill, startingWith, type Texts } from './texts.ts';

/** The pages of the portal, as a reader of one language finds their parts. */
export class PortalPages {
  readonly page: Page;
  readonly t: Texts;

  constructor(page: Page, t: Texts) {
    this.page = page;
    this.t = t;
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  field(label: string): Locator {
    return this.page.getByLabel(startingWith(label));
  }

  get continue(): Locator {
    return this.button(this.t.register.continue);
  }

  get confirm(): Locator {
    return this.button(this.t.register.opening.confirm);
  }

  get codeField(): Locator {
    return this.page.getByRole('textbox', { name: fill(this.t.register.basic.codeLabel, { digits: 6 }) });
  }

  /** A page or step that came without a load of the document has the focus on its heading. */
  async expectStep(name: string, { focused = true } = {}) {
    const heading = this.heading(name);
    await expect(heading).toBeVisible();
    if (focused) await expect(heading).toBeFocused();
    await expect(this.page).toHaveTitle(`${name} · ${this.t.brand}`);
    await this.expectLanguage();
  }

  /** The first page after the purchase; the way to a person and the one to the sign-in stand on it. */
  async expectChoice() {
    const { onboarding, brand, shell } = this.t;
    await expect(this.heading(onboarding.heading)).toBeVisible();
    await expect(this.page).toHaveTitle(`${onboarding.title} · ${brand}`);
    await this.expectLanguage();
    const mail = this.page.getByRole('contentinfo').locator('a[href^="mailto:"]');
    await expect(mail).toBeVisible();
    await expect(mail).toHaveAttribute('href', /^mailto:[^@\s]+@[^@\s]+$/);
    const signIn = this.page.getByRole('complementary').getByRole('link', { name: shell.signIn, exact: true });
    await expect(signIn).toBeVisible();
    await expect(signIn).toHaveAttribute('href', '/billing/sign-in');
  }

  async expectLanguage() {
    await expect(this.page.locator('html')).toHaveAttribute('lang', this.t.ui.back === 'Back' ? 'en' : 'zh-CN');
  }

  /** Who pays stands on the page, and never in full. */
  async expectPayer(buyer: Buyer) {
    const card = this.page.getByRole('region', { name: this.t.payer.label }).filter({ visible: true });
    await expect(card).toContainText(`AWS ${masked(buyer)}`);
    expect(await this.page.content()).not.toContain(buyer.awsAccount);
  }

  async chooseToRegister() {
    await this.link(this.t.onboarding.register).click();
    await this.expectStep(this.t.steps.basicInfo);
  }

  /** The address and its proof, by the code from the mailbox. */
  async proveEmail(buyer: Buyer, emulator: Emulator) {
    const { basic } = this.t.register;
    await this.page.getByRole('textbox', { name: basic.email }).fill(buyer.email);
    await this.button(basic.sendCode).click();
    await expect(this.codeField).toBeFocused();
    await this.codeField.fill(await emulator.codeFor(buyer.email));
    await expect(this.page.getByText(basic.confirmed, { exact: true }).filter({ visible: true }).first()).toBeVisible();
  }

  async fillBasicInfo(buyer: Buyer) {
    const { basic } = this.t.register;
    await this.page.getByRole('textbox', { name: basic.username }).fill(buyer.username);
    await this.field(basic.password).fill(buyer.password);
    await this.field(basic.repeat).fill(buyer.password);
  }

  async basicInfo(buyer: Buyer, emulator: Emulator) {
    await this.fillBasicInfo(buyer);
    await this.proveEmail(buyer, emulator);
    await this.continue.click();
    await this.expectStep(this.t.steps.companyInfo);
  }

  async fillCompanyInfo(buyer: Buyer) {
    await this.page.getByRole('textbox', { name: this.t.register.company.name }).fill(buyer.company);
    await this.page.getByRole('checkbox').check();
  }

  async companyInfo(buyer: Buyer) {
    await this.fillCompanyInfo(buyer);
    await this.continue.click();
    await this.expectStep(this.t.steps.openingMethod);
  }

  async fillOpeningMethod(buyer: Buyer, language: 'English' | '中文') {
    await this.page.getByRole('textbox', { name: this.t.register.opening.name }).fill(buyer.workspace);
    await this.page.getByRole('radio', { name: startingWith(language) }).check();
  }

  async openWorkspace(buyer: Buyer, language: 'English' | '中文') {
    await this.fillOpeningMethod(buyer, language);
    await expect(
      this.page.getByText(fill(this.t.register.opening.confirmNote, { account: masked(buyer) })),
    ).toBeVisible();
    await this.confirm.click();
  }

  /** Step 4 once the workspace is open. */
  async expectOpened(buyer: Buyer, options: { focused?: boolean } = {}) {
    // The waiting page asks every few seconds.
    await expect(this.heading(this.t.steps.success)).toBeVisible({ timeout: 20_000 });
    await this.expectStep(this.t.steps.success, options);
    await expect(
      this.page.getByText(fill(this.t.register.success.lead.replace('<name/>', buyer.workspace))),
    ).toBeVisible();
  }

  async signIn(buyer: Buyer) {
    await this.page.getByRole('textbox', { name: this.t.billing.signIn.login }).fill(buyer.username);
    await this.field(this.t.billing.signIn.password).fill(buyer.password);
    await this.button(this.t.billing.signIn.submit).click();
  }

  workspaceRow(buyer: Buyer): Locator {
    return this.page.getByRole('row').filter({ hasText: buyer.workspace });
  }

  /** The end of the way: the workspace in Workspace Management, normal, settled by the masked AWS account. */
  async expectWorkspace(buyer: Buyer) {
    const { workspaces } = this.t.billing;
    await this.expectStep(workspaces.title);
    const row = this.workspaceRow(buyer);
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(fill(workspaces.aws, { account: masked(buyer) }));
    // The list asks every ten seconds while a workspace waits for AWS.
    await expect(row).toContainText(workspaces.states.NORMAL, { timeout: 20_000 });
    expect(await this.page.content()).not.toContain(buyer.awsAccount);
  }

  /** From the success page, through the sign-in, to Workspace Management. */
  async toWorkspaceManagement(buyer: Buyer) {
    await this.link(this.t.register.success.openBilling).click();
    await this.expectStep(this.t.billing.signIn.title);
    await this.signIn(buyer);
    await this.expectWorkspace(buyer);
  }
}
