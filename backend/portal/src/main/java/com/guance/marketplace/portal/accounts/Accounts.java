package com.guance.marketplace.portal.accounts;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.guance.marketplace.portal.platform.Fields;
import com.guance.marketplace.portal.platform.Language;
import com.guance.marketplace.portal.platform.Refusal;
import com.guance.marketplace.portal.platform.Refusal.FieldError;
import com.guance.marketplace.portal.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Registers people and companies. Works within the caller's transaction. */
@ApplicationScoped
public class Accounts {
    /** Code points of a user name. */
    public static final int SHORTEST_USERNAME = 3;

    public static final int LONGEST_USERNAME = 32;
    private static final int LONGEST_PHONE = 64;
    private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._-]*[a-z0-9]");

    /** The unique indexes, and what their violation means to a reader. */
    private static final Map<String, FieldError> TAKEN = Map.of(
            "enterprise_accounts_username", new FieldError("username", "username-taken"),
            "enterprise_accounts_email", new FieldError("email", "email-taken"),
            "guance_accounts_email", new FieldError("email", "email-taken"),
            "guance_accounts_phone", new FieldError("phone", "phone-taken"));

    /** What a registration made. */
    public record Registered(UUID enterpriseAccountId, UUID guanceAccountId) {}

    /** An enterprise account, as far as others may know it. */
    public record Holder(UUID id, String username, String email, Language language) {
        /** Its first letter and its host: enough for the owner to know it. */
        public String maskedEmail() {
            return email.substring(0, 1) + "•••" + email.substring(email.indexOf('@'));
        }
    }

    /** Whose an enterprise account is, for operators. */
    public record Customer(UUID id, String username, String companyName) {}

    private final EnterpriseAccounts enterpriseAccounts;
    private final GuanceAccounts guanceAccounts;
    private final Clock clock;

    Accounts(EnterpriseAccounts enterpriseAccounts, GuanceAccounts guanceAccounts, Clock clock) {
        this.enterpriseAccounts = enterpriseAccounts;
        this.guanceAccounts = guanceAccounts;
        this.clock = clock;
    }

    /** Reads a user name, in lower case. */
    public static String username(Fields fields, String field, @Nullable String value) {
        var name =
                fields.line(field, value, SHORTEST_USERNAME, LONGEST_USERNAME).toLowerCase(Locale.ROOT);
        if (!name.isEmpty() && !USERNAME.matcher(name).matches()) {
            fields.refuse(field, "username-malformed");
        }
        return name;
    }

    /** Reads a phone number, as E.164, or null where there is none. */
    public static @Nullable String phone(Fields fields, String field, @Nullable String value) {
        var text = fields.optionalLine(field, value, LONGEST_PHONE);
        if (text == null) {
            return null;
        }
        var numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(text, null);
            if (numbers.isPossibleNumber(number)) {
                return numbers.format(number, PhoneNumberFormat.E164);
            }
        } catch (NumberParseException notANumber) {
            // told below
        }
        fields.refuse(field, "phone-malformed");
        return null;
    }

    public Optional<Holder> findByUsername(String username) {
        return enterpriseAccounts.findByUsername(username).map(Accounts::holder);
    }

    public Holder get(UUID enterpriseAccountId) {
        return enterpriseAccounts
                .findByIdOptional(enterpriseAccountId)
                .map(Accounts::holder)
                .orElseThrow(Refusal::notFound);
    }

    /** Whose the enterprise accounts are; one query. */
    public Map<UUID, Customer> customers(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : enterpriseAccounts.list("id in ?1", ids).stream()
                        .map(account -> new Customer(account.id, account.username, account.companyName))
                        .collect(Collectors.toMap(Customer::id, Function.identity()));
    }

    /** The enterprise accounts whose user name or company name begins with a text, in any case; some of them if many. */
    public List<UUID> beginningWith(String text, int most) {
        return enterpriseAccounts.beginningWith(text, most);
    }

    private static Holder holder(EnterpriseAccount account) {
        return new Holder(account.id, account.username, account.email, account.language);
    }

    public boolean isNameTaken(String username) {
        return enterpriseAccounts.isNameTaken(username);
    }

    /** Whether the e-mail is an enterprise account's. Told to nobody who has not proved the address. */
    public boolean isEmailTaken(String email) {
        return enterpriseAccounts.isEmailTaken(email);
    }

    /** An early word on what {@link #register} would refuse; only for whoever has proved the address. */
    public void checkFree(Fields fields, String siteId, String email, @Nullable String phone) {
        if (enterpriseAccounts.isEmailTaken(email) || guanceAccounts.isEmailTaken(siteId, email)) {
            fields.refuse("email", "email-taken");
        }
        if (phone != null && guanceAccounts.isPhoneTaken(siteId, phone)) {
            fields.refuse("phone", "phone-taken");
        }
    }

    /** Makes both accounts, or neither. The unique indexes decide races, and the loser is told which field it was. */
    public Registered register(Person person, Company company) {
        var now = clock.instant();
        var enterpriseAccount = new EnterpriseAccount(Time.id(now), person, company, now);
        var guanceAccount = new GuanceAccount(Time.id(now), person, enterpriseAccount.id, null, now);
        try {
            enterpriseAccounts.persistAndFlush(enterpriseAccount);
            guanceAccounts.persistAndFlush(guanceAccount);
        } catch (ConstraintViolationException violation) {
            throw taken(violation, person);
        }
        return new Registered(enterpriseAccount.id, guanceAccount.id);
    }

    /** Makes a Guance account of its own. The unique indexes decide races, as in {@link #register}. */
    public UUID registerGuanceAccount(Person person, String agreementsVersion) {
        var now = clock.instant();
        var account = new GuanceAccount(Time.id(now), person, null, agreementsVersion, now);
        try {
            guanceAccounts.persistAndFlush(account);
        } catch (ConstraintViolationException violation) {
            throw taken(violation, person);
        }
        return account.id;
    }

    /** The Guance account of a site with an e-mail. Told to nobody who has not proved the address. */
    public Optional<UUID> findGuanceAccount(String siteId, String email) {
        return guanceAccounts.findByEmail(siteId, email).map(account -> account.id);
    }

    private static RuntimeException taken(ConstraintViolationException violation, Person person) {
        var error = TAKEN.get(String.valueOf(violation.getConstraintName()));
        return error == null ? violation : Refusal.invalid(error.field(), error.code(), person.username());
    }

    /** The Guance account with which an enterprise account owns workspaces of a site. */
    public Optional<UUID> ownerOn(String siteId, UUID enterpriseAccountId) {
        return guanceAccounts.of(enterpriseAccountId).stream()
                .filter(account -> account.siteId.equals(siteId))
                .map(account -> account.id)
                .findFirst();
    }
}
