package com.guance.marketplace.portal.faults;

import com.guance.marketplace.portal.faultproxy.PostgresProxy;
import com.guance.marketplace.portal.faultproxy.PostgresProxy.Verdict;
import com.guance.marketplace.portal.faultproxy.Transaction;
import com.guance.marketplace.portal.faults.Killer.Work;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the commits of each step, so that each can be met. */
final class Commits {
    /** The commits of one step's request; in the deciding one it writes for the last time. */
    record Counted(int all, int deciding, List<String> what) {
        /** What is more than in another walk was not the request's. */
        private Counted fewer(Counted other) {
            return other.all < all ? other : this;
        }
    }

    /** So many walks are counted: what the portal does by itself meanwhile does not meet the same step in each of them. */
    private static final int WALKS = 3;

    private Commits() {}

    /**
     * Not counted with the first buyer, who makes what all others find, such as the budgets of this client. Where the buyer
     * binds, its customer was that one.
     */
    static Map<Step, Counted> of(ShippedPortal portal, Kind kind, Way way) {
        if (way == Way.REGISTRATION) {
            count(way.buyer(kind, portal, AwsMarketplace.buyConfirmed()));
        }
        var least = count(way.buyer(kind, portal, AwsMarketplace.buyConfirmed()));
        for (int walk = 1; walk < WALKS; walk++) {
            count(way.buyer(kind, portal, AwsMarketplace.buyConfirmed()))
                    .forEach((step, counted) -> least.merge(step, counted, Counted::fewer));
        }
        return least;
    }

    private static Map<Step, Counted> count(Buyer buyer) {
        var counted = new EnumMap<Step, Counted>(Step.class);
        while (!buyer.isDone) {
            var step = buyer.step;
            if (step.takesACode()) {
                buyer.code(); // has come before anything is counted
            }
            var seen = new CopyOnWriteArrayList<Transaction>();
            buyer.portal.postgres.listen(new PostgresProxy.Listener() {
                @Override
                public Verdict beforeCommit(Transaction transaction) {
                    if (Work.of(transaction) == Work.REQUEST) {
                        seen.add(transaction);
                    }
                    return Verdict.CARRY;
                }
            });
            buyer.perform();
            buyer.portal.postgres.listen(PostgresProxy.Listener.NONE);
            int deciding = 0;
            for (int i = 0; i < seen.size(); i++) {
                deciding = seen.get(i).wrote() ? i + 1 : deciding;
            }
            var what = seen.stream().map(Transaction::toString).toList();
            counted.put(step, new Counted(seen.size(), deciding, what));
        }
        return counted;
    }
}
