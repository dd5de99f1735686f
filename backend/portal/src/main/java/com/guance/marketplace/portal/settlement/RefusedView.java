package com.guance.marketplace.portal.settlement;

import com.guance.marketplace.portal.marketplace.Subscription;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Texts;
import com.guance.marketplace.portal.platform.Time;
import com.guance.marketplace.portal.settlement.Prospect.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the API says why somebody cannot come to pay for a workspace. */
public record RefusedView(
        String reason, String detail, @Nullable Instant changeableAt) {
    /** @param chosen the subscriptions that were chosen instead are among them */
    public static RefusedView of(Refused refused, Map<UUID, Subscription> chosen, Language language) {
        var change = refused.change();
        return change == null
                ? new RefusedView(refused.reason(), Texts.of(language, "problem." + refused.reason() + ".detail"), null)
                : new RefusedView(
                        refused.reason(),
                        Texts.of(
                                language,
                                "candidate.changed-recently",
                                change.chosen(chosen),
                                Time.minute(change.changeableAt())),
                        change.changeableAt());
    }
}
