import { request } from '@playwright/test';
import { PortalApi } from './support/api.ts';
import { newBuyer } from './support/buyer.ts';
import { Emulator } from './support/emulator.ts';
import { Stack } from './support/stack.ts';
import { expect, test } from './support/test.ts';

test('Ctrl-C and kill -9 of either part leave nothing running and lose nothing', { tag: '@restarts' }, async () => {
  const stack = await Stack.create();
  const requests = await request.newContext();
  const otherRequests = await request.newContext();
  try {
    const emulator = new Emulator(stack.emulator);
    const api = new PortalApi(requests, stack.portal, emulator);
    const buyer = newBuyer();
    const subjects = async () => (await emulator.mailsTo(buyer.email)).map(({ subject }) => subject);

    const unsent = async (id: string) => (await emulator.notifications(id)).filter(({ sentAt }) => !sentAt).length;

    await stack.start();
    // The mail that says "your accounts are ready" has hardly been written, and AWS has yet to tell of another purchase.
    const { onboardingId } = await api.bring(buyer, { notify: 'BEFORE', until: 'registered' });
    const before = await api.onboarding(onboardingId);
    const late = new PortalApi(otherRequests, stack.portal, emulator);
    const lately = await late.bring(newBuyer(), { product: 'cn', notify: 'AFTER', until: 'landed' });
    expect(await unsent(lately.subscriptionId)).toBeGreaterThan(0);
    stack.interrupt();
    const interrupted = await stack.ended();
    expect(interrupted.code).toBe(130);
    expect(stack.leftovers()).toEqual([]);

    await stack.start();
    const after = await api.onboarding(onboardingId);
    expect(after.step).toBe('OPENING_METHOD');
    expect(after.basicInfo).toEqual(before.basicInfo);
    await expect.poll(subjects).toContain(`Your Guance accounts are ready: ${buyer.username}`);
    expect((await subjects()).filter((subject) => /\d{6} is your Guance code/.test(subject))).toHaveLength(1);
    const heard = async () => (await late.onboarding(lately.onboardingId)).payer.subscriptionState;
    await expect.poll(heard, { timeout: 20_000 }).toBe('LIVE');
    expect(await unsent(lately.subscriptionId)).toBe(0);
    await api.open(onboardingId, buyer);
    stack.kill('portal');
    const withoutPortal = await stack.ended();
    expect(withoutPortal.code).toBe(1);
    expect(withoutPortal.output).toContain('the portal died');
    expect(stack.leftovers()).toEqual([]);

    await stack.start();
    const opened = async () => (await api.onboarding(onboardingId)).workspace;
    await expect.poll(async () => (await opened())?.state, { timeout: 20_000 }).toBe('NORMAL');
    const workspace = await opened();
    expect(workspace?.name).toBe(buyer.workspace);
    expect(workspace?.settlement.payer?.awsAccount).toBe(`····${buyer.awsAccount.slice(-4)}`);
    await expect
      .poll(subjects, { timeout: 20_000 })
      .toContain(`${buyer.workspace} is open, settled by AWS ····${buyer.awsAccount.slice(-4)}`);
    const postgres = stack.postgres();
    expect(postgres).toBeDefined();
    stack.kill('stack');
    const withoutStack = await stack.ended();
    expect(withoutStack.code).toBe(1);
    expect(withoutStack.output).toContain('the local stack died');
    expect(stack.leftovers().filter((command) => command.includes('java'))).toEqual([]);

    await stack.start();
    expect(stack.isRunning(postgres ?? 0)).toBe(false);
    expect(stack.postgres()).toBeDefined();
    await api.signIn(buyer);
    expect(await api.workspaces()).toEqual([workspace]);
    const kept = await subjects();
    expect(kept).toContain(`Your Guance accounts are ready: ${buyer.username}`);
    await late.bring(newBuyer(), { until: 'opened' });
    stack.interrupt();
    expect((await stack.ended()).code).toBe(130);
    expect(stack.leftovers()).toEqual([]);
  } finally {
    await requests.dispose();
    await otherRequests.dispose();
    await stack.remove();
  }
});
