import { screen } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Payer } from '../../api/onboardings';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { nextHour, payer, workspaceOf } from '../../mocks/data';
import { renderPage } from '../../mocks/render-page';
import { WorkspaceTable } from './workspace-table';

beforeAll(async () => {
  await startI18n('en');
  await loadTexts();
});

const paying = (subscriptionState: Payer['subscriptionState']): Payer => ({ ...payer, subscriptionState });

async function showWaiting(subscriptionState: Payer['subscriptionState']) {
  const awaited = paying(subscriptionState);
  const settlement =
    subscriptionState === 'PENDING'
      ? ({ method: 'UNSETTLED', waitingFor: awaited } as const)
      : ({ method: 'UNSETTLED', cameToNothing: awaited } as const);
  renderPage(() => <WorkspaceTable workspaces={[{ ...workspaceOf('PENDING'), settlement }]} onDatakit={() => {}} />);
  await screen.findByRole('table');
}

async function showSettled(subscriptionState: Payer['subscriptionState']) {
  const settlement = { method: 'SUBSCRIPTION', payer: paying(subscriptionState) } as const;
  renderPage(() => <WorkspaceTable workspaces={[{ ...workspaceOf('NORMAL'), settlement }]} onDatakit={() => {}} />);
  await screen.findByRole('table');
}

describe('a workspace that waits for AWS', () => {
  it('says so while AWS may still confirm', async () => {
    await showWaiting('PENDING');
    expect(screen.getByText('Waiting for AWS')).toBeVisible();
    expect(screen.getByText('once AWS confirms')).toBeVisible();
  });

  it.each([
    ['FAILED', 'Payment failed', 'bad'],
    ['ENDED', 'Subscription ended', 'wait'],
    ['ENDING', 'Subscription ended', 'wait'],
  ] as const)('says that AWS did not confirm when the subscription is %s', async (state, badge, tone) => {
    await showWaiting(state);
    expect(screen.getByText(badge)).toHaveAttribute('data-tone', tone);
    expect(screen.getByText('AWS did not confirm')).toBeVisible();
    expect(screen.queryByText('Waiting for AWS')).toBeNull();
    expect(screen.queryByText('once AWS confirms')).toBeNull();
    expect(screen.getByRole('link', { name: /^Choose who pays/ })).toBeVisible();
  });
});

describe('a workspace that a subscription pays for', () => {
  it.each(['ENDING', 'ENDED'] as const)('says beside the payer when it is %s', async (state) => {
    await showSettled(state);
    expect(screen.getByText('subscription ended')).toBeVisible();
    expect(screen.getByText('Normal')).toBeVisible();
  });

  it('says nothing of it while it is live', async () => {
    await showSettled('LIVE');
    expect(screen.queryByText('subscription ended')).toBeNull();
  });
});

it('says who pays next, where that is decided, and leads to the workspace', async () => {
  const workspace = workspaceOf('NORMAL');
  const upcoming = { method: 'SUBSCRIPTION', payer, from: nextHour() } as const;
  renderPage(() => (
    <WorkspaceTable
      workspaces={[{ ...workspace, settlement: { method: 'ENTERPRISE_ACCOUNT', upcoming } }]}
      onDatakit={() => {}}
    />
  ));
  expect(await screen.findByText(/^From \d\d:00 UTC AWS ····4321$/)).toBeVisible();
  expect(screen.getByRole('link', { name: workspace.name })).toHaveAttribute(
    'href',
    `/billing/workspaces/${workspace.id}`,
  );
});
