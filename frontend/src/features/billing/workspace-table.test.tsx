import { render, screen } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Payer } from '../../api/onboardings';
import { loadTexts, startI18n } from '../../i18n/i18n';
import { payer, workspaceOf } from '../../mocks/data';
import { WorkspaceTable } from './workspace-table';

beforeAll(async () => {
  await startI18n('en');
  await loadTexts();
});

const paying = (subscriptionState: Payer['subscriptionState']): Payer => ({ ...payer, subscriptionState });

function showWaiting(subscriptionState: Payer['subscriptionState']) {
  const settlement = { method: 'UNSETTLED', waitingFor: paying(subscriptionState) } as const;
  render(<WorkspaceTable workspaces={[{ ...workspaceOf('PENDING'), settlement }]} onDatakit={() => {}} />);
}

function showSettled(subscriptionState: Payer['subscriptionState']) {
  const settlement = { method: 'SUBSCRIPTION', payer: paying(subscriptionState) } as const;
  render(<WorkspaceTable workspaces={[{ ...workspaceOf('NORMAL'), settlement }]} onDatakit={() => {}} />);
}

describe('a workspace that waits for AWS', () => {
  it('says so while AWS may still confirm', () => {
    showWaiting('PENDING');
    expect(screen.getByText('Waiting for AWS')).toBeVisible();
    expect(screen.getByText('once AWS confirms')).toBeVisible();
  });

  it.each([
    ['FAILED', 'Payment failed', 'bad'],
    ['ENDED', 'Subscription ended', 'wait'],
    ['ENDING', 'Subscription ended', 'wait'],
  ] as const)('says that AWS did not confirm when the subscription is %s', (state, badge, tone) => {
    showWaiting(state);
    expect(screen.getByText(badge)).toHaveAttribute('data-tone', tone);
    expect(screen.getByText('AWS did not confirm')).toBeVisible();
    expect(screen.queryByText('Waiting for AWS')).toBeNull();
    expect(screen.queryByText('once AWS confirms')).toBeNull();
  });
});

describe('a workspace that a subscription pays for', () => {
  it.each(['ENDING', 'ENDED'] as const)('says beside the payer when it is %s', (state) => {
    showSettled(state);
    expect(screen.getByText('subscription ended')).toBeVisible();
    expect(screen.getByText('Normal')).toBeVisible();
  });

  it('says nothing of it while it is live', () => {
    showSettled('LIVE');
    expect(screen.queryByText('subscription ended')).toBeNull();
  });
});
