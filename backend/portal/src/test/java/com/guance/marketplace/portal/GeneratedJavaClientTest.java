package com.guance.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.guance.marketplace.portal.Market.Notify;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.OnboardingApi;
import org.openapitools.client.api.SessionsApi;
import org.openapitools.client.api.SettingsApi;
import org.openapitools.client.api.WorkspacesApi;
import org.openapitools.client.model.BasicInfo;
import org.openapitools.client.model.CompanyInfo;
import org.openapitools.client.model.CreatedOnboarding;
import org.openapitools.client.model.EmailVerification;
import org.openapitools.client.model.Language;
import org.openapitools.client.model.NewEmailCode;
import org.openapitools.client.model.NewOnboarding;
import org.openapitools.client.model.NewSession;
import org.openapitools.client.model.OpeningMethod;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.Settlement;
import org.openapitools.client.model.SettlementMethod;
import org.openapitools.client.model.Step;
import org.openapitools.client.model.Workspace;

/** A Java client that was generated from the contract, as it came out of the generator. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class GeneratedJavaClientTest {
    private static final String LANGUAGE = "en";

    @TestHTTPResource
    URI portal;

    @Test
    void a_generated_java_client_registers_a_buyer_from_token_to_binding() throws ApiException {
        var bought = Market.buy("global", Notify.BEFORE);
        var name = "buyer-" + UUID.randomUUID().toString().substring(0, 13);
        var email = name + "@example.com";

        var created = create(Market.token(bought));
        var id = created.getOnboarding().getId();
        var landed = new OnboardingApi(client(created.getSecret()));
        landed.sendEmailCode(id, new NewEmailCode().email(email), LANGUAGE);
        var code = Market.mail(email, "code").code();
        var verified =
                landed.verifyEmail(id, new EmailVerification().email(email).code(code), LANGUAGE);

        var proved = new OnboardingApi(client(verified.getSecret()));
        var basicInfo = new BasicInfo()
                .siteId("us1")
                .username(name)
                .password(Given.PASSWORD)
                .email(email);
        assertThat(proved.saveBasicInfo(id, basicInfo, LANGUAGE).getStep()).isEqualTo(Step.COMPANY_INFO);
        var agreements = new SettingsApi(client(null)).getSettings(LANGUAGE).getAgreements();
        var company = new CompanyInfo()
                .companyName("Meridian Freight")
                .agreementsVersion(agreements.getVersion().toString());
        assertThat(proved.registerAccounts(id, company, LANGUAGE, key()).getStep())
                .isEqualTo(Step.OPENING_METHOD);
        var opening = new OpeningMethod()
                .workspaceName("Meridian Production")
                .language(Language.EN)
                .payerConfirmed(true);
        assertThat(proved.openWorkspace(id, opening, LANGUAGE, key()).getStep()).isEqualTo(Step.DONE);

        var signIn = new NewSession().login(name).password(Given.PASSWORD).delivery(NewSession.DeliveryEnum.TOKEN);
        var session = new SessionsApi(client(null)).createSession(signIn, LANGUAGE);
        var page = new WorkspacesApi(client(session.getAccessToken())).listWorkspaces(LANGUAGE, 10, null);
        assertThat(page.getItems()).singleElement().satisfies(workspace -> {
            assertThat(workspace.getName()).isEqualTo("Meridian Production");
            assertThat(workspace.getState()).isEqualTo(Workspace.StateEnum.NORMAL);
            assertThat(workspace.getSettlement().getMethod()).isEqualTo(SettlementMethod.SUBSCRIPTION);
            assertThat(workspace.getSettlement().getPayer().getAwsAccount()).isEqualTo(bought.masked());
        });
    }

    @Test
    void a_refusal_reaches_a_generated_java_client_as_a_problem() throws Exception {
        var refused = catchThrowableOfType(ApiException.class, () -> create("not a token"));

        assertThat(refused.getCode()).isEqualTo(422);
        var problem = client(null).getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
        assertThat(problem.getType()).isEqualTo("token-invalid");
        assertThat(problem.getDetail()).isNotBlank();
    }

    @Test
    void values_and_members_that_a_java_client_does_not_know_do_not_break_it() throws Exception {
        var settlement = client(null)
                .getObjectMapper()
                .readValue(
                        "{\"method\": \"BARTER\", \"since\": \"2026-11-22T10:00:00Z\", \"more\": {}}",
                        Settlement.class);

        assertThat(settlement.getMethod()).isEqualTo(SettlementMethod.UNKNOWN_DEFAULT_OPEN_API);
        assertThat(settlement.getSince()).isEqualTo("2026-11-22T10:00:00Z");
    }

    private CreatedOnboarding create(String token) throws ApiException {
        TestClock.advance(Duration.ofMillis(500)); // what one landing takes of the budget of this address
        return new OnboardingApi(client(null))
                .createOnboarding(key(), new NewOnboarding().registrationToken(token), LANGUAGE);
    }

    private ApiClient client(String bearer) {
        var client = new ApiClient();
        client.updateBaseUri(portal.toString().replaceAll("/$", ""));
        if (bearer != null) {
            client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + bearer));
        }
        return client;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
