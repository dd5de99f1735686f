/**
 * A TypeScript client that was generated from the contract, as it came out of the generator, against a portal and an
 * emulator of AWS Marketplace that run already (`make test-browser` generates the one and starts the others).
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  Configuration,
  Language,
  NewSessionDeliveryEnum,
  OnboardingApi,
  ResponseError,
  SessionsApi,
  SettingsApi,
  SettlementFromJSON,
  WorkspacesApi,
} from '../../backend/portal/target/generated-clients/typescript/dist/index.js';
import { masked, newBuyer } from '../e2e/support/buyer.ts';
import { Emulator } from '../e2e/support/emulator.ts';

const basePath = process.env.PORTAL_URL ?? 'http://localhost:8080';
const emulator = new Emulator();
const nobody = new Configuration({ basePath });
const bearer = (accessToken: string | undefined) => {
  assert.ok(accessToken);
  return new Configuration({ basePath, accessToken });
};

test('a generated TypeScript client registers a buyer from token to binding', async () => {
  const buyer = newBuyer();
  const { email, username, password } = buyer;
  const { id: subscription } = await emulator.subscribe('global', buyer.awsAccount, 'BEFORE');
  const registrationToken = await emulator.issueToken(subscription);

  const created = await new OnboardingApi(nobody).createOnboarding({
    idempotencyKey: randomUUID(),
    newOnboarding: { registrationToken },
  });
  const onboardingId = created.onboarding.id;
  const landed = new OnboardingApi(bearer(created.secret));
  await landed.sendEmailCode({ onboardingId, newEmailCode: { email } });
  const code = await emulator.codeFor(email);
  const verified = await landed.verifyEmail({ onboardingId, emailVerification: { email, code } });

  const proved = new OnboardingApi(bearer(verified.secret));
  await proved.saveBasicInfo({ onboardingId, basicInfo: { siteId: 'us1', username, password, email } });
  const { agreements } = await new SettingsApi(nobody).getSettings();
  await proved.registerAccounts({
    onboardingId,
    idempotencyKey: randomUUID(),
    companyInfo: {
      companyName: buyer.company,
      agreementsVersion: agreements.version.toISOString().slice(0, 10),
    },
  });
  const opened = await proved.openWorkspace({
    onboardingId,
    idempotencyKey: randomUUID(),
    openingMethod: { workspaceName: buyer.workspace, language: Language.En, payerConfirmed: true },
  });
  assert.equal(opened.step, 'DONE');

  const session = await new SessionsApi(nobody).createSession({
    newSession: { login: username, password, delivery: NewSessionDeliveryEnum.Token },
  });
  const page = await new WorkspacesApi(bearer(session.accessToken)).listWorkspaces({ pageSize: 10 });
  const [workspace, ...others] = page.items;
  assert.equal(others.length, 0);
  assert.equal(workspace?.name, buyer.workspace);
  assert.equal(workspace?.state, 'NORMAL');
  assert.equal(workspace?.settlement.method, 'SUBSCRIPTION');
  assert.equal(workspace?.settlement.payer?.awsAccount, masked(buyer));
});

test('a refusal reaches a generated TypeScript client as a problem', async () => {
  const refused = new OnboardingApi(nobody).createOnboarding({
    idempotencyKey: randomUUID(),
    newOnboarding: { registrationToken: 'not a token' },
  });
  const error = await refused.catch((e: unknown) => e);
  assert.ok(error instanceof ResponseError);
  assert.equal(error.response.status, 422);
  assert.equal((await error.response.json()).type, 'token-invalid');
});

test('values and members that a TypeScript client does not know do not break it', () => {
  const settlement = SettlementFromJSON({ method: 'BARTER', since: '2026-11-22T10:00:00Z', more: {} });

  assert.equal(settlement.method, 'BARTER');
  assert.equal(settlement.since?.toISOString(), '2026-11-22T10:00:00.000Z');
});
