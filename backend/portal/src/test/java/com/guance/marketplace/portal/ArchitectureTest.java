package com.guance.marketplace.portal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.persistence.Entity;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The shape that {@code package-info.java} of the root package draws, and the rules of the house. */
@AnalyzeClasses(packages = "com.guance.marketplace.portal", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "com.guance.marketplace.portal";

    /** Who may call whom, besides platform, which all may and which calls nobody. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry(
                    "operators",
                    List.of("onboarding", "workspaces", "settlement", "metering", "accounts", "marketplace")),
            Map.entry("onboarding", List.of("accounts", "verification", "workspaces", "settlement", "marketplace")),
            Map.entry("cloudaccounts", List.of("metering", "workspaces", "accounts", "settlement", "marketplace")),
            Map.entry("workspaces", List.of("accounts", "partners", "settlement", "marketplace")),
            Map.entry("settlement", List.of("marketplace")),
            Map.entry("metering", List.of("workspaces", "partners", "accounts", "settlement", "marketplace")),
            Map.entry("partners", List.of()),
            Map.entry("accounts", List.of()),
            Map.entry("verification", List.of()),
            Map.entry("marketplace", List.of()),
            Map.entry("platform", List.of()));

    @ArchTest
    static void packages_call_along_the_arrows_only(JavaClasses all) {
        for (var arrow : ARROWS.entrySet()) {
            var allowed = arrow.getValue().stream().map(p -> ROOT + "." + p).collect(Collectors.toList());
            allowed.add(ROOT + "." + arrow.getKey());
            allowed.add(ROOT + ".platform");
            var foreign = all.stream()
                    .filter(c -> c.getPackageName().startsWith(ROOT + "." + arrow.getKey()))
                    .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                    .filter(d -> d.getTargetClass().getPackageName().startsWith(ROOT))
                    .filter(d -> allowed.stream().noneMatch(p -> isIn(d.getTargetClass(), p)))
                    .map(d -> d.getDescription())
                    .toList();
            assertThat(foreign).as(arrow.getKey()).isEmpty();
        }
    }

    @ArchTest
    static void every_package_has_its_arrows(JavaClasses all) {
        var packages = all.stream()
                .map(JavaClass::getPackageName)
                .filter(p -> !p.equals(ROOT))
                .map(p -> p.substring(ROOT.length() + 1).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).isEqualTo(new TreeSet<>(ARROWS.keySet()));
    }

    private static boolean isIn(JavaClass type, String root) {
        return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
    }

    private static DescribedPredicate<JavaMethodCall> call(
            String description, Predicate<AccessTarget.MethodCallTarget> predicate) {
        return DescribedPredicate.describe(description, c -> predicate.test(c.getTarget()));
    }

    @ArchTest
    static final ArchRule the_package_graph_has_no_cycle =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule tables_stay_at_home = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .or()
            .areAssignableTo(PanacheRepositoryBase.class)
            .and()
            .doNotHaveSimpleName("Subscription")
            .and()
            .doNotHaveSimpleName("Subscriptions")
            .and()
            .doNotHaveSimpleName("Workspaces")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule the_clock_is_asked_in_one_place = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".platform.Time")
            .should()
            .callMethodWhere(call(
                    "a clock of its own",
                    c -> c.getName().equals("now")
                            && c.getOwner().getPackageName().equals("java.time")
                            && c.getRawParameterTypes().isEmpty()))
            .orShould()
            .callMethodWhere(call(
                    "a clock of its own",
                    c -> c.getOwner().isEquivalentTo(java.time.Clock.class)
                            && c.getName().startsWith("system")))
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule ids_grow_with_time = noClasses().should().callMethod(java.util.UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule nothing_is_counted_in_binary_fractions = fields().that()
            .areDeclaredInClassesThat()
            .doNotHaveSimpleName("Passwords")
            .should()
            .notHaveRawType(double.class)
            .andShould()
            .notHaveRawType(float.class)
            .andShould()
            .notHaveRawType(Double.class)
            .andShould()
            .notHaveRawType(Float.class);

    @ArchTest
    static final ArchRule money_packages_compute_without_binary_fractions = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".settlement..", ROOT + ".metering..")
            .should()
            .dependOnClassesThat(resideInAPackage("java.lang..")
                    .and(DescribedPredicate.describe(
                            "Double or Float", c -> c.isEquivalentTo(Double.class) || c.isEquivalentTo(Float.class))));

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            noClasses().should().haveNameMatching(".*(Service|Impl|Manager|Helper|Helpers|Util|Utils|Dto|DTO)$");

    @ArchTest
    static final ArchRule answers_are_typed = methods().should().notHaveRawReturnType(Response.class);

    @ArchTest
    static final ArchRule resources_stay_at_home =
            classes().that().haveSimpleNameEndingWith("Resource").should().notHaveModifier(JavaModifier.PUBLIC);

    @ArchTest
    static final ArchRule the_portal_knows_neither_emulator_nor_local_stack = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("com.guance.marketplace.emulator..")
                    .or(resideInAPackage("com.guance.marketplace.localstack..")));
}
