import { newBuyer } from './support/buyer.ts';
import { postLanding } from './support/marketplace-pages.ts';
import { PortalPages } from './support/portal-pages.ts';
import { expect, test } from './support/test.ts';
import { fill } from './support/texts.ts';

const TOKEN = 'x-amzn-marketplace-token';

/** Each failure of the landing has a page that says what happened and what to do. Posted by a page of another site. */
test.describe('a landing leads to a page of its own', { tag: '@desktop' }, () => {
  for (const language of ['en', 'zh-CN'] as const) {
    test.describe(language, () => {
      test.use({ language });

      test('without a token, with a wrong one and with an expired one', async ({
        page,
        t,
        emulator,
        baseURL,
        watch,
      }) => {
        const portal = new PortalPages(page, t);
        const { id } = await emulator.subscribe('global', newBuyer().awsAccount, 'BEFORE');
        const expired = await emulator.issueToken(id, 'PT0S');
        watch.keepSecret(expired);
        const cases = [
          ['token-missing', {}],
          ['token-missing', { [TOKEN]: '' }],
          ['token-invalid', { [TOKEN]: 'made-up-and-never-issued' }],
          ['token-invalid', { [TOKEN]: `${'x'.repeat(9_000)}` }],
          ['token-invalid', { [TOKEN]: '<script>alert(1)</script> \u0000 令牌' }],
          ['token-expired', { [TOKEN]: expired }],
        ] as const;
        for (const [reason, fields] of cases) {
          const response = await postLanding(
            page,
            `${emulator.url}/marketplace`,
            `${baseURL}/marketplace/landing`,
            fields,
          );
          expect(response.status()).toBe(303);
          await expect(page).toHaveURL(new RegExp(`/marketplace/problem/${reason}\\?request=req-[\\w-]+$`));
          await expect(portal.heading(t.problem.reasons[reason].title)).toBeVisible();
          await expect(page.getByText(t.problem.untouched)).toBeVisible();
          await expect(page.getByRole('link', { name: t.start.openMarketplace })).toHaveAttribute(
            'href',
            `${emulator.url}/marketplace/products/global`,
          );
          await expect(page.getByRole('main').getByText(/^req-/)).toBeVisible();
        }
      });
    });
  }

  test('for every reason that the contract has, and for one that nobody knows', async ({ page, t }) => {
    const portal = new PortalPages(page, t);
    for (const [reason, { title }] of Object.entries(t.problem.reasons)) {
      await page.goto(`/marketplace/problem/${reason}`);
      await expect(portal.heading(title)).toBeVisible();
      await expect(page).toHaveTitle(`${title} · ${t.brand}`);
      await expect(page.getByRole('link', { name: t.start.openMarketplace })).toBeVisible();
    }
    await page.goto('/marketplace/problem/never-heard-of');
    await expect(portal.heading(t.problem.reasons.unknown.title)).toBeVisible();
  });

  test.describe('and', () => {
    test.use({ language: 'en' });

    test('while AWS throttles, fails, or answers nonsense; the same link works afterwards', async ({
      page,
      t,
      emulator,
      baseURL,
      watch,
    }) => {
      const portal = new PortalPages(page, t);
      const buyer = newBuyer();
      const { id } = await emulator.subscribe('global', buyer.awsAccount, 'BEFORE');
      const token = await emulator.issueToken(id);
      watch.keepSecret(token);
      const land = () =>
        postLanding(page, `${emulator.url}/marketplace`, `${baseURL}/marketplace/landing`, { [TOKEN]: token });
      try {
        for (const fault of ['THROTTLE', 'ERROR_500', 'GARBAGE'] as const) {
          await emulator.setFault(fault);
          expect((await land()).status()).toBe(303);
          await expect(portal.heading(t.problem.reasons['aws-not-answering'].title)).toBeVisible();
          await expect(page.getByText('Wait a minute, then open AWS Marketplace')).toBeVisible();
        }
      } finally {
        await emulator.setFault('NONE');
      }
      expect((await land()).status()).toBe(303);
      await portal.expectChoice();
      await portal.expectPayer(buyer);
    });

    test('from a page without an origin', async ({ page, t, emulator, baseURL, watch }) => {
      const portal = new PortalPages(page, t);
      const buyer = newBuyer();
      const { id } = await emulator.subscribe('global', buyer.awsAccount, 'BEFORE');
      const token = await emulator.issueToken(id);
      watch.keepSecret(token);
      const response = await postLanding(page, 'data:text/html,<title>x</title>', `${baseURL}/marketplace/landing`, {
        [TOKEN]: token,
        'x-amzn-marketplace-agreement-id': 'agmt-forged',
        CustomerAWSAccountId: '000000000000',
      });
      expect(response.request().headers().origin ?? 'null').toBe('null');
      await portal.expectChoice();
      await portal.expectPayer(buyer);
    });

    test('once the subscription has ended', async ({ page, t, emulator, baseURL }) => {
      const { id } = await emulator.subscribe('global', newBuyer().awsAccount, 'BEFORE');
      const token = await emulator.issueToken(id);
      const land = () =>
        postLanding(page, `${emulator.url}/marketplace`, `${baseURL}/marketplace/landing`, { [TOKEN]: token });
      await land();
      await emulator.notify(id, 'CANCEL');
      const portal = new PortalPages(page, t);
      await expect(async () => {
        await land();
        await expect(portal.heading(t.problem.reasons['subscription-ended'].title)).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await expect(page.getByText('in AWS Marketplace and subscribe again')).toBeVisible();
    });

    test('to the sign-in where the purchase is set up already', async ({ page, t, emulator, baseURL, api }) => {
      const buyer = newBuyer();
      const { subscriptionId } = await api.bring(buyer, { until: 'opened' });
      await postLanding(page, `${emulator.url}/marketplace`, `${baseURL}/marketplace/landing`, {
        [TOKEN]: await emulator.issueToken(subscriptionId),
      });
      const portal = new PortalPages(page, t);
      await expect(portal.heading(t.billing.signIn.title)).toBeVisible();
      await expect(page.getByText(t.billing.signIn.alreadyBoundTitle)).toBeVisible();
      await portal.signIn(buyer);
      await portal.expectWorkspace(buyer);
    });

    test('and stays there with whoever is signed in, who may be another', async ({
      page,
      t,
      emulator,
      baseURL,
      api,
    }) => {
      const { billing } = t;
      const { subscriptionId } = await api.bring(newBuyer(), { until: 'opened' });
      const other = newBuyer();
      await api.bring(other, { until: 'opened' });
      await api.signIn(other);
      await postLanding(page, `${emulator.url}/marketplace`, `${baseURL}/marketplace/landing`, {
        [TOKEN]: await emulator.issueToken(subscriptionId),
      });
      const portal = new PortalPages(page, t);
      await expect(page.getByText(billing.signIn.alreadyBoundTitle)).toBeVisible();
      // not that of the form, which stands there until it is known who is signed in
      await expect(page.getByRole('main').locator('[href^="mailto:"]:not(form *)')).toBeVisible();
      await portal.button(fill(billing.signIn.goOn, { username: other.username })).click();
      await portal.expectWorkspace(other);
    });

    test('which is help where the address is opened by hand', async ({ page, t }) => {
      const response = await page.goto('/marketplace/landing');
      expect(response?.status()).toBe(200);
      await expect(new PortalPages(page, t).heading(t.landingHelp.title)).toBeVisible();
    });
  });
});
