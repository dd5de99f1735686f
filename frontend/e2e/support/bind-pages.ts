import type { Locator, Page } from '@playwright/test';
import { type Buyer, masked } from './buyer.ts';
import type { Emulator } from './emulator.ts';
import { PortalPages } from './portal-pages.ts';
import { expect } from './test.ts';
import { fill, startingWith, type Texts } from './texts.ts';

type Owner = { name: string; language: 'English' | '中文'; email: string };

/** The pages that bind an enterprise account one has, and its workspaces. */
export class BindPages {
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
    return this.portal.button(this.t.binding.workspaces.confirm);
  }

  get codeField(): Locator {
    return this.portal.codeField.filter({ visible: true });
  }

  tab(name: 'existing' | 'create' | 'register'): Locator {
    return this.page.getByRole('tab', { name: this.t.binding.workspaces[name], exact: true });
  }

  /** From the choice, through the picture of the steps, to the first of them. */
  async chooseToBind() {
    const { guide, steps } = this.t.binding;
    await this.portal.button(this.t.onboarding.bind).click();
    await expect(this.page.getByRole('dialog', { name: guide.title }).getByRole('listitem')).toHaveCount(3);
    await this.dialog.getByRole('link', { name: guide.gotIt }).click();
    await this.portal.expectStep(steps.account);
  }

  async askForCode(username: string) {
    const { account } = this.t.binding;
    await this.page.getByRole('textbox', { name: account.username }).fill(username);
    await this.portal.button(account.sendCode).click();
    await expect(this.codeField).toBeFocused();
  }

  async bindAccount(owner: Buyer, payer: Buyer, emulator: Emulator) {
    const { account, steps } = this.t.binding;
    const before = (await emulator.mailsTo(owner.email)).length;
    await this.askForCode(owner.username);
    await expect(this.page.getByText(fill(account.onItsWay, { account: masked(payer) }))).toBeVisible();
    await this.codeField.fill(await emulator.codeFor(owner.email, before));
    await this.portal.button(account.bind).click();
    await this.portal.expectStep(steps.workspaces);
  }

  row(name: string): Locator {
    return this.page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: name });
  }

  undoOf(name: string): Locator {
    return this.row(name).getByRole('button', { name: fill(this.t.binding.workspaces.undoName, { name }) });
  }

  addOf(name: string): Locator {
    return this.row(name).getByRole('button', { name: fill(this.t.binding.workspaces.addName, { name }) });
  }

  async preview(name: string) {
    await this.addOf(name).click();
    await expect(this.page.getByRole('dialog', { name: fill(this.t.binding.preview.title, { name }) })).toBeVisible();
    await expect(this.dialog.getByText(this.t.binding.preview.willPay, { exact: true })).toBeVisible();
  }

  async add(name: string, payer: Buyer) {
    await this.preview(name);
    await expect(this.dialog).toContainText(fill(this.t.binding.workspaces.aws, { account: masked(payer) }));
    await this.dialog.getByRole('button', { name: this.t.binding.preview.confirm }).click();
    await expect(this.dialog).toBeHidden();
    await expect(this.row(name)).toContainText(this.t.binding.workspaces.bound);
    await expect(this.row(name)).toContainText(masked(payer));
  }

  /** What both forms of a new workspace ask for. */
  async #fillWorkspace({ name, language, email }: Owner, label: string, emulator: Emulator) {
    const { opening, basic } = this.t.register;
    await this.page.getByRole('textbox', { name: opening.name }).filter({ visible: true }).fill(name);
    await this.page
      .getByRole('radio', { name: startingWith(language) })
      .filter({ visible: true })
      .check();
    const before = (await emulator.mailsTo(email)).length;
    await this.page.getByRole('textbox', { name: label }).fill(email);
    await this.portal.button(basic.sendCode).filter({ visible: true }).click();
    await expect(this.codeField).toBeFocused();
    await this.codeField.fill(await emulator.codeFor(email, before));
    await this.page.getByRole('checkbox').filter({ visible: true }).check();
  }

  async #expectCreated(name: string) {
    await expect(
      this.page.getByText(fill(this.t.binding.workspaces.createdNow.replace('<name/>', name))),
    ).toBeVisible();
    await expect(this.tab('existing')).toBeFocused();
    await expect(this.row(name)).toContainText(this.t.binding.workspaces.bound);
  }

  async create(owner: Owner, emulator: Emulator) {
    await this.tab('create').click();
    await this.#fillWorkspace(owner, this.t.binding.owner.email, emulator);
    await this.portal.button(this.t.binding.owner.create).click();
    await this.#expectCreated(owner.name);
  }

  async register(owner: Owner & { username: string; password: string }, emulator: Emulator) {
    const { basic } = this.t.register;
    await this.tab('register').click();
    await this.page.getByRole('textbox', { name: this.t.binding.owner.username, exact: true }).fill(owner.username);
    await this.page.getByLabel(startingWith(basic.password)).filter({ visible: true }).fill(owner.password);
    await this.page.getByLabel(startingWith(basic.repeat)).filter({ visible: true }).fill(owner.password);
    await this.#fillWorkspace(owner, this.t.binding.owner.newEmail, emulator);
    await this.portal.button(this.t.binding.owner.register).click();
    await this.#expectCreated(owner.name);
  }

  /** Confirm, and the page that lists what is bound. */
  async finish(names: string[]) {
    const { success } = this.t.binding;
    const title = names.length === 1 ? success.title_one : success.title_other;
    await this.confirm.click();
    await this.portal.expectStep(fill(title, { count: names.length }));
    for (const name of names) await expect(this.page.getByRole('row').filter({ hasText: name })).toHaveCount(1);
  }
}
