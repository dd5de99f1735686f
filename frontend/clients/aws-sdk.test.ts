/**
 * The AWS SDK for JavaScript as it is published, against an emulator of AWS Marketplace that runs already
 * (`make test-browser` starts it). The listing by contract is one that no portal serves, so its messages stay.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeAgreementCommand,
  GetAgreementEntitlementsCommand,
  GetAgreementTermsCommand,
  MarketplaceAgreementClient,
  paginateSearchAgreements,
} from '@aws-sdk/client-marketplace-agreement';
import {
  MarketplaceEntitlementServiceClient,
  paginateGetEntitlements,
} from '@aws-sdk/client-marketplace-entitlement-service';
import {
  BatchMeterUsageCommand,
  ExpiredTokenException,
  MarketplaceMeteringClient,
  ResolveCustomerCommand,
} from '@aws-sdk/client-marketplace-metering';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { newBuyer } from '../e2e/support/buyer.ts';
import { Emulator } from '../e2e/support/emulator.ts';

const emulator = new Emulator();
const global = {
  endpoint: emulator.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAGLOBALSELLER0001', secretAccessKey: 'global-seller-secret' },
};
const china = {
  endpoint: emulator.url,
  region: 'cn-northwest-1',
  credentials: { accessKeyId: 'AKIACNSELLER00000001', secretAccessKey: 'cn-seller-secret' },
};
const contractCode = 'contract8h2n5k7q1x4v0m3t6w';
const cnCode = 'cnq2m8w4e7x1z5t9k3r6v0b4d';

test('a token is resolved, and a token that is too old is told so', async () => {
  const { awsAccount } = newBuyer();
  const { id } = await emulator.subscribe('cn', awsAccount, 'BEFORE');
  const metering = new MarketplaceMeteringClient(china);
  const RegistrationToken = await emulator.issueToken(id);
  const customer = await metering.send(new ResolveCustomerCommand({ RegistrationToken }));
  assert.equal(customer.ProductCode, cnCode);
  assert.equal(customer.CustomerAWSAccountId, awsAccount);
  assert.ok(customer.CustomerIdentifier);
  const late = await emulator.issueToken(id, 'PT0S');
  await assert.rejects(
    metering.send(new ResolveCustomerCommand({ RegistrationToken: late })),
    (error) => error instanceof ExpiredTokenException,
  );
});

test('usage is metered once', async () => {
  const { id } = await emulator.subscribe('cn', newBuyer().awsAccount, 'BEFORE');
  const { customerIdentifier } = await emulator.subscription(id);
  const metering = new MarketplaceMeteringClient(china);
  const Timestamp = new Date((await emulator.now()).getTime() + 1000);
  const record = { Timestamp, CustomerIdentifier: customerIdentifier, Dimension: 'usage_cents' };
  const send = async (Quantity: number) => {
    const UsageRecords = [{ ...record, Quantity, UsageAllocations: [{ AllocatedUsageQuantity: Quantity }] }];
    const { Results } = await metering.send(new BatchMeterUsageCommand({ ProductCode: cnCode, UsageRecords }));
    return Results?.[0];
  };
  const first = await send(3);
  assert.equal(first?.Status, 'Success');
  assert.equal((await send(3))?.MeteringRecordId, first.MeteringRecordId);
  assert.equal((await send(4))?.Status, 'DuplicateRecord');
});

test('entitlements are listed page by page, empty ones too', async () => {
  const { awsAccount } = newBuyer();
  const { id } = await emulator.subscribe('contract', awsAccount, 'BEFORE');
  await emulator.entitle(id, { hosts: 50, users: 7 });
  const list = async () => {
    const pages = paginateGetEntitlements(
      { client: new MarketplaceEntitlementServiceClient(global), pageSize: 1 },
      { ProductCode: contractCode, Filter: { CUSTOMER_AWS_ACCOUNT_ID: [awsAccount] } },
    );
    const found: [string | undefined, number | undefined, boolean][] = [];
    for await (const page of pages) {
      for (const { Dimension, Value, ExpirationDate } of page.Entitlements ?? []) {
        found.push([Dimension, Value?.IntegerValue, (ExpirationDate ?? new Date(0)) > new Date()]);
      }
    }
    return found;
  };
  const expected = [
    ['hosts', 50, true],
    ['users', 7, true],
  ];
  assert.deepEqual(await list(), expected);
  await emulator.setQuirks({ emptyPages: true });
  try {
    assert.deepEqual(await list(), expected);
  } finally {
    await emulator.setQuirks({ emptyPages: false });
  }
});

test('agreements are searched, described, and tell their terms and entitlements', async () => {
  const { awsAccount } = newBuyer();
  const { id } = await emulator.subscribe('contract', awsAccount, 'BEFORE');
  const renewed = await emulator.renew(id);
  const client = new MarketplaceAgreementClient(global);
  const filters = [
    { name: 'AgreementType', values: ['PurchaseAgreement'] },
    { name: 'PartyType', values: ['Proposer'] },
    { name: 'AcceptorAccountId', values: [awsAccount] },
  ];
  const statuses = new Map<string | undefined, string | undefined>();
  for await (const page of paginateSearchAgreements({ client, pageSize: 1 }, { catalog: 'AWSMarketplace', filters })) {
    for (const found of page.agreementViewSummaries ?? []) statuses.set(found.agreementId, found.status);
  }
  const { agreementId: first } = await emulator.subscription(id);
  const { agreementId } = renewed;
  assert.deepEqual(Object.fromEntries(statuses), { [first]: 'RENEWED', [agreementId]: 'ACTIVE' });
  const agreement = await client.send(new DescribeAgreementCommand({ agreementId }));
  assert.equal(agreement.acceptor?.accountId, awsAccount);
  assert.ok(agreement.endTime instanceof Date);
  const { acceptedTerms } = await client.send(new GetAgreementTermsCommand({ agreementId }));
  assert.ok(acceptedTerms?.some((term) => term.usageBasedPricingTerm?.currencyCode === 'USD'));
  assert.ok(acceptedTerms?.some((term) => term.configurableUpfrontPricingTerm));
  const { agreementEntitlements } = await client.send(new GetAgreementEntitlementsCommand({ agreementId }));
  assert.equal(agreementEntitlements?.[0]?.status, 'PROVISIONED');
  await assert.rejects(client.send(new DescribeAgreementCommand({ agreementId: 'agmt-none' })), {
    name: 'ResourceNotFoundException',
  });
});

test('what happens to a purchase arrives in the queue', async () => {
  const { endpoint, urls } = await emulator.queues();
  assert.ok(endpoint && urls.contract);
  const { id } = await emulator.subscribe('contract', newBuyer().awsAccount, 'BEFORE');
  const { agreementId } = await emulator.subscription(id);
  const sqs = new SQSClient({ ...global, endpoint });
  const QueueUrl = urls.contract;
  const told = new Set<string>();
  const until = Date.now() + 20_000;
  while (told.size < 2 && Date.now() < until) {
    const batch = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    for (const { Body, ReceiptHandle } of (await sqs.send(new ReceiveMessageCommand(batch))).Messages ?? []) {
      const event = JSON.parse(Body ?? '{}');
      if (event.detail.agreement.id === agreementId) told.add(event['detail-type']);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  assert.deepEqual([...told].sort(), ['License Updated - Manufacturer', 'Purchase Agreement Created - Proposer']);
});
